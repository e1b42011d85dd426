"""Asking the authorities of a round for their follow-ups."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails
from ..models import Assessment, FollowUp, FollowUpRequest, Round
from .common import Kind, moderators_of, record

NOBODY = "Choose at least one authority to ask."


@transaction.atomic
def ask(
    *, round: Round, due_on: date, assessments: Iterable[Assessment], by: User
) -> list[Assessment]:
    """Ask authorities of a round for their follow-up, and set the day it is due.

    Those that were asked before, or have submitted nothing, are left out. Returns
    those asked now. Their moderators are told.
    """
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    request = FollowUpRequest.objects.filter(round=round).first()
    keys = [assessment.pk for assessment in assessments]
    if request is None and not keys:
        raise Refused(NOBODY)
    if request is None:
        request = FollowUpRequest.objects.create(
            round=round, due_on=due_on, opened_at=timezone.now(), opened_by=by
        )
    elif request.due_on != due_on:
        request.due_on = due_on
        request.save(update_fields=["due_on"])
    return _ask(_held(round, keys), request, by)


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
            emails.follow_up_asked(assessment, request, by, moderators_of(assessment))
            asked.append(assessment)
    return asked
