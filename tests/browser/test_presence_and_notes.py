"""Two people on one area's page in Chromium: who is here, and what the other changed."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from assessments.models import DraftResponse, Note
from assessments.workflow import drafting

from .sound import assert_sound

pytestmark = pytest.mark.browser
SAVED = re.compile(r"^Saved \d+(:\d\d)?[ap]m$")
DEE = re.compile(r"^Dee changed this, \d+(:\d\d)?[ap]m$")


@pytest.fixture
def url(assessment, housing, dee):
    housing.members.add(dee)
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


@pytest.fixture
def open_page(page_as, url):
    """Give a function that opens the area's page as somebody."""

    def opened(user, *, path="", **kwargs):
        page = page_as(user, **kwargs)
        page.goto(url + path)
        return page

    return opened


def status(page):
    return page.locator("#save-status")


def box(page, name):
    return page.locator(f'[name="{name}"]')


def choose(page, name, value):
    page.locator(f'[name="{name}"][value="{value}"]').check()


def write(page, name, text):
    """Type and leave the field; wait until that is saved, not something before it."""

    def is_answer(response):
        sent = parse_qs(response.request.post_data or "", keep_blank_values=True)
        return response.url.endswith("/areas/7/") and sent.get(name) == [text]

    with page.expect_response(is_answer):
        box(page, name).fill(text)
        box(page, name).blur()
    expect(note(page, name[0])).to_have_text(SAVED)


def note(page, letter="h"):
    return page.locator(f"#statement-{letter} [data-note]")


def heard(page, letter="h"):
    return page.locator(f"#statement-{letter} .app-news")


