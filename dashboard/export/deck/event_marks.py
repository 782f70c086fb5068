"""Events on the chart over years of a slide: a line and numbers in their years, and under the chart what they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from dashboard import theme
from dashboard.export.deck import fit
from dashboard.export.deck.model import Box, Element, Number, Paragraph, Part, Sketch, Stroke, Text, owned
from dashboard.frames import records
from dashboard.planning import event_marks

SIZE, MARK_SIZE, SMALLEST_MARK = 10.0, 12.0, 9.0
FEWEST_LINES, MOST_OF_AREA = 4, 0.23  # what the list may take of chart and list together
WIDE, HIGH, AIR = 0.9, 0.24, 0.1
GAP = 0.02  # between a line of a year and a label
APART = "　"
KIND_ENDS = ": "  # in services.events.sentence, between the day and what happened
NUMBERS = re.compile(r"(\d+(?:\.\d+)?)")


def of_chart(events: pd.DataFrame, years: Sequence[int], area: Box) -> pd.DataFrame:
    """The events that a chart marks (fiscal_year, mark, sentence): the latest of them, as many as the list has room for."""
    shown = event_marks.of_years(events, years)
    most = max(FEWEST_LINES, int(area.h * MOST_OF_AREA / fit.height("字", SIZE, area.w)))
    while len(_lines(shown, area.w)) > most:
        shown = event_marks.of_years(shown.iloc[1:], years)
    return shown


def left_out(events: pd.DataFrame, years: Sequence[int], shown: pd.DataFrame) -> tuple[str, ...]:
    """Events of those years that the list of a chart has no room for; shown: those that it has."""
    rows = event_marks.of_years(events, years)
    earliest = rows["sentence"].astype(str).tolist()[: len(rows) - len(shown)]
    return tuple(f"できごと「{sentence}」" for sentence in earliest)


def above_list(area: Box, events: pd.DataFrame) -> Box:
    """What is left for the chart: the list stands below."""
    return area if events.empty else area._replace(h=area.h - _height(events, area))


def row_height(events: pd.DataFrame) -> float:
    """What the marks take above the axes, on the ground of the chart."""
    return 0.2 if events.empty else HIGH + 0.05


def elements(
    view: str, events: pd.DataFrame, years: Sequence[int], plot: Box, area: Box, labels: Sequence[Box]
) -> tuple[Element, ...]:
    """years: the categories of the chart; plot: its axes; area: of chart and list together; labels: what no line goes over."""
    if events.empty:
        return ()
    chart, step = owned("グラフ", view), plot.w / len(years)
    middle = {year: plot.x + step * (place + 0.5) for place, year in enumerate(years)}
    marks, strokes = [], []
    for year, own in events.groupby("fiscal_year"):
        x = middle[int(str(year))]
        strokes += [
            Stroke(
                owned(f"できごとの線 {year}{f'-{number}' if number else ''}", view),
                ((x, top), (x, bottom)),
                theme.GREY_600,
                0.75,
                "sysDot",
            )
            for number, (top, bottom) in enumerate(_pieces(x, plot, labels))
        ]
        wide = min(WIDE, step - GAP)
        said = _marks(own["mark"].astype(str).tolist(), wide)
        size = fit.size_for(said, wide, MARK_SIZE, SMALLEST_MARK)
        marks.append(
            Text(
                owned(f"できごとの印 {year}", view),
                Box(x - wide / 2, plot.y - HIGH, wide, HIGH),
                (Paragraph((said,), size=size, align="center", colour=theme.INK),),
                over=chart,
            )
        )
    said = "できごとのあった年度を示す点線"
    lines = tuple(
        Paragraph(_parts(line), size=SIZE, colour=theme.INK_SOFT) for line in _lines(events, area.w)
    )
    high = _height(events, area)
    box = Box(area.x, area.y + area.h - high, area.w, high)
    return (
        Sketch(owned("できごとの線", view), plot, (), tuple(strokes), (), (), said, chart),
        *marks,
        Text(owned("できごと", view), box, lines, anchor="bottom"),
    )


def _marks(marks: list[str], wide: float) -> str:
    """Those of one year in the room of one, the first and the last where all have none."""
    said = "".join(marks)
    return said if fit.width(said, SMALLEST_MARK) <= wide else f"{marks[0]}〜{marks[-1]}"


def _pieces(x: float, plot: Box, labels: Sequence[Box]) -> list[tuple[float, float]]:
    """From where to where a line of a year goes down, past the labels."""
    over = sorted((one.y - GAP, one.y + one.h + GAP) for one in labels if one.x < x < one.x + one.w)
    pieces, start = [], plot.y
    for top, bottom in [*over, (plot.y + plot.h, plot.y + plot.h)]:
        if top - start > GAP:
            pieces.append((start, top))
        start = max(start, bottom)
    return pieces


def _lines(events: pd.DataFrame, wide: float) -> list[list[tuple[int, str]]]:
    """The list, several events (year, words) on a line where they fit."""
    lines: list[list[tuple[int, str]]] = []
    for row in records(events):
        event = int(row["fiscal_year"]), fit.cut(f"{row['mark']}{row['sentence']}", SIZE, wide - AIR, 1)
        joined = [*lines[-1], event] if lines else [event]
        if lines and fit.width(APART.join(said for _, said in joined), SIZE) <= wide - AIR:
            lines[-1] = joined
        else:
            lines.append([event])
    return lines


def _parts(line: list[tuple[int, str]]) -> tuple[Part, ...]:
    """The words of a line; each number of what happened, not of its day, is recounted from the events of its year."""
    parts: list[Part] = []
    for place, (year, said) in enumerate(line):
        day, colon, text = said.partition(KIND_ENDS)
        before = f"{APART if place else ''}{day}{colon}"
        for piece in NUMBERS.split(text):
            if NUMBERS.fullmatch(piece):
                value = float(piece)
                parts += [before, Number(f"event.{year}.{value:.15g}", value, piece)]
                before = ""
            else:
                before += piece
        parts += [before] if before else []
    return tuple(parts)


def _height(events: pd.DataFrame, area: Box) -> float:
    return len(_lines(events, area.w)) * fit.height("字", SIZE, area.w) + AIR
