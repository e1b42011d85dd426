"""The context of an agenda: its open areas, the scale and the drafts."""

from dataclasses import dataclass
from functools import cached_property

from ..access import Access
from ..models import AgreedArea
from .comparison import GroupDraft
from .comparison_queries import drafts_by_area, labels_of


@dataclass(frozen=True)
class AgendaContext:
    """The data that every item of an agenda needs, fetched once."""

    areas: list[AgreedArea]  # those that are open and that the person may see
    labels: dict[int, str]  # {value: label}, highest first
    drafts: dict[int, list[GroupDraft]]  # by area id

    @cached_property
    def groups(self) -> dict[int, str]:
        """Each group's name, by id."""
        return {d.group_id: d.group for given in self.drafts.values() for d in given}

    @cached_property
    def alone(self) -> set[int]:
        """The ids of the areas that only one group was given."""
        return {area for area, given in self.drafts.items() if len(given) == 1}


def context_of(access: Access) -> AgendaContext:
    """Return the AgendaContext of what the person may see. Three queries."""
    opened = access.areas_revealed().filter(discussion_opened_at__isnull=False)
    areas = list(opened.select_related("area"))
    labels = labels_of(access.assessment.round.framework)
    return AgendaContext(areas, labels, drafts_by_area(access, areas))
