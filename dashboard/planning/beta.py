"""Quantiles of a beta distribution, for the intervals of shares, without scipy, which takes 20 MB of the server's memory."""

from __future__ import annotations

from functools import lru_cache
from math import exp, fabs, lgamma, log, log1p

MOST_STEPS = 500
SMALLEST = 1e-300
PRECISION = 1e-15


@lru_cache(1024)
def quantile(a: float, b: float, part: float) -> float:
    """The x below which `part` of a beta distribution of a, b lies. By Newton's steps, halved where one leaves the bracket."""
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(MOST_STEPS):
        over = cumulative(a, b, x) - part
        low, high = (low, x) if over > 0 else (x, high)
        slope = exp(_log_power(a, b, x) - log(x) - log1p(-x))
        step = x - over / slope if slope > SMALLEST else low
        following = step if low < step < high else (low + high) / 2
        if fabs(following - x) <= PRECISION * x:
            return following
        x = following
    return x


def cumulative(a: float, b: float, x: float) -> float:
    """The part of a beta distribution of a, b below x: the regularized incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    # The fraction runs fast on one side of the mean; the other is its mirror.
    if x > (a + 1) / (a + b + 2):
        return 1.0 - exp(_log_power(b, a, 1 - x)) * _fraction(b, a, 1 - x) / b
    return exp(_log_power(a, b, x)) * _fraction(a, b, x) / a


def _log_power(a: float, b: float, x: float) -> float:
    """log of x^a (1−x)^b / B(a, b)."""
    return lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction DLMF 8.17.22, by Lentz's method."""
    numerator, denominator = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    whole = denominator
    for m in range(1, MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = 1.0
        for term in (even, odd):
            denominator = 1 / _not_zero(1 + term * denominator)
            numerator = _not_zero(1 + term / numerator)
            change = denominator * numerator
            whole *= change
        if fabs(change - 1) < PRECISION:
            break
    return whole


def _not_zero(value: float) -> float:
    return value if fabs(value) > SMALLEST else SMALLEST
