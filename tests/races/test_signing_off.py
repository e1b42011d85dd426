"""An approval covers what was read, even if somebody settles at the same moment."""

import pytest

from assessments.models import AgreedResponse, Assessment, SignOff
from assessments.submission.agreed import agreed_of
from assessments.submission.approval import standing
from assessments.workflow import moderating, proposals, signing_off
from leavingcare.refusals import Refused
from tests.support.builders import complete
from tests.support.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_approving_while_settling(assessment, mo, ann):
    """The approval is refused, or what was settled makes it out of date."""
    complete(assessment, mo)
    refused = 0
    for trial in range(10):
        signing_off.ask(assessment=assessment, by=mo)
        held = Assessment.objects.get(pk=assessment.pk)
        seen = standing(agreed_of(held)).seen
        response = AgreedResponse.objects.get(
            assessment=assessment, statement__area__number=7, statement__letter="h"
        )
        values = proposals.values_of(response) | {"evidence": f"Trial {trial}."}

        def settle(response=response, values=values):
            return moderating.settle(
                response=response,
                token=moderating.token_of(response),
                values=values,
                by=mo,
            )

        def approve(held=held, seen=seen):
            return signing_off.approve(assessment=held, seen=seen, by=ann)

        merged, approval = at_once(settle, approve)
        assert merged.merge.changes == {"evidence": f"Trial {trial}."}
        now = standing(agreed_of(Assessment.objects.get(pk=assessment.pk)))
        if isinstance(approval, Refused):
            refused += 1
            assert now.asked
            SignOff.objects.filter(approved_at=None).delete()
        else:
            assert now.changed == ["1 statement (7h)"]
    assert SignOff.objects.count() == 10 - refused


def test_eight_approvals_at_once_are_one(assessment, mo, ann):
    complete(assessment, mo)
    signing_off.ask(assessment=assessment, by=mo)
    held = Assessment.objects.get(pk=assessment.pk)
    seen = standing(agreed_of(held)).seen
    outcomes = at_once(
        *[lambda: signing_off.approve(assessment=held, seen=seen, by=ann)] * 8
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 7
    assert assessment.events.filter(kind="approved").count() == 1
