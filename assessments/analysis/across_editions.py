"""Two rounds compared, of one edition or of two: only questions that are the same.

Areas are compared by theme, statements only if the later one has the same wording or puts
the same question in other words. Only authorities that returned in both rounds count: what others
rated would change a mean without anybody having changed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .figures import mean
from .returns import Edition, Return
from .sentences import join_and

SAME, REWORDED, RELATED = "same", "reworded", "related"
STRENGTH = [RELATED, REWORDED, SAME]  # of a link, the weakest first
COMPARED = {SAME: "Same wording", REWORDED: "Reworded"}
NEW = "New: no statement asked this before"
DROPPED = "Dropped: no statement asks this now"
UNKNOWN = "Nothing says which statements of these two editions are the same"
ONLY_NOW = "Returned in this round only"
ONLY_THEN = "Returned in the earlier round only"


@dataclass(frozen=True)
class Link:
    """A statement of an earlier edition that one of a later edition continues."""

    earlier: str
    later: str
    kind: str
    change: str = ""


@dataclass(frozen=True)
class Compared:
    """The answers to one question in both rounds, over n authorities.

    higher, same, lower  how many answered that, compared with before
    """

    name: str
    earlier: str
    kind: str
    n: int
    higher: int
    same: int
    lower: int
    then: float | None
    now: float | None


@dataclass(frozen=True)
class NotCompared:
    """A statement or an authority that is not compared, and why."""

    name: str
    why: str


def chained(links: Sequence[Sequence[Link]]) -> list[Link]:
    """Return the links from the first edition to the last, through those between.

    A link through several is as weak as its weakest part, which names the change.
    """
    if not links:
        return []
    found = list(links[0])
    for step in links[1:]:
        found = [
            _joined(one, other)
            for one in found
            for other in step
            if one.later == other.earlier
        ]
    return found


def _joined(one: Link, other: Link) -> Link:
    weaker = min(one, other, key=lambda link: STRENGTH.index(link.kind))
    return Link(one.earlier, other.later, weaker.kind, weaker.change)


def unchanged(edition: Edition) -> list[Link]:
    """Return the links of an edition with itself."""
    return [Link(each.code, each.code, SAME) for each in edition.statements]


Pairs = list[tuple[Return, Return]]


def pairs_of(then: Iterable[Return], now: Iterable[Return]) -> Pairs:
    """Return (then, now) of every authority that returned in both rounds."""
    before = {each.key: each for each in then}
    return [(before[each.key], each) for each in now if each.key in before]


def areas(earlier: Edition, later: Edition, pairs: Pairs) -> list[Compared]:
    """Return the global scores of the areas that both editions have, by theme."""
    before = {area.theme: area for area in earlier.areas}
    return [
        _compared(
            f"{area.number}. {area.title}",
            f"{before[area.theme].number}. {before[area.theme].title}",
            "",
            [
                (
                    then.scores.get(before[area.theme].number),
                    now.scores.get(area.number),
                )
                for then, now in pairs
            ],
        )
        for area in later.areas
        if area.theme in before
    ]


def statements(
    earlier: Edition, later: Edition, links: Iterable[Link], pairs: Pairs
) -> list[Compared]:
    """Return the ratings of statements with the same question, in the later order."""
    texts = {each.code: each.text for each in later.statements}
    order = {code: place for place, code in enumerate(texts)}
    kept = [link for link in links if link.kind in COMPARED and link.later in order]
    return [
        _compared(
            f"{link.later} {texts[link.later]}",
            link.earlier,
            COMPARED[link.kind],
            [
                (then.ratings.get(link.earlier), now.ratings.get(link.later))
                for then, now in pairs
            ],
        )
        for link in sorted(kept, key=lambda link: order[link.later])
    ]


def _compared(
    name: str,
    earlier: str,
    kind: str,
    answers: Sequence[tuple[int | None, int | None]],
) -> Compared:
    both = [
        (then, now) for then, now in answers if then is not None and now is not None
    ]
    return Compared(
        name=name,
        earlier=earlier,
        kind=kind,
        n=len(both),
        higher=sum(now > then for then, now in both),
        same=sum(now == then for then, now in both),
        lower=sum(now < then for then, now in both),
        then=mean([then for then, _ in both]),
        now=mean([now for _, now in both]),
    )


def not_compared(
    earlier: Edition, later: Edition, links: Sequence[Link]
) -> list[NotCompared]:
    """Return every statement of both editions that is not compared, and why.

    Without any link nothing is known of the two editions, so none is called new.
    """
    fine = [link for link in links if link.kind in COMPARED]
    related = [link for link in links if link.kind not in COMPARED]
    found = []
    for each in later.statements:
        if each.code not in {link.later for link in fine}:
            why = [
                f"Related to {link.earlier}: {_in_words(link.change)}"
                for link in related
                if link.later == each.code
            ]
            reason = "; ".join(why) or (NEW if links else UNKNOWN)
            found.append(NotCompared(f"{each.code} {each.text}", reason))
    for each in earlier.statements:
        if each.code not in {link.earlier for link in links}:
            reason = DROPPED if links else UNKNOWN
            found.append(NotCompared(f"{each.code} {each.text}", reason))
    return found


def _in_words(change: str) -> str:
    """Return a change as a reader is told it: "from means to practice"."""
    before, arrow, after = change.partition(" -> ")
    if arrow:
        return f"from {before} to {after}"
    return change or "an answer could differ"


def authorities_not_compared(
    then: Mapping[int, str],
    now: Mapping[int, str],
    took_over: Mapping[int, Collection[int]],
) -> list[NotCompared]:
    """Return the authorities that returned in one of two rounds, and why only in one.

    then, now  {key: name} of those that returned in each round
    took_over  {key: keys of the authorities that it took over from}; their answers
               describe another area and another service, so they are never its own
    """
    found = []
    for key in set(now) - set(then):
        before = sorted(then[each] for each in took_over.get(key, ()) if each in then)
        why = f"Took over from {join_and(before)}" if before else ONLY_NOW
        found.append(NotCompared(now[key], why))
    for key in set(then) - set(now):
        after = sorted(
            now[each]
            for each, former in took_over.items()
            if each in now and key in former
        )
        why = f"Taken over by {join_and(after)}" if after else ONLY_THEN
        found.append(NotCompared(then[key], why))
    return sorted(found, key=lambda each: each.name)
