"""A moderator reminds people of the drafts that they have still to hand in."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from leavingcare.models import User

from .. import emails
from ..desk.who_is_reminded import CAN_BE_REMINDED, is_waited_for_drafts
from ..models import Assessment, Draft, Reminder, WorkingGroup
from ..progress import of_drafts
from .common import Kind, lock, moderators_of, record


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
    which has its assessment. There is nobody once drafts are no longer waited for.
    """
    if not is_waited_for_drafts(assessment):
        return {}
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
            CAN_BE_REMINDED, workinggroup__in=of_group
        )
        .select_related("user")
        .order_by("user__name", "user", "workinggroup__name")
    ):
        found = of_person.setdefault(membership.user, [])
        found.extend(of_group[membership.workinggroup_id])
    return of_person


@dataclass
class OutstandingPerson:
    """Somebody who has drafts still to hand in for an assessment, or other duties."""

    assessment: Assessment
    person: User
    drafts: list[OutstandingDraft]
    last: Reminder | None = None  # the newest about this assessment
    duties: list[str] = field(default_factory=list)  # a moderator's or an approver's
    due: date | None = None  # the day on which the duties are
    moderator: User | None = None  # whom they may ask

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
        """Return whether the last reminder is so recent that another is a mistake."""
        return self.last is not None and self.last.is_recent


def outstanding_people(assessment: Assessment) -> list[OutstandingPerson]:
    """Return everybody who has drafts still to hand in, by name."""
    last = {}
    for reminder in assessment.reminders.order_by("at", "pk"):
        last[reminder.to_id] = reminder
    moderator = moderators_of(assessment).order_by("name", "pk").first()
    return [
        OutstandingPerson(
            assessment, person, drafts, last.get(person.pk), moderator=moderator
        )
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


def record_reminders(assessment: Assessment, count: int, by: User | None) -> None:
    """Write the event that so many people were reminded."""
    people = "1 person" if count == 1 else f"{count} people"
    record(assessment, Kind.REMINDED, by, people)


def _send(
    assessment: Assessment, outstanding: list[OutstandingPerson], by: User
) -> list[OutstandingPerson]:
    if not outstanding:
        return []
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(assessment=assessment, to=one.person, by=by, at=now)
        for one in outstanding
    )
    emails.reminders(outstanding)
    record_reminders(assessment, len(outstanding), by)
    return outstanding
