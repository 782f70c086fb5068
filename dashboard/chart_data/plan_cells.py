"""What numbers of planned starts count: each statement of a start, with its cell and that of what became of it."""

from __future__ import annotations

import pandas as pd

from dashboard.chart_data import table
from dashboard.chart_data.table import ChartTable
from dashboard.frames import records
from dashboard.views.progress import OUTCOMES
from dashboard.words import raw_files

COLUMNS = (
    *table.MUNICIPALITY,
    *table.year("示した年度"),
    *table.year("開始予定の年度"),
    table.text("初めての予定"),
    table.text("その後"),
    table.text("予定のセル"),
    table.text("その後のセル", "実施、延期などの書かれたセル。空欄は、まだ資料がないもの"),
)


def behind(plans: pd.DataFrame) -> ChartTable:
    """plans: queries.progress.plans."""
    rows = records(plans)
    cells = [
        (
            row["municipality_code"],
            row["name"],
            *table.years(row["stated_fiscal_year"]),
            *table.years(row["planned_start"]),
            table.yes(row["is_first"]),
            OUTCOMES[row["outcome"]],
            raw_files.of_row(row),
            raw_files.of_row(row, "evidence_"),
        )
        for row in rows
    ]
    return table.chart_table(COLUMNS, cells, [bool(row["is_synthetic"]) for row in rows], ())
