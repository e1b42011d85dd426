"""The base of what is recorded with a submission, outside its digest."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models

from .versioned import VersionedModel

Item = TypeVar("Item", bound="ListItem")


class SupplementModel(VersionedModel):
    """A row that is made blank with the assessment's first submission, or before."""

    updated_at = models.DateTimeField(null=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )  # null: not yet written, or imported by an operator

    class Meta:
        abstract = True


class ListItemQuerySet(models.QuerySet[Item]):
    def listed(self) -> Self:
        """Return the items that are in the list, without those that were removed."""
        return self.filter(removed_at=None)


class ListItem(SupplementModel):
    """One of a list that people add to, put in order and remove from.

    A removed item is kept, and can be put back.
    """

    position = models.PositiveSmallIntegerField(default=0, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
