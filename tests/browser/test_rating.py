"""Rating an area in Chromium: by script and without, on a desk and on a telephone."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from assessments.models import Draft, DraftResponse
from tests.support.builders import (
    hand_in,
    make_assessment,
    make_group,
    open_discussions,
    rate,
)

from .conftest import session_cookie

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("width", [1280, 360])
SAVED = re.compile(r"^Saved \d+(:\d\d)?[ap]m$")


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
    """Type and leave the field, which saves."""
    box(page, name).fill(text)
    box(page, name).blur()


def stored(letter="h", **of):
    return DraftResponse.objects.select_related("rating").get(
        draft__area__number=7, statement__letter=letter, **of
    )


def assert_sound(page, axe, sticks_out):
    assert axe(page) == []
    assert sticks_out(page) == 0


# The whole way


def test_without_script(open_page, url, cass, sticks_out):
    page = open_page(cass, javascript=False, width=360)
    choose(page, "h-rating", "3")
    box(page, "h-evidence").fill("The panel meets\nmonthly.")
    choose(page, "b-rating", "cannot")
    box(page, "b-reason").select_option("unknown")
    box(page, "score-given").select_option("7")
    page.get_by_role("button", name="Save 7h", exact=True).click()
    expect(page).to_have_url(re.compile("#statement-h$"))
    expect(status(page)).to_have_text(
        re.compile(r"^Saved at (\d\d?(:\d\d)?[ap]m|midday|midnight)$")
    )
    expect(status(page)).to_be_in_viewport()
    assert (stored().rating.value, stored().evidence) == (
        3,
        "The panel meets\nmonthly.",
    )
    assert stored("b").not_rated_reason == "unknown"
    expect(
        page.get_by_text("1 of 15 rated, 1 cannot be rated, 1 with evidence")
    ).to_have_count(1)
    page.get_by_role("button", name="Save and check before handing in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Hand in area 7. Being in safe and settled accommodation"
    )
    assert sticks_out(page) == 0
    page.get_by_role("button", name="Hand in area 7").click()
    expect(page.get_by_text("Area 7 handed in")).to_be_visible()
    assert sticks_out(page) == 0
    assert Draft.objects.get(area__number=7).handed_in_by == cass
    assert page.locator("textarea").count() == 0


def test_what_is_typed_before_the_script_is_there_is_saved_too(page_as, url, cass):
    page = page_as(cass)
    waiting = []
    page.route("**/draft.js", lambda route: waiting.append(route))
    page.goto(url, wait_until="commit")
    write(page, "h-evidence", "Typed early")
    choose(page, "b-rating", "3")
    waiting[0].continue_()
    expect(status(page)).to_have_text(SAVED)
    assert stored("h").evidence == "Typed early"
    assert stored("b").rating.value == 3


@both_widths
def test_with_script(open_page, cass, axe, sticks_out, width):
    page = open_page(cass, width=width)
    assert_sound(page, axe, sticks_out)
    choose(page, "h-rating", "3")
    expect(status(page)).to_have_text(SAVED)
    expect(status(page)).to_be_in_viewport()
    write(page, "h-evidence", "The panel meets monthly. tbc")
    expect(page.locator("[data-state-of=h]")).to_have_text(
        "Mostly agree, with evidence"
    )
    expect(page.locator("#progress")).to_contain_text("1 of 15 rated, 1 with evidence")
    expect(page.locator("#statement-h [data-note]")).to_have_text(SAVED)
    expect(page.get_by_role("link", name=re.compile("^History"))).to_have_text(
        "History of 7h"
    )
    choose(page, "b-rating", "cannot")
    assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="Save and check before handing in").click()
    page.wait_for_url("**/hand-in/")
    assert_sound(page, axe, sticks_out)
    page.get_by_role("button", name="Hand in area 7").click()
    expect(page.get_by_text("Area 7 handed in")).to_be_visible()
    assert_sound(page, axe, sticks_out)
    page.get_by_role("link", name="Read what was handed in").click()
    page.get_by_role("link", name="History of 7h").click()
    page.wait_for_url("**/history/h/")
    assert_sound(page, axe, sticks_out)


def test_the_other_pages(
    open_page, housing, assessment, mo, dee, cass, axe, sticks_out
):
    rate(housing, 3, "Everything we know about it. " * 20)
    hand_in(housing, mo)
    page = open_page(mo, width=360)
    assert_sound(page, axe, sticks_out)
    page.get_by_role("link", name="Hand it back to the group").click()
    page.get_by_role("button", name="Hand back area 7").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Enter why you are handing it back"
    )
    assert_sound(page, axe, sticks_out)
    page.get_by_label("Why are you handing it back?").fill("7h needs evidence")
    page.get_by_role("button", name="Hand back area 7").click()
    expect(page.get_by_text("You have handed area 7 back to Housing")).to_be_visible()
    page = open_page(cass, width=360)
    expect(page.get_by_text("7h needs evidence")).to_be_visible()
    assert_sound(page, axe, sticks_out)


# Saving itself


def test_a_pause_in_typing_saves(open_page, url, cass):
    page = open_page(cass)
    box(page, "h-evidence").press_sequentially("The panel")
    expect(status(page)).to_have_text(SAVED)
    assert stored().evidence == "The panel"
    with page.expect_response(lambda answer: answer.ok and answer.url.endswith(url)):
        write(page, "h-evidence", "Another sentence")
    expect(page.locator("#statement-h [data-note]")).to_have_text(SAVED)
    page.reload()
    expect(box(page, "h-evidence")).to_have_value("Another sentence")


def test_typing_without_a_pause_is_saved_too(open_page, cass):
    page = open_page(cass)
    page.clock.install()
    page.clock.pause_at(
        datetime(2100, 1, 1, tzinfo=UTC)
    )  # from now on it goes only as told
    for second in range(1, 12):
        box(page, "h-evidence").fill("word " * second)
        page.clock.run_for(1_000)
    expect(status(page)).to_have_text(SAVED)
    assert stored().evidence.startswith("word word")


def test_what_is_typed_during_a_save_is_saved_next(open_page, url, cass):
    page = open_page(cass)
    held = []
    page.route(f"**{url}", lambda route: held.append(route), times=1)
    with page.expect_request(f"**{url}"):
        write(page, "h-evidence", "The panel")
    box(page, "h-evidence").fill("The panel meets")
    (route,) = held
    with page.expect_request(f"**{url}"):
        route.continue_()
    expect(status(page)).to_have_text(SAVED)
    assert stored().evidence == "The panel meets"


def test_one_request_carries_one_statement_only(open_page, cass):
    page = open_page(cass)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        choose(page, "h-rating", "3")
    names = {pair.split("=")[0] for pair in sent.value.post_data.split("&")}
    assert names == {
        "csrfmiddlewaretoken",
        "h-seen",
        "h-rating",
        "h-reason",
        "h-evidence",
        "h-ideas",
    }


def test_a_rating_and_its_reason_never_contradict(open_page, cass):
    page = open_page(cass)
    expect(box(page, "h-reason")).to_be_hidden()
    choose(page, "h-rating", "cannot")
    box(page, "h-reason").select_option("asking")
    expect(page.locator("[data-state-of=h]")).to_have_text("We need to ask somebody")
    choose(page, "h-rating", "2")
    expect(page.locator("[data-state-of=h]")).to_have_text("Mostly disagree")
    expect(box(page, "h-reason")).to_be_hidden()
    assert (stored().rating.value, stored().not_rated_reason) == (2, "")


def test_offline_the_text_stays_and_is_saved_afterwards(
    open_page, cass, axe, sticks_out
):
    page = open_page(cass, width=360)
    page.context.set_offline(True)
    write(page, "h-evidence", "Written on the train")
    expect(status(page)).to_contain_text("Not saved: you are offline")
    page.get_by_role("button", name="Save 7h", exact=True).click()
    expect(box(page, "h-evidence")).to_have_value("Written on the train")
    assert_sound(page, axe, sticks_out)
    assert stored().evidence == ""
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)
    assert stored().evidence == "Written on the train"


def test_while_the_server_is_gone_it_tries_again(open_page, url, cass):
    page = open_page(cass)
    page.route(f"**{url}", lambda route: route.fulfill(status=502))
    write(page, "h-evidence", "Nobody answers")
    expect(status(page)).to_contain_text("Not saved: we cannot reach the service")
    page.unroute(f"**{url}")
    expect(status(page)).to_have_text(SAVED)
    assert stored().evidence == "Nobody answers"


def test_signed_out_the_text_stays_until_one_has_signed_in(
    open_page, cass, axe, sticks_out
):
    cass.set_password("a walk by the river")
    cass.save()
    page = open_page(cass)
    page.context.clear_cookies(name="sessionid")
    write(page, "h-evidence", "Written after the hour")
    expect(status(page)).to_contain_text("Not saved. You have been signed out.")
    assert_sound(page, axe, sticks_out)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    tab = opened.value
    tab.locator('[name="login"]').fill(cass.email)
    tab.locator('[name="password"]').fill("a walk by the river")
    tab.locator("main form button:not([type=button])").click()
    tab.wait_for_url(lambda address: "login" not in address)
    tab.close()
    expect(status(page)).to_have_text(SAVED, timeout=20_000)
    assert stored().evidence == "Written after the hour"


def test_somebody_else_signed_in_meanwhile_is_given_none_of_it(
    open_page, live_server, url, cass, dee
):
    page = open_page(cass)
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(dee, live_server.url)])
    page.context.new_page().goto(url)  # the token that came with signing in
    write(page, "h-evidence", "Cass's words")
    expect(status(page)).to_contain_text("Not saved: somebody else is signed in now")
    expect(box(page, "h-evidence")).to_have_value("Cass's words")
    assert stored().evidence == ""


def test_what_the_server_refuses_is_told_at_the_field(open_page, cass, axe, sticks_out):
    page = open_page(cass)
    write(page, "h-evidence", "x" * 5001)
    error = page.locator("#id_h-evidence_error")
    expect(error).to_have_text(
        "Shorten this to 5,000 characters or fewer. It has 5,001"
    )
    assert_sound(page, axe, sticks_out)
    write(page, "b-evidence", "Others are saved meanwhile")
    expect(page.locator("[data-state-of=b]")).to_have_text("Not rated, with evidence")
    write(page, "h-evidence", "Short")
    expect(error).to_have_count(0)
    expect(page.locator("[data-state-of=h]")).to_have_text("Not rated, with evidence")


def test_nothing_typed_is_kept_in_the_browser(open_page, cass):
    page = open_page(cass)
    write(page, "h-evidence", "About a young person")
    expect(status(page)).to_have_text(SAVED)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


# Two people, two tabs, and back


def test_two_people_on_one_statement(open_page, cass, dee, axe, sticks_out):
    hers, his = open_page(cass, width=360), open_page(dee, width=360)
    write(his, "h-evidence", "Dee's words")
    expect(status(his)).to_have_text(SAVED)
    write(hers, "h-evidence", "Cass's words")
    expect(status(hers)).to_contain_text("somebody changed the same answer")
    clash = hers.locator("#statement-h [data-clash]")
    expect(clash).to_contain_text("Dee changed 7h while this page was open")
    expect(clash).to_contain_text("Dee's words")
    assert_sound(hers, axe, sticks_out)
    write(hers, "h-evidence", "Cass's better words")
    write(hers, "b-evidence", "Saved all the same")
    expect(hers.locator("[data-state-of=b]")).to_have_text("Not rated, with evidence")
    assert stored().evidence == "Dee's words"
    hers.get_by_role("button", name="Save 7h", exact=True).click()
    expect(hers.locator("#statement-h [data-note]")).to_contain_text("Saved by Cass")
    assert stored().evidence == "Cass's better words"


def test_two_people_without_script(open_page, cass, dee, sticks_out):
    hers = open_page(cass, javascript=False, width=360)
    his = open_page(dee, javascript=False, width=360)
    for page, words in [(his, "Dee's words"), (hers, "Cass's words")]:
        box(page, "h-evidence").fill(words)
        page.get_by_role("button", name="Save 7h", exact=True).click()
    expect(
        hers.get_by_role("heading", name="Not everything has been saved")
    ).to_be_visible()
    expect(hers.get_by_text("Dee's words")).to_be_visible()
    expect(box(hers, "h-evidence")).to_have_value("Cass's words")
    assert sticks_out(hers) == 0
    hers.get_by_role("button", name="Save 7h", exact=True).click()
    expect(box(hers, "h-evidence")).to_have_value("Cass's words")
    assert stored().evidence == "Cass's words"


def test_two_people_on_two_statements(open_page, cass, dee):
    hers, his = open_page(cass), open_page(dee)
    write(his, "b-evidence", "Dee's words")
    expect(status(his)).to_have_text(SAVED)
    write(hers, "h-evidence", "Cass's words")
    expect(status(hers)).to_have_text(SAVED)
    hers.get_by_role("button", name="Save all").click()
    expect(box(hers, "b-evidence")).to_have_value("Dee's words")
    assert (stored("b").evidence, stored("h").evidence) == (
        "Dee's words",
        "Cass's words",
    )


def test_two_tabs_on_two_assessments(open_page, northmoor, housing, mo, cass):
    other = make_assessment(northmoor, mo)
    theirs = make_group(other, mo, cass, areas=[7])
    first = open_page(cass)
    second = first.context.new_page()
    second.goto(f"/assessments/{other.pk}/groups/{theirs.pk}/areas/7/")
    write(first, "h-evidence", "In the first")
    expect(status(first)).to_have_text(SAVED)
    write(second, "h-evidence", "In the second")
    expect(status(second)).to_have_text(SAVED)
    assert stored(draft__group=housing).evidence == "In the first"
    assert stored(draft__group=theirs).evidence == "In the second"
    expect(second.locator("#next-here")).to_have_text("Next to rate: 7a")
    choose(second, "a-rating", "4")
    expect(second.locator("#next-here")).to_have_text("Next to rate: 7b")


def test_the_back_button_shows_what_is_stored(open_page, url, cass, dee):
    page, other = open_page(cass), open_page(dee)
    write(page, "h-evidence", "First words")
    expect(status(page)).to_have_text(SAVED)
    page.goto(url + "hand-in/")
    write(other, "b-evidence", "Written meanwhile")
    expect(status(other)).to_have_text(SAVED)
    page.go_back()
    expect(box(page, "h-evidence")).to_have_value("First words")
    expect(box(page, "b-evidence")).to_have_value("Written meanwhile")
    with page.expect_event("load"):  # a browser that has kept the page says so
        page.evaluate(
            "() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: 1}))"
        )
    page.get_by_role("button", name="Save all").click()
    expect(status(page)).to_contain_text("Saved at")
    assert stored("b").evidence == "Written meanwhile"


def test_a_link_waits_for_what_is_being_saved(open_page, url, cass):
    page, held, asked = open_page(cass), [], []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route(f"**{url}", lambda route: held.append(route), times=1)
    write(page, "h-evidence", "Typed last")
    page.get_by_role("link", name="Next area").click()
    held[0].continue_()
    page.wait_for_url("**/areas/9/")
    assert stored().evidence == "Typed last"
    assert asked == []


def test_leaving_with_something_unsaved_asks_first(open_page, cass):
    page = open_page(cass)
    page.context.set_offline(True)
    write(page, "h-evidence", "Not stored anywhere")
    expect(status(page)).to_contain_text("Not saved")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    if not asked:
        page.wait_for_event("dialog")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)


def test_another_groups_draft_after_opening(
    open_page, assessment, housing, mo, northmoor, axe, sticks_out
):
    rate(housing, 4, "<b>Evidence</b>\n" + "unbroken" * 60)
    hand_in(housing, mo)
    open_discussions(assessment, mo)
    page = open_page(mo, width=360)
    expect(page.locator("#statement-h .app-text").first).to_contain_text(
        "<b>Evidence</b>"
    )
    assert page.locator("form:not([action*=logout])").count() == 0
    assert_sound(page, axe, sticks_out)
