"""Reminding people of the drafts that they have still to hand in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User

from .. import emails
from ..models import Assessment, Draft, Reminder, WorkingGroup
from ..progress import of_drafts
from .common import Kind, lock, record

PAUSE = timedelta(hours=1)  # before somebody is reminded again by mistake
DAY = timedelta(days=1)
# When reminders are sent automatically, counted from a group's due date. If the command
# did not run, a step is made up for until the next one, and the last for a week.
STEPS = [-7 * DAY, -DAY, DAY]
LAST = 8 * DAY


class OutstandingDraft(NamedTuple):
    """A draft still to hand in, with how many of its statements have a rating."""

    draft: Draft
    rated: int
    statements: int


def outstanding_by_person(
    assessment: Assessment,
) -> dict[User, list[OutstandingDraft]]:
    """Return each person's drafts still to hand in.

    People are in order of name and drafts in order of area. Each draft has its group,
    which has its assessment. People whose account is closed are left out.
    """
    drafts = of_drafts(
        Draft.objects.filter(group__assessment=assessment, handed_in_at=None)
        .select_related("group", "area")
        .order_by("group__name", "area__number")
    )
    of_group: dict[int, list[OutstandingDraft]] = {}
    for draft in drafts:
        draft.group.assessment = assessment
        row = OutstandingDraft(draft, draft.rated_count, draft.statement_count)
        of_group.setdefault(draft.group_id, []).append(row)
    of_person: dict[User, list[OutstandingDraft]] = {}
    for membership in (
        WorkingGroup.members.through.objects.filter(
            workinggroup__in=of_group, user__is_active=True
        )
        .select_related("user")
        .order_by("user__name", "user", "workinggroup__name")
    ):
        found = of_person.setdefault(membership.user, [])
        found.extend(of_group[membership.workinggroup_id])
    return of_person


@dataclass
class OutstandingPerson:
    """Somebody who has drafts still to hand in for an assessment."""

    assessment: Assessment
    person: User
    drafts: list[OutstandingDraft]
    last: Reminder | None  # the newest about this assessment

    @property
    def groups(self) -> list[tuple[WorkingGroup, list[OutstandingDraft]]]:
        """The drafts by group, in the order of `drafts`."""
        rows = groupby(self.drafts, key=lambda row: row.draft.group)
        return [(group, list(drafts)) for group, drafts in rows]

    @property
    def choice(self) -> str:
        """The value a page sends to remind this person, with the last reminder's key.

        So the workflow knows whether the page showed that reminder.
        """
        return f"{self.person.pk}-{self.last.pk if self.last else 0}"

    @property
    def is_recent(self) -> bool:
        """True if the last reminder was sent less than PAUSE ago."""
        return self.last is not None and timezone.now() - self.last.at < PAUSE

    def was_reminded_since(self, day: date) -> bool:
        """Return whether the last reminder was sent on that day or later."""
        return self.last is not None and timezone.localdate(self.last.at) >= day


def outstanding_people(assessment: Assessment) -> list[OutstandingPerson]:
    """Return everybody who has drafts still to hand in, by name."""
    last = {}
    for reminder in assessment.reminders.order_by("at", "pk"):
        last[reminder.to_id] = reminder
    return [
        OutstandingPerson(assessment, person, drafts, last.get(person.pk))
        for person, drafts in outstanding_by_person(assessment).items()
    ]


@transaction.atomic
def remind(
    *, assessment: Assessment, chosen: Collection[str], by: User
) -> list[OutstandingPerson]:
    """Remind those chosen who still have a draft to hand in, and return them.

    `chosen` are the `OutstandingPerson.choice`s that a page sent. Anyone reminded
    within the hour is left out, unless the page showed that reminder and they were
    chosen anyway. Anyone who has stopped reminders is always left out.
    """
    locked = lock(assessment)
    people = {choice.partition("-")[0] for choice in chosen}
    return _send(
        locked,
        [
            one
            for one in outstanding_people(locked)
            if one.person.wants_reminders
            and str(one.person.pk) in people
            and (one.choice in chosen or not one.is_recent)
        ],
        by,
    )


def due_for_reminder(assessment: Assessment, today: date) -> list[OutstandingPerson]:
    """Return the people to remind automatically today.

    They have had no reminder since the latest step before or after the due date of
    one of their groups.
    """
    return [
        one
        for one in outstanding_people(assessment)
        if one.person.wants_reminders
        and any(
            (step := _latest_step(group.due, today))
            and not one.was_reminded_since(step)
            for group, _ in one.groups
        )
    ]


def _latest_step(due: date | None, today: date) -> date | None:
    """Return the day of the latest step, or None before the first and after the last."""
    if due is None or today >= due + LAST:
        return None
    return max((due + step for step in STEPS if due + step <= today), default=None)


@transaction.atomic
def remind_when_due(*, assessment: Assessment, today: date) -> int:
    """Remind those whose group's due date is near or just past; return how many."""
    locked = lock(assessment)
    return len(_send(locked, due_for_reminder(locked, today), by=None))


def _send(
    assessment: Assessment, outstanding: list[OutstandingPerson], by: User | None
) -> list[OutstandingPerson]:
    if not outstanding:
        return []
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(assessment=assessment, to=one.person, by=by, at=now)
        for one in outstanding
    )
    emails.reminders(outstanding)
    count = len(outstanding)
    people = "1 person" if count == 1 else f"{count} people"
    record(assessment, Kind.REMINDED, by, people)
    return outstanding
