"""The submissions made to Coram Voice, which never change."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from leavingcare.models import User

from .assessment import Assessment
from .authority import LocalAuthority
from .frozen import FrozenModel, FrozenQuerySet


class SubmissionQuerySet(FrozenQuerySet["Submission"]):
    def for_user(self, user: User) -> Self:
        """Return the submissions the person may read; see `assessments.access`."""
        if user.is_officer:
            return self
        if user.is_staff:
            return self.filter(
                assessment__authority__in=LocalAuthority.objects.for_user(user)
            )
        return self.filter(assessment__authority__memberships__user=user)


class Submission(FrozenModel):
    """A complete copy of an agreed assessment, numbered from 1 within it.

    `content` is the document of `submission.snapshot`. Everything that shows or
    exports a submission reads this and nothing else.
    """

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="submissions"
    )
    source = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of the file it was imported from; else blank.",
    )
    is_imported = models.BooleanField(
        default=False, help_text="Coram Voice imported it from a file."
    )
    dated_on = models.DateField(
        help_text="The day it is of: when it was submitted or, if it is imported, "
        "completed. It orders what an authority has submitted.",
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdrawn_because = models.TextField(blank=True, default="", db_default="")
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="replaces"
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
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at=None,
                    withdrawn_by=None,
                    replaced_by=None,
                    withdrawn_because="",
                )
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    replaced_by__isnull=False,
                )
                & ~Q(withdrawn_because=""),
                name="submission_withdrawn_and_replaced",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def withdraw(
        self, *, content: object, by: User, because: str, replaced_by: "Submission"
    ) -> None:
        """Withdraw it for words that could identify somebody, which `content` lacks.

        The only change that a submission ever has; see `workflow.redacting`.
        """
        models.QuerySet(type(self)).filter(pk=self.pk).update(
            content=content,
            withdrawn_at=timezone.now(),
            withdrawn_by=by,
            withdrawn_because=because,
            replaced_by=replaced_by,
        )


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
