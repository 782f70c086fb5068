"""How many towns would implement if each did so at the nation's rate of its size class (indirect standardisation).

Expected is the sum over towns of the rate of their class. Under that rate the number of starters is a sum of
independent yes-or-no towns; its distribution is worked out exactly (convolution), and the span holds its central
95 %. Who implements is known in full only in complete years: elsewhere a town of which the year says nothing may
have begun, so the number lies between those known and those known with all such towns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.frames import records

COVERAGE = 0.95
TOTAL, OTHER = "total", "other"
# Groups that say of a year that is not complete that a town had not begun: they are never carried into it.
NOT_BEGUN = ("considering", "no_plan")
COLUMNS = (
    *("code", "label", "min_population", "towns", "rate_pct", "expected"),
    *("low", "high", "known", "unknown", "verdict", "is_synthetic"),
)


def compare(towns: pd.DataFrame, rates: pd.DataFrame, *, is_complete: bool) -> pd.DataFrame:
    """One row per size class that the nation's rates name, the smallest first, then `total` of them, then `other`:
    the towns of no such class, of which nothing is expected. No row for a class without towns.

    towns: of one year, population, state_group, is_synthetic. rates: size_label, min_population, max_population
    (not included; missing: none), rate_pct. verdict: more, fewer, within (complete years), open.
    """
    found = []
    left = np.ones(len(towns), dtype=bool)
    people = towns["population"].to_numpy(dtype=float, na_value=np.nan)
    chances: list[float] = []
    for rate in records(rates.sort_values("min_population")):
        most = np.inf if pd.isna(rate["max_population"]) else float(rate["max_population"])
        inside = (people >= float(rate["min_population"])) & (people < most)
        left &= ~inside
        own = [float(rate["rate_pct"]) / 100] * int(inside.sum())
        if own:
            chances += own
            named = (f"{int(rate['min_population'])}", str(rate["size_label"]), int(rate["min_population"]))
            found.append(_row(named, towns[inside], own, float(rate["rate_pct"]), is_complete))
    if len(found) > 1:
        named = (TOTAL, "上の計", -1)
        found.append(_row(named, towns[~left], chances, None, is_complete))
    if left.any():
        found.append(_row((OTHER, "国の率がない規模", -1), towns[left], [], None, is_complete))
    return pd.DataFrame(found, columns=COLUMNS)


def year_of(rates: pd.DataFrame, asked: int) -> int | None:
    """The year of which rates are held against ours: the one asked for if there are any, else the newest."""
    known = rates["fiscal_year"].tolist()
    return asked if asked in known else max(known, default=None)


def of_year(states: pd.DataFrame, rates: pd.DataFrame, years: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """`compare` of a year. states: of all years, with fiscal_year; years: fiscal_year, implementers_complete."""
    complete = set(years.loc[years["implementers_complete"].astype(bool), "fiscal_year"])
    own = states[states["fiscal_year"] == year]
    return compare(own, rates[rates["fiscal_year"] == year], is_complete=year in complete)


def span(chances: Sequence[float]) -> tuple[int, int]:
    """The central 95 % of the number of successes: less than 2.5 % lies below, and less than 2.5 % above."""
    below = np.cumsum(distribution(chances))
    tail = (1 - COVERAGE) / 2
    low = int(np.searchsorted(below, tail, side="right"))
    high = int(np.searchsorted(below, 1 - tail, side="left"))
    return low, min(high, len(chances))


def distribution(chances: Sequence[float]) -> NDArray[np.float64]:
    """By number of successes its probability, of independent trials of the given chances."""
    found = np.ones(1)
    for chance in chances:
        found = np.convolve(found, [1 - chance, chance])
    return found


def _row(
    named: tuple[str, str, int],
    towns: pd.DataFrame,
    chances: list[float],
    rate: float | None,
    is_complete: bool,
) -> tuple[object, ...]:
    states = towns["state_group"]
    known = int((states == "implementing").sum())
    unknown = 0 if is_complete else int((~states.isin(["implementing", *NOT_BEGUN])).sum())
    synthetic = bool(towns["is_synthetic"].any())
    if not chances:
        return (*named, len(towns), rate, np.nan, np.nan, np.nan, known, unknown, "", synthetic)
    low, high = span(chances)
    return (
        *(*named, len(towns), rate, sum(chances), low, high, known, unknown),
        _verdict(known, unknown, low, high, is_complete),
        synthetic,
    )


def _verdict(known: int, unknown: int, low: int, high: int, is_complete: bool) -> str:
    if known > high:
        return "more"
    if known + unknown < low:
        return "fewer"
    return "within" if is_complete else "open"
