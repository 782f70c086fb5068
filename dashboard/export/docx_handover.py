"""引き継ぎ: what an officer or a 振興局 has in hand, in Word: open promises, next steps, plan, what was said when."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any, Protocol

import pandas as pd
from docx.document import Document
from docx.shared import Pt

from dashboard.export import docx_page
from dashboard.export.docx_parts import CENTRE, RIGHT, Heads, Passage, line, row, table
from dashboard.export.letter_facts import text_of
from dashboard.words import raw_files, words

NONE = "ありません。"
PROMISES: Heads = (
    ("市町村", 24),
    ("確認事項（確認した日）", 46),
    ("いつまで", 24),
    ("状態", 22),
    ("回答による判断", 44),
)
STEPS: Heads = (("市町村", 24), ("次にすること", 60), ("期限", 34), ("状態", 18), ("担当", 24))
ITEMS: Heads = (
    ("市町村", 24),
    ("計画", 32),
    ("手段", 18),
    ("期限", 34),
    ("案内する支援", 32),
    ("状態", 20),
)
CONTACTS: Heads = (("市町村", 24), ("日・手段・担当", 36), ("相手", 26), ("話したこと", 74))


class HandoverContent(Protocol):
    """What a handover is made from; see dashboard.services.follow_up.Handover."""

    @property
    def title(self) -> str: ...

    @property
    def made_on(self) -> date: ...

    @property
    def towns(self) -> pd.DataFrame: ...

    @property
    def promises(self) -> pd.DataFrame: ...

    @property
    def steps(self) -> pd.DataFrame: ...

    @property
    def contacts(self) -> pd.DataFrame: ...

    @property
    def items(self) -> pd.DataFrame: ...

    @property
    def is_synthetic(self) -> bool: ...


def document(facts: HandoverContent) -> bytes:
    """The .docx; the same facts and day give the same bytes."""
    page = docx_page.new_document(
        f"引き継ぎ　{facts.title}", f"引き継ぎ {facts.title}", facts.made_on, is_synthetic=facts.is_synthetic
    )
    line(page, words.day_short(facts.made_on), RIGHT)
    head = line(page, f"市町村への働きかけの引き継ぎ（{facts.title}）", CENTRE)
    head.runs[0].font.size = Pt(14)
    head.paragraph_format.space_after = Pt(8)
    open_promises = facts.promises[facts.promises["is_open"].astype(bool)]
    closed = facts.promises[~facts.promises["is_open"].astype(bool)]
    line(
        page,
        f"　市町村 {len(facts.towns)}、未確認の事項 {len(open_promises)}、"
        f"次にすること {int((facts.steps['state'] == 'これから').sum())}、"
        f"連絡の記録 {len(facts.contacts)}。個人の情報を含むことがあります。取り扱いに注意してください。",
    )
    _section(page, "１　未確認の事項", PROMISES, open_promises, _promise)
    _section(page, "２　次にすること", STEPS, facts.steps[facts.steps["state"] == "これから"], _step)
    _section(page, "３　計画に入っている市町村", ITEMS, facts.items[facts.items["state"] == "予定"], _item)
    _section(page, "４　これまでに話したこと", CONTACTS, facts.contacts, _contact)
    _section(page, "５　済んだ確認事項", PROMISES, closed, _promise)
    line(page)
    line(
        page,
        "「回答による判断」は、確認事項を記録した後に届いた調査票などから自動で判断したものです。「状態」は担当が記録したものです。",
    )
    return docx_page.to_bytes(page)


def _section(page: Document, title: str, heads: Heads, frame: pd.DataFrame, cells: Any) -> None:
    head = line(page, title)
    docx_page.set_font(head.runs[0]._element.get_or_add_rPr(), docx_page.HEADING_FONT)
    head.paragraph_format.space_before = Pt(10)
    head.paragraph_format.space_after = Pt(4)
    head.paragraph_format.keep_with_next = True
    if frame.empty:
        line(page, f"　{NONE}")
        return
    made = table(page, heads)
    for record in frame.to_dict("records"):
        row(made, heads, *cells(record))


def _promise(record: Mapping[Hashable, Any]) -> tuple[Passage, ...]:
    about = "・".join(part for part in (record["kind_label"], record["target_label"]) if part)
    until = [f"{words.fiscal_year(int(record['fiscal_year']))}の調査"] if _is(record["fiscal_year"]) else []
    until += [_day(record["due"])] if _is(record["due"]) else []
    where = (
        f"\n{raw_files.cell_words(str(record['file']), record.get('sheet'), record['cell'])}"
        if _is(record["cell"])
        else ""
    )
    fiction = f"【{words.SYNTHETIC}】" if record["is_synthetic"] is True else ""
    return (
        _town(record),
        Passage(f"{record['text']}\n（{about}、{_day(record['promised_on'])}）", is_quoted=True),
        Passage("、".join(until) or "―"),
        Passage(f"{record['state']}（{text_of(record['owner'])}）"),
        Passage(f"{record['judgement_label']}。{record['reason']}{fiction}{where}", is_quoted=True),
    )


def _step(record: Mapping[Hashable, Any]) -> tuple[Passage, ...]:
    return (
        _town(record),
        Passage(text_of(record["text"]), is_quoted=True),
        Passage(_day(record["due"])),
        Passage(text_of(record["state"])),
        Passage(text_of(record["owner"]), is_quoted=True),
    )


def _item(record: Mapping[Hashable, Any]) -> tuple[Passage, ...]:
    return (
        _town(record),
        Passage(text_of(record["plan_title"]), is_quoted=True),
        Passage(text_of(record["means"])),
        Passage(_day(record["due"])),
        Passage(text_of(record["measure"]) or "―"),
        Passage(text_of(record["state"])),
    )


def _contact(record: Mapping[Hashable, Any]) -> tuple[Passage, ...]:
    return (
        _town(record),
        Passage(f"{_day(record['contacted_on'])}\n{record['means']}　{record['owner']}", is_quoted=True),
        Passage(text_of(record["met"]) or "―", is_quoted=True),
        Passage(text_of(record["said"]), is_quoted=True),
    )


def _town(record: Mapping[Hashable, Any]) -> Passage:
    return Passage(f"{text_of(record['name'])}\n{record['municipality_code']}")


def _day(value: object) -> str:
    return words.day_short(value) if isinstance(value, date) else "―"


def _is(value: object) -> bool:
    return value is not None and value == value
