"""The server's logs: which page and what kind of fault, and no secret."""

import io
import logging

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessments.models import DraftResponse
from assessments.workflow import people
from leavingcare.logs import KindsOfFaults, NoLinks
from tests.support.clients import FORM, FormClient
from tests.support.production import PRODUCTION, setting


@pytest.fixture
def log():
    """Return the log, as on a site that is not a demonstration."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(NoLinks())
    handler.setFormatter(KindsOfFaults())
    logging.getLogger().addHandler(handler)
    yield stream.getvalue
    logging.getLogger().removeHandler(handler)


def test_a_real_site_logs_like_that():
    logging_of = "settings.LOGGING['{}']['{}']".format
    console = setting(logging_of("handlers", "console"), PRODUCTION)
    assert "'filters': ['no_links'], 'formatter': 'line'" in console
    no_links = setting(logging_of("filters", "no_links"), PRODUCTION)
    assert no_links == "{'()': 'leavingcare.logs.NoLinks'}"
    line = setting(logging_of("formatters", "line"), PRODUCTION)
    assert "'()': 'leavingcare.logs.KindsOfFaults'" in line


def test_no_link_of_an_invitation(northmoor, mo, log):
    _, token = people.invite(
        authority=northmoor, email="pat@example.org", role="contributor", by=mo
    )
    form = {"name": "Pat", "password": "short"}
    assert FormClient().post(f"/invitations/{token}/", form).status_code == 422
    assert log() == "Unprocessable Entity: /invitations/<str:token>/\n"


def test_no_link_with_a_form_that_is_out_of_date(db, log):
    client = Client(enforce_csrf_checks=True)
    client.post("/accounts/password/reset/key/5-secret/", "", content_type=FORM)
    client.get("/invitations/secret/é/")
    assert "CSRF cookie not set" in log()
    assert "no page of this site" in log()
    assert "secret" not in log()


def test_pages_are_told_apart_by_their_numbers(world, log):
    assessment = world["assessment"]
    world["clients"]["oli"].get(f"/assessments/{assessment.pk}/history/")
    assert log() == f"Not Found: /assessments/{assessment.pk}/history/\n"


def test_no_words_of_a_fault(patient, faulty, log):
    patient.get("/fail/bug/")
    patient.get("/fail/away/")
    assert "builtins.ValueError" in log()
    assert "The database did not answer." in log()
    assert "django.db.utils.OperationalError" in log()
    assert "in fail" in log()
    assert "secret value" not in log()
    assert "pat@example.org" not in log()


def test_no_row_that_the_database_refused(housing, log):
    response = DraftResponse.objects.filter(draft__group=housing).first()
    response.pk = None
    try:
        with transaction.atomic():
            response.save()
    except IntegrityError as error:
        refused = ValueError("Canary")
        refused.__cause__ = error
        logging.getLogger("tests").error("Not saved", exc_info=refused)
    assert log().startswith("Not saved\nbuiltins.ValueError\nwhich came of\n")
    assert "django.db.utils.IntegrityError\nwhich came of\n" in log()
    assert "constraint failed" not in log()
    assert "Canary" not in log()
