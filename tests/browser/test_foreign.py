"""A form of another site's page, sent with somebody's session, leads to nothing.

A page of ours whose token is too old still gives back what it sent, in one click.
"""

import pytest
from playwright.sync_api import expect

from assessments.models import Invitation

from .conftest import TIMEOUT, session_cookie
from .sound import assert_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INVITE = "/authorities/northmoor/people/invite/"
FORGED = """<!doctype html><form method="post" action="{address}">
<input name="emails" value="stranger@example.org"><input name="role" value="moderator">
<button>Win a prize</button></form>"""


@pytest.fixture
def victim(browser, live_server, mo):
    """Mo's browser, in which the pages of other sites are forged forms."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(TIMEOUT)
    context.add_cookies([session_cookie(mo, live_server.url)])
    forged = FORGED.format(address=live_server.url + INVITE)
    for site in ["http://other.example/", "http://localhost:9/"]:
        context.route(
            site, lambda route: route.fulfill(body=forged, content_type="text/html")
        )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("site", ["http://other.example/", "http://localhost:9/"])
def test_a_forged_form_offers_nothing(victim, site):
    victim.goto(site)
    victim.get_by_role("button", name="Win a prize").click()
    for _ in range(2):
        expect(victim.locator("h1")).to_have_text("Nothing has been saved")
        assert victim.locator("form, input, button").count() == 0
        assert "stranger" not in victim.content()
        victim.reload()
    assert not Invitation.objects.exists()


def test_a_page_with_an_old_token_is_sent_again_in_one_click(victim):
    victim.goto("/authorities/northmoor/people/")
    victim.get_by_label("Email addresses").fill("pat@example.org")
    victim.context.clear_cookies(name="csrftoken")
    victim.get_by_role("button", name="Invite", exact=True).click()
    expect(victim.locator("h1")).to_contain_text("This page was out of date")
    victim.get_by_role("button", name="Send again").click()
    expect(victim.locator("h1")).to_have_text("1 person invited")
    assert Invitation.objects.get().email == "pat@example.org"


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_that_ends_a_forgery(victim, axe, sticks_out, width):
    victim.set_viewport_size({"width": width, "height": 900})
    victim.goto("http://other.example/")
    victim.get_by_role("button", name="Win a prize").click()
    expect(victim.locator("h1")).to_have_text("Nothing has been saved")
    assert_sound(victim, axe, sticks_out)
