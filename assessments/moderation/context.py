"""What every item of an agenda stands on: the open areas, the scale, the drafts."""

from dataclasses import dataclass
from functools import cached_property

from .comparison_queries import drafts_by_area, labels_of


@dataclass(frozen=True)
class Grounds:
    """What every item of an agenda stands on, fetched once."""

    areas: list  # AgreedAreas that are open and that the person may see
    labels: dict  # {value: label}, highest first
    drafts: dict  # {area id: GroupDrafts}

    @cached_property
    def groups(self):
        """{group id: its name}"""
        return {d.group_id: d.group for given in self.drafts.values() for d in given}

    @cached_property
    def alone(self):
        """The ids of the areas only one group was given."""
        return {area for area, given in self.drafts.items() if len(given) == 1}


def grounds_of(access):
    """The Grounds of what the person may see. Three queries."""
    opened = access.areas_revealed().filter(discussion_opened_at__isnull=False)
    areas = list(opened.select_related("area"))
    labels = labels_of(access.assessment.round.framework)
    return Grounds(areas, labels, drafts_by_area(access, areas))
