"""How much room the bars of a chart have, about as programs place them, and which labels find none."""

from __future__ import annotations

from dashboard.export.deck import fit
from dashboard.export.deck.model import Box, NativeChart

HEADROOM = 1.15  # an axis that a program scales itself ends about so far above its largest value
AIR = 0.02


def plot(element: NativeChart) -> Box:
    """What legend and names of the categories leave."""
    if element.plot is not None:
        return element.plot
    box, legend = element.box, 0.35 if element.legend else 0.1
    if element.kind in ("bar", "bar_stacked"):
        names = min(max(fit.width(name, element.size) for name in element.categories) + 0.15, box.w * 0.4)
        return Box(box.x + names, box.y + legend, box.w - names - 0.4, box.h - legend - 0.1)
    return Box(box.x + 0.3, box.y + legend, box.w - 0.4, box.h - legend - 0.4)


def top(element: NativeChart) -> float:
    """The value at the end of the axis."""
    if element.maximum:
        return element.maximum
    values = [[value or 0.0 for value in series.values] for series in element.series]
    stacked = element.kind.endswith("stacked")
    return (
        max((sum(column) if stacked else max(column) for column in zip(*values, strict=True)), default=1.0)
        or 1.0
    )


def gap_width(element: NativeChart) -> int:
    """The gap between two bars, in per cent of a bar."""
    return 38 if len(element.categories) > 4 else 110


def thickness(element: NativeChart, room: float) -> float:
    """Of a bar, or of the bars of one category together, which has so much room."""
    return room / (1 + gap_width(element) / 100)


def label(value: float, number_format: str) -> str:
    """As the format of the chart writes it; nothing for a nought that it leaves out."""
    if number_format.endswith(";;") and not value:
        return ""
    return (
        f"{value:.1f}％"
        if "0.0" in number_format
        else f"{value:.0f}％"
        if "％" in number_format
        else f"{value:,.0f}"
    )


def without_label(element: NativeChart, number: int) -> tuple[int, ...]:
    """Places in a series whose part of the bar is too short for its label: two of them would read as one number.

    The one that says the name of the series has its own room.
    """
    series = element.series[number]
    if element.kind != "bar_stacked" or series.label == "none":
        return ()
    scale = plot(element).w / (top(element) * (1 if element.maximum else HEADROOM))
    return tuple(
        place
        for place, value in enumerate(series.values)
        if value
        and not (series.named == "bar" and place == series.named_at)
        and value * scale < fit.width(label(value, element.number_format), element.size) + AIR
    )
