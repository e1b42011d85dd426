"""A round of self-assessment and each authority's part in it."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from frameworks.models import Framework
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

    class Meta:
        ordering = ["-opens_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def for_user(self, user: User) -> Self:
        """Return the assessments the person may know of; see `assessments.access`."""
        if user.is_staff:
            return self
        return self.filter(authority__memberships__user=user)


class Assessment(VersionedModel):
    """One authority's self-assessment in one round, from first draft to submission.

    The version is that of its cover sheet, whose questions are the edition's.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Being completed"
        SUBMITTED = "submitted", "Submitted"

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

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "round"], name="assessment_unique"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "submitted"]), name="assessment_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}, {self.round}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN
