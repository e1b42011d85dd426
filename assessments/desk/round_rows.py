"""The authorities of a round as Coram Voice's desk lists them: what is next, and whose."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from ..analysis.due import closing_day, day_in_words, is_late
from ..models import (
    Action,
    Assessment,
    Cluster,
    Invitation,
    Reminder,
    Role,
    Round,
)
from ..progress import of_assessments
from ..stages import Stage
from .duties import duties_of, waits_for_approver

if TYPE_CHECKING:
    from ..progress import CountedAssessment


class Need(IntEnum):
    """The need of an authority, the most pressing first: the order of the list."""

    CORAM_VOICE = 0  # nothing happens until Coram Voice does something
    OVERDUE = 1
    INVITED = 2
    JOINED = 3
    SET_UP = 4
    RATING = 5
    MODERATING = 6
    READY = 7
    FOLLOW_UP_ASKED = 8
    FOLLOW_UP_BEGUN = 9
    SUBMITTED = 10
    FOLLOW_UP_RETURNED = 11
    WITHDRAWN = 12


@dataclass(frozen=True)
class Plan:
    """The action plan of an authority that has submitted, as counts."""

    actions: int
    done: int

    @property
    def in_words(self) -> str:
        """Return "3 of 8 done", or "No plan"."""
        return f"{self.done} of {self.actions} done" if self.actions else "No plan"


@dataclass
class RoundRow:
    """One authority in a round."""

    assessment: "CountedAssessment"
    invitations: list[Invitation]  # to moderate, not accepted, the newest first
    need: Need
    next: str  # what is next, in words, or ""
    is_late: bool  # what was submitted was late, or it is not there and overdue
    chased_at: datetime | None = None  # when anybody there was last reminded
    plan: Plan | None = None  # None before it has submitted

    @property
    def stage(self) -> Stage:
        return self.assessment.stage

    @property
    def lacks_moderator(self) -> bool:
        """Return whether no active moderator is left."""
        return self.assessment.is_open and not self.assessment.moderator_count

    @property
    def order(self) -> tuple[int, bool, datetime | date, str]:
        """The key to sort by: what needs doing, then the longest without activity."""
        at = self.assessment.last_activity
        quiet = at or datetime.min.replace(tzinfo=timezone.get_current_timezone())
        return int(self.need), at is not None, quiet, str(self.assessment.authority)


def of_round(round: Round) -> list[RoundRow]:
    """Return the round's authorities, what needs doing first. Four queries."""
    return _rows(Assessment.objects.filter(round=round), {round.pk: round})


def of_cluster(cluster: Cluster) -> list[tuple[Round, list[RoundRow]]]:
    """Return the cluster's authorities in each round, the newest round first."""
    found = Assessment.objects.filter(authority__clusters=cluster)
    rounds = {
        each.pk: each
        for each in Round.objects.filter(pk__in=found.values("round"))
        .select_related("framework")
        .order_by("-opens_on", "name")
    }
    rows = _rows(found, rounds)
    return [
        (each, [row for row in rows if row.assessment.round_id == each.pk])
        for each in rounds.values()
    ]


def _rows(found: QuerySet[Assessment], rounds: Mapping[int, Round]) -> list[RoundRow]:
    invitations = _invitations(found)
    chased = dict(
        Reminder.objects.filter(assessment__in=found)
        .values_list("assessment")
        .annotate(Max("at"))
        .order_by()
    )
    plans = _plans(found)
    today = timezone.localdate()
    rows = []
    for each in of_assessments(found.select_related("authority")):
        each.round = rounds[each.round_id]
        row = _row(each, invitations.get(each.authority_id, []), today)
        row.chased_at = chased.get(each.pk)
        if each.submitted_on:
            row.plan = plans.get(each.pk, Plan(0, 0))
        rows.append(row)
    return sorted(rows, key=lambda row: row.order)


def _plans(assessments: QuerySet[Assessment]) -> dict[int, Plan]:
    """Return {key of an assessment: its action plan}, of those that have one."""
    counted = (
        Action.objects.listed()
        .filter(assessment__in=assessments)
        .values_list("assessment")
        .annotate(
            actions=Count("pk"), done=Count("pk", filter=Q(state=Action.State.DONE))
        )
        .order_by()
    )
    return {key: Plan(actions, done) for key, actions, done in counted}


def _invitations(
    assessments: QuerySet[Assessment],
) -> dict[int, list[Invitation]]:
    """Return {key of an authority: open invitations to moderate}, the newest first."""
    found: dict[int, list[Invitation]] = {}
    every = Invitation.objects.open().filter(
        authority__in=assessments.values("authority"), role=Role.MODERATOR
    )
    for invitation in every.order_by("-invited_at"):
        found.setdefault(invitation.authority_id, []).append(invitation)
    return found


def _row(
    assessment: "CountedAssessment", invitations: list[Invitation], today: date
) -> RoundRow:
    closed_at = assessment.round.closed_at
    day = closing_day(assessment.due, closed_at and timezone.localdate(closed_at))
    came = assessment.submitted_on
    row = RoundRow(
        assessment=assessment,
        invitations=invitations,
        need=Need[assessment.stage.name],
        next="",
        is_late=not assessment.is_withdrawn and is_late(day, came or today),
    )
    if assessment.is_withdrawn:
        row.next = withdrawn_words(assessment)
    elif assessment.is_open:
        row.next = _next(row)
        if row.lacks_moderator and not _can_join(invitations):
            row.need = Need.CORAM_VOICE
        elif row.is_late:
            row.need = Need.OVERDUE
    elif assessment.is_follow_up_owed:
        due = assessment.follow_up_due
        row.next = f"The follow-up, due {day_in_words(due)}" if due else "The follow-up"
    return row


def _can_join(invitations: Iterable[Invitation]) -> bool:
    return any(not each.has_expired for each in invitations)


def withdrawn_words(assessment: Assessment) -> str:
    """Return when and why an authority was taken out, and whether it counts."""
    at = assessment.withdrawn_at
    day = day_in_words(timezone.localdate(at)) if at else ""
    counted = "" if assessment.is_counted else " Not counted as asked."
    because = assessment.withdrawn_because.rstrip(".")
    return f"Taken out on {day}: {because}.{counted}"


def _next(row: RoundRow) -> str:
    """Return the next step of an authority that is waited for."""
    if not row.lacks_moderator:
        return _steps(row.assessment) + _overdue(row.assessment.late_count)
    if not row.invitations:
        return "Nobody moderates. Invite somebody."
    newest = row.invitations[0]
    if newest.has_expired:
        day = day_in_words(timezone.localdate(newest.expires_at))
        return f"The invitation to {newest.email} expired on {day}. Send it again."
    day = day_in_words(timezone.localdate(newest.invited_at))
    return f"{newest.email} to accept the invitation of {day}"


def _steps(assessment: "CountedAssessment") -> str:
    if waits_for_approver(assessment):
        return "An approver to approve it"
    if assessment.stage == Stage.RATING:
        return (
            f"{assessment.waiting_count} of {assessment.draft_count} drafts to hand in"
        )
    _, duties = duties_of(assessment)
    words = duties[0].partition(":")[0]
    return words[0].upper() + words[1:]


def _overdue(drafts: int) -> str:
    if not drafts:
        return ""
    return ". 1 draft is overdue" if drafts == 1 else f". {drafts} drafts are overdue"


@dataclass(frozen=True)
class Filters:
    """The filters of the list of a round; each "" leaves everything."""

    stage: str = ""
    region: str = ""
    kind: str = ""
    needs: str = ""
    name: str = ""

    def keep(self, rows: Iterable[RoundRow]) -> list[RoundRow]:
        """Return the rows that are wanted, in their order."""
        return [row for row in rows if self._is_wanted(row)]

    def _is_wanted(self, row: RoundRow) -> bool:
        authority = row.assessment.authority
        name = str(authority).casefold()
        return (
            self.stage in {"", row.stage}
            and self.region in {"", authority.region}
            and self.kind in {"", authority.kind}
            and (not self.needs or NEEDS[self.needs](row))
            and all(word in name for word in self.name.casefold().split())
        )


NEEDS: dict[str, Callable[[RoundRow], bool]] = {
    "us": lambda row: row.need == Need.CORAM_VOICE,
    "them": lambda row: row.assessment.is_open,
    "late": lambda row: row.is_late,
    "plan": lambda row: (
        row.plan is not None
        and not row.plan.actions
        and not row.assessment.is_withdrawn
    ),
    "unchased": lambda row: row.assessment.is_open and row.chased_at is None,
}
SORTS: dict[str, Callable[[RoundRow], Any]] = {
    "": lambda row: row.order,
    "name": lambda row: str(row.assessment.authority).casefold(),
    "stage": lambda row: list(Stage).index(row.stage),
}
