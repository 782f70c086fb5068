"""What a layout and its master draw of their own, for pictures of slides: surfaces of one colour, and a logo."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMU = 914_400  # an inch
PICTURE = 13  # type of a shape
SHOWN = ("image/png", "image/jpeg", "image/gif")
LARGEST_BYTES = 200_000


def decor(layout: Any, dpi: float) -> str:
    """As SVG, from behind to the front."""
    is_own = layout.element.get("showMasterSp") == "0"
    holders = [layout] if is_own else [layout.slide_master, layout]
    return "".join(piece for holder in holders for piece in _pieces(holder, dpi))


def box(shape: Any, dpi: float) -> str:
    values = (shape.left, shape.top, shape.width, shape.height)
    x, y, w, h = (int(value) / EMU * dpi for value in values)
    return f'x="{x:.0f}" y="{y:.0f}" width="{w:.0f}" height="{max(h, 1):.0f}"'


def _pieces(holder: Any, dpi: float) -> Iterator[str]:
    for shape in holder.shapes:
        if shape.is_placeholder or shape.width is None or not hasattr(shape._element, "spPr"):
            continue
        if shape.shape_type == PICTURE:
            image = shape.image
            if image.content_type in SHOWN and len(image.blob) <= LARGEST_BYTES:
                data = base64.b64encode(image.blob).decode()
                yield (
                    f'<image {box(shape, dpi)} preserveAspectRatio="none" '
                    f'href="data:{image.content_type};base64,{data}"/>'
                )
            continue
        colour = shape._element.spPr.find(f"{A}solidFill/{A}srgbClr")
        if colour is not None:
            yield f"<rect {box(shape, dpi)} fill={quoteattr('#' + str(colour.get('val')))}/>"
