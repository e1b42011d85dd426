"""The loader: what it changes, what it refuses, and its messages."""

import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.models import Round
from frameworks.fixture import from_database
from frameworks.models import Area, Correspondence, Framework, Statement
from tests.support.builders import make_round
from tests.support.framework_files import INVENTED, find, link, load, rows, writer

pytestmark = pytest.mark.django_db

FIXTURES = settings.FIXTURE_DIRS[0]


def statements(edition):
    return Statement.objects.filter(area__framework__edition=edition).select_related(
        "area"
    )


@pytest.fixture
def trial(tmp_path):
    return writer(tmp_path)


def test_loading_again_changes_nothing_and_says_so():
    before = list(Statement.objects.order_by("pk").values())
    assert load() == [
        "2015: unchanged.",
        "2020: unchanged.",
        "2015 to 2020: unchanged.",
        "Nothing has changed.",
    ]
    assert list(Statement.objects.order_by("pk").values()) == before


def test_order_of_rows_in_the_file_does_not_matter_to_the_digest(trial):
    assert load(trial()) == ["trial: loaded (11 areas, 27 statements)."]
    shuffled = sorted(rows(), key=lambda row: row["model"], reverse=True)
    assert load(trial(shuffled)) == ["trial: unchanged.", "Nothing has changed."]


def test_loading_takes_few_queries(trial, django_assert_num_queries):
    path = trial()
    with django_assert_num_queries(11):
        load(path)


def test_loaddata_of_the_same_files_gives_the_same_edition(trial):
    digest = Framework.objects.get(edition="2015").digest
    names = [str(path) for path in sorted(FIXTURES.glob("*.json"))]
    call_command("loaddata", *names, verbosity=0)
    assert Correspondence.objects.count() == 97
    framework = Framework.objects.get(edition="2015")
    assert framework.digest == ""
    assert from_database(framework).digest() == digest
    assert load(FIXTURES / "framework_2015.json") == [
        "2015: unchanged but for its digest, now recorded."
    ]
    framework.refresh_from_db()
    assert framework.digest == digest


def test_an_unused_edition_is_replaced(trial):
    load(trial())
    changed = [row for row in rows() if row["fields"].get("letter") != "c"]
    find(changed, "statement", area=["trial", 1], letter="d")["letter"] = "c"
    find(changed, "area", number=1)["rating_order"] = 1
    find(changed, "area", number=2)["rating_order"] = 11
    was = Framework.objects.get(edition="trial").digest
    assert load(trial(changed)) == ["trial: replaced (11 areas, 23 statements)."]
    assert statements("trial").filter(area__number=1).count() == 3
    assert statements("trial").filter(letter="c").count() == 1
    assert Area.objects.get(framework__edition="trial", number=2).rating_order == 11
    assert Framework.objects.get(edition="trial").digest != was


def test_an_edition_in_use_is_never_changed(trial):
    load(trial())
    make_round("trial")
    changed = rows()
    find(changed, "statement", area=["trial", 1], letter="a")["text_md"] = "Changed"
    before = list(statements("trial").order_by("pk").values())
    with pytest.raises(CommandError) as refused:
        load(trial(changed))
    assert str(refused.value) == (
        "Nothing was loaded.\n"
        "Edition trial is in use (round), so it cannot be changed. Give the changed "
        "form an edition of its own."
    )
    assert list(statements("trial").order_by("pk").values()) == before
    assert load(trial()) == ["trial: unchanged.", "Nothing has changed."]
    assert Round.objects.get().framework.edition == "trial"


def test_a_refusal_leaves_out_the_other_files_too(trial):
    make_round("2026")
    changed = json.loads(INVENTED.read_text())
    find(changed, "framework")["title"] = "Another"
    with pytest.raises(CommandError, match="Edition 2026 is in use"):
        load(trial(), trial(changed, "changed.json"))
    assert not Framework.objects.filter(edition="trial").exists()


def test_correspondence_outlives_the_replacing_of_an_edition(trial):
    load(trial([*rows(), link(["2020", 1, "a"], ["trial", 1, "a"], note="Kept")]))
    changed = rows()
    find(changed, "framework")["title"] = "Another"
    assert load(trial(changed)) == ["trial: replaced (11 areas, 27 statements)."]
    [kept] = Correspondence.objects.filter(later__area__framework__edition="trial")
    assert (kept.earlier.code, kept.later.code, kept.note) == ("1a", "1a", "Kept")
    assert Correspondence.objects.count() == 98


def test_correspondence_in_a_file_is_all_there_is_of_those_two_editions(trial):
    first = link(["2020", 1, "a"], ["trial", 1, "a"])
    second = link(["2020", 1, "b"], ["trial", 1, "a"])
    assert load(trial([*rows(), first])) == [
        "trial: loaded (11 areas, 27 statements).",
        "2020 to trial: loaded (1 pairs).",
    ]
    make_round("trial")
    assert load(trial([second])) == ["2020 to trial: replaced (1 pairs)."]
    [left] = Correspondence.objects.filter(later__area__framework__edition="trial")
    assert left.earlier.code == "1b"


def test_a_statement_that_corresponds_is_not_lost_without_notice(trial):
    load(trial([*rows(), link(["2020", 1, "a"], ["trial", 1, "d"])]))
    shorter = [
        row
        for row in rows()
        if row["fields"].get("letter") != "d"  # only area 1 has one
    ]
    with pytest.raises(CommandError) as refused:
        load(trial(shorter))
    assert str(refused.value) == (
        "Nothing was loaded.\nCorrespondence of 2020 1a to trial 1d: there is no "
        "statement 1d in trial."
    )
    assert statements("trial").count() == 27
