"""What all letters share: the head with day, addressee and sender, and the end with the person in charge."""

from __future__ import annotations

from datetime import date

from docx.document import Document

from dashboard.export import docx_page
from dashboard.export.docx_parts import CENTRE, LEFT, RIGHT, box, heading, keep_last, line
from dashboard.export.letter_facts import LetterRecipient, SendingOffice, Survey, at_section
from dashboard.words import words
from dashboard.words.file_names import ended

GREETING = "日頃から地域福祉の推進に御理解と御協力をいただき、厚くお礼申し上げます。"
# How a 調査票 is handed in, and how not.
NO_OTHER_FORM = "PDF及び紙での御提出は御遠慮願います。"
CROSSED = "なお、本状と行き違いに御提出いただいている場合は、御容赦願います。"
NO_SYMBOL = "事　務　連　絡"
SEAL_LEFT_OUT = "公印省略"
# The lines of the box at the end: what stands before, field of the office, what to fill in where it is not entered.
IN_CHARGE = (
    ("（担当）", "section", "課・係の名前"),
    ("　　　　", "person", "担当者の名前"),
    ("電　話　", "phone", "電話番号"),
    ("メール　", "mail", "メールアドレス"),
)


def begin(survey: Survey, town: LetterRecipient, matter: str, today: date, *, is_synthetic: bool) -> Document:
    """A letter as far as its 件名: the title of the 調査票 and, after の, the matter."""
    about = f"{survey.plain_title}の"
    document = docx_page.new_document(
        f"{about}{matter}　{town.name}", town.label, today, is_synthetic=is_synthetic or survey.is_synthetic
    )
    line(document, survey.office.symbol or NO_SYMBOL, RIGHT)
    line(document, words.day_short(today), RIGHT)
    line(document)
    line(document, f"　{at_section(town, survey).addressee}")
    line(document)
    line(document, survey.sender or "【要記入：発出者】", RIGHT)
    line(document, survey.office.head or to_fill_in("部・課の名前、課長の職名"), RIGHT)
    if survey.office.symbol and survey.office.seal == SEAL_LEFT_OUT:
        line(document, f"（{SEAL_LEFT_OUT}）", RIGHT)
    heading(document, about, matter)
    return document


def file_name(town: LetterRecipient, survey: Survey, what: str, *, is_synthetic: bool = False) -> str:
    """01452_鷹栖町_令和5年度_疑義照会_架空データ.docx"""
    return ended(f"{town.code}_{town.name}_{survey.year_label}_{what}.docx", is_synthetic=is_synthetic)


def below(document: Document) -> None:
    """記: what follows is the list."""
    paragraph = line(document, "記", CENTRE)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = docx_page.BODY_SIZE


def to_fill_in(what: str) -> str:
    """What the sender has to write by hand; marked yellow in the letter."""
    return f"【要記入：{what}】"


def end(document: Document, office: SendingOffice) -> bytes:
    """The letter closed, as the bytes of the file."""
    close(document, office)
    return docx_page.to_bytes(document)


def close(document: Document, office: SendingOffice) -> None:
    """以上 and the person in charge; they never begin a page without what they end."""
    keep_last(document)
    for paragraph in (line(document, "以上", RIGHT), line(document)):
        paragraph.paragraph_format.keep_with_next = True  # the box does not stand on a page of its own
    document.paragraphs[-2].paragraph_format.space_before = docx_page.BODY_SIZE // 2
    box(
        document,
        [before + (getattr(office, name) or to_fill_in(missing)) for before, name, missing in IN_CHARGE],
    )


def appendix(document: Document, title: str) -> None:
    """別記 on a page of its own, after the letter."""
    paragraph = line(document, "別記", LEFT)
    paragraph.paragraph_format.page_break_before = True
    line(document, title, CENTRE).paragraph_format.space_after = docx_page.BODY_SIZE // 2
