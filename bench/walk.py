"""A walk through fixed assessments: clicks, keys, page loads and requests.

Chromium drives the site as gunicorn serves it. Each task is done as a person who knows
the page would do it; what they type is not counted.
"""

import os

from django.conf import settings
from django.db import connection
from playwright.sync_api import sync_playwright

from assessments.models import AgreedResponse

from .building import load_editions
from .four_groups import COUNTS, four_groups, one_group_an_area
from .meeting_walk import of_meetings
from .member_walk import of_member, to_rate
from .report import goal
from .served import HOST, served
from .walker import opened

CHROMIUM = "/usr/bin/chromium-headless-shell"
CLOSE, ALONE, SPLIT, KEYS = 40, 25, 4, 8  # the most clicks, or keys a statement


def of_walk():
    """Yield the report's lines."""
    load_editions()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop is this thread's
    by_mouse, moderator = four_groups()
    by_keys, _ = four_groups(by_mouse.authority, moderator)
    planned, _ = four_groups(by_mouse.authority, moderator)
    alone, other = one_group_an_area()
    people = {by_mouse: moderator, by_keys: moderator, alone: other}
    draft, member = to_rate()
    connection.close()
    goals = []
    with served() as (_, port), sync_playwright() as playwright:
        name = settings.ALLOWED_HOSTS[0]
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[f"--host-resolver-rules=MAP {name} {HOST}"],
        )
        for name, task, assessment, most in TASKS(by_mouse, by_keys, alone):
            with opened(browser, port, people[assessment]) as tally:
                count, said = task(tally, assessment)
            yield tally.line(name)
            goals.append(goal(f"{name}: at most {most} {said}", count, count <= most))
        yield from of_meetings(browser, port, planned, moderator, goals)
        yield from of_member(browser, port, draft, member, goals)
        browser.close()
    yield ""
    yield from goals


def TASKS(by_mouse, by_keys, alone):
    """Return (name, task, assessment, the most that it may take) of each task."""
    close = COUNTS["Close"]
    return [
        ("A Split in the table", split, by_mouse, SPLIT),
        (f"{close} Close in the table", close_by_mouse, by_mouse, CLOSE),
        (f"{close} Close by keyboard", close_by_keys, by_keys, KEYS),
        ("Every statement of one group an area", all_alone, alone, ALONE),
    ]


def to_table(tally, assessment, query=""):
    tally.page.goto(f"/assessments/{assessment.pk}/moderation/table/{query}")


def settled(assessment):
    return AgreedResponse.objects.filter(
        assessment=assessment, outcome=AgreedResponse.Outcome.AGREED
    ).count()


def save(tally, button):
    with tally.page.expect_navigation():
        tally.click(tally.page.locator(f"button[name=save][value={button}]").last)


def split(tally, assessment):
    """Settle one Split, whose panel is open, with all evidence and a reason."""
    to_table(tally, assessment, "?word=split")
    row = tally.page.locator("[data-choice=panel] button[name=open]").first
    row.click()  # after the one before, it is open
    panel = tally.page.locator("#settle")
    tally.click(panel.locator("input[type=radio]").first)
    tally.click(panel.locator("textarea").first)
    tally.page.keyboard.type("We looked at the records of the year together.")
    tally.click(tally.page.locator("button[value=evidence-all]"))
    with tally.page.expect_navigation():
        tally.click(panel.locator("button[name=go]").first)
    assert settled(assessment) == 1
    return tally.clicks, "clicks beside typing"


def close_by_mouse(tally, assessment):
    before = settled(assessment)
    to_table(tally, assessment, "?word=close")
    for row in tally.page.locator("[data-choice=rating]").all():
        tally.click(row.locator("input[type=radio]").first)
    save(tally, "chosen")
    assert settled(assessment) == before + COUNTS["Close"]
    return tally.clicks, "clicks"


def close_by_keys(tally, assessment):
    to_table(tally, assessment, "?word=close")
    values = [
        row.locator("input[type=radio]").first.get_attribute("value")
        for row in tally.page.locator("[data-choice=rating]").all()
    ]
    for value in values:
        tally.press("n")
        tally.press(value)
    with tally.page.expect_navigation():
        tally.press("Enter")
    assert settled(assessment) == COUNTS["Close"]
    return -(-tally.keys // COUNTS["Close"]), "keys each"


def all_alone(tally, assessment):
    to_table(tally, assessment)
    for row in tally.page.locator("[data-choice=rating]").all():
        tally.click(row.locator("input[type=radio]").first)
    save(tally, "together")
    left = AgreedResponse.objects.filter(assessment=assessment, outcome="not_settled")
    assert not left.exists()
    return tally.clicks, "clicks"
