"""Related statements on the agenda that were answered on opposite sides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..analysis.contradictions import contradictory
from .agenda import Item


@dataclass(frozen=True)
class Contradiction:
    """Items whose statements are related and were answered on opposite sides."""

    title: str
    items: list[Item]


def contradictions(
    items: Sequence[Item], shown: Iterable[Item], titles: Mapping[str, str]
) -> list[Contradiction]:
    """Return the Contradictions among the items, each whole.

    Leave out those without an item that is shown. `titles` is {slug: title} of the
    edition's families.
    """
    if not items:
        return []
    wanted = {item.statement.family for item in shown}
    found = contradictory(
        items,
        list(items[0].labels),
        family_of=lambda item: item.statement.family,
        ratings_of=lambda item: item.current_ratings,
    )
    return [
        Contradiction(titles[family], members)
        for family, members in found.items()
        if family in wanted
    ]
