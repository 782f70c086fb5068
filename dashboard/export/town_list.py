"""The list of municipalities as a workbook: a sheet to read and print, and its machine-readable twin."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.export import excel, table_files
from dashboard.export.excel import (
    COUNT,
    ONE_DECIMAL,
    READABLE,
    WRAPPED,
    ExcelList,
    ListColumn,
    PrintSetup,
)
from dashboard.export.still import still
from dashboard.export.table_shape import REAL, Column
from dashboard.frames import records
from dashboard.words import words

BASIS = {"stated": "この年度の資料", "carried": "前年度までの記載を継続とみなす", "none": "資料なし"}
PRINTED = 12  # columns; those of the source cell stay on the screen
# Of the rows that `_prepared` makes, for the sheet that people read.
FOR_PEOPLE = (
    ListColumn("コード", "municipality_code", 8, look=WRAPPED),
    ListColumn("市町村", "name", 12, look=WRAPPED),
    ListColumn("よみ", "kana", 15, look=WRAPPED),
    ListColumn("振興局", "subprefecture_name", 20, look=WRAPPED),
    ListColumn("状態", "state", 27, look=WRAPPED),
    ListColumn("開始年度", "start_label", 10, look=WRAPPED),
    ListColumn("根拠", "basis_said", 18, look=WRAPPED),
    ListColumn("時点", "as_of_reiwa", 17, look=WRAPPED),
    ListColumn("人口（人）", "population", 10, "integer", COUNT),
    ListColumn("65歳以上（％）", "aging_rate_pct", 10, "number", ONE_DECIMAL),
    ListColumn("人口規模", "size_class_label", 20, look=WRAPPED),
    ListColumn(words.SYNTHETIC, "fiction", 10, look=WRAPPED),
    ListColumn("出典", "title", 40, look=WRAPPED),
    ListColumn("セル", "cell", 8, look=WRAPPED),
    ListColumn("書かれていた文字", "raw_text", 20, look=WRAPPED),
)
FOR_MACHINES = tuple(
    Column(*given)
    for given in (
        ("年度（西暦）", "fiscal_year", "integer", "年度", "その年度の最初の年（2023 = 令和5年度）"),
        ("標準地域コード", "municipality_code", "text", "", "5桁の文字。先頭の0を落とさない"),
        ("市町村名", "name", "text", "", "正式な名前"),
        ("よみ", "kana", "text", "", "ひらがな"),
        ("市町村の別", "kind", "text", "", "市・町・村"),
        ("振興局コード", "subprefecture_code", "text", "", "2桁の文字"),
        ("振興局", "subprefecture_name", "text", "", "（総合）振興局の名前"),
        ("状態コード", "status_code", "text", "", "codes_status の符号"),
        ("状態", "status_label", "text", "", "状態コードの言葉"),
        ("状態の区分コード", "group_code", "text", "", "codes_status_group の符号"),
        ("状態の区分", "group_label", "text", "", "実施・予定・検討・予定なし・データなし"),
        ("集計の範囲", "scope", "text", "", f"「{words.KNOWN_SO_FAR}」は完全な一覧ではないこと。合計にしない"),
        ("開始年度（西暦）", "start_fiscal_year", "integer", "年度", "始めた、または始める予定の年度"),
        ("根拠コード", "basis", "text", "", "stated, carried, none"),
        ("根拠", "basis_said", "text", "", "根拠コードの言葉"),
        ("時点（西暦）", "as_of", "date", "", "資料がいつの状態を書いたものか"),
        ("把握日（西暦）", "known_on", "date", "", "その資料の内容を把握した日"),
        ("人口（人）", "population", "integer", "人", "令和7年国勢調査 速報（2025-10-01）"),
        ("65歳以上の割合（%）", "aging_rate_pct", "number", "%", "住民基本台帳（2025-01-01）。年齢のわかる人口に対して"),
        ("人口規模コード", "size_class", "text", "", "codes_size_class の符号"),
        ("人口規模", "size_class_label", "text", "", "人口規模コードの言葉"),
        ("出典の題名", "title", "text", "", "状態を書いた資料"),
        ("出典のファイル", "file", "text", "", "受領資料の置き場所からのパス"),
        ("出典のシート", "sheet", "text", "", "CSV では空欄"),
        ("出典のセル", "cell", "text", "", "状態が書かれているセル番地"),
        ("書かれていた文字", "raw_text", "text", "", "そのセルの文字のまま"),
        (words.SYNTHETIC, "fiction_word", "text", "", f"「{words.SYNTHETIC}」または「{REAL}」"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class TownList:
    """towns: rows of queries.towns; scope: by group code, わかっている範囲 where the count is not all there is.

    facts: what is to be known of the list (item, content): 時点, 版, 範囲 and so on.
    """

    title: str
    fiscal_year: int
    towns: pd.DataFrame
    scope: Mapping[str, str]
    facts: tuple[tuple[str, str], ...]

    @property
    def is_synthetic(self) -> bool:
        return bool(self.towns["is_synthetic"].any())


def workbook(town_list: TownList) -> bytes:
    """Sheets 一覧 機械可読 定義 説明; no cell is a formula; the same list gives the same bytes."""
    out = io.BytesIO()
    towns = _prepared(town_list)
    with excel.open_workbook(out) as book:
        excel.write_list(book, _for_people(town_list, towns))
        table_files.add_sheet(book, "機械可読", FOR_MACHINES, machine_rows(town_list))
        meanings = [
            (column.heading, column.source, table_files.TYPES[column.kind], column.unit, column.meaning)
            for column in FOR_MACHINES
        ]
        heads = table_files.texts("見出し", "データベースの列名", "型", "単位", "意味")
        table_files.add_sheet(book, "定義", heads, meanings)
        table_files.add_sheet(book, "説明", table_files.texts("項目", "内容"), list(town_list.facts))
    return still(out.getvalue(), times_too=True)


def machine_rows(town_list: TownList) -> list[tuple[Any, ...]]:
    """What the sheet 機械可読 and the CSV hold."""
    columns = [column.source for column in FOR_MACHINES]
    return list(_prepared(town_list)[columns].itertuples(index=False, name=None))


def _prepared(town_list: TownList) -> pd.DataFrame:
    towns = town_list.towns
    return towns.assign(
        fiscal_year=town_list.fiscal_year,
        state=towns["symbol"] + " " + towns["status_label"],
        as_of_reiwa=towns["as_of"].map(words.day_short, na_action="ignore"),
        basis_said=towns["basis"].map(BASIS),
        scope=towns["group_code"].map(town_list.scope),
        fiction=towns["is_synthetic"].map({True: words.SYNTHETIC, False: ""}),
        fiction_word=towns["is_synthetic"].map({True: words.SYNTHETIC, False: REAL}),
    ).astype(object)


def _for_people(town_list: TownList, towns: pd.DataFrame) -> ExcelList:
    facts = dict(town_list.facts)
    return ExcelList(
        "一覧",
        FOR_PEOPLE,
        records(towns),
        READABLE,
        title=town_list.title,
        note=f"時点 {facts.get('時点', '')}",
        is_synthetic=town_list.is_synthetic,
        table="市町村の一覧",
        frozen_columns=2,
        print_setup=PrintSetup(columns=PRINTED),
    )
