"""Native tables: a header row, thin rules, nothing merged."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.util import Emu, Inches

from dashboard import theme
from dashboard.export.deck import draw_text, ink, table_size
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Cell, NativeTable, Paragraph

PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's 「スタイルなし、表のグリッド線なし」


def draw(shapes: Any, element: NativeTable) -> Any:
    """Add the table as a graphic frame."""
    rows, columns = len(element.rows) + 1, len(element.header)
    frame = shapes.add_table(rows, columns, *(Inches(v) for v in element.box))
    frame.name = element.name
    draw_text.describe(frame, element.alt)
    table = frame.table
    properties = table._tbl.tblPr
    for name in ("bandRow", "firstCol", "lastRow", "lastCol", "bandCol"):
        properties.attrib.pop(name, None)
    style = properties.find(f"{A}tableStyleId")
    if style is not None:
        style.text = PLAIN_STYLE
    left = int(Inches(element.box.w))
    for column, share in zip(table.columns, element.widths, strict=True):
        column.width = Emu(min(left, int(Inches(element.box.w) * share / sum(element.widths))))
    heights = table_size.row_heights(element)
    for row, height in zip(table.rows, heights, strict=True):
        row.height = Inches(height)
    for place, text in enumerate(element.header):
        write(
            table.cell(0, place), header_cell(text, element.head_fill), element, f"{element.name}/0/{place}"
        )
    for number, row in enumerate(element.rows, start=1):
        for place, cell in enumerate(row.cells):
            write(table.cell(number, place), cell, element, f"{element.name}/{row.key}/{place}")
    return frame


def header_cell(text: str, fill: str) -> Cell:
    return Cell((text,), bold=True, fill=fill)


def write(cell: Any, source: Cell, element: NativeTable, name: str) -> None:
    """Text, surface and lower rule of one cell."""
    paragraph = Paragraph(source.parts, element.size, source.bold, source.colour, source.align)
    ink.write(
        cell._tc.txBody if cell._tc.txBody is not None else cell.text_frame._txBody,
        (paragraph,),
        name,
        theme.INK,
    )
    cell.margin_left = cell.margin_right = Inches(table_size.PAD_X)
    cell.margin_top = cell.margin_bottom = Inches(table_size.PAD_Y)
    properties = cell._tc.get_or_add_tcPr()
    properties.set("anchor", "ctr")
    for old in properties.findall(f"{A}lnB"):
        properties.remove(old)
    rule = etree.Element(f"{A}lnB", w="6350")
    surface = etree.SubElement(rule, f"{A}solidFill")
    etree.SubElement(surface, f"{A}srgbClr", val=theme.GREY_400.lstrip("#"))
    properties.insert(0, rule)
    if source.fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = draw_text.rgb(source.fill)


def surface(cell: Any, fill: str) -> None:
    """The ground of an <a:tc>; none: that of the table."""
    properties = cell.get_or_add_tcPr()
    for old in properties.findall(f"{A}solidFill") + properties.findall(f"{A}noFill"):
        properties.remove(old)
    if fill:
        ground = etree.Element(f"{A}solidFill")
        etree.SubElement(ground, f"{A}srgbClr", val=fill.lstrip("#").upper())
        lines = [n for n, child in enumerate(properties) if child.tag.rpartition("}")[2].startswith("ln")]
        properties.insert(lines[-1] + 1 if lines else 0, ground)
