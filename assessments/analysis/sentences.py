"""Sentences about the groups' ratings of one statement.

The page, the agenda, the PDF and the Word file use the same words. Throughout,
`rated` is a list of (group's name, rating) in the order groups are shown, `labels`
a dictionary {value: label} of the whole scale, and `not_rated` a list of (group's
name, reason), the reason in words or blank.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from .agreement import Flag, Word, describe, side

BOTH = 2
ALL_THE_SAME = "every group that rated gave the same rating"
OUTCOMES = {
    "not_agreed": "Could not agree",
    "not_rated": "Not rated",
    "not_settled": "Not settled yet",
}

Rated = Sequence[tuple[str, int]]
NotRated = Sequence[tuple[str, str]]
Labels = Mapping[int, str]


class SecondAnswer(NamedTuple):
    """A group's ratings of a statement before and after the discussion, or None."""

    group: str
    first: int | None
    second: int | None


def summary(
    rated: Rated, labels: Labels, not_rated: NotRated = (), waiting: Sequence[str] = ()
) -> str:
    """Return who rated what: "12 of 13 rated: 6 Mostly agree, 6 Mostly disagree.".

    `waiting` are the groups that have not handed in yet, whom it names.
    """
    ratings = [rating for _, rating in rated]
    missing = waiting_line(waiting)
    if not ratings:
        said = "Nobody has rated this yet." if waiting else "Nobody rated this."
    elif len(ratings) == 1:
        [(group, rating)] = rated
        said = f"Only {group} rated this: {labels[rating]}."
    else:
        turnout = _turnout(rated, not_rated, waiting)
        said = f"{turnout}: {_counts(ratings, labels)}. {_differs(rated, labels)}"
    return f"{said.strip()} {missing}".strip()


def waiting_line(waiting: Sequence[str]) -> str:
    """Return which groups have not handed in: "West has not handed in."; "" if none."""
    if not waiting:
        return ""
    return (
        f"{join_and(waiting)} {'has' if len(waiting) == 1 else 'have'} not handed in."
    )


def after_discussion(answers: Iterable[SecondAnswer], labels: Labels) -> str:
    """Return how many groups rated again and what, then all ratings as they now stand.

    "1 of 3 groups rated again (1 Agree). With the others’ first ratings: all Agree.";
    "" if none did.
    """
    everyone = list(answers)
    second = [answer.second for answer in everyone if answer.second is not None]
    if not second:
        return ""
    rated = [
        (answer.group, answer.first if answer.second is None else answer.second)
        for answer in everyone
    ]
    latest = [(group, rating) for group, rating in rated if rating is not None]
    groups = "group" if len(everyone) == 1 else "groups"
    said = (
        f"{len(second)} of {len(everyone)} {groups} rated again "
        f"({_counts(second, labels)})."
    )
    if others := len(latest) - len(second):
        first = "other’s first rating" if others == 1 else "others’ first ratings"
        counts = _counts([rating for _, rating in latest], labels)
        said = f"{said} With the {first}: {counts}."
    return f"{said} {_differs(latest, labels)}".strip()


def moved(first: str, latest: str) -> str:
    """Return which word second ratings have changed, and to what; "" if the same.

    "Under ‘Close’ by the first ratings. With the second ratings it would be ‘Split’."
    """
    if first == latest:
        return ""
    return (
        f"Under ‘{first}’ by the first ratings. With the second ratings it would be "
        f"‘{latest}’."
    )


def flag_words(
    flags: Collection[Flag], ratings: Collection[int], labels: Labels
) -> list[str]:
    """Return the flags in words: ["Even split, 2 and 2", "From Agree to Disagree"].

    `flags` are those that `agreement.describe` gives the ratings.
    """
    half = sum(side(rating, labels) > 0 for rating in ratings)
    words = {
        Flag.EVEN_SPLIT: f"{Flag.EVEN_SPLIT}, {half} and {half}",
        Flag.OPPOSITE_ENDS: f"From {labels[max(labels)]} to {labels[min(labels)]}",
    }
    return [words[flag] for flag in sorted(flags)]


def odd_one_out(rated: Rated, labels: Labels) -> str:
    """Return the group that is alone on its side of the scale.

    Raise ValueError unless exactly one is.
    """
    on_sides: dict[int, list[str]] = {1: [], -1: [], 0: []}
    for group, rating in rated:
        on_sides[side(rating, labels)].append(group)
    [group] = min(on_sides[1], on_sides[-1], key=len)
    return group


def not_rated_line(not_rated: NotRated) -> str:
    """Return who did not rate and why: "Legal did not rate this: outside our work."."""
    by_reason: dict[str, list[str]] = {}
    for group, reason in not_rated:
        by_reason.setdefault(reason.rstrip("."), []).append(group)
    return " ".join(
        f"{join_and(groups)} did not rate this" + (f": {reason}." if reason else ".")
        for reason, groups in by_reason.items()
    )


