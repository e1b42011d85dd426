"""Checking, asking for approval, changing a rating and approving, in a browser."""

import pytest
from playwright.sync_api import expect

from assessments.models import ApproverComment, SignOff
from assessments.workflow import signing_off
from tests.support.builders import complete
from tests.support.meetings import settle

from .sound import assert_sound

pytestmark = pytest.mark.browser


@pytest.fixture
def ready(assessment, mo, ann):
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=2).update(global_score=None)
    return assessment


def test_from_asking_to_submitting(page_as, axe, sticks_out, ready, mo, ann):
    moderator, approver = page_as(mo, width=360), page_as(ann, width=360)

    def look_at(page):
        assert_sound(page, axe, sticks_out)

    moderator.goto(f"/assessments/{ready.pk}/check/")
    look_at(moderator)
    moderator.get_by_role("button", name="Ask for approval").click()
    look_at(moderator)
    approver.goto("/")
    approver.get_by_role("link", name="Read and approve what was agreed").click()
    look_at(approver)
    approver.get_by_role("link", name="Comment on 7h or change its rating").click()
    approver.get_by_role("button", name="Change the rating").click()
    approver.locator(".govuk-error-summary").wait_for()
    look_at(approver)
    assert "You can enter up to 5,000 characters" in (
        approver.locator("main").inner_text()
    )
    approver.get_by_label("Mostly disagree").check()
    approver.get_by_label("Reason", exact=True).fill("The flats closed.")
    approver.get_by_role("button", name="Change the rating").click()
    approver.get_by_role("button", name="Approve what was agreed").click()
    approver.get_by_text("You have approved what was agreed.").wait_for()
    look_at(approver)
    assert SignOff.objects.get().approved_by == ann

    moderator.goto(f"/assessments/{ready.pk}/check/")
    moderator.get_by_label("No global score for area 2").check()
    moderator.get_by_role("button", name="Submit to Coram Voice").click()
    look_at(moderator)
    assert moderator.get_by_role("heading", name="Assessment submitted").is_visible()


def test_sent_back_answered_and_read_again(page_as, axe, sticks_out, ready, mo, ann):
    """The approver comments, the moderator answers, and only that is read again."""
    moderator, approver = page_as(mo), page_as(ann, width=360)
    moderator.goto(f"/assessments/{ready.pk}/check/")
    moderator.get_by_role("button", name="Ask for approval").click()
    approver.goto(f"/assessments/{ready.pk}/sign-off/?show=all")
    approver.get_by_role("link", name="Comment on 7h or change its rating").click()
    approver.get_by_label("Comment", exact=True).fill("Which flats?")
    approver.get_by_role("link", name="Everything that was agreed").click()
    approver.get_by_text("Comment by Ann").wait_for()
    approver.get_by_label("Comment on everything that was agreed").fill("One question.")
    approver.get_by_role("button", name="Send it back").click()
    approver.get_by_text("You have sent it back with your comments.").wait_for()
    assert_sound(approver, axe, sticks_out)

    moderator.goto(f"/assessments/{ready.pk}/sign-off/")
    assert_sound(moderator, axe, sticks_out)
    answer = moderator.get_by_role("region", name="7h: Ann")
    answer.get_by_label("Your answer").fill("Those in May Street.")
    moderator.get_by_role("link", name="ask for approval again").click()
    moderator.get_by_role("button", name="Ask for approval").click()
    moderator.get_by_text("You have asked for approval.").wait_for()

    approver.goto(f"/assessments/{ready.pk}/sign-off/")
    assert approver.get_by_text("Changed since last time (1)").is_visible()
    assert approver.get_by_text("Those in May Street.").is_visible()
    assert approver.locator(".app-statement__code").all_inner_texts() == ["7h"]
    approver.get_by_role("button", name="Approve what was agreed").click()
    approver.get_by_text("You have approved what was agreed.").wait_for()
    assert SignOff.objects.filter(approved_by=ann).count() == 1


