"""Where the bars of a stacked chart say what their parts are, so that no legend has to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from dashboard.export.deck import chart_room, fit
from dashboard.export.deck.model import Box, NativeChart

HEADROOMS = (1.0, 1.15, 1.3, 1.45)  # what names at the ends of bars may take of the axis
SPACE = 0.35  # of an em: the space between a name and its number
AIR, BESIDE = 0.03, 0.06


class Name(NamedTuple):
    """Bar and, from the middle of its part, how far in inches the name stands to the right and down."""

    place: int
    right: float = 0.0
    down: float = 0.0


class Span(NamedTuple):
    """From where to where something stands above a bar."""

    place: int
    left: float
    right: float


def direct(element: NativeChart) -> NativeChart:
    """Stacked bars that name their parts themselves: in the first bar where the name has room in the part,
    else behind the end of a bar, else above it. With a legend where one of the names finds no place.
    """
    if element.kind != "bar_stacked" or not element.legend:
        return element
    for maximum in _maxima(element):
        drawn = replace(element, legend=False, maximum=maximum)
        names = _names(drawn)
        if names is None:
            continue
        series = tuple(
            one
            if name is None
            else replace(
                one,
                named="bar",
                named_at=name.place,
                name_right=name.right / element.box.w,
                name_shift=name.down / element.box.h,
            )
            for one, name in zip(element.series, names, strict=True)
        )
        return replace(drawn, series=series)
    return element


def _maxima(element: NativeChart) -> tuple[float, ...]:
    if element.maximum:
        return (element.maximum,)
    return tuple(round(chart_room.top(element) * factor, 2) for factor in HEADROOMS)


def _names(element: NativeChart) -> list[Name | None] | None:
    """Of each series where its name stands, none for one that has no value; None where one finds no place."""
    found: list[Name | None] = []
    above: list[Span] = []
    for number, series in enumerate(element.series):
        if not any(series.values):
            found.append(None)
            continue
        name = next(_inside(element, number), None) or next(_behind(element, number), None)
        if name is None:
            name = next(_above(element, number, above), None)
            if name is None:
                return None
            left, right = _part(element, number, name.place)
            middle, half = (left + right) / 2, _wide(element, number, name.place) / 2
            above.append(Span(name.place, middle - half, middle + half))
        found.append(name)
    return found


def _inside(element: NativeChart, number: int) -> Iterator[Name]:
    for place in _places(element, number):
        left, right = _part(element, number, place)
        if right - left >= _wide(element, number, place):
            yield Name(place)


def _behind(element: NativeChart, number: int) -> Iterator[Name]:
    for place in _places(element, number):
        if any(series.values[place] for series in element.series[number + 1 :]):
            continue
        left, right = _part(element, number, place)
        wide = _wide(element, number, place) + 2 * BESIDE
        if right + wide <= element.box.x + element.box.w:
            yield Name(place, (right - left) / 2 + wide / 2)


def _above(element: NativeChart, number: int, taken: list[Span]) -> Iterator[Name]:
    """In the gap over a bar, where no other name stands there."""
    room = chart_room.plot(element).h / len(element.categories)
    free = room - chart_room.thickness(element, room)
    high = element.size * fit.LINE / 72
    for place in _places(element, number):
        if (free if place else free / 2) < high:
            continue
        left, right = _part(element, number, place)
        middle, half = (left + right) / 2, _wide(element, number, place) / 2
        is_over = any(
            one.place == place and one.left < middle + half and middle - half < one.right for one in taken
        )
        box: Box = element.box
        if not is_over and box.x <= middle - half and middle + half <= box.x + box.w:
            yield Name(place, 0.0, -(chart_room.thickness(element, room) + high) / 2)


def _places(element: NativeChart, number: int) -> list[int]:
    return [place for place, value in enumerate(element.series[number].values) if value]


def _part(element: NativeChart, number: int, place: int) -> tuple[float, float]:
    """From where to where on the slide a part of a bar goes."""
    plot = chart_room.plot(element)
    scale = plot.w / chart_room.top(element)
    before = sum(series.values[place] or 0.0 for series in element.series[:number])
    return plot.x + before * scale, plot.x + (before + (element.series[number].values[place] or 0.0)) * scale


def _wide(element: NativeChart, number: int, place: int) -> float:
    series = element.series[number]
    said = f"{series.name} {chart_room.label(series.values[place] or 0.0, element.number_format)}"
    spaces = said.count(" ") * (fit.HALF - SPACE) * element.size / 72
    return fit.width(said, element.size) - spaces + AIR
