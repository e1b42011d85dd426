"""The agenda and its pack in the browser: wide, narrow, by keyboard, without scripts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import AgreedArea, DraftResponse
from tests.support.builders import hand_in, make_group, rate

from .sound import assert_sound

pytestmark = pytest.mark.browser
NAMES = [
    "Health and wellbeing partnership (NHS and public health)",
    "Housing",
    "Personal advisers, teams north and south, with the duty desk",
    "Virtual School",
]


@pytest.fixture
def url(assessment, mo, cass):
    """The agenda of four groups: the same on area 7 but for two statements.

    One group alone rates area 9, and disagrees there with what is said in area 7.
    """
    scale = {point.value: point for point in assessment.round.framework.scale.all()}
    for name, last in zip(NAMES, [4, 4, 1, 1], strict=True):
        group = make_group(assessment, mo, cass, areas=[7], name=name)
        rate(group, 3, f"What {name} saw, https://example.org/{'long' * 20}.")
        DraftResponse.objects.filter(
            draft__group=group, statement__letter__in="hk"
        ).update(rating=scale[last])
        hand_in(group, mo)
    alone = make_group(assessment, mo, cass, areas=[9], name="Skills")
    rate(alone, 1, "tbc")
    hand_in(alone, mo)
    AgreedArea.objects.filter(assessment=assessment, area__number__in=[7, 9]).update(
        discussion_opened_at=timezone.now(), discussion_opened_by=mo
    )
    return reverse("agenda", args=[assessment.pk])


def test_agenda_and_pack_are_sound(page_as, axe, sticks_out, mo, url):
    page = page_as(mo, width=360)
    page.goto(url)
    time = "23 statements to settle: about 12 minutes for 2 of them."
    assert page.get_by_text(time).is_visible()
    assert page.get_by_role(
        "heading", name="Similar statements answered differently"
    ).is_visible()
    assert page.get_by_role("heading", name="Rated by one group").is_visible()
    assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="Settle the selected statements").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.type") == "checkbox"
    assert_sound(page, axe, sticks_out)
    page.goto(f"{url}?q=7h")
    page.get_by_role("link", name="Print these statements").click()
    assert page.get_by_text("1 statement to settle: about 6 minutes.").is_visible()
    assert_sound(page, axe, sticks_out)


def test_along_the_agenda_by_keyboard(page_as, mo, url, assessment):
    page = page_as(mo)
    page.goto(url)
    page.get_by_role("link", name="Split", exact=True).press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="7h", level=1).wait_for()
    page.wait_for_load_state()
    page.get_by_role("link", name="Go to the answer").press("Enter")
    page.wait_for_timeout(200)  # Chromium moves the focus a few frames later
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_7h-answer"
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The records.")
    page.get_by_role("button", name="Settle and go to 7k").press("Enter")
    page.get_by_text("7h is settled: Agree.").wait_for()
    assert page.get_by_role("heading", name="7k", level=1).is_visible()


def test_settling_together_without_scripts(page_as, mo, url, assessment):
    page = page_as(mo, javascript=False)
    page.goto(f"{url}?area=7")
    page.get_by_label("Settle 7a as Mostly agree").check()
    page.get_by_label("Settle 7b as Mostly agree").check()
    page.get_by_role("button", name="Settle the selected statements").press("Enter")
    assert page.get_by_text("Settled together as rated: 7a and 7b.").is_visible()
    page.get_by_role("button", name="Settle all 11 together").click()
    settled = assessment.agreed_responses.exclude(outcome="not_settled")
    assert settled.count() == 13
