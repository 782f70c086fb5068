"""The map: a freeform a municipality, grouped by 振興局, in one group that people may move and stretch."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from dashboard.export.deck import draw_text, ink
from dashboard.export.deck.model import Map, Paragraph, Shape
from dashboard.export.deck.outlines import aside

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
LINE, OUTLINE = int(Pt(0.5)), int(Pt(1.1))


def draw(shapes: Any, element: Map) -> Any:
    """Add the group of groups."""
    whole = shapes.add_group_shape()
    whole.name = element.name
    view = element.name.rpartition("｜")[2]
    # Names first, while the tree is small: python-pptx looks through all of it for each new shape. And outside of
    # their group, which it would measure again for each.
    names = whole.shapes.add_group_shape()
    names.name = f"市町村名｜{view}"
    labels = [draw_text.draw(shapes, label) for label in element.labels]
    names._element.extend(label._element for label in labels if label is not None)
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
        if not embrace(group._element):
            group._element.getparent().remove(group._element)
    embrace(whole._element)
    draw_text.describe(whole, element.alt)
    return whole


def embrace(group: Any) -> bool:
    """Give a group the place and size of what it holds; False where it holds nothing.

    Of shapes and groups alone. python-pptx's recalculate_extents measures the groups around it again each time.
    """
    places = [place for child in group if (place := _xfrm(child)) is not None]
    if not places:
        return False
    boxes = [
        (int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy")))
        for off, ext in ((place.find(f"{ink.A}off"), place.find(f"{ink.A}ext")) for place in places)
    ]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    wide, high = max(x + cx for x, _, cx, _ in boxes) - left, max(y + cy for _, y, _, cy in boxes) - top
    own = group.grpSpPr.find(f"{ink.A}xfrm")
    for name in ("off", "chOff"):
        own.find(f"{ink.A}{name}").attrib.update({"x": str(left), "y": str(top)})
    for name in ("ext", "chExt"):
        own.find(f"{ink.A}{name}").attrib.update({"cx": str(wide), "cy": str(high)})
    return True


def _xfrm(child: Any) -> Any:
    properties = {f"{{{P}}}sp": "spPr", f"{{{P}}}grpSp": "grpSpPr"}.get(child.tag)
    return child.find(f"{{{P}}}{properties}/{ink.A}xfrm") if properties else None


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


def freeform(group: Any, shape: Shape, number: int) -> None:
    """A freeform as PowerPoint writes it; python-pptx's builder takes a time that grows with the square of the points."""
    left, top, wide, high, path = _outline(shape.rings)
    text = _insets(shape, left + wide // 2, top + high // 2)
    element = parse_xml(
        f'<p:sp xmlns:p="{P}" xmlns:a="{ink.A_NS}"><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(shape.name)}'
        f" descr={quoteattr(ink.safe(shape.alt))}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>"
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f"<a:pathLst>{aside(path)}</a:pathLst></a:custGeom>"
        f'{_surface(shape.fill)}<a:ln w="{LINE if shape.fill else OUTLINE}">{_surface(shape.line)}<a:round/></a:ln>'
        f'</p:spPr><p:txBody><a:bodyPr wrap="none" {text} rtlCol="0" anchor="ctr"><a:noAutofit/></a:bodyPr>'
        "<a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    body = element.txBody
    ink.write(body, (_symbol(shape.symbol, shape.ink, shape.size),), shape.name)
    group.append(element)


class _Outline(NamedTuple):
    """Place and size in EMU, and the way of the pen inside as it stands in the file."""

    left: int
    top: int
    wide: int
    high: int
    path: str


@lru_cache(maxsize=1024)
def _outline(given: tuple[tuple[tuple[float, float], ...], ...]) -> _Outline:
    """Kept: the municipalities have the same outlines in every deck of a warehouse."""
    rings = [[_emu(point) for point in ring] for ring in given]
    left, top = min(x for ring in rings for x, _ in ring), min(y for ring in rings for _, y in ring)
    wide = max(x for ring in rings for x, _ in ring) - left
    high = max(y for ring in rings for _, y in ring) - top
    pen = "".join(_ring([(x - left, y - top) for x, y in ring]) for ring in rings)
    path = f'<a:path w="{wide}" h="{high}">{pen}</a:path>'
    return _Outline(left, top, wide, high, path)


def _ring(points: list[tuple[int, int]]) -> str:
    (x, y), *others = points
    lines = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in others)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{lines}<a:close/>'


def _surface(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>' if colour else "<a:noFill/>"


def _symbol(symbol: str, colour: str, size: float) -> Paragraph:
    return Paragraph((symbol,) if symbol else (), size=size, align="center", colour=colour)


def _insets(shape: Shape, middle_x: int, middle_y: int) -> str:
    """The text sits in the middle of the shape's box: insets move it to the town hall, and it moves with the shape."""
    insets = {"lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0}
    if shape.at is not None:
        x, y = _emu(shape.at)
        across, down = 2 * (x - middle_x), 2 * (y - middle_y)
        insets["lIns" if across > 0 else "rIns"] = abs(across)
        insets["tIns" if down > 0 else "bIns"] = abs(down)
    return " ".join(f'{name}="{value}"' for name, value in insets.items())


def _emu(point: tuple[float, float]) -> tuple[int, int]:
    return int(Inches(point[0])), int(Inches(point[1]))
