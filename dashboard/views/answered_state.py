"""The state of a year and what the town answered on it: one fact where the one rests on the other, told of each other where not."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.frames import record
from dashboard.queries import corrections
from dashboard.warehouse.reader import Reader

# Column of the state → the question of the 調査票 that asks it.
QUESTIONS = {"status_code": "status", "start_fiscal_year": "start_year"}
BOTH = "この年度の状態は、調査票のこの答えによります。訂正すると、答えと状態が一緒に変わります。"
ANSWER_STAYS = "調査票の答え「{answer}」は、この訂正では変わりません。答えも違うときは、調査票の答えの「訂正」で直してください。"
STATE_STAYS = "この年度の状態は、ほかの資料によるので、この訂正では変わりません。状態も違うときは、状態の「訂正」で直してください。"


@dataclass(frozen=True)
class OtherHalf:
    """answer: the question to be corrected in place of a state; beside: what becomes of the other one, in words; each may be empty."""

    answer: str = ""
    beside: str = ""


def other_half(reader: Reader, code: str, fiscal_year: int, item: str, *, is_answer: bool) -> OtherHalf:
    """Of a state (item: its column), or of an answer (item: its question)."""
    if item not in (QUESTIONS.values() if is_answer else QUESTIONS):
        return OtherHalf()
    rows = corrections.resting(reader, code, fiscal_year)
    if rows.empty or (not rows["on_answer"].iloc[0] and pd.isna(rows["answer"].iloc[0])):
        return OtherHalf()
    row = record(rows.iloc[0])
    if not row["on_answer"]:
        return OtherHalf(beside=STATE_STAYS if is_answer else ANSWER_STAYS.format(answer=row["answer"]))
    is_start = item in ("start_fiscal_year", "start_year")
    if is_start and not row["start_on_answer"] and not pd.isna(row["start_fiscal_year"]):
        return OtherHalf()
    if is_answer:
        return OtherHalf(beside=BOTH)
    question = QUESTIONS[item]
    is_asked = not corrections.answer(reader, code, fiscal_year, question).empty
    return OtherHalf(question, BOTH) if is_asked else OtherHalf()
