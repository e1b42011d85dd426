"""A moderator's walk before the meetings: they are planned, then statements prepared.

Preparing is writing an answer, and a reason if it needs one, without settling it.
"""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.analysis.agreement import Word
from assessments.models import Proposal

from .four_groups import COUNTS
from .report import goal
from .walker import opened

MEETINGS = 2
MINUTES = 150  # of both meetings once the statements are prepared: under that
# {word: how many statements that have it are prepared}
PREPARED = {
    Word.SPLIT: 6,
    Word.ONE_VOICE: COUNTS[Word.ONE_VOICE],
    Word.ONLY_ONE: COUNTS[Word.ONLY_ONE],
    Word.NOBODY: COUNTS[Word.NOBODY],
}


def of_meetings(browser, port, assessment, moderator, goals):
    """Yield the lines of the report, and add to its goals."""
    many = sum(PREPARED.values())
    with opened(browser, port, moderator) as tally:
        plan_meetings(tally.page, assessment)
        yield planned("nothing prepared", tally.page)
    with opened(browser, port, moderator) as tally:
        for word, count in PREPARED.items():
            prepare(tally, assessment, word, count)
        assert Proposal.objects.filter(assessment=assessment).opened().count() == many
    yield tally.line(f"{many} prepared in the table")
    with opened(browser, port, moderator) as tally:
        tally.page.goto(reverse("plan", args=[assessment.pk]))
        yield planned(f"{many} prepared", tally.page)
        total = sum(minutes_on(tally.page))
    name = f"{MEETINGS} meetings, {many} statements prepared: under {MINUTES} minutes"
    goals.append(goal(name, total, total < MINUTES))


def plan_meetings(page, assessment):
    """Share the statements out among meetings, on two days to come."""
    page.goto(reverse("plan", args=[assessment.pk]))
    today = timezone.localdate()
    days = [today + timedelta(weeks=week) for week in range(1, MEETINGS + 1)]
    page.locator("textarea[name=dates]").fill(
        "\n".join(f"{day.day} {day:%B %Y}" for day in days)
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Add the meetings").click()


def minutes_on(page):
    """Return the minutes of each meeting, by the page of the plan."""
    found = page.locator("section[aria-labelledby^=meeting-]").all_inner_texts()
    return [int(re.search(r"about (\d+) of", text)[1]) for text in found]


def planned(name, page):
    """Return the report's line of the meetings that are planned."""
    minutes = minutes_on(page)
    each = " + ".join(str(one) for one in minutes)
    return f"{f'Meetings, {name}':<42} {each} = {sum(minutes)} minutes"


def prepare(tally, assessment, word, count):
    """Choose an answer for so many statements of a word, with a reason where needed."""
    page = tally.page
    page.goto(f"{reverse('table', args=[assessment.pk])}?word={word.name.lower()}")
    choices = page.locator("[data-choice=rating], [data-choice=panel]")
    codes = [one.get_attribute("data-code") for one in choices.all()][:count]
    for code in codes:
        row = page.locator(f"#row-{code}")
        if row.locator("[data-choice=rating]").count():
            tally.click(row.locator("input[type=radio]").first)
            continue
        button = row.locator("button[name=open]")
        if button.is_visible():
            tally.click(button)
        panel = page.locator(f"#settle:has([data-entry='{code}'])")
        tally.click(panel.locator("input[type=radio]").first)
        tally.click(panel.locator("textarea[name$=rationale]"))
        page.keyboard.type("We looked at the records of the year together.")
    with page.expect_navigation():  # which waits until all is saved
        tally.click(page.locator(".govuk-back-link"))
