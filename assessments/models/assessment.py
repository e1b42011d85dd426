"""A round of self-assessment and each authority's part in it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from frameworks.models import Framework, ScalePoint
from leavingcare.compiled import compiled
from leavingcare.models import User

from .authority import LocalAuthority
from .versioned import VersionedModel


class Round(models.Model):
    """Coram Voice's request: complete this edition, by this date if there is one."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="rounds")
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["-opens_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="round_closed_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def opens_later(self) -> bool:
        """Return whether the day it opens is still to come; nobody waits for that."""
        return self.opens_on > timezone.localdate()

    @property
    def is_closed(self) -> bool:
        """Return whether Coram Voice waits for nothing more; see `workflow.rounds`."""
        return self.closed_at is not None


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def for_user(self, user: User) -> Self:
        """Return the assessments the person may know of; see `assessments.access`."""
        if user.is_officer:
            return self
        if user.is_staff:
            return self.filter(authority__in=LocalAuthority.objects.for_user(user))
        return self.of_member(user.pk)

    def of_member(self, user: int) -> Self:
        """Return those of the authorities in which somebody has a membership."""
        return self.filter(authority__memberships__user=user)


@compiled
def _scale_of(round: int) -> models.QuerySet[ScalePoint, tuple[int, str]]:
    points = ScalePoint.objects.filter(framework__rounds=round)
    return points.values_list("value", "label")


class Assessment(VersionedModel):
    """One authority's self-assessment in one round, from first draft to submission.

    The version is that of its cover sheet, whose questions are the edition's.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Being completed"
        SUBMITTED = "submitted", "Submitted"
        WITHDRAWN = "withdrawn", "Taken out of the round"

    COVER_FIELDS = [
        "completed_on",
        "how_completed",
        "who_was_involved",
        "lead_name",
        "lead_job_title",
        "lead_email",
    ]

    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="assessments"
    )
    round = models.ForeignKey(Round, models.PROTECT, related_name="assessments")
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.OPEN
    )
    completed_on = models.DateField(null=True, blank=True)
    how_completed = models.TextField(blank=True)
    who_was_involved = models.TextField(blank=True)
    lead_name = models.CharField(max_length=150, blank=True)
    lead_job_title = models.CharField(max_length=150, blank=True)
    lead_email = models.EmailField(blank=True)
    reopened_because = models.TextField(
        blank=True, help_text="Why Coram Voice gave it back, until it is submitted."
    )
    due_on = models.DateField(
        null=True, blank=True, help_text="If not the day the round closes."
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)
    is_counted = models.BooleanField(
        default=True, help_text="Whether it counts as asked; see `desk.responses`."
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            # One that was taken out may stay with an authority that another is merged
            # into, when another one continues.
            models.UniqueConstraint(
                fields=["authority", "round"],
                condition=~Q(status="withdrawn"),
                name="assessment_unique",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "submitted", "withdrawn"]),
                name="assessment_status",
            ),
            models.CheckConstraint(
                condition=Q(
                    ~Q(status="withdrawn"),
                    withdrawn_at=None,
                    withdrawn_by=None,
                    withdrawn_because="",
                    is_counted=True,
                )
                | Q(
                    ~Q(withdrawn_because=""),
                    status="withdrawn",
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                ),
                name="assessment_withdrawn_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}, {self.round}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_withdrawn(self) -> bool:
        """Return whether Coram Voice has taken it out of the round."""
        return self.status == self.Status.WITHDRAWN

    @property
    def due(self) -> date | None:
        """Return the day it is due: its own, or that of the round; None if there is none."""
        return self.due_on or self.round.closes_on

    @cached_property
    def labels(self) -> dict[int, str]:
        """{value: label} of its edition's scale, highest first. One query."""
        return dict(_scale_of(self.round_id))
