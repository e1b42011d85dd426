"""Ranks with ties, and the agreement of two orders."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TypeVar

APART = 5  # a difference of ranks from which the two are discrepant
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Rank:
    """A place in an order, which others may share: "4=".

    number     1 for the first; those who share it count for the next
    is_shared  whether another one has the same
    """

    number: int
    is_shared: bool

    def __str__(self) -> str:
        return f"{self.number}=" if self.is_shared else str(self.number)


def ranks(values: Mapping[Key, float | None]) -> dict[Key, Rank]:
    """Return {key: its Rank} of every value but None, 1 for the highest.

    Equal values share a rank, and the next has as many more (1, 2=, 2=, 4): standard
    competition ranking. RR616 prints equal means one after the other (Table 5, areas 4
    and 10), which says more than the figures do.
    """
    there = {key: value for key, value in values.items() if value is not None}
    how_many = Counter(there.values())
    number, first = 1, {}
    for value in sorted(how_many, reverse=True):
        first[value] = number
        number += how_many[value]
    return {
        key: Rank(first[value], how_many[value] > 1) for key, value in there.items()
    }


def in_order(values: Mapping[Key, float | None]) -> list[Key]:
    """Return the keys from the highest value to the lowest, those equal as they came.

    Keys without a value come last.
    """

    def order(key: Key) -> tuple[bool, float]:
        value = values[key]
        return value is None, 0 if value is None else -value

    return sorted(values, key=order)


def tau_b(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Kendall's tau-b of two orders, from -1 to 1; None if one has no order.

    It is (concordant - discordant) / sqrt((n0 - n1)(n0 - n2)), where n0 is the number
    of pairs and n1 and n2 how many of these are tied in the one and in the other:
    M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33 (1945).
    """
    score = tied_x = tied_y = 0
    every = len(pairs) * (len(pairs) - 1) // 2
    for (x, y), (other_x, other_y) in combinations(pairs, 2):
        across = (x > other_x) - (x < other_x)
        up = (y > other_y) - (y < other_y)
        score += across * up
        tied_x += not across
        tied_y += not up
    below = (every - tied_x) * (every - tied_y)
    return score / sqrt(below) if below else None
