"""Rounds: opened, changed and closed, and authorities taken out of them."""

from collections.abc import Container, Iterator
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from frameworks.models import Framework
from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails
from ..analysis.due import day_in_words
from ..field_merge import Merge, Values, merge
from ..models import Assessment, DeskEvent, Round
from .authorities import free_slug
from .common import (
    NO_VERSION,
    Kind,
    hold_people,
    moderators_of,
    note,
    record,
    same_name,
)
from .invitation_expiry import outlive

Desk = DeskEvent.Kind
Status = Assessment.Status
HAS_SUBMITTED = (
    "{authority} has submitted in {round}, so it stays in it. Its submission can be "
    "left out of an analysis."
)


@transaction.atomic
def open_round(
    *,
    name: str,
    framework: Framework,
    opens_on: date,
    closes_on: date | None = None,
    by: User | None = None,
) -> Round:
    """Open a round of the edition. Its URL is made from its name."""
    _require_free(name)
    try:
        with transaction.atomic():
            round = Round.objects.create(
                name=name,
                slug=free_slug(Round, name),
                framework=framework,
                opens_on=opens_on,
                closes_on=closes_on,
            )
    except IntegrityError:  # somebody opened it at the same moment
        raise _taken(name) from None
    note(Desk.ROUND_OPENED, by, round=round)
    return round


def _require_free(name: str, but: Round | None = None) -> None:
    others = Round.objects.exclude(pk=but.pk) if but else Round.objects.all()
    if same_name(others, name):
        raise _taken(name)


def _taken(name: str) -> Refused:
    return Refused(f"There is already a round called {name}. Enter another name.")


def hold(round: Round) -> Round:
    """Lock the round's row and return it, so that it changes once at a time."""
    return Round.objects.select_for_update(no_key=True).get(pk=round.pk)


@transaction.atomic
def change_round(
    *,
    round: Round,
    name: str,
    opens_on: date,
    closes_on: date | None,
    seen: str,
    by: User,
    tell: bool = False,
) -> tuple[Merge, list[Assessment]]:
    """Set the round's name and dates. Its URL stays.

    `seen` is the token of what the page showed, from `round_values`: nothing is changed
    if any of it clashes. The links of invitations stay good until after a later due
    date. `tell` emails the moderators who have not submitted yet if the due date is
    another one. Returns the Merge, and the assessments whose moderators are emailed.
    """
    held = hold(round)
    wanted = Round(name=name, opens_on=opens_on, closes_on=closes_on)
    stored, sent = round_values(held), round_values(wanted)
    merged = merge(token=seen, version=NO_VERSION, stored=stored, sent=sent)
    if merged.clashes or not merged.changes:
        return merged, []
    _require_free(name if "name" in merged.changes else held.name, but=held)
    before = held.name
    for field in merged.changes:
        setattr(held, field, getattr(wanted, field))
    _save(held)
    detail = "; ".join(_changes(held, before, merged.changes))
    note(Desk.ROUND_CHANGED, by, round=held, detail=detail)
    if "closes_on" not in merged.changes:
        return merged, []
    waiting = waited_for(held).filter(due_on=None)
    return merged, _due_has_changed(list(waiting), by, tell=tell)


def _save(round: Round) -> None:
    if round.closes_on and round.closes_on < round.opens_on:
        raise Refused("The due date must be on or after the day it opens.")
    try:
        with transaction.atomic():
            round.save(update_fields=["name", "opens_on", "closes_on"])
    except IntegrityError:  # somebody took the name at the same moment
        raise _taken(round.name) from None


def _changes(round: Round, before: str, changed: Container[str]) -> Iterator[str]:
    """Return what was changed, in words; `before` is the name that it had."""
    if "name" in changed:
        yield f"called {round.name}, was {before}"
    if "opens_on" in changed:
        yield f"opens on {day_in_words(round.opens_on)}"
    if "closes_on" in changed:
        yield _due(round.closes_on)


def round_values(round: Round) -> Values:
    """Return what a page shows of a round that can be changed, as JSON has it."""
    due = round.closes_on
    return {
        "name": round.name,
        "opens_on": round.opens_on.isoformat(),
        "closes_on": due.isoformat() if due else None,
    }


