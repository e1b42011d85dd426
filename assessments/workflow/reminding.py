"""Reminding people of what they have left to hand in, and nobody else."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User

from .. import emails
from ..models import Assessment, Reminder
from ..progress import owed_by_person
from .common import Kind, lock, record

PAUSE = timedelta(hours=1)  # before somebody is reminded again by mistake
DAY = timedelta(days=1)
# When reminders go by themselves, counted from a group's due date. Each step may be
# made good until the next one, the last for a week, if the command did not run.
STEPS = [-7 * DAY, -DAY, DAY]
LAST = 8 * DAY


@dataclass
class Owing:
    """Somebody with work left in an assessment."""

    assessment: Assessment
    person: User
    drafts: list  # (draft, rated, statements)
    last: Reminder | None  # the newest about this assessment

    @property
    def groups(self):
        """[(group, [(draft, rated, statements)])]"""
        rows = groupby(self.drafts, key=lambda row: row[0].group)
        return [(group, list(drafts)) for group, drafts in rows]

    @property
    def choice(self):
        """What a page sends to remind this person, knowing of the last reminder."""
        return f"{self.person.pk}-{self.last.pk if self.last else 0}"

    def was_reminded_within(self, time):
        return bool(self.last) and timezone.now() - self.last.at < time

    def was_reminded_since(self, day):
        return bool(self.last) and timezone.localdate(self.last.at) >= day


def owing(assessment):
    """Everybody with work left, as a list of Owing by name."""
    last = {}
    for reminder in assessment.reminders.order_by("at", "pk"):
        last[reminder.to_id] = reminder
    return [
        Owing(assessment, person, drafts, last.get(person.pk))
        for person, drafts in owed_by_person(assessment).items()
    ]


@transaction.atomic
def remind(*, assessment, chosen, by):
    """Remind those chosen who still owe something; return them as a list of Owing.

    `chosen` are `Owing.choice`s as a page showed them. Who was reminded within the
    hour is left out, unless the page said so and they were chosen all the same; who
    opted out always is.
    """
    locked = lock(assessment)
    people = {choice.partition("-")[0] for choice in chosen}
    return _send(
        locked,
        [
            one
            for one in owing(locked)
            if one.person.wants_reminders
            and str(one.person.pk) in people
            and (one.choice in chosen or not one.was_reminded_within(PAUSE))
        ],
        by,
    )


def due_for_reminder(assessment, today):
    """Return who is reminded without anybody's asking, as a list of Owing.

    They are those who have had no reminder since the latest step of a group of theirs.
    """
    return [
        one
        for one in owing(assessment)
        if one.person.wants_reminders
        and any(
            (step := _latest_step(group.due, today))
            and not one.was_reminded_since(step)
            for group, _ in one.groups
        )
    ]


def _latest_step(due, today):
    """Return the day of the step that today belongs to; None before and after all."""
    if due is None or today >= due + LAST:
        return None
    return max((due + step for step in STEPS if due + step <= today), default=None)


@transaction.atomic
def remind_when_due(*, assessment, today):
    """Remind those whose group's due date is near or just past; return how many."""
    locked = lock(assessment)
    return len(_send(locked, due_for_reminder(locked, today), by=None))


def _send(assessment, everybody, by):
    if not everybody:
        return []
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(assessment=assessment, to=one.person, by=by, at=now)
        for one in everybody
    )
    emails.reminders(everybody)
    people = "1 person" if len(everybody) == 1 else f"{len(everybody)} people"
    record(assessment, Kind.REMINDED, by, people)
    return everybody
