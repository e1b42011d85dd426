"""The sessions of a person, and the emails about their account."""

import pytest
from django.core import mail

from assessments.workflow import inviting
from leavingcare.models import AccountEvent, User
from leavingcare.templatetags.sessions import browser
from tests.support.clients import FormClient
from tests.support.markup import markup
from tests.support.signing_in import PASSWORD, sign_in

SESSIONS = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0"
)


@pytest.fixture
def person(db):
    return User.objects.create_user("pat@example.org", PASSWORD, name="Pat")


def signed_in(browser=f"{FIREFOX}150.0"):
    client = FormClient(headers={"user-agent": browser})
    sign_in(client)
    return client


def test_sessions_are_listed_and_the_others_ended(person):
    here, elsewhere = signed_in(), signed_in(IPHONE)
    page = markup(here.get(SESSIONS))
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("(this browser)") == 1
    here.post(SESSIONS)
    assert elsewhere.get("/").status_code == 302
    assert here.get("/").status_code == 200
    page = markup(here.get(SESSIONS))
    assert "You are signed in nowhere else" in page
    assert "Safari on iPhone" not in page


def test_nobody_sees_or_ends_the_sessions_of_others(person, mo):
    mo.set_password(PASSWORD)
    mo.save()
    other = FormClient(headers={"user-agent": EDGE})
    sign_in(other, mo.email)
    here = signed_in()
    assert "Edge" not in markup(here.get(SESSIONS))
    here.post(SESSIONS)
    assert other.get("/").status_code == 200


def test_an_email_tells_of_a_browser_new_to_the_account(person):
    signed_in()
    assert mail.outbox == []  # the first of all
    signed_in(f"{FIREFOX}151.0")
    assert mail.outbox == []  # a newer version
    signed_in(IPHONE)
    (letter,) = mail.outbox
    assert letter.to == ["pat@example.org"]
    assert letter.subject == "You signed in with another browser"
    assert "/accounts/password/reset/" in letter.body
    assert "Mozilla" not in letter.body
    signed_in(IPHONE)
    assert len(mail.outbox) == 1


def test_a_change_of_the_password_is_told_and_noted(person):
    client = signed_in()
    new = "quite different 83"
    names = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/password/change/", names)
    (letter,) = mail.outbox
    assert letter.subject == "Your password has been changed"
    assert new not in letter.body
    kinds = list(AccountEvent.objects.values_list("kind", flat=True))
    assert kinds == ["password", "signed_in"]
    page = markup(client.get(SESSIONS))
    assert "changed the password" in page
    assert "You are signed in nowhere else" in page


def test_joining_is_a_session_too(northmoor, mo):
    _, token = inviting.invite(
        authority=northmoor, email="new@example.org", role="contributor", by=mo
    )
    client = FormClient(headers={"user-agent": EDGE})
    client.post(f"/invitations/{token}/", {"name": "New", "password": PASSWORD})
    assert "Edge on Windows" in markup(client.get(SESSIONS))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("", "Another browser"),
        ("<script>", "Another browser"),
    ],
)
def test_a_browser_is_named_in_words(name, words):
    assert browser(name) == words
