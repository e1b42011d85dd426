"""From an open round to a group ready to rate, as people do it, with scripts or none."""

import re

import pytest

from assessments.models import Draft, Invitation, Membership
from assessments.workflow import inviting as workflow
from leavingcare.models import User
from tests.support.builders import make_group, make_round
from tests.support.mailed import link_to

from .sound import assert_sound

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])


def join(page, link, name):
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Create account and join").click()


@SCRIPTS
def test_from_a_round_to_a_first_draft(page_as, val, javascript):
    staff = page_as(val, javascript=javascript)
    staff.goto("/")
    staff.get_by_role("button", name="Open a round").click()
    staff.get_by_label("Name of the round").fill("Summer baseline")
    staff.get_by_label("2020").check()
    staff.get_by_label("Opens on").fill("1/6/2026")
    staff.get_by_label("Due date").fill("31 July 2026")
    staff.get_by_role("button", name="Open the round").click()
    staff.get_by_role("link", name="Add an authority").click()
    staff.get_by_label("Find the local authority").fill("dorset")
    staff.get_by_role("button", name="Search").click()
    staff.get_by_role("link", name="Dorset Council").click()
    staff.get_by_label("Moderator’s email address").fill("wes@example.org")
    staff.get_by_role("button", name="Add to the round").click()
    link = link_to("wes@example.org")

    moderator = page_as(javascript=javascript)
    join(moderator, link, "Wes")
    assert "31 July 2026" in moderator.locator("main").inner_text()
    moderator.get_by_role("link", name="Set up the working groups").click()
    moderator.get_by_label("One lead, who delegates").check()
    moderator.get_by_role("button", name="Share out the areas").click()
    moderator.get_by_role("link", name="Change Lead").click()
    moderator.get_by_label("Email addresses").fill("pat@example.org")
    moderator.get_by_role("button", name="Invite to the group").click()
    link = link_to("pat@example.org")

    contributor = page_as(javascript=javascript)
    join(contributor, link, "Pat")
    links = contributor.get_by_role("link", name=re.compile(r"^Start \d+\. "))
    assert links.count() == 10
    assert Membership.objects.get(user__name="Pat").role == "contributor"

    staff.goto("/rounds/summer-baseline/")
    row = staff.get_by_role("row", name=re.compile("Dorset Council"))
    assert "Set up" in row.inner_text()


@SCRIPTS
def test_each_preset(page_as, assessment, mo, javascript):
    page = page_as(mo, javascript=javascript)
    page.goto(f"/assessments/{assessment.pk}/groups/")
    page.get_by_label("Every group rates every area").check()
    page.get_by_role("button", name="Share out the areas").click()
    summary = page.locator(".govuk-error-summary")
    assert "Enter the names of the groups" in summary.inner_text()
    assert summary.get_by_role("link").get_attribute("href") == "#id_names"
    assert page.locator("#id_names").count() == 1

    page.get_by_label("Name of the group").fill("North")
    page.get_by_role("button", name="Add the group").click()
    page.get_by_label("Every group rates every area").check()
    page.get_by_role("button", name="Share out the areas").click()
    assert page.get_by_role("cell", name="Only one group").count() == 10
    assert Draft.objects.count() == 10

    page.get_by_label("One lead, who delegates").check()
    page.get_by_role("button", name="Share out the areas").click()
    assert page.get_by_role("cell", name="2 groups").count() == 10

    page.get_by_label("One group for each area").check()
    page.get_by_role("button", name="Share out the areas").click()
    assert Draft.objects.count() == 20  # every area had a group


@SCRIPTS
def test_somebody_with_an_account_signs_in_and_joins(
    page_as, northmoor, mo, val, javascript
):
    pat = User.objects.create_user("pat@example.org", PASSWORD, name="Pat")
    _, token = workflow.invite(
        authority=northmoor, email=pat.email, role="approver", by=mo
    )
    page = page_as(javascript=javascript)
    page.goto(f"/invitations/{token}/")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Email address").fill("Pat@Example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Join").click()
    assert "Your role: approver." in page.locator("main").inner_text()
    page.goto(f"/invitations/{token}/")
    assert page.locator("h1").inner_text() == "This invitation cannot be used"


