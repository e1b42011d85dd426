"""Files the loader refuses, and the message for each."""

import pytest
from django.core.management import CommandError

from frameworks.models import Correspondence, Framework
from tests.support.framework_files import find, link, load, rows, writer

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def trial(tmp_path):
    return writer(tmp_path)


# Each: a change that spoils the rows, and the sentence about it


def _set(model, where, **values):
    return lambda rows: find(rows, model, **where).update(values)


def _drop(model, where):
    def drop(rows):
        fields = find(rows, model, **where)
        rows[:] = [row for row in rows if row["fields"] is not fields]

    return drop


def _add(row):
    return lambda rows: rows.append(row)


QUESTION = {"key": "phone", "question": "Telephone?", "box_label": ""}
ANNEX = {"framework": ["trial"], "number": 12, "theme": "annex"}
BAD = [
    (_drop("framework", {}), "trial: there are 0 framework rows, not 1."),
    (
        _set("scalepoint", {"value": 3}, value=7),
        "trial: the scale's values must be 1 to 5, each once, but are 1, 2, 4, 5, 7.",
    ),
    (
        _set("scalepoint", {"value": 3}, guide_number=1),
        (
            "trial: the numbers of the scale's guide, if any, must be 1 to 5, each once, "
            "but are 0, 0, 0, 0, 1."
        ),
    ),
    (
        _set("area", {"number": 2}, rating_order=11),
        (
            "trial: rating_order must be 1 to 11, each once, but are "
            "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11."
        ),
    ),
    (
        _set("area", {"number": 2}, theme="digital"),
        'trial: theme "digital" is used by 2 areas.',
    ),
    (
        _set("statement", {"area": ["trial", 2], "letter": "b"}, letter="c"),
        "trial: area 2's statements must be a to b in order, not a, c.",
    ),
    (
        _set("statement", {"area": ["trial", 2], "letter": "b"}, area=["trial", 12]),
        "trial: statement 12b belongs to no area of the edition.",
    ),
    (
        _set("statement", {"area": ["trial", 2]}, family="untold"),
        'trial: statement 2a is of family "untold", not in families.',
    ),
    (
        _set("framework", {}, cover_questions=[QUESTION]),
        (
            'trial: cover question "phone" is not one of authority, completed_on, '
            "how_completed, lead_email, lead_job_title, lead_name, who_was_involved."
        ),
    ),
    (
        _set("framework", {}, cover_questions=[{**QUESTION, "key": "authority"}] * 2),
        'trial: cover question "authority" is asked 2 times.',
    ),
    (
        _set("framework", {}, cover_questions=["authority"]),
        "trial: cover_questions must be a list of key, question and box_label.",
    ),
    (
        _set("framework", {}, footnotes=[{"mark": 1, "text_md": "One"}]),
        "trial: footnotes must be a list of mark and text_md.",
    ),
    (
        _set("framework", {}, families=["feedback"]),
        "trial: families must give a title for each slug.",
    ),
    (
        _set("framework", {}, guidance=[{"heading": "Read me", "blocks": ["text"]}]),
        (
            "trial: guidance must be a list of heading and blocks, each block with text_md "
            "and a kind (bullet, numbered, paragraph, stray), the numbered ones with a "
            "number."
        ),
    ),
    (
        _set("framework", {}, follow_up={"heading": "Later"}),
        (
            "trial: follow_up must have columns, comment_prompts, heading, intro, "
            "total_label, or be {}."
        ),
    ),
    (
        _set("area", {"number": 2}, follow_up_label="Later"),
        "trial: areas have a follow_up_label, but there is no follow_up form.",
    ),
    (
        _set("area", {"number": 1}, colour="red"),
        "trial.json, row 7: colour is not a field.",
    ),
    (
        _set("area", {"number": 1}, title=""),
        "trial.json, row 7: title: This field cannot be blank.",
    ),
    (
        _set("area", {"number": 1}, title=["Hearing"]),
        "trial.json, row 7: title must be text.",
    ),
    (
        _set("statement", {"area": ["trial", 1]}, area=1),
        'trial.json, row 8: area must be a natural key such as ["edition", 1].',
    ),
    (
        _set("framework", {}, digest="0" * 64),
        "trial.json, row 1: digest is not a field.",
    ),
    (
        _add({"model": "frameworks.area", "pk": 1, "fields": ANNEX}),
        "trial.json, row 45: rows have only a model and fields, with no pk.",
    ),
    (
        _add({"model": "auth.group", "fields": {}}),
        (
            "trial.json, row 45: not one of frameworks.framework, frameworks.scalepoint, "
            "frameworks.area, frameworks.statement, frameworks.correspondence with its "
            "fields."
        ),
    ),
    (
        _add(link(["trial", 1, "a"], ["2020", 1, "a"])),
        "trial is not earlier than 2020.",
    ),
    (
        _add(link(["2020", 1, "z"], ["trial", 1, "a"])),
        "Correspondence of 2020 1z to trial 1a: there is no statement 1z in 2020.",
    ),
    (
        _add(link(["2020", 1, "a"], ["trial", 1, "a"], kind="alike")),
        "trial.json, row 45: kind: Value 'alike' is not a valid choice.",
    ),
]


@pytest.mark.parametrize(("spoil", "sentence"), BAD)
def test_a_bad_file_leaves_nothing(trial, spoil, sentence):
    bad = rows()
    spoil(bad)
    with pytest.raises(CommandError) as refused:
        load(trial(bad))
    assert str(refused.value) == f"Nothing was loaded.\n{sentence}"
    assert not Framework.objects.filter(edition="trial").exists()
    assert Correspondence.objects.count() == 97


def test_every_fault_of_a_file_is_told_at_once(trial):
    bad = rows()
    find(bad, "area", number=2)["theme"] = "digital"
    find(bad, "statement", area=["trial", 2])["family"] = "untold"
    with pytest.raises(CommandError) as refused:
        load(trial(bad))
    assert len(str(refused.value).splitlines()) == 3


def test_correspondence_given_twice(trial):
    twice = [link(["2020", 1, "a"], ["2026", 1, "a"])] * 2
    with pytest.raises(CommandError, match="2020 1a to 2026 1a is given twice"):
        load(trial(twice))


def test_two_editions_of_one_day_do_not_correspond(trial):
    same_day = rows()
    find(same_day, "framework")["published"] = "2020-01-01"
    same_day.append(link(["2020", 1, "a"], ["trial", 1, "a"]))
    with pytest.raises(CommandError, match="2020 is not earlier than trial"):
        load(trial(same_day))


def test_files_that_are_none(tmp_path):
    (tmp_path / "torn.json").write_text('[{"model": ')
    with pytest.raises(CommandError, match=r"torn\.json is not JSON: Expecting value"):
        load(tmp_path / "torn.json")
    with pytest.raises(CommandError, match=r"none\.json: No such file or directory"):
        load(tmp_path / "none.json")
    (tmp_path / "row.json").write_text("{}")
    with pytest.raises(CommandError, match=r"row\.json is not a list of rows"):
        load(tmp_path / "row.json")


def test_nothing_to_load(tmp_path, settings):
    settings.FIXTURE_DIRS = [tmp_path]
    with pytest.raises(CommandError, match="There are no files to load"):
        load()
