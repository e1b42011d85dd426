"""What is said of the groups' ratings of one statement, in one sentence or two.

The same words serve the page, the agenda, the PDF and the Word file. Everywhere
`rated` is a list of (group's name, rating) in the order groups are shown, `labels`
a dictionary {value: label} of the whole scale, and `not_rated` a list of (group's
name, reason), the reason as words or blank.
"""

from collections.abc import Collection, Mapping, Sequence

from .agreement import Flag, Word, describe, middle_is_between_two, side

BETWEEN = "The middle falls between two boxes, so nothing is suggested."
BOTH = 2

Rated = Sequence[tuple[str, int]]
NotRated = Sequence[tuple[str, str]]
Labels = Mapping[int, str]


def sentence(rated: Rated, labels: Labels, not_rated: NotRated = ()) -> str:
    """Say who rated what: "12 of 13 rated: 6 Mostly agree, 6 Mostly disagree. ..." """
    said = summary(rated, labels, not_rated)
    if middle_is_between_two([rating for _, rating in rated]):
        return f"{said} {BETWEEN}"
    return said


def summary(rated: Rated, labels: Labels, not_rated: NotRated = ()) -> str:
    """The sentence without its word on the middle, as lists of statements show it."""
    ratings = [rating for _, rating in rated]
    word = describe(ratings, list(labels)).word
    if word is Word.NOBODY:
        return "Nobody rated this."
    if word is Word.ONLY_ONE:
        [(group, rating)] = rated
        return f"Only {group} rated this: {labels[rating]}."
    parts = [f"{_turnout(rated, not_rated)}: {_counts(ratings, labels)}."]
    if word is Word.ONE_VOICE:
        parts.append(f"{odd_one_out(rated, labels)} differs.")
    return " ".join(parts)


def flag_words(
    flags: Collection[Flag], ratings: Collection[int], labels: Labels
) -> list[str]:
    """What is said besides the word: ["Even split, 2 and 2", "Opposite ends"].

    `flags` are those that `agreement.describe` gives the ratings.
    """
    half = sum(side(rating, labels) > 0 for rating in ratings)
    counted = {Flag.EVEN_SPLIT: f"{Flag.EVEN_SPLIT}, {half} and {half}"}
    return [counted.get(flag, str(flag)) for flag in sorted(flags)]


def odd_one_out(rated: Rated, labels: Labels) -> str:
    """The name of the group alone on its side of the scale, where one voice differs."""
    on_sides: dict[int, list[str]] = {1: [], -1: [], 0: []}
    for group, rating in rated:
        on_sides[side(rating, labels)].append(group)
    [group] = min(on_sides[1], on_sides[-1], key=len)
    return group


def not_rated_line(not_rated: NotRated) -> str:
    """Say who did not rate and why: "Legal did not rate this: outside our work." """
    by_reason: dict[str, list[str]] = {}
    for group, reason in not_rated:
        by_reason.setdefault(reason.rstrip("."), []).append(group)
    return " ".join(
        f"{listed(groups)} did not rate this" + (f": {reason}." if reason else ".")
        for reason, groups in by_reason.items()
    )


def disagreement_line(rated: Rated, labels: Labels) -> str:
    """The line on who differed that a moderator may add to the evidence.

    Blank unless two groups gave different ratings. Highest rating first.
    """
    by_rating: dict[int, list[str]] = {}
    for group, rating in rated:
        by_rating.setdefault(rating, []).append(group)
    if len(by_rating) < BOTH:
        return ""
    camps = "; ".join(
        f"{listed(by_rating[rating])} rated {labels[rating]}"
        for rating in sorted(by_rating, reverse=True)
    )
    return f"Groups differed: {camps}."


def listed(names: Collection[str]) -> str:
    """Join names as a sentence does: "A", "A and B", "A, B and C"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _turnout(rated: Rated, not_rated: NotRated) -> str:
    if not_rated:
        return f"{len(rated)} of {len(rated) + len(not_rated)} rated"
    return "Both rated" if len(rated) == BOTH else f"All {len(rated)} rated"


def _counts(ratings: Sequence[int], labels: Labels) -> str:
    given = sorted(set(ratings), reverse=True)
    if len(given) == 1:
        every = "both" if len(ratings) == BOTH else "all"
        return f"{every} {labels[given[0]]}"
    return ", ".join(f"{ratings.count(value)} {labels[value]}" for value in given)
