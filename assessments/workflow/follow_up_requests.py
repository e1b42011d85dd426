"""Asking the authorities of a round for their follow-ups."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import desk_emails
from ..analysis.due import day_in_words
from ..models import Assessment, DeskEvent, FollowUp, FollowUpRequest, Round
from .common import Kind, moderators_of, note, record

NOBODY = "Choose at least one authority to ask."


class Emailed(NamedTuple):
    """The assessments of the authorities whose moderators were emailed."""

    asked: list[Assessment]
    told: list[Assessment]  # of another due date; they had been asked before


@transaction.atomic
def ask(
    *,
    round: Round,
    due_on: date,
    assessments: Iterable[Assessment],
    by: User,
    tell: bool = False,
) -> Emailed:
    """Ask authorities of a round for their follow-up, and set the day it is due.

    Those that were asked before, or have submitted nothing, are left out. Returns
    those asked now, whose moderators are told. `tell` emails the moderators of those
    that were asked before and have not submitted it, if the due date is another one.
    """
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    request = FollowUpRequest.objects.filter(round=round).first()
    keys = [assessment.pk for assessment in assessments]
    told: list[Assessment] = []
    if request is None and not keys:
        raise Refused(NOBODY)
    if request is None:
        request = FollowUpRequest.objects.create(
            round=round, due_on=due_on, opened_at=timezone.now(), opened_by=by
        )
    elif request.due_on != due_on:
        told = _move(request, due_on, by, tell=tell)
    return Emailed(_ask(_held(round, keys), request, by), told)


def _move(
    request: FollowUpRequest, due_on: date, by: User, *, tell: bool
) -> list[Assessment]:
    """Set another due date, and return the assessments whose moderators are told."""
    request.due_on = due_on
    request.save(update_fields=["due_on"])
    detail = f"follow-ups due on {day_in_words(due_on)}"
    note(DeskEvent.Kind.ROUND_CHANGED, by, round=request.round, detail=detail)
    owing = FollowUp.objects.owing()
    found = Assessment.objects.filter(round=request.round, follow_up__in=owing)
    told = list(found.select_related("authority", "round")) if tell else []
    for assessment in told:
        moderators = moderators_of(assessment)
        desk_emails.follow_up_due_changed(assessment, due_on, by, moderators)
    return told


def _held(round: Round, keys: Sequence[int]) -> list[Assessment]:
    """Lock and return the round's assessments with these keys."""
    found = Assessment.objects.select_for_update().filter(round=round, pk__in=keys)
    return list(found.order_by("pk"))


def _ask(
    assessments: Iterable[Assessment], request: FollowUpRequest, by: User
) -> list[Assessment]:
    asked = []
    for assessment in assessments:
        changed = FollowUp.objects.filter(
            assessment=assessment, asked_at=None, is_open=True
        ).update(asked_at=timezone.now(), asked_by=by)
        if changed:
            record(assessment, Kind.FOLLOW_UP_ASKED, by)
            moderators = moderators_of(assessment)
            desk_emails.follow_up_asked(assessment, request.due_on, by, moderators)
            asked.append(assessment)
    return asked
