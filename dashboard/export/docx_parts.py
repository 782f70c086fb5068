"""The parts of an official letter: lines, items under 記, the table of questions, the box of the person in charge.

Two kinds of text: ours, in which 【要記入…】 is marked yellow for the sender to fill in, and the town's own
words, which stand as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from dashboard.export.docx_page import BODY_SIZE, GREY, HEADING_FONT, TEXT_WIDTH_MM, set_font
from dashboard.export.plain_text import ems, visible

LEFT, RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY
GAP = r"【要記入[^】]*】"
TO_FILL_IN = re.compile(f"({GAP})")
LONGEST_QUOTE = 600
LABEL_CHARACTERS = 7
HEAD_FILL = "E7E6E6"
TABLE_SIZE = Pt(9)
SUBJECT_SIZE = Pt(12)
SLACK = 0.93  # a word processor adds a little between Latin and Japanese letters

# Heads of a table and the widths of their columns in mm.
Heads = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Passage:
    """What stands in a cell: our words, or the town's own (`is_quoted`)."""

    text: str
    is_quoted: bool = False
    is_soft: bool = False
    is_centred: bool = False


def line(document: Document, text: str = "", align: WD_ALIGN_PARAGRAPH = LEFT) -> Paragraph:
    """One line or paragraph of ours."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    say(paragraph, text)
    return paragraph


def heading(document: Document, about: str, matter: str) -> None:
    """件名: what the letter is about; on two lines, broken between its parts, where one is too short."""
    paragraph = line(document, align=CENTRE)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(14)
    fits = (ems(about) + ems(matter)) * SUBJECT_SIZE.mm <= TEXT_WIDTH_MM * SLACK
    run = paragraph.add_run(f"{about}{'' if fits else chr(10)}{matter}")
    run.font.size = SUBJECT_SIZE


def body(document: Document, *paragraphs: str) -> None:
    """Paragraphs of the body, each with its first line set in."""
    for text in paragraphs:
        paragraph = line(document, f"　{text}", JUSTIFIED)
        paragraph.paragraph_format.widow_control = True


def item(document: Document, number: int, label: str, text: str) -> None:
    """１　回答期限　　令和5年12月29日（金）: under 記, longer texts set in under themselves."""
    paragraph = document.add_paragraph()
    width = Pt(BODY_SIZE.pt * (LABEL_CHARACTERS + 2))
    paragraph.paragraph_format.left_indent = width
    paragraph.paragraph_format.first_line_indent = -width
    paragraph.paragraph_format.tab_stops.add_tab_stop(width)
    paragraph.paragraph_format.space_after = Pt(3)
    say(paragraph, f"{_full_width(number)}　{label}\t{text}")


def say(paragraph: Paragraph, text: str, *, is_soft: bool = False) -> None:
    """Write words of ours; what the sender must fill in is marked."""
    for piece in TO_FILL_IN.split(visible(text)):
        if not piece:
            continue
        run = paragraph.add_run(piece)
        if TO_FILL_IN.fullmatch(piece):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if is_soft:
            run.font.color.rgb = GREY


def quote(paragraph: Paragraph, text: str) -> None:
    """Write words of others as they are, line breaks and all."""
    shown = visible(text)
    if len(shown) > LONGEST_QUOTE:
        paragraph.add_run(shown[:LONGEST_QUOTE])
        say(paragraph, f"…（以下省略。全{len(shown):,}字）", is_soft=True)
    else:
        paragraph.add_run(shown)


def table(document: Document, heads: Heads) -> Table:
    """An empty ruled table: heads and widths in mm. The head repeats on each page."""
    made: Table = document.add_table(rows=1, cols=len(heads))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    for column, (_, width) in zip(made.columns, heads, strict=True):
        column.width = Mm(width)
    for cell, (text, width) in zip(made.rows[0].cells, heads, strict=True):
        cell.width = Mm(width)
        _shade(cell, HEAD_FILL)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTRE
        set_font(paragraph.add_run(text)._element.get_or_add_rPr(), HEADING_FONT)
        _shrink(cell)
    _row_rule(made.rows[0], "w:cantSplit")
    _row_rule(made.rows[0], "w:tblHeader")
    _cell_margins(made)
    return made


def row(made: Table, heads: Heads, *contents: Passage) -> None:
    """One more row, of the same heads. It stays on one page."""
    added: _Row = made.add_row()  # type: ignore[no-untyped-call]
    for cell, (_, width), said in zip(added.cells, heads, contents, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTRE if said.is_centred else LEFT
        if said.is_quoted:
            quote(paragraph, said.text)
        else:
            say(paragraph, said.text, is_soft=said.is_soft)
        _shrink(cell)
    _row_rule(added, "w:cantSplit")


def box(document: Document, lines: Sequence[str], width_mm: int = 78) -> None:
    """A ruled box at the right: who is in charge, and how to reach them."""
    made = document.add_table(rows=1, cols=1)
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.RIGHT
    made.autofit = False
    made.columns[0].width = Mm(width_mm)
    cell = made.cell(0, 0)
    cell.width = Mm(width_mm)
    _row_rule(made.rows[0], "w:cantSplit")
    _cell_margins(made)
    for number, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        say(paragraph, text)
        for run in paragraph.runs:
            run.font.size = Pt(10)


def keep_last(document: Document) -> None:
    """The last paragraph stays on the page of what comes next."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


def _shrink(cell: _Cell) -> None:
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.line_spacing = 1.1
        for run in paragraph.runs:
            run.font.size = TABLE_SIZE


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _row_rule(which: _Row, name: str) -> None:
    which._tr.get_or_add_trPr().append(OxmlElement(name))


def _cell_margins(made: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = made._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)  # the order that the schema asks for
