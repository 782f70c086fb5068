"""A slide as a picture for the browser, from the same elements that PowerPoint's shapes are drawn from."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from dashboard import theme
from dashboard.export.deck import chart_svg, fit, layout_decor, table_size
from dashboard.export.deck.chart_svg import DPI
from dashboard.export.deck.look import Look
from dashboard.export.deck.model import (
    Box,
    Element,
    Map,
    NativeChart,
    NativeTable,
    Paragraph,
    Shape,
    Sketch,
    Slide,
    Stroke,
    Text,
)
from dashboard.export.deck.stage import Stage
from dashboard.export.plain_text import visible

ANCHORS = {"left": "start", "center": "middle", "right": "end"}
DASHES = {"solid": "", "dash": "6 4", "sysDash": "4 3", "sysDot": "2 3", "dot": "2 3"}


def picture(slide: Slide, stage: Stage) -> str:
    """The slide on its ground, over what its layout draws of its own."""
    look = stage.cover_look if slide.layout == "title" else stage.look
    wide, high = stage.width * DPI, stage.height * DPI
    layout = stage.title_layout if slide.layout == "title" else stage.content_layout
    drawn = "" if layout is None else layout_decor.decor(layout, DPI)
    drawn += "".join(_element(element, slide, stage, look) for element in slide.elements)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" role="img" '
        f"aria-label={quoteattr(visible(slide.title))} font-family={quoteattr(theme.FONT)}>"
        f'<rect width="100%" height="100%" fill="{look.background}"/>{drawn}</svg>'
    )


def sketch_picture(sketch: Sketch) -> str:
    """A small picture on its own, as wide and high as its box."""
    box = sketch.box
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box.x * DPI:.0f} {box.y * DPI:.0f} {box.w * DPI:.0f} '
        f'{box.h * DPI:.0f}" role="img" aria-label={quoteattr(visible(sketch.alt))} font-family={quoteattr(theme.FONT)}>'
        f"{_sketch(sketch)}</svg>"
    )


def _sketch(sketch: Sketch) -> str:
    grounds = "".join(_shape(shape) for shape in sketch.grounds)
    lines = "".join(_stroke(stroke) for stroke in sketch.strokes)
    marks = "".join(_shape(shape) for shape in sketch.marks)
    return grounds + lines + marks + "".join(_text(label, Look()) for label in sketch.labels)


def _element(element: Element, slide: Slide, stage: Stage, look: Look) -> str:
    if isinstance(element, Text) and element.role == "notes":
        return ""
    if isinstance(element, Text):
        return _text(_placed(element, slide, stage), look)
    if isinstance(element, Map):
        shapes = "".join(_shape(shape) for shape in (*element.shapes, *element.outlines))
        return shapes + "".join(_text(label, look) for label in element.labels)
    if isinstance(element, Sketch):
        return _sketch(element)
    if isinstance(element, NativeChart):
        return chart_svg.chart(element)
    return _table(element, look)


def _placed(text: Text, slide: Slide, stage: Stage) -> Text:
    """The title of the cover stands in a place of its layout."""
    if text.role != "title":
        return text
    size, box, anchor = stage.title_size, text.box, "bottom"
    if slide.layout == "title":
        size, box = 34, Box(1.15, stage.height * 0.26, stage.width - 2.0, stage.height * 0.27)
    paragraphs = tuple(
        Paragraph(one.parts, one.size or size, True, one.colour, one.align) for one in text.paragraphs
    )
    return Text(text.name, box, paragraphs, "title", anchor=anchor)  # type: ignore[arg-type]


def _text(text: Text, look: Look) -> str:
    if not text.text:
        return ""
    drawn = _box(text.box, text.fill, text.line) if text.fill or text.line else ""
    room = text.box.w - 2 * text.inset
    lines: list[tuple[str, Paragraph, float]] = []
    for paragraph in text.paragraphs:
        indent = paragraph.size * 1.2 / 72 if paragraph.bullet else 0.0
        pieces = [
            line
            for part in paragraph.text.split("\n")
            for line in wrapped(part, paragraph.size, room - indent)
        ]
        for number, piece in enumerate(pieces):
            after = paragraph.space_after if number == len(pieces) - 1 else 0.0
            mark = "• " if paragraph.bullet and not number else "　" if paragraph.bullet else ""
            lines.append((mark + piece, paragraph, paragraph.size * fit.LINE + after))
    high = sum(height for _, _, height in lines) / 72
    free = text.box.h - high
    top = text.box.y + {"top": text.inset, "middle": free / 2, "bottom": free}[text.anchor]
    for said, paragraph, height in lines:
        x = text.box.x + text.inset + {"left": 0.0, "center": room / 2, "right": room}[paragraph.align]
        drawn += words(said, x, top + paragraph.size / 72, paragraph, look, bool(text.fill))
        top += height / 72
    return drawn


def words(said: str, x: float, y: float, paragraph: Paragraph, look: Look, is_on_fill: bool) -> str:
    """One line; y is where its letters stand."""
    colour = (
        _named(paragraph.colour, look)
        if paragraph.colour
        else (theme.INK if is_on_fill else _named(look.ink, look))
    )
    weight = ' font-weight="700"' if paragraph.bold else ""
    return (
        f'<text x="{x * DPI:.1f}" y="{y * DPI:.1f}" font-size="{paragraph.size * DPI / 72:.1f}" fill="{colour}" '
        f'text-anchor="{ANCHORS[paragraph.align]}"{weight} xml:space="preserve">{escape(visible(said))}</text>'
    )


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The lines of a text in a room of so many inches."""
    lines, line = [], ""
    for letter in text:
        if line and fit.width(line + letter, size) > room:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


