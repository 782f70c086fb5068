"""Towns that implement, year by year: what is known, what the plans lead to, and what if they go as so far."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.words import words


def figure(scenarios: pd.DataFrame) -> go.Figure:
    """scenarios: fiscal_year, short_label, known (missing after the newest year of which something is known), hold,
    middle, low, high (missing where the cases are too few), lowest, highest, is_complete (whether known is all there is).
    """
    picture = FigureSketch()
    rows = scenarios.sort_values("fiscal_year")
    years = rows["fiscal_year"].tolist()
    ahead = rows[rows[["hold", "highest"]].max(axis=1) != rows["known"].fillna(-1)]
    first = int(ahead["fiscal_year"].min()) - 1 if len(ahead) else years[-1]
    later = rows[rows["fiscal_year"] >= first]
    if len(ahead):
        _band(picture, later, ("lowest", "highest"), theme.GREY_200 + "99", "わからない分を入れた幅")
    if rows["middle"].notna().any():
        _band(picture, later, ("low", "high"), theme.RED_200 + "66", "これまでのとおりに進めば（80％の幅）")
        _line(
            picture,
            later,
            "middle",
            "これまでのとおりに進めば",
            theme.OUTCOMES["slipped"].line,
            "dot",
            "diamond-open",
            1,
        )
    if len(ahead):
        _line(picture, later, "hold", "予定どおりなら", theme.BLUE_600, "dash", "circle-open", 0)
    known = rows[rows["known"].notna()]
    _line(
        picture,
        known,
        "known",
        "わかっている実施",
        theme.BLUE_900,
        "solid",
        "circle",
        0,
        known["is_complete"],
    )
    top = max(float(rows[["known", "hold", "high", "highest"]].max().max()), 1.0)
    picture.update_layout(
        theme.plot(
            margin={"l": 30, "r": 14, "t": 14, "b": 22},
            xaxis={
                "range": [years[0] - 0.3, years[-1] + 0.35],
                "tickvals": years,
                "ticktext": rows["short_label"].tolist(),
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
            },
            yaxis={
                "range": [0, top * 1.14],
                "nticks": 5,
                "fixedrange": True,
                "gridcolor": theme.GREY_200,
                "zeroline": True,
                "zerolinecolor": theme.GREY_600,
                "tickfont": {"size": 11, "color": theme.INK_SOFT},
            },
            hovermode="closest",
        )
    )
    return picture.figure()


def _band(
    picture: FigureSketch, rows: pd.DataFrame, columns: tuple[str, str], colour: str, name: str
) -> None:
    low, high = columns
    picture.add_scatter(
        x=[*rows["fiscal_year"], *rows["fiscal_year"][::-1]],
        y=[*rows[high], *rows[low][::-1]],
        mode="lines",
        fill="toself",
        fillcolor=colour,
        line={"width": 0},
        hoverinfo="skip",
        name=name,
    )


def _line(
    picture: FigureSketch,
    rows: pd.DataFrame,
    column: str,
    name: str,
    colour: str,
    dash: str,
    symbol: str,
    digits: int,
    complete: pd.Series | None = None,
) -> None:
    symbols = (
        [symbol] * len(rows)
        if complete is None
        else [symbol if sure else f"{symbol}-open" for sure in complete]
    )
    said = [words.decimal(value, digits) for value in rows[column]]
    if column == "middle":  # between the others: only where it ends
        said = [*[""] * (len(said) - 1), *said[-1:]]
    if column == "hold":  # begins where what is known ends
        said = ["", *said[1:]]
    if complete is not None:
        said = [text if sure else f"({text})" for text, sure in zip(said, complete, strict=True)]
    picture.add_scatter(
        x=rows["fiscal_year"].tolist(),
        y=rows[column].tolist(),
        mode="lines+markers+text",
        name=name,
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={"symbol": symbols, "size": 8, "color": colour, "line": {"color": colour, "width": 2}},
        text=said,
        textposition={"hold": "top center", "middle": "bottom right", "known": "bottom right"}[column],
        textfont={"size": 11, "color": colour},
        customdata=[words.decimal(value, digits) for value in rows[column]],
        hovertemplate=f"%{{x}}年度 {name}<br>%{{customdata}} 市町村<extra></extra>",
        cliponaxis=False,
    )


def summary(scenarios: pd.DataFrame, last_label: str) -> str:
    """One sentence under the picture: what the last year comes to."""
    last = scenarios.sort_values("fiscal_year").iloc[-1]
    said = f"{last_label}の実施は、予定どおりなら{words.count(last['hold'])}市町村"
    if pd.notna(last["middle"]):
        said += f"、これまでのとおりに進めば約{words.decimal(last['middle'])}市町村（80％の幅 {words.decimal(last['low'])}〜{words.decimal(last['high'])}）"
    return f"{said}です。"
