"""Text is made breakable in a time that grows with its length, and no faster."""

import pytest

from assessments.files.bounded import child_process
from assessments.files.pdf.line_breaking import TypedText, spaces_held

HERE = "tests.files.pdf.test_line_breaking"


def held(count):
    return spaces_held(" " * count + "x").encode()


def test_blanks_without_end_are_read_once():
    """It takes milliseconds; if each began a search of its own, minutes."""
    made = child_process.run(f"{HERE}:held", [400_000], seconds=5, megabytes=1024)
    assert len(made) == 400_001


def test_each_line_has_its_own_direction_where_it_differs():
    text = TypedText("In English.\n\u05e9\u05dc\u05d5\u05dd.\n24/7\n\n\u00e9t\u00e9")
    whole, lines = text.directed
    assert whole == text.dir == "ltr"
    assert [(line.text, line.dir) for line in lines] == [
        ("In English.", ""),
        ("\u05e9\u05dc\u05d5\u05dd.", "rtl"),
        ("24/7", ""),
        ("\u00e9t\u00e9", ""),
    ]


def test_what_stands_between_blank_lines_is_a_paragraph():
    text = TypedText("\nFirst.\n\nSecond.\n - one\n - two\n \nLast.\n\n")
    assert [
        (line.text, line.is_apart, line.is_alone) for line in text.directed.lines
    ] == [
        ("First.", False, True),
        ("Second.", True, False),
        (" - one", False, False),
        (" - two", False, False),
        ("Last.", True, True),
    ]


@pytest.mark.parametrize(
    ("text", "whole", "ways"),
    [
        ("a\nb", "ltr", ["", ""]),
        ("24/7\n\u05d0.\n2024.\nOK", "rtl", ["", "", "", "ltr"]),
        ("\u2013\n\u2013", "ltr", ["", ""]),
        ("", "ltr", []),
    ],
)
def test_a_line_without_letters_runs_as_the_text_does(text, whole, ways):
    found = TypedText(text)
    assert found.directed.dir == found.dir == whole
    assert [line.dir for line in found.directed.lines] == ways
