"""Bars of the barriers: towns that stated each, from 0, with the three places inside and the share at the end."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.frames import records
from dashboard.words import words

PROVISIONAL = "仮"
# Dark to light, so that the places read in grey; what was stated without a place is empty.
PARTS = (
    ("first", "1位", theme.BLUE_900, theme.BLUE_900, theme.WHITE, ""),
    ("second", "2位", theme.BLUE_400, theme.BLUE_600, theme.INK, ""),
    ("third", "3位", theme.BLUE_200, theme.BLUE_600, theme.INK, ""),
    ("unranked", "順位なし", theme.WHITE, theme.GREY_600, theme.INK, ""),
)


def figure(shares: pd.DataFrame) -> go.Figure:
    """shares: one row per barrier in order with barrier_code, barrier_label, is_provisional, stated, counted, share,
    first, second, third, points. A bar's customdata is the name of its number: stated:CODE or rank:CODE:1.
    """
    frame = shares.assign(
        unranked=(shares["stated"] - shares["first"] - shares["second"] - shares["third"]).clip(lower=0),
        axis=[name(row) for row in records(shares)],
    )
    most = max(int(frame["stated"].max()) if len(frame) else 0, 1)
    picture = FigureSketch()
    for place, (column, label, fill, line, ink, pattern) in enumerate(PARTS, start=1):
        numbers = frame[column].astype(int).tolist()
        key = f"rank:{{}}:{place}" if column != "unranked" else "rank:{}:0"
        picture.add_bar(
            name=label,
            y=frame["axis"].tolist(),
            x=numbers,
            orientation="h",
            marker={"color": fill, "line": {"color": line, "width": 0.8}, "pattern": {"shape": pattern}},
            text=[words.count(number) if number >= most * 0.045 else "" for number in numbers],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink, "size": 11},
            constraintext="none",
            customdata=[key.format(code) for code in frame["barrier_code"]],
            hovertemplate=f"<b>%{{y}}</b><br>{label}: %{{x}} 市町村<extra></extra>",
        )
    picture.update_layout(
        theme.plot(
            barmode="stack",
            bargap=0.26,
            margin={"l": 214, "r": 4, "t": 2, "b": 22},
            xaxis={
                "range": [0, most * 1.62],
                "fixedrange": True,
                "tickvals": _ticks(most),
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
    for row in frame.to_dict("records"):
        picture.add_annotation(
            x=max(int(row["stated"]), int(row["first"] + row["second"] + row["third"])),
            y=row["axis"],
            text=f"<b>{words.count(row['stated'])}</b>／{words.count(row['counted'])}（{words.share(row['stated'], row['counted'])}）",
            xanchor="left",
            xshift=5,
            showarrow=False,
            font={"size": 12, "color": theme.INK},
        )
    return picture.figure()


def name(row: dict[str, object]) -> str:
    """What a barrier is called on an axis, with 仮 where the option is not one that towns are known to have stated."""
    return f"{row['barrier_label']}［{PROVISIONAL}］" if row["is_provisional"] else str(row["barrier_label"])


def _ticks(most: int) -> list[int]:
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / size <= 6 or size == 500)
    return list(range(0, most + 1, step))
