"""市町村カルテ as one A4 page in Word: two columns under a head, sources in the foot."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from dashboard.export import docx_page, docx_sheet
from dashboard.export.docx_sheet import Bit, Line, TableBlock
from dashboard.words import words
from dashboard.words.file_names import ended

MARGIN_MM = {"top": 13, "bottom": 19, "left": 10, "right": 10}
GAP_MM = 5
COLUMN_MM = (210 - MARGIN_MM["left"] - MARGIN_MM["right"] - GAP_MM) / 2
HEAD = 46.0  # points: three lines of it, and the break between the sections
HEIGHT = (297 - MARGIN_MM["top"] - MARGIN_MM["bottom"]) * docx_sheet.PT_A_MM - HEAD
SPARE = 14.0  # points that stay free at the end of a column
SYNTHETIC_NOTE = f"{words.SYNTHETIC}を含みます。{words.SYNTHETIC_MARK}の付いた値は{words.SYNTHETIC}です。実際の状況として引用しないでください。"


@dataclass(frozen=True)
class Profile:
    """One town: what stands in the head, in the two columns, and in the foot."""

    code: str
    name: str
    kana: str
    facts: str
    state: Line
    left: tuple[TableBlock, ...]
    right: tuple[TableBlock, ...]
    foot: tuple[str, ...]
    is_synthetic: bool
    warehouse_id: str

    @property
    def file_name(self) -> str:
        """01516_豊富町_市町村カルテ_wh_…_架空データ.docx"""
        name = f"{self.code}_{self.name}_市町村カルテ.docx"
        return ended(name, self.warehouse_id, is_synthetic=self.is_synthetic)


def to_docx(profile: Profile, written_on: date) -> bytes:
    """The .docx; the same profile on the same day gives the same bytes."""
    document = docx_page.new_document(
        f"{profile.name} 市町村カルテ（版 {profile.warehouse_id}）",
        f"{profile.code} {profile.name}　市町村カルテ",
        written_on,
        is_synthetic=False,
    )
    _lay_out(document, profile)
    body = document.element.body
    last = body.sectPr
    for element in _head(profile):
        last.addprevious(element)
    _two_columns(document)
    for element in (
        *docx_sheet.elements(docx_sheet.fitted(profile.left, HEIGHT - SPARE - docx_sheet.LINE)),
        *docx_sheet.elements(docx_sheet.fitted(profile.right, HEIGHT - SPARE), after_break=True),
        docx_sheet.paragraph((), 1, 1),  # a table may not end a section
    ):
        last.addprevious(element)
    return docx_page.to_bytes(document)


def _lay_out(document: Document, profile: Profile) -> None:
    section = document.sections[0]
    for side, width in MARGIN_MM.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = section.footer_distance = Mm(6)
    if profile.is_synthetic:
        header = section.header.paragraphs[0]._p
        header.addprevious(docx_sheet.paragraph([Bit(SYNTHETIC_NOTE, "mark")], 8, 11, align="center"))
        header.getparent().remove(header)
    page = section.footer.paragraphs[0]._p
    for text in profile.foot:
        page.addprevious(docx_sheet.paragraph([Bit(text, "soft")], 6.5, 8.5))


def _head(profile: Profile) -> list[BaseOxmlElement]:
    name = [Bit(profile.name, "strong"), Bit(f"　{profile.kana}　", "soft", 9)]
    return [
        docx_sheet.paragraph([*name, Bit("市町村カルテ", "strong", 10)], 15, 19),
        docx_sheet.paragraph(profile.state, 9.5, 13),
        docx_sheet.paragraph([Bit(profile.facts, "soft")], 7.5, 11),
    ]


def _two_columns(document: Document) -> None:
    """What stands so far is one section, what follows is in two columns on the same page."""
    last = document.element.body.sectPr
    first = copy.deepcopy(last)
    carrier = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    )
    carrier.pPr.append(first)
    last.addprevious(carrier)
    columns = last.find(qn("w:cols"))
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), str(round(GAP_MM * 1440 / 25.4)))
    kind = parse_xml(f'<w:type {nsdecls("w")} w:val="continuous"/>')
    last.find(qn("w:pgSz")).addprevious(kind)
