"""Frames and plain rows: the one typed way from a table of pandas to records."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame in their order, each as column name → value (values as pandas holds them)."""
    return [{str(column): value for column, value in row.items()} for row in frame.to_dict("records")]


def record(row: pd.Series[Any]) -> dict[str, Any]:
    """One row of a frame as column name → value."""
    return {str(column): value for column, value in row.to_dict().items()}
