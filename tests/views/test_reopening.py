"""The pages of a submitted assessment say who asked to reopen it, and the answer."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from assessments.models import ReopenRequest
from assessments.workflow import reopening, rounds
from leavingcare.refusals import Refused
from tests.support.builders import make_member, submit
from tests.support.clients import client_of
from tests.support.markup import markup

ASK = "sk Coram Voice to reopen it</a>"
ASKED = "asked Coram Voice to reopen it at 6:17pm on 5 June"
SECRET = "A figure about one person was wrong."


@pytest.fixture
def submission(assessment, mo):
    return submit(assessment, mo)


@pytest.fixture
def asked(submission, assessment, mo):
    reopening.ask(assessment=assessment, reason=SECRET, by=mo)
    at = datetime(datetime.now(UTC).year + 1, 6, 5, 17, 17, tzinfo=UTC)
    ReopenRequest.objects.update(asked_at=at)


def page(person, name, *args):
    return markup(client_of(person).get(reverse(name, args=args)))


def places(assessment):
    return [("home",), ("assessment", assessment.pk), ("submit", assessment.pk)]


def test_who_has_not_asked_is_offered_it(submission, assessment, mo, cass, ann):
    for place in places(assessment):
        assert ASK in page(mo, *place)
    for person in (cass, ann):
        assert ASK not in page(person, "home")
        assert ASK not in page(person, "assessment", assessment.pk)


def test_who_has_asked_reads_when_instead_of_being_offered_it(
    asked, assessment, northmoor, mo, cass, ann
):
    zoe = make_member(northmoor, "moderator", "zoe")
    url = reverse("ask_to_reopen", args=[assessment.pk])
    link = f'href="{url}">Read the request</a>'
    for place in places(assessment):
        for person, name in ((mo, "You"), (zoe, "<bdi>Mo</bdi>")):
            shown = page(person, *place)
            assert f"{name} {ASKED}" in shown
            assert link in shown
            assert ASK not in shown
            assert SECRET not in shown
    for person in (cass, ann):
        assert "to reopen it" not in page(person, "home")
        assert "to reopen it" not in page(person, "assessment", assessment.pk)


def test_who_was_told_no_is_led_to_the_answer(asked, assessment, mo, val):
    reopening.decline(assessment=assessment, answer="Too late.", by=val)
    request = ReopenRequest.objects.get()
    for place in places(assessment):
        shown = page(mo, *place)
        assert "that it will not reopen it." in shown
        assert f'#request-{request.pk}">Read the answer</a>' in shown
        assert ASK not in shown
    answer = page(mo, "ask_to_reopen", assessment.pk)
    assert f'id="request-{request.pk}"' in answer
    assert "Too late." in answer
    assert f'govuk-back-link" href="/assessments/{assessment.pk}/"' in answer
    assert "Ask Coram Voice</button>" in answer


def test_once_it_was_submitted_again_it_is_offered_again(
    submission, assessment, mo, val
):
    reopening.ask(assessment=assessment, reason=SECRET, by=mo)
    reopening.reopen(assessment=assessment, by=val, reason="A figure.")
    assert "Coram Voice has reopened this assessment" in page(mo, "home")
    for place in places(assessment)[:2]:
        assert "to reopen it" not in page(mo, *place)
    assert "You do not need to ask." in page(mo, "ask_to_reopen", assessment.pk)
    assessment.refresh_from_db()
    submit(assessment, mo)
    for place in places(assessment):
        assert ASK in page(mo, *place)


def test_an_officer_is_led_to_the_request(asked, submission, assessment, val):
    waiting = "<bdi>Mo</bdi> asked you to reopen the assessment at 6:17pm on 5 June"
    place = "assessment", assessment.pk
    shown = page(val, *place)
    assert waiting in shown
    assert "Answer the request</a>" in shown
    needs = "Reopen the assessment</a> if <bdi>Northmoor</bdi> needs"
    assert needs not in shown
    assert needs in page(val, "submission", submission.reference)
    reopening.decline(assessment=assessment, answer="Too late.", by=val)
    assert needs in page(val, *place)


def test_who_was_taken_out_of_the_round_is_not_asked_what_is_refused(
    assessment, mo, val
):
    rounds.take_out(assessment=assessment, because="It left.", is_counted=True, by=val)
    response = client_of(mo).get(reverse("ask_to_reopen", args=[assessment.pk]))
    assert response.status_code == 409
    assert "out of the round" in markup(response)
    with pytest.raises(Refused, match="out of the round"):
        reopening.ask(assessment=assessment, reason=SECRET, by=mo)


def test_home_asks_once_for_all_assessments(
    asked, assessment, mo, django_assert_max_num_queries
):
    client = client_of(mo)
    client.get("/")
    with django_assert_max_num_queries(10):
        client.get("/")
