"""A table of municipalities that people sort and filter; names lead to the page of the municipality."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import pandas as pd

from dashboard.components.grid_columns import records
from dashboard.components.grid_words import LOCALE

TOWN: dict[str, Any] = {"pinned": "left", "cellRenderer": "ProgressTown"}


def town_grid(
    grid_id: str, columns: list[dict[str, Any]], shown: pd.DataFrame, height: int, nothing: str
) -> dag.AgGrid:
    """A table to sort and filter, as high as its rows up to `height`; names of towns lead to their pages."""
    extra = [{"field": "municipality_code"}] if "municipality_code" in shown else []
    rows = records(shown, [*columns, *extra])
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
            "suppressFloatingFilterButton": True,
            "suppressHeaderFilterButton": True,
        },
        dashGridOptions={
            "localeText": {**LOCALE, "noRowsToShow": nothing},
            "rowHeight": 32,
            "headerHeight": 36,
            "floatingFiltersHeight": 36,
            "animateRows": False,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "tooltipShowDelay": 300,
            "theme": {"function": "kasanariTheme(themeQuartz)"},
        },
        eventListeners={"cellKeyDown": ["progressKey(params)"]},
        className="towns-grid",
        style={"height": f"{min(height, 104 + 32 * max(len(rows), 2))}px"},
    )
