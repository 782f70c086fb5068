"""Whether texts stay in their places, measured with the glyphs of Noto Sans CJK."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageFont
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Emu

from tests.dashboard.slides.reading import walk

FONTS = Path("/usr/share/fonts/opentype/noto")
LINE = 1.2
SLACK = 0.03
SMALLEST, MAP_LABEL = 900, 700
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@cache
def face(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"NotoSansCJK-{'Bold' if bold else 'Regular'}.ttc"), 100, index=0)


@cache
def wide(character: str, bold: bool) -> float:
    """Ems of a glyph."""
    return face(bold).getlength(character) / 100


def overflowing(deck: Any) -> list[str]:
    """Shapes whose text does not fit, and shapes that leave the slide."""
    found = []
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            if shape.name and shape.left + shape.width > deck.slide_width + 2000:
                found.append(f"{number} {shape.name}: leaves the slide")
        for shape in walk(slide.shapes):
            if getattr(shape, "has_table", False):
                found += _table(number, shape, deck.slide_height)
            elif shape.has_text_frame and shape.text_frame.text and not shape.name[:5].isdigit():
                found += _box(number, shape)
    return found


def small_letters(deck: Any) -> dict[str, set[int]]:
    """Shapes with letters under 9 pt (on the map: under 7), by name."""
    small: dict[str, set[int]] = {}
    for slide in deck.slides:
        for shape in (one for one in walk(slide.shapes) if one.shape_type != MSO_SHAPE_TYPE.GROUP):
            has_chart = getattr(shape, "has_chart", False)
            holder = shape.chart._chartSpace if has_chart else shape._element
            sizes = {
                int(one.get("sz"))
                for tag in ("rPr", "defRPr")
                for one in holder.iter(f"{A}{tag}")
                if one.get("sz")
            }
            if sizes and min(sizes) < (MAP_LABEL if shape.name[:5].isdigit() else SMALLEST):
                small[shape.name] = sizes
    return small


def _box(number: int, shape: Any) -> list[str]:
    frame = shape.text_frame
    room = Emu(shape.width - (frame.margin_left or 0) - (frame.margin_right or 0)).inches
    height = Emu(shape.height - (frame.margin_top or 0) - (frame.margin_bottom or 0)).inches
    needed = 0.0
    for paragraph in frame.paragraphs:
        size = _size(paragraph, shape)
        lines = _lines(paragraph, size, room)
        needed += lines * size * LINE / 72 + (paragraph.space_after.inches if paragraph.space_after else 0)
        if shape.is_placeholder and shape.placeholder_format.type == 1 and lines > 1:
            return [f"{number} {shape.name}: the title wraps"]
    return [f"{number} {shape.name}: {needed:.2f} in {height:.2f}"] if needed > height + SLACK + 0.05 else []


def _table(number: int, shape: Any, slide_height: int) -> list[str]:
    total = 0.0
    for row in shape.table.rows:
        needed = Emu(row.height).inches
        for column, cell in zip(shape.table.columns, row.cells, strict=True):
            room = Emu(column.width - cell.margin_left - cell.margin_right).inches
            lines = sum(
                _lines(p, _size(p, shape), room) * _size(p, shape) * LINE / 72
                for p in cell.text_frame.paragraphs
            )
            needed = max(needed, lines + Emu(cell.margin_top + cell.margin_bottom).inches)
        total += needed
    bottom = Emu(shape.top).inches + total
    limit = Emu(slide_height).inches - 0.42
    return (
        [f"{number} {shape.name}: the table ends at {bottom:.2f}, {limit:.2f} is free"]
        if bottom > limit
        else []
    )


def _size(paragraph: Any, shape: Any) -> float:
    sizes = [int(value) / 100 for value in paragraph._p.xpath(".//a:rPr/@sz | .//a:endParaRPr/@sz")]
    if sizes:
        return max(sizes)
    return 34 if shape.is_placeholder and shape.placeholder_format.type == 3 else 22


def _lines(paragraph: Any, size: float, room: float) -> int:
    indent = int(paragraph._p.pPr.get("marL", "0")) / 914400 if paragraph._p.pPr is not None else 0
    bold = bool(paragraph._p.xpath(".//a:rPr[@b='1']")) or size == 22
    lines = 1
    for text in paragraph.text.split("\v"):
        used = 0.0
        for character in text:
            step = wide(character, bold) * size / 72
            if used + step > room - indent + 1e-6:
                lines += 1
                used = 0.0
            used += step
    return lines + paragraph.text.count("\v")
