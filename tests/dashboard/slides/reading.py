"""What the tests read out of a deck with python-pptx alone, and what they do to it as people would."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard.export.deck.ink import A

# Digits that are no counts: dates, years, laws, names of papers.
PLAIN = re.compile(
    r"令和\d+(〜\d+)?年(度|\d+月\d+日(\d\d:\d\d)?)?|平成\d+年度?|wh_\w+(-\w+)?|第\d+(条|号|回)(の\d)?|\d{4}-\d\d-\d\d"
    r"|巻末\d|\d+[千万]人(以上|未満)|資料\d|GIS|6村|179市町村（35市129町15村）|（\d+件）"
)


def presentation(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def content(deck: Any) -> bytes:
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def walk(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from walk(shape.shapes)


def named(deck: Any, name: str) -> Any:
    """The shape of that name, wherever it is."""
    return next(shape for slide in deck.slides for shape in walk(slide.shapes) if shape.name == name)


def slide_of(deck: Any, name: str) -> Any:
    return next(slide for slide in deck.slides if any(shape.name == name for shape in walk(slide.shapes)))


def towns(deck: Any) -> dict[str, str]:
    """Fill of each municipality's freeform by its name: 「01452 鷹栖町」."""
    return {
        shape.name.partition("｜")[0]: str(shape.fill.fore_color.rgb)
        for slide in deck.slides
        for shape in walk(slide.shapes)
        if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM and shape.name[:5].isdigit()
    }


def texts(deck: Any) -> dict[str, str]:
    """Text by the name of the shape."""
    return {
        shape.name: shape.text_frame.text
        for slide in deck.slides
        for shape in walk(slide.shapes)
        if shape.has_text_frame and shape.text_frame.text
    }


def digits_by_hand(deck: Any) -> list[tuple[str, str]]:
    """Digits in texts and tables of ours that are no field, so that nobody recounts them."""
    found = []
    for slide in deck.slides:
        for shape in walk(slide.shapes):
            if "｜" not in shape.name or shape.name.startswith("市町村名"):
                continue
            frames = [shape.text_frame] if shape.has_text_frame else []
            if getattr(shape, "has_table", False) and "｜" in shape.name:
                frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
            runs = [run.text for frame in frames for p in frame.paragraphs for run in p.runs]
            found += [(shape.name, text) for text in runs if re.search(r"\d", PLAIN.sub("", text))]
    return found


def add_bullet(shape: Any, words: str) -> None:
    body = shape.text_frame._txBody
    fresh = copy.deepcopy(body.findall(f"{A}p")[-1])
    for child in list(fresh):
        if child.tag != f"{A}pPr":
            fresh.remove(child)
    run = fresh.makeelement(f"{A}r", {})
    text = run.makeelement(f"{A}t", {})
    text.text = words
    run.append(text)
    fresh.append(run)
    body.append(fresh)


def copied_slide(deck: Any, source: Any) -> Any:
    """As PowerPoint copies it, but for charts, whose data would have to be copied apart."""
    slide = deck.slides.add_slide(deck.slide_layouts[-1])
    for shape in list(slide.shapes):
        shape._element.getparent().remove(shape._element)
    for shape in (one for one in source.shapes if not one.has_chart):
        slide.shapes._spTree.append(copy.deepcopy(shape._element))
    return slide


def everything(deck: Any) -> str:
    said = []
    for slide in deck.slides:
        for shape in walk(slide.shapes):
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if getattr(shape, "has_table", False):
                said += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)
