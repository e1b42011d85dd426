"""What was sent to Coram Voice, for ever as it was sent."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from leavingcare.models import User

from .assessment import Assessment


class Immutable(Exception):
    """Something tried to change or delete a submission."""


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def for_user(self, user: User) -> Self:
        """The submissions the person may read; see `assessments.access`."""
        if user.is_staff:
            return self
        return self.filter(assessment__authority__memberships__user=user)

    def update(self, **values):
        raise Immutable("A submission cannot be changed.")

    def delete(self):
        raise Immutable("A submission cannot be deleted.")


class Submission(models.Model):
    """A complete copy of an agreed assessment, numbered from 1 within it.

    `content` is the document of `submission.snapshot`, from which alone a
    submission is read, printed and exported.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=20, unique=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: brought in by an operator
    content = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    source = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 that tells the file it was brought in from; else blank.",
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="submission_number_unique"
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=~Q(source=""),
                name="submission_source_unique",
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Immutable("A submission cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Immutable("A submission cannot be deleted.")


class SubmissionFile(models.Model):
    """A file made from a submission, made once and kept."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    format = models.CharField(max_length=20)
    content = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "format"], name="submission_file_unique"
            ),
        ]

    def __str__(self):
        return f"{self.submission}.{self.format}"
