"""`make bench` runs and says what it should; how fast anything is, is never tested."""

import re

import pytest

from assessments.files.bounded import limits
from assessments.files.catalogue import FORMATS
from assessments.round_analysis.parts import PARTS
from bench.analysing import of_analysing
from bench.desk import of_desk
from bench.fields import Fields
from bench.growth import of_growth
from bench.run import of_form
from bench.worst import of_worst
from tests.support.desk_pages import ALONE, OF_ROUND

pytestmark = pytest.mark.any_database

NUMBER = r"\d+(?:\.\d+)?"
NAMES = {
    "Draft page": 11,
    "Save, whole page": 11,
    "Save, by the script": 11,
    "Agenda, 1 group": 11,
    "Settle, 1 group": 11,
    "Room, 1 group": 11,
    "Table, 1 group": 11,
    "Submit": 6,
    "PDF": 11,
    "PDF, by tagged floor": 11,
    "PDF, printing alone": 6,
    "Chromium": 6,
} | dict.fromkeys(FORMATS, 6)


@pytest.fixture
def bench_urls(settings):
    settings.ROOT_URLCONF = "bench.urls"
    folder = settings.BASE_DIR / "bench" / "templates"
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], folder]}]


@pytest.mark.django_db
@pytest.mark.usefixtures("bench_urls")
def test_a_run_prints_figures_and_goals():
    lines = list(of_form("", large=False, groups=[1], repeats=2, pdfs=1))
    assert lines[0].startswith("27 statements, 7,850 words in 54 texts; ")
    rows = {
        name: re.findall(NUMBER, line.removeprefix(name))
        for line in lines
        for name in NAMES
        if re.match(rf"{re.escape(name)} +{NUMBER}", line)
    }
    assert {name: len(figures) for name, figures in rows.items()} == NAMES
    assert all(float(row[0]) > 0 for row in rows.values())
    goals = [line for line in lines if line.endswith((" met", " missed"))]
    assert len(goals) == 27


@pytest.mark.django_db
def test_a_run_of_growth_has_every_file_that_a_child_makes():
    lines = list(of_growth(""))
    rows = [line.split() for line in lines if line.startswith(tuple(FORMATS))]
    made = [row for row in rows if len(row) == 8]
    assert {row[0] for row in made} >= {"pdf", "docx", "report.pdf", "report.docx"}
    assert all(float(row[place]) > 0 for row in made for place in (1, 2, 4, 5, 7))
    goals = [line for line in lines if line.endswith((" met", " missed"))]
    assert len(goals) == 2 * len(made)


@pytest.mark.django_db
def test_the_worst_texts_are_weighed_in_every_file_that_a_child_makes():
    *_, row, _, goal = worst_of("csv", "xlsx")
    assert row.startswith("xlsx, one word")
    assert all(float(figure) > 0 for figure in row.split()[-3:])
    assert goal.endswith(" met")


@pytest.mark.django_db
def test_a_worst_text_that_takes_more_than_a_file_may_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAKING", limits.MAKING._replace(megabytes=1))
    *_, row, _, goal = worst_of("xlsx")
    assert row.endswith(" refused")
    assert goal.endswith(" missed")


def worst_of(*names):
    return of_worst(1, ["one word"], {name: FORMATS[name] for name in names})


def test_fields_are_what_a_browser_sends():
    page = """<input type="hidden" name="a" value="1"><input type="radio" name="b"
        value="no"><input type="radio" name="b" value="yes" checked>
        <select name="c"><option value="">-</option><option value="x" selected>X
        </option></select><select name="d"><option value="first">1</option><option
        value="second">2</option></select><textarea name="e">\n\nOne &amp; two
</textarea><button name="save" value="all">Save</button>"""
    assert Fields(page).values == {
        "a": "1",
        "b": "yes",
        "c": "x",
        "d": "first",
        "e": "\nOne & two\n",
    }


@pytest.mark.django_db
def test_a_run_of_an_analysis_has_every_part():
    lines = list(of_analysing(3))
    assert lines[0].startswith(
        "3 authorities, 5 rounds, 10 groups each; 15 submissions"
    )
    for part in PARTS.values():
        assert any(line.startswith(part.title[:21]) for line in lines)
    assert any(line.startswith("SQL, figures") for line in lines)
    [larger] = [place for place, line in enumerate(lines) if line == "15 authorities"]
    names = [line[:22] for line in lines[2:larger] if line and "SQL" not in line]
    assert [line[:22] for line in lines[larger + 1 : larger + 1 + len(names)]] == names
    assert "5 times the authorities: at most 5.5 times the time" in lines[-2]
    assert "at most 300 ms" in lines[-1]


@pytest.mark.django_db
def test_a_run_of_the_desk_has_every_page():
    lines = list(of_desk(3))
    assert lines[0].startswith(
        "3 authorities, 5 rounds; 14 submissions, 1 still rating"
    )
    for name in [*ALONE, *OF_ROUND]:
        assert any(line.startswith(name) for line in lines)
    assert "at most 300 ms" in lines[-1]
