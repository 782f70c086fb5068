"""Bars of what became of each barrier: persisted and cleared of those that stated it before, and newly stated."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.barrier_bars import name
from dashboard.figures.sketch import FigureSketch
from dashboard.frames import records
from dashboard.words import words

PARTS = (
    ("persisted", "続いている", theme.BLUE_900, theme.BLUE_900, theme.WHITE, ""),
    ("cleared", "なくなった", theme.WHITE, theme.BLUE_600, theme.INK, ""),
    ("new", "新しく挙げた", theme.BLUE_200, theme.BLUE_600, theme.INK, "/"),
)


def figure(persistence: pd.DataFrame) -> go.Figure:
    """persistence: one row per barrier in order with barrier_code, barrier_label, is_provisional, persisted, cleared,
    new, before. A bar's customdata is the name of its number: change:CODE:persisted.
    """
    axis = [name(row) for row in records(persistence)]
    whole = (persistence["before"] + persistence["new"]).astype(int).tolist()
    most = max([*whole, 1])
    picture = FigureSketch()
    for column, label, fill, line, ink, pattern in PARTS:
        numbers = persistence[column].astype(int).tolist()
        picture.add_bar(
            name=label,
            y=axis,
            x=numbers,
            orientation="h",
            marker={
                "color": fill,
                "line": {"color": line, "width": 0.8},
                "pattern": {"shape": pattern, "fgcolor": theme.BLUE_600, "size": 6, "solidity": 0.15},
            },
            text=[words.count(number) if number >= most * 0.045 else "" for number in numbers],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink, "size": 11},
            constraintext="none",
            customdata=[f"change:{code}:{column}" for code in persistence["barrier_code"]],
            hovertemplate=f"<b>%{{y}}</b><br>{label}: %{{x}} 市町村<extra></extra>",
        )
    picture.update_layout(
        theme.plot(
            barmode="stack",
            bargap=0.26,
            margin={"l": 214, "r": 4, "t": 2, "b": 22},
            xaxis={
                "range": [0, most * 1.06],
                "fixedrange": True,
                "gridcolor": theme.GREY_200,
                "zeroline": True,
                "zerolinecolor": theme.GREY_600,
                "tickfont": {"size": 11, "color": theme.INK_SOFT},
                "rangemode": "tozero",
            },
            yaxis={"autorange": "reversed", "fixedrange": True, "ticklabelstandoff": 4},
        )
    )
    return picture.figure()
