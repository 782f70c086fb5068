"""The year or the day of a cell by what a person sees in it, held against what is stored.

A cell that shows 2023年度 may hold 2023-01-01, which is fiscal 2022: then what is shown is read, and asked about.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime

from etl import fiscal_year
from etl.fiscal_year import ParsedDate, ParsedYear
from etl.japanese_date import displayed_text, western_digits
from etl.readers.grid import CellRef, text_of_value

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = re.compile("|".join(_MONTHS), re.IGNORECASE)
_YEAR_SHOWN = re.compile(r"年|令和|平成|昭和|[RHS]\.?\d|\d{3}")


def shows_otherwise(ref: CellRef) -> bool:
    """Whether the format of the cell shows another text than the number or the day itself (or than the day without its year)."""
    if not isinstance(ref.value, date | int | float) or ref.text == text_of_value(ref.value):
        return False
    return not hides_year(ref)


def hides_year(ref: CellRef) -> bool:
    """Whether a cell that holds a day shows its month and day alone: 10月5日, 10/5, 5-Oct."""
    if not isinstance(ref.value, date) or ref.text == text_of_value(ref.value):
        return False
    plain = western_digits(unicodedata.normalize("NFKC", ref.text))
    plain = _ENGLISH_MONTH.sub(lambda found: str(_MONTHS.index(found[0].casefold()) + 1), plain)
    if _YEAR_SHOWN.search(plain):
        return False
    return sorted(map(int, re.findall(r"\d+", plain))) == sorted((ref.value.month, ref.value.day))


def unseen_year(ref: CellRef, until: date) -> str:
    """What to ask of a day shown without its year, where it is of another year than `until`, or later; "" for no question."""
    day = fiscal_year.parse_date(ref.value).value if hides_year(ref) else None
    if day is None or (day <= until and is_near(day, until)):
        return ""
    return (
        f"セルには「{displayed_text(ref.text)}」と年なしで表示されていますが、中の値は{day}です。{day}と読みました。"
        "その年でよいか確かめてください。"
    )


def is_near(day: date, until: date) -> bool:
    """Whether a day is of the same calendar or fiscal year as another, so that nobody is surprised by its year."""
    return day.year == until.year or fiscal_year.of_date(day) == fiscal_year.of_date(until)


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
