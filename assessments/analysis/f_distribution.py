"""Quantiles of the F distribution, as the interval of Cronbach's alpha needs them."""

from math import exp, lgamma, log

SMALLEST = 1e-300
CLOSE = 1e-15
STEPS = 500


def quantile(share: float, numerator: int, denominator: int) -> float:
    """Return the value below which a `share` of F(numerator, denominator) lies.

    F is a transformation of the beta distribution (Abramowitz and Stegun, Handbook of
    Mathematical Functions, 26.6.2), whose quantile is found here by halving.
    """
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_share(middle, numerator / 2, denominator / 2) < share:
            low = middle
        else:
            high = middle
    x = (low + high) / 2
    return denominator * x / (numerator * (1 - x))


def beta_share(x: float, a: float, b: float) -> float:
    """Return the share of the beta distribution (a, b) below x, from 0 to 1.

    This is the regularised incomplete beta function, by its continued fraction
    (Abramowitz and Stegun, 26.5.8).
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast below the mean
        return 1 - beta_share(1 - x, b, a)
    before = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    return before * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction, by Lentz's algorithm."""
    c, d = 1.0, 1 / _apart_from_zero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _apart_from_zero(1 + term * d)
            c = _apart_from_zero(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return found


def _apart_from_zero(value: float) -> float:
    return value if abs(value) > SMALLEST else SMALLEST
