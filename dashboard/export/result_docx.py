"""結果のお知らせ: one A4 page in Word back to a municipality. No person and no ranking stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docx.shared import Mm

from dashboard.export import docx_page, docx_sheet
from dashboard.export.docx_sheet import Bit, TableBlock
from dashboard.words import words
from dashboard.words.file_names import ended

MARGIN_MM = {"top": 15, "bottom": 19, "left": 15, "right": 15}
WIDTH_MM = 210 - MARGIN_MM["left"] - MARGIN_MM["right"]
HEAD = 60.0  # points: three lines of it
SPARE = 14.0
HEIGHT = (297 - MARGIN_MM["top"] - MARGIN_MM["bottom"]) * docx_sheet.PT_A_MM - HEAD - SPARE
SYNTHETIC_NOTE = f"【{words.SYNTHETIC}】を含みます。実在の市町村の回答ではありません。発送しないでください。"


@dataclass(frozen=True)
class ResultSheet:
    """One municipality: what stands in the head, in the blocks and in the foot. area: the folder of its 振興局."""

    code: str
    name: str
    area: str
    year_label: str
    title: str
    about: str
    blocks: tuple[TableBlock, ...]
    foot: tuple[str, ...]
    is_synthetic: bool

    @property
    def path(self) -> str:
        """上川総合振興局/01452_鷹栖町_令和5年度_結果のお知らせ.docx"""
        name = f"{self.code}_{self.name}_{self.year_label}_結果のお知らせ.docx"
        return f"{self.area}/{ended(name, is_synthetic=self.is_synthetic)}"


def to_docx(sheet: ResultSheet, written_on: date) -> bytes:
    """The .docx; the same sheet on the same day gives the same bytes."""
    document = docx_page.new_document(
        f"{sheet.name} {sheet.title}", f"{sheet.code} {sheet.name}", written_on, is_synthetic=False
    )
    section = document.sections[0]
    for side, width in MARGIN_MM.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = section.footer_distance = Mm(6)
    if sheet.is_synthetic:
        header = section.header.paragraphs[0]._p
        header.addprevious(docx_sheet.paragraph([Bit(SYNTHETIC_NOTE, "mark")], 8, 11, align="center"))
        header.getparent().remove(header)
    page = section.footer.paragraphs[0]._p
    for text in sheet.foot:
        page.addprevious(docx_sheet.paragraph([Bit(text, "soft")], 7, 9))
    last = document.element.body.sectPr
    for element in (
        docx_sheet.paragraph([Bit(f"{sheet.name}　御中", "strong")], 12, 18),
        docx_sheet.paragraph([Bit(sheet.title, "strong")], 14, 22, align="center"),
        docx_sheet.paragraph([Bit(sheet.about, "soft")], 8.5, 14),
        *docx_sheet.elements(docx_sheet.fitted(sheet.blocks, HEIGHT)),
        docx_sheet.paragraph((), 1, 1),  # a table may not end a section
    ):
        last.addprevious(element)
    return docx_page.to_bytes(document)
