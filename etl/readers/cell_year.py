"""The year or the day of a cell by what a person sees in it, held against what is stored.

A cell that shows 2023年度 may hold 2023-01-01, which is fiscal 2022: then what is shown is read, and asked about.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from etl import fiscal_year
from etl.fiscal_year import ParsedDate, ParsedYear
from etl.japanese_date import displayed_text
from etl.readers.grid import CellRef, text_of_value


def shows_otherwise(ref: CellRef) -> bool:
    """Whether the format of the cell shows another text than the number or the day itself."""
    return isinstance(ref.value, date | int | float) and ref.text != text_of_value(ref.value)


def year_of(ref: CellRef, today: date | None = None) -> ParsedYear:
    """The fiscal year that a cell means (see fiscal_year.parse)."""
    if not isinstance(ref.value, date):
        return fiscal_year.parse(ref.text, today)
    if not shows_otherwise(ref):
        return fiscal_year.parse(ref.value, today)
    stored = fiscal_year.parse(ref.value)
    written = fiscal_year.parse(ref.text, today)
    day = ref.value.date() if isinstance(ref.value, datetime) else ref.value
    year = written.fiscal_year
    if year is None and day.year in written.candidates and stored.fiscal_year not in written.candidates:
        year = day.year  # 5年度 over a day in January of 令和5年
    if stored.fiscal_year is None or year == stored.fiscal_year or stored.fiscal_year in written.candidates:
        return stored
    seen = f"セルには「{displayed_text(ref.text)}」と表示されていますが、中の値は{day}という日付です。"
    if year is None:
        warning = f"{seen}日付から{fiscal_year.label(stored.fiscal_year)}と読みました。確かめてください。"
        return replace(stored, warning=warning)
    warning = (
        f"{seen}日付では{fiscal_year.label(stored.fiscal_year)}ですが、表示のとおり{fiscal_year.label(year)}と"
        "読みました。どちらが正しいか確かめてください。"
    )
    return ParsedYear(year, warning)


def day_of(ref: CellRef) -> ParsedDate:
    """The day that a cell means (see fiscal_year.parse_date)."""
    if not isinstance(ref.value, date):
        return fiscal_year.parse_date(ref.text)
    stored = fiscal_year.parse_date(ref.value)
    if stored.value is None or not shows_otherwise(ref):
        return stored
    if fiscal_year.parse_date(ref.text).value == stored.value:
        return stored
    warning = (
        f"セルには「{displayed_text(ref.text)}」と表示されていますが、中の値の{stored.value}という日付を読みました。"
        "その日でよいか確かめてください。"
    )
    return replace(stored, warning=warning)
