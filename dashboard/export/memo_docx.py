"""答弁メモ in Word: on the first A4 page what is asked and answered, on the second the numbers behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from docx.shared import Mm

from dashboard.export import docx_page, docx_sheet
from dashboard.export.docx_parts import GAP
from dashboard.export.docx_sheet import Bit, Line, TableBlock, line
from dashboard.words import words

MARGIN_MM = {"top": 17, "bottom": 17, "left": 18, "right": 18}
WIDTH_MM = 210 - MARGIN_MM["left"] - MARGIN_MM["right"]
HEAD = 42.0
SPEAKER, QUESTION = "【要記入：答弁者の職名】", "【要記入：質問の要旨】"
SPARE = 16.0
MARKED = re.compile(f"({GAP}|{words.SYNTHETIC_MARK})")
HEIGHT = (297 - MARGIN_MM["top"] - MARGIN_MM["bottom"]) * docx_sheet.PT_A_MM - HEAD - SPARE
SPOKEN, TABLE, SMALL = (12.0, 18.5), (9.0, 12.0), (8.0, 10.5)  # size and pitch in points
NOTE = f"{words.SYNTHETIC}を含みます。{words.SYNTHETIC_MARK}の付いた数は{words.SYNTHETIC}によります。答弁に使わないでください。"


@dataclass(frozen=True)
class Count:
    """One 区分: its number, what it is of, the year before, and what is to be said of it."""

    label: str
    number: int
    whole: int
    before: int | None
    change: int | None
    note: str
    is_synthetic: bool


@dataclass(frozen=True)
class Memo:
    """A view of 概況 as words. speaker: who answers, to fill in where nobody is entered; follow_ups: question and answer; totals: rows of label, published, own record, 時点, file and cell."""

    title: str
    scope_label: str
    year: str
    answer: str
    speaker: str
    follow_ups: Sequence[tuple[str, str]]
    counts: Sequence[Count]
    totals: Sequence[tuple[str, ...]]
    sources: Sequence[tuple[str, bool]]
    definitions: Sequence[tuple[str, str]]
    cautions: Sequence[str]
    about: str
    is_synthetic: bool


def to_docx(memo: Memo, written_on: date) -> bytes:
    """The .docx; the same memo on the same day gives the same bytes."""
    document = docx_page.new_document(memo.title, "答弁メモ", written_on, is_synthetic=False)
    section = document.sections[0]
    for side, width in MARGIN_MM.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = section.footer_distance = Mm(8)
    if memo.is_synthetic:
        header = section.header.paragraphs[0]._p
        header.addprevious(docx_sheet.paragraph([Bit(NOTE, "mark")], 9, 12, align="center"))
        header.getparent().remove(header)
    last = document.element.body.sectPr
    for element in (
        docx_sheet.paragraph([Bit("答弁メモ　", "soft"), Bit(memo.title, "strong")], 13, 19),
        docx_sheet.paragraph([Bit(f"作成 {words.day_short(written_on)}　{memo.about}", "soft")], 8, 11),
        *docx_sheet.elements(docx_sheet.fitted(spoken_blocks(memo), HEIGHT)),
        docx_sheet.page_break(),
        *docx_sheet.elements(docx_sheet.fitted(blocks(memo), HEIGHT)),
        docx_sheet.paragraph((), 1, 1),
    ):
        last.addprevious(element)
    return docx_page.to_bytes(document)


def spoken_blocks(memo: Memo) -> list[TableBlock]:
    """What is asked and answered, in order."""
    asked = [
        row
        for number, (text, said) in enumerate(memo.follow_ups, 1)
        for row in (line(Bit(f"再質問{number}　{text}", "strong")), _with_marks(f"答　{said}"))
    ]
    return [
        _list("答弁者", [_with_marks(memo.speaker or SPEAKER)], SPOKEN),
        _list("問", [_with_marks(QUESTION)], SPOKEN),
        _list("答（案）", [_with_marks(memo.answer)], SPOKEN),
        *([_list("想定再質問", asked, SPOKEN)] if asked else []),
    ]


def blocks(memo: Memo) -> list[TableBlock]:
    """The numbers behind the answer, in order."""
    made = [_counts(memo)]
    if memo.totals:
        heads = ("公表された合計", "公表", "市町村の記録", "時点", "出典")
        rows = tuple(tuple(line(text) for text in row) for row in memo.totals)
        made.append(
            _sized(TableBlock("公表された合計との突合（道内全体）", (48, 14, 30, 30, 52), rows, heads), TABLE)
        )
    made += [
        _list(
            "言葉の定義", [line(Bit(f"{word}　", "strong"), said) for word, said in memo.definitions], SMALL
        ),
        _list(
            "出典と時点",
            [
                line(said, Bit(words.SYNTHETIC_MARK, "mark") if fiction else None)
                for said, fiction in memo.sources
            ],
            SMALL,
            least=3,
            give=1,
            rest="ほか{}件の出典は、画面「概況」の下にあります。",
        ),
        _list("注意", [line(f"・{text}") for text in memo.cautions], SMALL),
    ]
    return made


def _with_marks(text: str) -> Line:
    """Words of ours; what the writer must fill in and what is fictional are marked."""
    return line(
        *(Bit(piece, "mark" if place % 2 else "") for place, piece in enumerate(MARKED.split(text)) if piece)
    )


def _counts(memo: Memo) -> TableBlock:
    rows = []
    for one in memo.counts:
        change = "―" if one.change is None else words.change(one.change)
        before = "―" if one.before is None else words.count(one.before)
        number = Bit(f"{words.count(one.number)} / {words.count(one.whole)}", "strong")
        rows.append(
            (
                line(one.label),
                line(number, Bit(words.SYNTHETIC_MARK, "mark") if one.is_synthetic else None),
                line("―" if one.whole < words.SMALL else words.percent(one.number, one.whole)),
                line(before),
                line(change),
                line(one.note),
            )
        )
    heads = ("区分", f"{memo.year}（{memo.scope_label}）", "割合", "前年度", "増減", "備考")
    block = TableBlock("市町村数（分母つき）", (30, 36, 18, 18, 16, 56), tuple(rows), heads)
    return _sized(block, TABLE)


def _list(title: str, rows: list[Line], look: tuple[float, float], **more: object) -> TableBlock:
    return _sized(TableBlock(title, (float(WIDTH_MM),), tuple((row,) for row in rows), **more), look)  # type: ignore[arg-type]


def _sized(block: TableBlock, look: tuple[float, float]) -> TableBlock:
    return replace(block, size=look[0], pitch=look[1], title_size=10.0)
