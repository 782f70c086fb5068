"""依頼文: asks a municipality for the 調査票 of a round; the letter that goes out with it."""

from __future__ import annotations

from datetime import date

from dashboard.export.docx_parts import body, item
from dashboard.export.letter_facts import LetterRecipient, Survey, day_ja, return_to
from dashboard.export.letter_frame import GREETING, NO_OTHER_FORM, begin, below, end
from dashboard.words import words

SUBJECT = "実施について（依頼）"


def request_letter(survey: Survey, town: LetterRecipient, today: date, legal_basis: str = "") -> bytes:
    """The .docx for one municipality; legal_basis: the article on which the survey rests, as the form says it."""
    document = begin(survey, town, SUBJECT, today, is_synthetic=False)
    because = f"{legal_basis}に基づく" if legal_basis else ""
    body(
        document,
        GREETING,
        f"このたび、{because}重層的支援体制整備事業の実施状況等を把握し、市町村への後方支援の参考とするため、標記の調査を"
        "実施することとしました。",
        f"御多忙のところ恐れ入りますが、下記により、{day_ja(survey.deadline)}までに御回答くださいますようお願いいたします。",
    )
    below(document)
    for number, (label, text) in enumerate(_items(survey, town), 1):
        item(document, number, label, text)
    return end(document, survey.office)


def _items(survey: Survey, town: LetterRecipient) -> list[tuple[str, str]]:
    as_of = f"（基準日 {words.day_short(survey.as_of)}）" if survey.as_of else ""
    return [
        ("調査票", f"{survey.title}{as_of}"),
        ("提出期限", day_ja(survey.deadline)),
        ("提出先", return_to(survey, town)),
        ("提出の方法", f"調査票（Excel）に御記入のうえ、Excelのまま御提出願います。{NO_OTHER_FORM}"),
        ("送付物", f"{town.name}の調査票（Excel）1冊"),
    ]
