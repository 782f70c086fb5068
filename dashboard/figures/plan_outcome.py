"""What became of stated starts: stacked bars by planned year, from 0, told apart by pattern and number too."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.words import words


def figure(counts: pd.DataFrame, labels: dict[str, str]) -> go.Figure:
    """counts: planned_start, year_label, outcome, plans. labels: words of the outcomes in their order."""
    picture = FigureSketch()
    years = counts.drop_duplicates("planned_start").sort_values("planned_start")["year_label"].tolist()
    whole = counts.groupby("year_label")["plans"].sum()
    for outcome, label in labels.items():
        rows = (
            counts[counts["outcome"] == outcome].set_index("year_label")["plans"].reindex(years, fill_value=0)
        )
        if not rows.sum():
            continue
        style = theme.OUTCOMES[outcome]
        picture.add_bar(
            name=f"{style.marker} {label}",
            y=years,
            x=rows.tolist(),
            orientation="h",
            marker={
                "color": style.fill,
                "line": {"color": style.line, "width": 1},
                "pattern": {
                    "shape": style.pattern,
                    "fgcolor": style.line,
                    "size": 6,
                    "solidity": 0.2,
                    "fillmode": "overlay",
                },
            },
            text=[f"{style.marker}{number}" if number else "" for number in rows],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": style.ink, "size": 12},
            hovertemplate=f"%{{y}}に開始予定<br>{label}: %{{x}} ／ %{{customdata}} 市町村<extra></extra>",
            customdata=[int(whole[year]) for year in years],
        )
    most = int(whole.max())
    picture.update_layout(
        theme.plot(
            barmode="stack",
            bargap=1 - min(0.68, 0.17 * len(years)),
            margin={"l": 78, "r": 40, "t": 4, "b": 22},
            xaxis={
                "range": [0, most * 1.08],
                "fixedrange": True,
                "dtick": max(1, round(most / 8)),
                "gridcolor": theme.GREY_200,
                "zeroline": True,
                "zerolinecolor": theme.GREY_600,
                "tickfont": {"size": 11, "color": theme.INK_SOFT},
            },
            yaxis={"autorange": "reversed", "fixedrange": True, "ticklabelstandoff": 4, "type": "category"},
        )
    )
    for year in years:
        picture.add_annotation(
            x=int(whole[year]),
            y=year,
            text=f"計 {words.count(whole[year])}",
            xanchor="left",
            xshift=5,
            showarrow=False,
            font={"size": 12},
        )
    return picture.figure()
