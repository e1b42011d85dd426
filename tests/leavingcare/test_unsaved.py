"""The pages after an error: they return what was typed, and reveal nothing."""

import contextlib
import json
import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve

from assessments.workflow import drafting
from leavingcare import errors, unsaved
from tests.support.clients import FORM, FormClient, client_of
from tests.support.faulty import check_headers
from tests.support.markup import markup, without_layout

ACCEPT = {"accept": "application/json"}
LOGIN = "/accounts/login/"
TYPED = "Under 18s are <b>never</b> placed in B&B.\r\nSee the protocol."


def send_again(page):
    """Return the fields of the page's one form, as a browser would send them."""
    html = markup(page)
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return dict(inputs)


@pytest.mark.parametrize("kind", ["away", "gone"])
def test_database_away_gives_the_text_back(patient, faulty, kind):
    response = patient.post(f"/fail/{kind}/?a=1&b=2", {"evidence": TYPED})
    page = markup(response)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert 'action="/fail/' + kind + '/?a=1&amp;b=2"' in page
    assert page.count("Under 18s are &lt;b&gt;never&lt;/b&gt; placed in B&amp;B.") == 2
    assert "pat@example.org" not in page


def test_database_away_before_any_view_gives_the_text_back(
    patient, faulty, monkeypatch
):
    def away(self):
        raise OperationalError("no connection")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    response = patient.post("/echo/", {"evidence": TYPED})
    assert response.status_code == 503
    assert "Under 18s are" in markup(response)
    check_headers(response)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_database_that_only_reads_gives_the_text_back(assessment, mo):
    client = client_of(mo)
    session = "SET SESSION CHARACTERISTICS AS TRANSACTION READ"
    with connection.cursor() as cursor:
        cursor.execute(f"{session} ONLY")
        response = client.post(
            f"/assessments/{assessment.pk}/cover/", {"how_completed": TYPED}
        )
        cursor.execute(f"{session} WRITE")
    assert response.status_code == 503
    assert "Under 18s are" in markup(response)


def test_database_away_on_reading_offers_another_try(patient, faulty):
    page = markup(patient.get("/fail/away/?a=1"))
    assert "<form" not in page
    assert 'href="/fail/away/?a=1">Try again' in page


def test_refusal_gives_its_reason_and_the_text_back(patient, faulty):
    response = patient.post("/fail/refused/", {"evidence": TYPED})
    page = markup(response)
    assert response.status_code == 409
    assert "The assessment has been submitted, so nothing can change." in page
    assert "Under 18s are" in page


def test_bug_gives_the_text_back_and_shows_nothing_of_itself(patient, faulty):
    response = patient.post("/fail/bug/", {"evidence": TYPED})
    page = markup(response)
    assert response.status_code == 500
    again = send_again(response)["evidence"]
    assert again.startswith("Under 18s are &lt;b&gt;never&lt;/b&gt; placed")
    assert again.endswith("See the protocol.")
    assert "secret" not in page
    assert "Traceback" not in page


def test_bug_tells_the_script_that_nothing_was_saved(patient, faulty):
    response = patient.post("/fail/bug/", {"evidence": TYPED}, headers=ACCEPT)
    assert response.status_code == 500
    assert response.json()["saved"] is False
    assert response.json()["reason"] == "away"


def test_bug_gives_no_other_site_its_form_back(patient, faulty):
    response = patient.post(
        "/fail/bug/", {"evidence": TYPED}, HTTP_SEC_FETCH_SITE="cross-site"
    )
    assert response.status_code == 500
    assert "Under 18s" not in markup(response)


def test_a_bug_in_telling_of_a_bug_still_ends_in_a_page(patient, faulty, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError

    monkeypatch.setattr(errors, "kept_page", fail)
    response = patient.post("/fail/bug/", {"evidence": TYPED})
    assert response.status_code == 500
    assert "What you were doing may not have been saved." in markup(response)


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [("away", 503, "away"), ("refused", 409, "refused")],
)
def test_the_pages_own_script_is_answered_in_json(
    patient, faulty, kind, status, reason
):
    response = patient.post(
        f"/fail/{kind}/", {"evidence": TYPED}, headers={"accept": "application/json"}
    )
    assert response.status_code == status
    answer = json.loads(response.content)
    assert (answer["saved"], answer["reason"]) == (False, reason)


def test_signed_out_person_gets_the_text_back(client, faulty, db):
    response = client.post("/echo/", {"evidence": TYPED})
    page = markup(response)
    assert response.status_code == 401
    assert "Under 18s are" in page
    assert f'href="{LOGIN}" target="_blank"' in page
    check_headers(response)


def test_a_few_words_are_shown_as_readily_as_many(client, faulty, db):
    sent = {"evidence": "We meet.", "ideas": "", "rating": "4"}
    shown, folded = markup(client.post("/echo/", sent)).split("<details")
    assert '<h3 class="govuk-heading-s">Evidence</h3>' in shown
    assert "We meet." in shown
    assert "Rating" not in shown
    assert ("Rating" in folded, "Ideas" in folded) == (True, True)


