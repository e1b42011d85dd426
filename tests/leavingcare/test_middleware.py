"""The rules for every request: encodings, headers, the length of a session."""

from io import BytesIO

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from leavingcare import middleware
from leavingcare.long_forms import LONG, MOST_TAKEN_IN, TakenIn
from leavingcare.unsaved import typed
from tests.support import clients
from tests.support.clients import FORM, FormClient, client_of
from tests.support.faulty import check_headers
from tests.support.markup import markup
from tests.support.signing_in import PASSWORD, sign_in


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/accounts/logout/", 200),
        ("/nowhere/", 404),
        ("/frameworks/", 302),
        ("/?x=%00", 400),
        ("/accounts/login/%00", 400),
        ("/fail/bug/", 500),
        ("/fail/away/", 503),
        ("/fail/gone/", 503),
        ("/fail/refused/", 409),
    ],
)
def test_every_page_has_the_headers(patient, client, faulty, path, status):
    by = client if path == "/frameworks/" else patient
    response = by.get(path)
    assert (response.status_code, by.get(path).status_code) == (status, status)
    check_headers(response)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("evidence=caf%C3%A9+%F0%9F%98%80", FORM, 200),
        ("evidence=caf%C3%A9", FORM + "; charset=UTF-8", 200),
        ("evidence=caf\u00e9".encode(), FORM + "; charset=utf8", 400),
        ("evidence=%ff%fe", FORM, 400),
        (b"evidence=\xff", FORM, 400),
        ("evidence=%ED%A0%80", FORM, 400),
        ("evidence=x", FORM + "; charset=utf-16", 400),
        ("evidence=x", FORM + "; charset=latin-1", 400),
        ("evidence=x", FORM + "; charset=nonsense", 400),
        ('{"evidence": "x"}', "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("evidence=x", "text/plain", 400),
        ("--b\r\nbroken", "multipart/form-data; boundary=b", 400),
        ("broken", "multipart/form-data", 400),
        ("&".join(f"f{n}=1" for n in range(2000)), FORM, 400),
        ("evidence=" + "x" * (3 * 1024 * 1024), FORM, 400),
    ],
)
def test_only_sound_forms_of_bearable_size_are_read(
    patient, faulty, body, content_type, status
):
    body = body if isinstance(body, bytes) else body.encode()
    response = patient.generic("POST", "/echo/", body, content_type)
    assert response.status_code == status
    check_headers(response)


def test_what_is_sound_arrives_as_sent(patient, faulty):
    text = "caf\u00e9 \U0001f600 +%&=\n"
    assert patient.post("/echo/", {"evidence": text}).content.decode() == text


JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=b"
TEXT = 'Content-Disposition: form-data; name="évidence"\r\n\r\ncafé'.encode()
FILE = (
    b'Content-Disposition: form-data; name="file"; filename="f.docx"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n\xff\xfe"
)
NAMED = b"Content-Disposition: form-data; name=%s\r\n\r\n%s"


def parts(*given, end=b"--b--\r\n"):
    """Return the body of a form with a file."""
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in given) + end


