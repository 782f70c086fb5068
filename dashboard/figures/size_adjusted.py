"""By size class: what the nation's rate would give, its span by chance, and what is known."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.words import words


def figure(rows: pd.DataFrame) -> go.Figure:
    """rows: planning.size_adjusted.compare; those of which nothing is expected are left out."""
    shown = rows[rows["expected"].notna()]
    picture = FigureSketch()
    for row in shown.to_dict("records"):
        picture.add_scatter(
            x=[row["low"], row["high"]],
            y=[row["label"]] * 2,
            mode="lines",
            line={"color": theme.BLUE_200, "width": 14},
            hoverinfo="skip",
        )
    for column, name, symbol, colour, side, digits in (
        ("expected", "全国と同じ率なら", "line-ns-open", theme.GREY_600, "top center", 1),
        ("known", "わかっている実施", "circle", theme.BLUE_900, "bottom center", 0),
    ):
        picture.add_scatter(
            x=shown[column].tolist(),
            y=shown["label"].tolist(),
            mode="markers+text",
            name=name,
            marker={"symbol": symbol, "size": 13, "color": colour, "line": {"color": colour, "width": 3}},
            text=[words.decimal(value, digits) for value in shown[column]],
            textposition=side,
            textfont={"size": 12, "color": theme.INK},
            hovertemplate=f"<b>%{{y}}</b><br>{name}: %{{text}} 市町村<extra></extra>",
            cliponaxis=False,
        )
    most = float(shown[["high", "known"]].max().max()) if len(shown) else 1.0
    picture.update_layout(
        theme.plot(
            margin={"l": 150, "r": 16, "t": 14, "b": 24},
            xaxis={
                "range": [0, most * 1.1 + 1],
                "fixedrange": True,
                "gridcolor": theme.GREY_200,
                "zeroline": True,
                "zerolinecolor": theme.GREY_600,
                "tickfont": {"size": 11, "color": theme.INK_SOFT},
            },
            yaxis={"autorange": "reversed", "fixedrange": True, "tickfont": {"size": 12}},
        )
    )
    return picture.figure()
