"""The map: a freeform a municipality, grouped by 振興局, in one group that people may move and stretch."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from dashboard.export.deck import draw_text, ink
from dashboard.export.deck.model import Map, Paragraph, Shape

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
LINE, OUTLINE = int(Pt(0.5)), int(Pt(1.1))


def draw(shapes: Any, element: Map) -> Any:
    """Add the group of groups."""
    whole = shapes.add_group_shape()
    whole.name = element.name
    view = element.name.rpartition("｜")[2]
    # Names first, while the tree is small: python-pptx looks through all of it for each new shape.
    names = whole.shapes.add_group_shape()
    names.name = f"市町村名｜{view}"
    for label in element.labels:
        draw_text.draw(names.shapes, label)
    parts: dict[str, Any] = {}
    for part in dict.fromkeys(shape.part for shape in element.shapes):
        parts[part] = whole.shapes.add_group_shape()
        parts[part].name = f"{part}｜{view}"
    number = 1000 + max((int(value) for value in whole._element.xpath("//@id") if value.isdigit()), default=0)
    for place, shape in enumerate(element.shapes, start=number):
        freeform(parts[shape.part]._element, shape, place)
    for place, outline in enumerate(element.outlines, start=number + len(element.shapes)):
        freeform(whole._element, outline, place)
    whole._element.append(names._element)
    for group in [*parts.values(), names]:
        if len(group.shapes):
            group._element.recalculate_extents()
        else:
            group._element.getparent().remove(group._element)
    whole._element.recalculate_extents()
    draw_text.describe(whole, element.alt)
    return whole


def fill(shape: Any, colour: str) -> None:
    """Paint a freeform; no colour: transparent."""
    if colour:
        shape.fill.solid()
        shape.fill.fore_color.rgb = draw_text.rgb(colour)
    else:
        shape.fill.background()


def mark(shape: Any, symbol: str, colour: str, name: str, size: float = 5) -> None:
    """Put the symbol of the status into the freeform."""
    ink.write(shape.text_frame._txBody, (_symbol(symbol, colour, size),), name)


def freeform(group: Any, given: Shape, number: int) -> None:
    """A freeform as PowerPoint writes it; python-pptx's builder takes a time that grows with the square of the points."""
    rings = [[_emu(point) for point in ring] for ring in given.rings]
    left, top = min(x for ring in rings for x, _ in ring), min(y for ring in rings for _, y in ring)
    wide = max(x for ring in rings for x, _ in ring) - left
    high = max(y for ring in rings for _, y in ring) - top
    path = "".join(_ring([(x - left, y - top) for x, y in ring]) for ring in rings)
    text = _insets(given, left + wide // 2, top + high // 2)
    element = parse_xml(
        f'<p:sp xmlns:p="{P}" xmlns:a="{ink.A_NS}"><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(given.name)}'
        f" descr={quoteattr(ink.safe(given.alt))}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>"
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{wide}" h="{high}">{path}</a:path></a:pathLst></a:custGeom>'
        f'{_surface(given.fill)}<a:ln w="{LINE if given.fill else OUTLINE}">{_surface(given.line)}<a:round/></a:ln>'
        f'</p:spPr><p:txBody><a:bodyPr wrap="none" {text} rtlCol="0" anchor="ctr"><a:noAutofit/></a:bodyPr>'
        "<a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    body = element.txBody
    ink.write(body, (_symbol(given.symbol, given.ink, given.size),), given.name)
    group.append(element)


def _ring(points: list[tuple[int, int]]) -> str:
    (x, y), *others = points
    lines = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{lines}<a:close/>'


def _surface(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>' if colour else "<a:noFill/>"


def _symbol(symbol: str, colour: str, size: float) -> Paragraph:
    return Paragraph((symbol,) if symbol else (), size=size, align="center", colour=colour)


def _insets(given: Shape, middle_x: int, middle_y: int) -> str:
    """The text sits in the middle of the shape's box: insets move it to the town hall, and it moves with the shape."""
    insets = {"lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0}
    if given.at is not None:
        x, y = _emu(given.at)
        across, down = 2 * (x - middle_x), 2 * (y - middle_y)
        insets["lIns" if across > 0 else "rIns"] = abs(across)
        insets["tIns" if down > 0 else "bIns"] = abs(down)
    return " ".join(f'{name}="{value}"' for name, value in insets.items())


def _emu(point: tuple[float, float]) -> tuple[int, int]:
    return int(Inches(point[0])), int(Inches(point[1]))
