"""A round as Coram Voice runs it, from an invitation to the return rates of both times."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Assessment,
    Invitation,
    RegisterEntry,
    Round,
    Submission,
)
from assessments.workflow import accepting_invitations, inviting
from tests.support.builders import submit
from tests.support.past_files import past_form
from tests.support.supplements import return_follow_up, save_follow_up

from .sound import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("read_here")]
ASKED, RETURNED, BY_EMAIL, FOLLOWED_UP = 28, 19, 2, 10
CUT = """() => [...document.querySelectorAll("main th, main td")]
  .filter((cell) => cell.getBoundingClientRect().right > innerWidth)
  .map((cell) => cell.innerText)"""


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def test_a_round_of_28(page_as, axe, sticks_out, val, mailoutbox):
    """RR616, Table 4: 28 asked and 19 returned, 68%; of these 10 followed up, 53%."""
    page = page_as(val, width=360)
    names = open_round(page)
    assert_sound(page, axe, sticks_out)
    moderators = all_join()
    assert len(mailoutbox) == ASKED
    round = Round.objects.get()
    by_email = import_forms(page, round, names[RETURNED - BY_EMAIL : RETURNED])
    assert_sound(page, axe, sticks_out)
    others = [assessment_of(name) for name in names[: RETURNED - BY_EMAIL]]
    late, yesterday = others[-1], timezone.localdate() - timedelta(days=1)
    Assessment.objects.filter(pk=late.pk).update(due_on=yesterday)
    for assessment in others:
        assessment.refresh_from_db()
        submit(assessment, moderators[assessment.authority_id])
    returned = [*others, *by_email]
    mailoutbox.clear()
    ask_for_follow_ups(page, round)
    assert_sound(page, axe, sticks_out)
    assert {address for email in mailoutbox for address in email.to} == {
        moderators[each.authority_id].email for each in returned
    }
    for assessment in returned[:FOLLOWED_UP]:
        moderator = moderators[assessment.authority_id]
        save_follow_up(assessment, moderator, {7: {"stage_two": 6}})
        return_follow_up(assessment, moderator)
    chase(page, round)
    follow_up = reverse("follow_up", args=[returned[0].pk])
    desk = ["/rounds/", f"/rounds/{round.slug}/", f"/rounds/{round.slug}/follow-ups/"]
    for path in [*desk, follow_up]:
        page.goto(path)
        assert page.locator("main td").count() > 0
        assert page.evaluate(CUT) == [], "hidden beside a telephone's screen"
    page.goto(f"/rounds/{round.slug}/answered/")
    rates = page.get_by_role("table", name="Self-assessment response rates")
    cells = rates.get_by_role("cell").all_inner_texts()
    assert [cell.split()[-1] for cell in cells] == [
        "28",
        "19",
        "68%",
        "19",
        "10",
        "53%",
    ]
    assert page.get_by_text("1 of the 19 came late. They are counted too.").is_visible()
    assert_sound(page, axe, sticks_out)


def open_round(page):
    """Open a round in the browser and paste 28 lines; return the names."""
    entries = RegisterEntry.objects.filter(ended=None).order_by("code")[:ASKED]
    names = [each.name for each in entries]
    page.goto("/rounds/new/")
    page.get_by_label("Name of the round").fill("Baseline")
    page.get_by_role("radio", name="2020").check()
    page.get_by_label("Opens on").fill("5 June 2026")
    due = timezone.localdate() + timedelta(days=30)
    page.get_by_label("Due date").fill(due.strftime("%d/%m/%Y"))
    press(page, "Open the round")
    page.get_by_role("link", name="add many at once").click()
    lines = [f"{name}, m{n}@example.org" for n, name in enumerate(names)]
    page.get_by_label("Authorities and email addresses").fill("\n".join(lines))
    press(page, "Check the list")
    press(page, f"Add {ASKED} authorities")
    assert Assessment.objects.count() == ASKED
    return names


def all_join():
    """Have everybody who was invited join; return {key of an authority: moderator}."""
    moderators = {}
    for invitation in Invitation.objects.select_related("authority"):
        token = inviting.renew(invitation)
        moderators[invitation.authority_id] = accepting_invitations.accept(
            token=token, name="Mod", password="a walk by the river"
        )
    return moderators


def assessment_of(name):
    return Assessment.objects.select_related("authority", "round__framework").get(
        authority__name=name
    )


def import_forms(page, round, names):
    """Import the Word forms that came by email; return their assessments."""
    page.goto("/past-submissions/")
    page.get_by_label("Choose the files").set_input_files(
        [
            {
                "name": f"{name}.docx",
                "mimeType": "application/octet-stream",
                "buffer": past_form(name),
            }
            for name in names
        ]
    )
    page.get_by_label("Which round do they belong to?").select_option(round.name)
    press(page, "Read the files")
    for name in names:
        page.get_by_label(f"Import {name}.docx").check()
    press(page, "Import the selected files")
    assert Submission.objects.filter(is_imported=True).count() == BY_EMAIL
    return [assessment_of(name) for name in names]


def ask_for_follow_ups(page, round):
    page.goto(f"/rounds/{round.slug}/follow-ups/")
    due = timezone.localdate() + timedelta(days=200)
    page.get_by_label("When is the follow-up due?").fill(due.strftime("%d/%m/%Y"))
    press(page, "Ask")


def chase(page, round):
    """Open the page that chases: exactly those with something left are on it."""
    page.goto(f"/rounds/{round.slug}/chase/")
    assert page.get_by_role("checkbox").count() == ASKED - FOLLOWED_UP
    text = page.locator("main").inner_text()
    assert text.count("follow-up asked") == RETURNED - FOLLOWED_UP
