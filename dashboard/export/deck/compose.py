"""A deck of slides → the bytes of a .pptx, with a record of what was written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lxml import etree
from pptx.util import Inches

from dashboard.export.deck import (
    draw_chart,
    draw_map,
    draw_sketch,
    draw_table,
    draw_text,
    ink,
    reading_order,
    record,
    slide_record,
    speaker_notes,
)
from dashboard.export.deck.model import Box, Deck, Element, Map, NativeChart, Sketch, Slide, Text
from dashboard.export.deck.package import release, saved
from dashboard.export.deck.stage import Stage
from dashboard.words import words


def compose(deck: Deck, stage: Stage) -> bytes:
    """The file. The same deck on the same stage gives the same bytes."""
    presentation = stage.presentation
    pages = [(add_slide(presentation, slide, stage), slide.view) for slide in deck.slides]
    properties(presentation, deck)
    kept = record.build_record(presentation, deck, stage)
    record.write_record(presentation, kept)
    slide_record.carry(pages, kept)
    content = saved(presentation)
    release(presentation)
    return content


def add_slide(presentation: Any, slide: Slide, stage: Stage) -> Any:
    """One more slide at the end."""
    layout = stage.title_layout if slide.layout == "title" else stage.content_layout
    drawn = presentation.slides.add_slide(layout)
    drawn._element.cSld.set("name", slide.view)
    maps = [element for element in slide.elements if isinstance(element, Map)]
    for element in slide.elements:
        if element not in maps:
            draw(drawn, element, stage.face)
    for element in maps:  # last, as each new shape looks through all others; read right after the title
        picture = draw(drawn, element, stage.face)._element
        drawn.shapes.title._element.addnext(picture)
    for shape in list(drawn.placeholders):
        if shape.has_text_frame and not shape.text_frame.text and shape.is_placeholder:
            shape._element.getparent().remove(shape._element)
    if slide.layout != "title":
        _page(drawn, stage)
    return drawn


def draw(slide: Any, element: Element, face: str) -> Any:
    """Put one element on a slide."""
    if isinstance(element, Text) and element.role == "notes":
        return speaker_notes.draw(slide, element)
    if isinstance(element, Text):
        subtitle = next((p for p in slide.placeholders if p.placeholder_format.type == 4), None)
        if element.role == "body" and subtitle is not None and element.name.startswith("副題｜"):
            subtitle.name = element.name
            ink.write(subtitle.text_frame._txBody, element.paragraphs, element.name)
            return subtitle
        return draw_text.draw(slide.shapes, element)
    if isinstance(element, Map):
        return draw_map.draw(slide.shapes, element)
    if isinstance(element, Sketch):
        return draw_sketch.draw(slide.shapes, element)
    if isinstance(element, NativeChart):
        return draw_chart.draw(slide.shapes, element, face)
    return draw_table.draw(slide.shapes, element)


def properties(presentation: Any, deck: Deck) -> None:
    """What the file says of itself in Explorer."""
    core = presentation.core_properties
    made = datetime.fromisoformat(deck.stamp.made_at)
    core.title, core.author, core.last_modified_by = deck.stamp.title, "かさなり", "かさなり"
    core.subject = f"版 {deck.stamp.warehouse_id}　{deck.stamp.as_of} までに把握した内容"
    core.keywords = " ".join(
        [deck.stamp.warehouse_id, *([words.SYNTHETIC] if any(s.synthetic for s in deck.slides) else [])]
    )
    core.category, core.language, core.comments = "説明資料", "ja-JP", ""
    core.created = core.modified = made
    core.revision = 1


def _page(slide: Any, stage: Stage) -> None:
    """The number of the page, kept by PowerPoint itself."""
    box = Box(stage.width - 1.0, stage.height - 0.4, 0.6, 0.25)
    shape = slide.shapes.add_textbox(*(Inches(value) for value in box))
    shape.name = reading_order.PAGE
    body = shape.text_frame._txBody
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.bodyPr.set(side, "0")
    paragraph = body.findall(f"{ink.A}p")[0]
    field = etree.SubElement(paragraph, f"{ink.A}fld", id=ink.guid(f"page/{slide.slide_id}"), type="slidenum")
    paragraph.get_or_add_pPr().set("algn", "r")
    ink.run_properties(field, 10, False, stage.look.soft)
    ink.set_field(field, "‹#›")
