"""Sheets that must end where the page ends: blocks of known height, written as XML at once.

python-docx looks styles up for each cell; 179 sheets of it would take minutes. Lines have an exact height, so that
what a block takes is known beforehand, and what does not fit is left out and said.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from dashboard.export.plain_text import visible

FACE = "BIZ UDPゴシック"
PT_A_MM = 72 / 25.4
SIZE, LINE = 7.0, 9.2  # points
PADDING = 1.6  # points above and below a row, rule included
TITLE = 1.35  # lines of its size, and TITLE_GAP around
TITLE_GAP = 3.5
SIDE = 2.0
LATIN = 0.64  # em; the widest of the fonts that stand in for FACE
SLACK = 0.95  # word processors break lines by rules of their own
LOOKS = {
    "": "",
    "strong": "<w:b/>",
    "soft": '<w:color w:val="595959"/>',
    "mark": '<w:b/><w:color w:val="C00000"/>',
}


@dataclass(frozen=True)
class Bit:
    """A piece of text; look: one of LOOKS; size in points where it is not that of the others."""

    text: str
    look: str = ""
    size: float = 0


Line = tuple[Bit, ...]


@dataclass(frozen=True)
class TableBlock:
    """A titled table. widths in mm; without heads it is a list. What is past `least` rows may be left out.

    give: blocks of a higher number give way first; rest says how many rows are left out. size and pitch of the text in points.
    """

    title: str | Line
    widths: tuple[float, ...]
    rows: tuple[tuple[Line, ...], ...]
    heads: tuple[str | Line, ...] = ()
    least: int = 99
    give: int = 0
    left_out: int = 0
    size: float = SIZE
    pitch: float = LINE
    title_size: float = 8.5
    rest: str = "ほか{}件（画面の「市町村カルテ」にあります）"

    @property
    def height(self) -> float:
        """In points."""
        said = [tuple(line(head) for head in self.heads)] if self.heads else []
        return (
            self.title_size * TITLE
            + TITLE_GAP
            + sum(_row_height(row, self) for row in [*said, *self.all_rows])
        )

    @property
    def all_rows(self) -> tuple[tuple[Line, ...], ...]:
        if not self.left_out:
            return self.rows
        note = (Bit(self.rest.format(self.left_out), "soft"),)
        return (*self.rows, (note, *(((),) * (len(self.widths) - 1))))


def line(*parts: str | Bit | Line | None, look: str = "") -> Line:
    """Pieces in a row; a plain text is one in the given look."""
    made: list[Bit] = []
    for part in parts:
        if isinstance(part, tuple):
            made += part
        elif part:
            made.append(Bit(part, look) if isinstance(part, str) else part)
    return tuple(made)


def fitted(blocks: Sequence[TableBlock], height: float) -> list[TableBlock]:
    """The blocks within a height: rows are taken off the end of those that may give, and counted."""
    kept = list(blocks)
    while sum(block.height for block in kept) > height:
        ready = [number for number, block in enumerate(kept) if len(block.rows) > block.least]
        if not ready:
            break
        most = max(ready, key=lambda number: (kept[number].give, len(kept[number].rows)))
        block = kept[most]
        kept[most] = replace(block, rows=block.rows[:-1], left_out=block.left_out + 1)
    return kept


def elements(blocks: Sequence[TableBlock], *, after_break: bool = False) -> list[BaseOxmlElement]:
    """Title and table of each block; after_break: they begin a new column."""
    made = []
    for number, block in enumerate(blocks):
        made.append(_title(block.title, block.title_size, is_new_column=after_break and number == 0))
        made.append(_table(block))
    return made


def paragraph(
    pieces: Iterable[Bit], size: float, height: float, *, align: str = "left", inside: str = ""
) -> BaseOxmlElement:
    """A paragraph of exact height in points; inside: further XML of its properties."""
    return parse_xml(_paragraph(pieces, size, height, align, inside, nsdecls("w")))


def page_break() -> BaseOxmlElement:
    """What follows begins a new page."""
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
        '<w:r><w:br w:type="page"/></w:r></w:p>'
    )


def _title(text: str | Line, size: float, *, is_new_column: bool) -> BaseOxmlElement:
    runs = "".join(_run(piece, size) for piece in line(text, look="strong"))
    turn = '<w:r><w:br w:type="column"/></w:r>' if is_new_column else ""
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="0" w:color="0017C1"/></w:pBdr>'
        f'<w:spacing w:before="40" w:after="20" w:line="{size * TITLE * 20:.0f}" w:lineRule="exact"/><w:outlineLvl w:val="0"/></w:pPr>'
        f"{turn}{runs}</w:p>"
    )


def _table(block: TableBlock) -> BaseOxmlElement:
    ruled = bool(block.heads)
    rule = '<w:{0} w:val="single" w:sz="2" w:space="0" w:color="A6A6A6"/>'
    sides = ("top", "bottom", "insideH", "insideV") if ruled else ()
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in block.widths)
    rows = []
    if block.heads:
        cells = [line(head, look="strong") for head in block.heads]
        rows.append(
            _row(
                cells,
                block,
                "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
                '<w:shd w:val="clear" w:color="auto" w:fill="E8F1FE"/>',
            )
        )
    rows += [_row(row, block, "<w:trPr><w:cantSplit/></w:trPr>", "") for row in block.all_rows]
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(sum(block.widths))}" w:type="dxa"/>'
        f"<w:tblBorders>{''.join(rule.format(side) for side in sides)}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="8" w:type="dxa"/><w:left w:w="{SIDE * 20:.0f}" w:type="dxa"/>'
        f'<w:bottom w:w="8" w:type="dxa"/><w:right w:w="{SIDE * 20:.0f}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Sequence[Line], block: TableBlock, rules: str, fill: str) -> str:
    widths = block.widths
    if len(cells) > 1 and not any(cells[1:]):  # one note over all columns
        span = f'<w:gridSpan w:val="{len(widths)}"/>'
        return f"<w:tr>{rules}{_cell(cells[0], sum(widths), block, span)}</w:tr>"
    made = (_cell(cell, width, block, fill) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr>{rules}{''.join(made)}</w:tr>"


def _cell(content: Line, width: float, block: TableBlock, inside: str) -> str:
    said = _paragraph(content, block.size, block.pitch, "left", "", "")
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{inside}</w:tcPr>{said}</w:tc>'


def _paragraph(
    pieces: Iterable[Bit], size: float, height: float, align: str, inside: str, declared: str
) -> str:
    runs = "".join(_run(piece, size) for piece in pieces)
    return (
        f'<w:p {declared}><w:pPr><w:spacing w:before="0" w:after="0" w:line="{height * 20:.0f}" w:lineRule="exact"/>'
        f'<w:jc w:val="{align}"/>{inside}</w:pPr>{runs}</w:p>'
    )


def _run(piece: Bit, size: float) -> str:
    fonts = "".join(f'w:{kind}="{FACE}" ' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    text = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in visible(piece.text).split("\n")
    )
    return (
        f'<w:r><w:rPr><w:rFonts {fonts}/>{LOOKS[piece.look]}<w:sz w:val="{(piece.size or size) * 2:.0f}"/>'
        f'<w:szCs w:val="{(piece.size or size) * 2:.0f}"/></w:rPr>{text}</w:r>'
    )


def _row_height(row: Sequence[Line], block: TableBlock) -> float:
    widths = block.widths
    if len(row) > 1 and not any(row[1:]):
        row, widths = row[:1], (sum(widths),)
    most = max(
        _lines("".join(piece.text for piece in cell), (width * PT_A_MM - 2 * SIDE) * SLACK / block.size)
        for cell, width in zip(row, widths, strict=True)
    )
    return most * block.pitch + PADDING


def _lines(text: str, width: float) -> int:
    """Lines in a cell of so many ems."""
    ems = (
        sum(1.0 if unicodedata.east_asian_width(letter) in "FWA" else LATIN for letter in part)
        for part in text.split("\n")
    )
    return sum(max(1, math.ceil(long / width)) for long in ems)


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)
