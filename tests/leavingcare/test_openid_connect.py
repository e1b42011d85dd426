"""Signing in with an authority's own service: a real provider, run beside the test."""

import json
import re
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from leavingcare import openid_connect
from leavingcare.models import User
from leavingcare.openid_apps import openid_apps, origins_of
from tests.support.clients import FormClient
from tests.support.markup import markup
from tests.support.openid_provider import CLIENT, PASSWORD, SECRET
from tests.support.production import PRODUCTION, ROOT, gunicorn_settings, python
from tests.support.signing_in import LOGIN

pytestmark = pytest.mark.any_database

START = "/accounts/openid/northmoor/login/"
BACK = f"{START}callback/"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def provider(email, *flags):
    """Run a provider whose one person has this email address; give its URL."""
    port = free_port()
    module = "tests.support.openid_provider"
    command = [sys.executable, "-m", module, str(port), f"http://testserver{BACK}"]
    process = subprocess.Popen(
        [*command, email, *flags], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def service():
    """The service of Northmoor, with a person it knows as pat@northmoor.example."""
    with provider("pat@northmoor.example") as url:
        yield url


def entry(url, **more):
    return {
        "id": "northmoor",
        "name": "Northmoor Council",
        "server": url,
        "client_id": CLIENT,
        "secret": SECRET,
        "domains": ["northmoor.example"],
    } | more


@pytest.fixture
def trusting(settings, tmp_path):
    """Let the site trust the service at a URL."""

    def trust(url, **more):
        path = tmp_path / "openid.json"
        path.write_text(json.dumps([entry(url, **more)]))
        settings.OPENID_APPS = openid_apps(path)
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": settings.OPENID_APPS}
        }

    return trust


@pytest.fixture
def pat(db):
    return User.objects.create_user("pat@northmoor.example", "a own", name="Pat")


def at_the_service(url, client):
    """Go to the service, sign in there, and return the URL it sends the person to."""
    browser = requests.Session()
    started = client.post(START)
    assert started.status_code == 302
    page = browser.get(started["Location"])
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    sent = {"csrfmiddlewaretoken": token, "login": "person", "password": PASSWORD}
    done = browser.post(page.url, sent, allow_redirects=False)
    while done.headers["Location"].startswith(("/", url)):
        done = browser.get(
            requests.compat.urljoin(url, done.headers["Location"]),
            allow_redirects=False,
        )
    return done.headers["Location"].removeprefix("http://testserver")


def sign_in_by(url):
    client = FormClient()
    return client, client.get(at_the_service(url, client))


def user_of(client):
    return client.session.get("_auth_user_id")


def test_who_was_invited_signs_in_with_the_work_account(service, trusting, pat):
    trusting(service)
    client, response = sign_in_by(service)
    assert response["Location"] == "/"
    assert user_of(client) == str(pat.pk)
    assert mail.outbox[0].subject == "Your work account signs you in now"
    pat.refresh_from_db()
    assert pat.check_password("a own")
    again, _ = sign_in_by(service)
    assert user_of(again) == str(pat.pk)
    assert SocialAccount.objects.count() == 1


def test_the_service_has_its_own_second_step(
    service, trusting, pat, northmoor, settings
):
    settings.SECOND_STEP = True
    northmoor.memberships.create(user=pat, role="moderator")
    trusting(service)
    client, _ = sign_in_by(service)
    assert client.get("/").status_code == 200


def test_nobody_gets_an_account_by_it(service, trusting, db):
    trusting(service)
    client, response = sign_in_by(service)
    assert response.status_code == 403
    assert "no open account" in markup(response)
    assert user_of(client) is None
    assert not User.objects.filter(email="pat@northmoor.example").exists()


def test_a_closed_account_stays_closed(service, trusting, pat):
    User.objects.filter(pk=pat.pk).update(is_active=False)
    trusting(service)
    client, response = sign_in_by(service)
    assert response.status_code == 403
    assert user_of(client) is None


def test_a_service_opens_no_account_of_another_domain(service, trusting, pat):
    """Else the people of one council's service could sign in as anybody elsewhere."""
    trusting(service, domains=["eastvale.example"])
    client, response = sign_in_by(service)
    assert response.status_code == 403
    assert "did not give us an email address of its own" in markup(response)
    assert user_of(client) is None


def test_an_address_that_the_service_does_not_vouch_for_opens_nothing(trusting, pat):
    with provider("pat@northmoor.example", "--unverified") as url:
        trusting(url)
        client, response = sign_in_by(url)
        assert response.status_code == 403
        assert user_of(client) is None
        trusting(url, is_email_verified=True)  # the operator knows that it does
        client, _ = sign_in_by(url)
        assert user_of(client) == str(pat.pk)


