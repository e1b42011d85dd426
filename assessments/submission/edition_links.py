"""The links from the statements of one edition to those of a later one."""

from frameworks.models import Correspondence

from ..analysis.across_editions import Link, chained


def links_between(earlier: str, later: str) -> list[Link]:
    """Return the links of two editions, such as "2015" and "2020". One query.

    They lead through the editions between if no statement of one is linked with one of
    the other. They are in the order of the earlier edition, and there are none if that
    was published later.
    """
    by_pair: dict[tuple[str, str], list[Link]] = {}
    rows = Correspondence.objects.order_by(
        "earlier__area__number", "earlier__letter"
    ).values_list(
        "earlier__area__framework__edition",
        "later__area__framework__edition",
        "earlier__area__number",
        "earlier__letter",
        "later__area__number",
        "later__letter",
        "kind",
        "change",
    )
    for then, now, number, letter, later_number, later_letter, kind, change in rows:
        link = Link(f"{number}{letter}", f"{later_number}{later_letter}", kind, change)
        by_pair.setdefault((then, now), []).append(link)
    steps = _way(earlier, later, set(by_pair))
    return chained([by_pair[step] for step in steps])


def _way(then: str, now: str, pairs: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the fewest pairs of editions that lead from one to the other, or []."""
    ways: list[list[tuple[str, str]]] = [[pair] for pair in pairs if pair[0] == then]
    while ways:
        for way in ways:
            if way[-1][1] == now:
                return way
        ways = [
            [*way, pair]
            for way in ways
            for pair in sorted(pairs)
            if pair[0] == way[-1][1] and pair not in way
        ]
    return []
