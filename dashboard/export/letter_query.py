"""疑義照会: asks a town what it meant, in its own words and by its own cells."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
from docx.document import Document

from dashboard.export import docx_page
from dashboard.export.docx_parts import Passage, body, item, row, table
from dashboard.export.letter_facts import (
    LetterRecipient,
    Survey,
    day_ja,
    day_of,
    return_to,
    text_of,
    town_of,
)
from dashboard.export.letter_frame import GREETING, appendix, begin, below, close
from dashboard.export.letter_voice import FOR_OURSELVES, to_the_town
from dashboard.words import words

ASKED = ("error", "warning")
EMPTY = "（空欄）"
WHOLE_SHEET, NO_QUESTION = "調査票全体", "設問以外の欄"
HEADS = (
    ("番号", 11),
    ("問・設問", 36),
    ("御回答\n（書かれたとおり）", 33),
    ("セル", 16),
    ("確認事項", 64),
)
TABLE_ROUTE = "table"


@dataclass(frozen=True)
class QueryDoubt:
    """One row of the table: what is asked about one answer."""

    question: str
    answer_text: str
    sheet: str
    cells: tuple[str, ...]
    messages: tuple[str, ...]


def to_ask(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings that are worth a letter: errors and warnings that the town can settle."""
    return findings[findings["severity"].isin(ASKED) & ~findings["rule"].isin(FOR_OURSELVES)]


def by_town(findings: pd.DataFrame) -> Iterator[tuple[LetterRecipient, pd.DataFrame]]:
    """The towns to ask, by code, each with its findings in the order of the 調査票."""
    asked = to_ask(findings)
    ordered = asked.sort_values(["municipality_code", "sort_order"], na_position="last", kind="stable")
    for _, rows in ordered.groupby("municipality_code", sort=True):
        yield town_of(rows.iloc[0].to_dict()), rows


def query_letter(
    town: LetterRecipient,
    rows: pd.DataFrame,
    survey: Survey,
    today: date,
    reply_by: date,
    *,
    encloses_copy: bool = False,
) -> bytes:
    """The .docx for one town. `encloses_copy`: the red-pen copy of its 調査票 goes with the letter."""
    first = rows.iloc[0].to_dict()
    subject = "記載内容の確認について（照会）"
    document = begin(survey, town, subject, today, is_synthetic=bool(rows["is_synthetic"].any()))
    received = day_of(first["received_on"])
    on_day = f"{words.day_short(received)}に" if received else ""
    body(
        document,
        GREETING,
        f"{on_day}御提出いただいた標記の調査票について、記載の内容を確認させていただきたい点があります。",
        f"御多忙のところ恐れ入りますが、下記の事項を御確認のうえ、{day_ja(reply_by)}までに御回答くださいます"
        "ようお願いいたします。",
    )
    below(document)
    item(document, 1, "調査票", _which_return(first, survey, received))
    doubts = _doubts(rows)
    sheets = {doubt.sheet for doubt in doubts if doubt.cells}
    items = _reply_instructions(first, survey, town, reply_by, encloses_copy)
    items.append(("確認事項", f"別記のとおり（{len(doubts)}件）。{_cell_location(first, sheets)}"))
    for number, (label, text) in enumerate(items, 2):
        item(document, number, label, text)
    close(document, survey.office)
    appendix(document, "確認事項")
    _write_table(document, doubts, names_sheets=len(sheets) > 1)
    return docx_page.to_bytes(document)


def _write_table(document: Document, doubts: list[QueryDoubt], *, names_sheets: bool) -> None:
    made = table(document, HEADS)
    for number, doubt in enumerate(doubts, 1):
        places = [f"「{doubt.sheet}」"] if names_sheets and doubt.sheet and doubt.cells else []
        row(
            made,
            HEADS,
            Passage(str(number), is_centred=True),
            Passage(doubt.question),
            _answer_passage(doubt),
            Passage("\n".join([*places, "、".join(doubt.cells)]) or "―", is_centred=True),
            Passage("\n".join(doubt.messages), is_quoted=True),
        )


def _answer_passage(doubt: QueryDoubt) -> Passage:
    if doubt.answer_text:
        return Passage(doubt.answer_text, is_quoted=True)
    return Passage(EMPTY if doubt.cells else "―", is_soft=True)


def _doubts(rows: pd.DataFrame) -> list[QueryDoubt]:
    """Several remarks on one cell make one doubt, and so does the same remark on several cells."""
    at_cell: dict[tuple[str, str, str, str], list[str]] = {}
    for record in rows.to_dict("records"):
        written, sheet, cell = (text_of(record[name]) for name in ("written", "sheet", "cell"))
        messages = at_cell.setdefault((_question(record), written, sheet, cell), [])
        message = _message(record)
        if message not in messages:
            messages.append(message)
    alike: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = {}
    for (question, written, sheet, cell), messages in at_cell.items():
        cells = alike.setdefault((question, written, sheet, tuple(messages)), [])
        cells += [cell] if cell else []
    return [
        QueryDoubt(question, written, sheet, tuple(cells), said)
        for (question, written, sheet, said), cells in alike.items()
    ]


def _message(record: dict[Hashable, Any]) -> str:
    """What is asked, without the name of the question, which stands beside it."""
    name = f"問{text_of(record['number']).removeprefix('問')}「{text_of(record['wording'])}」"
    return to_the_town(text_of(record["message"])).replace(name, "この設問")


def _question(record: dict[Hashable, Any]) -> str:
    wording = text_of(record["wording"])
    number = text_of(record["number"])
    if not wording:
        return NO_QUESTION if text_of(record["cell"]) else WHOLE_SHEET
    if not number:
        return wording
    return f"{number if number.startswith('問') else f'問{number}'}　{wording}"


def _which_return(first: dict[Hashable, Any], survey: Survey, received: date | None) -> str:
    said = [f"{words.day_short(received)}受領"] if received else []
    version = first["version"]
    if not pd.isna(version) and int(version) > 1:
        said.append(f"{int(version)}通目")
    return survey.title + (f"（{'、'.join(said)}）" if said else "")


def _cell_location(first: dict[Hashable, Any], sheets: set[str]) -> str:
    """Where to find the cells: the file as the town named it."""
    if not sheets:
        return ""
    file = PurePosixPath(text_of(first["file"])).name
    whose = "振興局の取りまとめ表" if text_of(first["route"]) == TABLE_ROUTE else "いただいたファイル"
    sheet = f"、シート「{min(sheets)}」" if len(sheets) == 1 and min(sheets) else ""
    return f"「セル」は、{whose}（{file}{sheet}）の中の場所です。"


def _reply_instructions(
    first: dict[Hashable, Any], survey: Survey, town: LetterRecipient, reply_by: date, encloses_copy: bool
) -> list[tuple[str, str]]:
    if text_of(first["route"]) == TABLE_ROUTE:
        way = "表の番号ごとに、正しい御回答をお知らせ願います。"
    elif encloses_copy:
        way = (
            "訂正があるときは、添付した調査票の写し（該当するセルに色とコメントを付けたもの）を直接直し、"
            "Excelのまま御提出願います。"
        )
    else:
        way = "訂正があるときは、調査票の該当するセルを直し、Excelのまま御提出願います。"
    confirmed = "記載のとおりで訂正の必要がないときは、その旨と表の番号を、末尾の担当まで御連絡願います。"
    items = [
        ("回答期限", day_ja(reply_by)),
        ("提出先", return_to(survey, town)),
        ("回答の方法", way + confirmed),
    ]
    return [*items, ("添付", "調査票の写し")] if encloses_copy else items
