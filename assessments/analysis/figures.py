"""Figures that describe those who answered: nothing here is an estimate or a test.

The authorities asked are the population, and those who answered chose to (see
`docs/analysis.md`). Missing answers, None, are left out, so n is said with
every figure.
"""

from collections.abc import Iterable, Sequence

FEWEST_FOR_PERCENT = 20


def given(values: Iterable[int | None]) -> list[int]:
    """Return the values that are not missing, in their order."""
    return [value for value in values if value is not None]


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean, or None without a value (RR616, section 2.4.1)."""
    return sum(values) / len(values) if values else None


def counts(values: Iterable[int], scale: Iterable[int]) -> dict[int, int]:
    """Return {value of the scale: how many gave it}, from the highest to the lowest."""
    found = list(values)
    return {point: found.count(point) for point in sorted(scale, reverse=True)}


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the value below which a `share` of the values lies, or None without one.

    Between two values it is interpolated: type 7 of Hyndman and Fan, "Sample quantiles
    in statistical packages", The American Statistician 50 (1996), which is Excel's
    QUARTILE.INC.
    """
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def median(values: Sequence[float]) -> float | None:
    """Return the middle value, or the mean of the two in the middle."""
    return quantile(values, 0.5)


def middle_half(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the lower and the upper quartile, between which half of the values lie."""
    lower, upper = quantile(values, 0.25), quantile(values, 0.75)
    return None if lower is None or upper is None else (lower, upper)


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole per cent, halves up; None if there is no whole."""
    return (200 * part + whole) // (2 * whole) if whole else None


def share_in_words(part: int, whole: int) -> str:
    """Return "47%" of 20 or more and "9 of 19" of fewer, where one would be 5% and more."""
    if whole < FEWEST_FOR_PERCENT:
        return f"{part} of {whole}"
    return f"{percent(part, whole)}%"


def rounded(value: float | None, decimals: int) -> str:
    """Return a figure with that many decimals, halves away from zero; "–" for None."""
    if value is None:
        return "–"
    scale: int = 10**decimals
    # A tenth of a millionth more, as 2.675 is stored as a little less than it is.
    whole = int(abs(value) * scale + 0.5 + 1e-7)
    sign = "−" if value < 0 and whole else ""
    if not decimals:
        return f"{sign}{whole}"
    return f"{sign}{whole // scale}.{whole % scale:0{decimals}}"
