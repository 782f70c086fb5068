"""支援の実績 of a year in Word: by kind of the grant, by municipality, by 振興局."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx.document import Document
from docx.shared import Pt

from dashboard.export import docx_page
from dashboard.export.docx_parts import CENTRE, RIGHT, Heads, Passage, line, row, table
from dashboard.words import words

KINDS: Heads = (("区分の文言", 58), ("照合・出典", 46), ("この年度", 56))
ROWS: Heads = (("区分", 16), ("市町村", 24), ("支援", 36), ("根拠", 48), ("行った日・担当", 36))
AREAS: Heads = (
    ("振興局", 24),
    ("市町村", 18),
    ("支援した市町村", 26),
    ("件数", 16),
    ("支援も実施もまだの市町村", 76),
)


@dataclass(frozen=True)
class SupportPaper:
    """What stands in the report: cells of its three tables, and the sentences before and after them."""

    year: str
    summary: str
    kinds: Sequence[Sequence[Passage]]
    rows: Sequence[Sequence[Passage]]
    areas: Sequence[Sequence[Passage]]
    about_areas: str
    notes: Sequence[str]
    is_synthetic: bool


def document(paper: SupportPaper, written_on: date) -> bytes:
    """The .docx; the same paper and day give the same bytes."""
    title = f"市町村への支援の実績（{paper.year}）"
    page = docx_page.new_document(title, title, written_on, is_synthetic=paper.is_synthetic)
    line(page, words.day_short(written_on), RIGHT)
    head = line(page, title, CENTRE)
    head.runs[0].font.size = Pt(14)
    head.paragraph_format.space_after = Pt(8)
    line(page, f"　{paper.summary}")
    _heading(page, "１　区分ごと")
    _table(page, KINDS, paper.kinds)
    _heading(page, "２　市町村ごと")
    _table(page, ROWS, paper.rows)
    _heading(page, "３　振興局ごと")
    line(page, f"　{paper.about_areas}")
    _table(page, AREAS, paper.areas)
    line(page)
    for note in paper.notes:
        line(page, f"・{note}")
    return docx_page.to_bytes(page)


def _table(page: Document, heads: Heads, rows: Sequence[Sequence[Passage]]) -> None:
    if not rows:
        line(page, "　ありません。")
        return
    made = table(page, heads)
    for cells in rows:
        row(made, heads, *cells)


def _heading(page: Document, text: str) -> None:
    head = line(page, text)
    docx_page.set_font(head.runs[0]._element.get_or_add_rPr(), docx_page.HEADING_FONT)
    head.paragraph_format.space_before = Pt(10)
    head.paragraph_format.space_after = Pt(4)
    head.paragraph_format.keep_with_next = True
