"""The neighbours of a statement, to go from one to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db.models import OuterRef, QuerySet, Subquery

from leavingcare.compiled import compiled

from ..access import Access
from ..access.sealing import areas_revealed
from ..models import AgreedResponse


class Key(NamedTuple):
    """A statement in its edition."""

    number: int  # its area's
    letter: str


class Walk(NamedTuple):
    """A way through the agenda: the statements in its order, and those to stop at."""

    keys: list[Key]
    kept: set[Key]  # that the filter keeps
    query: str  # the filter, as a query string
    in_words: str  # what it asks for, or ""


class Related(NamedTuple):
    """A related statement and the rating it is settled on, if any."""

    number: int
    letter: str
    rating: int | None


class Row(Protocol):
    """A row of the query below."""

    @property
    def statement__area(self) -> int: ...
    @property
    def opened_at(self) -> datetime | None: ...
    @property
    def statement__area__number(self) -> int: ...
    @property
    def statement__letter(self) -> str: ...
    @property
    def statement__family(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def rating__value(self) -> int | None: ...


@dataclass(frozen=True)
class StatementArea:
    """The area of a statement, and when its discussion was opened, if it was."""

    area_id: int
    discussion_opened_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.discussion_opened_at is not None


@dataclass(frozen=True)
class Navigation:
    """The position of a statement among those the person may see, or on a walk.

    Neighbours are statements whose discussion is open, None at the ends. `statements`
    and `settled` count those of the walk, if there is one. `query` keeps to the walk.
    """

    area: StatementArea
    statements: int
    settled: int
    previous: Key | None
    next: Key | None
    next_not_settled: Key | None
    related: list[Related]
    is_all_settled: bool
    query: str = ""
    in_words: str = ""


def navigation_of(
    access: Access, number: int, letter: str, walk: Walk | None = None
) -> Navigation | None:
    """Return the Navigation of a statement; None if the person may not see it.

    In the edition's order, or along a walk. One query.
    """
    found = _rows(access.assessment.pk, access.groups, role=access.role)
    rows = {_key(row): row for row in found}
    here = Key(number, letter)
    if here not in rows:
        return None
    keys = walk.keys if walk else [key for key, row in rows.items() if row.opened_at]
    kept = walk.kept if walk else set(keys)
    before, after = _around(keys, here)
    settled = {key for key, row in rows.items() if _is_settled(row)}
    counted = kept if walk else rows.keys()
    return Navigation(
        area=StatementArea(rows[here].statement__area, rows[here].opened_at),
        statements=len(counted),
        settled=len(settled & counted),
        previous=next((key for key in reversed(before) if key in kept), None),
        next=next((key for key in after if key in kept), None),
        next_not_settled=next(
            (key for key in after + before if key in kept and key not in settled), None
        ),
        related=_related(rows, here),
        is_all_settled=len(settled) == len(rows),
        query=walk.query if walk else "",
        in_words=walk.in_words if walk else "",
    )


def _around(keys: Sequence[Key], here: Key) -> tuple[list[Key], list[Key]]:
    """Return the keys before and after one; before it is nothing if it is not there."""
    if here not in keys:
        return [], list(keys)
    place = keys.index(here)
    return list(keys[:place]), list(keys[place + 1 :])


@compiled
def _rows(
    assessment: int, groups: tuple[int, ...], *, role: str | None
) -> QuerySet[AgreedResponse, Row]:
    """Return a Row for each statement in the areas revealed, in order."""
    revealed = areas_revealed(assessment, role, groups)
    opened_at = revealed.filter(area=OuterRef("statement__area"))
    return (
        AgreedResponse.objects.filter(
            assessment=assessment, statement__area__in=revealed.values("area")
        )
        .annotate(opened_at=Subquery(opened_at.values("discussion_opened_at")))
        .values_list(
            "statement__area",
            "opened_at",
            "statement__area__number",
            "statement__letter",
            "outcome",
            "statement__family",
            "rating__value",
            named=True,
        )
    )


def _key(row: Row) -> Key:
    return Key(row.statement__area__number, row.statement__letter)


def _is_settled(row: Row) -> bool:
    return row.outcome != AgreedResponse.Outcome.NOT_SETTLED


def _related(rows: Mapping[Key, Row], here: Key) -> list[Related]:
    """Return the other open statements that ask the question of the one at `here`."""
    family = rows[here].statement__family
    return [
        Related(*key, row.rating__value)
        for key, row in rows.items()
        if family and row.statement__family == family and key != here and row.opened_at
    ]
