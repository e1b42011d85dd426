"""An area's page as its readers need it: short, by keyboard, on paper, between two people."""

import io

import pytest
from django.conf import settings
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.models import DraftResponse, DraftRevision
from tests.support.builders import hand_in, make_group, open_discussions, rate

from .test_rating import SAVED, box, choose, open_page, status, stored, url, write

__all__ = ["open_page", "url"]  # fixtures
pytestmark = pytest.mark.browser
LONG = "Evidence with many words about the pathway and the panel. " * 40


def test_the_page_is_short_and_its_first_rating_is_in_the_first_screen(
    open_page, cass, axe, sticks_out
):
    for width, height, most in [(1280, 720, 8_000), (360, 640, 14_000)]:
        page = open_page(cass, width=width, height=height)
        assert page.evaluate("document.documentElement.scrollHeight") < most
        first = page.locator("[type=radio]").first.bounding_box()
        assert (
            first["y"] + first["height"] < height + 40
        )  # of the demonstration's notice
        assert axe(page) == []
        assert sticks_out(page) == 0
        for fold in ["Help", "More"]:
            page.get_by_text(fold, exact=True).first.click()
            assert axe(page) == []
            page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Statements")).to_be_hidden()


def test_enter_goes_on_and_arrows_stop_at_the_ends(open_page, cass):
    page = open_page(cass)
    page.locator("[name=a-rating]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")  # would go round to the last
    page.keyboard.press("Enter")
    expect(page.locator("[name=c-rating]").first).to_be_focused()
    expect(page.locator("[data-state-of=b]")).to_have_text("Agree")
    assert (stored("a").rating.value, stored("b").rating.value) == (3, 4)


def test_enter_without_script_saves_all(open_page, cass):
    page = open_page(cass, javascript=False)
    choose(page, "h-rating", "2")
    box(page, "h-rating").nth(3).press("Enter")
    expect(status(page)).to_contain_text("Saved at")
    assert stored().rating.value == 2


def test_a_run_of_arrow_keys_is_one_entry_and_a_rating_is_taken_back(open_page, cass):
    page = open_page(cass)
    choose(page, "h-rating", "4")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[data-state-of=h]")).to_have_text("Disagree")
    assert DraftRevision.objects.count() == 1
    choose(page, "h-rating", "cannot")
    expect(page.locator("[data-state-of=h]")).to_have_text("We cannot rate this")
    choose(page, "h-rating", "none")
    expect(page.locator("[data-state-of=h]")).to_have_text("Not rated")
    page.locator("#statement-h [data-history]").click()
    page.wait_for_url("**/history/h/")
    restore = page.get_by_role("button", name="Restore ‘Disagree’")
    restore.click()
    expect(box(page, "h-rating").nth(3)).to_be_checked()


