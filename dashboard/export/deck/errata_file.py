"""正誤表 as a Word or Excel file: a table of strings in, bytes out; no cell becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dashboard.export.deck.package import DeckRefusedError, still
from dashboard.export.plain_text import visible

FACE = "BIZ UDPゴシック"
WIDTHS = (6, 34, 30, 14, 14, 60, 24)


def written(table: Sequence[Sequence[str]], head: Sequence[str], kind: str) -> bytes:
    """table: the heading and the rows; kind: .docx or .xlsx. Raises DeckRefusedError for another."""
    if kind.lower() == ".docx":
        return _word(table, head)
    if kind.lower() == ".xlsx":
        return _excel(table, head)
    raise DeckRefusedError("正誤表は .docx か .xlsx で書けます。--out の名前の終わりを変えてください。")


def _word(table: Sequence[Sequence[str]], head: Sequence[str]) -> bytes:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    title = document.add_paragraph()
    run = title.add_run(visible(head[0]))
    run.bold, run.font.size = True, Pt(16)
    for line in head[1:]:
        document.add_paragraph(visible(line)).paragraph_format.space_after = Pt(2)
    if len(table) > 1:
        drawn = document.add_table(rows=0, cols=len(table[0]), style="Table Grid")
        for number, row in enumerate(table):
            for cell, text in zip(drawn.add_row().cells, row, strict=True):
                cell.text = visible(text)
                for piece in cell.paragraphs[0].runs:
                    piece.bold, piece.font.size = number == 0, Pt(9)
    else:
        document.add_paragraph("今のデータと合わない数はありません。")
    out = io.BytesIO()
    document.save(out)
    return still(out.getvalue())


def _excel(table: Sequence[Sequence[str]], head: Sequence[str]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, about = book.add_worksheet("正誤表"), book.add_worksheet("この表について")
    face = {"font_name": FACE, "font_size": 10, "text_wrap": True, "valign": "top"}
    plain, bold = book.add_format(face), book.add_format({**face, "bold": True, "bg_color": "#E8F1FE"})
    for place, row in enumerate(table):
        for column, text in enumerate(row):
            sheet.write_string(place, column, visible(text), bold if place == 0 else plain)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table) - 1, 0), len(table[0]) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for place, line in enumerate(head):
        about.write_string(place, 0, visible(line), plain)
    about.set_column(0, 0, 90)
    book.close()
    return still(out.getvalue(), times_too=True)
