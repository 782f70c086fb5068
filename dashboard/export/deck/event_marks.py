"""Events on the chart over years of a slide: a line and numbers in their years, and under the chart what they stand for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard import theme
from dashboard.export.deck import fit
from dashboard.export.deck.model import Box, Element, Paragraph, Sketch, Stroke, Text, owned
from dashboard.frames import records
from dashboard.planning import event_marks

SIZE, MARK_SIZE = 10.0, 12.0
MOST_LINES = 4
WIDE, HIGH, AIR = 0.9, 0.24, 0.1
APART = "　"


def of_chart(events: pd.DataFrame, years: Sequence[int], area: Box) -> pd.DataFrame:
    """The events that a chart marks (fiscal_year, mark, sentence): the latest of them, as many as the list has room for."""
    shown = event_marks.of_years(events, years)
    while len(_lines(shown, area.w)) > MOST_LINES:
        shown = event_marks.of_years(shown.iloc[1:], years)
    return shown


def above_list(area: Box, events: pd.DataFrame) -> Box:
    """What is left for the chart: a row of marks above it, the list below."""
    return area if events.empty else area._replace(y=area.y + HIGH, h=area.h - HIGH - _height(events, area))


def elements(
    view: str, events: pd.DataFrame, years: Sequence[int], plot: Box, area: Box
) -> tuple[Element, ...]:
    """years: the categories of the chart; plot: its axes; area: of chart and list together."""
    if events.empty:
        return ()
    chart, step = owned("グラフ", view), plot.w / len(years)
    middle = {year: plot.x + step * (place + 0.5) for place, year in enumerate(years)}
    marks, strokes = [], []
    for year, own in events.groupby("fiscal_year"):
        x = middle[int(str(year))]
        strokes.append(
            Stroke(
                owned(f"できごとの線 {year}", view),
                ((x, plot.y), (x, plot.y + plot.h)),
                theme.GREY_400,
                0.75,
                "sysDot",
            )
        )
        marks.append(
            Text(
                owned(f"できごとの印 {year}", view),
                Box(x - WIDE / 2, plot.y - HIGH, WIDE, HIGH),
                (Paragraph(("".join(own["mark"]),), size=MARK_SIZE, align="center", colour=theme.INK),),
                over=chart,
            )
        )
    said = "できごとのあった年度を示す点線"
    lines = tuple(Paragraph((line,), size=SIZE, colour=theme.INK_SOFT) for line in _lines(events, area.w))
    high = _height(events, area)
    box = Box(area.x, area.y + area.h - high, area.w, high)
    return (
        Sketch(owned("できごとの線", view), plot, (), tuple(strokes), (), (), said, chart),
        *marks,
        Text(owned("できごと", view), box, lines, anchor="bottom"),
    )


def _lines(events: pd.DataFrame, wide: float) -> list[str]:
    """The list, several events on a line where they fit."""
    lines: list[str] = []
    for row in records(events):
        said = fit.cut(f"{row['mark']}{row['sentence']}", SIZE, wide - AIR, 1)
        joined = f"{lines[-1]}{APART}{said}" if lines else said
        if lines and fit.width(joined, SIZE) <= wide - AIR:
            lines[-1] = joined
        else:
            lines.append(said)
    return lines


def _height(events: pd.DataFrame, area: Box) -> float:
    return len(_lines(events, area.w)) * fit.height("字", SIZE, area.w) + AIR
