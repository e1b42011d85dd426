"""The amount of work that a working group has, and about how long it takes."""

from dataclasses import dataclass

from frameworks.models import Area

from .analysis.time_needed import about
from .models import DraftResponse, WorkingGroup


@dataclass(frozen=True)
class GroupWork:
    """The statements a working group rates, for somebody who is invited to it."""

    group: WorkingGroup
    areas: list[Area]
    statements: int

    @classmethod
    def of(cls, group: WorkingGroup) -> "GroupWork":
        """Return the work of a group, which has its assessment and round."""
        areas = list(group.areas.order_by("number"))
        statements = DraftResponse.objects.filter(draft__group=group).count()
        return cls(group, areas, statements)

    @property
    def time(self) -> str:
        """About how long it takes one person: "20 minutes", "2 hours"."""
        return about(self.statements)
