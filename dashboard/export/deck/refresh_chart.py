"""Refreshing a chart: new data where the data is as we wrote it; colours, place and title are people's."""

from __future__ import annotations

from typing import Any

from dashboard.export.deck import draw_chart, read_back
from dashboard.export.deck.model import NativeChart, Slide
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

EDITED = "グラフのデータが手で変えられているため、そのままにしました"


def refresh_chart(
    notes: Notes, slide: Slide, found: Found, wanted: NativeChart, last: dict[str, Any]
) -> None:
    now = read_back.state(found.shape)
    if now.get("kind") != "chart":
        notes.add_unchanged(slide, found, EDITED, "")
        return
    goal = chart_state(wanted)
    if _data(now) == goal:
        return
    if _data(now) != _data(last):
        notes.add_unchanged(slide, found, EDITED, brief(goal))
        return
    chart = found.shape.chart
    chart.replace_data(draw_chart.data(wanted))
    draw_chart.freeze(chart)
    if wanted.kind == "line":
        draw_chart.hollow(chart, wanted)
        axis = chart.value_axis
        if wanted.maximum and axis.maximum_scale == last.get("maximum"):
            axis.maximum_scale = wanted.maximum
    notes.add_change(slide, found, "グラフ", brief(_data(now)), brief(goal))


def remembered(last: dict[str, Any], fresh: dict[str, Any], wanted: NativeChart) -> dict[str, Any]:
    """The record of a chart after a refresh: of one that people gave other data, what ours would be."""
    more = {"keys": [list(series.keys) for series in wanted.series], "maximum": wanted.maximum}
    if fresh.get("kind") == "chart" and _data(fresh) == chart_state(wanted):
        return {**last, **fresh, **more}
    return {**last, **chart_state(wanted), **more, "alt": fresh["alt"]}


def chart_state(wanted: NativeChart) -> dict[str, Any]:
    """Categories and series as they would be read back."""
    return {
        "categories": list(wanted.categories),
        "series": [
            [series.name, [read_back.plain(value) for value in series.values]] for series in wanted.series
        ],
    }


def brief(data: dict[str, Any]) -> str:
    """The numbers in one line a series."""
    return " / ".join(
        f"{name}: " + ", ".join("―" if value is None else f"{value:g}" for value in values)
        for name, values in data["series"]
    )


def _data(state: dict[str, Any]) -> dict[str, Any]:
    return {"categories": state["categories"], "series": state["series"]}
