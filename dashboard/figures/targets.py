"""A series of targets: what is known by year, and the targets of their years."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.words import words


def figure(course: pd.DataFrame, decimals: int = 0) -> go.Figure:
    """course: planning.targets.course. What is known in part only is hollow; targets are diamonds."""
    picture = FigureSketch()
    known, wanted = course[course["actual"].notna()], course[course["target"].notna()]
    parts = (
        ("わかっている実績", known, "actual", theme.BLUE_900, "bottom center"),
        ("目標", wanted, "target", theme.GREY_600, "top center"),
    )
    for name, rows, column, colour, side in parts:
        is_known = column == "actual"
        hollow = [is_known and not sure for sure in rows["is_complete"]]
        shape = "circle" if is_known else "diamond"
        picture.add_scatter(
            x=rows["fiscal_year"].tolist(),
            y=rows[column].tolist(),
            mode="lines+markers+text",
            name=name,
            line={"color": colour, "width": 2.5, "dash": "solid" if is_known else "dot"},
            marker={
                "symbol": [f"{shape}-open" if part else shape for part in hollow],
                "size": 10,
                "color": colour,
                "line": {"color": colour, "width": 2},
            },
            text=[words.decimal(value, decimals) for value in rows[column]],
            textposition=side,
            textfont={"size": 12, "color": theme.INK},
            hovertemplate=f"{name}: %{{text}}<extra></extra>",
            cliponaxis=False,
        )
    years = course["fiscal_year"].tolist()
    most = float(course[["actual", "target"]].max().max())
    picture.update_layout(
        theme.plot(
            margin={"l": 36, "r": 24, "t": 22, "b": 28},
            xaxis={
                "tickvals": years,
                "ticktext": [words.fiscal_year(year) for year in years],
                "range": [years[0] - 0.4, years[-1] + 0.4],
                "fixedrange": True,
                "tickfont": {"size": 11, "color": theme.INK_SOFT},
            },
            yaxis={
                "range": [0, most * 1.25 + 1],
                "fixedrange": True,
                "gridcolor": theme.GREY_200,
                "tickfont": {"size": 11, "color": theme.INK_SOFT},
            },
        )
    )
    return picture.figure()
