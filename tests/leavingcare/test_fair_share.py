"""Nobody, signed in, can have more of the server than their share."""

import threading
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from leavingcare import fair_share
from leavingcare.fair_share import AT_ONCE, WINDOW, FairShare
from leavingcare.programs import make
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup

BUDGET = 10


@pytest.fixture(autouse=True)
def budget(settings):
    settings.SHARE_SECONDS = BUDGET


@pytest.fixture
def clock(monkeypatch):
    """A clock and a processor that only these tests move."""
    found = SimpleNamespace(now=1000.0, worked=0.0)
    fake = SimpleNamespace(
        monotonic=lambda: found.now,
        thread_time_ns=lambda: round(found.worked * fair_share.SECOND),
    )
    monkeypatch.setattr(fair_share, "time", fake)
    return found


def request_of(person, **extra):
    request = RequestFactory().get("/", **extra)
    request.user = SimpleNamespace(pk=person, is_authenticated=person is not None)
    return request


def site(clock, seconds):
    """Return a site each of whose pages takes this much processor time."""

    def answer(request):
        clock.worked += seconds
        return HttpResponse()

    return FairShare(answer)


def test_ordinary_work_is_never_refused(clock):
    shared = site(clock, 0.03)
    for _ in range(300):
        clock.now += 0.2
        assert shared(request_of(1)).status_code == 200


def test_who_has_had_a_share_waits_and_others_do_not(clock):
    shared = site(clock, 1)
    answers = [shared(request_of(1)).status_code for _ in range(BUDGET + 2)]
    assert answers == [200] * BUDGET + [429] * 2
    assert shared(request_of(2)).status_code == 200
    clock.now += WINDOW + 1
    assert shared(request_of(1)).status_code == 200


def test_one_person_has_half_of_the_threads_at_most(clock):
    inside, go_on = threading.Semaphore(0), threading.Event()

    def answer(request):
        inside.release()
        go_on.wait(10)
        return HttpResponse()

    shared = FairShare(answer)
    threads = [
        threading.Thread(target=shared, args=[request_of(1)]) for _ in range(AT_ONCE)
    ]
    for thread in threads:
        thread.start()
        assert inside.acquire(timeout=10)
    assert shared(request_of(1)).status_code == 429
    go_on.set()
    assert shared(request_of(2)).status_code == 200
    for thread in threads:
        thread.join()
    assert shared(request_of(1)).status_code == 200


def test_a_fault_gives_the_place_back(clock):
    def fail(request):
        raise ValueError("a bug")

    shared = FairShare(fail)
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ValueError, match="a bug"):
            shared(request_of(1))
    assert shared.shares[1].now == 0


def test_who_is_not_signed_in_is_limited_elsewhere(clock):
    shared = site(clock, BUDGET)
    assert [shared(request_of(None)).status_code for _ in range(3)] == [200] * 3


def test_people_who_have_gone_are_forgotten(clock, monkeypatch):
    monkeypatch.setattr(fair_share, "FORGOTTEN", 3)
    shared = site(clock, 0.1)
    for person in range(5):
        shared(request_of(person))
    clock.now += WINDOW + 1
    shared(request_of(9))
    assert list(shared.shares) == [9]


def test_a_program_has_the_share_of_its_person(val, settings):
    """A token could have a round's files made from as many connections as it likes."""
    settings.SHARE_SECONDS = 0
    program = FormClient(headers={"authorization": f"Bearer {make(val, 'R')}"})
    response = program.get(reverse("round_file", args=["any", "long.csv"]))
    assert response.status_code == 429
    assert response["Retry-After"] == "10"


def test_what_was_typed_is_given_back(assessment, mo, settings):
    settings.SHARE_SECONDS = 0
    client = client_of(mo)
    url = f"/assessments/{assessment.pk}/cover/"
    response = client.post(url, {"how_completed": "In two workshops"})
    assert response.status_code == 429
    assert response["Retry-After"] == "10"
    assert "In two workshops" in markup(response)
    page = markup(client.get(url))
    assert "so that others get their turn" in page
