"""Inviting by pasting, the email read in the browser, joining by it, and reminders."""

import re

import pytest

from tests.support.builders import make_group, rate

pytestmark = pytest.mark.browser

LONG = "a.very.long.name.indeed@children-and-families.example.org"


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"


def check(page, axe, sticks_out):
    assert axe(page) == []
    assert sticks_out(page) == 0


def test_from_pasting_to_joining(page_as, axe, sticks_out, mo, cass, housing):
    page = page_as(mo, width=360)
    page.goto("/authorities/northmoor/people/")
    page.get_by_label("Email addresses").fill(
        f"Pat <pat@example.org>; Cass <{cass.email}>\n{LONG}\nnobody here"
    )
    page.get_by_label("Housing").check()
    page.get_by_role("button", name="Invite", exact=True).click()
    assert page.locator("h1").inner_text() == "2 people invited"
    assert page.get_by_label("Email addresses").input_value() == "nobody here"
    check(page, axe, sticks_out)

    page.get_by_role("link", name="Emails it sent").click()
    page.wait_for_url("**/mails/")
    check(page, axe, sticks_out)
    nobody = page_as(width=360, javascript=False)
    nobody.goto("/mails/")
    card = nobody.locator(".govuk-summary-card", has_text="To pat@example.org")
    link = card.get_by_role("link", name=re.compile("invitations"))
    nobody.goto(re.search(r"/invitations/.*", link.get_attribute("href"))[0])
    nobody.get_by_label("Your name").fill("Pat")
    nobody.get_by_label("Choose a password").fill("correct horse battery")
    nobody.get_by_role("button", name="Create account and join").click()
    joined = "You have joined Northmoor’s self-assessment."
    assert joined in nobody.locator("main").inner_text()
    assert housing.members.filter(email="pat@example.org").exists()


def test_reminders_by_keyboard(
    page_as, axe, sticks_out, assessment, mo, cass, dee, housing
):
    make_group(assessment, mo, cass, dee, areas=[1], name="Health " + "x" * 50)
    rate(housing, 3)
    page = page_as(mo, width=360)
    page.goto(f"/assessments/{assessment.pk}/")
    page.get_by_role("link", name="Remind the 2 people with areas to hand in").press(
        "Enter"
    )
    check(page, axe, sticks_out)
    page.get_by_label("Dee").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("1 person has been sent a reminder.").wait_for()
    assert not page.get_by_label("Cass").is_checked()
    assert page.get_by_label("Dee").is_checked()
    page.get_by_text("Email to Cass").press("Enter")
    check(page, axe, sticks_out)

    nobody = page_as(width=360)
    nobody.goto("/mails/")
    link = nobody.get_by_role("link", name=re.compile("reminders"))
    nobody.goto(re.search(r"/reminders/.*", link.get_attribute("href"))[0])
    check(nobody, axe, sticks_out)
    nobody.get_by_role("button", name="Stop reminders").click()
    assert nobody.locator("h1").inner_text() == "Your reminders have been stopped"
    check(nobody, axe, sticks_out)
    page.reload()
    assert "People who do not get reminders" in page.locator("main").inner_text()
    check(page, axe, sticks_out)
