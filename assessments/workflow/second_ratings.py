"""What a group says once the discussion is open: a changed mind, a kept view."""

from django.db import transaction
from django.utils import timezone

from leavingcare.refusals import Refused

from ..access import require_discussed
from ..models import (
    AgreedResponse,
    Dissent,
    SecondRating,
)
from .common import Kind, lock, record, tell_room

NOT_SETTLED = (
    "This statement is not settled yet. A note of dissent is about what was settled."
)


class Changed(Exception):
    """A colleague changed the note since the page was shown; carries what is there."""


@transaction.atomic
def give_second_rating(*, response, value, by, hidden=False):
    """Keep what the group rates the statement now; the first rating stays.

    `response` is its DraftResponse, `value` one of the edition's scale. While it is
    `hidden` nobody outside the group sees it, until it is revealed. Saying the same
    twice is saying it once.
    """
    assessment = _hold(response)
    point = assessment.round.framework.scale.get(value=value)
    now = timezone.now()
    latest = response.second_ratings.last()
    if latest and latest.rating_id == point.pk and not (latest.revealed_at and hidden):
        return
    SecondRating.objects.create(
        response=response,
        rating=point,
        by=by,
        at=now,
        revealed_at=None if hidden else now,
    )
    record(assessment, Kind.RATED_AGAIN, by, _name(response))
    tell_room(assessment)


@transaction.atomic
def reveal(*, assessment, statement, by):
    """Show every group's hidden second rating of a statement, all at once."""
    held = lock(assessment)
    shown = SecondRating.objects.filter(
        response__draft__group__assessment=held,
        response__statement=statement,
        revealed_at=None,
    ).update(revealed_at=timezone.now())
    if shown:
        record(held, Kind.REVEALED, by, statement.code)
        tell_room(held)


@transaction.atomic
def dissent(*, response, text, seen, by):
    """Keep the group's note that it does not share what was settled.

    `seen` is the primary key of the note the page showed, or None. Raises Changed
    with the note that is there if it is another. A note that is replaced is kept.
    """
    assessment = _hold(response)
    agreed = _settled(assessment, response)
    current = _current(agreed, response)
    if (current and current.pk) != seen:
        raise Changed(current)
    if current and current.text == text:
        return
    _withdraw(current)
    Dissent.objects.create(
        response=agreed,
        group=response.draft.group,
        text=text,
        by=by,
        at=timezone.now(),
    )
    record(assessment, Kind.DISSENTED, by, _name(response))


@transaction.atomic
def withdraw_dissent(*, response, by):
    """Take the group's note of dissent back; it is kept, but no longer shown."""
    assessment = _hold(response)
    agreed = _settled(assessment, response)
    if current := _current(agreed, response):
        _withdraw(current)
        record(assessment, Kind.DISSENTED, by, f"{_name(response)}: taken back")


def _withdraw(note):
    if note:
        Dissent.objects.filter(pk=note.pk).update(withdrawn_at=timezone.now())


def _hold(response):
    """Lock the assessment, and see that the group may speak now."""
    assessment = lock(response.draft.group.assessment)
    require_discussed(response.draft)
    return assessment


def _settled(assessment, response):
    agreed = AgreedResponse.objects.get(
        assessment=assessment, statement=response.statement_id
    )
    if agreed.outcome == AgreedResponse.Outcome.NOT_SETTLED:
        raise Refused(NOT_SETTLED)
    return agreed


def _current(agreed, response):
    return Dissent.objects.filter(
        response=agreed, group=response.draft.group_id, withdrawn_at=None
    ).first()


def _name(response):
    return f"{response.draft.group.name}, {response.statement.code}"
