"""The layouts of a template as small pictures, so that one may choose on screen what is drawn on which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.util import Emu

from dashboard.export.deck import background, layout_decor
from dashboard.export.deck.look import Look
from dashboard.export.deck.template import fitting, open_template, title_of

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DPI = 36
ROLES = {1: "見出し", 3: "見出し", 4: "副題", 2: "内容", 7: "内容", 8: "グラフ", 12: "表", 18: "図"}
MOST = 40


@dataclass(frozen=True)
class LayoutPicture:
    """place: of the layout in the template; is_cover and is_plain: what is taken where nobody chooses;
    why_not: why it cannot be taken, in Japanese ("" where it can).
    """

    place: int
    name: str
    svg: str
    is_cover: bool
    is_plain: bool
    why_not: str


def pictures(content: bytes, name: str) -> list[LayoutPicture]:
    """Every layout of a template. Raises DeckRefusedError where none has a title."""
    presentation = open_template(content, name)
    cover, plain = fitting(presentation, name)
    size = (Emu(presentation.slide_width).inches * DPI, Emu(presentation.slide_height).inches * DPI)
    found = []
    for place, layout in enumerate(list(presentation.slide_layouts)[:MOST]):
        look = background.look_of(layout)
        why_not = "" if look else "背景の上の文字が読めません"
        why_not = why_not if title_of(layout) is not None else "見出しがありません"
        drawn = _svg(layout, look or Look(), size)
        found.append(LayoutPicture(place, str(layout.name), drawn, place == cover, place == plain, why_not))
    return found


def _svg(layout: Any, look: Look, size: tuple[float, float]) -> str:
    wide, high = size
    drawn = layout_decor.decor(layout, DPI)
    ink = look.ink if look.ink.startswith("#") else ("#FFFFFF" if look.is_dark else "#1A1A1C")
    places = "".join(_place(shape, ink) for shape in layout.placeholders)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" '
        f'width="{wide:.0f}" height="{high:.0f}"><rect width="100%" height="100%" fill="{look.background}"/>'
        f"{drawn}{places}</svg>"
    )


def _place(shape: Any, ink: str) -> str:
    role = ROLES.get(shape.placeholder_format.type)
    if role is None or shape.width is None:
        return ""
    x, y = Emu(shape.left).inches * DPI + 6, Emu(shape.top).inches * DPI + 18
    return (
        f'<rect {layout_decor.box(shape, DPI)} fill="none" stroke="{ink}" stroke-dasharray="4 3"/>'
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="14" font-family="sans-serif" fill="{ink}">{escape(role)}</text>'
    )
