"""A group hands in after statements were settled: named, until a moderator has looked."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.submission import snapshot
from assessments.submission.shown.ratings import later_words
from tests.support.builders import complete, hand_in, make_group, rate
from tests.support.discussions import open_area
from tests.support.meetings import set_rating

from .sound import assert_sound

pytestmark = pytest.mark.browser
SAID = "West handed in or changed its rating after this was settled."


@pytest.fixture
def west(assessment, mo, cass):
    """West, Cass's group, which has not handed in; three others have, all alike."""
    for name in ["East", "North", "South"]:
        group = make_group(assessment, mo, areas=[7], name=name)
        rate(group, 3, f"What {name} saw.")
        hand_in(group, mo)
    west = make_group(assessment, mo, cass, areas=[7], name="West")
    rate(west, 3, "What West saw.")
    for code in ("7b", "7c"):
        set_rating(west, code, 1)
    open_area(assessment, mo)
    return west


def words_of(assessment, code):
    """Return what a submission would say about ratings that came in later."""
    return later_words(snapshot.agreed_document(assessment)["responses"][code])


@pytest.mark.parametrize("javascript", [True, False])
def test_it_is_listed_everywhere_until_somebody_looks(
    page_as, axe, sticks_out, assessment, west, mo, cass, javascript
):
    moderator = page_as(mo, javascript=javascript)
    moderator.goto(reverse("agenda", args=[assessment.pk]))
    for code in ("7a", "7b", "7c"):
        moderator.get_by_label(f"Settle {code} as Mostly agree").check()
    moderator.get_by_role("button", name="Settle the selected").click()
    moderator.get_by_text("Settled together as rated: 7a, 7b and 7c.").wait_for()
    complete_but(assessment, mo, "bc")

    member = page_as(cass)
    member.goto(reverse("hand_in", args=[assessment.pk, west.pk, 7]))
    member.get_by_role("button", name="Hand in area 7").click()
    member.wait_for_url("**/handed-in/")

    moderator.goto("/")
    moderator.get_by_role("link", name="Review 2 settled statements").click()
    expect(moderator.locator("main")).to_contain_text(f"Review {SAID}")
    assert moderator.locator(".app-item").count() == 2
    if javascript:
        assert_sound(moderator, axe, sticks_out)
    check = reverse("check", args=[assessment.pk])
    moderator.goto(check)
    later = moderator.get_by_role("listitem").filter(has_text=SAID)
    expect(later).to_have_count(2)
    assert words_of(assessment, "7b").endswith("Nobody has reviewed it since.")
    assert words_of(assessment, "7a") == ""

    moderator.get_by_role("link", name="Review 7b").click()
    expect(moderator.locator("#later")).to_contain_text(
        f"{SAID} It was ‘Same’ then, and is now ‘One voice differs’."
    )
    if javascript:
        assert_sound(moderator, axe, sticks_out)
    moderator.get_by_role("button", name="Leave 7b as it is").click()
    moderator.wait_for_url(f"**{check}*")
    expect(later).to_have_count(1)
    moderator.get_by_role("link", name="Review 7c").click()
    moderator.locator('[name="7c-answer"][value="1"]').check()
    moderator.locator('[name="7c-rationale"]').fill("West knows best.")
    moderator.get_by_role("button", name="Settle", exact=True).click()
    moderator.wait_for_url(f"**{check}*")
    expect(later).to_have_count(0)
    assert "Mo reviewed it" in words_of(assessment, "7b")
    moderator.goto("/")
    assert moderator.get_by_role("link", name="Review").count() == 0


def complete_but(assessment, mo, letters):
    """Settle everything else, in bulk, so that there is nothing more to do."""
    kept = list(
        assessment.agreed_responses.filter(
            statement__area__number=7, statement__letter__in=letters
        )
    )
    complete(assessment, mo)
    for response in kept:
        response.save()