def test_two_moderators_who_answer_are_both_shown(
    page_as, axe, sticks_out, ready, mo, zoe, ann
):
    signing_off.ask(assessment=ready, by=mo)
    signing_off.send_back(assessment=ready, text="Which flats?", by=ann)
    path = f"/assessments/{ready.pk}/sign-off/"
    his, hers = page_as(mo), page_as(zoe)
    for page in (his, hers):
        page.goto(path)
    for page, words in [(his, "Mo's answer."), (hers, "Zoe's answer.")]:
        page.get_by_label("Your answer").fill(words)
        page.get_by_label("Your answer").blur()
        expect(page.locator("#save-status")).to_contain_text("aved")
    expect(hers.locator("[data-clash]")).to_contain_text("Mo changed the answer")
    assert_sound(hers, axe, sticks_out)
    hers.get_by_role("button", name="Keep both").click()
    expect(hers.locator("#save-status")).to_contain_text(
        "The approver sees it when you ask for approval again"
    )
    assert ApproverComment.objects.get().answer == "Mo's answer.\n\nZoe's answer."


@pytest.mark.parametrize("javascript", [True, False])
def test_a_page_out_of_date_shows_what_changed_and_lets_the_rest_be_approved(
    page_as, axe, sticks_out, ready, mo, ann, javascript
):
    signing_off.ask(assessment=ready, by=mo)
    approver = page_as(ann, width=360, javascript=javascript)
    approver.goto(f"/assessments/{ready.pk}/sign-off/?show=all")
    settle(ready, "7h", 2, mo)
    approver.get_by_role("button", name="Approve what was agreed").click()
    said = approver.get_by_text("Changed after you opened this page: 1 statement (7h)")
    expect(said).to_be_visible()
    assert approver.get_by_text("Changed since you opened this page (1)").is_visible()
    assert approver.locator(".app-statement__code").all_inner_texts() == ["7h"]
    if javascript:
        assert_sound(approver, axe, sticks_out)
    approver.get_by_role("button", name="Approve what was agreed").click()
    approver.get_by_text("You have approved what was agreed.").wait_for()
    assert SignOff.objects.get().approved_by == ann


@pytest.mark.parametrize("javascript", [True, False])
def test_a_change_of_what_was_settled_since_is_sent_again_after_a_look(
    page_as, axe, sticks_out, ready, mo, ann, javascript
):
    signing_off.ask(assessment=ready, by=mo)
    approver = page_as(ann, javascript=javascript)
    approver.goto(f"/assessments/{ready.pk}/sign-off/7/h/")
    settle(ready, "7h", 2, mo)
    approver.get_by_label("Disagree", exact=True).check()
    approver.get_by_label("Reason", exact=True).fill("The flats closed.")
    approver.get_by_role("button", name="Change the rating").click()
    said = "Mo settled 7h as Mostly disagree after you opened this page"
    expect(approver.locator(".govuk-error-summary")).to_contain_text(said)
    assert approver.get_by_label("Disagree", exact=True).is_checked()
    expect(approver.get_by_label("Reason", exact=True)).to_have_value(
        "The flats closed."
    )
    if javascript:
        assert_sound(approver, axe, sticks_out)
    approver.get_by_role("button", name="Change the rating").click()
    approver.get_by_text("You have changed the rating of 7h.").wait_for()


def test_confirming_all_ticks_every_one_and_unticking_one_takes_it_back(
    page_as, ready, mo
):
    page = page_as(mo)
    page.goto(f"/assessments/{ready.pk}/check/")
    together = page.get_by_label("Confirm all of these")
    score = page.get_by_label("No global score for area 2")
    approval = page.get_by_label("Nobody has approved it")
    together.check()
    assert score.is_checked()
    assert approval.is_checked()
    approval.uncheck()
    assert not together.is_checked()
    page.get_by_role("button", name="Submit to Coram Voice").click()
    assert page.get_by_text("Select each of these to confirm").first.is_visible()
    assert score.is_checked()
    assert not approval.is_checked()
    approval.check()
    assert together.is_checked()
    page.get_by_role("button", name="Submit to Coram Voice").click()
    assert page.get_by_role("heading", name="Assessment submitted").is_visible()


def test_without_scripts_confirming_all_confirms_every_one(page_as, ready, mo):
    page = page_as(mo, javascript=False)
    page.goto(f"/assessments/{ready.pk}/check/")
    page.get_by_label("Confirm all of these").check()
    assert not page.get_by_label("Nobody has approved it").is_checked()
    page.get_by_role("button", name="Submit to Coram Voice").click()
    assert page.get_by_role("heading", name="Assessment submitted").is_visible()
