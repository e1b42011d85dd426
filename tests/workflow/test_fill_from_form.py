"""A completed Word form becomes drafts, or a past submission, and nothing is lost."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.files.word_form.reader.form import read_form
from assessments.models import Assessment, DraftRevision, Round, Submission
from assessments.workflow import drafting, fill_from_form
from leavingcare.refusals import Refused
from tests.support.builders import make_assessment, make_group
from tests.support.word_forms import form

ANSWERS = {
    "7a": {"marks": {3: "X"}, "evidence": "An invented pathway.", "ideas": "Test it."},
    "7h": {"marks": {3: "X", 2: "x"}, "evidence": "Two boxes, one row."},
    "9b": {"marks": {1: "✓"}, "evidence": "None yet.\nSecond line."},
    "1a": {"marks": {4: "X"}, "evidence": "Another group's area."},
}


@pytest.fixture
def completed(db):
    return read_form(form(edition_2020(), ANSWERS), fill_from_form.editions())


@pytest.fixture
def word_file(tmp_path, db):
    path = tmp_path / "form.docx"
    path.write_bytes(form(edition_2020(), ANSWERS))
    return path


def edition_2020():
    """Return the edition with three of its areas, as the forms print no more."""
    edition = next(
        each for each in fill_from_form.editions() if each["edition"] == "2020"
    )
    areas = [area for area in edition["areas"] if area["number"] in {1, 7, 9}]
    return edition | {"areas": areas}


def unplaced(report):
    """Return what was not placed, except guidance that the invented forms make up."""
    return [row for row in report.unplaced if row[0] != "Before the areas"]


def response(group, code):
    return (
        group.drafts.get(area__number=int(code[:-1]))
        .responses.select_related("rating", "draft__group__assessment__round")
        .get(statement__letter=code[-1])
    )


def test_blanks_are_filled(housing, completed):
    report = fill_from_form.fill_drafts(group=housing, form=completed, by=None)
    assert report.filled == ["7a", "7h", "9b"]
    assert report.clashes == []
    assert unplaced(report) == [
        ("1a, rating, not an area of this group", "Agree"),
        ("1a, evidence, not an area of this group", "Another group's area."),
    ]
    first = response(housing, "7a")
    assert (first.rating.value, first.evidence, first.ideas) == (
        3,
        "An invented pathway.",
        "Test it.",
    )
    assert response(housing, "9b").evidence == "None yet.\nSecond line."
    assert response(housing, "9c").updated_at is None


def test_two_ticks_are_no_rating_and_both_are_kept(housing, completed):
    fill_from_form.fill_drafts(group=housing, form=completed, by=None)
    twice = response(housing, "7h")
    assert twice.rating is None
    assert (twice.not_rated_reason, twice.candidates) == ("undecided", [3, 2])
    assert DraftRevision.objects.get(response=twice).content["candidates"] == [3, 2]


def test_what_is_there_stays_and_is_reported(housing, completed, cass):
    before = response(housing, "7a")
    scale = {
        point.value: point for point in before.statement.area.framework.scale.all()
    }
    before.save_version(rating=scale[1], evidence="Ours.", updated_by=cass)
    report = fill_from_form.fill_drafts(group=housing, form=completed, by=None)
    after = response(housing, "7a")
    assert (after.rating.value, after.evidence, after.ideas) == (1, "Ours.", "Test it.")
    assert report.clashes == [
        ("7a, rating", "Mostly agree"),
        ("7a, evidence", "An invented pathway."),
    ]


def test_a_second_import_changes_nothing(housing, completed):
    fill_from_form.fill_drafts(group=housing, form=completed, by=None)
    version = response(housing, "7a").version
    report = fill_from_form.fill_drafts(group=housing, form=completed, by=None)
    assert (report.filled, report.clashes) == ([], [])
    assert response(housing, "7a").version == version


def test_a_draft_handed_in_is_left_alone(housing, completed, cass):
    draft = housing.drafts.select_related("group__assessment__round", "area").get(
        area__number=7
    )
    drafting.hand_in(draft=draft, by=cass)
    report = fill_from_form.fill_drafts(group=housing, form=completed, by=None)
    assert report.filled == ["9b"]
    assert response(housing, "7a").evidence == ""


@pytest.mark.parametrize("long", ["word " * 1001, "👍" * 2501], ids=["words", "emoji"])
def test_text_that_is_too_long_is_reported_whole(housing, long):
    read = read_form(
        form(edition_2020(), {"7a": {"marks": {2: "X"}, "evidence": long}}),
        fill_from_form.editions(),
    )
    report = fill_from_form.fill_drafts(group=housing, form=read, by=None)
    assert response(housing, "7a").evidence == ""
    [(where, text)] = unplaced(report)
    assert (where, text.split()) == ("7a, evidence, too long", long.split())


def test_a_form_of_another_edition_is_refused(northmoor, mo, cass, completed):
    other = make_assessment(northmoor, mo, "2015")
    group = make_group(other, mo, cass, areas=[1])
    with pytest.raises(Refused, match="2020 edition"):
        fill_from_form.fill_drafts(group=group, form=completed, by=None)


def test_a_past_submission(db, word_file):
    out = StringIO()
    call_command(
        "import_form",
        str(word_file),
        "--authority",
        "Eastvale Council",
        "--round",
        "spring",
        stdout=out,
    )
    submission = Submission.objects.get()
    content = submission.content
    assert f"Submission {submission.reference}" in out.getvalue()
    assert content["authority"] == {"name": "Eastvale Council"}
    assert content["responses"]["7a"]["rating"] == 3
    assert content["responses"]["7h"] == {
        "outcome": "not_agreed",
        "rating": None,
        "candidates": [3, 2],
        "evidence": "Two boxes, one row.",
        "ideas": "",
        "rationale": "",
        "changes": [],
        "dissents": [],
        "ratings": [],
    }
    assert content["responses"]["9c"]["outcome"] == "not_rated"
    assert set(content["global_scores"].values()) == {None}
    assert not Assessment.objects.get().is_open


def test_a_past_submission_is_made_once(db, word_file):
    arguments = ["import_form", str(word_file), "--authority", "A", "--round", "r"]
    call_command(*arguments, stdout=StringIO())
    with pytest.raises(CommandError, match="was imported before, as BD-"):
        call_command(*arguments, stdout=StringIO())
    assert Submission.objects.count() == 1


def test_a_file_that_is_no_form_leaves_nothing(db, tmp_path):
    path = tmp_path / "other.docx"
    path.write_bytes(b"not a document")
    with pytest.raises(CommandError, match="not a Word document"):
        call_command("import_form", str(path), "--authority", "A", "--round", "r")
    assert not Round.objects.exists()


def test_an_unknown_group_is_named(assessment, word_file):
    with pytest.raises(CommandError, match="no group called Nobody"):
        call_command(
            "import_form",
            str(word_file),
            "--authority",
            "Northmoor",
            "--round",
            assessment.round.slug,
            "--group",
            "Nobody",
        )
