"""The neighbours of a statement, to go from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db.models import OuterRef, Subquery

from ..access import Access
from ..models import AgreedResponse


class Key(NamedTuple):
    """A statement in its edition."""

    number: int  # its area's
    letter: str


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


@dataclass(frozen=True)
class Navigation:
    """The position of a statement among those the person may see.

    Neighbours are statements whose discussion is open, None at the ends.
    """

    area: StatementArea
    statements: int
    settled: int
    previous: Key | None
    next: Key | None
    next_not_settled: Key | None
    related: list[Related]


def navigation_of(access: Access, number: int, letter: str) -> Navigation | None:
    """Return the Navigation of a statement; None if the person may not see it.

    One query.
    """
    rows = _rows(access)
    shown = [row for row in rows if row.opened_at or _key(row) == (number, letter)]
    ordered = [_key(row) for row in shown]
    if (number, letter) not in ordered:
        return None
    here = ordered.index(Key(number, letter))
    after = ordered[here + 1 :]
    return Navigation(
        area=StatementArea(shown[here].statement__area, shown[here].opened_at),
        statements=len(rows),
        settled=sum(_is_settled(row) for row in rows),
        previous=ordered[here - 1] if here else None,
        next=after[0] if after else None,
        next_not_settled=next(
            (
                _key(row)
                for row in shown[here + 1 :] + shown[:here]
                if not _is_settled(row)
            ),
            None,
        ),
        related=_related(shown, here),
    )


def _rows(access: Access) -> list[Row]:
    """Return a Row for each statement in the areas revealed, in order."""
    revealed = access.areas_revealed()
    opened_at = revealed.filter(area=OuterRef("statement__area"))
    return list(
        AgreedResponse.objects.filter(
            assessment=access.assessment, statement__area__in=revealed.values("area")
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


def _related(rows: Sequence[Row], here: int) -> list[Related]:
    """Return the other statements that ask the question of the row at `here`."""
    family = rows[here].statement__family
    return [
        Related(*_key(row), row.rating__value)
        for position, row in enumerate(rows)
        if family and row.statement__family == family and position != here
    ]