@SCRIPTS
def test_two_windows_on_one_cover_sheet(page_as, assessment, mo, javascript):
    path = f"/assessments/{assessment.pk}/cover/"
    first, second = (page_as(mo, javascript=javascript) for _ in range(2))
    question = "Describe how the self-assessment was completed"
    first.goto(path)
    second.goto(path)
    first.get_by_label(question).fill("First words.")
    first.get_by_role("button", name="Save").click()
    second.get_by_label(question).fill("Second words.")
    second.get_by_role("button", name="Save").click()
    sides = second.locator(".app-conflict__side")
    sides.nth(1).wait_for()
    assert "First words." in sides.nth(0).inner_text()
    assert "Second words." in sides.nth(1).inner_text()
    if javascript:
        second.get_by_role("button", name="Keep mine").click()
        second.locator("#save-status").get_by_text(re.compile("^Saved")).wait_for()
    else:
        second.get_by_role("button", name="Save").click()
        second.get_by_text("The cover sheet has been saved.").wait_for()
    assessment.refresh_from_db()
    assert assessment.how_completed == "Second words."


def test_every_page_of_a_moderator(
    page_as, axe, sticks_out, assessment, northmoor, mo, cass, housing
):
    long = "Participation-and-engagement-of-young-people-and-their-advocates"[:60]
    make_group(assessment, mo, cass, areas=[1, 7], name=long)
    addresses = ["a.very.long.name.indeed@children-and-families.example.org"]
    workflow.invite_all(
        authority=northmoor,
        addresses=addresses,
        role="contributor",
        groups=[housing],
        by=mo,
    )
    page = page_as(mo, width=360)
    base = f"/assessments/{assessment.pk}/"
    for path in [
        "/",
        base,
        f"{base}groups/",
        f"{base}groups/{housing.pk}/",
        f"{base}cover/",
        f"{base}history/",
        "/authorities/northmoor/people/",
    ]:
        page.goto(path)
        assert_sound(page, axe, sticks_out)
    page.get_by_text("Change role or remove").first.click()
    page.get_by_label("Email addresses").fill("nobody")
    page.get_by_role("button", name="Invite").click()
    page.locator(".govuk-error-summary").wait_for()
    assert_sound(page, axe, sticks_out)
    page.get_by_label("Email addresses").fill("pat@example.org")
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("heading", name="1 person invited").wait_for()
    assert_sound(page, axe, sticks_out)


def test_every_page_of_coram_voice(page_as, axe, sticks_out, assessment, val, housing):
    make_round()
    page = page_as(val, width=360)
    base = f"/assessments/{assessment.pk}/"
    path = f"/rounds/{assessment.round.slug}/"
    for each in ["/", "/rounds/", path, base, f"{base}groups/", "/rounds/new/"]:
        page.goto(each)
        assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="Open the round").click()
    page.locator(".govuk-error-summary").wait_for()
    assert_sound(page, axe, sticks_out)


def test_every_page_of_somebody_invited(page_as, axe, sticks_out, northmoor, mo, dee):
    _, token = workflow.invite(
        authority=northmoor, email="pat@example.org", role="contributor", by=mo
    )
    _, other = workflow.invite(
        authority=northmoor, email="oli@example.org", role="contributor", by=mo
    )
    User.objects.create_user("oli@example.org", PASSWORD, name="Oli")
    page = page_as(width=360)
    for path in [token, other, "unknown"]:
        page.goto(f"/invitations/{path}/")
        assert_sound(page, axe, sticks_out)
    page.goto(f"/invitations/{token}/")
    page.get_by_role("button", name="Create account and join").click()
    assert page.locator(".govuk-error-summary").is_visible()
    assert_sound(page, axe, sticks_out)
    page = page_as(dee, width=360)
    page.goto(f"/invitations/{token}/")
    assert_sound(page, axe, sticks_out)
    assert Invitation.objects.pending().count() == 2
