"""The progress of drafts, areas and assessments, as counts and never as ratings.

Counts are annotated onto querysets, so that one assessment takes as many queries as
a round of every authority in the country. The stage of an assessment is worked out
here each time and not stored, so it is never out of date.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.db.models import Count, Exists, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from frameworks.models import Area

from .models import (
    AgreedArea,
    AgreedResponse,
    Assessment,
    AuditEvent,
    Draft,
    DraftResponse,
    FollowUp,
    FollowUpStatus,
    Invitation,
    Membership,
    Role,
    SignOff,
    Submission,
    WorkingGroup,
)
from .stages import Stage, stage_of

Outcome = AgreedResponse.Outcome
FOLLOW_UP: dict[str, Stage] = {
    FollowUpStatus.ASKED: Stage.FOLLOW_UP_ASKED,
    FollowUpStatus.BEGUN: Stage.FOLLOW_UP_BEGUN,
    FollowUpStatus.RETURNED: Stage.FOLLOW_UP_RETURNED,
}


if TYPE_CHECKING:  # what the annotations below add to a row

    class CountedAssessment(Assessment):
        """An assessment from `of_assessments`."""

        stage: Stage
        area_count: int
        covered_count: int
        uncovered_count: int
        group_count: int
        empty_count: int
        draft_count: int
        handed_in_count: int
        waiting_count: int
        late_count: int
        outstanding_count: int
        statement_count: int
        settled_count: int
        to_settle_count: int
        opened_count: int
        to_open_count: int
        scored_count: int
        to_score_count: int
        is_approval_asked: bool
        sent_back_by: str | None  # if a comment sent back last has no answer
        reference: str | None
        submitted_on: date | None
        is_imported: bool | None
        moderator_count: int
        has_approvers: bool
        has_ratings: bool
        follow_up_stage: Stage | None
        follow_up_status: str | None
        follow_up_due: date | None
        is_follow_up_owed: bool
        last_event: datetime | None
        last_written: datetime | None
        last_activity: datetime | None

        class Meta:
            abstract = True

    class CountedDraft(Draft):
        """A draft from `of_drafts`."""

        statement_count: int
        rated_count: int
        evidence_count: int
        cannot_rate_count: int

        class Meta:
            abstract = True


def of_assessments(
    assessments: QuerySet[Assessment],
) -> list["CountedAssessment"]:
    """List the assessments with their counts, `stage` and `last_activity`.

    `covered_count` is the areas given to some group and `uncovered_count` the rest,
    `waiting_count` the drafts not handed in, `late_count` those of them whose due date
    has passed and `outstanding_count` the people in their groups. `empty_count` is
    the groups without members that have something left to do. `to_open_count` is the areas whose drafts are all handed in and
    whose discussion is not open, `to_settle_count` the statements not settled in areas
    whose discussion is open. `last_activity` is the authority's, never that of Coram
    Voice. `submitted_on` is the day of its first submission, `reference` the latest's.
    `follow_up_status` is a FollowUpStatus or "", None before
    the first submission; `is_follow_up_owed` is whether Coram Voice waits for it.
    """
    return in_stages(counted(assessments, timezone.localdate()))


def counted(assessments: QuerySet[Assessment], today: date) -> QuerySet[Assessment]:
    """Annotate assessments with the counts from which `in_stages` knows the rest."""
    return assessments.annotate(
        **_drafting_counts(today), **_moderating_counts(), **_last_things()
    )


def in_stages(assessments: Iterable[Assessment]) -> list["CountedAssessment"]:
    """Return `counted` assessments as `of_assessments` lists them."""
    rows = cast("list[CountedAssessment]", list(assessments))
    for assessment in rows:
        assessment.has_ratings = assessment.last_written is not None
        assessment.follow_up_stage = FOLLOW_UP.get(assessment.follow_up_status or "")
        assessment.stage = stage_of(assessment)
        assessment.uncovered_count = assessment.area_count - assessment.covered_count
        assessment.waiting_count = assessment.draft_count - assessment.handed_in_count
        assessment.to_score_count = max(
            0, assessment.opened_count - assessment.scored_count
        )
        assessment.last_activity = max(
            filter(None, [assessment.last_event, assessment.last_written]), default=None
        )
    return rows


def of_drafts(drafts: QuerySet[Draft]) -> "QuerySet[CountedDraft]":
    """Annotate drafts with `statement_count`, `rated_count` and `evidence_count`.

    `cannot_rate_count` is the number of statements that the group cannot rate.
    """
    responses = DraftResponse.objects.filter(draft=OuterRef("pk"))
    counted = drafts.annotate(
        statement_count=_number(responses, "draft"),
        rated_count=_number(responses.filter(rating__isnull=False), "draft"),
        evidence_count=_number(responses.exclude(evidence=""), "draft"),
        cannot_rate_count=_number(responses.exclude(not_rated_reason=""), "draft"),
    )
    return cast("QuerySet[CountedDraft]", counted)


def next_letter() -> Subquery:
    """Return the letter of a draft's first statement not answered, or None."""
    unanswered = DraftResponse.objects.filter(
        draft=OuterRef("pk"), rating=None, not_rated_reason=""
    ).order_by("statement__letter")
    return Subquery(unanswered.values("statement__letter")[:1])


