"""Stacked bars of the 14 振興局: returns in time, late and still missing, with numerator and denominator."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.words import words


@dataclass(frozen=True)
class Part:
    """How a part of a bar is drawn: dark, light, empty, so that it reads in grey too."""

    column: str
    label: str
    fill: str
    line: str
    ink: str


PARTS = (
    Part("in_time", "期限内に受領", theme.BLUE_900, theme.BLUE_900, theme.WHITE),
    Part("late", "期限後に受領", theme.BLUE_200, theme.BLUE_600, theme.INK),
    Part("waiting", "未着", theme.WHITE, theme.GREY_600, theme.INK),
)
TOP, BOTTOM = 4, 22
MARGIN = TOP + BOTTOM


def figure(areas: pd.DataFrame) -> go.Figure:
    """areas: one row a 振興局 in order with short_name, in_time, late, waiting, denominator."""
    picture = FigureSketch()
    for part in PARTS:
        numbers = areas[part.column].astype(int).tolist()
        picture.add_bar(
            name=part.label,
            y=areas["short_name"].tolist(),
            x=numbers,
            orientation="h",
            marker={"color": part.fill, "line": {"color": part.line, "width": 0.8}},
            text=[str(number) if number else "" for number in numbers],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": part.ink, "size": 11},
            constraintext="none",
            customdata=areas["denominator"].astype(int).tolist(),
            hovertemplate=f"<b>%{{y}}</b><br>{part.label}: %{{x}} ／ %{{customdata}} 市町村<extra></extra>",
        )
    most = int(areas["denominator"].max()) if len(areas) else 1
    picture.update_layout(
        theme.plot(
            barmode="stack",
            bargap=0.24,
            margin={"l": 66, "r": 4, "t": TOP, "b": BOTTOM},
            xaxis={
                "range": [0, most * 1.5],
                "fixedrange": True,
                "tickvals": list(range(0, most + 1, 5)),
                "gridcolor": theme.GREY_200,
                "zeroline": True,
                "zerolinecolor": theme.GREY_600,
                "tickfont": {"size": 11, "color": theme.INK_SOFT},
            },
            yaxis={
                "autorange": "reversed",
                "fixedrange": True,
                "ticklabelstandoff": 4,
                "tickfont": {"size": 12},
            },
        )
    )
    for row in areas.to_dict("records"):
        whole = int(row["denominator"])
        came = int(row["in_time"]) + int(row["late"])
        picture.add_annotation(
            x=whole,
            y=row["short_name"],
            text=f"<b>{came}</b>／{whole}（{words.share_of(came / whole)}）",
            xanchor="left",
            xshift=5,
            showarrow=False,
            font={"size": 12, "color": theme.INK},
        )
    return picture.figure()
