"""The map of states: fills by status group, a symbol and a name at the town hall, 北方領土 in grey."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme, words
from dashboard.figures.labels import place_labels

FILLS, NORTHERN, OUTLINES, FIRST_SYMBOL = 0, 1, 2, 3
SYMBOL_GROUPS = tuple(code for code in theme.GROUP_ORDER if code != "no_data")
# Past so many names only the implementing towns keep theirs, and past the second number nobody does.
MOST_NAMES, MOST_IMPLEMENTING_NAMES = 18, 40
SYMBOL_SIZE = {"implementing": 8, "planned": 9, "considering": 6, "no_plan": 5}
# The size that labels are laid out for; the figure itself takes the size of its card.
LAYOUT_WIDTH = 640


def figure(
    towns: pd.DataFrame,
    towns_url: str,
    outlines_url: str,
    subprefectures: list[str],
    bounds: tuple[float, float, float, float],
    northern_id: str,
) -> go.Figure:
    """The map of one year.

    towns: one row a municipality with municipality_code, name, group_code, group_label, symbol, sort_order,
    status_label, start_label, basis, hall_lat, hall_lon, and is_shown where filters leave towns out. Geometry is
    fetched by the browser from the addresses.
    """
    changing = changes(towns, bounds)
    data: list[Any] = [
        go.Choropleth(
            geojson=towns_url,
            locations=towns["municipality_code"].tolist(),
            colorscale=_steps(),
            zmin=-0.5,
            zmax=len(theme.GROUPS) + 0.5,
            showscale=False,
            marker={"line": {"color": theme.GREY_400, "width": 0.6}},
            hovertemplate="%{text}<extra></extra>",
            **changing[FILLS],
        ),
        go.Choropleth(
            geojson=towns_url,
            locations=[northern_id],
            z=[1],
            colorscale=[[0, theme.NORTHERN], [1, theme.NORTHERN]],
            showscale=False,
            marker={"line": {"color": theme.GREY_400, "width": 0.6}},
            hovertemplate="<b>北方領土（6村）</b><br>集計の対象外<extra></extra>",
        ),
        go.Choropleth(
            geojson=outlines_url,
            locations=subprefectures,
            z=[0] * len(subprefectures),
            colorscale=[[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
            showscale=False,
            marker={"line": {"color": theme.INK_SOFT, "width": 1.1}},
            hoverinfo="skip",
        ),
    ]
    for number, group in enumerate(SYMBOL_GROUPS):
        style = theme.GROUPS[group]
        data.append(
            go.Scattergeo(
                mode="markers+text",
                marker={
                    "symbol": style.marker,
                    "size": SYMBOL_SIZE[group],
                    "color": theme.WHITE if style.ink == theme.WHITE else style.line,
                    "line": {"color": theme.INK if group == "no_plan" else style.line, "width": 1.2},
                    "opacity": 1,
                },
                textfont={"size": 12, "color": theme.INK},
                hoverinfo="skip",
                **changing[FIRST_SYMBOL + number],
            )
        )
    data.append(
        go.Scattergeo(
            lat=[44.05],
            lon=[146.95],
            mode="text",
            text=["北方領土<br>（対象外）"],
            textfont={"size": 11, "color": theme.INK_SOFT},
            hoverinfo="skip",
        )
    )
    return go.Figure(data, theme.plot(geo=_geo(bounds), dragmode="pan", uirevision="map", modebar=_modebar()))


def changes(towns: pd.DataFrame, bounds: tuple[float, float, float, float]) -> dict[int, dict[str, Any]]:
    """What differs between years, by number of the trace: no geometry in it."""
    parts: dict[int, dict[str, Any]] = {
        FILLS: {
            "z": _shown(towns)["sort_order"].reindex(towns.index, fill_value=0).tolist(),
            "text": [hover(row) for row in towns.to_dict("records")],
        }
    }
    towns = _shown(towns)
    sides = place_labels(_named(towns), bounds, LAYOUT_WIDTH)
    for number, group in enumerate(SYMBOL_GROUPS):
        rows = towns[towns["group_code"] == group]
        codes = rows["municipality_code"].tolist()
        parts[FIRST_SYMBOL + number] = {
            "lat": rows["hall_lat"].tolist(),
            "lon": rows["hall_lon"].tolist(),
            "text": [
                name if code in sides else "" for code, name in zip(codes, rows["name"].tolist(), strict=True)
            ],
            "textposition": [sides.get(code, "middle right") for code in codes],
        }
    return parts


def hover(town: dict[str, Any]) -> str:
    """What is said of a town under the pointer."""
    lines = [f"<b>{town['name']}</b>（{town['subprefecture_name']}）"]
    lines.append(
        f"{town['symbol']} {town['status_label']}{'' if town.get('is_shown', True) else '（条件の外）'}"
    )
    if isinstance(town["start_label"], str):
        lines.append(f"開始: {town['start_label']}")
    if town["basis"] == "carried":
        lines.append("前年度までの記載を継続とみなす")
    if town["basis"] == "none":
        lines.append("この年度の資料がない（予定なしとは限らない）")
    if town["is_synthetic"]:
        lines.append(words.SYNTHETIC)
    return "<br>".join([*lines, "クリックで経過と出典"])


def _shown(towns: pd.DataFrame) -> pd.DataFrame:
    """The towns that the filters leave; without filters all."""
    return towns[towns["is_shown"]] if "is_shown" in towns else towns


def _named(towns: pd.DataFrame) -> pd.DataFrame:
    """The towns whose names are written on the map: as many as can be read."""
    named = towns[towns["group_code"].isin(["implementing", "planned"])]
    if len(named) <= MOST_NAMES:
        return named
    implementing = named[named["group_code"] == "implementing"]
    return implementing if len(implementing) <= MOST_IMPLEMENTING_NAMES else implementing.iloc[:0]


def _steps() -> list[list[Any]]:
    """Flat colours: 0 for what the filters leave out, then 1, 2, 3 …, one a group in its order."""
    fills = [theme.OUTSIDE, *[style.fill for style in theme.GROUPS.values()]]
    share = 1 / len(fills)
    scale: list[list[Any]] = []
    for number, fill in enumerate(fills):
        scale += [[number * share, fill], [(number + 1) * share, fill]]
    scale[-1][0] = 1
    return scale


def _geo(bounds: tuple[float, float, float, float]) -> dict[str, Any]:
    west, south, east, north = bounds
    return {
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [west - 0.1, east + 0.1]},
        "lataxis": {"range": [south - 0.1, north + 0.1]},
        "visible": False,
        "bgcolor": "rgba(0,0,0,0)",
    }


def _modebar() -> dict[str, str]:
    return {
        "bgcolor": theme.WHITE,
        "color": theme.INK_SOFT,
        "activecolor": theme.BLUE_900,
        "orientation": "h",
    }
