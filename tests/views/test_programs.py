"""Programs that read data files with a token, and can do nothing else."""

import re
from datetime import timedelta

import pytest
import yaml
from allauth.account.signals import password_reset
from django.core import mail
from django.urls import get_resolver, reverse
from django.utils import timezone

from assessments.models import AuditEvent
from leavingcare import account_help
from leavingcare.models import AccountEvent, ProgramToken, User
from leavingcare.programs import digest_of, make
from leavingcare.settings import BASE_DIR
from tests.support.builders import complete, submit
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup

TOKENS = "/your-account/tokens/"
OPENAPI = yaml.safe_load((BASE_DIR / "docs" / "openapi.yaml").read_text())


@pytest.fixture
def submission(assessment, mo):
    complete(assessment, mo)
    return submit(assessment, mo)


@pytest.fixture
def data(submission):
    """The URL of a data file of the round."""
    slug = submission.assessment.round.slug
    return reverse("round_file", args=[slug, "long.csv"])


def program(secret):
    return FormClient(headers={"authorization": f"Bearer {secret}"})


def test_a_token_is_shown_once_and_reads_the_data(val, data):
    client = client_of(val)
    page = markup(client.post(TOKENS, {"name": "Power BI"}))
    secret = re.search(r">(lcsa_[\w-]{43})<", page)[1]
    assert secret not in markup(client.get(TOKENS))
    assert secret not in str(ProgramToken.objects.values_list())
    response = program(secret).get(data)
    assert response.status_code == 200
    assert response.content == client.get(data).content
    assert not response.cookies
    assert "last used at" in markup(client.get(TOKENS))


def test_a_read_is_recorded_as_the_persons(val, data, submission):
    program(make(val, "R")).get(data)
    event = AuditEvent.objects.filter(assessment=submission.assessment).first()
    assert (event.kind, event.by) == (AuditEvent.Kind.DOWNLOADED, val)


def test_a_token_is_taken_with_the_second_step_behind_it(val, data, settings):
    settings.SECOND_STEP = True
    assert program(make(val, "R")).get(data).status_code == 200


@pytest.mark.parametrize("secret", ["", "lcsa_wrong", "ü", "x" * 5000])
def test_without_a_token_that_works_there_is_no_data(db, data, secret):
    response = program(secret).get(data)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


def test_it_works_until_it_expires_is_ended_or_its_person_is_out(val, data):
    secret = make(val, "R")
    ProgramToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program(secret).get(data).status_code == 401

    secret = make(val, "R")
    number = ProgramToken.objects.get(expires_at__gt=timezone.now()).pk
    client_of(val).post(TOKENS, {"end": number})
    assert program(secret).get(data).status_code == 401

    secret = make(val, "R")
    account_help.close(person=val, by=None)
    account_help.open_again(person=val, by=None)
    assert program(secret).get(data).status_code == 401


def test_it_lasts_ninety_days(val):
    make(val, "R")
    left = ProgramToken.objects.get().expires_at - timezone.now()
    assert timedelta(days=89, hours=23) < left <= timedelta(days=90)


def test_it_opens_no_other_page_and_changes_nothing(val, data, submission):
    client = program(make(val, "R"))
    for page in ["/", "/rounds/", TOKENS, f"/assessments/{submission.assessment_id}/"]:
        assert client.get(page).status_code == 401, page
    assert client.post(data).status_code == 401
    assert client.post("/accounts/logout/").status_code == 401


def test_it_reads_no_more_than_its_person(val, data):
    secret = make(val, "R")
    val.is_staff = False
    val.save()
    assert program(secret).get(data).status_code == 403


def test_only_coram_voice_makes_tokens_and_ends_its_own(val, mo, data):
    assert client_of(mo).get(TOKENS).status_code == 403
    make(mo, "not by a page")
    number = ProgramToken.objects.get().pk
    assert client_of(val).post(TOKENS, {"end": number}).status_code == 404
    for number in ["x", "-1", "9" * 30]:
        assert client_of(val).post(TOKENS, {"end": number}).status_code == 404


def test_making_and_ending_are_on_record(val):
    client = client_of(val)
    client.post(TOKENS, {"name": "R"})
    client.post(TOKENS, {"end": ProgramToken.objects.get().pk})
    kinds = list(AccountEvent.objects.values_list("kind", flat=True))
    assert kinds == ["token_ended", "token_made"]


def test_the_person_is_told_of_a_new_token_without_its_secret_or_name(val):
    secret = make(val, "Power BI")
    (letter,) = mail.outbox
    assert letter.to == [val.email]
    assert letter.subject == "A token for a program has been made"
    assert "reset your password at" in letter.body
    assert secret not in letter.body
    assert "Power BI" not in letter.body


def test_a_changed_password_ends_the_tokens(val, mo, data):
    """Else who had learnt the password could read on for 90 days."""
    secret, other = make(val, "R"), make(mo, "of somebody else")
    password_reset.send(User, request=None, user=val)
    assert program(secret).get(data).status_code == 401
    assert ProgramToken.objects.get().digest == digest_of(other)


def test_a_token_needs_a_name(val):
    response = client_of(val).post(TOKENS, {"name": " "})
    assert response.status_code == 422
    assert "Enter what the token is for" in markup(response)


def marked(found=None, before=""):
    """Return the paths of all pages for programs, as OpenAPI writes them."""
    paths = set()
    for each in found or get_resolver().url_patterns:
        path = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            paths |= marked(each.url_patterns, path)
        elif getattr(each.callback, "for_programs", False):
            paths.add("/" + re.sub(r"<\w+:(\w+)>", r"{\1}", path))
    return paths


def test_the_description_has_each_page_for_programs_and_no_other():
    assert set(OPENAPI["paths"]) == marked()
    assert OPENAPI["openapi"].startswith("3.")
