"""Tables to sort and filter: one maker for all of them, and the columns and looks that several pages share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_ag_grid as dag
import pandas as pd

from dashboard import frames
from dashboard.components.grid_words import LOCALE

SEVERITIES = {"error": "× エラー", "warning": "▲ 警告", "info": "・ 参考"}
SEVERITY_CLASSES = {"cell-error": "params.value == '× エラー'", "cell-warning": "params.value == '▲ 警告'"}
DASH = {"function": "params.value == null || params.value === '' ? '―' : params.value"}
# A fiscal year as 令和5（2023）, by the table of eras that comes with the page (assets/eras.js).
YEAR = {"function": "eraYear(params.value, '')"}
YEAR_OR_DASH = {"function": "eraYear(params.value, '―')"}
NUMBER = {"function": "params.value == null ? '―' : d3.format(',')(params.value)"}
WORDS: dict[str, Any] = {"wrapText": True, "autoHeight": True, "cellClass": "cell-words"}
# A column of municipalities whose names lead to their pages.
TOWN: dict[str, Any] = {"pinned": "left", "cellRenderer": "ProgressTown"}
# Columns of which another field of the row says how they are sorted: names by their よみ, 振興局 in 行政順 (assets/grids.js).
KANA, AREA = "kana", "subprefecture_code"
SORTED_BY = {
    "name": "byKana",
    "town": "byKana",
    "subprefecture_name": "byArea",
    "short_name": "byArea",
    "area": "byArea",
}
# Filters of the columns without buttons of their own: what is typed is the filter.
WITHOUT_FILTER_BUTTONS = {"suppressFloatingFilterButton": True, "suppressHeaderFilterButton": True}
# A column that paper leaves out (assets/grids.js): buttons, and what the screen has to the right of its edge.
OFF_PAPER = {"isOffPaper": True}
# The CSV holds values, not what the cell makes of them: a missing one stays empty.

Columns = list[dict[str, Any]]
Rows = list[dict[str, Any]]


def grid(
    grid_id: str,
    columns: Columns,
    rows: Rows,
    *,
    height: str | None,
    listeners: Mapping[str, str],
    row_height: int = 34,
    head_height: int = 36,
    nothing: str = LOCALE["noRowsToShow"],
    row_id: str | None = None,
    column_options: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
    **more: Any,
) -> dag.AgGrid:
    """A table of the house. height: in CSS; listeners: browser event → expression of ours; nothing: shown without rows;
    row_id: expression of the id of a row.

    column_options: of every column, options: of the grid, beside those that all tables have; more: properties of AgGrid.
    """
    return dag.AgGrid(
        id=grid_id,
        columnDefs=columns,
        rowData=rows,
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "filter": True,
            "floatingFilter": True,
            "suppressHeaderMenuButton": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
            "comparator": {"function": "byWords"},
            "filterParams": {"textMatcher": {"function": "matchesText(params)"}},
            "getQuickFilterText": {"function": "foldText(params.value)"},
            **(column_options or {}),
        },
        dashGridOptions={
            "localeText": {**LOCALE, "noRowsToShow": nothing},
            "rowHeight": row_height,
            "headerHeight": head_height,
            "floatingFiltersHeight": head_height,
            "animateRows": False,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "tooltipShowDelay": 300,
            "theme": {"function": "kasanariTheme(themeQuartz)"},
            **(options or {}),
        },
        eventListeners={event: [expression] for event, expression in listeners.items()},
        className="towns-grid",
        style={"height": height},
        **({"getRowId": row_id} if row_id else {}),
        **more,
    )


def town_grid(grid_id: str, columns: Columns, frame: pd.DataFrame, height: int, nothing: str) -> dag.AgGrid:
    """A table as high as its rows up to `height` pixels; municipality_code leads from a name to its page."""
    extra = [{"field": "municipality_code"}] if "municipality_code" in frame else []
    rows = records(frame, [*columns, *extra])
    row_pixels = 56 if any(column.get("wrapText") for column in columns) else 32  # two lines where words wrap
    return grid(
        grid_id,
        columns,
        rows,
        height=f"{min(height, 104 + row_pixels * max(len(rows), 2))}px",
        listeners={"cellKeyDown": "progressKey(params)"},
        row_height=32,
        nothing=nothing,
        column_options=WITHOUT_FILTER_BUTTONS,
    )


def records(frame: pd.DataFrame, columns: Columns) -> Rows:
    """The rows of the columns' fields and of what these are sorted by; an empty cell is None."""
    fields = [column["field"] for column in columns]
    beside = [field for field in (KANA, AREA) if field in frame and field not in fields]
    shown = frame[[*fields, *beside]].astype(object)
    return frames.records(shown.where(shown.notna(), None))


def text(field: str, heading: str, width: int, **more: Any) -> dict[str, Any]:
    """A column of text that keeps a width to read it by."""
    return free_text(field, heading, width, **{"minWidth": min(width, 120), **more})


def free_text(field: str, heading: str, width: int, **more: Any) -> dict[str, Any]:
    """A column of text, as narrow as anybody draws it; what does not fit is shown under the pointer."""
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "filter": "agTextColumnFilter",
        "tooltipField": field,
        **({"comparator": {"function": SORTED_BY[field]}} if field in SORTED_BY else {}),
        **more,
    }


def day(field: str, heading: str, **more: Any) -> dict[str, Any]:
    """A column of days (ISO dates, sorted and saved as such), written 令和8年12月25日; ― where there is none."""
    formatter = {"function": "dayText(params.value)"}
    column = text(field, heading, 152, valueFormatter=formatter, useValueFormatterForExport=False)
    return {**column, "minWidth": 152, **more}


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
