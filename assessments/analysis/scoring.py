"""Cumulative scores and performance bands (DfE RR616, section 2.4.3 and Table 8).

Works on plain dictionaries of ratings by statement code, {"1a": 4, "1b": None}, in
which None stands for a statement without a rating, for whatever reason.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

OUT_OF = 10  # the highest global score
ENOUGH = 9  # of ten statements have to be rated for a band to mean anything
FAR_APART = 3  # points out of ten from which two scores of an area are pointed out
PRINTED_BANDS = json.loads(Path(__file__).with_name("bands.json").read_bytes())
BANDS_FROM: str = PRINTED_BANDS["edition"]  # which the limits were printed for


class Band(StrEnum):
    """The report's name for a range of cumulative scores."""

    GOOD = "good"
    OK = "ok"
    POOR = "poor"


@dataclass(frozen=True)
class CumulativeScore:
    """The sum of the ratings given to some statements, and the maximum possible.

    total       sum of the ratings given
    rated       how many statements have a rating
    statements  how many statements there are
    highest     the highest value of the scale
    lowest      the lowest
    """

    total: int
    rated: int
    statements: int
    highest: int
    lowest: int

    @property
    def maximum(self) -> int:
        return self.statements * self.highest

    @property
    def most(self) -> int:
        """The sum if every statement that has a rating had the highest one."""
        return self.rated * self.highest

    @property
    def unrated(self) -> int:
        return self.statements - self.rated

    @property
    def mean(self) -> float | None:
        """The mean of the ratings given, or None if there are none."""
        return self.total / self.rated if self.rated else None

    @property
    def band(self) -> Band | None:
        """The band of the ratings given, or None if too few statements have one."""
        if 10 * self.rated < ENOUGH * self.statements or not self.rated:
            return None
        return band(self.total, self.maximum)

    @property
    def best_band(self) -> Band:
        """The band if every statement without a rating had the highest one."""
        return band(self.total + self.unrated * self.highest, self.maximum)


def cumulative(
    ratings: Mapping[str, int | None], scale: Collection[int]
) -> CumulativeScore:
    """Add up `ratings` ({code: value or None}) given on `scale` (all its values)."""
    given = [rating for rating in ratings.values() if rating is not None]
    return CumulativeScore(
        total=sum(given),
        rated=len(given),
        statements=len(ratings),
        highest=max(scale),
        lowest=min(scale),
    )


def gap(score: int | None, out_of: int, cumulative: CumulativeScore) -> float | None:
    """Return the points by which a global score lies above the ratings, or None.

    The ratings are put on the score's own range: all lowest is 0, all highest is
    `out_of`. A negative number means that the score lies below them. None if there
    is no score or fewer than half of the statements are rated.
    """
    if score is None or not cumulative.rated:
        return None
    if 2 * cumulative.rated < cumulative.statements:
        return None
    span = cumulative.rated * (cumulative.highest - cumulative.lowest)
    above = cumulative.total - cumulative.rated * cumulative.lowest
    return score - out_of * above / span


def band(total: int, maximum: int) -> Band:
    """Return the band of a cumulative score of `total` out of `maximum`.

    The report prints the limits for the one edition it used: they are three
    quarters of the maximum (every statement mostly agreed) for good and more than
    half of it for ok. In this form they extend to editions of any length.
    """
    if 4 * total >= 3 * maximum:
        return Band.GOOD
    if 2 * total > maximum:
        return Band.OK
    return Band.POOR


def bands_note(edition: str) -> str:
    """Return the note on every band of an edition, in the same line; "" if it is its own.

    The limits were printed for one edition, and no other has been measured against them.
    """
    return "" if edition == BANDS_FROM else f"indicative, scaled from {BANDS_FROM}"


def mean_among(score: CumulativeScore, labels: Mapping[int, str]) -> str:
    """Return where the mean lies on the scale, as members read it; "" without one.

    "between Mostly disagree and Mostly agree", or "at Mostly agree" if it is that.
    """
    if not score.rated:
        return ""
    below = max(value for value in labels if value * score.rated <= score.total)
    above = min(value for value in labels if value * score.rated >= score.total)
    if below == above:
        return f"at {labels[below]}"
    return f"between {labels[below]} and {labels[above]}"


def mean_in_figures(score: CumulativeScore) -> str:
    """Return the mean of the ratings given, to one decimal, or "–" without any."""
    if not score.rated:
        return "–"
    tenths = (20 * score.total + score.rated) // (2 * score.rated)
    return f"{tenths // 10}.{tenths % 10}"
