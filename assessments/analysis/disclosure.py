"""The rule of what a benchmark may show, so that nobody learns what another one said.

The reader of a release is an authority, which knows its own values and may see some others' by
name: `known` counts how many that can be at most, itself included. It compares everything
that was ever released for the round. So the submissions are divided by the groups and
releases they are in: two of the same *part* are in exactly the same ones, and no figure
changes if they exchange their values, as every figure depends on a group's values alone
and not on who gave which.

Figures of a question are shown only if in every part `known` + 2 or more differ from the
part's commonest value. Then, whatever the reader knows of others, two or more of the rest
differ from their commonest value, and it cannot tell who is who. If a question fails in
some part, no figure is shown for it, and in a round's first release at most what nearly
all answered: all the reader learns is that too few differ somewhere, which stays true if
any one of the rest had said something else. `tests/analysis/
test_disclosure.py` shows it for random rounds: for every authority that did not agree to be
seen, what the reader has fits a second set of values.

The size of a part does not matter, only what differs in it. The sizes of groups are in
`too_small`, which looks at nothing else, so that a refusal says nothing about values.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

FEWEST_DIFFER = 2  # others, from the commonest value
FEWEST_FOR_MEDIAN = 5  # others that answered
FEWEST_FOR_COUNTS = 10  # and for quartiles
FEWEST_NEW = 5  # submissions by which a release differs from every earlier one
MOST_KNOWN = 7  # itself and six others

Item = TypeVar("Item", bound=Hashable)


def parts(groups: Sequence[Collection[Item]]) -> list[list[Item]]:
    """Return the items by the groups they are in: those of one list are in the same."""
    found: dict[tuple[bool, ...], list[Item]] = {}
    sets = [frozenset(group) for group in groups]
    for item in dict.fromkeys(item for group in groups for item in group):
        found.setdefault(tuple(item in group for group in sets), []).append(item)
    return list(found.values())


def differing(values: Iterable[int | None]) -> int:
    """Return how many that answered differ from the commonest value."""
    counts = Counter(value for value in values if value is not None)
    return counts.total() - max(counts.values(), default=0)


def may_show(
    values: Mapping[Item, int | None],
    groups: Sequence[Collection[Item]],
    known: int,
) -> bool:
    """Return whether figures of a question may be shown.

    `values` has the value of each item, `groups` every group that was ever released and
    those that are now.
    """
    return all(
        differing(values[item] for item in part) >= known + FEWEST_DIFFER
        for part in parts(groups)
    )


def too_small(
    everybody: Collection[Item],
    groups: Mapping[str, Collection[Item]],
    earlier: Sequence[Collection[Item]],
    known: int,
) -> list[str]:
    """Return why a release is refused, as sentences; it is not if there are none.

    By sizes alone. `groups` divide everybody, and `earlier` are the submissions of every
    earlier release of the round.
    """
    found = []
    most = max(known, 1)
    if len(everybody) < most + FEWEST_FOR_MEDIAN:
        found.append(
            f"{most + FEWEST_FOR_MEDIAN} submissions are needed, and the round has "
            f"{len(everybody)}."
        )
    for name, group in groups.items():
        rest = len(everybody) - len(group)
        if min(len(group), rest) < most + FEWEST_FOR_COUNTS:
            found.append(
                f"{name} has {len(group)} and the others {rest}: each needs "
                f"{most + FEWEST_FOR_COUNTS}."
            )
    for number, before in enumerate(earlier, 1):
        changed = len(set(everybody) ^ set(before))
        if changed < FEWEST_NEW:
            found.append(
                f"It must differ from release {number} by {FEWEST_NEW} submissions, and "
                f"differs by {changed}."
            )
    return found
