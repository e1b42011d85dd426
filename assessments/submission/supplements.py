"""The supplements of a submission, outside its digest, as JSON types.

Young people's scores and the follow-up come after a submission and belong to its
assessment; every file of its submissions shows them as they are now.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ..models import (
    Assessment,
    FollowUp,
    FollowUpScore,
    Submission,
    YoungPeopleScore,
)
from .shown import content

COMMENTS = ["what_helped", "barriers", "next_steps"]


Scores = dict[str, int | None]  # by area number


def of(assessment: Assessment) -> content.Supplements:
    """Return the supplements of the assessment's submissions. Three queries.

    Young people's scores have only areas that say something. The follow-up is {}
    until it is begun, and then has every area.
    """
    return of_many([assessment])[assessment.pk]


def of_many(assessments: Iterable[Assessment]) -> dict[int, content.Supplements]:
    """Return {assessment's pk: its supplements}. Three queries for all of them."""
    keys = [assessment.pk for assessment in assessments]
    young = _young_people(keys)
    later = _follow_ups(keys)
    return {
        key: {
            "young_people_scores": young.get(key, {}),
            "follow_up": later.get(key, {}),
        }
        for key in keys
    }


def submitted_scores(keys: Iterable[int]) -> dict[int, Scores]:
    """Return {assessment's pk: the global scores of its last submission}. One query."""
    return dict(
        Submission.objects.filter(assessment__in=keys)
        .order_by("assessment", "number")
        .values_list("assessment", "content__global_scores")
    )


def _young_people(
    keys: Collection[int],
) -> dict[int, dict[str, content.YoungPeopleScore]]:
    found: dict[int, dict[str, content.YoungPeopleScore]] = {}
    for row in YoungPeopleScore.objects.filter(assessment__in=keys).select_related(
        "area"
    ):
        if row.score is not None or row.how_gathered:
            found.setdefault(row.assessment_id, {})[str(row.area.number)] = {
                "score": row.score,
                "how_gathered": row.how_gathered,
            }
    return found


def _follow_ups(keys: Collection[int]) -> dict[int, content.FollowUp]:
    rows: dict[int, list[FollowUpScore]] = {}
    for row in FollowUpScore.objects.filter(
        follow_up__assessment__in=keys
    ).select_related("follow_up", "area"):
        rows.setdefault(row.follow_up.assessment_id, []).append(row)
    begun = {key: found for key, found in rows.items() if _is_begun(found)}
    submitted = submitted_scores(begun) if begun else {}
    return {
        key: _follow_up(found[0].follow_up, found, submitted.get(key, {}))
        for key, found in begun.items()
    }


def _is_begun(rows: Sequence[FollowUpScore]) -> bool:
    """Return whether a follow-up has anything in it. `rows` are all its scores."""
    follow_up = rows[0].follow_up
    return bool(
        follow_up.completed_on
        or follow_up.ideas
        or any(
            row.stage_one is not None
            or row.stage_two is not None
            or any(getattr(row, name) for name in COMMENTS)
            for row in rows
        )
    )


def _follow_up(
    follow_up: FollowUp, rows: Iterable[FollowUpScore], submitted: Scores
) -> content.FollowUp:
    day = follow_up.completed_on
    return {
        "completed_on": day.isoformat() if day else None,
        "areas": {
            str(row.area.number): {
                "stage_one": stage_one(row, submitted),
                "stage_two": row.stage_two,
                "what_helped": row.what_helped,
                "barriers": row.barriers,
                "next_steps": row.next_steps,
            }
            for row in rows
        },
        "ideas": follow_up.ideas,
    }


def stage_one(row: FollowUpScore, submitted: Mapping[str, int | None]) -> int | None:
    """Return the score at stage one: the one submitted, or else the one filled in."""
    score = submitted.get(str(row.area.number))
    return row.stage_one if score is None else score
