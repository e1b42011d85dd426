"""The progress of drafts, areas and assessments, as counts and never as ratings.

Counts are annotated onto querysets, so that one assessment takes as many queries as
a round of every authority in the country. The stage of an assessment is worked out
here each time and not stored, so it is never out of date.
"""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import models
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
    Invitation,
    Round,
    SignOff,
    Submission,
    WorkingGroup,
)

Outcome = AgreedResponse.Outcome


class Stage(models.TextChoices):
    """The stages of an assessment up to its submission."""

    SETTING_UP = "setting_up", "Setting up"
    RATING = "rating", "Rating"
    MODERATING = "moderating", "Moderating"
    READY = "ready", "Ready to submit"
    SUBMITTED = "submitted", "Submitted"


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
        owing_count: int
        statement_count: int
        settled_count: int
        to_settle_count: int
        opened_count: int
        to_open_count: int
        scored_count: int
        to_score_count: int
        is_approval_asked: bool
        reference: str | None
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
        reason_count: int

        class Meta:
            abstract = True


def of_assessments(
    assessments: QuerySet[Assessment],
) -> list["CountedAssessment"]:
    """List the assessments with their counts, `stage` and `last_activity`.

    `covered_count` is the areas given to some group and `uncovered_count` the rest,
    `waiting_count` the drafts not handed in, `late_count` those of them whose due date
    has passed and `owing_count` the people in their groups. `empty_count` is the groups
    without members. `to_open_count` is the areas whose drafts are all handed in and
    whose discussion is not open, `to_settle_count` the statements not settled in areas
    whose discussion is open.
    """
    counted = assessments.annotate(
        **_drafting_counts(), **_moderating_counts(), **_last_things()
    )
    rows = cast("list[CountedAssessment]", list(counted))
    for assessment in rows:
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


def stage_of(assessment: "CountedAssessment") -> Stage:
    """Return the stage of an assessment from `of_assessments`, by its counts."""
    every_area_covered = assessment.covered_count == assessment.area_count
    every_draft_handed_in = assessment.handed_in_count == assessment.draft_count
    if not assessment.is_open:
        return Stage.SUBMITTED
    if assessment.settled_count == assessment.statement_count:
        return Stage.READY
    if assessment.opened_count or (every_area_covered and every_draft_handed_in):
        return Stage.MODERATING
    if every_area_covered or assessment.last_written:
        return Stage.RATING
    return Stage.SETTING_UP


def of_drafts(drafts: QuerySet[Draft]) -> "QuerySet[CountedDraft]":
    """Annotate drafts with `statement_count`, `rated_count` and `evidence_count`.

    `reason_count` is the number of statements not rated, with a reason.
    """
    responses = DraftResponse.objects.filter(draft=OuterRef("pk"))
    counted = drafts.annotate(
        statement_count=_number(responses, "draft"),
        rated_count=_number(responses.filter(rating__isnull=False), "draft"),
        evidence_count=_number(responses.exclude(evidence=""), "draft"),
        reason_count=_number(responses.exclude(not_rated_reason=""), "draft"),
    )
    return cast("QuerySet[CountedDraft]", counted)


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


def of_rounds(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Annotate rounds with `assessment_count` and `submitted_count`."""
    return rounds.annotate(
        assessment_count=Count("assessments"),
        submitted_count=Count(
            "assessments", filter=models.Q(assessments__status="submitted")
        ),
    )


def _number(rows: QuerySet[Model], per: str, of: str = "pk") -> Coalesce:
    """Return a subquery that counts distinct `of` among the rows with the same `per`."""
    counted = rows.order_by().values(per).annotate(number=Count(of, distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)


def _drafting_counts() -> dict[str, Coalesce]:
    groups = WorkingGroup.objects.filter(assessment=OuterRef("pk"))
    drafts = Draft.objects.filter(group__assessment=OuterRef("pk"))
    areas = Area.objects.filter(framework=OuterRef("round__framework"))
    handed_in = drafts.exclude(handed_in_at=None)
    unfinished = drafts.filter(handed_in_at=None, group__members__is_active=True)
    due_on = Coalesce("group__due_on", "group__assessment__round__closes_on")
    late = drafts.filter(handed_in_at=None).alias(due_on=due_on)
    return {
        "late_count": _number(
            late.filter(due_on__lt=timezone.localdate()), "group__assessment"
        ),
        "empty_count": _number(groups.filter(members=None), "assessment"),
        "owing_count": _number(unfinished, "group__assessment", of="group__members"),
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
    not_opened = areas.filter(discussion_opened_at=None)
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


def _last_things() -> dict[str, Exists | Subquery]:
    events = AuditEvent.objects.filter(assessment=OuterRef("pk"))
    written = DraftResponse.objects.filter(
        draft__group__assessment=OuterRef("pk"), updated_at__isnull=False
    )
    submissions = Submission.objects.filter(assessment=OuterRef("pk"))
    asked = SignOff.objects.filter(assessment=OuterRef("pk"), approved_at=None)
    return {
        "is_approval_asked": Exists(asked),
        "last_event": Subquery(events.order_by("-at").values("at")[:1]),
        "last_written": Subquery(
            written.order_by("-updated_at").values("updated_at")[:1]
        ),
        "reference": Subquery(submissions.order_by("-number").values("reference")[:1]),
    }
