"""The papers on security and privacy: each claim names an existing test."""

import re
from pathlib import Path

import pytest

from assessments.workflow.retention import KINDS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
NO_TEST = {"None", "No test: paper"}
WHY_NONE = ("Does not apply", "Not met")
CHAPTERS = 17


def rows_of(name):
    """Return the cells of each row of the tables of a page."""
    lines = (DOCS / name).read_text().splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("| ")
    ]
    return [row for row in rows if row[0] not in {"Section", "Who", "What", "Question"}]


def named_in(cell):
    return re.findall(r"`(tests/[\w/]+\.py)`", cell)


@pytest.mark.parametrize("name", ["asvs.md", "threats.md"])
def test_every_test_that_is_named_is_there(name):
    named = {test for row in rows_of(name) for test in named_in(row[-1])}
    assert len(named) > 15
    assert [test for test in sorted(named) if not (ROOT / test).is_file()] == []


def test_every_line_of_the_standard_names_a_test_or_says_why_not():
    for section, answer, shown in rows_of("asvs.md"):
        if not named_in(shown):
            assert shown in NO_TEST, section
            assert shown != "None" or answer.startswith(WHY_NONE), section


def test_every_chapter_of_the_standard_is_there():
    sections = [row[0].split()[0] for row in rows_of("asvs.md")]
    assert {int(each.split(".")[0]) for each in sections} == set(range(1, CHAPTERS + 1))
    assert len(sections) == len(set(sections))


def test_every_threat_has_a_test():
    assert [row for row in rows_of("threats.md") if not named_in(row[-1])] == []


def test_the_page_says_how_long_things_are_kept_as_the_code_does():
    rows = rows_of("privacy.md")
    for kind in KINDS:
        assert [kind.name, str(kind.days), kind.since] in rows
