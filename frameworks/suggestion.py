"""Links between the statements of two editions, suggested by their words alone.

A suggestion for people to decide on. It is never loaded automatically.
"""

from collections.abc import Sequence

from .light import to_plain
from .models import Correspondence, Statement

ALIKE = 0.4  # of the words of two statements, those that both have


def suggest(
    later: Sequence[Statement], earlier: Sequence[Statement]
) -> list[Correspondence]:
    """Return links, not stored, from each later statement to one earlier at most.

    Those most alike are linked first, and of those equally alike, the ones in areas
    of one theme. No earlier statement is linked twice. The statements need not be stored.
    """
    before = [(each, _words(each)) for each in earlier]
    alike: list[tuple[float, bool, int, Statement, Statement]] = []
    for statement in later:
        words = _words(statement)
        for other, others in before:
            share = len(words & others) / max(len(words | others), 1)
            if share >= ALIKE:
                apart = statement.area.theme != other.area.theme
                alike.append((-share, apart, len(alike), statement, other))
    links: list[Correspondence] = []
    taken: set[tuple[bool, str]] = set()  # (of the later edition?, code)
    for _, _, _, statement, other in sorted(alike, key=lambda found: found[:3]):
        pair = {(True, statement.code), (False, other.code)}
        if taken.isdisjoint(pair):
            taken |= pair
            links.append(
                Correspondence(
                    earlier=other, later=statement, kind=_kind(statement, other)
                )
            )
    return links


def _words(statement: Statement) -> set[str]:
    return set(to_plain(statement.text_md).casefold().split())


def _kind(statement: Statement, other: Statement) -> Correspondence.Kind:
    texts = [to_plain(each.text_md).split() for each in (statement, other)]
    kinds = Correspondence.Kind
    return kinds.SAME if texts[0] == texts[1] else kinds.REWORDED
