"""Two web servers behind nginx over one PostgreSQL: a journey hops from one to the other.

Each has its own folder for temporary files and its own memory, as on two machines.
"""

import hashlib
import json
import re
import threading
import time
from http.client import HTTPConnection
from importlib import import_module
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from assessments.models import DraftResponse, SubmissionFile
from bench.fields import Fields
from leavingcare import settings as site_settings
from tests.support.behind_nginx import NAME, behind_nginx
from tests.support.builders import hand_in, make_group, rate, submit
from tests.support.clients import FORM, new_session
from tests.support.meetings import open_where_rated
from tests.support.production import GOOD_KEY
from tests.support.signing_in import LOGIN, PASSWORD

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SESSION = "__Host-sessionid"
METHODS = "account_authentication_methods"  # what allauth notes of signing in
FOUND = 302


class Browser:
    """A person's cookies; each request is a new connection, so that it may hop."""

    def __init__(self, port, session=""):
        self.port = port
        self.cookies = {SESSION: session} if session else {}
        self.token = ""
        self.answered_by = []

    def ask(self, method, path, fields=None, **headers):
        """Return (status, body) of a request, as a browser sends it."""
        body = fields and urlencode({"csrfmiddlewaretoken": self.token} | fields)
        web = HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {
            "Host": NAME,
            "Cookie": cookies,
            "Content-Type": FORM,
            "Origin": f"https://{NAME}",
            "Sec-Fetch-Site": "same-origin",
        }
        web.request(method, path, body, given | headers)
        answer = web.getresponse()
        text = answer.read()
        web.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.answered_by.append(answer.headers.get("X-Answered-By", ""))
        return answer.status, text

    def page(self, path):
        """Return the text of a page, and keep the token of its forms."""
        status, body = self.ask("GET", path)
        assert status == 200, (status, path)
        text = body.decode()
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self.token = found[1]
        return text

    def post(self, path, fields):
        """Return (status, JSON) of what a page's script sends."""
        status, body = self.ask("POST", path, fields, Accept="application/json")
        return status, json.loads(body) if body.startswith(b"{") else {}


@pytest.fixture(scope="module")
def running(django_db_setup, tmp_path_factory):
    with behind_nginx(tmp_path_factory.mktemp("several")) as found:
        yield found


@pytest.fixture
def servers(running, transactional_db, settings):
    """The two servers, both running, and a function that gives a person's browser."""
    servers, port = running
    settings.SECRET_KEY = GOOD_KEY  # a session is only good with the key it began with
    for server in servers:
        if server.process is None:
            server.start()
    return servers, lambda person=None: Browser(port, person and session_of(person))


def session_of(person):
    """Return the key of a session of somebody who has taken the second step."""
    session = Session.objects.get(pk=new_session(person))
    taken = {
        METHODS: [{"method": "mfa", "type": "totp", "at": time.time()}],
        f"{METHODS}_user": str(person.pk),
    }
    session.session_data = SessionStore().encode(session.get_decoded() | taken)
    session.save()
    return session.pk


def stored(letter):
    return DraftResponse.objects.values_list("evidence", flat=True).get(
        draft__area__number=7, statement__letter=letter
    )


def test_a_members_journey_hops(servers, assessment, housing, cass):
    cass.set_password(PASSWORD)
    cass.save()
    both, browser_of = servers
    browser = browser_of()
    browser.page(LOGIN)
    status, _ = browser.ask("POST", LOGIN, {"login": cass.email, "password": PASSWORD})
    assert status == FOUND
    url = f"/assessments/{assessment.pk}/groups/{housing.pk}/areas/7/"
    fields = Fields(browser.page(url)).values
    for number in range(6):  # each is merged with what the other server has stored
        said = f"Words {number}"
        sent = {"h-seen": fields["h-seen"], "h-evidence": said}
        status, answer = browser.post(url, sent)
        assert (status, stored("h")) == (200, said)
        fields["h-seen"] = answer["entries"]["h"]["seen"]
        assert said in browser.page(url)
    ports = {f"127.0.0.1:{server.port}" for server in both}
    assert set(browser.answered_by) == ports
    assert all(browser.answered_by.count(port) > 4 for port in ports)


def test_wrong_passwords_are_counted_by_both_together(servers, cass):
    cass.set_password(PASSWORD)
    cass.save()
    browser = servers[1]()
    browser.page(LOGIN)
    for _ in range(5):
        browser.ask("POST", LOGIN, {"login": cass.email, "password": "not this one"})
    right = {"login": cass.email, "password": PASSWORD}
    status, page = browser.ask("POST", LOGIN, right)
    assert len(set(browser.answered_by)) == 2
    assert status == 422  # she waits, whichever server she asks
    assert b"too many attempts" in page


