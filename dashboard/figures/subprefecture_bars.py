"""Stacked bars of the 14 振興局: towns by status group, from 0, in 行政順, with the whole at the end."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.words import words


def figure(
    summary: pd.DataFrame, *, is_settled: bool = True, counted: tuple[str, ...] = ("implementing",)
) -> go.Figure:
    """summary: one row a 振興局 and group (without 全道) with short_name, group_code, group_label,
    municipalities, denominator, carried; 振興局 in the order in which they shall stand.

    At the end of a bar stands how many are in the groups `counted` of how many; where that count is not settled
    there is no whole to it, and what of it is taken to go on stands in brackets.
    """
    if summary.empty:
        return _nothing()
    areas = list(dict.fromkeys(summary["short_name"]))
    whole = summary.groupby("short_name", sort=False)["denominator"].first()
    picture = FigureSketch()
    for group in theme.GROUP_ORDER:
        rows = summary[summary["group_code"] == group].set_index("short_name").reindex(areas)
        style = theme.GROUPS[group]
        numbers = rows["municipalities"].astype(int).tolist()
        label = str(rows["group_label"].iloc[0])
        picture.add_bar(
            name=label,
            y=areas,
            x=numbers,
            orientation="h",
            marker={
                "color": style.fill,
                "line": {"color": style.line, "width": 0.8},
                "pattern": {
                    "shape": style.pattern,
                    "fgcolor": theme.BLUE_900,
                    "size": 6,
                    "solidity": 0.2,
                    "fillmode": "overlay",
                },
            },
            text=[words.count(number) if number else "" for number in numbers],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": style.ink, "size": 11},
            constraintext="none",
            hovertemplate=f"<b>%{{y}}</b><br>{label}: %{{x}} ／ %{{customdata}} 市町村<extra></extra>",
            customdata=[int(whole[area]) for area in areas],
        )
    most = int(whole.max())
    picture.update_layout(
        theme.plot(
            barmode="stack",
            bargap=1 - 0.76 * min(1, (len(areas) + 2) / 14),
            margin={"l": 66, "r": 4, "t": 4, "b": 22},
            xaxis={
                "range": [0, most * (1.24 if is_settled else 1.55)],
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
    counts = (
        summary[summary["group_code"].isin(counted)]
        .groupby("short_name")[["municipalities", "carried"]]
        .sum()
    )
    drawn = summary.groupby("short_name")["municipalities"].sum()
    for area in areas:
        number, carried = (int(value) for value in counts.loc[area])
        picture.add_annotation(
            x=int(drawn[area]),
            y=area,
            text=_end(number, carried, int(whole[area]) if is_settled else None),
            xanchor="left",
            xshift=5,
            showarrow=False,
            font={"size": 12, "color": theme.INK},
        )
    return picture.figure()


def _nothing() -> go.Figure:
    """Where the filters leave no town."""
    hidden = {"visible": False, "fixedrange": True}
    picture = go.Figure(layout=theme.plot(xaxis=hidden, yaxis=hidden))
    picture.add_annotation(
        text="条件に合う市町村はありません",
        xref="paper",
        yref="paper",
        x=0.5,
        y=0.5,
        showarrow=False,
        font={"size": 13, "color": theme.INK_SOFT},
    )
    return picture


def _end(number: int, carried: int, whole: int | None) -> str:
    if whole is not None:
        return f"<b>{number}</b>／{whole}" if number else f"0／{whole}"
    if not number:
        return "―"
    return f"<b>{number}</b>（継続{carried}）" if carried else f"<b>{number}</b>"