def disagreement_line(rated: Rated, labels: Labels) -> str:
    """Return the line on who disagreed that a moderator can add to the evidence.

    Highest rating first; "" unless two groups gave different ratings.
    """
    by_rating: dict[int, list[str]] = {}
    for group, rating in rated:
        by_rating.setdefault(rating, []).append(group)
    if len(by_rating) < BOTH:
        return ""
    camps = "; ".join(
        f"{join_and(by_rating[rating])} rated {labels[rating]}"
        for rating in sorted(by_rating, reverse=True)
    )
    return f"Groups differed: {camps}."


def settled_as(
    outcome: str, rating: int | None, candidates: Iterable[int], labels: Labels
) -> str:
    """Return a settled answer in words: "Could not agree: Mostly agree or Disagree".

    `outcome` is one of AgreedResponse.Outcome; `candidates` are the ratings the
    groups could not agree between.
    """
    if outcome == "agreed":
        if rating is None:
            raise ValueError("A statement settled as agreed has a rating.")
        return labels[rating]
    words = OUTCOMES[outcome]
    names = [labels[value] for value in sorted(candidates, reverse=True)]
    return f"{words}: {join_or(names)}" if names else words


def after_a_colon(answer: str) -> str:
    """Return a settled answer in words without a colon of its own.

    "Could not agree between Mostly agree and Disagree".
    """
    before = f"{OUTCOMES['not_agreed']}: "
    if not answer.startswith(before):
        return answer
    first, _, last = answer.removeprefix(before).rpartition(" or ")
    return f"{OUTCOMES['not_agreed']} between {first} and {last}"


def rated_later(groups: Sequence[str], before: str, after: str) -> str:
    """Return which ratings came in after a statement was settled, and what they change.

    "West handed in or changed its rating after this was settled. It was ‘Same’ then,
    and is now ‘Split’."
    """
    its = "its rating" if len(groups) == 1 else "their ratings"
    return (
        f"{join_and(groups)} handed in or changed {its} after this was settled. It was "
        f"‘{before}’ then, and is now ‘{after}’."
    )


def left_to_settle(left: int, statements: int) -> str:
    """Return how many are left: "10 statements to settle", "3 of 10 statements ..."."""
    noun = "statement" if statements == 1 else "statements"
    count = f"{statements}" if left == statements else f"{left} of {statements}"
    return f"{count} {noun} to settle"


def minutes(count: int) -> str:
    """Return a number of minutes in words: "1 minute", "2 minutes"."""
    return f"{count} minute{'s' * (count != 1)}"


def prepared(count: int, minutes_each: int) -> str:
    """Return how many statements are prepared: " (12 prepared: 2 minutes each)"."""
    if not count:
        return ""
    return f" ({count} prepared: {minutes(minutes_each)}{' each' * (count > 1)})"


def join_and(names: Iterable[str]) -> str:
    """Return names joined as in a sentence: "A", "A and B", "A, B and C"."""
    return _join(names, "and")


def join_or(names: Iterable[str]) -> str:
    """Return choices joined as in a sentence: "A", "A or B", "A, B or C"."""
    return _join(names, "or")


def basis_words(asked: int | None, answered: int | None, source: str = "") -> str:
    """Return what a finding is based on: "12 of 40 answered. A survey", or ""."""
    return ". ".join(filter(None, [_answered(asked, answered), source]))


def _answered(asked: int | None, answered: int | None) -> str:
    """Return "12 of 40 answered", "12 answered", "40 were asked" or ""."""
    if answered is None:
        return "" if asked is None else f"{asked} were asked"
    return (
        f"{answered} answered" if asked is None else f"{answered} of {asked} answered"
    )


def _join(names: Iterable[str], conjunction: str) -> str:
    *first, last = names
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def _differs(rated: Rated, labels: Labels) -> str:
    """Return which group differs, if one voice does."""
    word = describe([rating for _, rating in rated], list(labels)).word
    return f"{odd_one_out(rated, labels)} differs." if word is Word.ONE_VOICE else ""


def _turnout(rated: Rated, not_rated: NotRated, waiting: Sequence[str]) -> str:
    if waiting:
        groups = len(rated) + len(not_rated) + len(waiting)
        return f"{len(rated)} of {groups} groups have rated"
    if not_rated:
        return f"{len(rated)} of {len(rated) + len(not_rated)} rated"
    return "Both rated" if len(rated) == BOTH else f"All {len(rated)} rated"


def _counts(ratings: Sequence[int], labels: Labels) -> str:
    given = sorted(set(ratings), reverse=True)
    if len(given) == 1 < len(ratings):
        every = "both" if len(ratings) == BOTH else "all"
        return f"{every} {labels[given[0]]}"
    return ", ".join(f"{ratings.count(value)} {labels[value]}" for value in given)
