"""The map of any layer, empty: geometry by address, and traces that the browser paints (assets/map.js)."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme

# Number of each trace; assets/map.js paints them by these numbers.
FILLS, NORTHERN, NEIGHBOURS, CHOSEN, OUTLINES, SYMBOLS, AREA_NAMES, TOWN_NAMES = range(8)
CLEAR = [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]]


def figure(
    towns: pd.DataFrame,
    areas: pd.DataFrame,
    towns_url: str,
    outlines_url: str,
    bounds: tuple[float, float, float, float],
    northern_id: str,
) -> go.Figure:
    """The map before it is painted.

    towns: municipality_code, name, hall_lat, hall_lon; areas: one row a 振興局 with code, short_name, lat, lon.
    """
    lat, lon = towns["hall_lat"].tolist(), towns["hall_lon"].tolist()
    codes = towns["municipality_code"].tolist()
    data: list[Any] = [
        go.Choropleth(
            geojson=towns_url,
            locations=codes,
            z=[0] * len(codes),
            colorscale=[[0, theme.WHITE], [1, theme.WHITE]],
            zmin=0,
            zmax=1,
            showscale=False,
            marker={"line": {"color": theme.GREY_400, "width": 0.5}},
            # the card beside the pointer is ours: it serves the tiles too
            hoverinfo="none",
        ),
        go.Choropleth(
            geojson=towns_url,
            locations=[northern_id],
            z=[1],
            colorscale=[[0, theme.NORTHERN], [1, theme.NORTHERN]],
            showscale=False,
            marker={"line": {"color": theme.GREY_400, "width": 0.5}},
            hovertemplate="<b>北方領土（6村）</b><br>集計の対象外<extra></extra>",
        ),
        _outline(towns_url, [], theme.INK, 1.6),
        _outline(towns_url, [], theme.RED, 3.2),
        _outline(outlines_url, areas["code"].tolist(), theme.INK_SOFT, 1.2),
        go.Scattergeo(lat=lat, lon=lon, mode="markers", marker={"size": 0}, hoverinfo="skip"),
        _names(
            areas["lat"].tolist(), areas["lon"].tolist(), areas["short_name"].tolist(), 12, theme.INK_SOFT
        ),
        # a line of its own keeps the name below the mark of its town
        _names(
            lat,
            lon,
            [f"<br>{name}" for name in towns["name"]],
            11,
            theme.INK,
            textposition="bottom center",
            visible=False,
        ),
        go.Scattergeo(
            lat=[44.05],
            lon=[146.95],
            mode="text",
            text=["北方領土<br>（対象外）"],
            textfont={"size": 11, "color": theme.INK_SOFT},
            hoverinfo="skip",
        ),
    ]
    west, south, east, north = bounds
    geo = {
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [west - 0.1, east + 0.1]},
        "lataxis": {"range": [south - 0.1, north + 0.1]},
        "visible": False,
        "bgcolor": "rgba(0,0,0,0)",
    }
    modebar = {
        "bgcolor": theme.WHITE,
        "color": theme.INK_SOFT,
        "activecolor": theme.BLUE_900,
        "orientation": "h",
    }
    return go.Figure(data, theme.plot(geo=geo, dragmode="pan", uirevision="map", modebar=modebar))


def _outline(url: str, locations: list[str], colour: str, width: float) -> go.Choropleth:
    return go.Choropleth(
        geojson=url,
        locations=locations,
        z=[0] * len(locations),
        colorscale=CLEAR,
        showscale=False,
        marker={"line": {"color": colour, "width": width}},
        hoverinfo="skip",
    )


def _names(
    lat: list[float], lon: list[float], text: list[str], size: int, colour: str, **more: Any
) -> go.Scattergeo:
    return go.Scattergeo(
        lat=lat,
        lon=lon,
        mode="text",
        text=text,
        textfont={"size": size, "color": colour},
        hoverinfo="skip",
        **more,
    )
