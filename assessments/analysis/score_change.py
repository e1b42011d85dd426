"""The change in scores out of ten, summed over areas, from one time to another.

RR616, Table 9. Counts, median and range only: those who answered twice chose to, and a
low score at the first time is more often followed by a higher one whatever was done
(regression to the mean), so nothing here relates a change to where it began.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from .figures import median

Key = TypeVar("Key", bound=Hashable)


class Direction(StrEnum):
    """The report's words for a change."""

    HIGHER = "higher"
    SAME = "same"
    LOWER = "lower"


@dataclass(frozen=True)
class ScoreChange:
    """The totals of one authority at two times, over the areas that it scored at both."""

    baseline: int
    follow_up: int
    areas: int

    @property
    def change(self) -> int:
        """Return by how many points the total is higher."""
        return self.follow_up - self.baseline

    @property
    def per_area(self) -> float:
        """Return by how many points the mean of an area is higher.

        It compares with that of an authority that scored another number of areas.
        """
        return self.change / self.areas

    @property
    def direction(self) -> Direction:
        """Return whether the total is higher, the same or lower."""
        if not self.change:
            return Direction.SAME
        return Direction.HIGHER if self.change > 0 else Direction.LOWER


@dataclass(frozen=True)
class Changes:
    """The changes of several authorities: how many in each direction, and their middle.

    median, lowest, highest  of the changes per area; None without any
    """

    higher: int
    same: int
    lower: int
    median: float | None
    lowest: float | None
    highest: float | None

    @property
    def n(self) -> int:
        """Return how many authorities there are."""
        return self.higher + self.same + self.lower


def score_change(
    then: Mapping[Key, int | None], now: Mapping[Key, int | None]
) -> ScoreChange | None:
    """Return the ScoreChange over areas with both scores, or None if there are none.

    `then` and `now` are {area: score or None}.
    """
    both = [
        (before, after)
        for area, before in then.items()
        if before is not None and (after := now.get(area)) is not None
    ]
    if not both:
        return None
    return ScoreChange(
        baseline=sum(before for before, _ in both),
        follow_up=sum(after for _, after in both),
        areas=len(both),
    )


def changes(found: Sequence[ScoreChange]) -> Changes:
    """Return how many rose, stayed and fell, with the median and range of the changes.

    These are per area: a tenth of what RR616 prints, which is over ten areas.
    """
    directions = [each.direction for each in found]
    points = [each.per_area for each in found]
    return Changes(
        higher=directions.count(Direction.HIGHER),
        same=directions.count(Direction.SAME),
        lower=directions.count(Direction.LOWER),
        median=median(points),
        lowest=min(points, default=None),
        highest=max(points, default=None),
    )
