"""What the checks found in what is on record of a town."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.frames import records
from dashboard.pages.town import cited
from dashboard.words import raw_files

SEVERITY = {"error": "エラー", "warning": "警告", "info": "情報"}


def table(frame: pd.DataFrame) -> html.Table | html.P:
    """One row per finding (queries.town_sheet.findings), worst first."""
    if frame.empty:
        return html.P("この市町村についての指摘はありません。", className="note")
    rows: list[list[object]] = [
        [
            SEVERITY[str(row["severity"])],
            raw_files.in_text(row["message"]),
            html.Span(raw_files.of_row(row)),
        ]
        for row in records(frame)
    ]
    return cited.table(("重さ", "指摘", "場所"), rows, caption="点検の指摘")
