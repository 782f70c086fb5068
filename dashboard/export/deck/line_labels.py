"""Where the numbers and names of a line chart stand: none on another, on a line, a mark, an arrow or the names of years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from dashboard import theme
from dashboard.export.deck import chart_room, fit
from dashboard.export.deck.model import Box, LabelSpot, NativeChart, Series

GAP = 0.1  # inches from a point to its label, as programs leave them
MARKER = 0.08  # half of one
AIR = 0.03
TOUCH = 1e-6
ASIDE, ASIDE_BARE = 0.04, 0.09  # how far a name moves away from its line: beside a mark, and beside none
SPACE = 0.35  # of an em: between a name and its number
FAR = 12  # half lines that a name may stand away from the end of its line
BESIDE = {"above": "tblr", "below": "btrl"}


class Spread(NamedTuple):
    """The chart with its labels placed, and the boxes that they take."""

    chart: NativeChart
    boxes: tuple[Box, ...]


class Label(NamedTuple):
    """Of the value at a place of a series."""

    number: int
    place: int
    said: str
    x: float
    y: float


def label_ink(colour: str) -> str:
    """Dark enough for small letters."""
    return theme.INK_SOFT if colour in (theme.GREY_400, theme.GREY_600) else colour


def spread(element: NativeChart, taken: Sequence[Box] = ()) -> Spread:
    """Names at the ends of lines one below the other in the order of their ends, then names of lines that end before,
    then numbers beside their points; a label without room is left out. taken: what else stands over the chart.
    """
    plot = chart_room.plot(element)
    fixed = [*taken, *_marks(element), *_names_of_years(element, plot)]
    names = list(_names(element))
    right = max((name.x for name in names), default=0.0)
    placed: dict[tuple[int, int], tuple[LabelSpot, Box]] = {}
    at_end = [name for name in names if name.x >= right - AIR]
    placed |= _stacked(element, at_end, plot)
    for label in (*(name for name in names if name not in at_end), *_numbers(element, names)):
        held = [*fixed, *(box for _, box in placed.values())]
        for spot, box in _spots(element, label, is_name=label in names):
            if _is_inside(box, plot) and not _is_held(element, box, held):
                placed[label.number, label.place] = spot, box
                break
    series = tuple(
        replace(
            one,
            spots=tuple(
                placed[number, place][0] if (number, place) in placed else None
                for place in range(len(one.values))
            ),
        )
        for number, one in enumerate(element.series)
    )
    return Spread(replace(element, series=series), tuple(box for _, box in placed.values()))


def points(element: NativeChart, series: Series) -> list[tuple[int, float, float]]:
    """Place, x and y of each value that is known."""
    plot, top = chart_room.plot(element), chart_room.top(element)
    step = plot.w / max(len(element.categories), 1)
    return [
        (place, plot.x + step * (place + 0.5), plot.y + plot.h * (1 - value / top))
        for place, value in enumerate(series.values)
        if value is not None
    ]


def named_place(series: Series) -> int | None:
    """Of the value at the end of a line that says its name."""
    known = [place for place, value in enumerate(series.values) if value is not None]
    return known[-1] if known and series.named == "last" else None


def _names(element: NativeChart) -> Iterator[Label]:
    for label in _labels(element):
        if label.place == named_place(element.series[label.number]):
            said = f"{element.series[label.number].name} {label.said}"
            yield label._replace(said=said)


def _numbers(element: NativeChart, names: list[Label]) -> Iterator[Label]:
    taken = {(name.number, name.place) for name in names}
    for label in _labels(element):
        if element.series[label.number].label != "none" and (label.number, label.place) not in taken:
            yield label


def _labels(element: NativeChart) -> Iterator[Label]:
    for number, series in enumerate(element.series):
        for place, x, y in points(element, series):
            said = chart_room.label(series.values[place] or 0.0, element.number_format)
            yield Label(number, place, said, x, y)


def _stacked(
    element: NativeChart, names: list[Label], plot: Box
) -> dict[tuple[int, int], tuple[LabelSpot, Box]]:
    """Each as near to the end of its line as the others let it; where all have no room, without the last of them."""
    high = _high(element)
    kept = names[: int(plot.h / high)]
    rows = sorted(kept, key=lambda name: name.y)
    found = {}
    for name, middle in zip(rows, apart([one.y for one in rows], high, plot.y, plot.y + plot.h), strict=True):
        aside = _aside(element, name)
        box = Box(name.x + GAP + aside, middle - high / 2, _wide(element, name.said), high)
        spot = LabelSpot("r", aside / element.box.w, (middle - name.y) / element.box.h)
        found[name.number, name.place] = spot, box
    return found


def _aside(element: NativeChart, name: Label) -> float:
    return ASIDE_BARE if element.series[name.number].marker == "none" else ASIDE


def apart(wanted: Sequence[float], high: float, top: float, bottom: float) -> list[float]:
    """The middles of rows so high, in their order, as near to those wanted as they can be without one over another."""
    groups: list[list[float]] = []
    for number, middle in enumerate(wanted):
        groups.append([middle - number * high])
        while len(groups) > 1 and _mean(groups[-2]) > _mean(groups[-1]):
            last = groups.pop()
            groups[-1] += last
    starts = [_mean(group) for group in groups for _ in group]
    most = bottom - high / 2 - (len(starts) - 1) * high
    return [max(min(start, most), top + high / 2) + number * high for number, start in enumerate(starts)]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _spots(element: NativeChart, label: Label, *, is_name: bool) -> Iterator[tuple[LabelSpot, Box]]:
    """Places beside a point, the one that the series asks for first."""
    wide, high = _wide(element, label.said), _high(element)
    x, y = label.x, label.y
    boxes = {
        "t": Box(x - wide / 2, y - GAP - high, wide, high),
        "b": Box(x - wide / 2, y + GAP, wide, high),
        "l": Box(x - GAP - wide, y - high / 2, wide, high),
        "r": Box(x + GAP, y - high / 2, wide, high),
    }
    moves: list[tuple[str, float, float]]
    if is_name:
        moves = [("r", 0.0, half * high / 2) for step in range(FAR + 1) for half in (step, -step)]
        moves += [("b", 0.0, half * high / 2) for half in range(FAR)]
    else:
        own = element.series[label.number].label
        first, *others = list(BESIDE.get(own, "tblr"))
        moves = [(first, 0.0, 0.0)]
        moves += [(first, side * wide / 2, 0.0) for side in (-1, 1)]
        moves += [(other, 0.0, 0.0) for other in others]
        moves += [(side, move * wide / 2, 0.0) for side in "tb" for move in (-1, 1)]
    for side, right, down in moves:
        box = boxes[side]
        spot = LabelSpot(side, right / element.box.w, down / element.box.h)
        yield spot, box._replace(x=box.x + right, y=box.y + down)


def _is_held(element: NativeChart, box: Box, held: Sequence[Box]) -> bool:
    if any(is_over(box, other) for other in held):
        return True
    wider = Box(box.x - AIR, box.y - AIR, box.w + 2 * AIR, box.h + 2 * AIR)
    return any(_crosses(wider, line) for series in element.series for line in _pieces(element, series))


def is_free(element: NativeChart, box: Box) -> bool:
    """Whether a box over the axes touches no line, no point and no name at the end of a line."""
    plot = chart_room.plot(element)
    names = list(_names(element))
    ends = [name for name in names if name.x >= max(one.x for one in names) - AIR]
    held = [*_marks(element), *(held for _, held in _stacked(element, ends, plot).values())]
    return _is_inside(box, plot) and not _is_held(element, box, held)


def is_over(one: Box, other: Box) -> bool:
    """Whether two boxes lie on each other, not only side by side."""
    across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    down = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    return min(across, down) > TOUCH


def _is_inside(box: Box, plot: Box) -> bool:
    return plot.y - AIR <= box.y and box.y + box.h <= plot.y + plot.h + AIR


def _pieces(element: NativeChart, series: Series) -> Iterator[tuple[float, float, float, float]]:
    known = points(element, series)
    for (place, x, y), (following, right, down) in pairwise(known):
        if following == place + 1:
            yield x, y, right, down


def _crosses(box: Box, line: tuple[float, float, float, float]) -> bool:
    """Whether a rising or falling line goes through a box."""
    x, y, right, down = line
    start, end = max(x, box.x), min(right, box.x + box.w)
    if start > end or right <= x:
        return False
    heights = [y + (down - y) * (at - x) / (right - x) for at in (start, end)]
    return min(heights) < box.y + box.h and max(heights) > box.y


def _marks(element: NativeChart) -> Iterator[Box]:
    for series in element.series:
        if series.marker != "none":
            for _, x, y in points(element, series):
                yield Box(x - MARKER, y - MARKER, 2 * MARKER, 2 * MARKER)


def _names_of_years(element: NativeChart, plot: Box) -> Iterator[Box]:
    yield Box(element.box.x, plot.y + plot.h + AIR, element.box.w, element.box.h)


def _high(element: NativeChart) -> float:
    return element.size * fit.LINE / 72


def _wide(element: NativeChart, said: str) -> float:
    spaces = said.count(" ") * (fit.HALF - SPACE) * element.size / 72
    return fit.width(said, element.size) - spaces + AIR