def _named(colour: str, look: Look) -> str:
    """A name of the theme as the colour that can be read on the ground."""
    if colour.startswith("#"):
        return colour
    return theme.WHITE if look.is_dark else theme.INK_SOFT if colour.endswith("2") else theme.INK


def _box(box: Box, fill: str, line: str) -> str:
    return (
        f'<rect x="{box.x * DPI:.1f}" y="{box.y * DPI:.1f}" width="{box.w * DPI:.1f}" height="{box.h * DPI:.1f}" '
        f'fill="{fill or "none"}" stroke="{line or "none"}"/>'
    )


def _shape(shape: Shape) -> str:
    path = "".join(f"M{_points(ring)}Z" for ring in shape.rings)
    width = 0.7 if shape.fill else 1.5
    drawn = f'<path d="{path}" fill="{shape.fill or "none"}" stroke="{shape.line or "none"}" stroke-width="{width}"/>'
    if shape.symbol and shape.at is not None:
        x, y = shape.at
        drawn += (
            f'<text x="{x * DPI:.1f}" y="{y * DPI + shape.size / 2:.1f}" font-size="{shape.size * DPI / 72:.1f}" '
            f'fill="{shape.ink}" text-anchor="middle">{escape(shape.symbol)}</text>'
        )
    return drawn


def _stroke(stroke: Stroke) -> str:
    return (
        f'<path d="M{_points(stroke.points)}" fill="none" stroke="{stroke.colour}" '
        f'stroke-width="{stroke.width * DPI / 72:.1f}" stroke-dasharray="{DASHES.get(stroke.dash, "6 4")}"/>'
    )


def _points(points: Iterable[tuple[float, float]]) -> str:
    return "L".join(f"{x * DPI:.1f} {y * DPI:.1f}" for x, y in points)


def _table(table: NativeTable, look: Look) -> str:
    heights = table_size.row_heights(table)
    total, top, drawn = sum(table.widths), table.box.y, ""
    rows = [[(text, "left", True, "", table.head_fill) for text in table.header]]
    rows += [
        [(cell.text, cell.align, cell.bold, cell.colour, cell.fill) for cell in row.cells]
        for row in table.rows
    ]
    for row, high in zip(rows, heights, strict=True):
        left = table.box.x
        for (said, align, bold, colour, fill), share in zip(row, table.widths, strict=True):
            wide = table.box.w * share / total
            if fill:
                drawn += _box(Box(left, top, wide, high), fill, "")
            paragraph = Paragraph((said,), table.size, bold, colour, align)  # type: ignore[arg-type]
            inside = Box(left + table_size.PAD_X, top, wide - 2 * table_size.PAD_X, high)
            cell = Text("", inside, (paragraph,), anchor="middle")
            drawn += _text(cell, Look() if fill else look)
            left += wide
        top += high
        line = f'x1="{table.box.x * DPI:.1f}" x2="{(table.box.x + table.box.w) * DPI:.1f}"'
        drawn += f'<line {line} y1="{top * DPI:.1f}" y2="{top * DPI:.1f}" stroke="{theme.GREY_400}"/>'
    return drawn
