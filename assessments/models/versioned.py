"""Rows that several people may have open at once, and the trail they leave."""

from django.conf import settings
from django.db import models


class StaleVersion(Exception):
    """Somebody else saved this row since it was read."""


class VersionedModel(models.Model):
    """A row whose `version` rises by one with every change.

    `save_version` changes the row only if it is still at the version that was read,
    in one UPDATE, so that no save is lost.
    """

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save_version(self, **values):
        """Set the values and raise the version by one, or raise StaleVersion."""
        changed = (
            type(self)
            ._base_manager.filter(pk=self.pk, version=self.version)
            .update(**values, version=self.version + 1)
        )
        if not changed:
            raise StaleVersion(self)
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1


class Revision(models.Model):
    """What a response held after one save, to be read and restored."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: brought in by an operator
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.response_id} at {self.at}"
