"""Where a statement stands in the walk from one to the next."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from ..models import AgreedResponse


@dataclass(frozen=True)
class Opened:
    """The area of a statement, and when its discussion was opened, if it was."""

    area_id: int
    discussion_opened_at: datetime | None


@dataclass(frozen=True)
class Place:
    """Where a statement stands among those the person may see.

    Neighbours are (area number, letter) of statements whose discussion is open, or
    None at the ends.
    """

    area: Opened
    statements: int
    settled: int
    previous: tuple | None
    next: tuple | None
    next_not_settled: tuple | None
    family: list  # of (area number, letter, rating or None), the others that ask this


def place_of(access, number, letter):
    """The Place of a statement; None if the person may not see it. One query."""
    revealed = access.areas_revealed()
    opened_at = revealed.filter(area=OuterRef("statement__area"))
    rows = list(
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
    shown = [row for row in rows if row.opened_at or _key(row) == (number, letter)]
    walk = [_key(row) for row in shown]
    if (number, letter) not in walk:
        return None
    here = walk.index((number, letter))
    unsettled = [
        key for key, row in zip(walk, shown, strict=True) if not _is_settled(row)
    ]
    after = walk[here + 1 :]
    return Place(
        area=Opened(shown[here].statement__area, shown[here].opened_at),
        statements=len(rows),
        settled=sum(_is_settled(row) for row in rows),
        previous=walk[here - 1] if here else None,
        next=after[0] if after else None,
        next_not_settled=next(
            (key for key in after + walk[:here] if key in unsettled), None
        ),
        family=_family(shown, here),
    )


def _key(row):
    return row.statement__area__number, row.statement__letter


def _is_settled(row):
    return row.outcome != AgreedResponse.Outcome.NOT_SETTLED


def _family(rows, here):
    """The other rows of one row's family, as a Place has them."""
    slug = rows[here].statement__family
    return [
        (*_key(row), row.rating__value)
        for place, row in enumerate(rows)
        if slug and row.statement__family == slug and place != here
    ]
