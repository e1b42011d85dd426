"""Dated notes on the statements of an edition, whose printed words never change."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from frameworks.models import Statement


class StatementNoteQuerySet(models.QuerySet["StatementNote"]):
    def standing(self) -> Self:
        """Return the notes that nobody has taken back."""
        return self.filter(removed_at=None)


class StatementNote(models.Model):
    """One note, such as "The £2,000 became £3,000", and the day from which it is so."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    on = models.DateField(help_text="From this day on.")
    text = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = StatementNoteQuerySet.as_manager()

    class Meta:
        ordering = ["statement", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="statement_note_removed_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk} on {self.statement_id}"