def test_a_room_is_followed_on_the_other_server(servers, assessment, mo, cass):
    for _ in range(2):
        group = make_group(assessment, mo, cass, areas=[7])
        rate(group, 3)
        hand_in(group, mo)
    open_where_rated(assessment, mo)
    room = f"/assessments/{assessment.pk}/room/"
    leader, follower = servers[1](mo), servers[1](cass)
    shown = Fields(leader.page(room)).values.get("shown", "")
    seen = re.search(r'data-seen="(\d+)"', follower.page(room))[1]
    for _ in range(4):
        assert follower.ask("GET", f"{room}state/?seen={seen}")[0] == 204
        status, _ = leader.post(
            room, {"go": "next" if shown else "start"} | with_(shown)
        )
        assert status == 200
        shown = Fields(leader.page(room)).values["shown"]
        for _ in range(2):  # whichever server answers
            status, page = follower.ask("GET", f"{room}state/?seen={seen}")
            assert status == 200
        seen = re.search(r'data-seen="(\d+)"', page.decode())[1]
    assert len(set(follower.answered_by)) == len(set(leader.answered_by)) == 2


def with_(shown):
    return {"shown": shown} if shown else {}


def test_a_file_made_on_one_is_fetched_from_the_other(servers, assessment, mo, cass):
    submission = submit(assessment, mo)
    both, browser_of = servers
    browser = browser_of(mo)
    files = []
    for server in both:
        browser.port = server.port
        status, content = browser.ask(
            "GET",
            f"/submissions/{submission.reference}.pdf",
            **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"},
        )
        assert status == 200
        files.append(hashlib.sha256(content).hexdigest())
        (kept,) = SubmissionFile.objects.filter(submission=submission, format="pdf")
        assert hashlib.sha256(bytes(kept.content)).hexdigest() == files[0]
    assert files[0] == files[1]


def test_nothing_acknowledged_is_lost_when_one_is_killed(
    servers, assessment, northmoor, mo, cass
):
    """Four people save as fast as they can; a server goes, and comes back."""
    both, browser_of = servers
    end, writers = threading.Event(), []
    for number, letter in enumerate("abcd"):
        group = make_group(assessment, mo, cass, areas=[7], name=f"Group {number}")
        url = f"/assessments/{assessment.pk}/groups/{group.pk}/areas/7/"
        writers.append(Writer(browser_of(cass), group.pk, url, letter, end))
    for writer in writers:
        writer.start()
    wait_for_saves(writers, 3)
    both[0].kill()
    wait_for_saves(writers, 8)
    both[0].start()
    wait_for_saves(writers, 3)
    end.set()
    for writer in writers:
        writer.join()
    for writer in writers:
        assert writer.kept() in writer.may_be_kept()
        assert writer.unanswered <= 2  # on its way to the one that was killed
        assert writer.wrong == []
    survivor = f"127.0.0.1:{both[1].port}"
    assert all(survivor in writer.browser.answered_by for writer in writers)


def wait_for_saves(writers, number):
    """Wait until each has had so many more saves acknowledged."""
    wanted = [len(writer.told) + number for writer in writers]
    end = time.monotonic() + 60
    while any(
        len(writer.told) < count for writer, count in zip(writers, wanted, strict=True)
    ):
        assert time.monotonic() < end, [writer.wrong for writer in writers]
        time.sleep(0.02)


class Writer(threading.Thread):
    """Somebody who saves one statement again and again, and notes what was told."""

    def __init__(self, browser, group, url, letter, end):
        super().__init__(daemon=True)
        self.browser, self.group, self.url = browser, group, url
        self.letter, self.end = letter, end
        self.told, self.wrong, self.unanswered, self.last = [], [], 0, ""

    def run(self):
        seen = Fields(self.browser.page(self.url)).values[f"{self.letter}-seen"]
        number = 0
        while not self.end.is_set():
            number += 1
            self.last = f"{self.letter} {number:04}"
            sent = {f"{self.letter}-seen": seen, f"{self.letter}-evidence": self.last}
            status, answer = self.browser.post(self.url, sent)
            while status in {502, 504}:  # as the page's script, it sends it again
                self.unanswered += 1
                status, answer = self.browser.post(self.url, sent)
            if status == 200:
                self.told.append(self.last)
                seen = answer["entries"][self.letter]["seen"]
            else:
                self.wrong.append((status, answer))
                return

    def kept(self):
        """Return what is stored now."""
        return DraftResponse.objects.values_list("evidence", flat=True).get(
            draft__group=self.group, statement__letter=self.letter
        )

    def may_be_kept(self):
        """Return the last text that was acknowledged, and one sent after it."""
        return {self.told[-1], self.last}


def test_nothing_another_server_must_see_is_kept_on_one():
    engine = import_module(settings.SESSION_ENGINE)
    assert issubclass(engine.SessionStore, SessionStore)  # of the database
    for cache in site_settings.CACHES.values():
        assert cache["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert "InMemoryStorage" in site_settings.STORAGES["default"]["BACKEND"]
    assert site_settings.EMAIL_BACKEND == "leavingcare.outbox.Queue"  # of the database
