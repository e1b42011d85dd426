"""The cover sheet and the scores out of ten of a completed Word form."""

import pytest

from assessments.files.word_form.reader.form import read_form
from assessments.files.word_form.reader.wording import read_date, read_score
from tests.support.word_editions import small_edition
from tests.support.word_forms import FormBuilder, form

SMALL = small_edition()
COVER = {
    "authority": "Harbour Council",
    "completed_on": "5th June 2021",
    "how_completed": "In one afternoon",
    "who_was_involved": "The baker\nThe sailor\nThe kite maker",
}


def read(data):
    return read_form(data, [SMALL])


def test_cover_sheet():
    found = read(form(SMALL, cover=COVER))
    assert found.cover == COVER | {"completed_on": "2021-06-05"}
    assert found.unplaced == []


def test_a_date_that_is_none_is_listed():
    found = read(form(SMALL, cover=COVER | {"completed_on": "some day in June"}))
    assert found.cover["completed_on"] is None
    assert found.unplaced == [("Cover sheet, date completed", "some day in June")]


def test_cover_answers_typed_below_the_questions_or_in_a_table_of_two_columns():
    builder = FormBuilder(SMALL)
    builder.document.add_paragraph("Name of council: Harbour Council")
    builder.document.add_paragraph("How was it done")
    builder.document.add_paragraph("In one afternoon")
    builder.document.add_paragraph("and an evening")
    table = builder.document.add_table(2, 2)
    texts = ["Day it was done:", "6/7/2021", "Who took part?", "The baker"]
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    for place in SMALL["areas"]:
        builder._area(place)
    found = read(builder.data())
    assert found.cover == {
        "authority": "Harbour Council",
        "completed_on": "2021-07-06",
        "how_completed": "In one afternoon\nand an evening",
        "who_was_involved": "The baker",
    }
    assert found.unplaced == []


def test_scores_are_read_by_title_in_any_order():
    found = read(form(SMALL, scores={1: "7 / 10 [score out of 10]", 2: "0"}))
    assert found.global_scores == {1: 7, 2: 0}


@pytest.mark.parametrize("written", ["11", "7.5 / 10", "seven", "7 or 8", "-1"])
def test_unreadable_scores_are_listed(written):
    found = read(form(SMALL, scores={1: written}))
    assert found.global_scores == {1: None, 2: None}
    where = "Score out of ten for area 1, not one whole number from 0 to 10"
    assert found.unplaced == [(where, written)]


def test_of_two_scores_the_first_stands_and_the_other_is_listed():
    builder = FormBuilder(SMALL, scores={1: "7"}).build()
    builder.scores = {1: "4"}
    builder._scores()
    found = read(builder.data())
    assert found.global_scores == {1: 7, 2: None}
    assert found.unplaced == [("Score out of ten for area 1, a second one", "4")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5th June 2021", "2021-06-05"),
        ("Saturday 5 June 2021", "2021-06-05"),
        ("June 5, 2021", "2021-06-05"),
        ("05/06/21", "2021-06-05"),
        ("2021-06-05", "2021-06-05"),
        ("31/02/2021", None),
        ("June 2021", None),
        ("5/6/021", None),
        ("", None),
    ],
)
def test_dates(text, expected):
    assert str(read_date(text)) == str(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, "")),
        ("/ 10 [score out of 10]", (None, "")),
        ("7", (7, "")),
        ("10/10", (10, "")),
        ("/ 10 7", (7, "")),
        ("8 out of 10, on a good day", (8, "on a good day")),
        ("100/10", (None, "100/10")),
    ],
)
def test_scores_out_of_ten(text, expected):
    assert read_score(text) == expected
