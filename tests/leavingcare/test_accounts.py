"""Signing in and out: what works, and what gives nothing away."""

import re
import time
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from leavingcare.accounts import AccountAdapter, minutes_of_a_limit
from leavingcare.models import User
from tests.support.clients import FormClient
from tests.support.markup import markup
from tests.support.signing_in import LOGIN, PASSWORD, message, sign_in


@pytest.fixture
def person(db):
    return User.objects.create_user("pat@example.org", PASSWORD, name="Pat")


def user_of(client):
    return client.session.get("_auth_user_id")


def test_signing_in_leads_home(client, person):
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert user_of(client) == str(person.pk)


def test_an_address_has_one_spelling(client, person):
    assert sign_in(client, email=" PAT@Example.org ").status_code == 302


@pytest.mark.parametrize("email", ["pat@example.org", "nobody@example.org"])
def test_wrong_password_and_unknown_address_read_the_same(client, person, email):
    response = sign_in(client, email, "wrong")
    assert response.status_code == 422
    assert message(response) == ["Email address or password not recognised"]
    assert "wrong" not in markup(response)
    assert user_of(client) is None


def test_empty_form_says_what_to_enter(client, db):
    response = client.post(LOGIN, {"login": "", "password": ""})
    assert response.status_code == 422
    assert message(response) == ["Enter your email address", "Enter your password"]


def test_null_character_is_an_error_not_a_fault(client, db):
    assert sign_in(client, "a\0b@example.org", "x\0y").status_code == 422


@pytest.mark.parametrize("email", ["pat@example.org", "nobody@example.org"])
def test_guessing_is_throttled_alike_for_known_and_unknown(client, person, email):
    answers = [message(sign_in(client, email, f"guess {n}")) for n in range(6)]
    assert answers[:5] == [["Email address or password not recognised"]] * 5
    throttled = ["There have been too many attempts. Wait 5 minutes, then try again"]
    assert answers[5] == throttled
    assert message(sign_in(client, email, PASSWORD)) == throttled


def test_the_message_says_how_long_the_limit_lasts(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "9/2m/ip,3/10m/key"}
    assert minutes_of_a_limit("login_failed") == 10


def test_throttling_one_person_leaves_others_alone(client, person):
    User.objects.create_user("kim@example.org", PASSWORD, name="Kim")
    for n in range(6):
        sign_in(client, password=f"guess {n}")
    assert sign_in(client, "kim@example.org").status_code == 302


def test_a_stranger_elsewhere_locks_nobody_out(client, person):
    stranger = FormClient(REMOTE_ADDR="203.0.113.9")
    for n in range(6):
        answer = message(sign_in(stranger, password=f"guess {n}"))
    assert answer == [
        "There have been too many attempts. Wait 5 minutes, then try again"
    ]
    assert sign_in(stranger).status_code == 422
    assert sign_in(client).status_code == 302


def test_sixty_people_sign_in_at_once_from_one_address(db):
    """A meeting begins; every fourth mistypes first."""
    for n in range(60):
        email = f"person{n}@example.org"
        User.objects.create_user(email, PASSWORD, name=f"Person {n}")
    answers = []
    for n in range(60):
        each = FormClient()
        if n % 4 == 0:
            assert sign_in(each, f"person{n}@example.org", "wrong").status_code == 422
        answers.append(sign_in(each, f"person{n}@example.org").status_code)
    assert answers == [302] * 60


def test_a_busy_server_counts_late_and_does_not_refuse(client, person, monkeypatch):
    """Somebody else on the same network is being counted for three seconds."""
    now = [1000.0]
    add = DatabaseCache.add

    def sleep(seconds):
        now[0] += seconds

    def added(*args, **kwargs):
        return now[0] > 1003 and add(*args, **kwargs)

    monkeypatch.setattr(DatabaseCache, "add", added)
    clock = SimpleNamespace(monotonic=lambda: now[0], sleep=sleep, time=time.time)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", clock)
    assert sign_in(client).status_code == 302
    assert now[0] > 1003


def test_trying_one_password_on_many_accounts_is_throttled(client, person):
    for n in range(60):
        sign_in(client, f"person{n}@example.org", "Password1!")
    assert user_of(client) is None
    assert sign_in(client).status_code == 422
    assert sign_in(FormClient(REMOTE_ADDR="203.0.113.9")).status_code == 302


