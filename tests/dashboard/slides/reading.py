"""What the tests read out of a deck with python-pptx alone, and what they do to it as people would."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE


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
