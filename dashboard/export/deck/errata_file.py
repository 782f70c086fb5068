"""正誤表 as a Word or Excel file: tables of strings in, bytes out; no cell becomes a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dashboard import theme
from dashboard.export import docx_page, excel
from dashboard.export.deck.errata_rows import ErrataEntry, legend, printed
from dashboard.export.deck.package import DeckRefusedError
from dashboard.export.excel import READABLE, WRAPPED, ExcelList, ListColumn, StyledNumber
from dashboard.export.plain_text import visible
from dashboard.export.still import still

FACE = "BIZ UDPゴシック"
EDITED = "手で変えられたところ"
DELETED = "資料から削除されたもの"
WRONG_HEADINGS = ("頁", "スライド", "箇所", "誤", "正", "理由")
EDITED_HEADINGS = ("頁", "スライド", "箇所", "資料の今の内容", "今のデータ", "変わったこと")
CAUSE_HEADINGS = ("頁と箇所", "誤", "正")
WHY = "理由"
WHY_HEADING = "変わった理由"
LINE, CELL_LINE = Pt(12), Pt(9.5)  # from line to line
PRINTED_SHARES, MAIN_SHARES = (49, 23, 23, 5), (20, 40, 40)  # of the width of the page
CAUSE_SHARES = (64, 18, 18)  # of the width of the page
SHARES = (4, 23, 23, 10, 10, 30)  # of the width of the page
SHEET_WIDTHS = (6, 40, 36, 16, 16, 70)
NUMBERED = (0, 3, 4)  # columns of the Excel file in which a number is a number: page, wrong, right
STYLE = replace(READABLE, cell={**READABLE.cell, **WRAPPED}, draws_empty_cells=True, column_by_column=False)
PAGE_MM, MARGIN_MM = (297, 210), 12
ONE_PAGE, ONE_LINE = 34, 30  # lines of a page, and letters of a line of a column of the main numbers
MOST_CAUSES = 6  # on the one page
NUMBER = re.compile(r"[−-]?\d[\d,]*(\.\d+)?％?")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Errata:
    """What the file says: head of lines, rows of WRONG_HEADINGS and EDITED_HEADINGS, names of what was taken out.

    entries: the corrections of a deck with their causes, which Word prints instead of `wrong`;
    main: where this is the one page for the chief, what it says first.
    """

    head: tuple[str, ...]
    wrong: Rows
    edited: Rows = ()
    deleted: tuple[str, ...] = ()
    written_on: date = date(2000, 1, 1)
    is_synthetic: bool = False
    kind: str = "正誤表"
    headings: tuple[str, str, str] = CAUSE_HEADINGS
    entries: tuple[ErrataEntry, ...] = ()
    main: Rows | None = None


def to_file(errata: Errata, kind: str) -> bytes:
    """kind: .docx or .xlsx. Raises DeckRefusedError for another."""
    if kind.lower() == ".docx":
        return _word(errata)
    if kind.lower() == ".xlsx":
        return _excel(errata)
    raise DeckRefusedError("正誤表は .docx か .xlsx で書けます。--out の名前の終わりを変えてください。")


def _word(errata: Errata) -> bytes:
    document = docx_page.new_document(
        errata.head[0], errata.kind, errata.written_on, is_synthetic=errata.is_synthetic
    )
    docx_page.set_font(document.styles["Normal"].element.get_or_add_rPr(), FACE)
    document.styles["Normal"].font.size = Pt(9.5)
    document.styles["Normal"].paragraph_format.line_spacing = LINE
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(value) for value in PAGE_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    _heading(document, errata.head[0], 16)
    for line in errata.head[1:]:
        document.add_paragraph(visible(line)).paragraph_format.space_after = Pt(2)
    if errata.main is not None:
        _one_page(document, errata, errata.main)
    elif errata.entries:
        marks = legend(errata.entries)
        _causes(document, marks, len(marks))
        _table(document, (*errata.headings, WHY), printed(errata.entries), PRINTED_SHARES)
    elif errata.wrong:
        for number, (cause, rows) in enumerate(by_cause(errata.wrong), start=1):
            _heading(document, f"{number}　{cause}", 11)
            _table(document, errata.headings, rows, CAUSE_SHARES)
    else:
        document.add_paragraph("今のデータと合わない数はありません。")
    if errata.edited:
        _heading(document, EDITED, 13)
        _table(document, EDITED_HEADINGS, errata.edited, SHARES)
    if errata.deleted:
        _heading(document, DELETED, 13)
        for name in errata.deleted:
            document.add_paragraph(visible(name)).paragraph_format.space_after = Pt(2)
    return docx_page.to_bytes(document)


def _causes(document: Any, marks: dict[str, str], most: int) -> None:
    """Each cause once, with its mark."""
    _heading(document, WHY_HEADING, 10.5)
    lines = [f"{mark} {cause}" for cause, mark in marks.items()]
    more = [f"ほか{len(lines) - most}件"] if len(lines) > most else []
    for line in (*lines[:most], *more):
        document.add_paragraph(visible(line)).paragraph_format.space_after = Pt(0)


def _one_page(document: Any, errata: Errata, main: Rows) -> None:
    """The main numbers and titles, the causes, and as many other changes as the page still takes."""
    marks = legend(errata.entries)
    room = ONE_PAGE - len(errata.head) - min(len(marks), MOST_CAUSES) - 2
    shown: list[Sequence[str]] = []
    others = [row[:3] for row in printed([entry for entry in errata.entries if entry.places])]
    for row in (*main, *(others if len(main) < MOST_CAUSES else ())):
        room -= max(1, *(-(-len(cell) // ONE_LINE) for cell in row[1:]), -(-len(row[0]) // (ONE_LINE // 2)))
        if room < 0:
            break
        shown.append(row)
    if shown:
        _table(document, errata.headings, shown, MAIN_SHARES)
    if marks:
        _causes(document, marks, MOST_CAUSES)


def by_cause(rows: Rows) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Rows of WRONG_HEADINGS → for each cause: the places that one correction reaches, what is wrong there, what is right."""
    causes: dict[str, dict[tuple[str, str], dict[str, list[str]]]] = {}
    for page, _title, place, wrong, right, cause in rows:
        pages = causes.setdefault(cause, {}).setdefault((wrong, right), {})
        pages.setdefault(page, []).append(place)
    return [
        (
            cause,
            [
                (
                    "、".join(
                        (f"{page}頁 " if page else "") + "、".join(dict.fromkeys(places))
                        for page, places in pages.items()
                    ),
                    *pair,
                )
                for pair, pages in pairs.items()
            ],
        )
        for cause, pairs in causes.items()
    ]


