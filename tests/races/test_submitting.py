"""The second person sees what the first did, and a submission is what was agreed."""

import json
import threading

import pytest
from django.db import connection

from assessments.access import CLOSED
from assessments.field_merge import seen_token
from assessments.models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    Draft,
    DraftResponse,
    SignOff,
    Submission,
)
from assessments.submission import digests, snapshot
from assessments.submission.agreed import agreed_of
from assessments.submission.approval import standing
from assessments.workflow import (
    cover_sheet,
    drafting,
    moderating,
    proposals,
    reopening,
    second_ratings,
    signing_off,
    submitting,
)
from assessments.workflow.scores import score_token_of, settle_score
from leavingcare.refusals import Refused
from tests.support.builders import complete, hand_in, make_group
from tests.support.clients import client_of
from tests.support.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_eight_submissions_at_once_are_one(assessment, mo, mailoutbox):
    complete(assessment, mo)
    outcomes = at_once(*[lambda: submitting.submit(assessment=assessment, by=mo)] * 8)
    assert Submission.objects.count() == 1
    assert sum(isinstance(outcome, Submission) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 7
    assert assessment.events.filter(kind="submitted").count() == 1
    assert [mail.to for mail in mailoutbox] == [[mo.email]]


def test_pressing_twice_shows_twice_that_it_is_done(assessment, mo):
    complete(assessment, mo)
    url = f"/assessments/{assessment.pk}/submit/"
    clients = [client_of(mo), client_of(mo)]
    pages = at_once(*(lambda each=each: each.post(url) for each in clients))
    assert [(page.status_code, page.url) for page in pages] == [(302, url)] * 2
    assert Submission.objects.count() == 1


def test_eight_reopenings_at_once_are_one(assessment, mo, val):
    complete(assessment, mo)
    submitting.submit(assessment=assessment, by=mo)
    outcomes = at_once(
        *[lambda: reopening.reopen(assessment=assessment, by=val, reason="Again.")] * 8
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 7
    assert assessment.events.filter(kind="reopened").count() == 1


def test_settling_while_submitting(assessment, mo, val):
    complete(assessment, mo, 3)
    last = None
    for trial in range(10):
        response = AgreedResponse.objects.get(
            assessment=assessment,
            statement__area__number=7,
            statement__letter="h",
        )
        stored = proposals.values_of(response)
        token = seen_token(response.version, stored)
        values = stored | {"evidence": f"Settled in trial {trial}."}

        def settle(response=response, token=token, values=values):
            return moderating.settle(
                response=response, token=token, values=values, by=mo
            )

        settled, submission = at_once(
            settle, lambda: submitting.submit(assessment=assessment, by=mo)
        )
        assert isinstance(submission, Submission)
        response.refresh_from_db()
        last = submission.content["responses"]["7h"]["evidence"]
        assert last == response.evidence
        assert (last == values["evidence"]) == (not isinstance(settled, Refused))
        reopening.reopen(assessment=assessment, by=val, reason="Again.")
    assert Submission.objects.count() == 10


def agreed(assessment):
    return AgreedResponse.objects.get(
        assessment=assessment, statement__area__number=7, statement__letter="h"
    )


def settles(assessment, mo, ann):
    response = agreed(assessment)
    return moderating.settle(
        response=response,
        token=moderating.token_of(response),
        values=proposals.values_of(response) | {"evidence": "Late."},
        by=mo,
    )


def scores(assessment, mo, ann):
    area = AgreedArea.objects.get(assessment=assessment, area__number=7)
    return settle_score(
        agreed_area=area,
        token=score_token_of(area),
        values={"answer": [1, False], "note": "Late."},
        by=mo,
    )


def fills_in_the_cover(assessment, mo, ann):
    values = {"how_completed": "Late."}
    stored = cover_sheet.stored_answers(assessment, values)
    token = seen_token(assessment.version, stored)
    return cover_sheet.save_cover(
        assessment=assessment, token=token, values=values, by=mo
    )


def changes_a_rating(assessment, mo, ann):
    response = agreed(assessment)
    return signing_off.change_rating(
        response=response, seen=response.version, value=1, reason="Late.", by=ann
    )


def approves(assessment, mo, ann):
    seen = standing(agreed_of(assessment)).seen
    return signing_off.approve(assessment=assessment, seen=seen, by=ann)


def hands_in(assessment, mo, ann):
    draft = Draft.objects.select_related("group__assessment", "area").get(
        group__assessment=assessment, area__number=9
    )
    return drafting.hand_in(draft=draft, by=mo)


def dissents(assessment, mo, ann):
    response = DraftResponse.objects.select_related("draft__group__assessment").get(
        draft__group__assessment=assessment,
        draft__area__number=7,
        statement__letter="h",
    )
    return second_ratings.dissent(response=response, text="Late.", seen=None, by=mo)


def opens_a_discussion(assessment, mo, ann):
    area = AgreedArea.objects.select_related("area").get(
        assessment=assessment, area__number=10
    )
    return moderating.open_discussion(agreed_area=area, by=mo)


LATE = [
    settles,
    opens_a_discussion,
    scores,
    fills_in_the_cover,
    changes_a_rating,
    approves,
    hands_in,
    dissents,
]


@pytest.mark.parametrize("late", LATE)
def test_what_comes_while_it_is_frozen_is_refused(
    assessment, housing, mo, ann, late, monkeypatch
):
    """Every change of what is submitted waits for the lock, then finds it closed.

    The submission has read all it freezes when the other begins, and continues once
    the other waits for it or, as it never may, is done.
    """
    Draft.objects.filter(group=housing, area__number=7).update(
        handed_in_at="2020-06-01T12:00Z", handed_in_by=mo
    )
    hand_in(make_group(assessment, mo, areas=[10]), mo)
    complete(assessment, mo)
    assessment.agreed_areas.filter(area__number=10).update(
        discussion_opened_at=None, discussion_opened_by=None
    )
    signing_off.ask(assessment=assessment, by=mo)
    assert SignOff.objects.filter(approved_at=None).count() == 1
    has_read, other_is_done = threading.Event(), threading.Event()
    digest = digests.digest

    def digest_later(content):
        has_read.set()
        with connection.cursor() as cursor:
            while not other_is_done.is_set():
                cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
                if cursor.fetchone():
                    break
        return digest(content)

    def other():
        now = Assessment.objects.get(pk=assessment.pk)
        assert has_read.wait(timeout=30)
        try:
            return late(now, mo, ann)
        finally:
            other_is_done.set()

    monkeypatch.setattr(digests, "digest", digest_later)
    confirmed = submitting.unconfirmed_blanks(assessment)
    submission, refused = at_once(
        lambda: submitting.submit(assessment=assessment, by=mo, confirmed=confirmed),
        other,
    )
    assert isinstance(refused, Refused)
    assert str(refused).startswith(CLOSED)
    now = snapshot.agreed_document(Assessment.objects.get(pk=assessment.pk))
    content = submission.content
    assert {name: content[name] for name in now} == json.loads(json.dumps(now))