def test_a_form_of_before_a_sign_in_is_shown_and_can_be_sent_again(val, faulty):
    client = FormClient(enforce_csrf_checks=True)
    client.force_login(val)
    stale = {"csrfmiddlewaretoken": "x" * 64, "evidence": "See 7h", "rating": "3"}
    body = "&".join(f"{name}={value}" for name, value in stale.items())
    first = client.post("/echo/", body, FORM)
    assert first.status_code == 403
    check_headers(first)
    fields = send_again(first)
    token = fields.pop("csrfmiddlewaretoken")
    assert token != "x" * 64
    fields.pop("offered")
    assert fields == {"evidence": "See 7h", "rating": "3"}
    body = f"csrfmiddlewaretoken={token}&evidence=See+7h&rating=3"
    second = client.post("/echo/", body, FORM)
    assert (second.status_code, second.content) == (200, b"See 7h")


@pytest.fixture
def offer(faulty, db):
    """Return what the page of somebody who was signed out sends, with an old token."""
    client = FormClient(enforce_csrf_checks=True)
    page = client.post("/echo/", {"csrfmiddlewaretoken": "x" * 32, "evidence": "See"})
    assert page.status_code == 403  # before anything else, as the token is nobody's
    return send_again(page) | {"csrfmiddlewaretoken": "y" * 32}


def sent(val, fields, url="/echo/", **headers):
    client = FormClient(enforce_csrf_checks=True, headers=headers)
    client.force_login(val)
    return client.post(url, fields).status_code


def test_after_a_sign_in_it_is_sent_again_once(val, offer):
    assert sent(val, offer) == 200
    assert sent(val, offer | {"offered": ""}) == 403
    assert sent(val, offer | {"offered": offer["offered"][:-1] + "-"}) == 403
    assert sent(val, offer, url="/echo/?other") == 403


def test_no_other_page_can_use_the_offer(val, offer):
    for headers in FOREIGN:
        client = Client(enforce_csrf_checks=True, headers=headers)
        client.cookies = client_of(val).cookies
        assert client.post("/echo/", urlencode(offer), FORM).status_code == 403


def test_an_offer_lasts_as_long_as_a_session(val, offer, settings):
    settings.SESSION_COOKIE_AGE = -1
    assert sent(val, offer) == 403


# What another site's page sent

OURS, OTHER, BESIDE = "http://testserver", "https://evil.example", "http://x.testserver"
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
    {"Sec-Fetch-Site": "same-origin", "Origin": OTHER},
    {"Sec-Fetch-Site": "none", "Origin": "null"},
    {"Sec-Fetch-Site": ""},
    {"Origin": OTHER},
    {"Origin": BESIDE},
    {"Origin": "null"},
    {"Origin": "https://testserver"},
    {"Origin": f"{OURS}:8000"},
    {"Origin": OTHER, "Referer": f"{OURS}/"},
    {"Referer": f"{OTHER}/{OURS}/"},
    {"Referer": f"{OURS}.evil.example/"},
]
OUR_OWN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
    {"Sec-Fetch-Site": "none", "Origin": OURS},
    {"Origin": OURS},
    {"Origin": OURS, "Referer": f"{OURS}/a/"},
    {"Sec-Fetch-Site": "none", "Referer": f"{OURS}/a/"},
    {"Referer": f"{OURS}/a/"},
]


def away_at_once(monkeypatch):
    """Let the database be away before the token is checked."""

    def away(self):
        raise OperationalError("no connection")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)


def answers_to(monkeypatch, val, headers):
    """Return every page that gives back what a request sent, with its status."""
    signed_in = Client(headers=headers, raise_request_exception=False)
    signed_in.cookies = client_of(val).cookies
    strict = Client(
        headers=headers, enforce_csrf_checks=True, raise_request_exception=False
    )
    sent = [
        (strict, "/echo/", 403),  # the token is missing
        (strict, LOGIN, 403),
        (Client(headers=headers), "/echo/", 401),  # signed out
        (signed_in, "/fail/refused/", 409),
        (signed_in, "/fail/away/", 503),
        (signed_in, "/fail/forbidden/", 403),
        (signed_in, "/nothing/here/", 404),
    ]
    pages = [
        (client.post(address, "role=moderator&evidence=Forged", FORM), status)
        for client, address, status in sent
    ]
    away_at_once(monkeypatch)
    response = signed_in.post("/echo/", "role=moderator&evidence=Forged", FORM)
    return [*pages, (response, 503)]


@pytest.mark.parametrize("headers", FOREIGN)
def test_nothing_a_foreign_page_sent_is_shown_or_offered(
    val, faulty, monkeypatch, headers
):
    for response, status in answers_to(monkeypatch, val, headers):
        page = markup(response)
        assert response.status_code == status
        assert "Nothing has been saved</h1>" in page
        assert [part for part in ["<form", "<input", "<button"] if part in page] == []
        assert [text for text in ["Forged", "moderator"] if text in page] == []
        assert "csrftoken" not in response.cookies
        check_headers(response)


