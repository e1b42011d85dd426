"""The page tells the truth when the server is killed at any point: text it calls saved
is stored, and any other text is still on it and is saved as soon as that is possible.
"""

import os
import re
import signal

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from assessments.models import DraftResponse, DraftRevision

from .conftest import CHROMIUM, FLAGS, TIMEOUT, session_cookie
from .serving import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"^Saved \d+(:\d\d)?[ap]m$")
AWAY = "Not saved: we cannot reach the service"
POINTS = ["arrived", "written", "answered"]


@pytest.fixture
def open_page(browser, server, assessment, housing):
    """Give a function that opens area 7 as somebody, in a browser of their own."""
    contexts = []

    def opened(user, browser=browser, **kwargs):
        context = browser.new_context(base_url=server.url, **kwargs)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        context.add_cookies([session_cookie(user, server.url)])
        page = context.new_page()
        page.goto(f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/")
        return page

    yield opened
    for context in contexts:
        if context.browser.is_connected():
            context.close()


def status(page):
    return page.locator("#save-status")


def box(page, name):
    return page.locator(f'[name="{name}"]')


def write(page, name, text):
    """Type and leave the field, which saves."""
    box(page, name).fill(text)
    box(page, name).blur()


def come_back(page):
    """Return to the page, which makes it try at once."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def stored(name="h-evidence"):
    letter, _, field = name.partition("-")
    return DraftResponse.objects.values_list(field, flat=True).get(
        draft__area__number=7, statement__letter=letter
    )


def kept():
    """Return the evidence of every entry of 7h's history, oldest first."""
    revisions = DraftRevision.objects.filter(response__statement__letter="h")
    return list(revisions.order_by("pk").values_list("content__evidence", flat=True))


def test_the_server_is_stopped_before_a_save(open_page, server, cass):
    page = open_page(cass)
    write(page, "h-evidence", "First words")
    expect(status(page)).to_have_text(SAVED)
    server.kill()
    write(page, "h-evidence", "Other words")
    expect(status(page)).to_contain_text(AWAY)
    write(page, "b-ideas", "An idea")
    assert stored() == "First words"
    server.start()
    expect(status(page)).to_have_text(
        SAVED, timeout=PATIENCE * 1000
    )  # without the person
    until(lambda: stored("b-ideas") == "An idea")
    assert kept() == ["First words", "Other words"]


@pytest.mark.parametrize("point", POINTS)
def test_the_server_is_killed_in_a_save(open_page, server, cass, point):
    page = open_page(cass)
    write(page, "h-evidence", "First words")
    expect(status(page)).to_have_text(SAVED)
    server.hold(point)
    write(page, "h-evidence", "Other words")
    server.wait_held(point)
    server.kill()
    expect(status(page)).to_contain_text(AWAY)
    expect(box(page, "h-evidence")).to_have_value("Other words")
    assert stored() == ("Other words" if point == "answered" else "First words")
    box(page, "h-evidence").press_sequentially(", and more")
    server.start()
    come_back(page)
    expect(status(page)).to_have_text(SAVED)
    assert stored() == "Other words, and more"
    assert kept() == ["First words", "Other words, and more"]


def test_words_stored_unheard_are_ones_own(open_page, server, cass):
    """The answer was lost, and the person has written something else since."""
    page = open_page(cass)
    server.hold("answered")
    write(page, "h-evidence", "The panel meets monthly")
    server.wait_held("answered")
    server.kill()
    expect(status(page)).to_contain_text(AWAY)
    box(page, "h-evidence").fill("The panel meets weekly")
    server.start()
    come_back(page)
    expect(status(page)).to_have_text(SAVED)
    until(lambda: stored() == "The panel meets weekly")
    expect(page.get_by_text("somewhere else while this page was open")).to_have_count(0)


@pytest.mark.parametrize("point", POINTS)
def test_the_server_is_killed_without_script(open_page, server, cass, point):
    """The browser says that nobody answers; trying again sends everything again."""
    page = open_page(cass, java_script_enabled=False)
    box(page, "h-evidence").fill("Typed for an hour")
    server.hold(point)
    page.get_by_role("button", name="Save 7h", exact=True).click(no_wait_after=True)
    server.wait_held(point)
    with page.expect_event("requestfailed"):
        server.kill()
    assert stored() == ("Typed for an hour" if point == "answered" else "")
    server.start()
    page.reload()
    expect(status(page)).to_contain_text("Saved at")
    assert stored() == "Typed for an hour"
    assert kept() == ["Typed for an hour"]


def test_the_network_is_cut(open_page, cass):
    page = open_page(cass)
    page.context.set_offline(True)
    write(page, "h-evidence", "Written on the train")
    expect(status(page)).to_contain_text("Not saved: you are offline")
    write(page, "b-ideas", "A second thing")
    assert (stored(), stored("b-ideas")) == ("", "")
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)
    until(lambda: stored("b-ideas") == "A second thing")
    assert stored() == "Written on the train"


def test_the_session_has_ended(open_page, cass):
    cass.set_password("a walk by the river")
    cass.save()
    page = open_page(cass)
    Session.objects.all().delete()
    write(page, "h-evidence", "Written after the hour")
    expect(status(page)).to_contain_text("You have been signed out")
    expect(box(page, "h-evidence")).to_have_value("Written after the hour")
    assert stored() == ""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    tab = opened.value
    tab.locator('[name="login"]').fill(cass.email)
    tab.locator('[name="password"]').fill("a walk by the river")
    tab.locator("main form button:not([type=button])").click()
    tab.wait_for_url(lambda address: "login" not in address)
    tab.close()
    come_back(page)
    expect(status(page)).to_have_text(SAVED)
    assert stored() == "Written after the hour"


def test_the_page_is_closed_right_after_typing(open_page, cass):
    page = open_page(cass)
    page.on("dialog", lambda dialog: dialog.accept())  # "Leave the page?"
    box(page, "h-evidence").fill("The last thing before the meeting")
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    until(lambda: stored() == "The last thing before the meeting")


def test_the_browser_is_killed(open_page, browser, cass):
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=FLAGS)
    page = open_page(cass, other)
    write(page, "h-evidence", "First words")
    expect(status(page)).to_have_text(SAVED)
    processes = other.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    (number,) = [
        each["id"] for each in processes["processInfo"] if each["type"] == "browser"
    ]
    box(page, "h-evidence").press_sequentially(" and")
    with page.expect_event("close"):
        os.kill(number, signal.SIGKILL)
    assert stored().startswith("First words")
    page = open_page(cass)
    expect(box(page, "h-evidence")).to_have_value(stored())
