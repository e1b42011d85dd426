"""Second ratings and notes of dissent, once the discussion of an area is open."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from frameworks.models import Statement
from leavingcare.models import User
from leavingcare.refusals import Refused

from ..access import require_discussed
from ..models import (
    AgreedResponse,
    Assessment,
    Dissent,
    DraftResponse,
    SecondRating,
)
from .common import Kind, lock, record, tell_room

NOT_SETTLED = (
    "This statement is not settled yet. You can record a disagreement once it is."
)


class Changed(Exception):
    """Raised with the stored note if a colleague has changed it since the page showed."""


@transaction.atomic
def give_second_rating(
    *, response: DraftResponse, value: int, by: User, hidden: bool = False
) -> None:
    """Store the group's second rating of a statement; the first rating is kept.

    `response` is the group's, and `value` is on the edition's scale. A `hidden` rating
    is seen only by the group until it is revealed. The same rating is stored once.
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
def reveal(*, assessment: Assessment, statement: Statement, by: User) -> None:
    """Show every group's hidden second rating of a statement, all at once.

    Who may do so, and when, is in `room.reveal_second_ratings`.
    """
    held = lock(assessment)
    hidden = SecondRating.objects.hidden().filter(
        response__draft__group__assessment=held, response__statement=statement
    )
    shown = hidden.update(revealed_at=timezone.now())
    if shown:
        record(held, Kind.REVEALED, by, statement.code)
        tell_room(held)


@transaction.atomic
def dissent(*, response: DraftResponse, text: str, seen: int | None, by: User) -> None:
    """Store the group's note that it disagrees with what was settled.

    `seen` is the primary key of the note the page showed, or None. Raises Changed
    with the stored note if it is a different one. A replaced note stays in the record.
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
def withdraw_dissent(*, response: DraftResponse, by: User) -> None:
    """Withdraw the group's note of dissent. It stays in the record, but is not shown."""
    assessment = _hold(response)
    agreed = _settled(assessment, response)
    if current := _current(agreed, response):
        _withdraw(current)
        record(assessment, Kind.DISSENTED, by, f"{_name(response)}: taken back")


def _withdraw(note: Dissent | None) -> None:
    if note:
        Dissent.objects.filter(pk=note.pk).update(withdrawn_at=timezone.now())


def _hold(response: DraftResponse) -> Assessment:
    """Lock the assessment and return it; raise Refused if the group may not rate now."""
    assessment = lock(response.draft.group.assessment)
    require_discussed(response.draft)
    return assessment


def _settled(assessment: Assessment, response: DraftResponse) -> AgreedResponse:
    agreed = AgreedResponse.objects.get(
        assessment=assessment, statement=response.statement_id
    )
    if agreed.outcome == AgreedResponse.Outcome.NOT_SETTLED:
        statement = response.statement
        args = [assessment.pk, statement.area.number, statement.letter]
        raise Refused(
            NOT_SETTLED,
            link=(reverse("settle", args=args), f"Read {statement.code}"),
        )
    return agreed


def _current(agreed: AgreedResponse, response: DraftResponse) -> Dissent | None:
    return Dissent.objects.filter(
        response=agreed, group=response.draft.group_id, withdrawn_at=None
    ).first()


def _name(response: DraftResponse) -> str:
    return f"{response.draft.group.name}, {response.statement.code}"
