"""The sentences of the report, ready to print; its templates only place them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from assessments.analysis import scoring, sentences


class Counted(TypedDict):
    """Statements of one kind: how many, and how their ratings are called."""

    count: int
    labels: str


@dataclass(frozen=True)
class Since:
    """A sentence with the name of the last round in it, which is isolated in print."""

    before: str
    round: str
    after: str


@dataclass(frozen=True)
class Glance:
    """The sentences of the first page; those that do not apply are blank or None."""

    total: str
    kinds: str
    highest: str
    since: Since | None
    evidence: str
    differences: str
    ideas: str


def count(number: int, noun: str = "statement") -> str:
    """Return "1 statement" or "2 statements"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def verb(number: int, singular: str, plural: str) -> str:
    return singular if number == 1 else plural


def statements_rated(rated: int, of: int) -> str:
    return f"{rated} of {of} statements {verb(rated, 'has', 'have')} a rating."


def total(rated: int, of: int, score: scoring.CumulativeScore) -> str:
    """Return how many statements are rated, their sum, band and mean."""
    first = (
        f"{statements_rated(rated, of)} The ratings add up to a cumulative score of "
        f"{score.total if score.rated else 0} out of {score.maximum}."
    )
    if score.band is None:
        return f"{first} As nothing is rated, there is no band and no mean rating."
    band = f"The indicative band is {score.band}."
    if score.best_band != score.band:
        unrated = "statement" if score.unrated == 1 else f"{score.unrated} statements"
        band += (
            f" It would be {score.best_band} if the {unrated} not rated were agreed."
        )
    mean = scoring.mean_in_words(score).partition(" (")[0]
    return f"{first} {band} The mean rating is {mean}, from {count(score.rated, 'rating')}."


def kinds(found: Mapping[str, Counted], of: int) -> str:
    """Return how many statements are of each kind, in one sentence."""
    says = {
        "strengths": ("is a strength (rated {})", "are strengths (rated {})"),
        "mostly": ("is mostly in place ({})", "are mostly in place ({})"),
        "between": ("is in between ({})", "are in between ({})"),
        "development": (
            "is an area for development ({})",
            "are areas for development ({})",
        ),
        "apart": ("has no single rating", "have no single rating"),
    }
    parts = [
        f"{found[name]['count']} {verb(found[name]['count'], one, many)}".format(
            found[name]["labels"]
        )
        for name, (one, many) in says.items()
        if found[name]["labels"] or name == "apart"
    ]
    parts[0] = parts[0].replace(" ", f" of {of} statements ", 1)
    return f"{sentences.join_and(parts)}."


def highest_and_lowest(
    highest: Sequence[tuple[str, str]], lowest: Sequence[tuple[str, str]]
) -> str:
    """Return the areas with the highest and the lowest mean; "" if none stands out."""
    if not highest:
        return ""
    ends = [
        "; ".join(f"{title}, {mean}" for title, mean in end)
        for end in (highest, lowest)
    ]
    return f"Highest mean rating: {ends[0]}. Lowest: {ends[1]}."


def moved(up: int, down: int, same: int) -> str:
    return f"{up} went up, {down} went down and {same} stayed the same."


def change_in_figures(up: int, down: int, same: int) -> str:
    """Return "1 up, 0 down, 2 same", as a table has it."""
    if not up and not down and not same:
        return "nothing to compare"
    return f"{up} up, {down} down, {same} same"


def evidence(given: int, of: int, unsupported: Sequence[str]) -> str:
    """Return how many statements have evidence; `unsupported` are codes."""
    first = f"{given} of {of} statements {verb(given, 'has', 'have')} evidence."
    if not unsupported:
        return first
    return f"{first} {without_evidence(len(unsupported))}."


def without_evidence(number: int) -> str:
    return f"{count(number)} rated on the agree half of the scale {verb(number, 'has', 'have')} none"


def evidence_listed(given: int, of: int, unsupported: Sequence[str]) -> str:
    """Return the same with the codes of the statements without evidence."""
    first = evidence(given, of, [])
    if not unsupported:
        return f"{first} Every statement rated on the agree half of the scale has some."
    return f"{first} {without_evidence(len(unsupported))}: {', '.join(unsupported)}."


def rated_as(kind: Counted) -> str:
    """Return "2 statements are rated Agree." """
    number = kind["count"]
    start = (
        f"{count(number)} {verb(number, 'is', 'are')}" if number else "No statement is"
    )
    return f"{start} rated {kind['labels']}."


def without_rating(number: int) -> str:
    """Return how many statements have no single rating, and what that means."""
    if not number:
        return "Every statement has a rating."
    return (
        f"{count(number)} {verb(number, 'has', 'have')} no single rating, so "
        f"{verb(number, 'it is', 'they are')} not counted in the scores."
    )


def differences(number: int) -> str:
    """Return on how many statements people differed, and where to read of them."""
    if not number:
        return ""
    return (
        f"People differed on {count(number)}. The appendix lists each with its outcome."
    )


def differences_listed(number: int, *, has_groups: bool) -> str:
    """Return which statements the appendix lists."""
    sides = "that groups rated on both sides of the scale, " if has_groups else ""
    return (
        f"The statements that could not be agreed, {sides}that the approver changed, or "
        f"with which a group still disagrees: {number} in all, each with its outcome."
    )


def ideas(number: int, undeveloped: int) -> str:
    """Return how many statements have ideas, and how many need them."""
    first = f"{count(number)} {verb(number, 'has', 'have')} ideas for improvement."
    if not undeveloped:
        return first
    areas = (
        "area for development has" if undeveloped == 1 else "areas for development have"
    )
    return f"{first} {undeveloped} {areas} none yet."


def how_rated(groups: int) -> str:
    """Return how the working groups came to one answer; "" if that is not recorded."""
    if not groups:
        return ""
    if groups == 1:
        return (
            "One working group rated the statements of the framework, and one answer to "
            "each was settled."
        )
    return (
        f"{groups} working groups rated the statements of the framework, each on its "
        "own. Their ratings were compared, and one answer to each statement was settled."
    )


def source(reference: str, *, has_earlier: bool, has_supplements: bool) -> str:
    """Return what the report is made from."""
    parts = [f"submission {reference}"]
    if has_earlier:
        parts.append("the submission before it")
    if has_supplements:
        parts.append("what was recorded with the submission since")
    return f"This report is made from {sentences.join_and(parts)}."


def compared(*, is_same_scale: bool, up: int, down: int, same: int) -> str:
    """Return how the ratings moved since last time."""
    if not is_same_scale:
        return "The two editions use different scales, so no ratings are compared."
    number = up + down + same
    if not number:
        return "No statement that asks the same thing as last time has a rating both times."
    asks = verb(number, "statement that asks", "statements that ask")
    has = verb(number, "has", "have")
    return (
        f"Of {number} {asks} the same thing as last time and {has} a rating both times, "
        f"{moved(up, down, same)}"
    )


def completed(date: str, not_given: str) -> str:
    """Return when the last submission was completed, as the end of a sentence."""
    return "" if date == not_given else f", completed on {date}"


def groups_said(word: str, said: str, after: str) -> str:
    """Return the word on agreement, who rated what, and the ratings afterwards."""
    differed = "Groups differed: "
    if word and said.startswith(differed):
        said = f"{word}: {said.removeprefix(differed)}"
    elif word and said:
        said = f"{word}. {said}"
    return f"{said} After the discussion: {after}" if after else said
