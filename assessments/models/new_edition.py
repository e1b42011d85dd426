"""The file of a new edition, and what people decided of its statements, one by one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import Framework


class EditionFile(models.Model):
    """A checked file of an edition, kept while people decide its correspondence.

    The edition need not be loaded: its statements are read from `content`.
    """

    earlier = models.ForeignKey(Framework, models.PROTECT, related_name="+")
    later = models.CharField(max_length=20, help_text="The edition in the file.")
    name = models.CharField(max_length=255, help_text="Of the file, as it was sent.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    content = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "later", "earlier"], name="edition_file_unique"
            ),
            models.CheckConstraint(
                condition=~Q(digest=""), name="edition_file_has_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.later}, {self.digest[:8]}"


class CorrespondenceDecision(models.Model):
    """One decision on one statement. A later one counts instead, and none is changed.

    `place` is the code of a statement in the file, or, after "was-", that of a statement
    of the earlier edition which nothing continues.
    """

    file = models.ForeignKey(EditionFile, models.PROTECT, related_name="decisions")
    place = models.CharField(max_length=10)
    number = models.PositiveIntegerField(help_text="Of the decisions on the place.")
    links = models.JSONField(
        default=list,
        help_text="[{earlier, kind, change, note}]; none: it has no counterpart.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["file", "place", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "place", "number"],
                name="correspondence_decision_number_unique",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="correspondence_decision_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.number} on {self.place}"
