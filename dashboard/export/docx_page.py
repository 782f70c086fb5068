"""A blank Japanese official letter in Word: A4, 明朝, a header for 架空データ, page numbers; and its bytes.

The same document gives the same bytes: no clock and no name of a person or program goes into the file.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from functools import cache

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from dashboard.words import words

BODY_FONT, HEADING_FONT = "ＭＳ 明朝", "ＭＳ ゴシック"
BODY_SIZE = Pt(11)
MARGIN_MM = {"top": 25, "bottom": 20, "left": 25, "right": 25}
TEXT_WIDTH_MM = 210 - MARGIN_MM["left"] - MARGIN_MM["right"]
RED = RGBColor(0xC0, 0x00, 0x00)
GREY = RGBColor(0x59, 0x59, 0x59)
SYNTHETIC_NOTE = f"【{words.SYNTHETIC}】実在の市町村の回答ではありません。画面と手順を試すための文書です。発送しないでください。"
STYLES_KEPT = {
    *("Normal", "Header", "HeaderChar", "Footer", "FooterChar"),
    *("DefaultParagraphFont", "TableNormal", "NoList", "TableGrid"),
}
# What python-docx's own template brings and a letter has no use for.
PARTS_DROPPED = ("stylesWithEffects", "customXml", "numbering", "thumbnail", "webSettings")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def new_document(title: str, footer: str, written_on: date, *, is_synthetic: bool) -> Document:
    """An empty letter. `title` is what Word shows as the title of the file, `footer` stands left of the page."""
    document = docx.Document(io.BytesIO(_blank()))
    properties = document.core_properties
    properties.title = title
    properties.created = properties.modified = datetime(  # noqa: DTZ001 - Word's own time has no zone
        written_on.year, written_on.month, written_on.day
    )
    section = document.sections[0]
    if is_synthetic:
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = header.add_run(SYNTHETIC_NOTE)
        run.bold = True
        run.font.size = Pt(9)
        run.font.color.rgb = RED
        set_font(run._element.get_or_add_rPr(), HEADING_FONT)
    _page_number(section.footer.paragraphs[0], footer)
    return document


def to_bytes(document: Document) -> bytes:
    """The .docx, with the dates inside the zip fixed."""
    saved = io.BytesIO()
    document.save(saved)
    return _without_clock(saved.getvalue())


def set_font(properties: BaseOxmlElement, name: str) -> None:
    """One font for Japanese and Latin letters; Word takes the Japanese one from eastAsia alone."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)


@cache
def _blank() -> bytes:
    """python-docx's template made Japanese and small; made once a process."""
    document = docx.Document()
    _drop_parts(document.part.rels)
    _drop_parts(document.part.package.rels)
    _prune_styles(document)
    _set_settings(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGIN_MM.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = section.footer_distance = Mm(11)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)  # lines by their own height, so that Word and LibreOffice agree
    properties = document.core_properties
    for field in ("author", "comments", "keywords", "last_modified_by", "subject", "category"):
        setattr(properties, field, "")
    properties.language = "ja-JP"
    properties.revision = 1
    return to_bytes(document)


def _drop_parts(relationships: Relationships) -> None:
    for key, relationship in list(relationships.items()):
        if relationship.reltype.rsplit("/", 1)[-1] in PARTS_DROPPED:
            del relationships[key]


def _prune_styles(document: Document) -> None:
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in STYLES_KEPT:
            styles.remove(style)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    set_font(defaults, BODY_FONT)
    defaults.find(qn("w:lang")).set(qn("w:eastAsia"), "ja-JP")
    normal = document.styles["Normal"]
    normal.font.size = BODY_SIZE
    set_font(normal.element.get_or_add_rPr(), BODY_FONT)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.25


def _set_settings(document: Document) -> None:
    settings = document.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word says 互換モード


def _page_number(paragraph: Paragraph, text: str) -> None:
    """01452 鷹栖町　1／2: which letter a loose sheet belongs to."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _small(paragraph, f"{text}　")
    _field(paragraph, "PAGE")
    _small(paragraph, "／")
    _field(paragraph, "NUMPAGES")


def _small(paragraph: Paragraph, text: str) -> BaseOxmlElement:
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = GREY
    return run._element


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)
    field.append(_small(paragraph, "1"))


def _without_clock(content: bytes) -> bytes:
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, given.read(name))
    return fixed.getvalue()
