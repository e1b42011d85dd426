"""Texts typed on the pages of moderation and approval survive whatever happens.

The next page and Back, reloading, a closed tab, a killed server, an ended session.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import ApproverComment, Assessment, Proposal
from assessments.workflow import signing_off
from tests.support.builders import complete, hand_in, make_group, open_discussions, rate

from .conftest import TIMEOUT, session_cookie
from .serving import PATIENCE, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = re.compile(r"^Saved \d+(:\d\d)?[ap]m")
AWAY = "Not saved: we cannot reach the service"
PASSWORD = "a walk by the river"


def proposed(part):
    """Return a function that gives this part of the only thing proposed."""

    def read():
        values = Proposal.objects.values_list("values", flat=True)
        return next((each[part] for each in values if each), "")

    return read


def commented():
    return ApproverComment.objects.values_list("text", flat=True).first()


def answered():
    return ApproverComment.objects.values_list("answer", flat=True).first()


def involved():
    return Assessment.objects.values_list("who_was_involved", flat=True).get()


PAGES = {
    "settle": ("settle", '[name="7a-rationale"]', proposed("rationale")),
    "table": ("table", '[name="7a-rationale"]', proposed("rationale")),
    "scores": ("scores", '[name="area-7-note"]', proposed("note")),
    "cover": ("cover", "[name=who_was_involved]", involved),
    "comment": ("change_rating", "#id_comment_text", commented),
    "change": ("change_rating", "#id_reason", proposed("reason")),
    "send back": ("sign_off", "#id_text", commented),
    "answer": ("sign_off", "[id^=id_answer_][id$=_text]", answered),
}


@pytest.fixture
def split(assessment, mo, cass):
    """Two groups on the two sides of the line, in area 7."""
    for name, value in {"Housing": 4, "Legal": 1}.items():
        group = make_group(assessment, mo, cass, areas=[7], name=name)
        rate(group, value)
        hand_in(group, mo)
    open_discussions(assessment, mo)
    return assessment


class Window:
    """A person's browser, at one box of one page."""

    def __init__(self, context, person, path, box):
        self.context, self.person, self.path, self.box = context, person, path, box
        self.page = None

    def open(self):
        self.page = self.context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())  # "Leave the page?"
        self.page.goto(self.path)
        return self

    @property
    def field(self):
        """The box, in the panel of the table too."""
        field = self.page.locator(self.box)
        opens = self.page.locator("#row-7a button[name=open]")
        if not field.count() and opens.count():
            opens.click()
        return field

    @property
    def status(self):
        return self.page.locator("#save-status")

    def type(self, text):
        self.field.fill(text)
        self.field.blur()

    def sign_in(self):
        with self.context.expect_page() as opened:
            self.page.get_by_role("link", name="Sign in (opens in a new tab)").click()
        tab = opened.value
        tab.locator('[name="login"]').fill(self.person.email)
        tab.locator('[name="password"]').fill(PASSWORD)
        tab.locator("main form button:not([type=button])").click()
        tab.wait_for_url(lambda address: "login" not in address)
        tab.close()
        self.page.evaluate("window.dispatchEvent(new Event('focus'))")


@pytest.fixture(params=PAGES)
def at(request, browser, server, split, mo, ann):
    """A window at each of the pages, and a function that gives what is stored of it."""
    name, box, stored = PAGES[request.param]
    person, args, query = mo, [split.pk], ""
    if name in ("change_rating", "sign_off"):
        complete(split, mo)
        signing_off.ask(assessment=split, by=mo)
        person = ann
    if request.param == "answer":
        signing_off.send_back(assessment=split, text="Which flats?", by=ann)
        person = mo
    if name in ("settle", "change_rating"):
        args += [7, "a"]
    if name == "table":
        query = "?area=7"
    person.set_password(PASSWORD)
    person.save()
    context = browser.new_context(base_url=server.url)
    context.set_default_timeout(TIMEOUT)
    context.add_cookies([session_cookie(person, server.url)])
    yield Window(context, person, reverse(name, args=args) + query, box), stored
    context.close()


def test_nothing_typed_is_lost(at, server):
    window, stored = at
    window.open().field.fill("Right before the tab was closed")
    with window.page.expect_event("close"):
        window.page.close(run_before_unload=True)
    until(lambda: stored() == "Right before the tab was closed")

    expect(window.open().field).to_have_value("Right before the tab was closed")
    window.field.fill("Then the next page")
    window.page.locator("header a[href='/']").first.click()
    window.page.wait_for_url(f"{server.url}/")
    window.page.go_back()
    expect(window.field).to_have_value("Then the next page")
    window.page.reload()
    expect(window.field).to_have_value("Then the next page")

    server.kill()
    window.type("While the server was gone")
    expect(window.status).to_contain_text(AWAY)
    server.start()
    expect(window.status).to_have_text(SAVED, timeout=PATIENCE * 1000)
    assert stored() == "While the server was gone"

    Session.objects.all().delete()
    window.type("After the session had ended")
    expect(window.status).to_contain_text("You have been signed out")
    expect(window.field).to_have_value("After the session had ended")
    window.sign_in()
    expect(window.status).to_have_text(SAVED)
    assert stored() == "After the session had ended"
