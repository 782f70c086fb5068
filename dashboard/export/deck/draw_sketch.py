"""A small picture of native shapes in one group: people may move, stretch and take it apart."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from dashboard.export.deck import draw_map, draw_text, ink
from dashboard.export.deck.draw_map import P
from dashboard.export.deck.model import Sketch, Stroke


def draw(shapes: Any, element: Sketch) -> Any:
    """Add the group; what was given first lies below."""
    whole = shapes.add_group_shape()
    whole.name = element.name
    group = whole._element
    number = 1000 + max((int(value) for value in group.xpath("//@id") if value.isdigit()), default=0)
    for ground in element.grounds:
        draw_map.freeform(group, ground, number)
        number += 1
    for stroke in element.strokes:
        _line(group, stroke, number)
        number += 1
    for mark in element.marks:
        draw_map.freeform(group, mark, number)
        number += 1
    for label in element.labels:
        draw_text.draw(whole.shapes, label)
    group.recalculate_extents()
    draw_text.describe(whole, element.alt)
    return whole


def _line(group: Any, stroke: Stroke, number: int) -> None:
    points = [(int(Inches(x)), int(Inches(y))) for x, y in stroke.points]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, high = max(x for x, _ in points) - left, max(y for _, y in points) - top
    (x, y), *others = [(x - left, y - top) for x, y in points]
    path = f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>' + "".join(
        f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others
    )
    heads = '<a:headEnd type="triangle"/><a:tailEnd type="triangle"/>' if stroke.is_arrow else ""
    group.append(
        parse_xml(
            f'<p:sp xmlns:p="{P}" xmlns:a="{ink.A_NS}"><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(stroke.name)}/>'
            "<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>"
            f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
            f'<a:pathLst><a:path w="{wide}" h="{high}" fill="none">{path}</a:path></a:pathLst></a:custGeom><a:noFill/>'
            f'<a:ln w="{int(Pt(stroke.width))}"><a:solidFill><a:srgbClr val="{stroke.colour.lstrip("#")}"/></a:solidFill>'
            f'<a:prstDash val="{stroke.dash}"/><a:round/>{heads}</a:ln></p:spPr>'
            '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="ja-JP"/></a:p></p:txBody></p:sp>'
        )
    )
