"""The reminders that people were sent about drafts still to hand in."""

from django.conf import settings
from django.db import models

from .assessment import Assessment


class Reminder(models.Model):
    """One email to one person about one assessment."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reminders")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: the scheduled command
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["assessment", "to", "-at"], name="reminder_by_person")
        ]

    def __str__(self) -> str:
        return f"{self.to} at {self.at}"
