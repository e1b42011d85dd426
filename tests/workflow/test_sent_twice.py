"""The button of a form without scripts is pressed twice: what is written is stored once."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from assessments.models import (
    Action,
    AuditEvent,
    ContactNote,
    PeerNote,
    Question,
    Reply,
    StatementNote,
    SurveyFinding,
)
from assessments.workflow import (
    action_plan,
    authorities,
    peer_reviews,
    questions,
    statement_notes,
    young_people,
)
from frameworks.models import Statement
from tests.support.builders import submit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 5)
ACTION = {"text": "Ask.", "owner": "", "due_on": None, "state": "under_way", "note": ""}


@pytest.fixture
def submitted(assessment, mo):
    submit(assessment, mo)
    return assessment


def contact_note(submitted, val, mo):
    return authorities.add_note, {
        "authority": submitted.authority,
        "on": TODAY,
        "text": "A call.",
        "next_on": None,
        "by": val,
    }


def question(submitted, val, mo):
    sent = {"assessment": submitted, "statement": None, "text": "Why?", "by": val}
    return questions.ask, sent


def reply(submitted, val, mo):
    asked = questions.ask(assessment=submitted, statement=None, text="Why?", by=val)
    return questions.reply, {"question": asked, "text": "Because.", "by": mo}


def statement_note(submitted, val, mo):
    statement = Statement.objects.filter(area__framework__edition="2020").first()
    sent = {"statement": statement, "on": TODAY, "text": "It is 3,000.", "by": val}
    return statement_notes.add, sent


def peer_note(submitted, val, mo):
    review = peer_reviews.invite(
        assessment=submitted,
        email="rex@example.org",
        name="Rex",
        until=timezone.localdate() + timedelta(days=7),
        by=mo,
    )
    sent = {"review": review, "statement": None, "text": "Good.", "by": review.reviewer}
    return peer_reviews.add_note, sent


def action(submitted, val, mo):
    sent = {"assessment": submitted, "values": ACTION, "area": None, "by": mo}
    return action_plan.add_action, sent


def finding(submitted, val, mo):
    values = {"text": "Fine.", "asked": 9, "answered": 4, "source": ""}
    area = submitted.round.framework.areas.first()
    sent = {"assessment": submitted, "area": area, "values": values, "by": mo}
    return young_people.add_finding, sent


WRITTEN = {
    contact_note: ContactNote,
    question: Question,
    reply: Reply,
    statement_note: StatementNote,
    peer_note: PeerNote,
    action: Action,
    finding: SurveyFinding,
}


@pytest.mark.parametrize("written", WRITTEN)
def test_it_is_stored_once_and_nobody_hears_of_it_again(
    submitted, val, mo, mailoutbox, written
):
    function, sent = written(submitted, val, mo)
    send, model = partial(function, **sent), WRITTEN[written]
    first = send()
    events, mails = AuditEvent.objects.count(), len(mailoutbox)
    assert send() == first
    assert model.objects.get() == first
    assert (AuditEvent.objects.count(), len(mailoutbox)) == (events, mails)
    if "text" in sent:
        send = partial(function, **sent | {"text": "Something else."})
        assert send() != first
        assert model.objects.count() == 2
