"""`make bench` runs and says what it should; how fast anything is, is never tested."""

import re

import pytest

from assessments.files.catalogue import FORMATS
from bench.fields import Fields
from bench.run import of_form

NUMBER = r"\d+(?:\.\d+)?"
NAMES = {
    "Draft page": 11,
    "Save, whole page": 11,
    "Save, by the script": 11,
    "Moderation, 1 group": 11,
    "Agenda, 1 group": 11,
    "Discussion, 1 group": 11,
    "Settle, 1 group": 11,
    "Room, 1 group": 11,
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
    words = [line.rsplit(maxsplit=1)[-1] for line in lines[-26:]]
    assert len(words) == 26
    assert set(words) <= {"met", "missed"}


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
