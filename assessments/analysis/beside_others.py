"""An authority's own answers beside a benchmark, in words. It reads nothing else."""

from collections.abc import Mapping

from .benchmark import Spread
from .figures import rounded

NO_SCORE = "You gave no score."
NOT_SHOWN = "Not shown: too few others answered, or they answered too much alike."


def position(own: int | None, spread: Spread) -> str:
    """Return where an own score lies in a spread, in words."""
    if own is None:
        return NO_SCORE
    if "nearly_all" in spread:
        return f"Nearly all scored {spread['nearly_all']}."
    middle = spread.get("median")
    if middle is None:
        return NOT_SHOWN
    half = spread.get("middle_half")
    where = "at" if own == middle else "above" if own > middle else "below"
    said = f"{where} the median, {_figure(middle)}"
    if not half:
        return _sentence(said)
    low, high = half
    ends = f"{_figure(low)} to {_figure(high)}"
    if own < low:
        return _sentence(
            f"below the middle half, {ends}; the median is {_figure(middle)}"
        )
    if own > high:
        return _sentence(
            f"above the middle half, {ends}; the median is {_figure(middle)}"
        )
    return _sentence(f"in the middle half, {ends}, and {said}")


def beside_own(score: int | None, own: int | None) -> str:
    """Return a score and how it differs from the own one: "4, 3 lower"; "–" for None."""
    if score is None:
        return "–"
    if own is None:
        return str(score)
    if score == own:
        return f"{score}, the same"
    return f"{score}, {abs(score - own)} {'higher' if score > own else 'lower'}"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _figure(value: float) -> str:
    """Return a number with one decimal if it needs one."""
    return rounded(value, 0 if value == int(value) else 1)


def others_of(own: int, spread: Spread) -> dict[int, int] | None:
    """Return {rating: how many others gave it}, or None if no counts are shown.

    The own rating is among those counted, as only who is in a benchmark reads it.
    """
    if "counts" not in spread:
        return None
    found = {int(value): many for value, many in spread["counts"].items()}
    found[own] -= 1
    return found


def stands_out(own: int, spread: Spread) -> tuple[int, int, int] | None:
    """Return how many others rated a statement (lower, the same, higher), or None."""
    others = others_of(own, spread)
    if others is None:
        return None
    return (
        sum(many for value, many in others.items() if value < own),
        others.get(own, 0),
        sum(many for value, many in others.items() if value > own),
    )


def above_most(
    ratings: Mapping[str, int | None], spreads: Mapping[str, Spread], most: int
) -> tuple[list[str], list[str]]:
    """Return (codes rated above most of the others, codes rated below most), few each.

    Those that most others are beyond come first, ties in the order of the statements.
    """
    found = {
        code: place
        for code, own in ratings.items()
        if own is not None and (place := stands_out(own, spreads.get(code, {})))
    }

    def share(code: str, part: int) -> float:
        return found[code][part] / sum(found[code])

    def most_of(part: int) -> list[str]:
        codes = [code for code in found if share(code, part) > 0.5]
        return sorted(codes, key=lambda code: -share(code, part))[:most]

    return most_of(0), most_of(2)
