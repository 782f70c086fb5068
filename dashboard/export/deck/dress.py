"""A slide in the colours of the template that it is drawn on; colours that tell a state stay what they are."""

from __future__ import annotations

from dataclasses import replace

from dashboard import theme
from dashboard.export.deck.contrast import READABLE, VISIBLE, contrast
from dashboard.export.deck.look import PLAIN, Look
from dashboard.export.deck.model import (
    Cell,
    Element,
    Map,
    NativeChart,
    NativeTable,
    Paragraph,
    Sketch,
    Slide,
    Text,
)
from dashboard.export.deck.stage import Stage

SUBTITLE = "副題｜"


def dressed(slide: Slide, stage: Stage) -> Slide:
    """Texts that lie on the slide itself take its ink; on a dark slide tables and charts get a light ground."""
    look = stage.cover_look if slide.layout == "title" else stage.look
    if look == PLAIN:
        return slide
    placed = (SUBTITLE,) if stage.has_subtitle else ()
    return replace(slide, elements=tuple(_dressed(element, look, placed) for element in slide.elements))


def _dressed(element: Element, look: Look, placed: tuple[str, ...]) -> Element:
    """placed: how the names of texts begin that stand in a place of the layout, as its title does."""
    if isinstance(element, Text | Sketch) and element.over and look.is_dark:
        return element  # it stands on the light ground of its chart
    if isinstance(element, Text):
        is_placed = element.role in ("title", "notes") or element.name.startswith(placed)
        return element if is_placed else _text(element, look)
    if isinstance(element, Map):
        return replace(element, labels=tuple(_text(label, look) for label in element.labels))
    if isinstance(element, NativeChart):
        ground = theme.WHITE if look.is_dark else ""
        return replace(element, ground=ground, ink="" if ground else look.ink)
    if isinstance(element, NativeTable):
        rows = tuple(
            replace(row, cells=tuple(_cell(cell, look) for cell in row.cells)) for row in element.rows
        )
        return replace(element, rows=rows, head_fill=look.head)
    return _over_chart(element, look) if element.over else element  # another sketch has its own ground


def _over_chart(sketch: Sketch, look: Look) -> Sketch:
    strokes = tuple(
        one if contrast(one.colour, look.background) >= VISIBLE else replace(one, colour=theme.INK)
        for one in sketch.strokes
    )
    return replace(sketch, strokes=strokes)


def _text(text: Text, look: Look) -> Text:
    if text.fill:
        return text
    return replace(text, paragraphs=tuple(_paragraph(one, look) for one in text.paragraphs))


def _paragraph(paragraph: Paragraph, look: Look) -> Paragraph:
    return replace(paragraph, colour=_ink(paragraph.colour, look))


def _cell(cell: Cell, look: Look) -> Cell:
    if cell.fill:
        return cell
    if look.is_dark:
        return replace(cell, fill=theme.WHITE)
    return replace(cell, colour=_ink(cell.colour, look))


def _ink(colour: str, look: Look) -> str:
    if colour in ("", theme.INK):
        return look.ink
    if colour == theme.INK_SOFT:
        return look.soft
    is_readable = not colour.startswith("#") or contrast(colour, look.background) >= READABLE
    return colour if is_readable else look.ink
