"""A group's drafts as a Word form that left the site, and what came back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .draft import WorkingGroup


class FormDownload(models.Model):
    """The content of a group's drafts when somebody downloaded them as a Word form.

    The form carries the reference, so that we can tell what was changed on the form
    from what colleagues wrote in the meantime. Content: {statement code: {"answer": [rating value or
    null, not-rated reason], "evidence", "ideas"}, "scores": {area number: 0 to 10 or
    null}}.
    """

    group = models.ForeignKey(
        WorkingGroup, models.PROTECT, related_name="form_downloads"
    )
    reference = models.CharField(max_length=20, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.reference


class FormUpload(models.Model):
    """A completed Word form as it was read, before and after it is imported.

    Content: {"answers": {statement code: {"ratings": [values], "evidence",
    "ideas"}}, "scores": {area number: 0 to 10 or null}, "unplaced": [[where, text]],
    "names": [the authority and the reference it says]} and, once it is imported,
    "left_out": [[where, text]] of what was not chosen.
    """

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="form_uploads")
    download = models.ForeignKey(
        FormDownload, models.PROTECT, null=True, related_name="uploads"
    )  # null: a form that did not come from here
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    content = models.JSONField()
    brought_in_at = models.DateTimeField(null=True)
    brought_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(brought_in_at=None, brought_in_by=None)
                | Q(brought_in_at__isnull=False, brought_in_by__isnull=False),
                name="form_upload_brought_in_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.at}"
