"""Whoever comes second sees what the first did, and a submission is what was agreed."""

import pytest

from assessments.merging import seen_token
from assessments.models import AgreedResponse, Submission
from assessments.workflow import moderating, submitting
from leavingcare.refusals import Refused

from .builders import complete
from .racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_eight_submissions_at_once_are_one(assessment, mo):
    complete(assessment, mo)
    outcomes = at_once(*[lambda: submitting.submit(assessment=assessment, by=mo)] * 8)
    assert Submission.objects.count() == 1
    assert sum(isinstance(outcome, Submission) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 7
    assert assessment.events.filter(kind="submitted").count() == 1


def test_settling_while_submitting(assessment, mo, val):
    complete(assessment, mo, 3)
    last = None
    for trial in range(20):
        response = AgreedResponse.objects.get(
            assessment=assessment,
            statement__area__number=7,
            statement__letter="h",
        )
        stored = moderating.values_of(response)
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
        submitting.reopen(assessment=assessment, by=val, reason="Again.")
    assert Submission.objects.count() == 20
