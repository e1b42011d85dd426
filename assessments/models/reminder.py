"""The reminders that people were sent about what they have still to do."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .assessment import Assessment
from .authority import Invitation

PAUSE = timedelta(hours=1)  # before somebody is reminded again by mistake


class Reminder(models.Model):
    """One email about one assessment, to a person or to somebody invited."""

    class Reason(models.TextChoices):
        """The first thing that the person has still to do."""

        DRAFTS = "drafts", "areas to hand in"
        INVITATION = "invitation", "an invitation to accept"
        SETTING_UP = "setting_up", "groups to set up"
        MODERATING = "moderating", "the assessment to complete"
        SUBMITTING = "submitting", "the assessment to submit"
        APPROVAL = "approval", "an approval to give"
        FOLLOW_UP = "follow_up", "the follow-up to return"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reminders")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    invitation = models.ForeignKey(
        Invitation, models.PROTECT, null=True, related_name="reminders"
    )
    reason = models.CharField(
        max_length=20, choices=Reason.choices, default=Reason.DRAFTS
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: the scheduled command
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["assessment", "to", "-at"], name="reminder_by_person")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to__isnull=False, invitation=None)
                | Q(to=None, invitation__isnull=False),
                name="reminder_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to or self.invitation} at {self.at}"

    @property
    def is_recent(self) -> bool:
        """Return whether it was sent less than PAUSE ago."""
        return timezone.now() - self.at < PAUSE