def of_groups(groups: QuerySet[WorkingGroup]) -> QuerySet[WorkingGroup]:
    """Annotate working groups with counts of their progress and `last_activity`.

    `draft_count` and `handed_in_count` count areas, `statement_count`, `rated_count`
    and `evidence_count` the statements in them, `member_count` the people in the
    group and `invited_count` its pending invitations.
    """
    drafts = Draft.objects.filter(group=OuterRef("pk"))
    responses = DraftResponse.objects.filter(draft__group=OuterRef("pk"))
    members = WorkingGroup.members.through.objects.filter(workinggroup=OuterRef("pk"))
    invited = Invitation.objects.pending().filter(groups=OuterRef("pk"))
    written = responses.filter(updated_at__isnull=False).order_by("-updated_at")
    per_group = "draft__group"
    return groups.annotate(
        draft_count=_number(drafts, "group"),
        handed_in_count=_number(drafts.exclude(handed_in_at=None), "group"),
        statement_count=_number(responses, per_group),
        rated_count=_number(responses.filter(rating__isnull=False), per_group),
        evidence_count=_number(responses.exclude(evidence=""), per_group),
        member_count=_number(members, "workinggroup"),
        invited_count=_number(invited, "groups"),
        last_activity=Subquery(written.values("updated_at")[:1]),
    )


def of_areas(agreed_areas: QuerySet[AgreedArea]) -> QuerySet[AgreedArea]:
    """Annotate agreed areas with their counts of statements and drafts.

    They are `statement_count`, `settled_count`, `draft_count` and `handed_in_count`.
    """
    responses = AgreedResponse.objects.filter(
        assessment=OuterRef("assessment"), statement__area=OuterRef("area")
    )
    drafts = Draft.objects.filter(
        group__assessment=OuterRef("assessment"), area=OuterRef("area")
    )
    settled = responses.exclude(outcome=Outcome.NOT_SETTLED)
    return agreed_areas.annotate(
        statement_count=_number(responses, "assessment"),
        settled_count=_number(settled, "assessment"),
        draft_count=_number(drafts, "area"),
        handed_in_count=_number(drafts.exclude(handed_in_at=None), "area"),
    )


