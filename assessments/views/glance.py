"""An assessment at a glance: the progress of each group and of each area."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from django.db.models import QuerySet
from django.utils import timezone

from leavingcare.compiled import compiled
from leavingcare.models import User

from .. import progress
from ..access import Access
from ..analysis import due
from ..models import AgreedArea, Draft, WorkingGroup

MOST_COLUMNS = 6  # of groups, for the grid to fit

if TYPE_CHECKING:

    class AreaDraft(progress.CountedDraft):
        """A draft from `drafts_of`."""

        is_open_to_you: bool

        class Meta:
            abstract = True

    class CountedArea(AgreedArea):
        """An area with the counts of `progress.of_areas`."""

        statement_count: int
        settled_count: int
        draft_count: int
        handed_in_count: int

        class Meta:
            abstract = True


@dataclass(frozen=True)
class Cell:
    """The progress of a group's draft of an area, in a word and a figure."""

    draft: "AreaDraft"
    opened: bool  # the discussion of its area
    today: date

    @property
    def word(self) -> str:
        """The stage of the draft, as "Rating" or "Handed in"."""
        draft = self.draft
        if draft.handed_in_at:
            return "Handed in"
        if draft.handed_back_because:
            return "Handed back"
        if due.is_late(draft.group.due, self.today):
            return "Overdue"
        return (
            "Rating" if draft.rated_count + draft.cannot_rate_count else "Not started"
        )

    @property
    def is_urgent(self) -> bool:
        """True if somebody is waiting for the draft."""
        draft = self.draft
        return not draft.handed_in_at and (
            self.opened
            or bool(draft.handed_back_because)
            or due.is_late(draft.group.due, self.today)
        )


@dataclass(frozen=True)
class Row:
    """An area, with a Cell for each group that rates it and None for the others."""

    agreed: "CountedArea"
    cells: list[tuple[WorkingGroup, Cell | None]]
    is_revealed: bool  # the person may read what every group wrote

    @property
    def is_open(self) -> bool:
        return self.agreed.is_open

    @property
    def is_settled(self) -> bool:
        return self.agreed.settled_count == self.agreed.statement_count


@dataclass(frozen=True)
class Glance:
    """The grid of areas by groups that a person may see."""

    groups: list[WorkingGroup]
    rows: list[Row]
    is_whole: bool  # every group and area, with the columns of moderation

    @property
    def has_columns(self) -> bool:
        """True if each group has a column; more groups share one."""
        return len(self.groups) <= MOST_COLUMNS

    @property
    def totals(self) -> list[tuple[WorkingGroup, int, int]]:
        """Each group with how many of its areas it has handed in, and of how many."""
        given: dict[int, list[bool]] = {group.pk: [] for group in self.groups}
        for row in self.rows:
            for group, cell in row.cells:
                if cell:
                    given[group.pk].append(bool(cell.draft.handed_in_at))
        return [
            (each, sum(given[each.pk]), len(given[each.pk])) for each in self.groups
        ]


def glance_at(access: Access, user: User) -> Glance:
    """Return the Glance at an assessment. Five queries.

    A contributor gets the part of their own groups.
    """
    assessment = access.assessment
    groups = list(assessment.groups.all())
    is_whole = access.can["see_all_groups"]
    if not is_whole:
        groups = [group for group in groups if group.pk in access.group_ids]
    for group in groups:
        group.assessment = assessment
    by_area: dict[int, dict[int, AreaDraft]] = {}
    for draft in drafts_of(access, groups, user):
        by_area.setdefault(draft.area_id, {})[draft.group_id] = draft
    revealed = set(access.areas_revealed().opened().values_list("area", flat=True))
    today = timezone.localdate()
    rows = [
        row_of(agreed, groups, by_area.get(agreed.area_id, {}), revealed, today)
        for agreed in areas_of(access)
        if is_whole or agreed.area_id in by_area
    ]
    return Glance(groups, rows, is_whole)


def row_of(
    agreed: "CountedArea",
    groups: Iterable[WorkingGroup],
    drafts: "dict[int, AreaDraft]",
    revealed: set[int],
    today: date,
) -> Row:
    """Return the Row of an area, given its drafts by group and the areas revealed."""
    cells = [
        (
            group,
            Cell(drafts[group.pk], agreed.is_open, today)
            if group.pk in drafts
            else None,
        )
        for group in groups
    ]
    return Row(agreed, cells, agreed.area_id in revealed)


def areas_of(access: Access) -> "list[CountedArea]":
    """Return the agreed areas with their counts, in the edition's order."""
    return cast("list[CountedArea]", _areas_of(access.assessment.pk))


@compiled
def _areas_of(assessment: int) -> QuerySet[AgreedArea]:
    areas = AgreedArea.objects.filter(assessment=assessment)
    return progress.of_areas(areas.select_related("area").order_by("area__number"))


def drafts_of(
    access: Access, groups: Iterable[WorkingGroup], user: User
) -> "list[AreaDraft]":
    """Return the groups' drafts in order of area, each with its counts and group.

    `is_open_to_you` says whether the person may read it. Two queries.
    """
    assessment, by_id = access.assessment.pk, {group.pk: group for group in groups}
    if access.can["see_all_groups"]:
        found = _drafts_of(assessment)
    else:
        found = _drafts_of_member(assessment, user.pk)
    seen = set(access.drafts_seen().values_list("pk", flat=True))
    drafts = cast("list[AreaDraft]", [each for each in found if each.group_id in by_id])
    for draft in drafts:
        draft.group = by_id[draft.group_id]
        draft.is_open_to_you = draft.pk in seen
    return drafts


@compiled
def _drafts_of(assessment: int) -> "QuerySet[progress.CountedDraft]":
    return _with_areas(Draft.objects.filter(group__assessment=assessment))


@compiled
def _drafts_of_member(assessment: int, user: int) -> "QuerySet[progress.CountedDraft]":
    own = Draft.objects.filter(group__assessment=assessment, group__members=user)
    return _with_areas(own)


def _with_areas(drafts: QuerySet[Draft]) -> "QuerySet[progress.CountedDraft]":
    in_order = drafts.select_related("area").order_by("area__number", "group__name")
    return progress.of_drafts(in_order)
