"""Changes in the ratings of statements that are in two submissions.

Works on plain dictionaries of ratings by statement code, {"1a": 4, "1b": None}, in
which None stands for a statement without a single rating, for whatever reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pair:
    """A statement now, the earlier one it continues, and both ratings."""

    code: str
    then_code: str
    then: int
    now: int


@dataclass(frozen=True)
class Change:
    """The ratings then and now of statements that ask the same question.

    up, down, same  Pairs, in the order of the statements now
    unrated         codes now of those that were not rated both times
    """

    up: list[Pair] = field(default_factory=list)
    down: list[Pair] = field(default_factory=list)
    same: list[Pair] = field(default_factory=list)
    unrated: list[str] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """The number of statements that have a rating both times."""
        return len(self.up) + len(self.down) + len(self.same)


def compare(
    then: Mapping[str, int | None],
    now: Mapping[str, int | None],
    links: Mapping[str, str],
) -> Change:
    """Return the Change between the ratings `then` and `now`, on the same scale.

    `links` is {code now: code then} for the statements that ask the same question,
    even if they are worded differently.
    """
    found = Change()
    for code, rating in now.items():
        if code not in links:
            continue
        before = then.get(links[code])
        if rating is None or before is None:
            found.unrated.append(code)
            continue
        pair = Pair(code, links[code], before, rating)
        rows = {1: found.up, -1: found.down, 0: found.same}
        rows[(rating > before) - (rating < before)].append(pair)
    return found
