"""The labels of a native chart: which value says the name of its series, and which finds no room for its number."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.util import Pt

from dashboard import theme
from dashboard.export.deck import chart_room, draw_text
from dashboard.export.deck.model import NativeChart, Series

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def name(plotted: Any, series: Series, element: NativeChart) -> None:
    """The label of one value with the name of its series: at the end of a line, or at the first of a row of bars."""
    place = _named_place(series)
    if place is None:
        return
    label = plotted.points[place].data_label
    label.font.size = Pt(element.size)
    label.font.bold = True
    label.font.color.rgb = draw_text.rgb(series.ink or label_ink(series.colour))
    is_line = element.kind == "line"
    label.position = XL_LABEL_POSITION.RIGHT if is_line else XL_LABEL_POSITION.OUTSIDE_END
    given = plotted._element.find(f"{C}dLbls/{C}dLbl")
    for kind in ("showLegendKey", "showCatName", "showPercent", "showBubbleSize"):
        given.find(f"{C}{kind}").set("val", "0")
    for kind in ("showVal", "showSerName"):
        given.find(f"{C}{kind}").set("val", "1")
    numbers = etree.Element(f"{C}numFmt", formatCode=element.number_format, sourceLinked="0")
    given.find(f"{C}idx").addnext(numbers)
    if series.name_shift:
        given.find(f"{C}idx").addnext(_shift(series.name_shift))
    given.find(f"{C}showBubbleSize").addnext(_separator())


def _shift(down: float) -> Any:
    layout = etree.Element(f"{C}layout")
    manual = etree.SubElement(layout, f"{C}manualLayout")
    for kind, value in (("x", 0.0), ("y", down)):
        etree.SubElement(manual, f"{C}{kind}", val=f"{value:.4f}")
    return layout


def _separator() -> Any:
    separator = etree.Element(f"{C}separator")
    separator.text = " "
    return separator


def _named_place(series: Series) -> int | None:
    known = [place for place, value in enumerate(series.values) if value is not None]
    return None if not known else known[-1] if series.named == "last" else known[0]


def names(chart: Any, element: NativeChart) -> None:
    """The names at the ends of lines, after new data, where they still stand."""
    for drawn, given in zip(chart.plots[0].series, element.series, strict=False):
        place = _named_place(given)
        for label in drawn._element.findall(f"{C}dLbls/{C}dLbl") if given.named and place is not None else []:
            shown = label.find(f"{C}showSerName")
            if shown is not None and shown.get("val") == "1":
                label.find(f"{C}idx").set("val", str(place))


def label_ink(colour: str) -> str:
    """Dark enough for small letters."""
    return theme.INK_SOFT if colour in (theme.GREY_400, theme.GREY_600) else colour


def leave_out(plotted: Any, places: tuple[int, ...]) -> None:
    """No label at these values."""
    labels = plotted._element.find(f"{C}dLbls")
    for place in reversed(places):
        silent = etree.Element(f"{C}dLbl")
        etree.SubElement(silent, f"{C}idx", val=str(place))
        etree.SubElement(silent, f"{C}delete", val="1")
        labels.insert(0, silent)


def silence(chart: Any, element: NativeChart, before: NativeChart) -> None:
    """Which values have no room for a label, after new data; other labels stay as people left them."""
    for number, drawn in enumerate(chart.plots[0].series):
        labels = drawn._element.find(f"{C}dLbls")
        if labels is None or number >= min(len(element.series), len(before.series)):
            continue
        gone = {str(place) for place in chart_room.without_label(before, number)}
        for one in labels.findall(f"{C}dLbl"):
            if one.find(f"{C}idx").get("val") in gone and one.find(f"{C}delete") is not None:
                labels.remove(one)
        kept = {one.find(f"{C}idx").get("val") for one in labels.findall(f"{C}dLbl")}
        if not kept:  # labels of people have their own order, which the schema wants kept
            leave_out(drawn, chart_room.without_label(element, number))
