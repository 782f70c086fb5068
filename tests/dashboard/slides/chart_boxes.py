"""What stands where on the line charts of a file: labels measured with glyphs, points, lines, and the shapes over them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from pptx.util import Emu

from dashboard.export.deck import chart_labels, chart_room
from dashboard.export.deck.chart_labels import GONE, C
from dashboard.export.deck.line_labels import GAP, is_over
from dashboard.export.deck.model import Box
from tests.dashboard.slides.measured import LINE, wide
from tests.dashboard.slides.reading import walk

POINT = 0.0625  # inches: half of a mark of 9 pt
OVER = ("できごとの印", "差の数", "矢印")


class Placed(NamedTuple):
    what: str
    box: Box


def collisions(slide: Any) -> list[tuple[str, str]]:
    """Pairs of things over the line chart of a slide that lie on each other, and labels that leave the chart."""
    found = []
    for frame in (one for one in slide.shapes if one.has_chart and _is_of_lines(one.chart)):
        labels, points, lines = list(_labels(frame)), list(_points(frame)), list(_lines(frame))
        over = list(_over(slide))
        words = [*labels, *over]
        for number, one in enumerate(words):
            for other in [*words[number + 1 :], *points]:
                if is_over(one.box, other.box) and not _are_of_one_arrow(one, other):
                    found.append((one.what, other.what))
        found += [(one.what, "a line") for one in labels for line in lines if _meets(one.box, line)]
        place = Box(*(Emu(value).inches for value in (frame.left, frame.top, frame.width, frame.height)))
        found += [(one.what, "outside") for one in words if not _is_within(one.box, place)]
    return found


def _is_of_lines(chart: Any) -> bool:
    return chart._chartSpace.find(f".//{C}lineChart") is not None


def _are_of_one_arrow(one: Placed, other: Placed) -> bool:
    return one.what.startswith("矢印") and other.what.startswith("矢印")


def _plot(frame: Any) -> Box:
    manual = frame.chart._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout")
    x, y, w, h = (float(manual.find(f"{C}{kind}").get("val")) for kind in "xywh")
    whole_w, whole_h = Emu(frame.width).inches, Emu(frame.height).inches
    return Box(
        Emu(frame.left).inches + x * whole_w, Emu(frame.top).inches + y * whole_h, w * whole_w, h * whole_h
    )


def _values(frame: Any) -> Iterator[tuple[Any, int, float, float, float]]:
    plot, top = _plot(frame), frame.chart.value_axis.maximum_scale
    count = len(list(frame.chart.plots[0].categories))
    for series in frame.chart.plots[0].series:
        for place, value in enumerate(series.values):
            if value is not None:
                x = plot.x + plot.w * (place + 0.5) / count
                yield series, place, value, x, plot.y + plot.h * (1 - value / top)


def _labels(frame: Any) -> Iterator[Placed]:
    for series, place, value, x, y in _values(frame):
        holder = series._element.find(f"{C}dLbls")
        own = {entry[0]: entry for entry in chart_labels.standing(series)}
        if holder is None or own.get(place, ["", ""])[1] == GONE:
            continue
        single = [one for one in holder.findall(f"{C}dLbl") if one.find(f"{C}idx").get("val") == str(place)]
        shown = single[0] if single else holder
        if shown.find(f"{C}showVal").get("val") != "1":
            continue
        said = chart_room.label(value, shown.find(f"{C}numFmt").get("formatCode"))
        if shown.find(f"{C}showSerName").get("val") == "1":
            said = f"{series.name} {said}"
        side, right, down = own[place][1:] if place in own else (holder.find(f"{C}dLblPos").get("val"), 0, 0)
        size = int(shown.find(".//{*}defRPr").get("sz")) / 100
        broad, high = sum(wide(one, True) for one in said) * size / 72, size * LINE / 72
        left, top = {
            "t": (x - broad / 2, y - GAP - high),
            "b": (x - broad / 2, y + GAP),
            "l": (x - GAP - broad, y - high / 2),
            "r": (x + GAP, y - high / 2),
        }[side]
        moved = float(right) * Emu(frame.width).inches, float(down) * Emu(frame.height).inches
        yield Placed(f"{series.name} {place}: {said}", Box(left + moved[0], top + moved[1], broad, high))


def _points(frame: Any) -> Iterator[Placed]:
    for series, place, _, x, y in _values(frame):
        symbol = series._element.find(f"{C}marker/{C}symbol")
        if symbol.get("val") != "none":
            yield Placed(f"point {series.name} {place}", Box(x - POINT, y - POINT, 2 * POINT, 2 * POINT))
    plot = _plot(frame)
    yield Placed("names of years", Box(plot.x, plot.y + plot.h + 0.01, plot.w, 0.3))


def _lines(frame: Any) -> Iterator[tuple[float, float, float, float]]:
    known = list(_values(frame))
    for (series, place, _, x, y), (other, following, _, right, down) in pairwise(known):
        if series.name == other.name and following == place + 1:
            yield x, y, right, down


def _over(slide: Any) -> Iterator[Placed]:
    for shape in walk(slide.shapes):
        if not shape.name.startswith(OVER):
            continue
        left, top, broad, high = (
            Emu(value).inches for value in (shape.left, shape.top, shape.width, shape.height)
        )
        if shape.has_text_frame and shape.text_frame.text:  # its words, in the middle of their box
            (paragraph,) = shape.text_frame.paragraphs
            size = max(int(one) / 100 for one in paragraph._p.xpath(".//a:rPr/@sz"))
            needed = sum(wide(one, True) for one in paragraph.text) * size / 72
            assert needed <= broad, shape.name
        yield Placed(shape.name, Box(left, top, broad, high))


def _meets(box: Box, line: tuple[float, float, float, float]) -> bool:
    """Whether a line goes through a box, tried at every hundredth of it."""
    x, y, right, down = line
    steps = (n / 100 for n in range(101))
    return any(
        box.x < x + (right - x) * n < box.x + box.w and box.y < y + (down - y) * n < box.y + box.h
        for n in steps
    )


def _is_within(box: Box, place: Box) -> bool:
    return (
        place.x <= box.x
        and box.x + box.w <= place.x + place.w
        and place.y <= box.y + 0.001
        and box.y + box.h <= place.y + place.h
    )