def _heading(document: Any, text: str, size: float) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.line_spacing = 1.0
    run = paragraph.add_run(visible(text))
    run.bold, run.font.size = True, Pt(size)


def _table(document: Any, headings: Sequence[str], rows: Rows, shares: Sequence[int]) -> None:
    """Columns as wide as their text wants; the heading again on each page; no row over two pages."""
    drawn = document.add_table(rows=0, cols=len(headings), style="Table Grid")
    drawn.autofit = False
    room = PAGE_MM[0] - 2 * MARGIN_MM
    widths = [Mm(room * share / sum(shares)) for share in shares]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate((headings, *rows)):
        line = drawn.add_row()
        properties = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, width in zip(line.cells, row, widths, strict=True):
            cell.width = width
            cell.text = visible(text)
            if number == 0:
                shade = OxmlElement("w:shd")
                shade.set(qn("w:val"), "clear")
                shade.set(qn("w:fill"), theme.BLUE_50.lstrip("#"))
                cell._tc.get_or_add_tcPr().append(shade)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            cell.paragraphs[0].paragraph_format.line_spacing = CELL_LINE
            for piece in cell.paragraphs[0].runs:
                piece.bold, piece.font.size = number == 0, Pt(8)


def _excel(errata: Errata) -> bytes:
    out = io.BytesIO()
    with excel.open_workbook(out) as book:
        excel.write_list(book, _list("正誤表", WRONG_HEADINGS, errata.wrong))
        if errata.edited:
            excel.write_list(book, _list(EDITED, EDITED_HEADINGS, errata.edited))
        deleted = [f"{DELETED}:", *errata.deleted] if errata.deleted else []
        excel.write_lines(book, "この表について", [*errata.head, *deleted], 90, STYLE)
    return still(out.getvalue(), times_too=True)


def _list(name: str, headings: Sequence[str], rows: Rows) -> ExcelList:
    columns = [
        ListColumn(heading, number, width)
        for number, (heading, width) in enumerate(zip(headings, SHEET_WIDTHS, strict=True))
    ]
    values = [
        [_number(text) if column in NUMBERED else text for column, text in enumerate(row)] for row in rows
    ]
    return ExcelList(name, columns, values, STYLE, has_filter=True)


def _number(text: str) -> StyledNumber | str:
    """The number that a text is, with the format that shows it as the deck does; other texts as they are."""
    if not NUMBER.fullmatch(text):
        return text
    decimals = "0.0" if "." in text else "0"
    shown = f'{decimals}"％"' if text.endswith("％") else f"#,##{decimals}"
    value = float(text.replace(",", "").replace("−", "-").rstrip("％"))
    return StyledNumber(value, {"num_format": shown, "align": "right"})
