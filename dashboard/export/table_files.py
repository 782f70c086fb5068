"""A published table as CSV (UTF-8 with BOM), Excel and GeoJSON. No text of others ever becomes a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pandas as pd
import shapely

from dashboard.export import excel
from dashboard.export.excel import LONGEST_TEXT, MACHINE_READABLE, ExcelList, ListColumn
from dashboard.export.plain_text import visible
from dashboard.export.table_shape import Column, Published
from dashboard.frames import records

# What a spreadsheet takes for a formula at the start of a cell, in half and in full width.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"
CHUNK = 2000
MOST_ROWS = 1_048_575
TYPES = {
    "text": "文字",
    "integer": "整数",
    "number": "数",
    "date": "日付",
    "time": "時刻",
    "yes_no": "はい／いいえ",
}
LOOKS = {
    "text": {"num_format": "@"},
    "yes_no": {"num_format": "@"},
    "date": excel.DATE,
    "time": excel.TIME,
}


def csv_chunks(table: Published) -> Iterator[bytes]:
    """The table as CSV, a part at a time: RFC 4180, UTF-8 with BOM, days as ISO 8601, empty where nothing is known,
    a number as the cell of the workbook holds it. A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    yield "\ufeff".encode()
    yield _lines([[column.heading for column in table.columns]])
    for start in range(0, len(table.rows), CHUNK):
        part = table.rows.iloc[start : start + CHUNK]
        yield _lines(
            [
                [_csv(value, column) for value, column in zip(row, table.columns, strict=True)]
                for row in _tuples(part)
            ]
        )


def fits_in_excel(table: Published) -> bool:
    """Whether a sheet can hold the table whole: rows, and the longest text."""
    texts = [table.rows[column.heading] for column in table.columns if column.kind == "text"]
    longest = max(
        (int(series.dropna().astype(str).str.len().max() or 0) for series in texts if series.notna().any()),
        default=0,
    )
    return len(table.rows) <= MOST_ROWS and longest <= LONGEST_TEXT


def write_xlsx(table: Published, target: BinaryIO) -> None:
    """The table as a workbook of sheets of one table each, headings in row 1: データ 定義 符号表 (where it has codes) 説明."""
    with excel.open_workbook(target) as book:
        add_sheet(book, "データ", table.columns, list(_tuples(table.rows)))
        definitions = [
            (column.heading, column.source, TYPES[column.kind], column.unit, column.meaning)
            for column in table.columns
        ]
        add_sheet(book, "定義", texts("見出し", "データベースの列名", "型", "単位", "意味"), definitions)
        if len(table.codes):
            add_sheet(book, "符号表", texts("見出し", "符号", "名前"), list(_tuples(table.codes)))
        add_sheet(book, "説明", texts("項目", "内容"), list(table.facts))


def geojson_chunks(
    frame: pd.DataFrame,
    shapes: pd.DataFrame,
    facts: tuple[tuple[str, str], ...],
    meanings: Mapping[str, str] | None = None,
) -> Iterator[bytes]:
    """The municipalities of a frame (one row each, column municipality_code) as GeoJSON (RFC 7946, WGS 84).

    shapes: municipality_code, geojson. Properties are the columns of the frame; empty is null. Exterior rings run
    counterclockwise, as the RFC wants it. `facts`, and the meaning of each property, stand as foreign members of the
    collection.
    """
    by_code = frame.set_index("municipality_code", drop=False)
    explained = {name: text for name, text in (meanings or {}).items() if name in frame}
    head = {"type": "FeatureCollection", "about": dict(facts), "meanings": explained, "features": []}
    yield json.dumps(head, ensure_ascii=False)[:-2].encode()
    first = True
    for row in records(shapes):
        code = row["municipality_code"]
        if code not in by_code.index:
            continue
        geometry = shapely.orient_polygons(shapely.from_geojson(str(row["geojson"])))
        properties = {str(name): _json(value) for name, value in by_code.loc[code].items()}
        feature = {
            "type": "Feature",
            "id": code,
            "geometry": json.loads(shapely.to_geojson(geometry)),
            "properties": properties,
        }
        yield (b"" if first else b",\n") + json.dumps(feature, ensure_ascii=False).encode()
        first = False
    yield b"]}"


def _tuples(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return frame.astype(object).itertuples(index=False, name=None)


def _lines(rows: list[list[Any]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode("utf-8")


def _csv(value: Any, column: Column) -> str:
    if pd.isna(value):
        return ""
    if column.kind == "date":
        return f"{value:%Y-%m-%d}"
    if column.kind in ("integer", "number"):
        return f"{float(value):{excel.HELD}}"
    text = visible(str(value))
    return f"{GUARD}{text}" if text.startswith(STARTS_A_FORMULA) else text


def texts(*headings: str) -> tuple[Column, ...]:
    """Columns of plain text."""
    return tuple(Column(heading, "", "text", "", "") for heading in headings)


def add_sheet(book: Any, name: str, columns: tuple[Column, ...], rows: list[tuple[Any, ...]]) -> None:
    """A sheet of one table: headings in row 1, one value a cell, nothing merged, days as ISO 8601."""
    listed = [
        ListColumn(column.heading, number, kind=column.kind, look=LOOKS.get(column.kind, {}))
        for number, column in enumerate(columns)
    ]
    excel.write_list(book, ExcelList(name, listed, rows, MACHINE_READABLE, has_filter=True))


def _json(value: Any) -> Any:
    if pd.isna(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value
