"""提出のお願い（再）: asks a town for the 調査票 that has not come, or could not be read; before the deadline, reminds of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Literal

import pandas as pd

from dashboard.export.docx_parts import body, item
from dashboard.export.letter_facts import LetterRecipient, Survey, day_ja, day_of, return_to, text_of, town_of
from dashboard.export.letter_frame import CROSSED, GREETING, NO_OTHER_FORM, begin, below, end
from dashboard.export.letter_voice import to_the_town
from dashboard.words import words

Situation = Literal["late", "early", "unreadable"]
FILE_WORDS: dict[Situation, str] = {
    "late": "提出のお願い（再）",
    "early": "期限のお知らせ",
    "unreadable": "再提出のお願い",
}
SUBJECTS: dict[Situation, str] = {
    "late": "提出について（再依頼）",
    "early": "提出期限について（お知らせ）",
    "unreadable": "再提出について（依頼）",
}


@dataclass(frozen=True)
class Missing:
    """A town without a 調査票 that counts. `file`, `reason`, `sent_on`: what it sent that could not be taken in."""

    town: LetterRecipient
    situation: Situation
    file: str
    reason: str
    sent_on: date | None
    is_synthetic: bool


def missing_of(waiting: pd.DataFrame, survey: Survey, today: date) -> Iterator[Missing]:
    """The towns to remind, by code."""
    for record in waiting.sort_values("municipality_code", kind="stable").to_dict("records"):
        yield _missing_return(record, survey, today)


def days_late(survey: Survey, today: date) -> int:
    """Days since the deadline; 0 up to it."""
    return max(0, (today - survey.deadline).days)


def reminder_letter(missing: Missing, survey: Survey, today: date, reply_by: date) -> bytes:
    """The .docx for one town. `reply_by`: the new day asked for; before the deadline it is the deadline itself."""
    town, situation = missing.town, missing.situation
    until = survey.deadline if situation == "early" else max(reply_by, survey.deadline)
    document = begin(survey, town, SUBJECTS[situation], today, is_synthetic=missing.is_synthetic)
    body(document, GREETING, *_body(missing, survey, today, until))
    below(document)
    for number, (label, text) in enumerate(_items(missing, survey, until), 1):
        item(document, number, label, text)
    return end(document, survey.office)


def _missing_return(record: dict[Hashable, Any], survey: Survey, today: date) -> Missing:
    file = text_of(record["unreadable_file"])
    situation: Situation = "unreadable" if file else "late" if today > survey.deadline else "early"
    return Missing(
        town=town_of(record),
        situation=situation,
        file=PurePosixPath(file).name,
        reason=text_of(record["unreadable_reason"]),
        sent_on=day_of(record["unreadable_on"]),
        is_synthetic=bool(record["is_synthetic"]),
    )


def _body(missing: Missing, survey: Survey, today: date, until: date) -> tuple[str, ...]:
    if missing.situation == "unreadable":
        return _unreadable(missing, until)
    if missing.situation == "early":
        return _early(missing.town, today, until)
    return (
        f"標記の調査票につきましては、{day_ja(survey.deadline)}を期限として御提出をお願いしたところですが、"
        f"{words.day_short(today)}現在、{missing.town.polite}からの御提出を確認できておりません。",
        f"御多忙のところ恐れ入りますが、下記により、{day_ja(until)}までに御提出くださいますようお願いいたします。",
        f"{CROSSED}また、この日までの御提出が難しい場合は、御提出の見込みを末尾の担当までお知らせ願います。",
    )


def _early(town: LetterRecipient, today: date, until: date) -> tuple[str, ...]:
    left = (until - today).days
    when = "期限が本日となりました" if left == 0 else f"期限まで{left}日となりました"
    return (
        f"標記の調査票につきましては、{day_ja(until)}を期限として御提出をお願いしているところですが、"
        f"{when}ので、お知らせいたします。",
        f"御多忙のところ恐れ入りますが、{town.polite}におかれましても、下記により御提出くださいます"
        "ようお願いいたします。",
        CROSSED,
    )


def _unreadable(missing: Missing, until: date) -> tuple[str, ...]:
    on_day = f"{words.day_short(missing.sent_on)}に" if missing.sent_on else ""
    return (
        f"標記の調査票につきましては、{on_day}御提出いただき、ありがとうございました。しかしながら、お送りいただいた"
        "ファイルを取り込むことができず、御回答を確認できておりません。",
        f"御多忙のところ誠に恐れ入りますが、下記により、{day_ja(until)}までに改めて御提出くださいますよう"
        "お願いいたします。",
    )


def _items(missing: Missing, survey: Survey, until: date) -> list[tuple[str, str]]:
    as_of = f"（基準日 {words.day_short(survey.as_of)}）" if survey.as_of else ""
    items = [("調査票", f"{survey.title}{as_of}")]
    if missing.situation == "unreadable":
        items.append(("ファイル", missing.file))
        items.append(("理由", to_the_town(missing.reason) or "【要記入：取り込めない理由】"))
    if missing.situation == "early":
        items.append(("提出期限", day_ja(until)))
    else:
        items.append(("当初の期限", day_ja(survey.deadline)))
        items.append(("新たな期限", day_ja(until)))
    sent = f"{words.day_short(survey.issued_on)}付けでお送りした" if survey.issued_on else "お送りした"
    items.append(("提出先", return_to(survey, missing.town)))
    items.append(
        (
            "提出の方法",
            f"{sent}調査票（Excel）に御記入のうえ、Excelのまま御提出願います。{NO_OTHER_FORM}"
            "調査票がお手元にないときは、改めてお送りしますので、末尾の担当まで御連絡願います。",
        )
    )
    return items
