"""Related statements (the same question in several areas) with opposite answers.

Works on plain integers: the ratings given and the values of the edition's scale.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from .agreement import side

Row = TypeVar("Row")


def stance(ratings: Iterable[int], scale: Collection[int]) -> int:
    """Return the side all `ratings` are on: 1 agree, -1 disagree, 0 neither or both.

    A rating in the middle of an odd scale is on neither side and is left out.
    """
    sides = {side(rating, scale) for rating in ratings} - {0}
    return sides.pop() if len(sides) == 1 else 0


def given(rating: int | None) -> list[int]:
    """Return the ratings of a statement that has been settled on one, or on none."""
    return [] if rating is None else [rating]


def are_opposed(related: Iterable[Collection[int]], scale: Collection[int]) -> bool:
    """Return whether related statements were answered on opposite sides.

    `related` has the ratings given to each. A statement whose own ratings are on
    both sides is split, which the agenda shows already; it contradicts no other.
    """
    return {stance(ratings, scale) for ratings in related} >= {1, -1}


def contradictory(
    rows: Iterable[Row],
    scale: Collection[int],
    *,
    family_of: Callable[[Row], str],
    ratings_of: Callable[[Row], Collection[int]],
) -> dict[str, list[Row]]:
    """Return {family: its rows} of the related statements answered on opposite sides.

    `rows` stand for statements. `family_of` gives what related ones share, or "";
    `ratings_of` gives the ratings a statement has.
    """
    related: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if family := family_of(row):
            related[family].append(row)
    return {
        family: members
        for family, members in related.items()
        if are_opposed(map(ratings_of, members), scale)
    }