def test_a_file_a_foreign_page_sent_is_not_asked_for_again(client, faulty, db):
    headers = {"Sec-Fetch-Site": "cross-site"}
    for address in ["/echo-file/", "/echo-files/"]:
        client = Client(headers=headers, enforce_csrf_checks=True)
        page = markup(client.post(address, {"evidence": "Forged"}))
        assert "Nothing has been saved</h1>" in page
        assert "choose the file again" not in page


@pytest.mark.parametrize("headers", OUR_OWN)
def test_what_our_own_page_sent_can_be_sent_again(val, faulty, monkeypatch, headers):
    offered = [
        (status, "Send again</button>" in markup(response))
        for response, status in answers_to(monkeypatch, val, headers)
        if b"Forged" in response.content
    ]
    assert offered == [
        (403, True),
        (403, True),
        (401, True),
        (409, False),  # a refusal leads to where it can be done now
        (503, True),
        (403, False),  # what is not theirs is only to be copied
        (404, False),
        (503, True),
    ]


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}])
def test_what_a_browser_says_nothing_of_is_only_to_be_copied(
    val, faulty, monkeypatch, headers
):
    says_why = []
    for response, status in answers_to(monkeypatch, val, headers):
        page = markup(response)
        assert response.status_code == status
        assert "Forged" in page
        assert [part for part in ["<form", "<input", "<button"] if part in page] == []
        assert "csrftoken" not in response.cookies
        says_why.append("did not tell us which page sent this" in page)
    # Not of a refusal, which could not be sent again at all, or of what is not theirs.
    assert says_why == [True, True, True, False, True, False, False, True]


def test_no_password_is_ever_given_back(db):
    client = FormClient(enforce_csrf_checks=True)
    body = "login=pat%40example.org&password=hunter22&password1=a1b2c3&oldpassword=d4e5"
    page = markup(client.post(LOGIN, body, FORM))
    assert "pat@example.org" in page
    assert [secret for secret in ["hunter22", "a1b2c3", "d4e5"] if secret in page] == []


def test_kept_page_needs_no_database():
    request = RequestFactory().post("/x/", f"evidence={TYPED[:9]}", FORM)
    request.user = AnonymousUser()
    response = unsaved.kept_page(
        request, status=503, code="away", title="<T>", what_to_do="<W>", sign_in=True
    )
    page = markup(response)
    assert '<h1 class="govuk-heading-l">&lt;T&gt;</h1>' in page
    assert "&lt;W&gt;" in page


@pytest.mark.parametrize("name", ["400", "403", "404", "409", "429", "500", "503"])
def test_error_pages_need_no_context(name):
    page = without_layout(render_to_string(f"errors/{name}.html"))
    assert page.count("<h1") == 1
    assert " - Leaving care self-assessment</title>" in page


def test_error_page_gives_its_reason_as_text():
    page = render_to_string("errors/409.html", {"reason": "<Already> submitted"})
    assert "&lt;Already&gt; submitted" in page


def test_many_requests_page():
    assert errors.too_many(RequestFactory().get("/")).status_code == 429


@pytest.mark.parametrize(
    ("path", "name", "words"),
    [
        ("/assessments/1/groups/2/areas/7/", "h-evidence", "Evidence for 7h"),
        ("/assessments/1/groups/2/areas/7/", "score-global_score", "Score for area 7"),
        ("/assessments/1/moderation/7/h/", "7h-rationale", "Reason for 7h"),
        ("/assessments/1/scores/", "area-7-note", "Note for area 7"),
        ("/assessments/1/cover/", "who_was_involved", "Who was involved"),
        ("/assessments/1/moderation/7/h/", "7h-seen", ""),
        ("/assessments/1/moderation/7/h/", "go", ""),
        ("/nowhere/", "h-evidence", "Evidence for h"),
    ],
)
def test_what_was_sent_has_the_names_people_know(rf, path, name, words):
    request = rf.post(path, {name: "x"})
    with contextlib.suppress(Resolver404):
        request.resolver_match = resolve(path)
    assert unsaved.typed(request) == [(name, "x", False, words)]


def test_a_refusal_shows_no_name_of_the_machine(assessment, housing, cass, mo):
    draft = housing.drafts.get(area__number=7)
    drafting.hand_in(draft=draft, by=cass)
    sent = {"h-seen": "0", "h-evidence": TYPED, "h-rating": "3", "save": "h"}
    url = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"
    page = markup(client_of(cass).post(url, sent))
    assert "Evidence for 7h" in page
    assert "Rating for 7h" in page
    assert "h-seen</dt>" not in page
    assert "h-evidence</" not in page


@pytest.mark.parametrize(
    ("sent", "headings"),
    [
        ({"seen": "{}"}, []),
        ({"score": "7"}, ["What you typed", "Everything you sent"]),
        ({"evidence": TYPED}, ["What you typed", "Evidence"]),
    ],
)
def test_nothing_typed_has_no_heading(patient, faulty, sent, headings):
    page = markup(patient.post("/fail/away/", sent))
    found = ["What you typed", "Everything you sent", "Evidence"]
    assert [each for each in found if each in page.split("<form")[0]] == headings
