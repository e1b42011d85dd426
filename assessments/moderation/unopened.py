"""Areas of which the person cannot discuss anything yet, and what they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass

from frameworks.models import Area

from ..access import Access
from ..models import AgreedArea, Draft
from .comparison import GroupDraft


@dataclass(frozen=True)
class ClosedArea:
    """An area whose discussion is not open, with the drafts of its groups."""

    agreed: AgreedArea
    drafts: Sequence[GroupDraft]

    @property
    def area(self) -> Area:
        return self.agreed.area

    @property
    def handed_in_count(self) -> int:
        return sum(draft.is_handed_in for draft in self.drafts)

    @property
    def is_ready(self) -> bool:
        """True if every group that rates the area has handed in."""
        return 0 < len(self.drafts) == self.handed_in_count


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
