"""The table behind a chart: typed columns, one row per number, and for each row whether it is fictional."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.export.table_shape import REAL, Column
from dashboard.words import words

SHOWN_PERCENT = 1  # decimals, as on the screen
FICTION = Column(
    words.SYNTHETIC,
    "is_synthetic",
    "text",
    "",
    f"その行が架空の回答などによるなら「{words.SYNTHETIC}」、そうでなければ「{REAL}」",
)
MUNICIPALITY = (
    Column("標準地域コード", "", "text", "", "5桁の文字。先頭の0を落とさない"),
    Column("市町村名", "", "text", "", ""),
)


class NoNumbersError(Exception):
    """The view has no numbers; the message says why, in Japanese."""


@dataclass(frozen=True)
class ChartTable:
    """rows: one value per column, the last of them FICTION; sources: what the numbers rest on, in words; behind: what the
    numbers count, one by one with its cells.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    sources: tuple[str, ...] = ()
    behind: ChartTable | None = None

    @property
    def is_synthetic(self) -> bool:
        return any(row[-1] == words.SYNTHETIC for row in self.rows)


def chart_table(
    columns: Iterable[Column],
    rows: Iterable[tuple[Any, ...]],
    fictional: Iterable[bool],
    sources: tuple[str, ...],
) -> ChartTable:
    """rows: the values of the columns; fictional: for each row whether it rests on fictional data."""
    marked = tuple(
        (*(_plain(value) for value in row), words.SYNTHETIC if is_fiction else REAL)
        for row, is_fiction in zip(rows, fictional, strict=True)
    )
    return ChartTable((*columns, FICTION), marked, sources)


def text(heading: str, meaning: str = "") -> Column:
    return Column(heading, "", "text", "", meaning)


def towns(heading: str, meaning: str = "") -> Column:
    """A number of municipalities."""
    return Column(f"{heading}（市町村）", "", "integer", "市町村", meaning)


def whole(heading: str, unit: str, meaning: str = "") -> Column:
    return Column(f"{heading}（{unit}）", "", "integer", unit, meaning)


def percent(heading: str, meaning: str = "") -> Column:
    return Column(f"{heading}（%）", "", "number", "%", meaning)


def number(heading: str, unit: str = "", meaning: str = "") -> Column:
    return Column(f"{heading}（{unit}）" if unit else heading, "", "number", unit, meaning)


def year(heading: str = "年度", meaning: str = "") -> tuple[Column, Column]:
    """A fiscal year in 西暦 (its first year) and in 令和."""
    explanation = meaning or "その年度の最初の年（2023 = 令和5年度）"
    return (
        Column(f"{heading}（西暦）", "", "integer", "年度", explanation),
        Column(f"{heading}（和暦）", "", "text", "", f"{explanation}の和暦"),
    )


def years(value: int) -> tuple[int, str]:
    """The values of the two columns of a year."""
    return int(value), words.fiscal_year(int(value))


def rate(part: float, base: float) -> float | None:
    """A share as the screen writes it; nothing of nothing."""
    return words.half_up(100 * part / base, SHOWN_PERCENT) if base else None


def yes(value: object) -> str:
    return "はい" if value else "いいえ"


def _plain(value: Any) -> Any:
    return (
        value.item()
        if hasattr(value, "item")
        else None
        if pd.api.types.is_scalar(value) and pd.isna(value)
        else value
    )
