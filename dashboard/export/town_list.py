"""The list of municipalities as a workbook: a sheet to read and print, and its machine-readable twin."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.export import table_files
from dashboard.export.deck.package import still
from dashboard.export.plain_text import visible
from dashboard.export.table_shape import REAL, Column
from dashboard.words import words

BASIS = {"stated": "この年度の資料", "carried": "前年度までの記載を継続とみなす", "none": "資料なし"}
PRINTED = 12  # columns; those of the source cell stay on the screen
HEADER_ROW = 3  # from 0: title, note, an empty row, then the table
# Heading, width, and the column of `TownList.towns`, of the sheet that people read.
FOR_PEOPLE = (
    ("コード", 8, "municipality_code"),
    ("市町村", 12, "name"),
    ("よみ", 16, "kana"),
    ("振興局", 22, "subprefecture_name"),
    ("状態", 30, "state"),
    ("開始（予定）", 12, "start_label"),
    ("根拠", 28, "basis_said"),
    ("いつ時点", 18, "as_of"),
    ("人口（人）", 11, "population"),
    ("65歳以上（％）", 12, "aging_rate_pct"),
    ("人口規模", 22, "size_class_label"),
    (words.SYNTHETIC, 12, "fiction"),
    ("出典", 40, "title"),
    ("セル", 8, "cell"),
    ("書かれていた文字", 20, "raw_text"),
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
        ("いつ時点（西暦）", "as_of", "date", "", "資料がいつの状態を書いたものか"),
        ("把握日（西暦）", "known_on", "date", "", "その資料の内容を知った日"),
        ("人口（人）", "population", "integer", "人", "令和7年国勢調査 速報（2025-10-01）"),
        ("65歳以上の割合（%）", "aging_rate_pct", "number", "%", "住民基本台帳（2025-01-01）。年齢のわかる人口に対して"),
        ("人口規模コード", "size_class", "text", "", "codes_size_class の符号"),
        ("人口規模", "size_class_label", "text", "", "人口規模コードの言葉"),
        ("出典の題名", "title", "text", "", "状態を書いた資料"),
        ("出典のファイル", "file", "text", "", "受領資料の置き場所からのパス"),
        ("出典のシート", "sheet", "text", "", "CSV では空欄"),
        ("出典のセル", "cell", "text", "", "状態が書かれているセル番地"),
        (words.SYNTHETIC, "fiction_word", "text", "", f"「{words.SYNTHETIC}」または「{REAL}」"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class TownList:
    """towns: rows of queries.towns; scope: by group code, わかっている範囲 where the count is not all there is.

    facts: what is to be known of the list (item, content): いつ時点, 版, 範囲 and so on.
    """

    title: str
    fiscal_year: int
    towns: pd.DataFrame
    scope: Mapping[str, str]
    facts: tuple[tuple[str, str], ...]

    @property
    def is_synthetic(self) -> bool:
        return bool(self.towns["is_synthetic"].any())


def workbook(given: TownList) -> bytes:
    """Sheets 一覧 機械可読 定義 説明; no cell is a formula; the same list gives the same bytes."""
    out = io.BytesIO()
    towns = _prepared(given)
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        _for_people(book, given, towns)
        rows = list(towns[[column.source for column in FOR_MACHINES]].itertuples(index=False, name=None))
        table_files.add_sheet(book, "機械可読", FOR_MACHINES, rows)
        meanings = [
            (column.heading, column.source, table_files.TYPES[column.kind], column.unit, column.meaning)
            for column in FOR_MACHINES
        ]
        heads = table_files.texts("見出し", "データベースの列名", "型", "単位", "意味")
        table_files.add_sheet(book, "定義", heads, meanings)
        table_files.add_sheet(book, "説明", table_files.texts("項目", "内容"), list(given.facts))
    return still(out.getvalue(), times_too=True)


def _prepared(given: TownList) -> pd.DataFrame:
    towns = given.towns
    return towns.assign(
        fiscal_year=given.fiscal_year,
        state=towns["symbol"] + " " + towns["status_label"],
        basis_said=towns["basis"].map(BASIS),
        scope=towns["group_code"].map(given.scope),
        fiction=towns["is_synthetic"].map({True: words.SYNTHETIC, False: ""}),
        fiction_word=towns["is_synthetic"].map({True: words.SYNTHETIC, False: REAL}),
    ).astype(object)


def _for_people(book: Any, given: TownList, towns: pd.DataFrame) -> None:
    sheet = book.add_worksheet("一覧")
    face = {"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"}
    plain = book.add_format({**face, "text_wrap": True})
    numbers = {
        "population": book.add_format({**face, "num_format": "#,##0"}),
        "aging_rate_pct": book.add_format({**face, "num_format": "0.0"}),
    }
    sheet.write_string(0, 0, visible(given.title), book.add_format({**face, "font_size": 14, "bold": True}))
    note = dict(given.facts)
    said = f"いつ時点 {note.get('いつ時点', '')}　版 {note.get('版', '')}"
    if given.is_synthetic:
        said = f"【{words.SYNTHETIC}を含みます。実際の状況として引用しないでください】　{said}"
    alarm = {"font_color": "#C00000", "bold": True} if given.is_synthetic else {}
    sheet.write_string(1, 0, visible(said), book.add_format({**face, **alarm}))
    last = HEADER_ROW + max(len(towns), 1)
    head = book.add_format({**face, "bold": True, "bg_color": "#E8F1FE", "text_wrap": True})
    sheet.add_table(
        HEADER_ROW,
        0,
        last,
        len(FOR_PEOPLE) - 1,
        {
            "name": "市町村の一覧",
            "style": "Table Style Light 1",
            "columns": [{"header": heading, "header_format": head} for heading, *_ in FOR_PEOPLE],
        },
    )
    for place, (_, width, source) in enumerate(FOR_PEOPLE):
        sheet.set_column(place, place, width)
        for row, value in enumerate(towns[source], start=HEADER_ROW + 1):
            if pd.isna(value) or value == "":
                continue
            if source in numbers:
                sheet.write_number(row, place, float(value), numbers[source])
            else:
                text = words.day_short(value) if source == "as_of" else str(value)
                sheet.write_string(row, place, visible(text), plain)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.print_area(0, 0, last, PRINTED - 1)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer("&C&P／&N")
