"""A table of a view as a workbook: a sheet to read and print, and its machine-readable twin."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.export import excel, table_files
from dashboard.export.deck import fit
from dashboard.export.excel import (
    COUNT,
    DATE,
    ONE_DECIMAL,
    READABLE,
    TIME,
    WIDEST,
    WRAPPED,
    ExcelList,
    ListColumn,
    PrintSetup,
)
from dashboard.export.plain_text import visible
from dashboard.export.still import still
from dashboard.export.table_shape import Column, Published

IN_NOTE = (
    "時点",
    "データの更新日",
)  # of `about`, under the title; the version of the data stands on the last sheet
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "text": WRAPPED,
    "integer": COUNT,
    "number": {"num_format": "0.0##"},
    "date": DATE,
    "time": TIME,
}
BEHIND = "出典のセル"
FEWEST_PRINTED = 7  # columns: the title needs the room


@dataclass(frozen=True)
class ListSheet:
    """rows: a value a column; about: item and content of what is to be known (source, as of, note); behind: columns and rows
    of what the numbers count, with its cells.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    about: Sequence[tuple[str, str]]
    is_synthetic: bool = False
    behind: tuple[tuple[Column, ...], Sequence[tuple[Any, ...]]] | None = None


def workbook(sheet: ListSheet) -> bytes:
    """Sheets 一覧 機械可読 出典のセル (where what is counted is listed) 定義 説明; no cell is a formula, nothing is merged; the same sheet gives the same bytes."""
    out = io.BytesIO()
    with excel.open_workbook(out) as book:
        excel.write_list(book, _for_people(sheet))
        table_files.add_sheet(book, "機械可読", sheet.columns, list(sheet.rows))
        columns = sheet.columns
        if sheet.behind is not None:
            table_files.add_sheet(book, BEHIND, sheet.behind[0], list(sheet.behind[1]))
            columns = tuple(dict.fromkeys([*columns, *sheet.behind[0]]))
        meanings = [
            (column.heading, table_files.TYPES[column.kind], column.unit, column.meaning)
            for column in columns
        ]
        table_files.add_sheet(book, "定義", table_files.texts("見出し", "型", "単位", "意味"), meanings)
        table_files.add_sheet(book, "説明", table_files.texts("項目", "内容"), list(sheet.about))
    return still(out.getvalue(), times_too=True)


def as_csv(sheet: ListSheet) -> bytes:
    """The rows of the sheet 機械可読, under the same headings."""
    headings = [column.heading for column in sheet.columns]
    rows = pd.DataFrame(list(sheet.rows), columns=headings).astype(object)
    none = pd.DataFrame(columns=["heading", "code", "label"])
    table = Published(sheet.title, "", sheet.columns, rows, none, tuple(sheet.about))
    return b"".join(table_files.csv_chunks(table))


def _for_people(source: ListSheet) -> ExcelList:
    columns = [
        ListColumn(
            column.heading,
            number,
            _width(column, [row[number] for row in source.rows]),
            column.kind,
            _look(column),
        )
        for number, column in enumerate(source.columns)
    ]
    return ExcelList(
        "一覧",
        columns,
        source.rows,
        READABLE,
        title=source.title,
        note="　".join(f"{name} {value}" for name, value in source.about if name in IN_NOTE),
        is_synthetic=source.is_synthetic,
        table="一覧表",
        print_setup=PrintSetup(columns=max(len(columns), FEWEST_PRINTED)),
    )


def _look(column: Column) -> Mapping[str, Any]:
    if column.kind == "integer" and column.heading.endswith("（西暦）"):
        return {"num_format": "0"}  # a year has no comma
    if column.kind == "number" and column.unit == "点":
        return {"num_format": "0.000"}
    if column.kind == "number" and column.unit in ("%", "市町村"):
        return ONE_DECIMAL
    return LOOKS.get(column.kind, {})


def _width(column: Column, values: list[Any]) -> float:
    texts = [visible(str(value)) for value in values[:300] if not pd.isna(value)]
    widest = max((fit.width(text, 72 / 0.55) * 1.1 + 2 for text in texts), default=0.0)
    heading = fit.width(column.heading, 72 / 0.55) * 1.1 + 4
    return float(min(max(widest, min(heading, 20), 8), WIDEST))
