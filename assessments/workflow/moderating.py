"""Opening discussions and settling one answer a statement, one score an area."""

from django.db import transaction
from django.utils import timezone

from leavingcare.refusals import Refused

from ..analysis import agreement
from ..field_merge import merge, seen_token
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
NOT_OPEN = "Open the discussion of this area before settling its statements."


@transaction.atomic
def open_discussion(*, agreed_area, by):
    """Open the discussion of an area: what is handed in is now the first ratings.

    Refused while no group has handed in a draft of the area.
    """
    assessment = lock(agreed_area.assessment)
    held = AgreedArea.objects.select_for_update().get(pk=agreed_area.pk)
    if held.discussion_opened_at:
        raise Refused("The discussion of this area is already open.")
    drafts = Draft.objects.filter(group__assessment=assessment, area=held.area_id)
    if not drafts.exclude(handed_in_at=None).exists():
        raise Refused(
            "No group has handed in a draft of this area yet, so there is nothing "
            "to discuss."
        )
    held.save_version(discussion_opened_at=timezone.now(), discussion_opened_by=by)
    record(assessment, Kind.OPENED, by, f"area {agreed_area.area.number}")
    tell_room(assessment)


def values_of(response):
    """A stored agreed response in the shape `settle` takes.

    {"answer": [outcome, rating value or None, candidate values], "rationale",
    "evidence", "ideas"}
    """
    return {
        "answer": [
            response.outcome,
            response.rating and response.rating.value,
            response.candidates,
        ],
        "rationale": response.rationale,
        "evidence": response.evidence,
        "ideas": response.ideas,
    }


def token_of(response):
    """What a form carries of the agreed response that its page shows."""
    return seen_token(response.version, values_of(response))


@transaction.atomic
def settle(*, response, token, values, by):
    """Settle a statement with the values, and return the Merge.

    Nothing is stored if any field clashes with what another moderator stored since
    the page was shown. Raises Refused if a reason is required and missing.
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
    outcome, value, _ = final["answer"]
    points = {point.value: point for point in assessment.round.framework.scale.all()}
    ratings = first_ratings(held), second_ratings(held)
    needed = needs_reason(outcome, value, *ratings, list(points))
    if needed and not final["rationale"]:
        raise Refused("Say why this is what was settled.")
    store(held, final, points.get(value), by)
    record(assessment, Kind.SETTLED, by, held.statement.code)
    tell_room(assessment)
    return merged


def store(held, final, rating, by, way=AgreedRevision.Way.SETTLED, **more):
    """Keep the values, as `settle` takes them, and a revision that says how.

    `more` is kept in the revision's content.
    """
    now = timezone.now()
    outcome, _, candidates = final["answer"]
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


def content_of(response):
    """An agreed response as a revision keeps it."""
    outcome, value, candidates = values_of(response)["answer"]
    return {
        "outcome": outcome,
        "rating": value,
        "candidates": candidates,
        "evidence": response.evidence,
        "ideas": response.ideas,
        "rationale": response.rationale,
    }


def first_ratings(response):
    """The values groups handed in for the response's statement."""
    return list(
        DraftResponse.objects.filter(
            draft__group__assessment=response.assessment_id,
            draft__handed_in_at__isnull=False,
            statement=response.statement_id,
            rating__isnull=False,
        ).values_list("rating__value", flat=True)
    )


def second_ratings(response):
    """Return the values groups gave after hearing the others, once they were shown.

    Else whether a reason is asked for would tell what a hidden one is.
    """
    return list(
        SecondRating.objects.filter(
            response__draft__group__assessment=response.assessment_id,
            response__statement=response.statement_id,
            revealed_at__isnull=False,
        ).values_list("rating__value", flat=True)
    )


def needs_reason(outcome, value, first, second, scale):
    """Whether settling on this has to be explained.

    `value` is the rating settled on, or None; `first` are the ratings the groups
    handed in, `second` those they gave later, and `scale` the values of the edition.
    A changed mind does not undo that the groups differed, but it is a rating given.
    """
    if outcome != Outcome.AGREED:
        return True
    described = agreement.describe(first, scale)
    return agreement.reason_required(described, value, [*first, *second])


@transaction.atomic
def settle_score(*, agreed_area, token, values, by):
    """Settle an area's score out of ten, {"global_score", "global_score_note"}.

    A score of None means that it was decided to give none. Returns the Merge.
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


def score_values(agreed_area):
    """A stored score in the shape `settle_score` takes."""
    return {
        "global_score": agreed_area.global_score,
        "global_score_note": agreed_area.global_score_note,
    }


def score_token_of(agreed_area):
    """What a form carries of the score that its page shows."""
    return seen_token(agreed_area.version, score_values(agreed_area))
