"""Refreshing a chart: new data where the data is as we wrote it; colours, place and title are people's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.export.deck import chart_book, chart_labels, chart_names, draw_chart, ink, read_back
from dashboard.export.deck.chart_book import Book
from dashboard.export.deck.model import NativeChart, Slide
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

BOOK_EDITED = "グラフの表（データの編集で開くもの）の数が手で変えられているため、そのままにしました"
REMARKS = (
    "グラフの表（データの編集で開くもの）に手で書き加えられたもの（{}）があり、"
    "並びも今のデータで変わるため、そのままにしました"
)
MOST_CELLS = 3
EDITED = "グラフのデータが手で変えられているため、そのままにしました"


def refresh_chart(
    notes: Notes, slide: Slide, found: Found, wanted: NativeChart, last: dict[str, Any]
) -> bool:
    """False where it was left for what people did to its data, of which the record then keeps what we last wrote."""
    now, goal = read_back.state(found.shape), chart_state(wanted)
    if read_back.is_same_chart(now, goal):
        return True
    if not read_back.is_same_chart(now, last):
        notes.add_unchanged(slide, found, EDITED, brief(goal))
        return False
    chart = found.shape.chart
    book = chart.part.chart_workbook.xlsx_part
    held = None if book is None else chart_book.look(book.blob, last)
    kept = chart_book.with_numbers(book.blob, last, goal) if held and held.holds_ours and held.own else None
    if held is not None and not (held.holds_ours and (kept or not held.own)):
        notes.add_unchanged(slide, found, _why_left(held), brief(goal))
        return False
    chart.replace_data(draw_chart.data(wanted))
    if kept is None:
        draw_chart.freeze(chart)
    else:
        chart.part.chart_workbook.xlsx_part._blob = kept
    if wanted.kind == "bar_stacked":
        before = _as_recorded(wanted, last)
        if not chart_labels.names_of_bars(chart, wanted, before):
            draw_chart.place_legend(chart, wanted)
        chart_labels.silence(chart, wanted, before)
    if wanted.kind == "line":
        draw_chart.hollow(chart, wanted)
        chart_labels.lines(chart, wanted, last.get("labels", []))
    axis = chart.value_axis
    if wanted.maximum and axis.maximum_scale == last.get("maximum"):
        axis.maximum_scale = wanted.maximum
    notes.add_change(slide, found, "グラフ", brief(now), brief(goal))
    return True


def _why_left(held: Book) -> str:
    if not held.holds_ours:
        return BOOK_EDITED
    more = f"ほか{len(held.own) - MOST_CELLS}か所" if len(held.own) > MOST_CELLS else ""
    return REMARKS.format("、".join(held.own[:MOST_CELLS]) + more)


def _as_recorded(wanted: NativeChart, last: dict[str, Any]) -> NativeChart:
    """The chart with the values that it had."""
    series = tuple(
        replace(one, values=tuple(values), named="", named_at=0, name_right=0.0, name_shift=0.0)
        for one, (_, values) in zip(wanted.series, last["series"], strict=False)
    )
    bare = replace(
        wanted,
        categories=tuple(last["categories"]),
        series=series,
        maximum=last.get("maximum"),
        legend=True,
    )
    return chart_names.direct(bare)


def state_of(wanted: NativeChart) -> dict[str, Any]:
    """The record of a chart: what we wrote, or would have written where people gave it other data."""
    return {
        "kind": "chart",
        **chart_state(wanted),
        "keys": [list(series.keys) for series in wanted.series],
        "maximum": wanted.maximum,
        "labels": [chart_labels.planned(series) for series in wanted.series],
        "alt": ink.safe(wanted.alt),
    }


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
