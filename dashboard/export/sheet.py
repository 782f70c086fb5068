"""A table of a view as an Excel file: machine-readable sheet first, what is to be known of it second."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from numbers import Real

import xlsxwriter

from dashboard.export.deck import fit
from dashboard.export.deck.package import still
from dashboard.export.plain_text import visible

FACE = "BIZ UDPゴシック"
LONGEST = 32_000


@dataclass(frozen=True)
class Sheet:
    """header and rows of single values; about: name and value of what is to be known (source, as of, note)."""

    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    about: Sequence[tuple[str, str]]


def workbook(sheet: Sheet) -> bytes:
    """One header row, nothing merged, numbers, days and times as such, no formula from data; the same sheet gives the same bytes."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(out, options)
    face = {"font_name": FACE, "font_size": 11}
    plain = book.add_format(face)
    bold = book.add_format({**face, "bold": True, "bg_color": "#E8F1FE", "bottom": 1})
    days = book.add_format({**face, "num_format": "yyyy-mm-dd", "align": "left"})
    times = book.add_format({**face, "num_format": "hh:mm", "align": "left"})
    wrapped = book.add_format({**face, "text_wrap": True, "valign": "top"})
    data, about = book.add_worksheet("データ"), book.add_worksheet("出典と注意")
    for column, name in enumerate(sheet.header):
        data.write_string(0, column, visible(str(name)), bold)
        texts = [str(name), *(_text(row[column]) for row in sheet.rows[:200] if column < len(row))]
        data.set_column(column, column, min(max(fit.width(text, 72 / 0.55) * 1.1 + 2 for text in texts), 60))
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row[: len(sheet.header)]):
            if isinstance(value, bool) or value is None or value == "":
                if value not in (None, ""):
                    data.write_boolean(number, column, bool(value), plain)
            elif isinstance(value, Real):
                data.write_number(number, column, float(value), plain)
            elif isinstance(value, date | time):
                data.write_datetime(number, column, value, days if isinstance(value, date) else times)
            else:
                data.write_string(number, column, _text(value), plain)
    data.freeze_panes(1, 0)
    if sheet.rows:
        data.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    for number, (name, value) in enumerate(sheet.about):
        about.write_string(number, 0, visible(name), bold)
        about.write_string(number, 1, _text(value), wrapped)
    about.set_column(0, 0, 16)
    about.set_column(1, 1, 100)
    book.close()
    return still(out.getvalue(), times_too=True)


def _text(value: object) -> str:
    return visible(str(value))[:LONGEST]