@pytest.mark.parametrize("javascript", [True, False])
def test_one_statement_at_a_time(open_page, cass, axe, sticks_out, javascript):
    page = open_page(cass, width=360, javascript=javascript)
    page.get_by_text("More", exact=True).first.click()
    page.get_by_role("button", name="Show one statement at a time").click()
    shown = page.locator(".app-statement:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_attribute("id", "statement-a")
    page.get_by_role("link", name="Next", exact=True).click()
    expect(shown).to_have_attribute("id", "statement-b")
    choose(page, "b-rating", "3")
    if javascript:
        expect(status(page)).to_have_text(SAVED)
        assert axe(page) == []
    page.get_by_role("button", name="Save 7b").click()
    expect(status(page)).to_contain_text("Saved")
    assert stored("b").rating.value == 3
    assert sticks_out(page) == 0


def test_keeping_both_and_keeping_theirs(open_page, cass, dee, axe):
    hers, his = open_page(cass), open_page(dee)
    for page, words in [(his, "Dee's words"), (hers, "Cass's words")]:
        write(page, "h-evidence", words)
        expect(status(page)).to_contain_text("aved")
        write(page, "b-evidence", words)
    expect(hers.locator("#statement-b [data-clash]")).to_contain_text("Dee changed 7b")
    assert axe(hers) == []
    asked = []
    hers.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    hers.get_by_role("button", name="Keep both for 7h").click()
    expect(box(hers, "h-evidence")).to_have_value("Dee's words\n\nCass's words")
    hers.get_by_role("button", name="Keep what is saved for 7b").click()
    expect(box(hers, "b-evidence")).to_have_value("Dee's words")
    assert asked == []
    assert stored("b").evidence == "Dee's words"


def test_what_may_identify_somebody_is_said_beside_the_box(open_page, cass, axe):
    page = open_page(cass)
    write(page, "h-evidence", "She moved to 12 High Street, EX1 2AB")
    said = page.locator("#statement-h [data-identifying=evidence]")
    expect(said).to_have_text(
        "Could this identify somebody? “12 High Street”, “EX1 2AB”. If it could, take it "
        "out."
    )
    assert axe(page) == []
    write(page, "h-evidence", "She moved")
    expect(said).to_have_text("")


def test_a_colleague_who_hands_in_is_named_and_the_text_stays(
    open_page, housing, cass, dee
):
    page = open_page(cass)
    box(page, "h-evidence").fill("In the middle of a sen")
    check = open_page(dee, path="hand-in/")
    expect(check.get_by_text("Cass is editing this area now")).to_be_visible()
    hand_in(housing, dee)
    box(page, "h-evidence").blur()
    expect(status(page)).to_contain_text("Dee handed this area in at")
    expect(box(page, "h-evidence")).to_have_value("In the middle of a sen")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Ask to have it handed back").click()
    tab = opened.value
    tab.get_by_role("button", name="Ask for it back").click()
    expect(tab.get_by_text("Cass asked your moderator to hand it back")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_on_paper_it_is_whole_and_without_navigation(
    open_page, housing, cass, javascript
):
    rate(housing, 3, "Short evidence here.")
    response = stored("b")
    type(response).objects.filter(pk=response.pk).update(evidence=LONG.strip())
    page = open_page(cass, javascript=javascript)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(one.extract_text().split()) for one in paper.pages)
    assert len(paper.pages) <= 9  # 15 statements: at most 6 for each 10
    assert text.count("words about the pathway") == 40
    assert text.count("Short evidence here.") == 14
    for left_out in ["Save all", "Sign out", "Next to rate", "History"]:
        assert left_out not in text


def test_home_is_one_screen(page_as, assessment, cass, dee, mo, axe, sticks_out):
    """With three areas to rate, and with three of which the discussion is open."""
    group = make_group(assessment, mo, cass, dee, areas=[5, 7, 8], name="Homes")
    for _ in range(2):
        page = page_as(cass, width=1280, height=720)
        page.goto("/")
        last = page.locator("main .app-home").bounding_box()
        assert last["y"] + last["height"] < 720
        assert axe(page) == []
        assert sticks_out(page) == 0
        hand_in(group, cass)
        open_discussions(assessment, mo)


def test_ten_areas_to_rate_fit_one_screen(page_as, assessment, mo, cass):
    group = make_group(assessment, mo, cass, name="Leaving care team")
    rate(group, 3)
    later = DraftResponse.objects.filter(draft__group=group)
    later.exclude(statement__letter="a").update(rating=None)
    page = page_as(cass, height=720)
    page.goto("/")
    areas = page.locator(".app-to-do__item")
    expect(areas).to_have_count(10)
    expect(areas.first).to_contain_text("Continue 1.")
    box = areas.last.bounding_box()
    assert box["y"] + box["height"] <= 720


def test_signed_out_without_javascript_it_is_sent_again_once(open_page, cass):
    cass.set_password("a walk by the river")
    cass.save()
    page = open_page(cass, javascript=False)
    box(page, "b-evidence").fill("We have a panel.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("h1")).to_have_text("You have been signed out")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in").click()
    tab = opened.value
    tab.get_by_label("Email address").fill(cass.email)
    tab.locator('[name="password"]').fill("a walk by the river")
    tab.locator('[name="password"]').press("Enter")
    tab.wait_for_url(lambda url: "login" not in url)
    page.get_by_role("button", name="Send again").click()
    expect(box(page, "b-evidence")).to_have_value("We have a panel.")
    assert stored("b").evidence == "We have a panel."


@pytest.mark.parametrize("width", [1280, 360])
def test_a_whole_row_of_the_index_leads_to_its_statement(open_page, cass, width):
    page = open_page(cass, width=width)
    if width < 1000:  # on a large screen it is always there
        page.locator(".app-fold--index summary").click()
    rows = page.get_by_role("navigation", name="Statements").get_by_role("listitem")
    expect(rows).to_have_count(16)  # 15 and the score
    for row in rows.all():
        link, whole = row.get_by_role("link").bounding_box(), row.bounding_box()
        assert link["height"] >= 24
        assert link["width"] > 0.9 * whole["width"]
