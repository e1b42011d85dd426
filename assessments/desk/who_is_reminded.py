"""The people who have something left to do in a round.

One rule decides who is written to, by Coram Voice, by a moderator or by the timer:
somebody is listed here, and has not stopped reminders. A person with nothing left is
not listed. A moderator writes only to those who have drafts to hand in.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from leavingcare.models import User

from ..analysis.due import is_late
from ..models import (
    Assessment,
    Draft,
    Invitation,
    Membership,
    Reminder,
    Role,
    WorkingGroup,
)
from .duties import duties_of, waits_for_approver

if TYPE_CHECKING:
    from ..progress import CountedAssessment

# Members who can be written to: they can sign in, and do not work for Coram Voice.
CAN_BE_REMINDED = Q(user__is_active=True, user__is_staff=False)
Reason = Reminder.Reason


class GroupOwing(NamedTuple):
    """A working group that has areas to hand in."""

    name: str
    areas: int
    due: date | None

    @property
    def is_late(self) -> bool:
        return is_late(self.due, timezone.localdate())


@dataclass
class Owing:
    """A person, or somebody invited, who has something left to do in an assessment.

    `duties` are a moderator's or approver's, a sentence each; `groups` those of the
    person's groups that have areas to hand in.
    """

    assessment: "CountedAssessment"
    person: User | None = None
    invitation: Invitation | None = None
    reasons: list[Reason] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)
    groups: list[GroupOwing] = field(default_factory=list)
    due: list[date] = field(default_factory=list)  # the days on which any of it is due
    last: Reminder | None = None  # the newest about this assessment

    @property
    def email(self) -> str:
        return self.person.email if self.person else self._invitation.email

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.email

    @property
    def _invitation(self) -> Invitation:
        assert self.invitation is not None  # either is there
        return self.invitation

    @property
    def key(self) -> tuple[str, int]:
        """Return the key that is unique in its assessment, and finds its reminders."""
        if self.person:
            return "person", self.person.pk
        return "invitation", self._invitation.pk

    @property
    def choice(self) -> str:
        """The value a page sends to remind this one, with the last reminder's key.

        So the workflow knows whether the page showed that reminder.
        """
        kind, pk = self.key
        last = self.last.pk if self.last else 0
        return f"{self.assessment.pk}-{kind}-{pk}-{last}"

    @property
    def who(self) -> str:
        """The part of `choice` that says who it is, without the last reminder."""
        return self.choice.rpartition("-")[0]

    @property
    def wants_reminders(self) -> bool:
        return self.person is None or self.person.wants_reminders

    @property
    def is_recent(self) -> bool:
        """Return whether the last reminder is so recent that another is a mistake."""
        return self.last is not None and self.last.is_recent

    def was_reminded_since(self, day: date) -> bool:
        """Return whether the last reminder was sent on that day or later."""
        return self.last is not None and timezone.localdate(self.last.at) >= day


def is_waited_for(assessment: "CountedAssessment") -> bool:
    """Return whether Coram Voice waits for the authority's assessment or follow-up.

    It waits for no assessment of a closed round, and for each follow-up it asked for.
    """
    if assessment.is_open:
        return is_waited_for_drafts(assessment)
    return assessment.is_follow_up_owed


def due_of(assessment: "CountedAssessment") -> date | None:
    """Return the day on which the assessment, or the follow-up to it, is due."""
    return assessment.due if assessment.is_open else assessment.follow_up_due


def is_waited_for_drafts(assessment: Assessment) -> bool:
    """Return whether groups are waited for: it is open, and so is its round."""
    return assessment.is_open and not assessment.round.is_closed


def everybody_owing(assessments: Iterable["CountedAssessment"]) -> list[Owing]:
    """Return everybody with something left to do, in the order of the assessments.

    The assessments come from `progress.of_assessments`, with authority and round.
    Five queries, for any number of them.
    """
    waited_for = [each for each in assessments if is_waited_for(each)]
    if not waited_for:
        return []
    found = {each.pk: OfOneAssessment(each) for each in waited_for}
    _add_people(found)
    _add_invitations(found)
    _add_groups(found)
    rows = [owing for each in found.values() for owing in each.in_order()]
    _add_last(found, rows)
    return rows


class OfOneAssessment:
    """Everybody of one assessment with something left to do, by person."""

    def __init__(self, assessment: "CountedAssessment") -> None:
        self.assessment = assessment
        self.due = due_of(assessment)
        self.people: dict[int, Owing] = {}
        self.invited: list[Owing] = []

    def owing(self, person: User) -> Owing:
        return self.people.setdefault(
            person.pk, Owing(assessment=self.assessment, person=person)
        )

    def add(self, person: User, reason: Reason, duties: Sequence[str]) -> None:
        """Note that a moderator or an approver has something to do."""
        owing = self.owing(person)
        owing.reasons.append(reason)
        owing.duties += duties
        if self.due:
            owing.due.append(self.due)

    def in_order(self) -> list[Owing]:
        people = sorted(self.people.values(), key=lambda each: (each.name, each.email))
        return [*people, *self.invited]


def _add_people(found: dict[int, OfOneAssessment]) -> None:
    """Note the duties of moderators and approvers. One query."""
    members: dict[int, list[Membership]] = defaultdict(list)
    for member in Membership.objects.filter(
        CAN_BE_REMINDED,
        authority__in={each.assessment.authority_id for each in found.values()},
        role__in=[Role.MODERATOR, Role.APPROVER],
    ).select_related("user"):
        members[member.authority_id].append(member)
    for each in found.values():
        reason, duties = duties_of(each.assessment)
        is_approvers = waits_for_approver(each.assessment)
        next_role = Role.APPROVER if is_approvers else Role.MODERATOR
        for member in members[each.assessment.authority_id]:
            if member.role == next_role:
                each.add(member.user, reason, duties)


def _add_invitations(found: dict[int, OfOneAssessment]) -> None:
    """Note who was invited to moderate, where nobody does yet. One query."""
    invited: dict[int, list[Invitation]] = defaultdict(list)
    for invitation in (
        Invitation.objects.open()
        .filter(
            authority__in={each.assessment.authority_id for each in found.values()},
            role=Role.MODERATOR,
        )
        .select_related("invited_by", "authority")
        .order_by("email")
    ):
        invited[invitation.authority_id].append(invitation)
    for each in found.values():
        if each.assessment.moderator_count:
            continue
        due = [each.due] if each.due else []
        each.invited = [
            Owing(
                assessment=each.assessment,
                invitation=invitation,
                reasons=[Reason.INVITATION],
                duties=["accept the invitation"],
                due=list(due),
            )
            for invitation in invited[each.assessment.authority_id]
        ]


def _add_groups(found: dict[int, OfOneAssessment]) -> None:
    """Note whose groups have areas to hand in. Two queries."""
    left = dict(
        Draft.objects.filter(
            group__assessment__in=[
                key for key, each in found.items() if each.assessment.is_open
            ],
            handed_in_at=None,
        )
        .order_by()
        .values("group")
        .annotate(areas=Count("pk"))
        .values_list("group", "areas")
    )
    for row in (
        WorkingGroup.members.through.objects.filter(
            CAN_BE_REMINDED, workinggroup__in=left
        )
        .select_related("user", "workinggroup")
        .order_by("workinggroup__name", "workinggroup")
    ):
        each = found[row.workinggroup.assessment_id]
        due = row.workinggroup.due_on or each.assessment.due
        owing = each.owing(row.user)
        owing.groups.append(
            GroupOwing(row.workinggroup.name, left[row.workinggroup_id], due)
        )
        if Reason.DRAFTS not in owing.reasons:
            owing.reasons.append(Reason.DRAFTS)
        if due:
            owing.due.append(due)


def _add_last(found: dict[int, OfOneAssessment], rows: Iterable[Owing]) -> None:
    """Give everybody their newest reminder. One query."""
    last: dict[tuple[int, str, int | None], Reminder] = {}
    for reminder in Reminder.objects.filter(assessment__in=found).order_by("at", "pk"):
        kind = "person" if reminder.to_id else "invitation"
        pk = reminder.to_id or reminder.invitation_id
        last[reminder.assessment_id, kind, pk] = reminder
    for row in rows:
        row.last = last.get((row.assessment.pk, *row.key))


def chased_at(rows: Iterable[Owing]) -> dict[int, datetime]:
    """Return {key of an assessment: when anybody of it was last reminded}."""
    found: dict[int, datetime] = {}
    for row in rows:
        if row.last:
            before = found.get(row.assessment.pk, row.last.at)
            found[row.assessment.pk] = max(before, row.last.at)
    return found
