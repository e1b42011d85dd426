"""The supplements of a submission, outside its digest, as JSON types.

Young people's scores come before or after a submission, the follow-up and the action
plan after it. All belong to its assessment; every file of its submissions shows them as they are now.
"""

from collections.abc import Iterable

from ..models import Assessment
from . import action_plan, follow_ups, young_people
from .shown import content


def of(assessment: Assessment) -> content.Supplements:
    """Return the supplements of the assessment's submissions. Seven queries at most.

    Young people's scores have only areas that say something, and the follow-up is {}
    until it is begun, and then has every area; "young_people" and "action_plan" are
    blank until somebody writes in them.
    """
    return of_many([assessment])[assessment.pk]


def of_many(assessments: Iterable[Assessment]) -> dict[int, content.Supplements]:
    """Return {assessment's pk: its supplements}. The same queries for all of them."""
    keys = [assessment.pk for assessment in assessments]
    scores = young_people.scores_of(keys)
    records = young_people.records_of(keys)
    plans = action_plan.of_many(keys)
    later = follow_ups.of_many(keys, plans)
    return {
        key: {
            "young_people_scores": scores.get(key, {}),
            "young_people": records.get(key, {}),
            "follow_up": later.get(key, {}),
            "action_plan": plans.get(key, []),
        }
        for key in keys
    }
