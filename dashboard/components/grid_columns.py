"""Columns and looks that the sortable tables of several pages share."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import pandas as pd

from dashboard.components.grid_words import LOCALE

SEVERITY_CLASSES = {"cell-error": "params.value == '× エラー'", "cell-warning": "params.value == '▲ 警告'"}
DASH = {"function": "params.value == null || params.value === '' ? '―' : params.value"}
WORDS: dict[str, Any] = {"wrapText": True, "autoHeight": True, "cellClass": "cell-words"}
FEW = 8


def grid(
    grid_id: str,
    columns: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    height: int | None,
    options: dict[str, Any] | None = None,
    row_id: str | None = None,
) -> dag.AgGrid:
    words = {**LOCALE, "noRowsToShow": "該当する行はありません"}
    return dag.AgGrid(
        id=grid_id,
        columnDefs=columns,
        rowData=rows,
        **({"getRowId": row_id} if row_id else {}),
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
            "localeText": words,
            "rowHeight": 34,
            "headerHeight": 36,
            "floatingFiltersHeight": 36,
            "animateRows": False,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "tooltipShowDelay": 300,
            "theme": {"function": "kasanariTheme(themeQuartz)"},
            **({"domLayout": "autoHeight"} if height and len(rows) <= FEW else {}),
            **(options or {}),
        },
        eventListeners={"cellKeyDown": ["returnsKey(params)"], "cellClicked": ["returnsClick(params)"]},
        className="towns-grid",
        style={"height": _height(height, len(rows))},
    )


def records(frame: pd.DataFrame, columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shown = frame[[column["field"] for column in columns]].astype(object)
    records: list[dict[str, Any]] = shown.where(shown.notna(), None).to_dict("records")
    return records


def finding_columns() -> list[dict[str, Any]]:
    return [
        text("severity", "重さ", 104, pinned="left", cellClassRules=SEVERITY_CLASSES),
        text("town", "市町村", 112, pinned="left"),
        text("sheet", "シート", 110, valueFormatter=DASH),
        text("cell", "セル", 80, valueFormatter=DASH),
        text("value", "書かれていた値", 160, valueFormatter=DASH),
        text("message", "指摘と、すること", 420, minWidth=340, flex=2, **WORDS),
        text("question", "設問", 180, valueFormatter=DASH),
        text("rule", "規則", 130, valueFormatter=DASH),
        text("file", "ファイル", 240, valueFormatter=DASH),
    ]


def text(field: str, heading: str, width: int, **more: Any) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "minWidth": min(width, 120),
        "filter": "agTextColumnFilter",
        "tooltipField": field,
        **more,
    }


NUMBER = {"function": "params.value == null ? '―' : d3.format(',')(params.value)"}


def number(field: str, heading: str, width: int, formatter: dict[str, str] | None = None) -> dict[str, Any]:
    """A column of numbers, written 1,234 unless the formatter says otherwise; ― where there is none."""
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "filter": "agNumberColumnFilter",
        "type": "rightAligned",
        "valueFormatter": formatter or NUMBER,
    }


def link(field: str, heading: str, width: int, label: str) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "filter": False,
        "floatingFilter": False,
        "sortable": False,
        "cellRenderer": "ReturnsLink",
        "cellRendererParams": {"label": label},
    }


def starts(symbol: str) -> dict[str, str]:
    return {"cell-error": f"String(params.value).startsWith('{symbol}')"}


def _height(pixels: int | None, rows: int) -> str | None:
    """A short table is as high as its rows; without a number the table fills its box."""
    if pixels is None:
        return "100%"
    return None if rows <= FEW else f"{pixels}px"
