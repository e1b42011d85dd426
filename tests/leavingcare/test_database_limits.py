"""A stuck lock or a slow database stops one save only, and the text is given back.

The limits are shorter here than on the site (`tests/leavingcare/test_settings.py` has
those), so that nobody waits for the tests; without any, what is asked here is answered
too late.
"""

import os
import signal
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from assessments.field_merge import seen_token
from assessments.models import Draft, DraftResponse
from leavingcare import database
from leavingcare.database import LIMITS, limited
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.race

TYPED = "Under 18s are <b>never</b> placed in B&B."
SENT = {
    "h-seen": seen_token(0, {"answer": [None, ""], "evidence": "", "ideas": ""}),
    "h-evidence": TYPED,
}
TOO_LATE = 20  # seconds after which a lock is let go, and a test fails


@pytest.fixture
def limit(monkeypatch):
    """Give new connections, of any thread, these limits and else those of requests."""

    def limit(**limits):
        url = {"ENGINE": connection.settings_dict["ENGINE"]}
        options = limited(url, replace(LIMITS["request"], **limits))["OPTIONS"]
        monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
        connection.close()

    yield limit
    connection.close()


@pytest.fixture
def url(assessment, housing):
    return f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"


@contextmanager
def held(rows):
    """Hold a lock on the rows, in a connection of its own; in SQLite, on everything."""
    is_held, may_end = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            list(rows.select_for_update())
            is_held.set()
            may_end.wait(TOO_LATE)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    is_held.wait()
    try:
        yield
    finally:
        may_end.set()
        thread.join()


def test_a_save_that_meets_a_lock_gives_the_text_back(url, cass, oli, limit):
    limit(lock=1, sqlite=1)
    client, other = client_of(cass), client_of(oli)
    with held(Draft.objects.all()):
        saved = client.post(url, SENT)
        assert saved.status_code == 503
        assert "Under 18s are &lt;b&gt;never&lt;/b&gt;" in saved.content.decode()
        by_itself = client.post(url, SENT, HTTP_ACCEPT="application/json")
        assert by_itself.status_code == 503
        assert by_itself.json()["reason"] == "away"  # which the page's script retries
        assert (other.get("/").status_code, client.get(url).status_code) == (200, 200)
    assert client.post(url, SENT).status_code == 302
    response = DraftResponse.objects.get(draft__area__number=7, statement__letter="h")
    assert (response.evidence, response.version) == (TYPED, 1)


@on_postgresql
@pytest.mark.parametrize(
    ("view", "limits"),
    [("ask-for-long", {"statement": 1}), ("ask-nothing-for-long", {"idle": 1})],
)
def test_a_request_that_takes_too_long_gives_the_text_back(
    patient, faulty, limit, view, limits
):
    limit(**limits)
    saved = patient.post(f"/{view}/", {"evidence": TYPED})
    assert saved.status_code == 503
    assert "Under 18s are &lt;b&gt;never&lt;/b&gt;" in saved.content.decode()
    assert patient.get("/").status_code == 200


@on_postgresql
def test_a_server_that_takes_the_call_and_says_nothing_is_given_up(limit):
    limit()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dead = connection.copy()
        dead.settings_dict |= {"HOST": "127.0.0.1", "PORT": silent.getsockname()[1]}
        begun = time.monotonic()
        stop = threading.Timer(TOO_LATE, silent.close)
        stop.start()
        with pytest.raises(OperationalError, match="timeout expired"):
            dead.ensure_connection()
        stop.cancel()
        assert time.monotonic() - begun < TOO_LATE


def answer_to(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def wait_for_the_others():
    """Wait until the server has ended what was given up."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid()"
    )
    end = time.monotonic() + TOO_LATE
    while answer_to(others) and time.monotonic() < end:
        time.sleep(0.05)


@contextmanager
def stopped(process):
    """Stop a process, which then does nothing, and let it continue in the end."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@on_postgresql
def test_a_server_that_stops_answering_gives_the_text_back(
    url, cass, limit, monkeypatch
):
    monkeypatch.setattr(database, "GRACE", 1)
    limit(statement=1)
    client = client_of(cass)
    client.raise_request_exception = False  # it arises before any view
    with stopped(answer_to("SELECT pg_backend_pid()")):
        begun = time.monotonic()
        saved = client.post(url, SENT)
        assert time.monotonic() - begun < TOO_LATE
    assert saved.status_code == 503
    assert "Under 18s are &lt;b&gt;never&lt;/b&gt;" in saved.content.decode()
    connection.close()  # as the site does after each request, but not its test client
    wait_for_the_others()
    assert client.post(url, SENT).status_code == 302


@on_postgresql
def test_a_server_that_stops_taking_calls_gives_the_text_back(
    url, cass, limit, monkeypatch
):
    """A moment in which other tests wait: the process that takes the calls is theirs."""
    data = Path(answer_to("SHOW data_directory"))
    process = int((data / "postmaster.pid").read_text().split()[0])
    limit()
    connection.settings_dict["OPTIONS"]["connect_timeout"] = 1
    client = client_of(cass)
    client.raise_request_exception = False  # it arises before any view
    connection.close()
    with stopped(process):
        begun = time.monotonic()
        saved = client.post(url, SENT)
        assert time.monotonic() - begun < TOO_LATE
    assert saved.status_code == 503
    assert "Under 18s are &lt;b&gt;never&lt;/b&gt;" in saved.content.decode()
    wait_for_the_others()
