"""Statements that ask the same in several areas, and whether their ratings fit.

Works on plain integers: the ratings given and the values of the edition's scale.
"""

from collections.abc import Collection, Iterable

from .agreement import side


def stance(ratings: Iterable[int], scale: Collection[int]) -> int:
    """The side all `ratings` lie on: 1 agree, -1 disagree, 0 neither or both.

    A rating at the middle of an odd scale takes no side and hinders none.
    """
    sides = {side(rating, scale) for rating in ratings} - {0}
    return sides.pop() if len(sides) == 1 else 0


def clashes(family: Iterable[Collection[int]], scale: Collection[int]) -> bool:
    """Whether statements that ask the same were answered on opposite sides.

    `family` is a list with the ratings given to each statement. A statement whose
    own ratings are on both sides is split, which the agenda says already; it makes
    no clash with the others.
    """
    return {stance(ratings, scale) for ratings in family} >= {1, -1}
