"""Checking, asking for approval, changing a rating and approving, in a browser."""

import pytest

from assessments.models import SignOff

from ..builders import complete

pytestmark = pytest.mark.browser


@pytest.fixture
def ready(assessment, mo, ann):
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=2).update(global_score=None)
    return assessment


@pytest.mark.parametrize("width", [1280, 360])
def test_from_asking_to_submitting(page_as, axe, sticks_out, ready, mo, ann, width):
    moderator, approver = page_as(mo, width=width), page_as(ann, width=width)

    def look_at(page):
        assert axe(page) == []
        assert sticks_out(page) == []

    moderator.goto(f"/assessments/{ready.pk}/check/")
    look_at(moderator)
    moderator.get_by_role("button", name="Ask for approval").click()
    look_at(moderator)
    approver.goto("/")
    approver.get_by_role("link", name="Read and approve what was agreed").click()
    look_at(approver)
    approver.get_by_role("link", name="Change the rating of 7h").click()
    approver.get_by_role("button", name="Change the rating").click()
    look_at(approver)
    approver.get_by_label("Mostly disagree").check()
    approver.get_by_label("Why").fill("The flats closed.")
    approver.get_by_role("button", name="Change the rating").click()
    approver.get_by_role("button", name="Approve what was agreed").click()
    look_at(approver)
    assert SignOff.objects.get().approved_by == ann

    moderator.goto(f"/assessments/{ready.pk}/check/")
    moderator.get_by_label("No global score for area 2").check()
    moderator.get_by_role("button", name="Submit to Coram Voice").click()
    look_at(moderator)
    assert moderator.get_by_role("heading", name="Assessment submitted").is_visible()


def test_confirming_all_unticks_the_single_ones(page_as, ready, mo):
    page = page_as(mo)
    page.goto(f"/assessments/{ready.pk}/check/")
    single = page.get_by_label("Nobody has approved it")
    single.check()
    page.get_by_label("Confirm all of these").check()
    assert not single.is_checked()
    page.get_by_role("button", name="Submit to Coram Voice").click()
    assert page.get_by_role("heading", name="Assessment submitted").is_visible()
