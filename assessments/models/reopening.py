"""The requests of authorities to have a submitted assessment reopened."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .assessment import Assessment


class ReopenRequest(models.Model):
    """A moderator's request that Coram Voice reopens an assessment, and the answer.

    An answer is a refusal with its reason, or that the assessment was reopened.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="reopen_requests"
    )
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    is_granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_granted=None, answered_at=None, answered_by=None)
                | Q(
                    is_granted__isnull=False,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="reopen_request_answered_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(answered_at=None),
                name="reopen_request_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}, asked {self.asked_at}"
