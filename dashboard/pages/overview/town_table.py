"""The table twin of the map: 179 rows to sort, filter and take away as CSV, each with its source cell."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import pandas as pd
from dash import html

from dashboard.components import correcting, grids
from dashboard.components.grids import DASH, NUMBER, OFF_PAPER, YEAR, day, free_text, number
from dashboard.export.town_list import BASIS
from dashboard.frames import records
from dashboard.views import view
from dashboard.views.corrections import STATUS_CODE, status_key
from dashboard.views.view import View
from dashboard.views.year import YearFacts
from dashboard.words import raw_files, words

RATE = {"function": "params.value == null ? '―' : decimalText(params.value, 1)"}


def columns() -> list[dict[str, Any]]:
    """Columns in the order in which they are shown; hidden ones are searched all the same."""
    return [
        free_text("year_label", "年度", 100, hide=True),
        free_text("municipality_code", "コード", 84),
        free_text("name", "市町村", 116, pinned="left", cellClass="cell-link"),
        free_text("kana", "よみ", 112),
        free_text("subprefecture_name", "振興局", 156),
        free_text("short_name", "振興局（短い名前）", 150, hide=True),
        free_text("state", "状態", 116, cellClassRules={"cell-implementing": "params.value == '● 実施'"}),
        free_text("status_label", "状態（詳しく）", 238),
        free_text("scope", "集計の範囲", 130, hide=True),
        number("start_fiscal_year", "開始年度", 128, YEAR),
        free_text("basis_label", "根拠", 150),
        day("as_of", "時点"),
        number("population", "人口（人）", 104, NUMBER),
        number("aging_rate_pct", "65歳以上（％）", 96, RATE),
        free_text("size_class_label", "人口規模", 180, context=OFF_PAPER),
        free_text("title", "出典", 280, valueFormatter=DASH),
        free_text("file", "出典のファイル", 260, valueFormatter=DASH, context=OFF_PAPER),
        free_text("sheet", "シート", 110, valueFormatter=DASH, context=OFF_PAPER),
        free_text("cell", "セル", 84, valueFormatter=DASH, context=OFF_PAPER),
        free_text("raw_text", "書かれていた文字", 150, valueFormatter=DASH, context=OFF_PAPER),
        free_text("synthetic", words.SYNTHETIC, 110, hide=True),
        correcting.COLUMN,
    ]


def rows(facts: YearFacts) -> list[dict[str, Any]]:
    """Rows of the grid, of the towns that pass the filters; empty cells are None."""
    towns = facts.shown_towns
    settled = {code: facts.is_settled(code) for code in facts.groups["code"]}
    shown = towns.assign(
        year_label=str(facts.year["label_ja"]),
        scope=["" if settled[code] else words.KNOWN_SO_FAR for code in towns["group_code"]],
        state=towns["symbol"] + " " + towns["group_label"],
        file=raw_files.files(towns["file"]),
        basis_label=towns["basis"].map(BASIS),
        as_of=pd.to_datetime(towns["as_of"]).dt.strftime("%Y-%m-%d"),
        synthetic=towns["is_synthetic"].map({True: words.SYNTHETIC, False: ""}),
        correct=[
            str(status_key({**row, "fiscal_year": facts.fiscal_year}, STATUS_CODE) or "")
            for row in records(towns[["municipality_code", "basis", "stated_fiscal_year"]])
        ],
    )
    return grids.records(shown, columns())


def table(facts: YearFacts) -> dag.AgGrid:
    """The grid, in 行政順 until it is sorted."""
    return grids.grid(
        "towns-grid",
        columns(),
        rows(facts),
        height="560px",
        listeners={"cellKeyDown": "openTownByKey(params)"},
        head_height=38,
        options={"suppressCellFocus": False, "includeHiddenColumnsInQuickFilter": True},
        row_id="params.data.municipality_code",
    )


def take_away(asked: View) -> list[Any]:
    """The towns of the view as Excel, and the view as a 答弁メモ; not what is filtered within the table alone."""
    search = view.address(asked)
    return [
        html.A(
            "Excelで保存",
            href=f"{view.PAPERS}/towns.xlsx{search}",
            id="towns-xlsx",
            className="button button-small",
            title="上の条件に合う市町村（一覧の中の絞り込みは効きません）",
        ),
        html.A(
            "答弁メモ",
            href=f"{view.PAPERS}/memo.docx{search}",
            id="memo-docx",
            className="button button-small",
            title="この画面の数・文・出典を Word の1枚にします",
        ),
    ]
