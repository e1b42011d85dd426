"""The answers to programs that watch the site."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.test import Client

from leavingcare.outbox import Queue
from tests.support.clients import client_of
from tests.support.production import gunicorn_settings
from tests.support.signing_in import sign_in

TOKEN = "a token of the operator"


@pytest.fixture
def probe():
    """A program that knows no name of the site, as a load balancer."""
    return Client(headers={"host": "10.0.0.7"})


@pytest.fixture
def real(settings):
    """A real site, which redirects people to https and answers to its names."""
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["assess.example.org"]
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def away(monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("connection refused: pat@example.org")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", fail)


def figures(probe, token=TOKEN):
    headers = {"authorization": f"Bearer {token}"}
    return probe.get("/metrics/", headers=headers)


def figure(probe, name):
    """Return the value of one figure, 0 if it is not there yet."""
    for line in figures(probe).content.decode().splitlines():
        if line.startswith(f"{name} "):
            return float(line.split()[-1])
    return 0


def test_the_process_answers_without_a_database(real, probe):
    response = probe.get("/health/")
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_it_is_ready_when_the_database_is(real, probe, db):
    response = probe.get("/ready/")
    assert (response.status_code, response.content) == (200, b"ready\n")


def test_it_is_not_ready_without_its_database_and_says_no_more(real, probe, away):
    response = probe.get("/ready/")
    assert (response.status_code, response.content) == (503, b"not ready\n")
    assert probe.get("/health/").status_code == 200


def test_nothing_can_be_sent_there(real, probe, db):
    assert (
        probe.post("/ready/", secure=True).status_code == 400
    )  # as to any unknown name


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x"])
def test_the_figures_are_for_who_knows_the_token(real, probe, db, token):
    assert figures(probe, token).status_code == 404
    assert figures(probe).status_code == 200


def test_systemd_empties_the_folder_of_the_figures(tmp_path, monkeypatch):
    """The folder would else stay in memory each time that a server is killed."""
    served = gunicorn_settings(monkeypatch, tmp_path)
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    assert folder.parent == tmp_path
    unit = (settings.BASE_DIR / "deploy" / "leavingcare.service").read_text()
    assert "\nRuntimeDirectory=leavingcare\n" in unit
    served["on_exit"](None)
    assert not folder.exists()


def test_without_a_token_there_are_no_figures(probe, db, settings):
    assert settings.METRICS_TOKEN == ""
    assert figures(probe, "").status_code == 404
    assert probe.get("/metrics/").status_code == 404


def test_requests_are_counted_by_page_and_never_by_person(
    probe, mo, assessment, settings
):
    settings.METRICS_TOKEN = TOKEN
    name = 'leavingcare_requests_total{method="GET",page="assessment",status="200"}'
    before = figure(probe, name)
    client_of(mo).get(f"/assessments/{assessment.pk}/")
    assert figure(probe, name) == before + 1
    shown = figures(probe).content.decode()
    assert "leavingcare_request_seconds_bucket" in shown
    assert "Northmoor" not in shown
    assert mo.email not in shown


def test_refused_sign_ins_and_waiting_emails_are_counted(probe, mo, client, settings):
    settings.METRICS_TOKEN = TOKEN
    name = 'leavingcare_sign_ins_total{outcome="wrong_password"}'
    before = figure(probe, name)
    sign_in(client, mo.email, "wrong")
    assert figure(probe, name) == before + 1
    waiting = 'leavingcare_emails{state="waiting"}'
    assert figure(probe, waiting) == 0
    Queue().send_messages([EmailMessage("a", "b", to=["pat@example.org"])])
    assert figure(probe, waiting) == 1
    assert mail.outbox == []


def test_the_other_figures_are_there_when_the_database_is_not(probe, settings, away):
    settings.METRICS_TOKEN = TOKEN
    response = figures(probe)
    assert response.status_code == 200
    assert b"leavingcare_emails{" not in response.content