def test_a_view_that_takes_a_file_gets_it_as_sent(patient, faulty):
    response = patient.generic("POST", "/echo-file/", parts(TEXT, FILE), MULTIPART)
    assert response.content.decode() == "caféÿþ"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (parts(NAMED % (b'"evidence"', b"\xff")), MULTIPART),
        (parts(NAMED % (b'"\xff"', b"x"), FILE), MULTIPART),
        (parts(FILE.replace(b"f.docx", b"\xff.docx")), MULTIPART),
        (parts(TEXT), MULTIPART + "; charset=latin-1"),
        (parts(FILE, FILE), MULTIPART),
        (parts(TEXT, FILE, end=b""), MULTIPART),
        (parts(TEXT, FILE)[:-20], MULTIPART),
        (b"before" + parts(TEXT), MULTIPART),
        (parts(TEXT) + b"after", MULTIPART),
        (b"\r\n", MULTIPART),
        (parts(), MULTIPART),
        (parts(TEXT), "multipart/form-data"),
        (parts(TEXT), "multipart/form-data; boundary=c"),
        (parts(TEXT), "multipart/form-data; boundary=é"),
        (parts(b"Content-Transfer-Encoding: base64\r\n" + TEXT), MULTIPART),
        (parts(*[NAMED % (b'"a"', b"1")] * 101), MULTIPART),
        (parts(NAMED % (b'"a"', b"1" * 3 * 1024 * 1024)), MULTIPART),
        (parts(TEXT), "multipart/mixed; boundary=b"),
    ],
)
def test_an_unsound_form_with_a_file_is_refused(patient, faulty, body, content_type):
    response = patient.generic("POST", "/echo-file/", body, content_type)
    assert response.status_code == 400
    check_headers(response)


@pytest.mark.parametrize("path", ["/echo/", "/accounts/login/"])
def test_a_view_that_asks_for_no_file_gets_none(patient, faulty, path):
    response = patient.generic("POST", path, parts(TEXT, FILE), MULTIPART)
    assert response.status_code == 400


@pytest.mark.parametrize("length", ["5242881", "9" * 40, "-1", "x"])
def test_a_form_that_says_it_is_too_long_is_not_read(patient, faulty, length):
    body = parts(TEXT).ljust(5 * 1024 * 1024 + 1)
    response = patient.generic(
        "POST", "/echo-file/", body, MULTIPART, CONTENT_LENGTH=length
    )
    assert response.status_code == 413
    check_headers(response)


@pytest.mark.parametrize(
    ("number", "status"), [(1, 200), (3, 200), (4, 400), (60, 400)]
)
def test_a_view_may_take_so_many_files_and_no_more(patient, faulty, number, status):
    body = parts(TEXT, *[FILE] * number)
    response = patient.generic("POST", "/echo-files/", body, MULTIPART)
    assert response.status_code == status
    assert (response.content == b"f.docx " * (number - 1) + b"f.docx") == (
        status == 200
    )


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
def test_a_view_may_take_so_many_bytes_and_no_more(patient, faulty, more, status):
    room = 6 * 1024 * 1024 - len(parts(FILE))
    body = parts(FILE + b"\xff" * (room + more))
    response = patient.generic("POST", "/echo-files/", body, MULTIPART)
    assert response.status_code == status
    assert (b"upload up to 6 MB" in response.content) == (status == 413)


def test_what_only_staff_may_send_is_read_from_nobody_else(mo, faulty):
    """Its bytes are such that reading them would be answered otherwise."""
    for client, path, status in (
        (client_of(mo), "/echo-files/", 403),
        (FormClient(), "/echo-files/", 401),
        (FormClient(), "/echo-file/", 401),
    ):
        response = client.generic("POST", path, b"unsound", MULTIPART)
        assert response.status_code == status
        check_headers(response)


LONG_FORM = "evidence=%ff" + "x" * LONG  # which is unsound, if it is read


@pytest.mark.parametrize("path", ["/echo/", "/accounts/login/", "/nowhere/"])
@pytest.mark.django_db
def test_a_long_form_of_a_stranger_is_not_read(faulty, path):
    """One of 2 MB would cost half a second, and nothing counts what strangers send."""
    response = FormClient().post(path, LONG_FORM, FORM)
    assert response.status_code == 413
    assert "too long to read before you sign in" in response.content.decode()
    check_headers(response)
    by_script = FormClient().post(path, LONG_FORM, FORM, headers={"accept": JSON})
    assert by_script.status_code == 401
    assert by_script.json()["reason"] == "signed_out"
    made_up = FormClient()
    made_up.cookies["sessionid"] = "abcdefghijklmnopqrstuvwxyz012345"
    assert made_up.post(path, LONG_FORM, FORM).status_code == 413


