"""Stacked bars of the 14 振興局: towns by status group, from 0, in 行政順, with the whole at the end."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme, words


def figure(summary: pd.DataFrame) -> go.Figure:
    """summary: one row a 振興局 and group (without 全道) with short_name, group_code, group_label,
    municipalities, denominator; 振興局 in the order in which they shall stand.
    """
    areas = list(dict.fromkeys(summary["short_name"]))
    whole = summary.groupby("short_name", sort=False)["denominator"].first()
    picture = go.Figure()
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
            bargap=0.24,
            margin={"l": 66, "r": 4, "t": 4, "b": 22},
            xaxis={
                "range": [0, most * 1.24],
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
    implementing = summary[summary["group_code"] == "implementing"].set_index("short_name")["municipalities"]
    for area in areas:
        picture.add_annotation(
            x=int(whole[area]),
            y=area,
            text=_end(int(implementing[area]), int(whole[area])),
            xanchor="left",
            xshift=5,
            showarrow=False,
            font={"size": 12, "color": theme.INK},
        )
    return picture


def _end(implementing: int, whole: int) -> str:
    return f"<b>{implementing}</b>／{whole}" if implementing else f"0／{whole}"
