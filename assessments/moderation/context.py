"""The context of an agenda: its open areas, the scale and the drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from leavingcare.compiled import compiled

from ..access import Access
from ..access.sealing import areas_revealed
from ..models import AgreedArea, Assessment
from .comparison import GroupDraft
from .comparison_queries import drafts_by_area, waiting_of
from .later import Later, later_ratings
from .unopened import ClosedArea


@dataclass(frozen=True)
class AgendaContext:
    """The data that every item of an agenda needs, fetched once."""

    areas: list[AgreedArea]  # those that are open and that the person may see
    labels: dict[int, str]  # {value: label}, highest first
    drafts: dict[int, list[GroupDraft]]  # by area id
    reviewed: Assessment | None  # the assessment, for those who review later ratings
    closed: Sequence[ClosedArea] = ()  # for those who can open them

    @cached_property
    def later(self) -> dict[int, Later]:
        """The ratings that came in later, by statement id. One query, or four."""
        return later_ratings(self.reviewed) if self.reviewed else {}

    @cached_property
    def groups(self) -> dict[int, str]:
        """Each group's name, by id."""
        return {d.group_id: d.group for given in self.drafts.values() for d in given}

    @cached_property
    def moderators(self) -> dict[int, int]:
        """The key of the moderator who is to settle it, by area id."""
        return {
            area.area_id: area.moderator_id for area in self.areas if area.moderator_id
        }

    @cached_property
    def moderator_names(self) -> dict[int, str]:
        """The names of these moderators, by key."""
        return {
            area.moderator.pk: area.moderator.name
            for area in self.areas
            if area.moderator
        }

    @cached_property
    def waiting(self) -> dict[int, list[str]]:
        """The groups that have not handed in, by area id."""
        return {
            area.area_id: waiting_of(self.drafts[area.area_id]) for area in self.areas
        }

    @cached_property
    def alone(self) -> set[int]:
        """The ids of the areas that only one group was given."""
        return {area for area, given in self.drafts.items() if len(given) == 1}


@compiled
def _revealed(
    assessment: int, groups: tuple[int, ...], *, role: str | None
) -> QuerySet[AgreedArea]:
    revealed = areas_revealed(assessment, role, groups)
    return revealed.select_related("area", "moderator")


def areas_revealed_to(access: Access) -> list[AgreedArea]:
    """Return the areas of which the person may read every group's draft. One query."""
    return _revealed(access.assessment.pk, access.groups, role=access.role)


def context_of(access: Access) -> AgendaContext:
    """Return the AgendaContext of what the person may see. Three queries."""
    revealed = areas_revealed_to(access)
    drafts = drafts_by_area(access, revealed)
    areas = [area for area in revealed if area.is_open]
    closed = [
        ClosedArea(area, drafts.get(area.area_id, []))
        for area in revealed
        if not area.is_open and access.can["moderate"]
    ]
    return AgendaContext(
        areas,
        access.assessment.labels,
        {area.area_id: drafts.get(area.area_id, []) for area in areas},
        access.assessment if access.is_moderator else None,
        closed,
    )