def guess(email, address):
    """Begin a sign-in with a wrong password, as the form does; whether it may be."""
    request = RequestFactory(REMOTE_ADDR=address).post(LOGIN)
    try:
        AccountAdapter().pre_authenticate(request, email=email)
    except ValidationError:
        return False
    return True


def test_lockouts_outlive_nine_hundred_others(db):
    locked = [(f"person{n}@example.org", f"203.0.113.{n}") for n in range(10)]
    for one in locked:
        assert [guess(*one) for _ in range(6)] == [True] * 5 + [False]
    for n in range(900):
        guess(f"other{n}@example.org", f"10.0.{n // 250}.{n % 250}")
    assert [guess(*one) for one in locked] == [False] * 10


def test_too_many_of_anything_has_a_page_of_ours(client, person):
    statuses = [client.post(LOGIN, {}).status_code for _ in range(121)]
    assert statuses == [422] * 120 + [429]
    page = client.post(LOGIN, {})
    assert "<title>Too many attempts - " in markup(page)


def test_signing_in_changes_the_session(client, person):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies = SimpleCookie({"sessionid": session.session_key})
    sign_in(client)
    assert user_of(client) == str(person.pk)
    assert client.session.session_key != session.session_key
    planted = FormClient()
    planted.cookies = SimpleCookie({"sessionid": session.session_key})
    assert user_of(planted) is None


def test_signing_out_takes_a_post_and_ends_the_session(client, person):
    sign_in(client)
    stolen = FormClient()
    stolen.cookies = SimpleCookie({"sessionid": client.session.session_key})
    assert client.get("/accounts/logout/").status_code == 200
    assert user_of(client) == str(person.pk)
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert user_of(client) is None
    assert user_of(stolen) is None


@pytest.mark.parametrize("path", [LOGIN, "/accounts/logout/"])
def test_forged_form_is_refused(person, path):
    client = FormClient(enforce_csrf_checks=True)
    client.force_login(person)
    response = client.post(path, "x=1", "application/x-www-form-urlencoded")
    assert response.status_code == 403
    assert user_of(client) == str(person.pk)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_only_get_and_post_are_taken(client, person, method):
    assert getattr(client, method)(LOGIN).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/x/", "login/code/confirm/"]
    + ["social/signup/", "3rdparty/", "login/code/", ""],
)
def test_there_is_no_other_way_in(client, person, path):
    client.force_login(person)
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"email": "x@a.org"}).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "target",
    [
        "https://example.net/",
        "//example.net/",
        "///example.net/",
        "/\\example.net",
        "\\\\example.net",
        "http:example.net",
        "http:///example.net",
        "https:/\\example.net",
        "javascript:alert(1)",
        "data:text/html,x",
        "\thttps://example.net",
        " //example.net",
        "/\t/example.net",
        "http://testserver@example.net/",
        "http://testserver.example.net/",
        "/x\r\nSet-Cookie: a=b",
    ],
)
def test_signing_in_stays_on_the_site(client, person, target):
    response = client.post(
        LOGIN, {"login": "pat@example.org", "password": PASSWORD, "next": target}
    )
    assert response.status_code == 302
    assert re.match(r"/(?![/\\\t])", response["Location"])
    assert "\n" not in response["Location"]
    assert "a" not in response.cookies


def test_signing_in_leads_on_to_where_one_was_going(client, person):
    asked = client.get("/frameworks/")
    assert asked["Location"] == "/accounts/login/?next=/frameworks/"
    page = markup(client.get(asked["Location"]))
    assert '<input type="hidden" name="next" value="/frameworks/">' in page
    response = sign_in(client, where=asked["Location"])
    assert response["Location"] == "/frameworks/"


def test_closed_account_cannot_sign_in_and_its_session_ends(client, person):
    sign_in(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/frameworks/").status_code == 302
    assert sign_in(FormClient(), password="wrong").status_code == 422
    response = sign_in(FormClient())
    assert response.status_code in {302, 422}
    assert response.get("Location", "/accounts/inactive/") == "/accounts/inactive/"
