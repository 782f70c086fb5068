"""The labels of a native chart: which value says the name of its series, and which finds no room for its number."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from lxml import etree
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.util import Pt

from dashboard import theme
from dashboard.export.deck import chart_room, draw_text
from dashboard.export.deck.model import NativeChart, Series

POSITIONS = {"line": XL_LABEL_POSITION.RIGHT, "bar_stacked": XL_LABEL_POSITION.CENTER}
LEADERS = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def name(plotted: Any, series: Series, element: NativeChart) -> None:
    """The label of one value with the name of its series: at the end of a line, at the first of a row of bars, at a part of one."""
    place = _named_place(series)
    if place is None:
        return
    label = plotted.points[place].data_label
    label.font.size = Pt(element.size)
    label.font.bold = True
    if series.named == "bar" and (series.name_right or series.name_shift):
        draw_text.paint(label.font.color, element.ink or theme.INK)
    else:
        label.font.color.rgb = draw_text.rgb(series.ink or label_ink(series.colour))
    label.position = POSITIONS.get(element.kind, XL_LABEL_POSITION.OUTSIDE_END)
    given = plotted._element.find(f"{C}dLbls/{C}dLbl")
    for kind in ("showLegendKey", "showCatName", "showPercent", "showBubbleSize"):
        given.find(f"{C}{kind}").set("val", "0")
    for kind in ("showVal", "showSerName"):
        given.find(f"{C}{kind}").set("val", "1")
    numbers = etree.Element(f"{C}numFmt", formatCode=element.number_format, sourceLinked="0")
    given.find(f"{C}idx").addnext(numbers)
    if series.name_right or series.name_shift:
        given.find(f"{C}idx").addnext(_shift(series.name_right, series.name_shift))
    given.find(f"{C}showBubbleSize").addnext(_separator())
    if series.named == "bar":
        _without_leader(plotted._element.find(f"{C}dLbls"))


def _shift(right: float, down: float) -> Any:
    layout = etree.Element(f"{C}layout")
    manual = etree.SubElement(layout, f"{C}manualLayout")
    for kind, value in (("x", right), ("y", down)):
        etree.SubElement(manual, f"{C}{kind}", val=f"{value:.4f}")
    return layout


def _without_leader(labels: Any) -> None:
    """No line from a label to its part of the bar, which stands beside it."""
    for old in labels.findall(f"{C}extLst"):
        labels.remove(old)
    extensions = etree.SubElement(labels, f"{C}extLst")
    extension = etree.SubElement(extensions, f"{C}ext", uri=LEADERS, nsmap={"c15": C15})
    etree.SubElement(extension, f"{{{C15}}}showLeaderLines", val="0")


def _separator() -> Any:
    separator = etree.Element(f"{C}separator")
    separator.text = " "
    return separator


def _named_place(series: Series) -> int | None:
    if series.named == "bar":
        return series.named_at
    known = [place for place, value in enumerate(series.values) if value is not None]
    return None if not known else known[-1] if series.named == "last" else known[0]


def names(chart: Any, element: NativeChart) -> None:
    """The names at the ends of lines, after new data, where they still stand."""
    for drawn, given in zip(chart.plots[0].series, element.series, strict=False):
        place = _named_place(given)
        label = _name_of(drawn)
        if label is not None and given.named and place is not None:
            label.find(f"{C}idx").set("val", str(place))


def names_of_bars(chart: Any, element: NativeChart, before: NativeChart) -> bool:
    """The names of the parts of bars, after new data, in the bars that have room for them now.

    False where a name has no room any more, and a legend has to say it. A chart with a legend of its own keeps it.
    """
    if chart.has_legend:
        return True
    for drawn, given, was in zip_longest(chart.plots[0].series, element.series, before.series):
        if drawn is None or given is None:
            continue
        stands = _name_of(drawn)
        if stands is None and was is not None and was.named:
            continue  # people took it out
        if stands is not None and was is not None and _place_of(given) == _place_of(was):
            continue
        if stands is not None:
            stands.getparent().remove(stands)
        if given.named:
            name(drawn, given, element)
            _in_order(drawn)
    return not element.legend


def _place_of(series: Series) -> tuple[object, ...]:
    return series.named, series.named_at, series.name_right, series.name_shift


def _name_of(plotted: Any) -> Any:
    """The label that says the name of its series."""
    for label in plotted._element.findall(f"{C}dLbls/{C}dLbl"):
        shown = label.find(f"{C}showSerName")
        if shown is not None and shown.get("val") == "1":
            return label
    return None


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
    _in_order(plotted)


def _in_order(plotted: Any) -> None:
    """Labels of single values by their place, as the programs write them."""
    labels = plotted._element.find(f"{C}dLbls")
    given = [] if labels is None else labels.findall(f"{C}dLbl")
    for one in sorted(given, key=lambda one: int(one.find(f"{C}idx").get("val")), reverse=True):
        labels.insert(0, one)


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
        kept = [one for one in labels.findall(f"{C}dLbl") if one is not _name_of(drawn)]
        if not kept:  # labels of people have their own order, which the schema wants kept
            leave_out(drawn, chart_room.without_label(element, number))
