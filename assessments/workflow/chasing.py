"""Chasing people with something left to do: Coram Voice by hand, and the timer.

Who is written to is decided in `desk.who_is_reminded` alone, and on which days the timer
does in `analysis.reminder_days`.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from leavingcare.models import User
from leavingcare.refusals import Refused

from .. import emails, progress
from ..analysis.reminder_days import latest_step
from ..desk.who_is_reminded import Owing, due_of, everybody_owing
from ..models import Assessment, DeskEvent, FollowUp, Reminder, Round
from . import inviting
from .common import hold_people, note
from .draft_reminders import OutstandingPerson, outstanding_by_person, record_reminders


def chase(*, round: Round, chosen: Collection[str], by: User) -> list[Owing]:
    """Remind those chosen who still have something to do, and return them.

    `chosen` are the `Owing.choice`s that a page sent. Anyone reminded within the hour
    is left out, unless the page showed that reminder and they were chosen anyway.
    Anyone who has stopped reminders is always left out. Each authority is done whole
    or not at all.
    """
    who = {choice.rpartition("-")[0] for choice in chosen}
    keys = {choice.partition("-")[0] for choice in chosen}
    found = round.assessments.filter(pk__in=[key for key in keys if key.isdecimal()])
    sent: list[Owing] = []
    for assessment in found.select_related("authority").order_by("authority__name"):
        try:
            sent += _chase_one(assessment, who, chosen, by)
        except Refused:  # it has been submitted or taken out meanwhile
            continue
    if sent:
        emailed = "1 email" if len(sent) == 1 else f"{len(sent)} emails"
        note(DeskEvent.Kind.CHASED, by, round=round, detail=emailed)
    return sent


@transaction.atomic
def _chase_one(
    assessment: Assessment, who: Collection[str], chosen: Collection[str], by: User
) -> list[Owing]:
    return _send(
        [
            one
            for one in _held(assessment)
            if one.wants_reminders
            and one.who in who
            and (one.choice in chosen or not one.is_recent)
        ],
        by,
    )


@transaction.atomic
def remind_when_due(*, assessment: Assessment, today: date) -> int:
    """Remind the next people if their due date is near or just past; return how many."""
    return len(_send(_due(_held(assessment), today), by=None))


def waited_for() -> QuerySet[Assessment]:
    """Return the assessments of which Coram Voice may wait for something."""
    owed = FollowUp.objects.owing().filter(assessment=OuterRef("pk"))
    return Assessment.objects.filter(Q(status=Assessment.Status.OPEN) | Exists(owed))


def due_for_reminder(assessment: Assessment, today: date) -> list[Owing]:
    """Return those whom `remind_when_due` would remind."""
    return _due(_owing(assessment), today)


def _held(assessment: Assessment) -> list[Owing]:
    """Lock the assessment and return everybody with something left to do in it."""
    hold_people(assessment.authority)  # first, as for every change of invitations
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    return _owing(assessment)


def _owing(assessment: Assessment) -> list[Owing]:
    found = Assessment.objects.filter(pk=assessment.pk)
    return everybody_owing(
        progress.of_assessments(found.select_related("authority", "round__framework"))
    )


def _due(owing: Iterable[Owing], today: date) -> list[Owing]:
    """Return those who have had no reminder since the latest step of a due date."""
    return [
        one
        for one in owing
        if one.wants_reminders
        and any(
            (step := latest_step(day, today)) and not one.was_reminded_since(step)
            for day in one.due
        )
    ]


def _send(owing: Sequence[Owing], by: User | None) -> list[Owing]:
    """Send each their reminder, and record it. They are all of one assessment."""
    if not owing:
        return []
    assessment, now = owing[0].assessment, timezone.now()
    Reminder.objects.bulk_create(
        Reminder(
            assessment_id=assessment.pk,
            to=one.person,
            invitation=one.invitation,
            reason=one.reasons[0],
            by=by,
            at=now,
        )
        for one in owing
    )
    emails.reminders(in_full(owing))
    emails.invitations(
        [
            (one.invitation, inviting.renew(one.invitation))
            for one in owing
            if one.invitation
        ],
        is_reminder=True,
    )
    record_reminders(assessment, len(owing), by)
    return list(owing)


def in_full(owing: Sequence[Owing]) -> list[OutstandingPerson]:
    """Return what each person of one assessment has left, with every draft.

    Those who are only invited are left out.
    """
    if not owing:
        return []
    assessment = owing[0].assessment
    drafts = outstanding_by_person(assessment)
    return [
        OutstandingPerson(
            assessment,
            one.person,
            drafts.get(one.person, []),
            one.last,
            one.duties,
            due_of(assessment),
        )
        for one in owing
        if one.person
    ]