@pytest.mark.parametrize("path", ["/echo/", "/nowhere/"])
def test_a_long_form_of_somebody_is_read_as_strictly(patient, faulty, path):
    assert patient.post(path, LONG_FORM, FORM).status_code == 400
    many = "a&" * 1001 + "b=" + "x" * LONG
    assert patient.post(path, many, FORM).status_code == 400
    charset = FORM + "; charset=utf-16"
    assert patient.post(path, "a=" + "x" * LONG, charset).status_code == 400


def test_a_long_form_of_somebody_who_has_had_their_share_is_not_read(
    patient, faulty, settings
):
    settings.SHARE_SECONDS = 0
    response = patient.post("/echo/", LONG_FORM, FORM)
    assert response.status_code == 429
    assert response["Retry-After"] == "10"
    assert "Wait a minute so that others get their turn" in markup(response)
    check_headers(response)
    by_script = patient.post("/echo/", LONG_FORM, FORM, headers={"accept": JSON})
    assert by_script.json()["reason"] == "away"


def test_a_long_form_of_somebody_whose_session_ended_is_given_back(val, clock, faulty):
    client = client_of(val)
    is_in(client)
    clock.now += 2 * 60 * 60
    words = "Under 18s are " * 20_000
    response = client.post("/echo/", {"evidence": words})
    assert response.status_code == 401
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("a=1", FORM + "; charset=utf-16"), ("a&" * 1001, FORM), (LONG_FORM * 30, FORM)],
)
def test_a_form_that_nobody_could_check_has_no_text_to_give_back(body, content_type):
    request = RequestFactory().generic("POST", "/echo/", body, content_type)
    assert typed(request) == []


def test_a_long_form_is_given_back_when_the_database_is_away(faulty, monkeypatch):
    def away(key):
        raise OperationalError

    monkeypatch.setattr(middleware, "is_of_somebody", away)
    assert not middleware.is_of_a_stranger(
        RequestFactory().post("/echo/", LONG_FORM, FORM)
    )


def test_files_for_an_address_that_is_none_are_refused(patient, faulty):
    response = patient.generic("POST", "/nowhere/", parts(FILE), MULTIPART)
    assert response.status_code == 400


def test_a_file_is_kept_in_memory(patient, faulty):
    large = FILE + b"\xff" * (4 * 1024 * 1024)
    response = patient.generic("POST", "/echo-file/", parts(large), MULTIPART)
    assert len(response.content.decode()) == 2 + 4 * 1024 * 1024
    assert type(response.wsgi_request.FILES["file"]) is InMemoryUploadedFile


@pytest.mark.parametrize(
    "path",
    [
        "/?page=-1",
        "/?page=100000000000000000000",
        "/assessments/0/",
        "/assessments/-1/",
        "/assessments/1000000000000000000000000000000/",
        "/frameworks/%2e%2e/",
        "/rounds/%2e%2e%2fsettings/",
        "/rounds/%ff/",
        "/submissions/%F0%9F%98%80/",
    ],
)
def test_strange_addresses_are_no_fault(patient, path):
    assert patient.get(path).status_code in {200, 404}


class Sent(BytesIO):
    """The body from a client, which may go away half way."""

    breaks = False

    def read(self, *args):
        if self.breaks:
            raise OSError
        return super().read(*args)


def taken_in(length, view=lambda request: HttpResponse(), *, breaks=False):
    """Return (how much of the body is left once it was answered, the answer)."""
    request = RequestFactory().post("/", b"", FORM)
    sent = Sent(b"x" * 200_000)
    sent.breaks = breaks
    meta = request.environ | {"CONTENT_LENGTH": length, "wsgi.input": sent}
    response = TakenIn(view)(WSGIRequest(meta))
    return len(sent.getvalue()) - sent.tell(), response.status_code


