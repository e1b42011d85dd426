"""A draft that is locked for a change, and its answers as they are then."""

from collections.abc import Sequence

from django.db.models import QuerySet

from leavingcare.compiled import compiled

from ..access import handed_in, require_open
from ..models import Assessment, Draft, DraftResponse


def hold(draft: Draft) -> Draft:
    """Lock the draft's row and return it; raise Refused if it cannot be changed.

    The assessment is read after the lock is taken: submitting takes the same lock, so
    its result is seen here.
    """
    (held,) = _held(draft.pk)
    (assessment,) = _assessment_of(held.group_id)
    require_open(assessment)
    if held.is_handed_in:
        raise handed_in(held)
    return held


@compiled
def _held(draft: int) -> QuerySet[Draft]:
    return Draft.objects.select_for_update().filter(pk=draft)


@compiled
def _assessment_of(group: int) -> QuerySet[Assessment]:
    return Assessment.objects.only("status").filter(groups=group)


def stored(held: Draft, letters: Sequence[str]) -> dict[str, DraftResponse]:
    """Return the responses of these statements, by letter. One query."""
    if len(letters) == 1:  # as a page that saves itself sends them
        rows = _stored_one(held.pk, letters[0])
    else:
        rows = list(_with_people(held.pk).filter(statement__letter__in=letters))
    return {response.statement.letter: response for response in rows}


@compiled
def _stored_one(draft: int, letter: str) -> QuerySet[DraftResponse]:
    return _with_people(draft).filter(statement__letter=letter)


def _with_people(draft: int) -> QuerySet[DraftResponse]:
    return DraftResponse.objects.filter(draft=draft).select_related(
        "statement", "rating", "updated_by"
    )