def test_an_answer_nobody_asked_for_is_refused(service, trusting, pat):
    """Else a stranger could sign somebody in as the stranger."""
    trusting(service)
    path = at_the_service(service, FormClient())
    assert "code" in parse_qs(urlsplit(path).query)
    other = FormClient()
    assert other.get(path).status_code == 403
    assert user_of(other) is None


def test_the_answer_is_bound_to_the_browser_that_asked(service, trusting, db):
    trusting(service)
    asked = parse_qs(urlsplit(FormClient().post(START)["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 16


def test_an_answer_works_once(service, trusting, pat):
    trusting(service)
    client = FormClient()
    path = at_the_service(service, client)
    assert client.get(path).status_code == 302
    client.post("/accounts/logout/")
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("query", ["", "?error=access_denied&state=x", "?code=x"])
def test_a_refusal_of_the_service_is_a_page(service, trusting, db, query):
    trusting(service)
    response = FormClient().get(BACK + query)
    assert response.status_code == 403
    assert "did not work, or you stopped it" in markup(response)


def test_a_service_that_is_away_is_a_page(trusting, db):
    trusting(f"http://127.0.0.1:{free_port()}")
    client = FormClient()
    assert "did not work" in markup(client.post(START))
    assert client.get(LOGIN).status_code == 200


@pytest.mark.parametrize("go", ["sign in", "come back"])
def test_a_slow_service_holds_a_few_threads_at_most(service, trusting, db, go):
    """Anybody may start a sign-in, as often as they like."""
    trusting(service)
    with ExitStack() as waiting:
        for _ in range(openid_connect.AT_ONCE):
            waiting.enter_context(openid_connect.places)
        client = FormClient()
        response = client.post(START) if go == "sign in" else client.get(BACK)
        assert response.status_code == 503
        assert "did not work" in markup(response)
        unknown = "/accounts/openid/elsewhere/login/"
        assert client.post(unknown).status_code == 404
    assert client.post(START).status_code == 302


def test_the_threads_left_are_half(monkeypatch, tmp_path):
    served = gunicorn_settings(monkeypatch, tmp_path)
    assert served["threads"] >= 2 * openid_connect.AT_ONCE


def test_an_unknown_service_is_not_found(db):
    assert FormClient().post("/accounts/openid/elsewhere/login/").status_code == 404


def test_the_sign_in_page_offers_it_and_may_lead_there(service, trusting, db):
    assert "work account" not in markup(FormClient().get(LOGIN))
    trusting(service)
    page = markup(FormClient().get(LOGIN))
    assert f'action="{START}"' in page
    assert "Northmoor Council" in page


def test_forms_may_lead_to_the_services_alone(tmp_path):
    path = tmp_path / "openid.json"
    server = "https://login.example.org/a-tenant/v2.0"
    path.write_text(json.dumps([entry(server)]))
    policy = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:]"
    code = f"from leavingcare import settings; print({policy})"
    done = python(code, PRODUCTION | {"OPENID_CONNECT": str(path)})
    assert done.stdout.strip() == "['https://login.example.org']"
    assert origins_of([]) == []


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ("[", "cannot be read"),
        ([{"id": "northmoor"}], "client_id, domains, name, secret, server"),
        ([entry("https://a.example", domains=[])], "domains"),
        ([entry("https://a.example", domain="x")], "domain"),
        ([entry("https://a.example", domains="northmoor.example")], "domains"),
        ([entry("https://a.example", domains=[""])], "domains"),
        ([entry("https://a.example", id="north moor")], "id"),
        ([entry("https://a.example", secret="")], "secret"),
        ([entry("http://a.example")], "server"),
        ([entry("a.example")], "server"),
        ([entry("https://login.microsoftonline.com/common/v2.0")], "server"),
        ([entry("https://login.microsoftonline.com/Organizations/v2.0")], "server"),
        ([entry("https://a.example")] * 2, "same id"),
        ({"id": "northmoor"}, "not a list"),
        (["northmoor"], "not a list"),
    ],
)
def test_a_wrong_file_stops_the_site(tmp_path, entries, complaint):
    path = tmp_path / "openid.json"
    path.write_text(entries if isinstance(entries, str) else json.dumps(entries))
    with pytest.raises(ImproperlyConfigured, match=complaint):
        openid_apps(path)
