"""The presence of people on pages, and notes between a working group's people."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..analysis.personal_details import identifying
from .assessment import Assessment
from .draft import DraftResponse


class Presence(models.Model):
    """Somebody who has a page open; the page updates it while in use.

    `place` names what the page is about: "draft 12", a statement such as "7h", an area
    such as "7", "scores", "cover" or "approval".
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE)
    place = models.CharField(max_length=30)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "place", "user"], name="presence_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.place} of {self.assessment_id}, {self.seen_at}"


class Note(models.Model):
    """A note to colleagues about one statement of a draft; not part of the answer.

    Only the group can read it until the area's discussion opens.
    """

    response = models.ForeignKey(DraftResponse, models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    edited_at = models.DateTimeField(null=True, editable=False)
    resolved_at = models.DateTimeField(null=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="note_resolved_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}, {self.by} at {self.at}"

    @property
    def identifying(self) -> str:
        """The warning to show if the note may identify somebody, or ""."""
        return identifying(self.text)
