"""A review of one submission by somebody from elsewhere, until a day."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import Statement

from .submission import Submission
from .versioned import VersionedModel


class PeerReview(VersionedModel):
    """A named reviewer's part: to read one submission, and to write notes on it.

    `key_lines` are the lines of enquiry, one per line, made from the submission and
    then edited by the authority or Coram Voice. The version is theirs.
    """

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="peer_reviews"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="peer_reviews"
    )
    until = models.DateField(help_text="The last day on which they read it.")
    key_lines = models.TextField(blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "reviewer"],
                condition=Q(ended_at=None),
                name="peer_review_unique",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="peer_review_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.submission_id} by {self.reviewer_id}"

    def is_over(self, today: date) -> bool:
        """Return whether the reviewer can no longer read the submission."""
        return self.ended_at is not None or self.until < today


class PeerNote(models.Model):
    """A reviewer's note on the submission or on one statement. It never changes."""

    review = models.ForeignKey(PeerReview, models.PROTECT, related_name="notes")
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, related_name="+"
    )
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["review", "pk"]

    def __str__(self) -> str:
        return f"Note {self.pk} of review {self.review_id}"