def hear(page):
    """Have the page ask what is new, as it does every few seconds."""
    with page.expect_response("**/here/"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")


def stored(letter="h"):
    return DraftResponse.objects.select_related("rating").get(
        draft__area__number=7, statement__letter=letter
    )


# Who is here


def test_who_is_here(open_page, cass, dee, axe, sticks_out):
    hers = open_page(cass, width=360)
    expect(hers.locator("#here")).to_have_text("")
    his = open_page(dee, width=360)
    expect(his.locator("#here")).to_have_text("Cass is editing this area now")
    hear(hers)
    expect(hers.locator("#here")).to_have_text("Dee is editing this area now")
    assert_sound(hers, axe, sticks_out)
    his.goto("/")
    hear(hers)
    expect(hers.locator("#here")).to_have_text("")


def test_without_script_the_page_says_who_was_here(open_page, cass, dee):
    open_page(dee)
    page = open_page(cass, javascript=False)
    expect(page.locator("#here")).to_have_text("Dee is editing this area now")


def test_a_page_in_use_asks_every_few_seconds_and_one_left_alone_does_not(
    page_as, url, cass
):
    page = page_as(cass)
    asked = []
    page.on("request", lambda request: asked.append(request.url.endswith("/here/")))
    page.clock.install()
    page.goto(url)
    page.clock.run_for(60_000)
    assert sum(asked) == 5
    page.clock.run_for(20 * 60_000)
    silent = sum(asked)
    assert silent < 25
    page.clock.run_for(20 * 60_000)
    assert sum(asked) == silent
    with page.expect_response("**/here/"):
        page.keyboard.press("Tab")


# What the other changed


def test_a_change_shows_without_reloading(open_page, cass, dee, axe, sticks_out):
    hers, his = open_page(cass, width=360), open_page(dee, width=360)
    box(hers, "b-evidence").fill("Cass is still writing")
    choose(his, "h-rating", "3")
    write(his, "h-evidence", "Dee's <b>words</b>\n" + "and more of them\n" * 12)
    hear(hers)
    expect(note(hers)).to_have_text(DEE)
    expect(box(hers, "h-evidence")).to_have_value(re.compile("^Dee's <b>words</b>\n"))
    expect(hers.locator('[name="h-rating"][value="3"]')).to_be_checked()
    expect(hers.locator("[data-state-of=h]")).to_have_text(
        "Mostly agree, with evidence"
    )
    expect(hers.locator("#progress")).to_contain_text("1 of 15 rated")
    expect(hers.locator("#heard")).to_have_text(
        re.compile(r"^Dee changed 7h, \d+(:\d\d)?[ap]m$")
    )
    expect(box(hers, "b-evidence")).to_have_value("Cass is still writing")
    expect(box(hers, "b-evidence")).to_be_focused()
    assert_sound(hers, axe, sticks_out)
    write(hers, "h-ideas", "Cass's idea")
    now = stored()
    assert now.evidence.startswith("Dee's <b>words</b>\nand more")
    assert (now.rating.value, now.ideas) == (3, "Cass's idea")


def test_a_reason_and_a_score_show_too(open_page, cass, dee):
    hers, his = open_page(cass), open_page(dee)
    choose(his, "h-rating", "cannot")
    box(his, "h-reason").select_option("asking")
    box(his, "score-given").select_option("7")
    expect(note(his, "score")).to_have_text(SAVED)
    hear(hers)
    expect(box(hers, "h-reason")).to_be_visible()
    expect(box(hers, "h-reason")).to_have_value("asking")
    expect(box(hers, "score-given")).to_have_value("7")
    expect(note(hers, "score")).to_have_text("Somebody changed this")
    choose(his, "h-rating", "2")
    expect(his.locator("[data-state-of=h]")).to_have_text("Mostly disagree")
    hear(hers)
    expect(hers.locator('[name="h-rating"][value="2"]')).to_be_checked()
    expect(box(hers, "h-reason")).to_be_hidden()


def test_what_is_being_typed_stays_and_the_others_words_stand_beneath(
    open_page, cass, dee, axe, sticks_out
):
    hers, his = open_page(cass, width=360), open_page(dee, width=360)
    box(hers, "h-evidence").focus()
    write(his, "h-evidence", "<i>Dee's</i> words")
    hear(hers)
    expect(heard(hers)).to_contain_text(re.compile(r"Dee wrote, \d+(:\d\d)?[ap]m:"))
    expect(heard(hers)).to_contain_text("<i>Dee's</i> words")
    expect(box(hers, "h-evidence")).to_have_value("")
    assert_sound(hers, axe, sticks_out)
    box(hers, "h-evidence").press_sequentially("Cass's words")
    expect(status(hers)).to_contain_text("somebody changed the same answer")
    expect(heard(hers)).to_have_count(0)
    expect(hers.locator("#statement-h [data-clash]")).to_contain_text("Dee's</i> words")
    expect(box(hers, "h-evidence")).to_have_value("Cass's words")
    assert stored().evidence == "<i>Dee's</i> words"
    hers.get_by_role("button", name="Save 7h", exact=True).click()
    expect(note(hers)).to_contain_text("Saved by Cass")
    assert stored().evidence == "Cass's words"


def test_a_field_left_as_it_was_takes_the_others_words(open_page, cass, dee):
    hers, his = open_page(cass), open_page(dee)
    box(hers, "h-evidence").focus()
    write(his, "h-evidence", "Dee's words")
    hear(hers)
    expect(heard(hers)).to_have_count(1)
    box(hers, "h-evidence").blur()
    expect(box(hers, "h-evidence")).to_have_value("Dee's words")
    expect(heard(hers)).to_have_count(0)
    write(hers, "h-evidence", "Dee's words, and Cass's")
    assert stored().evidence == "Dee's words, and Cass's"


def test_the_box_goes_when_the_other_takes_it_back(open_page, cass, dee):
    hers, his = open_page(cass), open_page(dee)
    box(hers, "h-evidence").focus()
    write(his, "h-evidence", "A slip")
    hear(hers)
    expect(heard(hers)).to_have_count(1)
    write(his, "h-evidence", "")
    expect(his.locator("[data-state-of=h]")).to_have_text("Not rated")
    hear(hers)
    expect(heard(hers)).to_have_count(0)
    write(hers, "h-evidence", "Cass's words")
    assert stored().evidence == "Cass's words"


def test_one_part_taken_and_another_kept_neither_overwrites_nor_clashes_falsely(
    open_page, cass, dee
):
    """Cass is at the evidence; Dee writes evidence, ideas and a rating."""
    hers, his = open_page(cass), open_page(dee)
    box(hers, "h-evidence").focus()
    choose(his, "h-rating", "3")
    write(his, "h-ideas", "Dee's idea")
    write(his, "h-evidence", "Dee's words")
    hear(hers)
    expect(box(hers, "h-ideas")).to_have_value("Dee's idea")
    expect(heard(hers)).to_have_count(1)
    assert box(hers, "h-seen").input_value().startswith(".")
    box(hers, "h-ideas").fill("Dee's idea, and Cass's")
    expect(note(hers)).to_have_text(SAVED)
    assert stored().ideas == "Dee's idea, and Cass's"
    box(hers, "h-ideas").blur()
    expect(box(hers, "h-evidence")).to_have_value("Dee's words")
    assert not box(hers, "h-seen").input_value().startswith(".")
    write(hers, "h-evidence", "Dee's words; Cass agrees")
    now = stored()
    assert (now.rating.value, now.evidence, now.ideas) == (
        3,
        "Dee's words; Cass agrees",
        "Dee's idea, and Cass's",
    )


def test_a_save_before_the_page_has_heard_undoes_nothing(open_page, cass, dee):
    """Cass's page sends the blank evidence it shows; then it hears of Dee's."""
    hers, his = open_page(cass), open_page(dee)
    write(his, "h-evidence", "Dee's words")
    choose(hers, "h-rating", "4")
    expect(box(hers, "h-evidence")).to_have_value("Dee's words")
    expect(hers.locator("[data-state-of=h]")).to_have_text("Agree, with evidence")
    choose(hers, "h-rating", "3")
    expect(hers.locator("[data-state-of=h]")).to_have_text(
        "Mostly agree, with evidence"
    )
    assert (stored().rating.value, stored().evidence) == (3, "Dee's words")


def test_two_tabs_of_one_person(open_page, cass):
    first = open_page(cass)
    second = first.context.new_page()
    second.goto(first.url)
    write(first, "h-evidence", "In the first")
    hear(second)
    expect(note(second)).to_have_text(
        re.compile(r"^You changed this, \d+(:\d\d)?[ap]m$")
    )
    expect(box(second, "h-evidence")).to_have_value("In the first")
    write(second, "h-evidence", "In the second")
    hear(first)
    expect(box(first, "h-evidence")).to_have_value("In the second")
    expect(first.locator("#here")).to_have_text("")


GAP = """(news) => news.getBoundingClientRect().top
  - news.previousElementSibling.getBoundingClientRect().bottom"""


@pytest.mark.parametrize("width", [1280, 360])
def test_a_clash_with_oneself_is_said_in_the_same_words(open_page, cass, width):
    first = open_page(cass, width=width)
    second = first.context.new_page()
    second.set_viewport_size({"width": width, "height": 900})
    second.goto(first.url)
    box(second, "h-evidence").focus()
    write(first, "h-evidence", "In the first")
    hear(second)
    expect(heard(second)).to_contain_text("You wrote")
    assert heard(second).evaluate(GAP) >= 10
    box(second, "h-evidence").press_sequentially("In the second")
    own = "you changed the same answer somewhere else"
    expect(status(second)).to_contain_text(f"Not saved: {own}. Go to 7h")
    expect(note(second)).to_contain_text(own)
    expect(second.locator("#statement-h [data-clash]")).to_contain_text(
        "You changed 7h somewhere else"
    )


def test_a_clash_elsewhere_is_not_settled_by_another_statements_button(
    open_page, cass, dee
):
    hers, his = open_page(cass), open_page(dee)
    write(his, "h-evidence", "Dee's words")
    box(hers, "h-evidence").fill("Cass's words")
    expect(status(hers)).to_contain_text("somebody changed the same answer")
    box(hers, "b-evidence").fill("About something else")
    hers.get_by_role("button", name="Save 7b", exact=True).click()
    expect(note(hers, "b")).to_have_text(SAVED)
    expect(hers.locator("#statement-h")).to_be_focused()
    expect(status(hers)).to_have_text(
        re.compile(r"^Saved \d+(:\d\d)?[ap]m\. Not saved: 7h$")
    )
    assert stored().evidence == "Dee's words"
    assert stored("b").evidence == "About something else"
    hers.get_by_role("button", name="Save all").click()
    expect(status(hers)).to_contain_text("Saved at")
    assert stored().evidence == "Cass's words"


# When it is over, and bad luck


def test_a_press_that_finds_a_clash_does_not_decide_it(open_page, cass, dee):
    hers, his = open_page(cass), open_page(dee)
    box(his, "h-evidence").fill("Dee's words")
    his.get_by_role("button", name="Save all").click()
    expect(status(his)).to_contain_text("Saved")
    box(hers, "h-evidence").fill("Cass's words")
    hers.get_by_role("button", name="Save all").click()
    expect(hers.locator("#statement-h [data-clash]")).to_contain_text("Dee changed 7h")
    assert stored().evidence == "Dee's words"
    hers.get_by_role("button", name="Save all").click()
    expect(status(hers)).to_contain_text("Saved")
    assert stored().evidence == "Cass's words"


def test_handed_in_meanwhile(open_page, housing, cass, dee, axe, sticks_out):
    page = open_page(cass)
    page.context.set_offline(True)
    box(page, "h-evidence").fill("Not stored anywhere")
    expect(status(page)).to_contain_text("Not saved")
    drafting.hand_in(draft=housing.drafts.get(area__number=7), by=dee)
    on_its_way = []
    page.route("**/areas/7/", lambda route: on_its_way.append(route))
    with page.expect_request("**/areas/7/"):
        page.context.set_offline(False)
    hear(page)
    told = re.compile(
        r"^Dee handed this area in at \d+(:\d\d)?[ap]m\. Your unsaved text is still "
        r"here: copy what you need\. Ask to have it handed back \(opens in a new tab\)$"
    )
    expect(status(page)).to_have_text(told)
    for route in on_its_way:
        route.abort("internetdisconnected")
    expect(note(page)).to_contain_text("Not saved: we cannot reach the service")
    expect(status(page)).to_have_text(told)
    expect(box(page, "h-evidence")).to_have_value("Not stored anywhere")
    assert_sound(page, axe, sticks_out)


def test_signed_out_with_nothing_to_save_is_told_too(open_page, cass):
    page = open_page(cass)
    page.context.clear_cookies(name="sessionid")
    hear(page)
    expect(status(page)).to_contain_text("You have been signed out. Sign in")
    expect(
        page.get_by_role("link", name="Sign in (opens in a new tab)")
    ).to_be_visible()


def test_a_button_leaves_nothing_behind_while_the_server_is_away(open_page, url, cass):
    page = open_page(cass)
    page.route(f"**{url}", lambda route: route.fulfill(status=502))
    box(page, "h-evidence").fill("Nobody answers")
    page.get_by_role("button", name="Save all").click()
    expect(status(page)).to_contain_text("Not saved: we cannot reach the service")
    page.get_by_role("button", name="Save all").click()  # while it waits to try again
    expect(box(page, "h-evidence")).to_have_value("Nobody answers")
    page.unroute(f"**{url}")
    hear(page)
    expect(status(page)).to_have_text(SAVED)
    assert stored().evidence == "Nobody answers"


def test_what_is_refused_keeps_the_button_from_leading_on(open_page, cass):
    page = open_page(cass)
    box(page, "h-evidence").fill("x" * 5001)
    page.get_by_role("button", name="Save and check before handing in").click()
    expect(page.locator("#id_h-evidence_error")).to_contain_text("Shorten this")
    expect(page.locator("#statement-h")).to_be_focused()
    box(page, "h-evidence").fill("Short")
    page.get_by_role("button", name="Save and check before handing in").click()
    page.wait_for_url("**/hand-in/")
    assert stored().evidence == "Short"


def test_an_answer_lost_on_the_way_is_no_change_by_somebody(open_page, url, cass):
    """The server stores it, the page never hears of it."""
    page = open_page(cass)

    def lose(route):
        route.fetch()
        route.fulfill(status=502)

    page.route(f"**{url}", lose, times=1)
    box(page, "h-evidence").fill("Stored all the same")
    expect(status(page)).to_contain_text("Not saved: we cannot reach the service")
    hear(page)
    expect(heard(page)).to_have_count(0)
    expect(status(page)).to_have_text(SAVED)
    assert stored().version == 1


# Notes


@pytest.mark.parametrize("javascript", [True, False])
def test_a_note_from_the_draft_and_back(open_page, cass, axe, sticks_out, javascript):
    page = open_page(cass, width=360, javascript=javascript)
    page.get_by_role("link", name="Add a note to colleagues on 7h").click()
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a note")
    page.get_by_label("Add a note to colleagues").fill("Ask Ola " + "unbroken" * 40)
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("Your note has been added")).to_be_visible()
    assert sticks_out(page) == 0
    if javascript:
        assert_sound(page, axe, sticks_out)
    page.get_by_role("link", name="7. Being in safe").click()
    expect(page.locator("#statement-h .app-notes")).to_contain_text("Ask Ola")
    assert sticks_out(page) == 0
    page.get_by_role("link", name="Notes (1) on 7h").click()
    page.get_by_role("button", name=re.compile("^Resolve")).click()
    expect(page.get_by_text("Resolved by Cass")).to_be_visible()
    if javascript:
        assert_sound(page, axe, sticks_out)
    assert Note.objects.get().resolved_by == cass