def test_what_was_not_read_is_taken_in_before_the_answer():
    """nginx answered each second such request with an error of its own."""
    assert taken_in("200000") == (0, 200)
    assert taken_in("150000") == (50_000, 200)
    assert taken_in("200000", lambda request: HttpResponse(request.body[:0])) == (
        0,
        200,
    )


@pytest.mark.parametrize("length", ["", "x", "-1", str(MOST_TAKEN_IN + 1)])
def test_what_never_ends_is_not_taken_in(length):
    assert taken_in(length) == (200_000, 200)


def test_a_client_that_has_gone_is_no_fault():
    assert taken_in("200000", breaks=True) == (200_000, 200)


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that stops until it is put forward."""

    class Clock:
        now = 1_800_000_000

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(middleware, "time", clock)
    monkeypatch.setattr(clients, "time", clock)
    return clock


def is_in(client):
    return client.get("/accounts/logout/").status_code == 200


def test_session_ends_after_an_hour_of_silence(val, clock):
    client = client_of(val)
    assert is_in(client)
    clock.now += 60 * 60
    assert is_in(client)
    clock.now += 60 * 60 + 1
    assert not is_in(client)
    assert not is_in(client)


def test_session_ends_after_twelve_hours_whatever_one_does(val, clock):
    client = client_of(val)
    assert is_in(client)
    for _ in range(24):
        clock.now += 30 * 60
        assert is_in(client)
    clock.now += 1
    assert not is_in(client)


def test_the_first_request_notes_when_the_session_began(val, clock):
    val.set_password(PASSWORD)
    val.save()
    client = FormClient()
    assert sign_in(client, val.email).status_code == 302
    assert "started" not in client.session
    assert is_in(client)
    assert client.session["started"] == client.session["seen"] == clock.now


def test_being_there_is_noted_at_most_every_five_minutes(
    val, clock, django_assert_num_queries
):
    client = client_of(val)
    is_in(client)
    clock.now += 5 * 60
    with django_assert_num_queries(2):
        is_in(client)
    clock.now += 1
    is_in(client)
    assert client.session["seen"] == clock.now


def test_what_was_done_is_answered_though_the_session_cannot_be_noted(
    val, clock, faulty, monkeypatch
):
    client = client_of(val)
    clock.now += 6 * 60
    tried = []

    def busy(*args, **kwargs):
        tried.append(kwargs)
        raise UpdateError from OperationalError("database is locked")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", busy)
    response = client.post("/echo/", {"evidence": "Under 18s are"})
    assert tried
    assert (response.status_code, response.content) == (200, b"Under 18s are")


def test_text_sent_after_the_session_ended_is_given_back(val, clock, faulty):
    client = client_of(val)
    is_in(client)
    clock.now += 2 * 60 * 60
    response = client.post("/echo/", {"evidence": "Under 18s are"})
    assert response.status_code == 401
    assert "Under 18s are" in response.content.decode()
    assert FormClient().get("/frameworks/").status_code == 302


@pytest.mark.django_db
def test_every_cookie_of_a_real_site_is_for_this_host_alone(settings, val):
    settings.MESSAGE_STORAGE = "leavingcare.messages.HostMessages"
    settings.SESSION_COOKIE_SECURE = True
    client = client_of(val)
    client.post("/your-account/", {"name": "Val"}, secure=True)
    message = client.cookies["__Host-messages"]
    assert (message["secure"], message["httponly"]) == (True, True)
    assert (message["path"], message["domain"]) == ("/", "")
    page = client.get("/your-account/", secure=True).content.decode()
    assert "Your name has been saved" in page


@pytest.mark.parametrize("path", ["/nowhere/", "/staff/0/invite/", "/accounts/login/"])
def test_too_many_fields_are_refused_wherever_they_are_sent(val, path):
    response = client_of(val).post(path, "a&" * 1001, FORM)
    assert response.status_code == 400
