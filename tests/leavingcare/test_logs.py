"""The server's logs: which page and what kind of fault, and no secret."""

import io
import json
import logging

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessments.models import DraftResponse
from assessments.workflow import inviting
from leavingcare.logs import JsonLines, KindsOfFaults, NoLinks
from leavingcare.models import User
from tests.support.clients import FORM, FormClient
from tests.support.production import PRODUCTION, command, setting
from tests.support.signing_in import PASSWORD, sign_in

pytestmark = pytest.mark.any_database


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
    assert "'()': 'leavingcare.logs.JsonLines'" in line


def test_no_link_of_an_invitation(northmoor, mo, log):
    _, token = inviting.invite(
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


@pytest.fixture
def lines():
    """Return the lines of the log of a site that is not a demonstration."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(NoLinks())
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger()]
    loggers += [logging.getLogger(f"leavingcare.{name}") for name in NAMES]
    before = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers[1:]:
        logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


NAMES = ["requests", "security"]
SECURITY = "leavingcare.security"


@pytest.mark.parametrize(
    ("fault", "is_said"),
    [
        ("ValueError('some words')", False),
        ("django.db.IntegrityError('Failing row contains (some words)')", False),
        ("django.db.OperationalError('some words')", True),
        ("django.core.exceptions.ImproperlyConfigured('some words')", True),
    ],
)
def test_a_command_of_a_timer_prints_no_words_of_a_fault(fault, is_said):
    code = f"import django.db, django.core.exceptions as e\nraise {fault}"
    done = command("shell", "-c", code, environment=PRODUCTION)
    assert done.returncode == 1
    assert fault.partition("(")[0].rpartition(".")[2] in done.stderr
    assert ("some words" in done.stderr) == is_said
    shown = command("shell", "-c", code, environment={"DEMO": "1"})
    assert "some words" in shown.stderr


def test_a_real_site_notes_requests_and_signing_in():
    for name in NAMES:
        logger = f"settings.LOGGING['loggers']['leavingcare.{name}']['level']"
        assert setting(logger, PRODUCTION) == "INFO"


def test_each_request_is_a_line_with_who_what_and_where(world, mo, lines):
    assessment = world["assessment"]
    response = world["clients"]["mo"].get(f"/assessments/{assessment.pk}/history/?q=x")
    (line,) = lines()
    assert line["request"] == response["X-Request-Id"]
    assert line["time"].endswith("+00:00")
    assert line["ms"] >= 0
    kept = {key: line[key] for key in ["method", "page", "status", "person", "network"]}
    assert kept == {
        "method": "GET",
        "page": f"/assessments/{assessment.pk}/history/",
        "status": 200,
        "person": mo.pk,
        "network": "127.0.0.1",
    }


def test_the_proxys_identifier_is_kept_if_it_is_one(db, lines):
    good, bad = "0123456789abcdef" * 2, "x\nForged: line"
    client = FormClient()
    assert client.get("/help/", headers={"x-request-id": good})["X-Request-Id"] == good
    assert client.get("/help/", headers={"x-request-id": bad})["X-Request-Id"] != bad
    assert lines()[0]["request"] == good
    assert "Forged" not in str(lines())


def test_signing_in_and_failing_are_told_by_the_account_s_number(db, lines):
    pat = User.objects.create_user("pat@example.org", PASSWORD, name="Pat Example")
    client = FormClient(REMOTE_ADDR="203.0.113.9")
    sign_in(client, password="a secret guess")
    sign_in(client, "nobody@example.org", "a secret guess")
    sign_in(client)
    client.post("/accounts/logout/")
    told = [
        (line["message"], line["of"], line["network"])
        for line in lines()
        if line["logger"] == SECURITY
    ]
    assert told == [
        ("wrong password", pat.pk, "203.0.113.9"),
        ("wrong password", None, "203.0.113.9"),
        ("signed in", pat.pk, "203.0.113.9"),
        ("signed out", pat.pk, "203.0.113.9"),
    ]
    for words in ["@example.org", "secret guess", "Pat Example", PASSWORD]:
        assert words not in str(lines())


def test_a_request_from_nowhere_is_a_line_too(db, lines):
    assert FormClient(REMOTE_ADDR="").get("/help/").status_code == 200
    assert lines()[-1]["network"] is None


def test_refusals_are_told(world, lines):
    assessment = world["assessment"]
    world["clients"]["val"].get(f"/assessments/{assessment.pk}/history/")
    Client(enforce_csrf_checks=True).post("/accounts/login/", "", content_type=FORM)
    told = [each["message"] for each in lines() if each["logger"] == SECURITY]
    assert told == ["refused: not their role", "refused: no token"]


def test_a_token_that_does_not_work_is_told_without_it(db, lines):
    program = FormClient(headers={"authorization": "Bearer lcsa_canary"})
    assert program.get("/rounds/any/data.long.csv").status_code == 401
    (line,) = [each for each in lines() if each["logger"] == SECURITY]
    assert line["message"] == "refused: no such token"
    assert line["network"] == "127.0.0.1"
    assert "canary" not in str(lines())


def test_a_fault_is_one_line_without_its_words(patient, faulty, lines):
    response = patient.get("/fail/bug/")
    faults = [line for line in lines() if "fault" in line]
    assert len(faults) == 1
    assert faults[0]["request"] == response["X-Request-Id"]
    assert "builtins.ValueError" in faults[0]["fault"]
    assert "secret value" not in str(lines())
