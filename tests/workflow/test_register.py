"""The register: loaded whole or not at all, brought up to date, and matched."""

import json

import pytest
from django.core.management import CommandError, call_command

from assessments.management.commands.load_register import FILE
from assessments.models import DeskEvent, LocalAuthority, RegisterEntry, RegisterSource
from tests.support.builders import make_authority

pytestmark = pytest.mark.django_db


def load(capsys, file=FILE):
    call_command("load_register", str(file))
    return capsys.readouterr().out.strip()


@pytest.fixture
def newer(tmp_path):
    """Give a function that writes the register changed by a function, and its path."""
    content = json.loads(FILE.read_text(encoding="utf-8"))

    def write(change):
        change(content)
        path = tmp_path / "register.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


def row(content, code):
    return next(each for each in content["authorities"] if each["code"] == code)


def test_what_is_loaded():
    assert RegisterEntry.objects.count() == 161
    assert RegisterEntry.objects.filter(ended=None).count() == 153
    dorset = RegisterEntry.objects.get(code="E06000059")
    assert (dorset.name, dorset.kind, dorset.region) == (
        "Dorset Council",
        "Unitary authority",
        "South West",
    )
    assert [each.name for each in dorset.predecessors.all()] == [
        "Dorset County Council"
    ]
    source = RegisterSource.objects.get()
    assert (source.licence, source.publisher) == ("CC BY 4.0", "mySociety")
    assert "mySociety" in source.attribution


def test_loading_it_again_changes_nothing(capsys):
    before = list(RegisterEntry.objects.values_list("pk", "code"))
    assert load(capsys) == "Nothing has changed."
    assert list(RegisterEntry.objects.values_list("pk", "code")) == before


def test_a_newer_register(capsys, newer):
    make_authority("Kent County Council")
    load(capsys)

    def change(content):
        row(content, "E10000016").update(
            name="Kent", ended="2028-04-01", region="South", succeeded_by=["E06000099"]
        )
        new = dict(row(content, "E10000016"), code="E06000099", name="Kent Council")
        content["authorities"].append(new | {"ended": None, "succeeded_by": []})
        content["authorities"].remove(row(content, "E06000046"))

    said = load(capsys, newer(change)).splitlines()
    assert said == [
        "Kent Council is new.",
        "Kent County Council is now called Kent.",
        "Kent ended on 1 April 2028.",
        "Isle of Wight Council is no longer in the register.",
    ]
    kent = LocalAuthority.objects.get()
    assert (kent.name, kent.region) == ("Kent County Council", "South")
    [after] = RegisterEntry.objects.get(code="E10000016").succeeded_by.all()
    assert after.code == "E06000099"


def test_one_that_takes_part_stays_when_it_is_gone_from_the_register(capsys, newer):
    make_authority("Isle of Wight")
    load(capsys)
    said = load(
        capsys,
        newer(lambda content: content["authorities"].remove(row(content, "E06000046"))),
    )
    assert "but stays as it takes part here" in said
    assert RegisterEntry.objects.filter(code="E06000046").exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda content: content.pop("source"), "'source' is a required property"),
        (
            lambda content: row(content, "E10000016").update(code="Kent"),
            "does not match",
        ),
        (
            lambda content: row(content, "E10000016").update(ended="soon"),
            "not a 'date'",
        ),
        (
            lambda content: content["authorities"].append(content["authorities"][0]),
            "E06000001: is there twice",
        ),
        (
            lambda content: row(content, "E10000016").update(
                succeeded_by=["E06999999"]
            ),
            "its successor E06999999 is not in the file",
        ),
    ],
)
def test_a_wrong_register_changes_nothing(newer, change, fault):
    before = list(RegisterEntry.objects.values())
    with pytest.raises(CommandError, match=fault) as raised:
        call_command("load_register", str(newer(change)))
    assert str(raised.value).startswith("Nothing was loaded.")
    assert list(RegisterEntry.objects.values()) == before


@pytest.mark.parametrize("text", ["", "[1]", "not JSON"])
def test_a_file_that_is_something_else(tmp_path, text):
    path = tmp_path / "register.json"
    path.write_text(text)
    with pytest.raises(CommandError, match=r"Nothing was loaded\."):
        call_command("load_register", str(path))


def test_authorities_that_are_here_are_matched_and_the_others_listed(capsys):
    for name in ["Dorset Council", "City of Kingston upon Hull", "North Yorkshire"]:
        make_authority(name)
    make_authority("Northmoor")
    said = load(capsys)
    assert "Dorset Council was found in it." in said
    assert "City of Kingston upon Hull was found in it." in said
    assert said.endswith(
        "Look at them on “Authorities”:\n  North Yorkshire\n  Northmoor"
    )
    dorset = LocalAuthority.objects.get(name="Dorset Council")
    assert (dorset.code, dorset.kind) == ("E06000059", "Unitary authority")
    assert dorset.desk_events.get().kind == DeskEvent.Kind.MATCHED


def test_two_that_are_one_are_not_both_matched(capsys):
    make_authority("Dorset Council")
    make_authority("dorset")
    said = load(capsys)
    assert LocalAuthority.objects.exclude(code="").count() == 1
    assert "Not in it, or not certainly." in said
