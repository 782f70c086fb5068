"""The route on the map: a line and numbered stops a day, told apart by dash and symbol besides colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.planning.timetable import TravelDay

COLOURS = (theme.BLUE_900, "#B00020", "#1E6B3A", "#7A4B00", "#5B2D8E", theme.INK)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "pentagon", "star")
MARGIN = 0.25
_MODEBAR = {
    "bgcolor": theme.WHITE,
    "color": theme.INK_SOFT,
    "activecolor": theme.BLUE_900,
    "orientation": "h",
}


def figure(
    places: pd.DataFrame, days: Sequence[TravelDay], office: str, chosen: Sequence[str], towns_url: str
) -> go.Figure:
    """places: municipality_code, name, hall_lat, hall_lon of all; chosen: towns of the plan, also those left out."""
    at = places.set_index("municipality_code")
    shown = [office, *chosen]
    data: list[Any] = [
        go.Choropleth(
            geojson=towns_url,
            locations=places["municipality_code"].tolist(),
            z=[1 if code in set(chosen) else 0 for code in places["municipality_code"]],
            zmin=0,
            zmax=1,
            colorscale=[[0, theme.WHITE], [0.5, theme.WHITE], [0.5, theme.BLUE_200], [1, theme.BLUE_200]],
            showscale=False,
            marker={"line": {"color": theme.GREY_400, "width": 0.6}},
            text=places["name"].tolist(),
            hovertemplate="%{text}<extra></extra>",
        )
    ]
    for number, day in enumerate(days):
        codes = [office, *(visit.code for visit in day.visits), office]
        look = number % len(COLOURS)
        data.append(
            go.Scattergeo(
                lat=at.loc[codes, "hall_lat"].tolist(),
                lon=at.loc[codes, "hall_lon"].tolist(),
                mode="lines",
                line={"color": COLOURS[look], "width": 2.5, "dash": DASHES[look]},
                hoverinfo="skip",
            )
        )
        stops = [visit.code for visit in day.visits]
        data.append(
            go.Scattergeo(
                lat=at.loc[stops, "hall_lat"].tolist(),
                lon=at.loc[stops, "hall_lon"].tolist(),
                mode="markers+text",
                marker={
                    "symbol": SYMBOLS[look],
                    "size": 11,
                    "color": COLOURS[look],
                    "line": {"color": theme.WHITE, "width": 1},
                },
                text=[f"{day.day}-{visit.order} {at.loc[visit.code, 'name']}" for visit in day.visits],
                textposition="top center",
                textfont={"size": 12, "color": theme.INK},
                hovertext=[
                    f"<b>{at.loc[visit.code, 'name']}</b><br>{day.day}日目 {visit.order}か所目<br>"
                    f"到着 {visit.arrive:%H:%M}（推計）"
                    for visit in day.visits
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    data.append(
        go.Scattergeo(
            lat=[at.loc[office, "hall_lat"]],
            lon=[at.loc[office, "hall_lon"]],
            mode="markers+text",
            marker={"symbol": "star", "size": 15, "color": theme.INK},
            text=["出発地"],
            textposition="bottom center",
            textfont={"size": 12, "color": theme.INK},
            hoverinfo="skip",
        )
    )
    near = at.loc[[code for code in shown if code in at.index]]
    geo = {
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [near["hall_lon"].min() - MARGIN * 1.6, near["hall_lon"].max() + MARGIN * 1.6]},
        "lataxis": {"range": [near["hall_lat"].min() - MARGIN, near["hall_lat"].max() + MARGIN]},
        "visible": False,
        "bgcolor": theme.SEA,
    }
    return go.Figure(data, theme.plot(geo=geo, dragmode="pan", uirevision=office, modebar=_MODEBAR))
