"""Putting the items of a list in order, removing them and putting them back.

The row that the list belongs to must be locked.
"""

from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from leavingcare.models import User

from ..models import ListItem

UP, DOWN, FIRST = "up", "down", "first"
Item = TypeVar("Item", bound=ListItem)


def next_position(items: QuerySet[Item]) -> int:
    """Return the position after the last of a list, removed ones included."""
    last = items.order_by("position").values_list("position", flat=True).last()
    return 0 if last is None else last + 1


def move(items: QuerySet[Item], item: ListItem, way: str) -> bool:
    """Move an item of a list up, down or first; return whether that changed it."""
    ordered = list(items)
    places = [each.pk for each in ordered]
    if item.pk not in places:
        return False
    at = places.index(item.pk)
    to = {UP: max(at - 1, 0), DOWN: min(at + 1, len(ordered) - 1), FIRST: 0}[way]
    ordered.insert(to, ordered.pop(at))
    for position, each in enumerate(ordered):
        each.position = position
    items.model._base_manager.bulk_update(ordered, ["position"])
    return to != at


def remove(item: ListItem, by: User) -> bool:
    """Take an item out of its list; return whether it was in it."""
    return _set_removed(item, by, is_removed=True)


def put_back(item: ListItem, by: User) -> bool:
    """Put a removed item back in its list; return whether it was out of it."""
    return _set_removed(item, by, is_removed=False)


def _set_removed(item: ListItem, by: User, *, is_removed: bool) -> bool:
    """Remove an item or put it back, whatever version of its text a page showed."""
    now = timezone.now()
    changed = (
        type(item)
        ._base_manager.filter(pk=item.pk, removed_at__isnull=is_removed)
        .update(removed_at=now if is_removed else None, updated_at=now, updated_by=by)
    )
    return bool(changed)
