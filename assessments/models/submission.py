"""The submissions made to Coram Voice, which never change."""

from collections.abc import Iterable
from typing import NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.base import ModelBase

from leavingcare.models import User

from .assessment import Assessment


class Immutable(Exception):
    """Raised when code tries to change or delete a submission."""


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def for_user(self, user: User) -> Self:
        """Return the submissions the person may read; see `assessments.access`."""
        if user.is_staff:
            return self
        return self.filter(assessment__authority__memberships__user=user)

    def update(self, **values: object) -> NoReturn:
        raise Immutable("A submission cannot be changed.")

    def delete(self) -> NoReturn:
        raise Immutable("A submission cannot be deleted.")


class Submission(models.Model):
    """A complete copy of an agreed assessment, numbered from 1 within it.

    `content` is the document of `submission.snapshot`. Everything that shows or
    exports a submission reads this and nothing else.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=20, unique=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: imported by an operator
    content = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    source = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of the file it was imported from; else blank.",
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

    def __str__(self) -> str:
        return self.reference

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Save a new submission; raise Immutable if it has been saved before."""
        if not self._state.adding:
            raise Immutable("A submission cannot be changed.")
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Raise Immutable: a submission is never deleted."""
        raise Immutable("A submission cannot be deleted.")


class SubmissionFile(models.Model):
    """A file made from a submission, stored so that it is made only once."""

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

    def __str__(self) -> str:
        return f"{self.submission}.{self.format}"