def waited_for(round: Round) -> QuerySet[Assessment]:
    """Return the round's assessments that have never been submitted and are not out."""
    return (
        Assessment.objects.filter(round=round, status=Status.OPEN, submissions=None)
        .select_related("authority", "round__framework")
        .order_by("authority__name")
    )


def _due(day: date | None) -> str:
    return f"due on {day_in_words(day)}" if day else "without a due date"


def _due_has_changed(
    assessments: list[Assessment], by: User, *, tell: bool
) -> list[Assessment]:
    """Let invitations outlive the due date; return those whose moderators are emailed."""
    told = []
    for assessment in assessments:
        outlive(assessment)
        if tell and (moderators := moderators_of(assessment)):
            emails.due_changed(assessment, by, moderators)
            told.append(assessment)
    return told


@transaction.atomic
def extend(
    *, assessment: Assessment, due_on: date | None, by: User, tell: bool = False
) -> list[Assessment]:
    """Give one authority a due date of its own; None removes it.

    Returns the assessment if its moderators are emailed.
    """
    hold_people(assessment.authority)
    held = Assessment.objects.select_related("round", "authority").get(pk=assessment.pk)
    if due_on and due_on < held.round.opens_on:
        raise Refused(
            "The due date must be on or after the day the round opens, "
            f"{day_in_words(held.round.opens_on)}."
        )
    if held.due_on == due_on:
        return []
    held.due_on = due_on
    held.save(update_fields=["due_on"])
    detail = _due(due_on) if due_on else "due when the round is"
    record(held, Kind.DUE_CHANGED, by, detail)
    note(Desk.EXTENDED, by, round=held.round, authority=held.authority, detail=detail)
    return _due_has_changed([held], by, tell=tell)


@transaction.atomic
def close_round(*, round: Round, by: User) -> None:
    """Wait for follow-ups alone: what else still comes is marked late."""
    held = hold(round)
    if held.is_closed:
        raise Refused("This round is closed already.")
    held.closed_at, held.closed_by = timezone.now(), by
    held.save(update_fields=["closed_at", "closed_by"])
    note(Desk.ROUND_CLOSED, by, round=held)


@transaction.atomic
def reopen_round(*, round: Round, by: User) -> None:
    """Wait for submissions again."""
    held = hold(round)
    if not held.is_closed:
        raise Refused("This round is open already.")
    held.closed_at = held.closed_by = None
    held.save(update_fields=["closed_at", "closed_by"])
    note(Desk.ROUND_REOPENED, by, round=held)


@transaction.atomic
def take_out(
    *, assessment: Assessment, because: str, is_counted: bool, by: User
) -> None:
    """Take an authority out of its round: nothing is lost, and nothing can be changed.

    `is_counted` says whether it counts as asked in the return rate. Raises Refused if
    it has submitted: what was submitted stays in the round.
    """
    hold_people(assessment.authority)
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if held.is_withdrawn:
        raise Refused(f"{held.authority} has been taken out of {held.round} already.")
    if held.submissions.exists():
        raise Refused(HAS_SUBMITTED.format(authority=held.authority, round=held.round))
    held.status = Status.WITHDRAWN
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.withdrawn_because, held.is_counted = because, is_counted
    held.save(update_fields=[*WITHDRAWN_FIELDS])
    detail = "counted as asked" if is_counted else "not counted as asked"
    record(held, Kind.TAKEN_OUT, by, detail)
    note(
        Desk.TAKEN_OUT,
        by,
        round=held.round,
        authority=held.authority,
        detail=f"{detail}: {because}",
    )


WITHDRAWN_FIELDS = [
    "status",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_because",
    "is_counted",
]


@transaction.atomic
def put_back(*, assessment: Assessment, by: User) -> None:
    """Let an authority that was taken out continue where it was."""
    hold_people(assessment.authority)
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not held.is_withdrawn:
        raise Refused(f"{held.authority} takes part in {held.round} already.")
    if held.authority.merged_into:
        raise Refused(
            f"{held.authority} was merged into {held.authority.merged_into}, which "
            f"takes part in {held.round}."
        )
    held.status = Status.OPEN
    held.withdrawn_at = held.withdrawn_by = None
    held.withdrawn_because, held.is_counted = "", True
    held.save(update_fields=[*WITHDRAWN_FIELDS])
    record(held, Kind.PUT_BACK, by)
    note(Desk.PUT_BACK, by, round=held.round, authority=held.authority)
