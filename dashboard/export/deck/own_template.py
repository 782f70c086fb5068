"""Our own empty deck: sizes, fonts, colours and two layouts."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from dashboard import theme
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Box
from dashboard.export.deck.package import saved
from dashboard.export.deck.stage import Stage

SIZES = {"16:9": (13.333, 7.5), "4:3": (10.0, 7.5), "a4": (11.693, 8.268)}
# The face that Windows has had since 2018 and that was drawn to be read on slides; by PowerPoint's own name.
FACE = "BIZ UDPゴシック"
COLOURS = {
    "dk1": theme.INK,
    "lt1": theme.WHITE,
    "dk2": theme.INK_SOFT,
    "lt2": theme.GREY_50,
    "accent1": theme.BLUE_900,
    "accent2": theme.BLUE_600,
    "accent3": theme.BLUE_400,
    "accent4": theme.BLUE_200,
    "accent5": theme.GREY_400,
    "accent6": theme.RED,
    "hlink": theme.BLUE_900,
    "folHlink": theme.INK_SOFT,
}
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
MARGIN = 0.5
TITLE_TOP, TITLE_HEIGHT = 0.32, 0.72
FOOTER = 0.42
# Relations of the empty file that python-pptx begins with.
FOREIGN = ("/extended-properties", "/thumbnail", "/printerSettings")


def own_stage(size: str) -> Stage:
    width, height = SIZES[size]
    presentation = Presentation(io.BytesIO(_our_file(size)))
    cover, plain = presentation.slide_layouts
    bottom = TITLE_TOP + TITLE_HEIGHT
    content = Box(MARGIN, bottom + 0.2, width - 2 * MARGIN, height - bottom - 0.2 - FOOTER - 0.1)
    title = Box(MARGIN, TITLE_TOP, width - 2 * MARGIN, TITLE_HEIGHT)
    return Stage(presentation, cover, plain, width, height, content, title, 22, FACE)


@cache
def _our_file(size: str) -> bytes:
    """The empty deck as a file, made once: each deck opens it anew, with two layouts instead of eleven."""
    width, height = SIZES[size]
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(width), Inches(height)
    _forget_other_program(presentation)
    layouts = list(presentation.slide_layouts)
    keep = [layouts[0], layouts[5]]
    for layout in layouts:
        if layout not in keep:
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_master
    _dress(master)
    title = Box(MARGIN, TITLE_TOP, width - 2 * MARGIN, TITLE_HEIGHT)
    for holder in (master, *keep):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type not in (1, 3):  # what is neither title nor centred title
                if shape.placeholder_format.type == 2 and holder is master:
                    _move_to(shape, Box(MARGIN, 1.3, width - 2 * MARGIN, height - 2))
                elif shape.placeholder_format.type == 4:
                    _move_to(shape, Box(1.15, height * 0.56, width - 2.0, 1.2))
                else:
                    shape.element.getparent().remove(shape.element)
            else:
                _move_to(
                    shape,
                    title if holder is not keep[0] else Box(1.15, height * 0.26, width - 2.0, height * 0.27),
                )
    keep[0].name, keep[1].name = "表紙", "見出しと内容"
    band = _bar(2, Box(0, 0, 0.55, height), theme.BLUE_900)
    rule = _bar(3, Box(1.15, height * 0.545, width - 2.0, 0.02), theme.BLUE_900)
    keep[0].shapes._spTree.insert(2, band)
    keep[0].shapes._spTree.insert(3, rule)
    bottom = TITLE_TOP + TITLE_HEIGHT
    keep[1].shapes._spTree.insert(
        2, _bar(2, Box(MARGIN, bottom + 0.03, width - 2 * MARGIN, 0.025), theme.BLUE_900)
    )
    _title_style(master, keep)
    return saved(presentation)


def _forget_other_program(presentation: Any) -> None:
    """Take out what the empty file that we begin with says of itself: another program, another size, a printer."""
    presentation.element.sldSz.attrib.pop("type", None)
    for relations in (presentation.part.package._rels, presentation.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(FOREIGN):
                relations.pop(key)


def _dress(master: Any) -> None:
    """Fonts and colours of the theme."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "かさなり")
    for colour in root.find(f".//{A}clrScheme"):
        kind = etree.QName(colour).localname
        for child in list(colour):
            colour.remove(child)
        etree.SubElement(colour, f"{A}srgbClr", val=COLOURS[kind].lstrip("#"))
    for font in (root.find(f".//{A}majorFont"), root.find(f".//{A}minorFont")):
        for kind in ("latin", "ea"):
            font.find(f"{A}{kind}").set("typeface", FACE)
        for script in font.findall(f"{A}font"):
            if script.get("script") == "Jpan":
                script.set("typeface", FACE)
            else:
                font.remove(script)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _title_style(master: Any, layouts: list[Any]) -> None:
    style = master.element.find(f".//{{{P}}}titleStyle/{A}lvl1pPr")
    style.set("algn", "l")
    run = style.find(f"{A}defRPr")
    run.set("sz", "2200")
    run.set("b", "1")
    for shape in master.placeholders:
        if shape.placeholder_format.type in (1, 3):
            body = shape.text_frame._txBody.bodyPr
            for name, value in {
                "lIns": "0",
                "rIns": "0",
                "tIns": "0",
                "bIns": "36000",
                "anchor": "b",
            }.items():
                body.set(name, value)
            for child in list(body):
                body.remove(child)
    cover, _ = layouts
    for shape in cover.placeholders:
        body = shape.text_frame._txBody
        body.bodyPr.set("anchor", "b" if shape.placeholder_format.type in (1, 3) else "t")
        body.bodyPr.set("lIns", "0")
        level = body.find(f"{A}lstStyle")
        for child in list(level):
            level.remove(child)
        is_title = shape.placeholder_format.type in (1, 3)
        level.append(
            parse_xml(
                f'<a:lvl1pPr xmlns:a="{A[1:-1]}" marL="0" indent="0" algn="l"><a:buNone/>'
                f'<a:defRPr sz="{Pt(34 if is_title else 16).centipoints}" b="{int(is_title)}">'
                f'<a:solidFill><a:schemeClr val="tx{1 if is_title else 2}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
            )
        )


def _move_to(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(value) for value in box)


def _bar(number: int, box: Box, colour: str) -> Any:
    """A filled rectangle for a layout, where python-pptx draws none."""
    x, y, w, h = (int(Inches(value)) for value in box)
    return parse_xml(
        f'<p:sp xmlns:p="{P}" xmlns:a="{A[1:-1]}"><p:nvSpPr><p:cNvPr id="{900 + number}" name="飾り {number}"/>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="ja-JP"/></a:p></p:txBody></p:sp>'
    )
