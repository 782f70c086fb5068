"""Which question of a form people mean: by its id, 「問1 実施状況」, 「問1」 or its words."""

from __future__ import annotations

import re

from etl import names
from etl.survey.form.questions import Form, Question

_ID_AT_END = re.compile(r"[（(](?P<id>[a-z0-9_]+)[）)]\s*$")
_NUMBERED = re.compile(r"問\s*(?P<number>\d+)[\s「]*(?P<wording>.*?)」?", re.DOTALL)
MOST_LISTED = 5


def name_of(question: Question, form: Form) -> str:
    """問1 重層的支援体制整備事業の実施状況."""
    number = next(block.number for block in form.blocks if question in block.questions)
    return f"問{number} {question.wording}"


def item_of(question: Question, form: Form) -> str:
    """The name with the id, which stays where words are not unique or change: 問1 実施状況（status）."""
    return f"{name_of(question, form)}（{question.id}）"


def question_named(form: Form, text: str) -> tuple[Question | None, str]:
    """The question, or None and why it cannot be told which, in Japanese."""
    at_end = _ID_AT_END.search(text)
    named = form.by_id.get(text.strip()) or (form.by_id.get(at_end["id"]) if at_end else None)
    if named is not None:
        return named, ""
    numbered = _NUMBERED.fullmatch(text.strip())
    asked = [(block.number, question) for block in form.blocks for question in block.questions]
    wording = names.normalise(numbered["wording"] if numbered else text)
    found = [
        question
        for number, question in asked
        if (numbered is None or number == int(numbered["number"]))
        and (names.normalise(question.wording) == wording if wording else numbered is not None)
    ]
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, f"設問「{text}」が、この年度の調査票にありません。設問の番号と文言を書いてください。"
    listed = "、".join(item_of(question, form) for question in found[:MOST_LISTED])
    return None, f"設問「{text}」に当たるものが{len(found)}つあります。次のように書いてください: {listed}"
