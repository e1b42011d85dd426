"""Statements of several areas that ask the same and were answered on opposite sides."""

from collections import defaultdict
from dataclasses import dataclass

from ..analysis import contradictions


@dataclass(frozen=True)
class Family:
    """Statements that ask the same and were answered on opposite sides."""

    title: str
    items: list


def family_clashes(items, shown, titles):
    """The Families among the items that were answered on opposite sides.

    Only those with an item that is shown, and such a one whole. `titles` is {slug:
    title} of the edition's families.
    """
    by_family = defaultdict(list)
    for item in items:
        if item.statement.family:
            by_family[item.statement.family].append(item)
    wanted = {item.statement.family for item in shown}
    return [
        Family(titles[slug], members)
        for slug, members in by_family.items()
        if slug in wanted
        and contradictions.clashes(
            [item.standing for item in members], list(members[0].labels)
        )
    ]
