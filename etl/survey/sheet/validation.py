"""What Excel offers and refuses in an answer cell: dropdowns, number and date ranges, input messages."""

from __future__ import annotations

from datetime import date
from typing import Any

from etl import fiscal_year
from etl.survey.form.questions import CHECK_MARK, UNDECIDED_LABEL, Question
from etl.survey.sheet.layout import Slot

LONGEST_LIST = 255
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255


def choices(question: Question) -> list[str]:
    """What the dropdown of this question offers; empty where there is none."""
    if question.kind in ("single", "ranked"):
        return [option.label for option in question.options]
    if question.kind == "multiple":
        return [CHECK_MARK]
    if question.kind == "fiscal_year":
        years = [fiscal_year.label(year) for year in range(question.minimum, question.maximum + 1)]
        return years + ([UNDECIDED_LABEL] if question.allows_undecided else [])
    return []


def needs_list_sheet(values: list[str]) -> bool:
    """Excel takes a dropdown inside the rule only up to 255 characters and splits it at commas."""
    return len(",".join(values)) > LONGEST_LIST or any("," in value for value in values)


def validation(slot: Slot, source: list[str] | str) -> dict[str, Any]:
    """xlsxwriter's data_validation of one cell. `source`: the choices, or the range that holds them."""
    question = slot.question
    message = _message(slot)
    rule: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    if source:
        rule = {"validate": "list", "source": source, **_error(question)}
    elif question.kind == "integer":
        limits = {"criteria": "between", "minimum": question.minimum, "maximum": question.maximum}
        rule = {"validate": "integer", **limits, **_error(question)}
    elif question.kind == "date":
        limits = {"criteria": "between", "minimum": date(2000, 1, 1), "maximum": date(2100, 12, 31)}
        rule = {"validate": "date", **limits, **_error(question)}
    if message:
        rule["input_title"] = _cut(slot.number, LONGEST_TITLE)
        rule["input_message"] = _cut(message, LONGEST_MESSAGE)
    return rule if message or rule["validate"] != "any" else {}


def _message(slot: Slot) -> str:
    question = slot.question
    option = question.option(slot.slot)
    if question.kind == "multiple":
        return f"あてはまるときは{CHECK_MARK}を選びます。\n{option.help}" if option and option.help else ""
    hint = {
        "single": "▼から1つ選んでください。",
        "ranked": "▼から選んでください。",
        "fiscal_year": "▼から年度を選んでください。",
        "integer": f"{question.minimum}～{question.maximum}の数字だけを入力してください（単位は不要です）。",
        "date": "日付を入力してください（例 2023/10/5 または R5.10.5）。",
        "free_text": "Alt＋Enter で改行できます。",
    }.get(question.kind, "")
    return "\n".join(filter(None, [question.help, hint]))


def _error(question: Question) -> dict[str, str]:
    """A wrong choice is stopped; a number, year or date may be overridden: the truth may lie outside."""
    if question.kind in ("single", "ranked", "multiple"):
        text = "この欄は選択肢から選んでください。▼を押すと選べます。"
        return {"error_type": "stop", "error_title": "選択肢にありません", "error_message": text}
    text = "この欄に想定していない値です。このまま入力してよろしいですか。"
    return {"error_type": "warning", "error_title": "ご確認ください", "error_message": text}


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
