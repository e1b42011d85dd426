"""The base of rows that several people may have open at once, and their history."""

from django.conf import settings
from django.db import models


class StaleVersion(Exception):
    """Raised when somebody else has saved the row since it was read."""


class VersionedModel(models.Model):
    """A row whose `version` rises by one with every change.

    `save_version` changes the row only if it is still at the version that was read,
    in one UPDATE, so that no save is lost.
    """

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save_version(self, **values: object) -> None:
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
    """The content of a response after one save, to read and to restore."""

    response_id: int  # the key of the response, which a subclass links to

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: imported by an operator
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.response_id} at {self.at}"