def _number(rows: QuerySet[Model], per: str, of: str = "pk") -> Coalesce:
    """Return a subquery that counts distinct `of` among the rows with the same `per`."""
    counted = rows.order_by().values(per).annotate(number=Count(of, distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)


def _drafting_counts(today: date) -> dict[str, Coalesce]:
    groups = WorkingGroup.objects.filter(assessment=OuterRef("pk"))
    drafts = Draft.objects.filter(group__assessment=OuterRef("pk"))
    areas = Area.objects.filter(framework=OuterRef("round__framework"))
    handed_in = drafts.exclude(handed_in_at=None)
    unfinished = drafts.filter(handed_in_at=None, group__members__is_active=True)
    due_on = Coalesce(
        "group__due_on",
        "group__assessment__due_on",
        "group__assessment__round__closes_on",
    )
    late = drafts.filter(handed_in_at=None).alias(due_on=due_on)
    return {
        "late_count": _number(late.filter(due_on__lt=today), "group__assessment"),
        "empty_count": _number(groups.without_people(), "assessment"),
        "outstanding_count": _number(
            unfinished, "group__assessment", of="group__members"
        ),
        "area_count": _number(areas, "framework"),
        "group_count": _number(groups, "assessment"),
        "draft_count": _number(drafts, "group__assessment"),
        "covered_count": _number(drafts, "group__assessment", of="area"),
        "handed_in_count": _number(handed_in, "group__assessment"),
    }


def _moderating_counts() -> dict[str, Coalesce]:
    areas = AgreedArea.objects.filter(assessment=OuterRef("pk"))
    responses = AgreedResponse.objects.filter(assessment=OuterRef("pk"))
    drafts = Draft.objects.filter(
        group__assessment=OuterRef("assessment"), area=OuterRef("area")
    )
    not_opened = areas.unopened()
    opened = areas.opened()
    open_area = AgreedArea.objects.opened().filter(
        assessment=OuterRef("assessment"), area=OuterRef("statement__area")
    )
    to_open = not_opened.filter(
        Exists(drafts), ~Exists(drafts.filter(handed_in_at=None))
    )
    not_settled = responses.filter(outcome=Outcome.NOT_SETTLED)
    settled = responses.exclude(outcome=Outcome.NOT_SETTLED)
    to_settle = not_settled.filter(Exists(open_area))
    return {
        "opened_count": _number(opened, "assessment"),
        "to_open_count": _number(to_open, "assessment"),
        "scored_count": _number(areas.exclude(scored_at=None), "assessment"),
        "statement_count": _number(responses, "assessment"),
        "settled_count": _number(settled, "assessment"),
        "to_settle_count": _number(to_settle, "assessment"),
    }


def _last_things() -> dict[str, Exists | Subquery | Coalesce]:
    events = AuditEvent.objects.filter(assessment=OuterRef("pk"), by__is_staff=False)
    written = DraftResponse.objects.filter(
        draft__group__assessment=OuterRef("pk"), updated_at__isnull=False
    )
    submissions = Submission.objects.filter(assessment=OuterRef("pk"))
    follow_ups = FollowUp.objects.filter(assessment=OuterRef("pk"))
    sign_offs = SignOff.objects.filter(assessment=OuterRef("pk"))
    asked = sign_offs.filter(approved_at=None, sent_back_at=None)
    members = Membership.objects.filter(
        authority=OuterRef("authority"), user__is_active=True, user__is_staff=False
    )
    return {
        "moderator_count": _number(members.filter(role=Role.MODERATOR), "authority"),
        "has_approvers": Exists(members.filter(role=Role.APPROVER)),
        "is_approval_asked": Exists(asked),
        "sent_back_by": Subquery(
            sign_offs.to_answer().values("sent_back_by__name")[:1]
        ),
        "follow_up_status": follow_ups.value("status"),
        "follow_up_due": follow_ups.value("due_on"),
        "is_follow_up_owed": Exists(follow_ups.owing()),
        "last_event": Subquery(events.order_by("-at").values("at")[:1]),
        "last_written": Subquery(
            written.order_by("-updated_at").values("updated_at")[:1]
        ),
        "reference": Subquery(submissions.order_by("-number").values("reference")[:1]),
        "submitted_on": Subquery(submissions.order_by("number").values("dated_on")[:1]),
        "is_imported": Subquery(
            submissions.order_by("-number").values("is_imported")[:1]
        ),
    }
