"""How towns moved between status groups from year to year: an alluvial picture in SVG, no WebGL.

A column is a year, a block a group, a band the towns that went from one block to another. Blocks and bands are
filled polygons; the `meta` of each trace says which (`2023.considering.planned`, or `2023..planned` for a block).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.sketch import FigureSketch
from dashboard.frames import record, records
from dashboard.words import words

# Half the width of a block, as a part of the whole width; room above a block for its label, in towns of all towns.
BLOCK = 0.0175
GAP = 0.085
STEPS = 24
NO_DATA = "no_data"
ALTERNATIVE = "機能集約化"


class Side(NamedTuple):
    """Where a band meets a block: year, and its upper and lower edge."""

    year: int
    top: float
    bottom: float


def figure(blocks: pd.DataFrame, bands: pd.DataFrame, years: pd.DataFrame, groups: pd.DataFrame) -> go.Figure:
    """blocks: fiscal_year, group, towns, alternative (of them, 機能集約化アプローチ). bands: fiscal_year (the later), from_group,
    to_group, towns, alternative (that go there), direction, is_synthetic. years: fiscal_year, short_label, label_ja, implementers_complete. groups: code, label_ja, symbol.
    """
    labels = record(groups.set_index("code")["label_ja"])
    low, high = int(years["fiscal_year"].min()), int(years["fiscal_year"].max())
    wide = max(high - low, 1)
    half = BLOCK * wide
    whole = int(blocks[blocks["fiscal_year"] == high]["towns"].sum())
    gap = GAP * whole
    places = _places(blocks, gap)
    picture = FigureSketch()
    for row in _from_behind(bands):
        _band(picture, row, *_sides(row, bands, places), half, labels)
    for row in records(blocks):
        _block(picture, row, places[(row["fiscal_year"], row["group"])], half, groups)
    for row in records(years):
        so_far = "" if row["implementers_complete"] else f"<br>{words.KNOWN_SO_FAR}"
        picture.add_annotation(
            x=row["fiscal_year"],
            y=1,
            yref="paper",
            text=f"<b>{row['label_ja']}</b>{so_far}",
            xanchor="center",
            yanchor="bottom",
            showarrow=False,
            font={"size": 12},
        )
    picture.update_layout(
        theme.plot(
            margin={"l": 4, "r": 4, "t": 40, "b": 4},
            xaxis={"visible": False, "range": [low - 0.06 * wide, high + 0.125 * wide], "fixedrange": True},
            yaxis={
                "visible": False,
                "range": [whole + gap * (len(groups) + 0.2), -gap * 0.2],
                "fixedrange": True,
            },
            hovermode="closest",
        )
    )
    return picture.figure()


def _places(blocks: pd.DataFrame, gap: float) -> dict[tuple[int, str], float]:
    """Upper edge of each block: groups in their order from the top, a gap for the label above each."""
    places: dict[tuple[int, str], float] = {}
    for year, rows in blocks.groupby("fiscal_year"):
        towns = rows.set_index("group")["towns"]
        at = 0.0
        for group in theme.GROUP_ORDER:
            if group in towns.index:
                at += gap
                places[(int(year), group)] = at  # type: ignore[arg-type]
                at += float(towns[group])
    return places


def _from_behind(bands: pd.DataFrame) -> list[dict[str, Any]]:
    """Bands in the order in which they are painted: silence and what stays first, moves on top."""
    rank = {"unknown": 0, "same": 1, "advance": 2, "retreat": 3}
    ordered = bands.assign(rank=bands["direction"].map(rank)).sort_values(
        ["rank", "towns"], ascending=[True, False]
    )
    return records(ordered)


def _sides(
    row: dict[str, object], bands: pd.DataFrame, places: dict[tuple[int, str], float]
) -> tuple[Side, Side]:
    """Where a band leaves and where it arrives, below the bands that come before it in the order of groups."""
    year, towns = int(str(row["fiscal_year"])), float(str(row["towns"]))
    order = {group: place for place, group in enumerate(theme.GROUP_ORDER)}
    here = bands[bands["fiscal_year"] == year]
    leaving = here[here["from_group"] == row["from_group"]]
    before = leaving[leaving["to_group"].map(order) < order[str(row["to_group"])]]["towns"].sum()
    arriving = here[here["to_group"] == row["to_group"]]
    above = arriving[arriving["from_group"].map(order) < order[str(row["from_group"])]]["towns"].sum()
    start = places[(year - 1, str(row["from_group"]))] + float(before)
    end = places[(year, str(row["to_group"]))] + float(above)
    return Side(year - 1, start, start + towns), Side(year, end, end + towns)


def _band(
    picture: FigureSketch, row: dict[str, object], start: Side, end: Side, half: float, labels: dict[str, str]
) -> None:
    t = np.linspace(0, 1, STEPS)
    ease = t * t * (3 - 2 * t)
    x = start.year + half + t * (1 - 2 * half)
    upper = start.top + ease * (end.top - start.top)
    lower = start.bottom + ease * (end.bottom - start.bottom)
    direction, target = str(row["direction"]), str(row["to_group"])
    style = theme.GROUPS[target]
    colour = {"retreat": theme.OUTCOMES["slipped"].fill, "unknown": theme.GREY_200}.get(direction, style.fill)
    opacity = {"retreat": 0.9, "unknown": 0.28, "same": 0.32}.get(direction, 0.7)
    moved = direction in ("advance", "retreat")
    text = (
        f"{labels[str(row['from_group'])]} → {labels[target]}: {words.count(float(str(row['towns'])))}市町村"
    )
    if row["alternative"]:
        text += f"（うち{ALTERNATIVE} {words.count(float(str(row['alternative'])))}）"
    if row["is_synthetic"]:
        text += f"（{words.SYNTHETIC}を含む）"
    picture.add_scatter(
        x=[*x, *x[::-1]],
        y=[*upper, *lower[::-1]],
        mode="lines",
        fill="toself",
        fillcolor=_faded(colour, opacity),
        fillpattern={
            "shape": "/",
            "fgcolor": theme.OUTCOMES["slipped"].line,
            "size": 6,
            "solidity": 0.25,
            "fillmode": "overlay",
        }
        if direction == "retreat"
        else None,
        line={
            "width": 1 if moved else 0,
            "color": style.line if direction == "advance" else theme.OUTCOMES["slipped"].line,
        },
        hoveron="fills",
        name=text,
        text=text,
        hoverinfo="text",
        meta=f"{end.year}.{row['from_group']}.{target}",
    )
    if moved:
        place = 0.56 if direction == "retreat" else 0.76
        eased = place * place * (3 - 2 * place)
        middle = (start.top + start.bottom) / 2 * (1 - eased) + (end.top + end.bottom) / 2 * eased
        picture.add_annotation(
            x=start.year + half + place * (1 - 2 * half),
            y=middle,
            text=f"<b>{theme.DIRECTIONS[direction]}{row['towns']}</b>",
            showarrow=False,
            bgcolor=theme.WHITE,
            bordercolor=style.line if direction == "advance" else theme.OUTCOMES["slipped"].line,
            borderwidth=1,
            borderpad=1,
            font={"size": 11, "color": theme.INK},
        )


def _block(
    picture: FigureSketch, row: dict[str, object], top: float, half: float, groups: pd.DataFrame
) -> None:
    group, year, towns = str(row["group"]), int(str(row["fiscal_year"])), float(str(row["towns"]))
    style = theme.GROUPS[group]
    named = groups[groups["code"] == group].iloc[0]
    label = f"{named['symbol']} {named['label_ja']} {words.count(towns)}"
    if row["alternative"]:
        label += f"（うち{ALTERNATIVE} {words.count(float(str(row['alternative'])))}）"
    picture.add_scatter(
        x=[year - half, year + half, year + half, year - half, year - half],
        y=[top, top, top + towns, top + towns, top],
        mode="lines",
        fill="toself",
        fillcolor=style.fill,
        fillpattern={
            "shape": style.pattern,
            "fgcolor": theme.BLUE_900,
            "size": 6,
            "solidity": 0.2,
            "fillmode": "overlay",
        },
        line={"width": 1, "color": style.line},
        hoveron="fills",
        name=label,
        text=f"{label}市町村",
        hoverinfo="text",
        meta=f"{year}..{group}",
    )
    picture.add_annotation(
        x=year + half if row["alternative"] else year - half,  # the longer label stays inside the picture
        y=top,
        text=label,
        xanchor="right" if row["alternative"] else "left",
        yanchor="bottom",
        yshift=-2,
        borderpad=0,
        showarrow=False,
        font={"size": 12, "color": theme.INK},
    )


def _faded(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
