"""The files of past submissions that Coram Voice imports, as they were read."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .assessment import Round
from .submission import Submission


class PastBatch(models.Model):
    """Files chosen together, with the round they belong to.

    With neither a round nor the name of a new one, each file names its own.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+")
    new_round = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round=None) | Q(new_round=""), name="past_batch_one_round"
            ),
        ]

    def __str__(self) -> str:
        return f"Files of {self.at}"


class PastFile(models.Model):
    """One file of a batch, and its submission once it is imported.

    `content` is as `files.incoming.past_submission.read` gives it, {} where the file
    could not be read; `refusal` is then {"message", "faults": [sentence]}. Once it
    is imported, "summary" and "unplaced" say what was imported and what had no place.
    `before` is then what undoing it needs: the "content", and what there was in an
    assessment that it completed; see `workflow.past_import_undo`.
    """

    batch = models.ForeignKey(PastBatch, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200, help_text="As on its owner's disk.")
    content = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    authority = models.CharField(
        max_length=100, blank=True, help_text="Its authority, as read or as corrected."
    )
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="If not the round of its batch.",
    )
    completed_on = models.DateField(
        null=True, help_text="As asked for, where the file does not say."
    )
    before = models.JSONField(default=dict)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, related_name="past_file"
    )
    brought_in_at = models.DateTimeField(null=True)
    brought_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    undone_at = models.DateTimeField(null=True, help_text="Its last import was undone.")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["batch", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submission=None, brought_in_at=None, brought_in_by=None)
                | Q(
                    submission__isnull=False,
                    brought_in_at__isnull=False,
                    brought_in_by__isnull=False,
                ),
                name="past_file_brought_in_whole",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="past_file_undone_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"File {self.pk} of batch {self.batch_id}"
