"""Passwords: forgotten, reset by a link, changed."""

import re
import time
from types import SimpleNamespace

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError

from leavingcare.models import User
from tests.support.clients import FormClient
from tests.support.markup import markup
from tests.support.signing_in import PASSWORD, message, sign_in

RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
OTHER = "quite different 83"


@pytest.fixture
def person(db):
    return User.objects.create_user("pat@example.org", PASSWORD, name="Pat")


def ask_for_reset(client, email="pat@example.org", **extra):
    return client.post(RESET, {"email": email}, **extra)


def link_in_mail():
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.outbox[-1].body)[1]


def choose_password(client, link, password=OTHER):
    page = client.get(link)
    form = client.get(page["Location"])
    action = re.search(r'action="(/accounts/password/reset/[^"]*)"', str(form.content))
    return client.post(action[1], {"password1": password, "password2": password})


def test_reset_reads_the_same_for_known_and_unknown_and_mails_only_the_known(
    client, person
):
    known = ask_for_reset(client)
    assert [letter.to for letter in mail.outbox] == [["pat@example.org"]]
    unknown = ask_for_reset(client, "nobody@example.org")
    assert len(mail.outbox) == 1
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"] == "/accounts/password/reset/done/"
    assert client.get(known["Location"]).status_code == 200


@pytest.mark.parametrize("email", ["pat@example.org", "nobody@example.org"])
def test_nobody_is_sent_hundreds_of_links(client, person, monkeypatch, email):
    """A stranger could have five sent each minute, all day."""
    now = [time.time()]
    clock = SimpleNamespace(
        monotonic=time.monotonic, sleep=time.sleep, time=lambda: now[0]
    )
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", clock)
    statuses = []
    for _ in range(22):
        statuses.append(ask_for_reset(client, email).status_code)
        now[0] += 61
    assert statuses == [302] * 20 + [429] * 2
    assert len(mail.outbox) == (20 if email == person.email else 0)
    assert "open the newest email" in markup(ask_for_reset(client, email))
    now[0] += 60 * 60
    assert ask_for_reset(client, email).status_code == 302


def test_who_is_refused_another_link_has_one_that_works(settings):
    per_hour = settings.ACCOUNT_RATE_LIMITS["reset_password"].split(",")[-1]
    assert per_hour == "20/h/key"
    assert settings.PASSWORD_RESET_TIMEOUT == 60 * 60


def test_reset_mail_is_plain_and_leads_to_our_own_site(client, person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask_for_reset(client, headers={"host": "example.net"})
    letter = mail.outbox[0]
    assert letter.subject == "Reset your password for the leaving care self-assessment"
    assert letter.alternatives == []
    assert "example.net" not in letter.body
    assert letter.body.count("http") == 1
    assert "&" not in letter.body
    assert link_in_mail().startswith("/accounts/password/reset/key/")


def test_reset_link_sets_the_password_once(client, person):
    ask_for_reset(client)
    link = link_in_mail()
    done = choose_password(client, link)
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert "Your password has been changed" in markup(client.get(done["Location"]))
    assert sign_in(FormClient()).status_code == 422
    assert sign_in(FormClient(), password=OTHER).status_code == 302
    again = FormClient().get(link)
    assert "This link no longer works" in markup(again)


@pytest.mark.parametrize("spoiled", ["1-abc-def", "zzzzzz-abc-def", "1-set-password"])
def test_spoiled_reset_link_says_so(client, person, spoiled):
    page = markup(client.get(f"/accounts/password/reset/key/{spoiled}/"))
    assert "This link no longer works" in page


def test_reset_link_dies_with_another_change_of_the_password(client, person):
    ask_for_reset(client)
    person.set_password(OTHER)
    person.save()
    page = markup(client.get(link_in_mail()))
    assert "This link no longer works" in page


def test_reset_link_dies_after_an_hour(client, person, monkeypatch):
    ask_for_reset(client)
    when = "django.contrib.auth.tokens.PasswordResetTokenGenerator._num_seconds"
    monkeypatch.setattr(when, lambda self, moment: 10**10)
    page = markup(client.get(link_in_mail()))
    assert "This link no longer works" in page


def test_reset_ends_every_session(client, person):
    sign_in(client)
    other = FormClient()
    ask_for_reset(other)
    choose_password(other, link_in_mail())
    assert (
        client.get("/frameworks/")["Location"] == "/accounts/login/?next=/frameworks/"
    )


def test_change_ends_the_other_sessions_and_renews_this_one(client, person):
    sign_in(client)
    before = client.session.session_key
    other = FormClient()
    sign_in(other)
    response = client.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    )
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session.session_key != before
    assert client.get("/frameworks/").status_code == 200
    assert other.get("/frameworks/").status_code == 302


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("wrong", OTHER, OTHER), ["Current password not recognised"]),
        ((PASSWORD, OTHER, ""), ["Enter the new password again"]),
        (
            (PASSWORD, "password", "password"),  # and everybody's first guess
            ["Password must be 12 characters or more"],
        ),
        ((PASSWORD, OTHER, PASSWORD), ["Enter the same new password again"]),
        (
            (PASSWORD, "pat@example.org", "pat@example.org"),
            ["Choose a password that is not like your name or email address"],
        ),
        (
            (PASSWORD, "1qaz2wsx3edc", "1qaz2wsx3edc"),
            ["Choose a password that is harder to guess"],
        ),
    ],
)
def test_change_says_what_is_wrong(client, person, fields, expected):
    client.force_login(person)
    names = ["oldpassword", "password1", "password2"]
    response = client.post(CHANGE, dict(zip(names, fields, strict=True)))
    assert response.status_code == 422
    assert message(response) == expected
    assert authenticate(None, email="pat@example.org", password=PASSWORD) == person


@pytest.mark.parametrize(
    "password",
    ["a long walk by the river " * 4, "four words and \U0001f600", "  spaced out  "],
)
def test_long_and_odd_passwords_work(client, person, password):
    ask_for_reset(client)
    choose_password(client, link_in_mail(), password)
    assert sign_in(FormClient(), password=password).status_code == 302


def test_somebody_without_a_password_gets_one_by_a_link(client, db):
    person = User.objects.create_user("new@example.org", name="New")
    client.force_login(person)
    assert client.get(CHANGE)["Location"] == "/accounts/password/set/"
    assert client.get("/accounts/password/set/")["Location"] == RESET


def test_confirming_asks_for_the_password(client, person):
    client.force_login(person)
    page = client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert page.status_code == 422
    assert message(page) == ["Password not recognised"]
    assert "Confirm it is you" in markup(page)


@pytest.mark.parametrize(
    "guessable",
    [
        "123456789012",
        "qwertyuiopas",
        "aaaaaaaaaaaa",
        "leavingcare1",
        "CoramVoice2026!",
        "passwordpassword",
        "Password1!23",
        "P@ssw0rdP@ssw0rd",
        "iloveyou12345",
    ],
)
def test_what_is_guessed_first_is_refused(guessable):
    with pytest.raises(ValidationError) as refused:
        validate_password(guessable)
    assert refused.value.messages == ["Choose a password that is harder to guess"]


@pytest.mark.parametrize(
    "good",
    [
        "three dull words 71",
        "correct horse battery",
        "xK9#vQ2$mL5n",
        "ein spätes Frühstück im Mai",
        "🦊 lantern 🦊 gravel",
        "a sentence that is far longer than anybody asked for, " * 20,
    ],
)
def test_length_is_all_that_is_asked(good):
    validate_password(good)
