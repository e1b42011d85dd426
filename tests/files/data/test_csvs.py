"""CSV: every text in one cell, defused for spreadsheets, exact for statistics."""

import csv
import io

import pytest

from assessments.files.data import csvs, formulas, tables
from assessments.files.data.columns import Column, DataTable, Kind
from tests.support.submissions import TEXTS, discussed, worded


def read(content):
    """Return [{name: text}] of a CSV file, as another program reads it."""
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_exact_is_exactly_what_was_typed(text):
    [row] = read(csvs.write(tables.wide([worded(text)]), is_exact=True))
    assert row["evidence_tiny_1a"] == row["reason_tiny_1a"] == text
    assert row["global_score_note_theme_2"] == row["how_completed"] == text


@pytest.mark.parametrize("name", TEXTS)
def test_for_spreadsheets_nothing_is_calculated_and_nothing_is_lost(name):
    text = TEXTS[name]
    first = read(csvs.write(tables.long([worded(text)]), is_exact=False))[0]
    formulas = {"formula", "plus", "minus", "at", "spaced", "wide"}
    assert first["ideas"] == ("'" * (name in formulas) + text)


@pytest.mark.parametrize(
    "text",
    [
        *(f"{sign}1" for sign in "=+-@\t\r\n＝＋－＠"),
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b@x",
        "\n=1",
        " \t +1",
    ],
)
def test_what_a_spreadsheet_calculates_stands_behind_an_apostrophe(text):
    assert formulas.defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "1-2", "(=)", "'=1", "e@x", "‒", " a"])
def test_other_text_stays_as_it_is(text):
    assert formulas.defused(text) == text


def test_numbers_dates_and_choices_are_no_text():
    columns = [
        Column("whole", "", Kind.WHOLE, missing={-9: "Not given"}),
        Column("decimal", "", Kind.DECIMAL),
        Column("choice", "", Kind.CHOICE, values={2: "Could not agree"}),
    ]
    rows = [[-5, -0.25, 2], [-9, None, None]]
    for is_exact in [True, False]:
        assert csvs.write(DataTable(columns, rows), is_exact).decode("utf-8-sig") == (
            "whole,decimal,choice\r\n-5,-0.25,Could not agree\r\n,,\r\n"
        )
    [row] = read(csvs.write(tables.wide([discussed()]), is_exact=True))
    assert row["completed_on"] == "2020-06-05"
    assert row["submitted_at"] == "2020-06-12 14:02:00"
    assert (row["rating_tiny_2a"], row["outcome_tiny_2a"]) == ("", "Could not agree")
    assert (row["global_score_theme_1"], row["global_score_theme_2"]) == ("7", "")


def test_excel_can_tell_that_it_is_utf_8():
    content = csvs.write(tables.wide([discussed()]), is_exact=False)
    assert content.startswith(b"\xef\xbb\xbfauthority,")
    assert content.endswith(b"\r\n")


def test_other_programs_find_the_name_of_the_first_column():
    content = csvs.write(tables.wide([discussed()]), is_exact=True)
    assert content.startswith(b"authority,")
