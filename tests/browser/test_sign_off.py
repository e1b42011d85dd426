"""Checking, asking for approval, changing a rating and approving, in a browser."""

import pytest

from assessments.models import SignOff
from tests.support.builders import complete

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
    approver.get_by_role("link", name="read and approve what was agreed").click()
    look_at(approver)
    approver.get_by_role("link", name="Change the rating of 7h").click()
    approver.get_by_role("button", name="Change the rating").click()
    look_at(approver)
    assert "You can enter up to 5,000 characters" in (
        approver.locator("main").inner_text()
    )
    approver.get_by_label("Mostly disagree").check()
    approver.get_by_label("Reason", exact=True).fill("The flats closed.")
    approver.get_by_role("button", name="Change the rating").click()
    approver.get_by_role("button", name="Approve what was agreed").click()
    look_at(approver)
    assert SignOff.objects.get().approved_by == ann

    moderator.goto(f"/assessments/{ready.pk}/check/")
    moderator.get_by_label("No global score for area 2").check()
    moderator.get_by_role("button", name="Submit to Coram Voice").click()
    look_at(moderator)
    assert moderator.get_by_role("heading", name="Assessment submitted").is_visible()


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
