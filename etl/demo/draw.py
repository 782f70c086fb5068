"""Chance that repeats itself: one stream of random numbers for each thing that is drawn."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")
SATURDAY = 5


def stream(seed: int, *key: object) -> random.Random:
    """Random numbers for one thing, such as (seed, "barriers", "01452", 2022).

    A stream of its own for each thing keeps all others the same when one town or question is added.
    """
    return random.Random("|".join(map(str, (seed, *key))))


def weighted(rng: random.Random, weights: Mapping[T, float]) -> T:
    """One key, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def quota(total: int, shares: Mapping[T, float]) -> list[T]:
    """`total` keys in exactly these shares (largest remainder), so that a small group shows every case."""
    whole = sum(shares.values())
    exact = {key: total * share / whole for key, share in shares.items()}
    counts = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: counts[key] - exact[key])
    for key in by_remainder[: total - sum(counts.values())]:
        counts[key] += 1
    return [key for key, count in counts.items() for _ in range(count)]


def shuffled(rng: random.Random, items: Sequence[T]) -> list[T]:
    return rng.sample(list(items), len(items))


def clip(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(high, max(low, value))


def working_days(first: date, last: date) -> list[date]:
    """The days from Monday to Friday, first and last included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY]
