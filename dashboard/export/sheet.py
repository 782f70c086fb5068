"""A table of a view as a workbook: a sheet to read and print, and its machine-readable twin."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.export import table_files
from dashboard.export.deck import fit
from dashboard.export.deck.package import still
from dashboard.export.excel import LONGEST_TEXT
from dashboard.export.plain_text import visible
from dashboard.export.table_shape import Column
from dashboard.words import words

FACE = "BIZ UDPゴシック"
HEADER_ROW = 3  # from 0: title, note, an empty row, then the table
WIDEST = 46
SHOWN = {"integer": "#,##0", "number": "0.0##", "date": "yyyy-mm-dd", "time": "hh:mm"}
ONE_DECIMAL = "0.0"
FEW = 6  # a table is as wide as its columns: the title needs some


@dataclass(frozen=True)
class Sheet:
    """rows: a value a column; about: item and content of what is to be known (source, as of, note)."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    about: Sequence[tuple[str, str]]
    is_synthetic: bool = False


def workbook(sheet: Sheet) -> bytes:
    """Sheets 一覧 機械可読 定義 説明; no cell is a formula, nothing is merged; the same sheet gives the same bytes."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        _for_people(book, sheet)
        table_files.add_sheet(book, "機械可読", sheet.columns, list(sheet.rows))
        meanings = [
            (column.heading, table_files.TYPES[column.kind], column.unit, column.meaning)
            for column in sheet.columns
        ]
        table_files.add_sheet(book, "定義", table_files.texts("見出し", "型", "単位", "意味"), meanings)
        table_files.add_sheet(book, "説明", table_files.texts("項目", "内容"), list(sheet.about))
    return still(out.getvalue(), times_too=True)


def _for_people(book: Any, given: Sheet) -> None:
    sheet = book.add_worksheet("一覧")
    face = {"font_name": FACE, "font_size": 10, "valign": "top"}
    alarm = {"font_color": "#C00000", "bold": True} if given.is_synthetic else {}
    sheet.write_string(0, 0, visible(given.title), book.add_format({**face, "font_size": 14, "bold": True}))
    sheet.write_string(1, 0, visible(_note(given)), book.add_format({**face, **alarm}))
    head = book.add_format({**face, "bold": True, "bg_color": "#E8F1FE", "text_wrap": True})
    last = HEADER_ROW + max(len(given.rows), 1)
    sheet.add_table(
        HEADER_ROW,
        0,
        last,
        len(given.columns) - 1,
        {
            "name": "一覧表",
            "style": "Table Style Light 1",
            "columns": [{"header": column.heading, "header_format": head} for column in given.columns],
        },
    )
    for place, column in enumerate(given.columns):
        values = [row[place] for row in given.rows]
        look = book.add_format({**face, **_number(column)})
        sheet.set_column(place, place, _width(column, values))
        for row, value in enumerate(values, start=HEADER_ROW + 1):
            if pd.isna(value) or value == "":
                continue
            if column.kind == "date":
                sheet.write_datetime(row, place, pd.Timestamp(value).to_pydatetime(), look)
            elif column.kind == "time":
                sheet.write_datetime(row, place, value, look)
            elif column.kind in ("integer", "number"):
                sheet.write_number(row, place, float(value), look)
            else:
                sheet.write_string(row, place, visible(str(value))[:LONGEST_TEXT], look)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.print_area(0, 0, last, max(len(given.columns) - 1, FEW))
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer("&C&P／&N")


def _note(given: Sheet) -> str:
    said = "　".join(f"{name} {value}" for name, value in given.about if name in ("いつ時点", "データ", "版"))
    if not given.is_synthetic:
        return said
    return f"【{words.SYNTHETIC}を含みます。実際の状況として引用しないでください】　{said}"


def _number(column: Column) -> dict[str, Any]:
    if column.kind == "text":
        return {"text_wrap": True}
    if column.heading.endswith("（西暦）") and column.kind == "integer":
        return {"num_format": "0"}  # a year has no comma
    if column.unit == "点" and column.kind == "number":
        return {"num_format": "0.000"}
    one = column.unit in ("%", "市町村") and column.kind == "number"
    return {"num_format": ONE_DECIMAL if one else SHOWN.get(column.kind, "General")}


def _width(column: Column, values: list[Any]) -> float:
    texts = [visible(str(value)) for value in values[:300] if not pd.isna(value)]
    widest = max((fit.width(text, 72 / 0.55) * 1.1 + 2 for text in texts), default=0.0)
    heading = fit.width(column.heading, 72 / 0.55) * 1.1 + 4
    return float(min(max(widest, min(heading, 20), 8), WIDEST))
