"""Native charts: the data inside, colours by status, a pattern besides where the theme has one."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN
from pptx.util import Inches, Pt

from dashboard import theme
from dashboard.export.deck import chart_labels, chart_room, draw_text, line_labels
from dashboard.export.deck.chart_labels import C
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Box, NativeChart, Series
from dashboard.export.still import still

KINDS = {
    "bar_stacked": XL_CHART_TYPE.BAR_STACKED,
    "column_stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
MARKERS = {
    "square": XL_MARKER_STYLE.SQUARE,
    "circle": XL_MARKER_STYLE.CIRCLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "none": XL_MARKER_STYLE.NONE,
}


def draw(shapes: Any, element: NativeChart, face: str) -> Any:
    """Add the chart as a graphic frame."""
    frame = shapes.add_chart(KINDS[element.kind], *(Inches(v) for v in element.box), data(element))
    frame.name = element.name
    freeze(frame.chart)
    _axis_numbers(frame.chart)
    draw_text.describe(frame, element.alt)
    chart = frame.chart
    chart.font.size = Pt(element.size)
    draw_text.paint(chart.font.color, element.ink or theme.INK)
    if element.ground:
        _ground(chart, element.ground)
    _face(chart, face)
    chart.has_title = False
    chart.has_legend = element.legend
    if element.legend:
        place_legend(chart, element)
    _axes(chart, element)
    plot = chart.plots[0]
    if element.kind != "line":
        plot.gap_width = chart_room.gap_width(element)
    if element.kind in ("bar_stacked", "column_stacked"):
        plot.overlap = 100
    for number, (drawn, given) in enumerate(zip(plot.series, element.series, strict=True)):
        (_line if element.kind == "line" else _bar)(drawn, given, element)
        chart_labels.leave_out(drawn, chart_room.without_label(element, number))
        if element.kind == "line":
            chart_labels.of_line(drawn, given, element)
        elif given.named:
            chart_labels.name(drawn, given, element)
    if element.plot is not None:
        _place_axes(chart, element.box, element.plot)
    return frame


def place_legend(chart: Any, element: NativeChart) -> None:
    """Above the bars, in the size of the other words."""
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(element.size)


def _ground(chart: Any, colour: str) -> None:
    """A surface behind the whole chart."""
    space = chart._chartSpace
    surface = etree.Element(f"{C}spPr")
    fill = etree.SubElement(surface, f"{A}solidFill")
    etree.SubElement(fill, f"{A}srgbClr", val=colour.lstrip("#"))
    space.find(f"{C}chart").addnext(surface)


def data(element: NativeChart) -> CategoryChartData:
    """The numbers as the chart and its worksheet hold them."""
    chart = CategoryChartData(number_format=element.number_format)
    chart.categories = list(element.categories)
    for series in element.series:
        chart.add_series(series.name, list(series.values))
    return chart


def freeze(chart: Any) -> None:
    """The worksheet behind a chart without the time of its making."""
    part = chart.part.chart_workbook.xlsx_part
    part._blob = still(part.blob, times_too=True)


def _axis_numbers(chart: Any) -> None:
    """The numbers of axes as the schema has them: python-pptx writes some below nought."""
    for kind in ("axId", "crossAx"):
        for one in chart._chartSpace.iter(f"{C}{kind}"):
            one.set("val", str(int(one.get("val")) & 0x7FFFFFFF))


def _axes(chart: Any, element: NativeChart) -> None:
    across, up = chart.category_axis, chart.value_axis
    across.format.line.color.rgb = draw_text.rgb(theme.GREY_400)
    across.tick_labels.font.size = Pt(element.size)
    across.has_major_gridlines = False
    _no_ticks(across)
    _no_ticks(up)
    up.minimum_scale = 0
    if element.maximum:
        up.maximum_scale = element.maximum
    up.has_major_gridlines = False
    if element.kind == "line" and element.axis_format:
        up.tick_labels.font.size = Pt(element.size)
        up.tick_labels.number_format = element.axis_format
        up.tick_labels.number_format_is_linked = False
        up.format.line.fill.background()
    else:
        up.visible = False
    if element.kind in ("bar", "bar_stacked"):
        across.reverse_order = True
    if element.axis_title:
        across.has_title = True
        across.axis_title.text_frame.text = element.axis_title
        across.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(element.size)


def _no_ticks(axis: Any) -> None:
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.minor_tick_mark = XL_TICK_MARK.NONE


def _bar(plotted: Any, series: Series, element: NativeChart) -> None:
    if series.pattern:
        plotted.format.fill.patterned()
        plotted.format.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        plotted.format.fill.fore_color.rgb = draw_text.rgb(series.pattern)
        plotted.format.fill.back_color.rgb = draw_text.rgb(series.colour)
    else:
        plotted.format.fill.solid()
        plotted.format.fill.fore_color.rgb = draw_text.rgb(series.colour)
    plotted.format.line.color.rgb = draw_text.rgb(series.line or series.colour)
    plotted.format.line.width = Pt(0.75)
    plotted.invert_if_negative = False
    if series.label == "none":
        return
    labels = plotted.data_labels
    labels.show_value = True
    labels.number_format = element.number_format
    labels.number_format_is_linked = False
    labels.font.size = Pt(element.size)
    labels.font.color.rgb = draw_text.rgb(series.ink or theme.INK)
    labels.font.bold = bool(series.pattern)
    labels.position = (
        XL_LABEL_POSITION.OUTSIDE_END if element.kind in ("bar", "column") else XL_LABEL_POSITION.CENTER
    )


def _line(plotted: Any, series: Series, element: NativeChart) -> None:
    plotted.smooth = False
    plotted.format.line.color.rgb = draw_text.rgb(series.colour)
    plotted.format.line.width = Pt(2.5)
    if series.dash:
        plotted.format.line.dash_style = MSO_LINE_DASH_STYLE[series.dash]
    marker = plotted.marker
    marker.style = MARKERS.get(series.marker, XL_MARKER_STYLE.CIRCLE)
    marker.size = 9
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = draw_text.rgb(series.colour)
    marker.format.line.color.rgb = draw_text.rgb(series.colour)
    _hollow(plotted, series)
    if series.label == "none":
        return
    labels = plotted.data_labels
    labels.show_value = True
    labels.number_format = element.number_format
    labels.number_format_is_linked = False
    labels.font.size = Pt(element.size)
    labels.font.bold = True
    labels.font.color.rgb = draw_text.rgb(line_labels.label_ink(series.colour))
    labels.position = XL_LABEL_POSITION.BELOW if series.label == "below" else XL_LABEL_POSITION.ABOVE


def hollow(chart: Any, element: NativeChart) -> None:
    """Which points are hollow, after new data; a point in a colour that people gave it keeps it."""
    for drawn, given in zip(chart.plots[0].series, element.series, strict=False):
        kept = set()
        for point in drawn._element.findall(f"{C}dPt"):
            place = int(point.find(f"{C}idx").get("val"))
            is_wanted = place < len(given.hollow) and given.hollow[place]
            if is_wanted or not _is_in_our_colours(point, given):
                kept.add(place)
            else:
                drawn._element.remove(point)
        _hollow(drawn, given, kept)


def _is_in_our_colours(point: Any, series: Series) -> bool:
    colours = {f"#{one.get('val').upper()}" for one in point.iter(f"{A}srgbClr")}
    themed = next(point.iter(f"{A}schemeClr"), None)
    return themed is None and colours <= {theme.WHITE.upper(), series.colour.upper()}


def _hollow(plotted: Any, series: Series, kept: Container[int] = ()) -> None:
    for place, is_open in enumerate(series.hollow):
        if is_open and place not in kept:
            point = plotted.points[place]
            point.marker.style = MARKERS.get(series.marker, XL_MARKER_STYLE.CIRCLE)
            point.marker.size = 9
            point.marker.format.fill.solid()
            point.marker.format.fill.fore_color.rgb = draw_text.rgb(theme.WHITE)
            point.marker.format.line.color.rgb = draw_text.rgb(series.colour)
            point.format.line.color.rgb = draw_text.rgb(series.colour)
            point.format.line.width = Pt(2)
            point.format.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT


def has_fixed_axes(chart: Any) -> bool:
    """Whether the chart says itself where its axes stand, as we draw those that something stands over."""
    return chart._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout") is not None


def _place_axes(chart: Any, box: Box, plot: Box) -> None:
    area = chart._chartSpace.find(f".//{C}plotArea")
    layout = area.find(f"{C}layout")
    if layout is None:
        layout = etree.Element(f"{C}layout")
        area.insert(0, layout)
    manual = etree.SubElement(layout, f"{C}manualLayout")
    etree.SubElement(manual, f"{C}layoutTarget", val="inner")
    for kind in ("xMode", "yMode"):
        etree.SubElement(manual, f"{C}{kind}", val="edge")
    shares = {
        "x": (plot.x - box.x) / box.w,
        "y": (plot.y - box.y) / box.h,
        "w": plot.w / box.w,
        "h": plot.h / box.h,
    }
    for kind, share in shares.items():
        etree.SubElement(manual, f"{C}{kind}", val=f"{share:.4f}")


def _face(chart: Any, face: str) -> None:
    """Charts take their face from no theme in some programs: name it."""
    for properties in chart._chartSpace.iter(f"{A}defRPr"):
        for kind in ("latin", "ea"):
            for old in properties.findall(f"{A}{kind}"):
                properties.remove(old)
        for kind in ("latin", "ea"):
            etree.SubElement(properties, f"{A}{kind}", typeface=face)
