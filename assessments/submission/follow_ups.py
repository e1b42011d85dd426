"""The follow-up as JSON types: as it was returned, or the current one."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import QuerySet

from ..models import FollowUp, FollowUpReturn, FollowUpScore, Submission
from .shown import content
from .shown.actions import progress_of
from .shown.follow_up_content import FollowUpDocument

COMMENTS = ["what_helped", "barriers", "next_steps"]

Scores = dict[str, int | None]  # by area number
Responses = Mapping[str, content.Response]  # by code
Plans = Mapping[int, list[content.Action]]  # by the assessment's pk


def of_many(keys: Collection[int], plans: Plans) -> dict[int, content.FollowUp]:
    """Return {assessment's pk: its follow-up}, of those that are begun.

    One that was returned is as it was then, even if it has been reopened since. Three
    queries at most.
    """
    later = _as_returned(keys)
    return later | _as_they_stand([key for key in keys if key not in later], plans)


def submitted_scores(keys: Iterable[int]) -> dict[int, Scores]:
    """Return {assessment's pk: the global scores of its last submission}. One query."""
    return dict(_submitted(keys).values_list("assessment", "content__global_scores"))


def _as_returned(keys: Collection[int]) -> dict[int, content.FollowUp]:
    returns = FollowUpReturn.objects.filter(follow_up__assessment__in=keys)
    found = returns.order_by("follow_up", "number").values_list(
        "follow_up__assessment", "content", "digest"
    )
    later: dict[int, content.FollowUp] = {}
    for key, document, digest in found:  # the last of each replaces those before
        later[key] = document["follow_up"] | {"returned": returned_of(document, digest)}
    return later


def returned_of(document: FollowUpDocument, digest: str) -> content.Returned:
    """Return what the supplements add about a follow-up that was returned."""
    return {
        "reference": document["reference"],
        "number": document["number"],
        "submitted_at": document["submitted_at"],
        "submitted_by": document["submitted_by"],
        "on_paper": document["on_paper"],
        "digest": digest,
    }


def _as_they_stand(keys: Collection[int], plans: Plans) -> dict[int, content.FollowUp]:
    rows: dict[int, list[FollowUpScore]] = {}
    for row in FollowUpScore.objects.filter(
        follow_up__assessment__in=keys
    ).select_related("follow_up", "area"):
        rows.setdefault(row.follow_up.assessment_id, []).append(row)
    begun = {key: found for key, found in rows.items() if is_begun(found)}
    parts = "assessment", "content__global_scores", "content__responses"
    answers = _submitted(begun).values_list(*parts) if begun else []
    submitted = {key: (scores, responses) for key, scores, responses in answers}
    return {
        key: follow_up_document(
            found, *submitted.get(key, ({}, {})), plans.get(key, [])
        )
        for key, found in begun.items()
    }


def _submitted(keys: Iterable[int]) -> QuerySet[Submission]:
    """Return the submissions of assessments, the last of each after those before it."""
    found = Submission.objects.filter(assessment__in=keys)
    return found.order_by("assessment", "number")


def is_begun(rows: Sequence[FollowUpScore]) -> bool:
    """Return whether a follow-up has anything in it. `rows` are all its scores."""
    return bool(
        rows[0].follow_up.completed_on
        or any(
            row.stage_one is not None
            or row.stage_two is not None
            or any(getattr(row, name) for name in COMMENTS)
            for row in rows
        )
    )


def follow_up_document(
    rows: Sequence[FollowUpScore],
    submitted: Scores,
    responses: Responses,
    plan: list[content.Action],
) -> content.FollowUp:
    """Return the current follow-up, from all its rows.

    `submitted` has the global scores that were submitted, `responses` the answers
    that were, `plan` the action plan.
    """
    follow_up: FollowUp = rows[0].follow_up
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
        "ideas": progress_of(plan, responses),
    }


def stage_one(row: FollowUpScore, submitted: Mapping[str, int | None]) -> int | None:
    """Return the score at stage one: the one submitted, or else the one filled in."""
    score = submitted.get(str(row.area.number))
    return row.stage_one if score is None else score
