"""A native chart as a picture: the same values, colours, patterns and labels; its axes as PowerPoint would about place them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from dashboard import theme
from dashboard.export.deck import chart_room, fit, line_labels
from dashboard.export.deck.model import Box, LabelSpot, NativeChart, Series

DPI = 72.0


def chart(element: NativeChart) -> str:
    """Bars or lines in the box of the chart."""
    drawn = _rect(element.box, element.ground) if element.ground else ""
    plot = chart_room.plot(element)
    if element.legend:
        drawn += _legend(element)
    if element.kind == "line":
        return drawn + "".join(_lines(element, plot))
    return drawn + "".join(_bars(element, plot))


def _bars(element: NativeChart, plot: Box) -> Iterator[str]:
    is_across, is_stacked = element.kind in ("bar", "bar_stacked"), element.kind.endswith("stacked")
    count, top = len(element.categories), chart_room.top(element)
    room = (plot.h if is_across else plot.w) / max(count, 1)
    whole = chart_room.thickness(element, room)
    thick = whole / (1 if is_stacked else max(len(element.series), 1))
    length = plot.w if is_across else plot.h
    silent = [chart_room.without_label(element, number) for number in range(len(element.series))]
    for place, name in enumerate(element.categories):
        start = room * place + (room - whole) / 2
        yield _category(element, plot, name, room * (place + 0.5), is_across=is_across)
        used = 0.0
        for number, series in enumerate(element.series):
            value = series.values[place]
            if value is None:
                continue
            size = length * value / top
            off = start if is_stacked else start + thick * number
            box = (
                Box(plot.x + used, plot.y + off, size, thick)
                if is_across
                else Box(plot.x + off, plot.y + plot.h - used - size, thick, size)
            )
            yield _bar(box, series)
            said = chart_room.label(value, element.number_format)
            if series.named == "first" and all(one is None for one in series.values[:place]):
                said = f"{series.name} {said}"
            if series.named == "bar" and place == series.named_at:
                yield _name(element, box, f"{series.name} {said}", series)
            elif series.label != "none" and said and place not in silent[number]:
                yield _value(element, box, said, series, is_across=is_across, is_inside=is_stacked)
            used += size if is_stacked else 0.0


def _bar(box: Box, series: Series) -> str:
    drawn = _rect(box, series.colour, series.line or series.colour)
    if series.pattern:
        step = 0.09
        lines = "".join(
            f"M{(box.x + n * step) * DPI:.1f} {(box.y + box.h) * DPI:.1f}L{min(box.x + n * step + box.h, box.x + box.w) * DPI:.1f} "
            f"{max(box.y + box.h - (box.x + box.w - box.x - n * step), box.y) * DPI:.1f}"
            for n in range(int(box.w / step))
        )
        drawn += f'<path d="{lines}" stroke="{series.pattern}" stroke-width="2" fill="none"/>'
    return drawn


def _lines(element: NativeChart, plot: Box) -> Iterator[str]:
    top, count = chart_room.top(element), max(len(element.categories), 1)
    for place, name in enumerate(element.categories):
        yield _category(element, plot, name, plot.w * (place + 0.5) / count, is_across=False)
    if element.axis_title:
        yield _category(
            element, plot._replace(y=plot.y + 0.22), element.axis_title, plot.w / 2, is_across=False
        )
    for series in element.series:
        points = [
            (plot.x + plot.w * (place + 0.5) / count, plot.y + plot.h * (1 - value / top), value)
            for place, value in enumerate(series.values)
            if value is not None
        ]
        path = "L".join(f"{x * DPI:.1f} {y * DPI:.1f}" for x, y, _ in points)
        dash = ' stroke-dasharray="6 4"' if series.dash else ""
        if path:
            yield f'<path d="M{path}" fill="none" stroke="{series.colour}" stroke-width="2.5"{dash}/>'
        for number, (x, y, _) in enumerate(points):
            if series.marker != "none":
                is_open = number < len(series.hollow) and series.hollow[number]
                fill = theme.WHITE if is_open else series.colour
                yield f'<circle cx="{x * DPI:.1f}" cy="{y * DPI:.1f}" r="4" fill="{fill}" stroke="{series.colour}"/>'
        yield from _line_labels(element, series)


def _line_labels(element: NativeChart, series: Series) -> Iterator[str]:
    """In their spots; the words begin where line_labels lets them."""
    for entry, (place, x, y) in zip(_told(series), line_labels.points(element, series), strict=True):
        if entry is None:
            continue
        said = chart_room.label(series.values[place] or 0.0, element.number_format)
        if place == line_labels.named_place(series):
            said = f"{series.name} {said}"
        side, right, down = entry
        anchor = {"l": "end", "r": "start"}.get(side, "middle")
        across = {"l": -line_labels.GAP, "r": line_labels.GAP}.get(side, 0.0)
        low = {"t": -line_labels.GAP, "b": line_labels.GAP + element.size / 72}.get(side, element.size / 200)
        at = x + across + right * element.box.w, y + low + down * element.box.h
        yield _words(said, *at, element.size, line_labels.label_ink(series.colour), anchor, bold=True)


def _told(series: Series) -> Iterator[LabelSpot | None]:
    """The spot of each value that is known; None where nothing is said of it."""
    for place, (value, spot) in enumerate(zip(series.values, series.spots, strict=True)):
        if value is not None:
            is_said = series.label != "none" or place == line_labels.named_place(series)
            yield spot if is_said else None


def _category(element: NativeChart, plot: Box, name: str, at: float, *, is_across: bool) -> str:
    ink = element.ink if element.ink.startswith("#") else theme.INK
    if is_across:
        return _words(name, plot.x - 0.08, plot.y + at + element.size / 200, element.size, ink, "end")
    return _words(name, plot.x + at, plot.y + plot.h + 0.22, element.size, ink, "middle")


def _value(
    element: NativeChart, box: Box, said: str, series: Series, *, is_across: bool, is_inside: bool
) -> str:
    middle, down = box.x + box.w / 2, box.y + box.h / 2 + element.size / 200
    if is_inside:
        return _words(said, middle, down, element.size, series.ink or theme.INK, "middle")
    if is_across:
        return _words(said, box.x + box.w + 0.05, down, element.size, theme.INK, "start")
    return _words(said, middle, box.y - 0.05, element.size, theme.INK, "middle")


def _name(element: NativeChart, box: Box, said: str, series: Series) -> str:
    """The name of a part of a bar: in it, or beside it where the letters stand on the ground of the chart."""
    is_inside = not series.name_right and not series.name_shift
    own = element.ink if element.ink.startswith("#") else theme.INK
    middle = box.x + box.w / 2 + series.name_right * element.box.w
    down = box.y + box.h / 2 + element.size / 200 + series.name_shift * element.box.h
    colour = (series.ink or theme.INK) if is_inside else own
    return _words(said, middle, down, element.size, colour, "middle", bold=True)


def _legend(element: NativeChart) -> str:
    x, y, drawn = element.box.x + 0.2, element.box.y + 0.08, ""
    for series in element.series:
        drawn += _bar(Box(x, y, 0.14, 0.14), series)
        drawn += _words(series.name, x + 0.2, y + 0.13, element.size, theme.INK, "start")
        x += fit.width(series.name, element.size) + 0.4
    return drawn


def _rect(box: Box, fill: str, line: str = "") -> str:
    return (
        f'<rect x="{box.x * DPI:.1f}" y="{box.y * DPI:.1f}" width="{max(box.w, 0) * DPI:.1f}" '
        f'height="{max(box.h, 0) * DPI:.1f}" fill="{fill}" stroke="{line or "none"}"/>'
    )


def _words(
    said: str, x: float, y: float, size: float, colour: str, anchor: str, *, bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x * DPI:.1f}" y="{y * DPI:.1f}" font-size="{size * DPI / 72:.1f}" fill="{colour}" '
        f'text-anchor="{anchor}"{weight}>{escape(said)}</text>'
    )
