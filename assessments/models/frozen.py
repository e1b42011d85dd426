"""The base of what an authority has sent, which never changes."""

from collections.abc import Iterable
from typing import NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.base import ModelBase

CHANGED = "A submission cannot be changed."
DELETED = "A submission cannot be deleted."

Frozen = TypeVar("Frozen", bound="FrozenModel")


class Immutable(Exception):
    """Raised when code tries to change or delete what was submitted."""


class FrozenQuerySet(models.QuerySet[Frozen]):
    def update(self, **values: object) -> NoReturn:
        raise Immutable(CHANGED)

    def delete(self) -> NoReturn:
        raise Immutable(DELETED)


class FrozenModel(models.Model):
    """A complete document, with its number, reference and digest."""

    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=20, unique=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: imported by an operator
    content = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")

    class Meta:
        abstract = True

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
        """Save a new row; raise Immutable if it has been saved before."""
        if not self._state.adding:
            raise Immutable(CHANGED)
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Raise Immutable: what was submitted is never deleted."""
        raise Immutable(DELETED)
