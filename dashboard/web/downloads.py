"""Addresses from which データ hands tables out: /data/download/<table>.<csv|xlsx|parquet|geojson>?<the view>.

Only tables of the catalogue, as of the day and for the towns that the view asks for (or all of them: rows=all).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, quote

import flask
import pandas as pd

from dashboard.export import table_files, table_shape
from dashboard.export.table_shape import Published
from dashboard.queries import data, overview
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse import parquet
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.refusals import refusal
from dashboard.words import words
from dashboard.words.file_names import ended
from machine import temporary

ADDRESS = "/data/download"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}
CHUNK = 1 << 16


@dataclass(frozen=True)
class DownloadTable:
    """A table of the catalogue as a view asks for it."""

    name: str
    reader: Reader
    view: View
    is_whole: bool
    rows: pd.DataFrame
    columns: pd.DataFrame
    synthetic: pd.Series

    @property
    def as_of(self) -> str:
        """Up to which day things are known: 2026-11-23."""
        return f"{pd.Timestamp(overview.build(self.reader)['as_of'].iloc[0]):%Y-%m-%d}"

    @property
    def has_one_row_a_town(self) -> bool:
        return "municipality_code" in self.rows and bool(self.rows["municipality_code"].is_unique)

    @property
    def is_of_many_years(self) -> bool:
        """Whether a map can show but the rows of one fiscal year."""
        return "municipality_code" in self.rows and "fiscal_year" in self.rows and not self.has_one_row_a_town

    def file_name(self, kind: str) -> str:
        """mart_plan_2026-11-23時点_wh_…_架空データ.csv: only letters that every system takes."""
        parts = [self.name, f"{self.as_of}時点"]
        if kind == "geojson" and self.is_of_many_years:
            parts.append(words.fiscal_year(self.view.fiscal_year))
        if self.view.is_narrow and not self.is_whole and "municipality_code" in self.rows:
            parts.append("絞り込み")
        name = f"{'_'.join(parts)}.{kind}"
        return ended(name, self.reader.warehouse_id, is_synthetic=bool(self.synthetic.any()))


def register(server: flask.Flask, warehouse: Warehouse) -> None:
    @server.get(f"{ADDRESS}/<name>.<kind>")
    def download(name: str, kind: str) -> flask.Response:
        if kind not in TYPES:
            return refusal("この形式では保存できません。データのページから選び直してください。", 404)
        search = flask.request.query_string.decode("utf-8", errors="replace")
        try:
            table = download_table(warehouse, name, search)
            body = MAKERS[kind](table)
        except data.UnknownTableError:
            return refusal("この名前の表はありません。データのページから選び直してください。", 404)
        except UnsupportedFormatError as error:
            return refusal(str(error), 409)
        response = flask.Response(body, mimetype=None, content_type=TYPES[kind])
        response.headers["Content-Disposition"] = (
            f"attachment; filename*=UTF-8''{quote(table.file_name(kind))}"
        )
        response.headers["Cache-Control"] = "no-store"
        return response


class UnsupportedFormatError(Exception):
    """A table that a format cannot hold; the message says in Japanese what to do instead."""


def download_table(warehouse: Warehouse, name: str, search: str) -> DownloadTable:
    """The rows of a table as an address asks for them. Raises UnknownTableError, WarehouseError."""
    reader, asked = view.open(warehouse, f"?{search}")
    is_whole = parse_qs(search).get("rows", [""])[0] == "all"
    rows = data.table(reader, name)
    columns = data.columns(reader)
    columns = columns[columns["table_name"] == name]
    rows = rows if is_whole else view.narrow(rows, asked)
    synthetic = table_shape.rows_with(rows, data.synthetic_sources(reader))
    return DownloadTable(name, reader, asked, is_whole, rows, columns, synthetic)


def published(table: DownloadTable) -> Published:
    """The table in the form in which CSV and Excel hold it."""
    description = _description(table)
    return table_shape.publish(
        table.name,
        description,
        table.rows,
        table.columns,
        data.codes(table.reader),
        table.synthetic,
        facts(table, description),
    )


def _description(table: DownloadTable) -> str:
    """What one row of the table is."""
    about = data.tables(table.reader)
    return str(about[about["table_name"] == table.name]["description"].iloc[0])


def facts(table: DownloadTable, description: str) -> tuple[tuple[str, str], ...]:
    """What stands with the table so that a reader in ten years knows what it is."""
    narrowed = table.view.is_narrow and not table.is_whole
    return (
        ("表の名前", table.name),
        ("内容", description),
        ("行数", str(len(table.rows))),
        (
            "時点",
            f"{table.as_of}（{words.day_short(pd.Timestamp(table.as_of).date())}）までに把握したこと",
        ),
        ("データの更新日", words.moment(table.reader.built_at)),
        ("版", table.reader.warehouse_id),
        (
            "範囲",
            "画面の条件（振興局・人口規模・市町村・状態）に合う市町村の行だけ" if narrowed else "すべての行",
        ),
        (
            words.SYNTHETIC,
            "架空の回答などによる行を含む（列「架空データ」で見分ける）"
            if table.synthetic.any()
            else "含まない",
        ),
        ("空欄", "値がない、またはわからないこと。0 とは違う"),
        ("文字コード", "CSVはUTF-8（BOMあり）。改行はCRLF"),
        ("符号", "標準地域コードは5桁の文字（先頭の0を落とさない）"),
        ("CSVの「'」", "= + - @ などで始まる文字の前に付ける。表計算ソフトが式として動かさないため"),
        ("出典", "資料ごとの出典・利用条件は、表 core_file（データのページの「出典」）にある"),
        ("よりどころ", "行政データにおける機械可読性に関するルール（令和8年3月31日）"),
    )


def _csv(table: DownloadTable) -> Iterator[bytes]:
    return table_files.csv_chunks(published(table))


def _xlsx(table: DownloadTable) -> TemporaryFileStream:
    made = published(table)
    if not table_files.fits_in_excel(made):
        raise UnsupportedFormatError(
            "この表は行数か文字数がExcelの上限を超えます。CSVかParquetで保存してください。"
        )
    return _from_file(lambda path: _to_path(made, path))


def _to_path(made: Published, path: Path) -> None:
    with path.open("w+b") as target:
        table_files.write_xlsx(made, target)


def _parquet(table: DownloadTable) -> TemporaryFileStream:
    types = dict(zip(table.columns["column_name"], table.columns["data_type"], strict=True))
    return _from_file(lambda path: parquet.write(table.rows, types, table.synthetic, path))


def _geojson(table: DownloadTable) -> Iterator[bytes]:
    rows = table.rows
    held = "1市町村を1つの図形（Feature）にしたもの。properties は表の列の名前のまま（意味は meanings）"
    if table.is_of_many_years:
        rows = rows[rows["fiscal_year"] == table.view.fiscal_year]
        held = f"{words.fiscal_year(table.view.fiscal_year)}の行だけ。{held}"
    if table.name == "codes_municipality":
        rows = rows.rename(columns={"code": "municipality_code"})
    if "municipality_code" not in rows or not rows["municipality_code"].is_unique:
        raise UnsupportedFormatError(
            "この表は1市町村1行ではないため、GeoJSONにできません。CSVで保存してください。"
        )
    shapes = data.shapes(table.reader)
    about = (
        *facts(replace(table, rows=rows), _description(table)),
        ("中身", held),
        ("境界の出典", str(shapes["credit"].iloc[0])),
    )
    meanings = dict(zip(table.columns["column_name"], table.columns["meaning"].fillna(""), strict=True))
    marked = rows.assign(is_synthetic=table.synthetic.reindex(rows.index))
    return table_files.geojson_chunks(marked, shapes, about, meanings)


MAKERS: dict[str, Callable[[DownloadTable], Iterable[bytes]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "geojson": _geojson,
}


class TemporaryFileStream:
    """A file in a folder of its own, sent in parts; the folder goes when the answer is closed, sent or not."""

    def __init__(self, folder: tempfile.TemporaryDirectory[str], path: Path) -> None:
        self.folder, self.path = folder, path

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as source:
            while part := source.read(CHUNK):
                yield part

    def close(self) -> None:
        """Called by the server at the end of the answer."""
        self.folder.cleanup()


def _from_file(write: Callable[[Path], None]) -> TemporaryFileStream:
    """Made at once, so that what fails is told before a byte is sent."""
    folder = tempfile.TemporaryDirectory(prefix=temporary.prefix())
    path = Path(folder.name) / "table"
    try:
        write(path)
    except BaseException:
        folder.cleanup()
        raise
    return TemporaryFileStream(folder, path)
