"""The figures of a benchmark: spreads of what everybody said, computed once and frozen.

See `disclosure` for what may be shown. There is no lowest and no highest, and nothing is
derived from a figure that is not shown.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from .disclosure import FEWEST_FOR_COUNTS, FEWEST_FOR_MEDIAN, may_show
from .figures import counts, given, median, middle_half

EVERYBODY = "Everybody"


class Spread(TypedDict, total=False):
    """The figures of one question in one group; {} if nothing may be shown.

    n            how many answered
    median       from five others
    middle_half  from ten others, as is
    counts       {value: how many}
    nearly_all   the value that nearly all gave, where fewer than two others differ
    """

    n: int
    median: float | None
    middle_half: list[float]
    counts: dict[str, int]
    nearly_all: int


@dataclass(frozen=True)
class Released:
    """The groups of one release: everybody in it, and the groups that divide them."""

    everybody: Collection[str]
    groups: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def levels(self) -> list[list[Collection[str]]]:
        """Return its sets in the order in which they are considered."""
        found: list[list[Collection[str]]] = [[self.everybody]]
        if self.groups:
            found.append(list(self.groups.values()))
        return found


def spreads(
    values: Mapping[str, int | None],
    release: Released,
    earlier: Sequence[Released],
    *,
    known: int,
    scale: Collection[int] | None = None,
) -> dict[str, Spread]:
    """Return {group: the Spread} of one question in a release.

    `values` has those of every submission in it or in an earlier one. With a `scale` it
    is a rating, of which the counts are shown, for everybody only.
    """
    before = [group for one in earlier for level in one.levels for group in level]
    everybody = [*before, release.everybody]
    found = {EVERYBODY: _spread(values, release.everybody, known, scale)}
    if not may_show(values, everybody, known):
        found[EVERYBODY] = {} if before else _alike(values, release.everybody, known)
    if scale is None and release.groups:
        in_groups = may_show(values, [*everybody, *release.groups.values()], known)
        for name, group in release.groups.items():
            found[name] = (
                _spread(values, group, known, scale) if in_groups else Spread()
            )
    return found


def _spread(
    values: Mapping[str, int | None],
    group: Collection[str],
    known: int,
    scale: Collection[int] | None,
) -> Spread:
    """Return what so many answers allow to be shown."""
    answers = given(values[item] for item in group)
    others = len(answers) - known
    if others < FEWEST_FOR_MEDIAN:
        return {}
    found: Spread = {"n": len(answers), "median": median(answers)}
    if others >= FEWEST_FOR_COUNTS:
        found["middle_half"] = list(middle_half(answers) or ())
        if scale is not None:
            shown = counts(answers, scale).items()
            found["counts"] = {str(value): number for value, number in shown}
    return found


def _alike(
    values: Mapping[str, int | None], group: Collection[str], known: int
) -> Spread:
    """Return what nearly all said, if enough answered; no count and no n."""
    answers = given(values[item] for item in group)
    if len(answers) - known < FEWEST_FOR_COUNTS:
        return {}
    [(commonest, _)] = Counter(answers).most_common(1)
    return {"nearly_all": commonest}
