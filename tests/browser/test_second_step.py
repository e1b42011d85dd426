"""Signing in with a second step, as a person of Coram Voice meets it the first time."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.second_steps import App
from tests.support.signing_in import PASSWORD

from .conftest import WIDTHS

HOME = re.compile(r"//[^/]+/$")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def is_sound(axe, sticks_out):
    """Assert that axe finds nothing in a page, and nothing sticks out of it."""

    def check(page):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert axe(page) == []
        assert sticks_out(page) == 0

    return check


def enter_password(page, person):
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_it_is_set_up_and_used(
    page_as, is_sound, val, settings, monkeypatch, javascript
):
    settings.SECOND_STEP = True
    app = App(monkeypatch)
    val.set_password(PASSWORD)
    val.save()
    page = page_as(javascript=javascript)
    look = is_sound if javascript else (lambda page: None)
    enter_password(page, val)
    page.wait_for_url("**/second-step/set-up/")
    look(page)
    page.get_by_text("I cannot use a camera").click()
    app.secret = re.search(r">([A-Z2-7]{32})<", page.content())[1]
    page.get_by_label("Code that the app shows").fill(app.code())
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url("**/recovery-codes/")
    look(page)
    codes = re.findall(r">(\d{10})<", page.content())
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url(HOME)
    page.goto("/accounts/second-step/")
    look(page)
    page.goto("/accounts/sessions/")
    look(page)

    page = page_as(javascript=javascript)
    enter_password(page, val)
    page.wait_for_url("**/accounts/code/")
    look(page)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(HOME)
    page.goto("/your-account/tokens/")
    look(page)


class Authenticator:
    """Chromium's own telephone, which keeps passkeys and is unlocked automatically."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        added = self.session.send(
            "WebAuthn.addVirtualAuthenticator", {"options": options}
        )
        self.identifier = {"authenticatorId": added["authenticatorId"]}

    def kept(self):
        answer = self.session.send("WebAuthn.getCredentials", self.identifier)
        return answer["credentials"]

    def take(self, credentials):
        for credential in credentials:
            self.session.send(
                "WebAuthn.addCredential", self.identifier | {"credential": credential}
            )


def test_a_passkey_is_added_used_named_and_removed(page_as, is_sound, val, settings):
    settings.SECOND_STEP = True
    val.set_password(PASSWORD)
    val.save()
    page = page_as()
    telephone = Authenticator(page)
    enter_password(page, val)
    page.wait_for_url("**/second-step/set-up/")
    page.get_by_role("link", name="use a passkey instead").click()
    page.wait_for_url("**/passkeys/add/")
    is_sound(page)
    page.get_by_label("Name of the passkey").fill("My work telephone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    [credential] = telephone.kept()
    assert credential["rpId"] == "localhost"
    page.goto("/accounts/second-step/")
    is_sound(page)
    page.goto("/accounts/second-step/passkeys/add/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was added")
    is_sound(page)

    page = page_as()
    telephone = Authenticator(page)
    enter_password(page, val)
    page.wait_for_url("**/accounts/code/")
    is_sound(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey did not answer")
    telephone.take([credential])
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(HOME)

    page.goto("/accounts/second-step/")
    page.get_by_role("link", name="Name the passkey My work telephone").click()
    is_sound(page)
    page.get_by_label("Name of the passkey").fill("Blue key")
    page.get_by_role("button", name="Save name").click()
    page.get_by_role("link", name="Remove the passkey Blue key").click()
    is_sound(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey has been removed.")).to_be_visible()


def test_without_javascript_a_passkey_says_so(page_as, val, settings):
    page = page_as(val, javascript=False)
    page.goto("/accounts/second-step/passkeys/add/")
    expect(page.get_by_text("A passkey needs JavaScript")).to_be_visible()
