"""確認済 and 注記 on a slide: one line above the title, beside the mark of fiction; in full in the notes."""

from __future__ import annotations

from dataclasses import replace

from dashboard import theme
from dashboard.export.deck import fit
from dashboard.export.deck.model import Box, Paragraph, Slide, Text, owned
from dashboard.export.deck.stage import Stage

NAME = "確認・注記"
SIZE = 10.0
BESIDE = 2.2  # inches that the mark of fiction takes


def put(slide: Slide, lines: list[str], stage: Stage) -> Slide:
    """The slide with what people said of its chart."""
    if not lines:
        return slide
    box = Box(stage.content.x, 0.04, stage.width - stage.content.x - BESIDE, 0.25)
    said = fit.cut("　｜　".join(lines), SIZE, box.w - 0.1, 1)
    text = Text(
        owned(NAME, slide.view),
        box,
        (Paragraph((said,), size=SIZE, colour=theme.INK_SOFT),),
        anchor="middle",
        alt="\n".join(lines),
    )
    notes = tuple(Paragraph((f"【{NAME}】{line}",)) for line in lines)
    elements = tuple(
        replace(element, paragraphs=(*element.paragraphs, *notes))
        if isinstance(element, Text) and element.role == "notes"
        else element
        for element in slide.elements
    )
    return replace(slide, elements=(*elements, text))
