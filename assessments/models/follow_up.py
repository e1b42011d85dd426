"""The follow-up: the areas scored again, some months after a submission."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from frameworks.models import Area
from leavingcare.models import User

from .assessment import Assessment, Round
from .frozen import FrozenModel, FrozenQuerySet
from .supplement import SupplementModel
from .versioned import Revision


class FollowUpRequest(models.Model):
    """Coram Voice's request: score the areas of this round again, by this date."""

    round = models.OneToOneField(
        Round, models.PROTECT, related_name="follow_up_request"
    )
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"Follow-up of {self.round}"


class FollowUpStatus(models.TextChoices):
    """The progress of a follow-up; "" if it was neither asked for nor begun."""

    ASKED = "asked", "Asked for"
    BEGUN = "begun", "Begun"
    RETURNED = "returned", "Returned"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def with_status(self) -> Self:
        """Annotate each with its `status`, a value of FollowUpStatus or "".

        One that Coram Voice reopened counts as begun until it is returned again.
        """
        scored = FollowUpScore.objects.filter(
            follow_up=OuterRef("pk"), updated_at__isnull=False
        )
        return self.annotate(
            status=Case(
                When(is_open=False, then=Value(FollowUpStatus.RETURNED)),
                When(
                    Q(updated_at__isnull=False) | Exists(scored),
                    then=Value(FollowUpStatus.BEGUN),
                ),
                When(asked_at__isnull=False, then=Value(FollowUpStatus.ASKED)),
                default=Value(""),
                output_field=models.CharField(),
            ),
            due_on=Subquery(
                FollowUpRequest.objects.filter(
                    round=OuterRef("assessment__round")
                ).values("due_on")
            ),
        )

    def value(self, name: str) -> Subquery:
        """Return the value of that name, "status" or "due_on", for an annotation."""
        return Subquery(self.with_status().values(name)[:1])

    def owing(self) -> Self:
        """Return those that Coram Voice asked for and does not have yet."""
        return self.filter(asked_at__isnull=False, is_open=True)


class FollowUp(SupplementModel):
    """The authority's review of each area, some months after it submitted.

    `with_status` adds its `status`, and the `due_on` of the round's request, if any.
    """

    status: str
    due_on: date | None

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, related_name="follow_up"
    )
    completed_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    is_open = models.BooleanField(
        default=True, help_text="No: it has been returned, and cannot be changed."
    )
    reopened_because = models.TextField(
        blank=True, help_text="Why Coram Voice gave it back, until it is returned."
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(asked_at__isnull=False),
                name="follow_up_asked_by_has_time",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True) | Q(reopened_because=""),
                name="follow_up_reopened_is_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Follow-up of {self.assessment_id}"


class FollowUpScore(SupplementModel):
    """An area's two scores out of ten, with comments on the time between them.

    Stage one is the latest submitted global score. It is stored here only if no
    score was submitted.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="scores")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    stage_one = models.PositiveSmallIntegerField(null=True, blank=True)
    stage_two = models.PositiveSmallIntegerField(null=True, blank=True)
    what_helped = models.TextField(blank=True)
    barriers = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)

    class Meta:
        ordering = ["follow_up", "area__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "area"], name="follow_up_score_unique"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{stage: None}) | Q(**{f"{stage}__range": (0, 10)}),
                    name=f"follow_up_score_{stage}_out_of_ten",
                )
                for stage in ("stage_one", "stage_two")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id}, {self.area_id}: {self.stage_two}"


class FollowUpRevision(Revision):
    """An area of the follow-up as one save left it.

    Content: {"stage_one", "stage_two", "what_helped", "barriers", "next_steps"}.
    """

    response = models.ForeignKey(
        FollowUpScore, models.PROTECT, related_name="revisions"
    )


class FollowUpReturnQuerySet(FrozenQuerySet["FollowUpReturn"]):
    def for_user(self, user: User) -> Self:
        """Return the returns the person may read; see `assessments.access`."""
        readable = Assessment.objects.for_user(user)
        return self.filter(follow_up__assessment__in=readable)


class FollowUpReturn(FrozenModel):
    """A follow-up as the authority returned it, numbered from 1 within it.

    `content` is the document of `submission.follow_up_document`.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="returns")

    objects = FollowUpReturnQuerySet.as_manager()

    class Meta:
        ordering = ["follow_up", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "number"], name="follow_up_return_number_unique"
            ),
        ]
