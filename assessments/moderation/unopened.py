"""Areas of which the person cannot discuss anything yet, and what they wait for."""

from typing import TYPE_CHECKING, cast

from ..access import Access
from ..models import AgreedArea, Draft
from ..progress import of_areas

if TYPE_CHECKING:

    class ClosedArea(AgreedArea):
        """An area from `closed_areas`."""

        draft_count: int
        handed_in_count: int

        class Meta:
            abstract = True


def closed_areas(access: Access) -> "list[ClosedArea]":
    """Return the areas whose discussion is not open, to a moderator of an open assessment.

    Each has `draft_count` and `handed_in_count`. One query.
    """
    if not access.can["moderate"]:
        return []
    areas = AgreedArea.objects.unopened().filter(assessment=access.assessment)
    found = of_areas(areas.select_related("area")).order_by("area__number")
    return cast("list[ClosedArea]", list(found))


def is_ready(area: "ClosedArea") -> bool:
    """Return whether every group that rates the area has handed in."""
    return 0 < area.draft_count == area.handed_in_count


def unfinished_drafts(access: Access) -> list[Draft]:
    """Return the person's own drafts that hide open areas from them. One query."""
    if access.is_moderator or not access.group_ids:
        return []
    opened = AgreedArea.objects.opened().filter(assessment=access.assessment)
    return list(
        Draft.objects.filter(
            group__in=access.group_ids,
            area__in=opened.values("area"),
            handed_in_at=None,
        )
        .select_related("group", "area")
        .order_by("area__number", "group__name")
    )
