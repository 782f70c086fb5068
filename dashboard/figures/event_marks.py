"""Events on a chart over years: a dotted line in their year with the numbers of the list below the chart."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.frames import records

ROOM = 16  # pixels for a row of numbers


def mark(figure: go.Figure, events: pd.DataFrame, *, is_below: bool = False) -> go.Figure:
    """The figure with its events. events: fiscal_year, mark, text, event_kind; is_below: where years stand on top."""
    years: dict[int, list[dict[str, object]]] = {}
    for row in records(events):
        years.setdefault(int(row["fiscal_year"]), []).append(row)
    if not years:
        return figure
    lines, notes = [], []
    for year, rows in years.items():
        line = {"type": "line", "xref": "x", "yref": "paper", "x0": year, "x1": year, "y0": 0, "y1": 1}
        lines.append({**line, "line": {"color": theme.GREY_600, "width": 1, "dash": "dot"}, "layer": "below"})
        notes.append(
            {
                "x": year,
                "y": 0 if is_below else 1,
                "yref": "paper",
                "yanchor": "top" if is_below else "bottom",
                "text": "".join(str(row["mark"]) for row in rows),
                "hovertext": "<br>".join(f"{row['mark']} {row['event_kind']}: {row['text']}" for row in rows),
                "showarrow": False,
                "name": "event",
                "font": {"size": 12, "color": theme.INK},
            }
        )
    side = "b" if is_below else "t"
    # Its parts are put together before plotly checks them: update_layout checks each part that was there again.
    layout = figure.layout.to_plotly_json()
    margin = layout.get("margin", {})
    return go.Figure(
        figure.data,
        {
            **layout,
            "shapes": [*layout.get("shapes", ()), *lines],
            "annotations": [*layout.get("annotations", ()), *notes],
            "margin": {**margin, side: max(int(margin.get(side) or 0), ROOM + 2)},
        },
    )
