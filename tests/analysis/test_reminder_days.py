"""The days on which reminders go, which pages say too."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from assessments.analysis.reminder_days import LAST, STEPS, latest_step

DUE = date(2031, 6, 15)
IN_WORDS = "two weeks, a week and a day before the due date, and a day after it"
PAGES = ["reminders/remind.html", "account/_reminders.html"]


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-15, None),
        (-14, -14),
        (-8, -14),
        (-7, -7),
        (-1, -1),
        (0, -1),
        (1, 1),
        (7, 1),
        (8, None),
    ],
)
def test_the_latest_step(days, step):
    found = latest_step(DUE, DUE + timedelta(days=days))
    assert found == (None if step is None else DUE + timedelta(days=step))


@pytest.mark.parametrize("page", PAGES)
def test_pages_say_the_days(page):
    assert [step.days for step in STEPS] == [-14, -7, -1, 1]
    assert LAST.days == 8
    said = (settings.BASE_DIR / "templates" / page).read_text(encoding="utf-8")
    assert IN_WORDS in " ".join(said.split())
