"""Rows that a table of a page shows, as CSV from the writer of its Excel: /papers/<towns|map|barriers>.csv?<the view>&rows=…"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import flask

from dashboard.chart_data import registry
from dashboard.chart_data.chart import TableRequest
from dashboard.export import town_list
from dashboard.export.sheet import ListSheet, as_csv
from dashboard.export.table_shape import REAL, Column
from dashboard.export.town_list import TownList
from dashboard.views import barrier_towns, barriers
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.web.settings import journal_path
from dashboard.words import words
from dashboard.words.file_names import ended

CSV = "text/csv; charset=utf-8"
CODE = "標準地域コード"
# Of the list under 課題: one a municipality × barrier or kind of support.
BEHIND = tuple(
    Column(heading, source, kind, "", meaning)
    for heading, source, kind, meaning in (
        (CODE, "municipality_code", "text", "5桁の文字。先頭の0を落とさない"),
        ("市町村名", "name", "text", ""),
        ("振興局", "subprefecture_name", "text", ""),
        ("人口規模", "size_class_label", "text", ""),
        ("状態の区分", "group_label", "text", ""),
        ("年度（西暦）", "fiscal_year", "integer", "調査の年度"),
        ("課題・支援", "subject", "text", ""),
        ("答え", "answer", "text", ""),
        ("順位", "rank", "integer", ""),
        ("書かれていた文字", "raw_text", "text", ""),
        ("出典のファイル", "file", "text", ""),
        ("出典のシート", "sheet", "text", ""),
        ("出典のセル", "cell", "text", ""),
        ("補足", "note", "text", ""),
        (words.SYNTHETIC, "fiction", "text", f"「{words.SYNTHETIC}」または「{REAL}」"),
    )
)


class NoRowsError(Exception):
    """A table that is not there; the message says in Japanese why."""


def map_rows(reader: Reader, asked: View) -> tuple[bytes, str, str]:
    """Of the layer that the map shows, by the codes of the municipalities."""
    chart = registry.chart("status_map")
    assert chart.table is not None
    made = chart.table(TableRequest(reader, asked, "/map", journal_path()))
    headings = [column.heading for column in made.columns]
    by_code = {str(row[headings.index(CODE)]): row for row in made.rows}
    first = dict(zip(headings, made.rows[0], strict=True)) if made.rows else {}
    said = (first.get("年度（和暦）", ""), first.get("項目", "実施状況"))
    parts = ["地図", *(str(part) for part in said if part)]
    return _csv(made.columns, _chosen(by_code), parts, reader, is_synthetic=made.is_synthetic)


def barrier_rows(reader: Reader, asked: View) -> tuple[bytes, str, str]:
    """Of the municipalities behind a number of 課題, by their place in the list."""
    facts = barriers.gather(reader, asked)
    if facts is None:
        raise NoRowsError("調査票の回答がまだないので、表がありません。")
    behind = barrier_towns.select(facts, barriers.choices(asked.search).show)
    fiction = behind.rows["is_synthetic"].astype(bool)
    told = behind.rows.assign(fiction=fiction.map({True: words.SYNTHETIC, False: REAL}))
    rows = told[[column.source for column in BEHIND]].astype(object).itertuples(index=False, name=None)
    by_place = {str(place): row for place, row in enumerate(rows)}
    return _csv(BEHIND, _chosen(by_place), ["課題", behind.title], reader, is_synthetic=bool(fiction.any()))


def town_rows(made: TownList) -> bytes:
    """Of the list of 概況, by the codes of the municipalities."""
    place = [column.heading for column in town_list.FOR_MACHINES].index(CODE)
    by_code = {str(row[place]): row for row in town_list.machine_rows(made)}
    return as_csv(ListSheet(made.title, town_list.FOR_MACHINES, _chosen(by_code), ()))


def _chosen(rows: dict[str, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Those that the address names, in its order; all where it names none."""
    asked = flask.request.args.get("rows")
    return list(rows.values()) if asked is None else [rows[key] for key in asked.split(",") if key in rows]


def _csv(
    columns: Sequence[Column],
    rows: list[tuple[Any, ...]],
    parts: list[str],
    reader: Reader,
    *,
    is_synthetic: bool,
) -> tuple[bytes, str, str]:
    name = re.sub("[「」]", "", "_".join(parts))
    content = as_csv(ListSheet("", tuple(columns), rows, ()))
    return content, ended(f"{name}.csv", reader.warehouse_id, is_synthetic=is_synthetic), CSV
