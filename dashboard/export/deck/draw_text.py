"""Text boxes and titles on a slide."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Inches, Pt

from dashboard import theme
from dashboard.export.deck import ink
from dashboard.export.deck.model import Text

CNVPR = "*/{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"
ANCHORS = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}


def draw(shapes: Any, element: Text) -> Any:
    """Add the box to a slide or a group; nothing for an empty text. A title goes into the slide's own title."""
    if not element.text:
        return None
    font = ink.BODY
    if element.role == "title" and getattr(shapes, "title", None) is not None:
        shape = shapes.title
        colour, font = "", ink.HEADING
    else:
        shape = (
            shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(value) for value in element.box))
            if element.fill or element.line
            else shapes.add_textbox(*(Inches(value) for value in element.box))
        )
        bare(shape)
        _surface(shape, element.fill, element.line)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = ANCHORS[element.anchor]
        for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
            setattr(frame, side, Inches(element.inset))
        colour = theme.INK
    shape.name = element.name
    ink.write(shape.text_frame._txBody, element.paragraphs, element.name, colour, font)
    describe(shape, element.alt)
    return shape


def bare(shape: Any) -> None:
    """Without the theme's own line, fill and shadow."""
    style = shape._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}style")
    if style is not None:
        shape._element.remove(style)


def describe(shape: Any, alt: str) -> None:
    """The alternative text, which a screen reader reads in place of the picture."""
    if alt:
        naming(shape).set("descr", ink.safe(alt))


def described(shape: Any) -> str:
    return str(naming(shape).get("descr") or "")


def naming(shape: Any) -> Any:
    """The element with the name and the alternative text of a shape; python-pptx asks an XPath for it each time."""
    return shape._element.find(CNVPR)


def paint(format_of: Any, colour: str) -> None:
    """#RRGGBB, or a colour of the theme by its name."""
    if colour.startswith("#"):
        format_of.rgb = rgb(colour)
    else:
        format_of.theme_color = MSO_THEME_COLOR.from_xml(colour)


def rgb(colour: str) -> RGBColor:
    value: RGBColor = RGBColor.from_string(colour.lstrip("#").upper())
    return value


def _surface(shape: Any, fill: str, line: str) -> None:
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(fill[:7])
        if fill[7:]:  # #RRGGBBAA
            colour = shape._element.spPr.find(f"{ink.A}solidFill/{ink.A}srgbClr")
            etree.SubElement(colour, f"{ink.A}alpha", val=str(round(int(fill[7:], 16) / 255 * 100_000)))
    else:
        shape.fill.background()
    if line:
        shape.line.color.rgb = rgb(line)
        shape.line.width = Pt(1)
    else:
        shape.line.fill.background()
