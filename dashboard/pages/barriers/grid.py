"""The table under 課題: the towns behind a number, each with the cell that says so."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag

from dashboard.components import grids
from dashboard.components.grids import DASH, YEAR, free_text
from dashboard.views.barrier_towns import TownSelection
from dashboard.words import raw_files, words

GRID = "barriers-grid"


def columns() -> list[dict[str, Any]]:
    """Columns in the order in which they are shown."""
    return [
        free_text("municipality_code", "コード", 92),
        free_text("name", "市町村", 116, pinned="left", cellRenderer="BarriersTown"),
        free_text("subprefecture_name", "振興局", 164),
        free_text("size_class_label", "人口規模", 184),
        free_text("group_label", "状態", 110),
        free_text("fiscal_year", "年度", 140, valueFormatter=YEAR, filter="agNumberColumnFilter"),
        free_text("subject", "課題・支援", 230),
        free_text("answer", "答え", 170),
        free_text("rank", "順位", 80, valueFormatter=DASH, filter="agNumberColumnFilter"),
        free_text("raw_text", "書かれていた文字", 200, valueFormatter=DASH),
        free_text("file", "出典のファイル", 280, valueFormatter=DASH),
        free_text("sheet", "シート", 100, valueFormatter=DASH),
        free_text("cell", "セル", 80, valueFormatter=DASH),
        free_text("note", "補足", 380, valueFormatter=DASH),
        free_text("synthetic", words.SYNTHETIC, 112, valueFormatter=DASH),
    ]


def rows(behind: TownSelection) -> list[dict[str, Any]]:
    shown = behind.rows.assign(
        file=raw_files.files(behind.rows["file"]),
        synthetic=behind.rows["is_synthetic"].astype(bool).map({True: words.SYNTHETIC, False: ""}),
    )
    return grids.records(shown, columns())


def title(behind: TownSelection) -> str:
    number = len(behind.rows)
    said = f"{behind.title}: {words.count(behind.towns)}市町村"
    return said if number == behind.towns else f"{said}（延べ{words.count(number)}）"


def table(behind: TownSelection) -> dag.AgGrid:
    return grids.grid(
        GRID,
        columns(),
        rows(behind),
        height="460px",
        listeners={"cellKeyDown": "barriersKey(params)"},
        row_height=32,
        column_options=grids.WITHOUT_FILTER_BUTTONS,
        options={"suppressColumnVirtualisation": True},
    )
