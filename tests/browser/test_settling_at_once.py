"""Two moderators in one table, the keys, and the filters that stay, in a browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import AgreedResponse, Proposal
from tests.support.builders import hand_in, make_group, make_member, rate
from tests.support.discussions import answer, open_area

from .sound import assert_sound
from .test_keyboard import MOST, Keys

pytestmark = pytest.mark.browser
SAVED = re.compile(r"^Saved \d+(:\d\d)?[ap]m")


@pytest.fixture
def mia(northmoor):
    return make_member(northmoor, "moderator", name="mia")


@pytest.fixture
def url(assessment, mo, cass):
    """The table of area 7: split on 7a, close on 7b and 7c, the rest the same."""
    for name, values in {"Housing": (4, 4, 4), "Legal": (1, 3, 3)}.items():
        group = make_group(assessment, mo, cass, areas=[7], name=name)
        rate(group, 3, f"What {name} saw.")
        for code, value in zip(("7a", "7b", "7c"), values, strict=True):
            answer(group, code, value)
        hand_in(group, mo)
    open_area(assessment, mo)
    return reverse("table", args=[assessment.pk]) + "?area=7"


@pytest.fixture
def open_table(page_as, url):
    def opened(user, **kwargs):
        page = page_as(user, **kwargs)
        page.goto(url)
        return page

    return opened


def row(page, code):
    return page.locator(f"#row-{code}")


def choose(page, code, label):
    row(page, code).get_by_label(label, exact=True).check()


def settle(page):
    page.locator(".app-sticky-buttons button").first.click()


def status(page):
    return page.locator("#save-status")


def hears_nothing(page):
    """Keep news of others from the page until it saves."""
    nothing = {"here": "", "entries": {}}
    page.route("**/proposals/here/", lambda route: route.fulfill(json=nothing))


def settled(letter):
    found = AgreedResponse.objects.select_related("rating", "settled_by").get(
        statement__area__number=7, statement__letter=letter
    )
    return found.rating and found.rating.label, found.settled_by


def test_two_moderators_choose_in_one_row(open_table, axe, sticks_out, mo, mia):
    """The second to choose is shown both answers, and overwrites nothing."""
    his, hers = open_table(mo), open_table(mia)
    choose(hers, "7b", "Mostly agree")
    expect(status(hers)).to_have_text(SAVED)
    choose(his, "7b", "Agree")
    expect(row(his, "7b")).to_contain_text("Mia changed 7b")
    assert_sound(his, axe, sticks_out)
    choose(his, "7c", "Agree")
    expect(status(his)).to_contain_text("Not saved: 7b")
    assert settled("b") == (None, None)
    values = Proposal.objects.get(statement__letter="b").values
    assert values["answer"] == ["agreed", 3, []]


def test_a_press_that_finds_a_clash_settles_nothing_of_it(open_table, mo, mia):
    his, hers = open_table(mo), open_table(mia)
    hears_nothing(his)
    choose(hers, "7b", "Mostly agree")
    expect(status(hers)).to_have_text(SAVED)
    held = []
    his.route("**/moderation/proposals/", lambda route: held.append(route))
    choose(his, "7b", "Agree")
    settle(his)  # before the answer to what was chosen
    his.unroute("**/moderation/proposals/")
    held[0].continue_()
    expect(row(his, "7b")).to_contain_text("Mia changed 7b")
    assert settled("b") == (None, None)
    settle(his)  # now that both are shown
    expect(row(his, "7b")).to_contain_text("Settled: Agree")
    assert settled("b") == ("Agree", mo)


def test_a_press_asks_about_every_clash_at_once(page_as, url, assessment, mo):
    """A clash was found while the reason was typed, which another window had changed."""
    first, second = page_as(mo), page_as(mo)
    for page in (first, second):
        page.goto(reverse("settle", args=[assessment.pk, 7, "a"]))
    first.get_by_role("radio", name="Mostly agree", exact=True).check()
    first.get_by_label("Reason", exact=True).fill("A plan is there.")
    settle_one(first)
    expect(first.get_by_text("7a is settled: Mostly agree.")).to_be_visible()
    second.get_by_role("radio", name="Disagree", exact=True).check()
    reason = second.get_by_label("Reason", exact=True)
    reason.press_sequentially("Nobody keeps to it.")
    expect(second.locator(".app-news")).to_contain_text("A plan is there.")
    settle_one(second)
    clash = second.locator("[data-clash]")
    expect(clash).to_contain_text("Reason: yours, not saved")
    expect(clash).to_contain_text("Answer: yours, not saved")
    assert not Proposal.objects.opened().exists()
    assert settled("a")[0] == "Mostly agree"
    settle_one(second)
    expect(second.get_by_text("7a is settled: Disagree.")).to_be_visible()


def settle_one(page):
    """Press the button of the page of one statement that stays there."""
    page.get_by_role("button", name="Settle", exact=True).last.click()


def test_two_moderators_in_two_rows(open_table, mo, mia):
    his, hers = open_table(mo), open_table(mia)
    choose(his, "7b", "Agree")
    expect(status(his)).to_have_text(SAVED)
    choose(hers, "7c", "Mostly agree")
    expect(status(hers)).to_have_text(SAVED)
    settle(hers)
    expect(row(hers, "7c")).to_contain_text("Settled: Mostly agree")
    assert settled("c") == ("Mostly agree", mia)
    expect(row(hers, "7b").get_by_label("Agree", exact=True)).to_be_checked()


def test_the_keys_of_the_table(open_table, mo):
    page = open_table(mo)
    press = page.keyboard.press
    page.locator("h1").click()
    for key in ("n", "n", "4", "n", "3"):
        press(key)
    expect(row(page, "7b").get_by_label("Agree", exact=True)).to_be_checked()
    expect(row(page, "7c").get_by_label("Mostly agree", exact=True)).to_be_checked()
    press("p")
    press("3")
    press("ArrowUp")  # along the ratings, as everywhere
    expect(row(page, "7b").get_by_label("Agree", exact=True)).to_be_checked()
    press("?")
    expect(page.get_by_text("open or close this list")).to_be_visible()
    press("Enter")  # on a rating: settles what is chosen
    expect(row(page, "7b")).to_contain_text("Settled: Agree")
    assert settled("c") == ("Mostly agree", mo)


def test_the_keys_of_the_settle_page_and_turning_them_off(page_as, url, assessment, mo):
    page = page_as(mo, height=720)
    page.goto(reverse("settle", args=[assessment.pk, 7, "a"]))
    page.locator("h1").click()
    page.keyboard.press("2")
    expect(page.locator('[name="7a-answer"][value="2"]')).to_be_checked()
    expect(page.locator('[name="7a-answer"][value="2"]')).to_be_in_viewport(ratio=1)
    expect(status(page)).to_have_text(SAVED)
    page.locator("h1").click()
    page.keyboard.press("n")
    page.get_by_role("heading", name="7b", level=1).wait_for()
    page.keyboard.press("p")
    page.get_by_role("heading", name="7a", level=1).wait_for()
    page.keyboard.press("?")
    page.get_by_role("button", name="Turn keyboard shortcuts off").click()
    page.get_by_role("button", name="Turn keyboard shortcuts on").wait_for()
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("1")
    page.keyboard.press("n")
    assert page.get_by_role("heading", name="7a", level=1).is_visible()
    expect(page.locator('[name="7a-answer"][value="2"]')).to_be_checked()


def test_a_filter_stays_through_the_next_statement_the_room_and_the_pack(
    page_as, url, assessment, mo
):
    page = page_as(mo)
    page.goto(reverse("agenda", args=[assessment.pk]) + "?word=close")
    page.get_by_role("link", name=re.compile("^7b ")).click()
    page.get_by_role("radio", name="Agree", exact=True).check()
    page.get_by_role("button", name="Settle and go to 7c").click()
    page.get_by_role("heading", name="7c", level=1).wait_for()
    page.locator(".govuk-back-link").click()
    expect(page.locator("main")).to_contain_text("7c")
    assert page.get_by_role("link", name=re.compile("^7a ")).count() == 0
    filtered = page.url
    page.get_by_role("link", name="Print these statements").click()
    assert page.get_by_text("1 statement to settle").first.is_visible()
    page.goto(filtered)
    page.get_by_role("button", name="Show only these on the meeting screen").click()
    page.get_by_role("button", name="Start with 7c").click()
    page.locator('h1[data-code="7c"]').wait_for()


def test_the_table_without_scripts(open_table, mo):
    """Chosen, proposed, settled in the panel, discarded, settled together, undone."""
    page = open_table(mo, javascript=False)
    choose(page, "7b", "Agree")
    row(page, "7a").get_by_role("button", name="Settle 7a").click()
    expect(row(page, "7b")).to_contain_text("Proposed by you")
    panel = page.locator("#settle")
    panel.get_by_role("radio", name="Mostly agree", exact=True).check()
    panel.get_by_role("button", name="Settle", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter a reason")
    page.get_by_label("Reason").fill("We talked.")
    page.get_by_role("button", name="Settle", exact=True).click()
    expect(row(page, "7a")).to_contain_text("Settled: Mostly agree, by Mo")
    row(page, "7b").get_by_role("button", name="Discard").click()
    expect(row(page, "7b")).not_to_contain_text("Proposed")
    choose(page, "7d", "7d: Mostly agree, as rated")
    settle(page)
    expect(row(page, "7d")).to_contain_text("Settled: Mostly agree")
    page.get_by_role("button", name="Undo settling 7d together").click()
    expect(row(page, "7d")).not_to_contain_text("Settled")
    assert settled("d") == (None, None)
    assert settled("a") == ("Mostly agree", mo)


def test_the_table_by_keyboard_alone(open_table, mo):
    """Without the shortcuts: Tab, arrows, the space bar and Enter."""
    page = open_table(mo)
    keys = Keys(page)
    keys.remember()
    keys.tab_to(row(page, "7b").locator("[type=radio]").first)
    page.keyboard.press("Space")
    expect(status(page)).to_have_text(SAVED)
    keys.tab_to(row(page, "7a").get_by_role("button", name="Settle 7a"), "Shift+Tab")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_role("radio", name="Agree", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(panel.get_by_role("radio", name="Mostly agree")).to_be_checked()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "7a-rationale":
            break
    page.keyboard.type("We talked.")
    settles = panel.get_by_role("button", name="Settle", exact=True)
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if settles.evaluate("one => one === document.activeElement"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(row(page, "7a")).to_contain_text("Settled: Mostly agree")
    expect(row(page, "7b").get_by_label("Agree", exact=True)).to_be_checked()
    assert settled("a") == ("Mostly agree", mo)
