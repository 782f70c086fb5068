"""The labels of a native chart: which value says the name of its series, and which finds no room for its number."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from lxml import etree
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.util import Pt

from dashboard import theme
from dashboard.export.deck import chart_room, draw_text
from dashboard.export.deck.ink import A
from dashboard.export.deck.line_labels import label_ink, named_place
from dashboard.export.deck.model import LabelSpot, NativeChart, Series

POSITIONS = {"bar_stacked": XL_LABEL_POSITION.CENTER}
GONE = "gone"
LEADERS = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def name(plotted: Any, series: Series, element: NativeChart) -> None:
    """The label of one value with the name of its series: at the first of a row of bars, at a part of one."""
    place = _named_place(series)
    if place is None:
        return
    label = _labelled(plotted, place, series, element)
    if series.named == "bar" and (series.name_right or series.name_shift):
        draw_text.paint(label.font.color, element.ink or theme.INK)
    label.position = POSITIONS.get(element.kind, XL_LABEL_POSITION.OUTSIDE_END)
    given = _given(plotted, place)
    _say_name(given)
    if series.name_right or series.name_shift:
        given.find(f"{C}idx").addnext(_shift(series.name_right, series.name_shift))
    if series.named == "bar":
        _without_leader(plotted._element.find(f"{C}dLbls"))


def _labelled(plotted: Any, place: int, series: Series, element: NativeChart) -> Any:
    """A label of its own for one value, with its number."""
    label = plotted.points[place].data_label
    label.font.size = Pt(element.size)
    label.font.bold = True
    label.font.color.rgb = draw_text.rgb(series.ink or label_ink(series.colour))
    given = _given(plotted, place)
    for kind in ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"):
        given.find(f"{C}{kind}").set("val", "0")
    given.find(f"{C}showVal").set("val", "1")
    numbers = etree.Element(f"{C}numFmt", formatCode=element.number_format, sourceLinked="0")
    given.find(f"{C}idx").addnext(numbers)
    return label


def _given(plotted: Any, place: int) -> Any:
    labels = plotted._element.findall(f"{C}dLbls/{C}dLbl")
    return next(one for one in labels if one.find(f"{C}idx").get("val") == str(place))


def _say_name(given: Any) -> None:
    given.find(f"{C}showSerName").set("val", "1")
    given.find(f"{C}showBubbleSize").addnext(_separator())


def of_line(plotted: Any, series: Series, element: NativeChart) -> None:
    """The labels of a line in their spots, each unbroken, as line_labels counts with."""
    for entry in planned(series):
        _put(plotted, entry, series, element)
    _in_order(plotted)
    _on_one_line(plotted)


def _on_one_line(plotted: Any) -> None:
    labels = plotted._element.find(f"{C}dLbls")
    if labels is not None:
        _without_leader(labels)
        for body in labels.iterfind(f".//{C}txPr/{A}bodyPr"):
            body.set("wrap", "none")


def _put(plotted: Any, entry: list[Any], series: Series, element: NativeChart) -> None:
    place, side, right, down = entry
    if side == GONE:
        leave_out(plotted, (place,))
        return
    _labelled(plotted, place, series, element)
    given = _given(plotted, place)
    if place == named_place(series):
        _say_name(given)
    _move(given, side, right, down)


def _move(given: Any, side: str, right: str, down: str) -> None:
    old = given.find(f"{C}layout")
    if old is not None:
        given.remove(old)
    given.find(f"{C}idx").addnext(_shift(float(right), float(down)))
    position = given.find(f"{C}dLblPos")
    if position is None:
        position = etree.Element(f"{C}dLblPos")
        given.find(f"{C}showLegendKey").addprevious(position)
    position.set("val", side)


def planned(series: Series) -> list[list[Any]]:
    """Place, side and shift of each label of a line that does not stand where the labels of its series do."""
    standard = LabelSpot("b" if series.label == "below" else "t")
    found: list[list[Any]] = []
    for place, (value, spot) in enumerate(zip(series.values, series.spots, strict=False)):
        is_name = place == named_place(series)
        if value is None or (series.label == "none" and not (is_name and spot)):
            continue
        if spot is None:
            found.append([place, GONE, "", ""])
        elif is_name or spot != standard:
            found.append([place, spot.side, f"{spot.right:.4f}", f"{spot.down:.4f}"])
    return found


def standing(plotted: Any) -> list[list[Any]]:
    """As planned, read from the chart."""
    found: list[list[Any]] = []
    for label in plotted._element.findall(f"{C}dLbls/{C}dLbl"):
        place = int(label.find(f"{C}idx").get("val"))
        if label.find(f"{C}delete") is not None:
            found.append([place, GONE, "", ""])
            continue
        position, manual = label.find(f"{C}dLblPos"), label.find(f"{C}layout/{C}manualLayout")
        shift = [None if manual is None else manual.find(f"{C}{kind}") for kind in ("x", "y")]
        moved = [f"{0 if one is None else float(one.get('val')):.4f}" for one in shift]
        found.append([place, "" if position is None else position.get("val"), *moved])
    return found


def lines(chart: Any, element: NativeChart, before: list[list[list[Any]]]) -> None:
    """The labels of lines after new data, where they stand as they were put; before: as planned then.

    A label that stays keeps its size and colour. Where people moved one, those of its line stay, and the name goes with the end.
    """
    for drawn, given, was in zip_longest(chart.plots[0].series, element.series, before):
        if drawn is None or given is None:
            continue
        name_label, place = _name_of(drawn), named_place(given)
        is_ours = was is not None and standing(drawn) == was
        if name_label is not None and place is not None:
            for other in drawn._element.findall(f"{C}dLbls/{C}dLbl"):
                if other is not name_label and other.find(f"{C}idx").get("val") == str(place):
                    other.getparent().remove(other)
            name_label.find(f"{C}idx").set("val", str(place))
        if not is_ours:
            continue
        wanted = {entry[0]: entry for entry in planned(given)}
        for label in drawn._element.findall(f"{C}dLbls/{C}dLbl"):
            entry = wanted.get(int(label.find(f"{C}idx").get("val")))
            if entry is None or entry[1] == GONE or label.find(f"{C}delete") is not None:
                label.getparent().remove(label)
            else:
                _move(label, *entry[1:])
                wanted.pop(entry[0])
        for entry in wanted.values():
            _put(drawn, entry, given, element)
        _on_one_line(drawn)
        _in_order(drawn)


def _shift(right: float, down: float) -> Any:
    layout = etree.Element(f"{C}layout")
    manual = etree.SubElement(layout, f"{C}manualLayout")
    for kind, value in (("x", right), ("y", down)):
        etree.SubElement(manual, f"{C}{kind}", val=f"{value:.4f}")
    return layout


def _without_leader(labels: Any) -> None:
    """No line from a label to its value, which stands beside it."""
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
    return next((place for place, value in enumerate(series.values) if value is not None), None)


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
