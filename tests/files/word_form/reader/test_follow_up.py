"""The follow-up that an edition prints: two scores and comments for each area."""

import io

import pytest
from docx import Document

from assessments.files.word_form.reader.form import read_form
from assessments.submission.shown.content import NOT_RETURNED
from tests.support.word_editions import no_ideas_edition, small_edition
from tests.support.word_forms import FormBuilder

TABLE = {
    "heading": "The Follow-up",
    "intro": "Say what has changed since.",
    "columns": ["Area:", "Stage 1 Score", "Stage 2 Score", "Comments - What helped"],
    "comment_prompts": ["What helped", "Barriers", "Next steps"],
    "total_label": "Total score",
    "rows": ["1. Kites (strings and tails)", "2. Boats"],
    "out_of": "20",
}
PLAIN = no_ideas_edition() | {"follow_up": TABLE}
SMALL = small_edition() | {"follow_up": TABLE}
FULL = [
    [
        "1. Kites (strings and tails)",
        "4",
        "7 / 10",
        "What helped: A new loft\nBarriers\nWind",
    ],
    ["2. Boats", "6/10", "", "- Next steps: - Buy oars"],
    ["Total score", "10 / 20", "7 / 20", ""],
]


def read(rows, edition=PLAIN):
    builder = FormBuilder(edition, {"1a": {"marks": {4: "X"}}}).build()
    table = builder.document.add_table(0, len(TABLE["columns"]))
    for texts in [TABLE["columns"], *rows]:
        builder.add_row(table, texts)
    return read_form(builder.data(), [edition])


@pytest.mark.parametrize("edition", [PLAIN, SMALL], ids=["plain", "small"])
def test_scores_and_comments_are_read_by_area(edition):
    found = read(FULL, edition)
    assert found.beside["follow_up"] == {
        "completed_on": None,
        "ideas": {},
        "areas": {
            "1": {
                "stage_one": 4,
                "stage_two": 7,
                "what_helped": "A new loft",
                "barriers": "Wind",
                "next_steps": "",
            },
            "2": {
                "stage_one": 6,
                "stage_two": None,
                "what_helped": "",
                "barriers": "",
                "next_steps": "Buy oars",
            },
        },
    }
    assert found.answers["1a"].ratings == [4]
    assert (found.unplaced, found.questions) == ([], [])


@pytest.mark.parametrize("says", [NOT_RETURNED, NOT_RETURNED.upper(), ""])
def test_words_that_it_is_not_submitted_are_read(says):
    builder = FormBuilder(PLAIN, {}).build()
    table = builder.document.add_table(0, len(TABLE["columns"]))
    for texts in [TABLE["columns"], *FULL]:
        builder.add_row(table, texts)
    builder.document.add_paragraph(says)
    found = read_form(builder.data(), [PLAIN])
    assert ("returned" in found.beside["follow_up"]) == bool(says)
    assert found.beside["follow_up"].get("returned") is None
    assert found.unplaced == []


def test_a_blank_follow_up_says_nothing():
    rows = [["1. Kites (strings and tails)", "", "", ""], ["2. Boats", " / 10", "", ""]]
    found = read([*rows, ["Total score", " / 20", " / 20", ""]])
    assert not found.beside["follow_up"]
    assert found.unplaced == []


@pytest.mark.parametrize(
    ("row", "listed"),
    [
        (
            ["1. Kites", "4 or 5", "", ""],
            ("Follow-up of area 1, first score", "4 or 5"),
        ),
        (["1. Kites", "", "11", ""], ("Follow-up of area 1, second score", "11")),
        (["1. Kites", "", "", "A loft"], ("Follow-up of area 1, comments", "A loft")),
        (["1. Kites again", "1", "", ""], ("Follow-up of area 1", "again")),
        (["3. Trains", "4", "", "Fast"], ("Follow-up", "3. Trains\n4\nFast")),
        (["Total score", "12 / 20", "", ""], ("Follow-up, total score", "12 / 20")),
        (["Total score", "", "", "Good"], ("Follow-up, total score", "Good")),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_does_not_fit_is_listed(row, listed):
    assert listed in read([row]).unplaced


def test_an_area_twice_is_taken_once_and_listed():
    found = read([["2. Boats", "4", "5", ""], ["2. Boats", "6", "7", ""]])
    assert found.beside["follow_up"]["areas"]["2"]["stage_one"] == 4
    assert found.unplaced == [("Follow-up", "2. Boats\n6\n7")]


def test_struck_words_are_listed():
    builder = FormBuilder(PLAIN, {"1a": {"marks": {4: "X"}}}).build()
    table = builder.document.add_table(0, 4)
    for texts in [TABLE["columns"], ["1. Kites", "4", "5", ""]]:
        builder.add_row(table, texts)
    run = table.rows[1].cells[3].paragraphs[0].add_run("No longer so")
    run.font.strike = True
    found = read_form(builder.data(), [PLAIN])
    assert found.unplaced == [("Follow-up, struck through", "No longer so")]


def test_the_follow_up_of_a_blank_form_of_ours_is_filled_in(written_2015):
    data, edition = written_2015
    document = Document(io.BytesIO(data))
    [table] = [t for t in document.tables if len(t.columns) == 4]
    cells = table.rows[1].cells
    cells[1].text, cells[2].text, cells[3].text = "3", "8", "Barriers: Rents"
    file = io.BytesIO()
    document.save(file)
    found = read_form(file.getvalue(), [edition])
    [area] = found.beside["follow_up"]["areas"].values()
    assert (area["stage_one"], area["stage_two"], area["barriers"]) == (3, 8, "Rents")


@pytest.fixture
def written_2015(db):
    """Our own blank form of 2015, and its edition."""
    from assessments.files.word_form.writer import document, forms
    from assessments.files.word_form.writer.appendix import follow_up_form
    from assessments.workflow import fill_from_form

    [edition] = [e for e in fill_from_form.editions() if e["edition"] == "2015"]
    sections = follow_up_form(edition)
    form = forms.form_of(edition, cover={}, sections=sections)
    return document.write(form), edition
