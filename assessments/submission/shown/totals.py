"""Two scores of each area side by side, and their totals over areas with both."""

from collections.abc import Iterable, Sequence

Scores = tuple[int | None, int | None]


def with_both(scores: Iterable[Scores]) -> list[tuple[int, int]]:
    """Return the scores of the areas that have both."""
    return [(one, two) for one, two in scores if one is not None and two is not None]


def sums(both: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the sum of the first and of the second scores."""
    return sum(one for one, _ in both), sum(two for _, two in both)


def over_words(number: int, of: int) -> str:
    """Return which areas a total is of: "the 9 areas with both scores"; "" if all."""
    if number in (0, of):
        return ""
    return f"the {number} area{'s' * (number > 1)} with both scores"
