"""Krippendorff's alpha: the agreement of raters beyond what chance would give.

K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), whose example the
tests repeat. 1 is full agreement, 0 what chance would give; missing ratings are left out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

FEWEST_RATERS = 2

Totals = dict[int, float]  # {value: how often it was given, in units that two rated}
Distance = Callable[[int, int, Totals], float]


def nominal(one: int, other: int, _: Totals) -> float:
    """Return the distance of two names: 1 if they differ."""
    return float(one != other)


def interval(one: int, other: int, _: Totals) -> float:
    """Return the squared distance of two numbers."""
    return float((one - other) ** 2)


def ordinal(one: int, other: int, totals: Totals) -> float:
    """Return the squared distance in ranks: how many ratings lie between the two."""
    low, high = min(one, other), max(one, other)
    between = sum(n for value, n in totals.items() if low <= value <= high)
    return (between - (totals[low] + totals[high]) / 2) ** 2


def alpha(units: Iterable[Sequence[int]], distance: Distance = ordinal) -> float | None:
    """Return alpha of `units`, each the ratings that were given to one thing.

    A unit with fewer than two ratings says nothing about agreement. None if all
    ratings are equal, as nothing could have differed, or if no unit has two.
    """
    weights: dict[tuple[int, int], float] = {}
    totals: Totals = {}
    for unit in units:
        counts, pairs = _parts(tuple(sorted(unit)))
        for value, n in counts:
            totals[value] = totals.get(value, 0) + n
        for pair, weight in pairs:
            weights[pair] = weights.get(pair, 0) + weight
    apart = {
        (one, other): distance(one, other, totals)
        for one in totals
        for other in totals
        if one < other
    }
    expected = sum(totals[one] * totals[other] * d for (one, other), d in apart.items())
    if not expected:
        return None
    observed = sum(weights.get(pair, 0) * d for pair, d in apart.items())
    return 1 - (sum(totals.values()) - 1) * observed / expected


Pairs = list[tuple[tuple[int, int], float]]


@lru_cache(maxsize=4096)
def _parts(unit: tuple[int, ...]) -> tuple[list[tuple[int, int]], Pairs]:
    """Return how often a unit has each value, and its part of the coincidences.

    These are [((lower value, higher value), weight)]: the matrix is the same on both
    sides of its diagonal, which no distance counts.
    """
    if len(unit) < FEWEST_RATERS:
        return [], []
    counts = list(Counter(unit).items())
    return counts, [
        ((one, other), n * m / (len(unit) - 1))
        for one, n in counts
        for other, m in counts
        if one < other
    ]
