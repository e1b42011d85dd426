"""Opening discussions, and settling one answer per statement and score per area."""

from collections.abc import Sequence
from typing import cast

from django.db import transaction
from django.utils import timezone

from frameworks.models import ScalePoint
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..analysis import agreement
from ..field_merge import Merge, Value, Values, merge, seen_token
from ..models import (
    AgreedArea,
    AgreedResponse,
    AgreedRevision,
    Draft,
    DraftResponse,
    SecondRating,
)
from .common import Kind, lock, record, tell_room

Outcome = AgreedResponse.Outcome
NOT_OPEN = "Open the discussion of this area before you settle its statements."


@transaction.atomic
def open_discussion(*, agreed_area: AgreedArea, by: User) -> None:
    """Open the discussion of an area. Its handed-in drafts are now the first ratings.

    Raises Refused while no group has handed in a draft of the area.
    """
    assessment = lock(agreed_area.assessment)
    held = AgreedArea.objects.select_for_update().get(pk=agreed_area.pk)
    if held.discussion_opened_at:
        raise Refused("The discussion of this area is already open.")
    drafts = Draft.objects.filter(group__assessment=assessment, area=held.area_id)
    if not drafts.exclude(handed_in_at=None).exists():
        raise Refused(
            "No group has handed in a draft of this area yet, so there is nothing "
            "to discuss. Remind the groups to hand theirs in."
        )
    held.save_version(discussion_opened_at=timezone.now(), discussion_opened_by=by)
    record(assessment, Kind.OPENED, by, f"area {agreed_area.area.number}")
    tell_room(assessment)


def values_of(response: AgreedResponse) -> dict[str, Value]:
    """Return a stored agreed response in the shape `settle` takes.

    It is {"answer": [outcome, rating value or None, candidate values], "rationale",
    "evidence", "ideas"}
    """
    return {
        "answer": [
            response.outcome,
            response.rating.value if response.rating else None,
            response.candidates,
        ],
        "rationale": response.rationale,
        "evidence": response.evidence,
        "ideas": response.ideas,
    }


def token_of(response: AgreedResponse) -> str:
    """Return the token of the agreed response that a page shows."""
    return seen_token(response.version, values_of(response))


@transaction.atomic
def settle(*, response: AgreedResponse, token: str, values: Values, by: User) -> Merge:
    """Settle a statement with the values, and return the Merge.

    Nothing is stored if any field clashes with a change by another moderator since
    the page was shown. Raises Refused if a required reason is missing.
    """
    assessment = lock(response.assessment)
    held = AgreedResponse.objects.select_related("rating", "statement__area").get(
        pk=response.pk
    )
    if (
        not assessment.agreed_areas.opened()
        .filter(area=held.statement.area_id)
        .exists()
    ):
        raise Refused(NOT_OPEN)
    merged = merge(
        token=token, version=held.version, stored=values_of(held), sent=values
    )
    if merged.clashes or not merged.changes:
        return merged
    final = values_of(held) | merged.changes
    outcome, value, _ = answer_of(final)
    points = {point.value: point for point in assessment.round.framework.scale.all()}
    ratings = first_ratings(held), second_ratings(held)
    needed = needs_reason(outcome, value, *ratings, list(points))
    if needed and not final["rationale"]:
        raise Refused("Enter a reason for this answer.")
    store(held, final, points[value] if value else None, by)
    record(assessment, Kind.SETTLED, by, held.statement.code)
    tell_room(assessment)
    return merged


def store(
    held: AgreedResponse,
    final: Values,
    rating: ScalePoint | None,
    by: User,
    way: AgreedRevision.Way = AgreedRevision.Way.SETTLED,
    **more: object,
) -> None:
    """Store the values, as `settle` takes them, and a revision that says how.

    `more` is added to the revision's content.
    """
    now = timezone.now()
    outcome, _, candidates = answer_of(final)
    held.save_version(
        outcome=outcome,
        rating=rating,
        candidates=candidates,
        rationale=final["rationale"],
        evidence=final["evidence"],
        ideas=final["ideas"],
        settled_at=now,
        settled_by=by,
        come_back=False,
    )
    AgreedRevision.objects.create(
        response=held, by=by, at=now, content=content_of(held) | more, way=way
    )


def content_of(response: AgreedResponse) -> dict[str, Value]:
    """Return an agreed response as a revision stores it."""
    outcome, value, candidates = answer_of(values_of(response))
    return {
        "outcome": outcome,
        "rating": value,
        "candidates": candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
        "rationale": response.rationale,
    }


def answer_of(values: Values) -> tuple[str, int | None, list[int]]:
    """Return the outcome, the rating's value and the candidates of the values."""
    outcome, value, candidates = cast(
        "tuple[str, int | None, list[int]]", values["answer"]
    )
    return outcome, value, candidates


def first_ratings(response: AgreedResponse) -> list[int]:
    """Return the ratings that groups handed in for the response's statement."""
    return list(
        DraftResponse.objects.filter(
            draft__group__assessment=response.assessment_id,
            draft__handed_in_at__isnull=False,
            statement=response.statement_id,
            rating__isnull=False,
        ).values_list("rating__value", flat=True)
    )


def second_ratings(response: AgreedResponse) -> list[int]:
    """Return the revealed second ratings of the response's statement.

    A hidden one must not count: asking for a reason, or not, would give it away.
    """
    return list(
        SecondRating.objects.filter(
            response__draft__group__assessment=response.assessment_id,
            response__statement=response.statement_id,
            revealed_at__isnull=False,
        ).values_list("rating__value", flat=True)
    )


def needs_reason(
    outcome: str,
    value: int | None,
    first: Sequence[int],
    second: Sequence[int],
    scale: Sequence[int],
) -> bool:
    """Return whether settling on this needs a reason.

    `value` is the settled rating, or None. `first` are the ratings the groups handed
    in, `second` their second ratings, and `scale` the edition's values. Second ratings
    do not change whether the groups differed, but count as ratings that a group gave.
    """
    if outcome != Outcome.AGREED:
        return True
    described = agreement.describe(first, scale)
    return agreement.reason_required(described, value, [*first, *second])


@transaction.atomic
def settle_score(
    *, agreed_area: AgreedArea, token: str, values: Values, by: User
) -> Merge:
    """Settle an area's score, {"global_score", "global_score_note"}; return the Merge.

    The score is out of ten. None means that the authority decided not to give one.
    """
    assessment = lock(agreed_area.assessment)
    held = AgreedArea.objects.select_for_update().get(pk=agreed_area.pk)
    merged = merge(
        token=token, version=held.version, stored=score_values(held), sent=values
    )
    if not merged.clashes and (merged.changes or not held.scored_at):
        held.save_version(**merged.changes, scored_at=timezone.now(), scored_by=by)
        record(assessment, Kind.SCORED, by, f"area {agreed_area.area.number}")
    return merged


def score_values(agreed_area: AgreedArea) -> dict[str, Value]:
    """Return a stored score in the shape `settle_score` takes."""
    return {
        "global_score": agreed_area.global_score,
        "global_score_note": agreed_area.global_score_note,
    }


def score_token_of(agreed_area: AgreedArea) -> str:
    """Return the token of the score that a page shows."""
    return seen_token(agreed_area.version, score_values(agreed_area))
