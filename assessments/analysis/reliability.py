"""Cronbach's alpha: whether statements go together, not whether they are true.

RR616 (footnote 7) reports it for each area, without an interval and without saying how
many authorities had answered every statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import sqrt

from . import f_distribution

FEWEST_CASES = 10
FEWEST_STATEMENTS = 2
OUTSIDE = 0.05  # of the distribution is outside the interval


class Refusal(StrEnum):
    """The reason why alpha is not given."""

    FEW_STATEMENTS = "needs two statements"
    FEW_CASES = "needs 10 authorities that rated every statement"
    NO_VARIANCE = "every authority has the same total, or all rated alike"


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha of some statements, or why there is none.

    statements   how many there are, k
    cases        how many authorities rated every one of them, n
    alpha        None if refused
    interval     Feldt's 95% interval; None if refused
    correlation  the mean of the correlations between two statements, over those that
                 vary; None if refused or no two do
    refusal      why alpha is None
    """

    statements: int
    cases: int
    alpha: float | None = None
    interval: tuple[float, float] | None = None
    correlation: float | None = None
    refusal: Refusal | None = None


def reliability(
    answers: Sequence[Mapping[str, int | None]], codes: Sequence[str]
) -> Reliability:
    """Return the Reliability of the statements `codes` over `answers` to them.

    `answers` has {code: rating or None} of each authority; only those that rated every
    statement count.
    """
    cases = complete_cases(answers, codes)
    k, n = len(codes), len(cases)
    refusal = _refusal(k, cases)
    if refusal:
        return Reliability(k, n, refusal=refusal)
    alpha = cronbach(cases)
    return Reliability(
        statements=k,
        cases=n,
        alpha=alpha,
        interval=feldt_interval(alpha, n, k),
        correlation=mean_correlation(cases),
    )


def complete_cases(
    answers: Sequence[Mapping[str, int | None]], codes: Sequence[str]
) -> list[list[int]]:
    """Return the ratings, in the order of `codes`, of each that rated every one."""
    found = []
    for each in answers:
        row = [value for code in codes if (value := each.get(code)) is not None]
        if len(row) == len(codes):
            found.append(row)
    return found


def cronbach(cases: Sequence[Sequence[int]]) -> float:
    """Return k/(k-1) * (1 - the sum of the variances / the variance of the sum).

    L. J. Cronbach, "Coefficient alpha and the internal structure of tests",
    Psychometrika 16 (1951), formula 2. `cases` must have a sum that varies.
    """
    k = len(cases[0])
    variances = sum(variance(column) for column in zip(*cases, strict=True))
    return k / (k - 1) * (1 - variances / variance([sum(row) for row in cases]))


def variance(values: Sequence[int]) -> float:
    """Return the sample variance, with n - 1 below."""
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def feldt_interval(alpha: float, n: int, k: int) -> tuple[float, float]:
    """Return the 95% interval of alpha from n cases and k statements.

    1 - (1 - alpha) * F, with F's upper and lower quantiles of n - 1 and (n - 1)(k - 1)
    degrees of freedom: L. S. Feldt, "The approximate sampling distribution of
    Kuder-Richardson reliability coefficient twenty", Psychometrika 30 (1965).
    """
    freedom = n - 1, (n - 1) * (k - 1)
    upper = f_distribution.quantile(1 - OUTSIDE / 2, *freedom)
    lower = f_distribution.quantile(OUTSIDE / 2, *freedom)
    return 1 - (1 - alpha) * upper, 1 - (1 - alpha) * lower


def mean_correlation(cases: Sequence[Sequence[int]]) -> float | None:
    """Return the mean of Pearson's correlations of all pairs of statements that vary.

    A statement that all rated alike correlates with none. None if fewer than two vary.
    """
    columns = [_centred(column) for column in zip(*cases, strict=True)]
    varying = [column for column in columns if any(column)]
    found = [_correlation(one, other) for one, other in combinations(varying, 2)]
    return sum(found) / len(found) if found else None


def _centred(column: Sequence[int]) -> list[float]:
    """Return the distances from the mean; all 0 exactly if nothing varies."""
    if len(set(column)) == 1:
        return [0.0] * len(column)
    middle = sum(column) / len(column)
    return [value - middle for value in column]


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    above = sum(x * y for x, y in zip(one, other, strict=True))
    return above / sqrt(sum(x * x for x in one) * sum(y * y for y in other))


def _refusal(statements: int, cases: Sequence[Sequence[int]]) -> Refusal | None:
    if statements < FEWEST_STATEMENTS:
        return Refusal.FEW_STATEMENTS
    if len(cases) < FEWEST_CASES:
        return Refusal.FEW_CASES
    if len({sum(row) for row in cases}) == 1:
        return Refusal.NO_VARIANCE
    return None
