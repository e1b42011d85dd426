"""Moderation in the browser: with scripts and without, by keyboard, wide and narrow."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import AgreedResponse, Draft, DraftResponse
from assessments.workflow.proposals import values_of
from tests.support.builders import hand_in, make_group, open_discussions, rate
from tests.support.previous_submissions import submit_earlier

from .sound import assert_sound

pytestmark = pytest.mark.browser
NAMES = [
    "Health and wellbeing partnership (NHS and public health)",
    "Housing",
    "Legal",
    "Personal advisers, teams north and south, with the duty desk",
]
EVIDENCE = {"Housing": "The protocol.\nReviewed in March.", "Legal": "Two <b>broke</b>"}


@pytest.fixture
def groups(assessment, mo, cass):
    """Four groups; on 7a they are split and two of them give evidence."""
    made = []
    for value, name in zip([4, 4, 1, 2], NAMES, strict=True):
        group = make_group(assessment, mo, cass, areas=[7, 8], name=name)
        rate(group, value)
        hand_in(group, mo)
        DraftResponse.objects.filter(
            draft__group=group, statement__area__number=7, statement__letter="a"
        ).update(evidence=EVIDENCE.get(name, ""), ideas="Ask the forum.")
        made.append(group)
    Draft.objects.filter(group__in=made).update(global_score=5)
    Draft.objects.filter(group=made[2]).update(global_score=9)
    open_discussions(assessment, mo)
    return made


def url(name, assessment, *args):
    return reverse(name, args=[assessment.pk, *args])


def settled(assessment):
    return AgreedResponse.objects.select_related("rating").get(
        assessment=assessment, statement__area__number=7, statement__letter="a"
    )


TAKEN = "Housing: The protocol.\nReviewed in March.\n\nLegal: Two <b>broke</b>"
LINE = (
    "Groups differed: Health and wellbeing partnership (NHS and public health) and "
    "Housing rated Agree; Personal advisers, teams north and south, with the duty desk "
    "rated Mostly disagree; Legal rated Disagree."
)


@pytest.mark.parametrize("javascript", [True, False])
def test_settling(page_as, assessment, mo, groups, javascript):
    """Pieces go in and out by the same control, whether or not scripts run."""
    page = page_as(mo, javascript=javascript)
    page.goto(url("settle", assessment, 7, "a"))
    page.get_by_label("Reason").fill("The records show it.")
    box = page.get_by_label("Final evidence")
    housing = page.locator('[name="use"][value^="evidence-"]').first
    housing.click()
    expect(box).to_have_value(re.compile("^Housing: "))
    expect(housing).to_contain_text("Remove")
    page.get_by_role("button", name="Add all evidence").click()
    expect(box).to_have_value(TAKEN)
    page.get_by_role("button", name="Add this line").click()
    expect(box).to_have_value(f"{TAKEN}\n\n{LINE}")
    page.get_by_role("button", name="Remove this line").click()
    expect(box).to_have_value(TAKEN)
    expect(page.locator("[data-length=evidence]")).to_contain_text("9 words.")

    page.get_by_label("Could not agree").check()
    between = page.get_by_role("group", name="Which ratings were you choosing between?")
    between.get_by_label("Mostly agree").check()
    between.get_by_label("Mostly disagree").check()
    page.get_by_role("button", name="Settle", exact=True).click()
    page.get_by_text("7a is settled: Could not agree").wait_for()
    assert values_of(settled(assessment)) == {
        "answer": ["not_agreed", None, [3, 2]],
        "rationale": "The records show it.",
        "evidence": TAKEN,
        "ideas": "",
    }


def test_what_is_typed_survives_next_back_and_reload(page_as, assessment, mo, groups):
    page = page_as(mo)
    page.goto(url("settle", assessment, 7, "a"))
    page.get_by_label("Reason").fill("Typed before the meeting.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Next: 7b").first.click()
    page.get_by_role("heading", name="7b", level=1).wait_for()
    page.go_back()
    expect(page.get_by_label("Reason")).to_have_value("Typed before the meeting.")
    page.reload()
    expect(page.get_by_label("Reason")).to_have_value("Typed before the meeting.")
    page.get_by_text("Proposed by you").wait_for()
    assert settled(assessment).outcome == "not_settled"


def test_without_scripts_the_page_stays_at_the_box(page_as, assessment, mo, groups):
    page = page_as(mo, javascript=False)
    page.goto(url("settle", assessment, 7, "a"))
    page.get_by_role("button", name="Add all ideas").click()
    assert page.url.endswith("#id_7a-ideas")


def test_by_keyboard_only(page_as, assessment, mo, groups):
    page = page_as(mo)
    page.goto(url("settle", assessment, 7, "a"))
    page.get_by_role("button", name="Add all evidence").press("Enter")
    expect(page.get_by_label("Final evidence")).to_have_value(TAKEN)
    page.keyboard.press("3")
    assert page.evaluate("document.activeElement.value") == "3"
    page.keyboard.press("Tab")
    page.keyboard.type("The records.")
    page.locator("#id_7a-answer_1").press("Enter")
    page.get_by_text("7a is settled: Mostly agree").wait_for()
    assert settled(assessment).rationale == "The records."
    assert settled(assessment).evidence == TAKEN


def test_enter_in_a_choice_settles_and_takes_nothing_over(
    page_as, assessment, mo, groups
):
    """The first button of a form is what Enter presses: it must be Settle."""
    page = page_as(mo)
    page.goto(url("settle", assessment, 7, "a"))
    page.locator("#id_7a-answer").check()
    page.locator("#id_7a-answer").press("Enter")
    page.get_by_role("alert").wait_for()
    assert (
        "Enter a reason, because the groups differed"
        in page.get_by_role("alert").inner_text()
    )
    assert page.get_by_label("Final evidence").input_value() == ""


def test_candidates_appear_with_could_not_agree(page_as, assessment, mo, groups):
    page = page_as(mo)
    page.goto(url("settle", assessment, 7, "a"))
    between = page.get_by_role("group", name="Which ratings were you choosing between?")
    assert not between.is_visible()
    page.get_by_label("Could not agree").check()
    assert between.is_visible()


def test_every_page_is_sound(page_as, axe, sticks_out, assessment, mo, groups):
    submit_earlier(assessment.authority, mo, _6f={"evidence": "A protocol."})
    page = page_as(mo, width=360)
    page.goto(url("settle", assessment, 7, "g"))
    page.get_by_text("Last time: Mostly agree (reworded)").click()
    assert page.get_by_text("A protocol.").is_visible()
    assert_sound(page, axe, sticks_out)
    for address in [
        url("moderation", assessment),
        url("discussion", assessment, 7),
        url("discussion", assessment, 9),
        url("settle", assessment, 7, "a"),
        url("settle", assessment, 9, "a"),
        url("scores", assessment),
    ]:
        page.goto(address)
        assert_sound(page, axe, sticks_out)


def test_refusals_are_sound(page_as, axe, sticks_out, assessment, mo, groups):
    page = page_as(mo, width=360)
    page.goto(url("settle", assessment, 7, "a"))
    page.get_by_label("Could not agree").check()
    page.get_by_role("button", name="Settle", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert_sound(page, axe, sticks_out)
    page.goto(url("scores", assessment))
    page.locator("#id_area-7-score").fill("10/10")
    page.get_by_role("button", name="Save the global scores").click()
    page.locator("#id_area-7-score_error").wait_for()
    assert_sound(page, axe, sticks_out)


def test_all_that_is_to_be_corrected_is_named_in_the_order_of_the_page(
    page_as, assessment, mo, groups
):
    page = page_as(mo)
    page.goto(url("scores", assessment))
    told, go = page.locator("#save-status"), "Your text is still here. Go to"
    codes = page.locator("[data-entry]").evaluate_all(
        "entries => entries.slice(0, 3).map(entry => entry.dataset.code)"
    )
    first, second, third = [
        page.get_by_label("Global score").nth(at) for at in range(3)
    ]
    for score, wrong in [(first, 1), (third, 2), (second, 3)]:
        score.fill("11")
        score.blur()
        expect(told.get_by_role("link")).to_have_count(wrong)
    expect(told).to_contain_text(f"{go} {', '.join(codes)}")
    page.get_by_role("button", name="Save the global scores").click()
    expect(page.locator("[data-entry]").first).to_be_focused()
    expect(told).to_contain_text(f"{go} {', '.join(codes)}")
    first.fill("7")
    first.blur()
    expect(told).to_contain_text(f"Not settled yet. Not saved: {', '.join(codes[1:])}")


def test_a_clash_is_sound(page_as, axe, sticks_out, assessment, mo, groups):
    page = page_as(mo, width=360)
    with page.expect_response("**/here/"):  # it has heard what is stored
        page.goto(url("settle", assessment, 7, "a"))
    AgreedResponse.objects.filter(pk=settled(assessment).pk).update(
        rationale="Somebody else's reason", version=1
    )
    page.get_by_label("Reason").fill("My reason")
    page.get_by_label("Reason").blur()
    page.get_by_role("heading", name="Reason: yours, not saved").wait_for()
    assert_sound(page, axe, sticks_out)
    assert page.get_by_label("Reason").input_value() == "My reason"


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        ("Keep what is saved", "Somebody else's reason"),
        ("Keep both", "Somebody else's reason\n\nMy reason"),
        ("Keep mine", "My reason"),
    ],
)
def test_what_to_keep_of_a_clash(page_as, assessment, mo, groups, button, kept):
    page = page_as(mo)
    with page.expect_response("**/here/"):  # it has heard what is stored
        page.goto(url("settle", assessment, 7, "a"))
    AgreedResponse.objects.filter(pk=settled(assessment).pk).update(
        rationale="Somebody else's reason", version=1
    )
    page.get_by_label("Reason").fill("My reason")
    page.get_by_label("Reason").blur()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("[data-clash]")).to_be_empty()
    expect(page.get_by_label("Reason")).to_have_value(kept)
    page.reload()
    expect(page.get_by_label("Reason")).to_have_value(kept)


def test_members_read_only(page_as, axe, sticks_out, assessment, cass, groups):
    page = page_as(cass, width=360)
    for address in [
        url("moderation", assessment),
        url("discussion", assessment, 7),
        url("settle", assessment, 7, "a"),
        url("scores", assessment),
    ]:
        page.goto(address)
        assert_sound(page, axe, sticks_out)
        assert page.locator("main form[method=post]").count() == 0
        assert page.locator("main textarea").count() == 0
    page.goto(url("settle", assessment, 7, "a"))
    assert page.get_by_text("Your group, Housing, rated 7a Agree.").is_visible()
