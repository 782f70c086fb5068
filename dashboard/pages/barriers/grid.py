"""The table under 課題: the towns behind a number, each with the cell that says so."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag

from dashboard.components.grid_words import LOCALE
from dashboard.views.barrier_towns import Behind
from dashboard.words import words

DASH = {"function": "params.value == null || params.value === '' ? '―' : params.value"}
YEAR = {"function": "params.value == null ? '' : '令和' + (params.value - 2018) + '（' + params.value + '）'"}
GRID = "barriers-grid"


def columns() -> list[dict[str, Any]]:
    """Columns in the order in which they are shown and exported."""
    return [
        _text("municipality_code", "コード", 92),
        _text("name", "市町村", 116, pinned="left", cellRenderer="BarriersTown"),
        _text("subprefecture_name", "振興局", 164),
        _text("size_class_label", "人口規模", 184),
        _text("group_label", "状態", 110),
        _text("fiscal_year", "年度", 140, valueFormatter=YEAR, filter="agNumberColumnFilter"),
        _text("subject", "課題・支援", 230),
        _text("answer", "答え", 170),
        _text("rank", "順位", 80, valueFormatter=DASH, filter="agNumberColumnFilter"),
        _text("raw_text", "書かれていた文字", 200, valueFormatter=DASH),
        _text("file", "出典のファイル", 280, valueFormatter=DASH),
        _text("sheet", "シート", 100, valueFormatter=DASH),
        _text("cell", "セル", 80, valueFormatter=DASH),
        _text("note", "補足", 380, valueFormatter=DASH),
        _text("synthetic", words.SYNTHETIC, 112, valueFormatter=DASH),
    ]


def rows(behind: Behind) -> list[dict[str, Any]]:
    shown = behind.rows.assign(
        synthetic=behind.rows["is_synthetic"].astype(bool).map({True: words.SYNTHETIC, False: ""})
    )
    shown = shown[[column["field"] for column in columns()]].astype(object)
    records: list[dict[str, Any]] = shown.where(shown.notna(), None).to_dict("records")
    return records


def title(behind: Behind) -> str:
    number = len(behind.rows)
    said = f"{behind.title}: {words.count(behind.towns)}市町村"
    return said if number == behind.towns else f"{said}（延べ{words.count(number)}）"


def export(behind: Behind, warehouse_id: str) -> dict[str, Any]:
    """How the table goes to CSV; the file is named by what it lists."""
    name = "".join(letter for letter in behind.title if letter not in '\\/:*?"<>|「」、')
    return {
        "fileName": f"課題_{name[:60]}_{warehouse_id}.csv",
        "columnKeys": [column["field"] for column in columns()],
    }


def table(behind: Behind, warehouse_id: str) -> dag.AgGrid:
    return dag.AgGrid(
        id=GRID,
        columnDefs=columns(),
        rowData=rows(behind),
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "filter": True,
            "floatingFilter": True,
            "suppressHeaderMenuButton": True,
            "suppressFloatingFilterButton": True,
            "suppressHeaderFilterButton": True,
            "useValueFormatterForExport": False,
        },
        dashGridOptions={
            "localeText": LOCALE,
            "rowHeight": 32,
            "headerHeight": 36,
            "floatingFiltersHeight": 36,
            "animateRows": False,
            "ensureDomOrder": True,
            "suppressColumnVirtualisation": True,
            "enableCellTextSelection": True,
            "tooltipShowDelay": 300,
            "theme": {"function": "kasanariTheme(themeQuartz)"},
        },
        eventListeners={"cellKeyDown": ["barriersKey(params)"]},
        csvExportParams=export(behind, warehouse_id),
        className="towns-grid",
        style={"height": "460px"},
    )


def _text(field: str, heading: str, width: int, **more: Any) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "filter": "agTextColumnFilter",
        "tooltipField": field,
        **more,
    }
