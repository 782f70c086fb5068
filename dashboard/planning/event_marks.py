"""Which events a chart over years marks, and with which number each."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def of_years(events: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """The events of the years that a chart shows, in their order, with mark: ①, ②, …."""
    shown = events[events["fiscal_year"].isin([int(year) for year in years])].reset_index(drop=True)
    return shown.assign(mark=[circled(number) for number in range(1, len(shown) + 1)])


def circled(number: int) -> str:
    """① to ⑳, then (21)."""
    return chr(0x2460 + number - 1) if number <= 20 else f"({number})"
