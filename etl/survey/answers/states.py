"""Cells that say something other than an answer: 未定, 該当なし, －, なし, 未回答, 不明, 同上, #N/A."""

from __future__ import annotations

from datetime import date, time, timedelta

from etl.findings import Severity
from etl.readers.grid import CellRef
from etl.survey.answers import words
from etl.survey.answers.model import AnswerReading, AnswerValue, State, excerpt, remark, unreadable
from etl.survey.form.questions import Question


def refused(question: Question, ref: CellRef) -> AnswerReading | None:
    """A cell that holds no answer of any kind: an error, a formula, a time of day."""
    if words.is_cell_error(ref.text):
        message = f"セルがエラー「{excerpt(ref.text)}」になっています。数式を消して、答えを書いてください。"
        return unreadable(question, ref, "ANSWER-ERROR", message)
    if ref.text.startswith("=") and len(ref.text) > 1:
        message = f"数式「{excerpt(ref.text)}」の結果がわかりません。答えそのものを書いてください。"
        return unreadable(question, ref, "ANSWER-FORMULA", message)
    if isinstance(ref.value, time | timedelta):
        message = f"「{excerpt(ref.text)}」という時刻になっています。Excelが書き換えたものと思われます。書き直してください。"
        return unreadable(question, ref, "ANSWER-TIME", message)
    return None


def turned_into_a_day(question: Question, ref: CellRef) -> AnswerReading | None:
    """1-3 or 1/3 that Excel took for 3 January."""
    if not isinstance(ref.value, date):
        return None
    message = (
        f"「{ref.value.month}/{ref.value.day}」のように書いたものが、Excelで日付（{ref.value:%Y-%m-%d}）に変わったものと"
        "思われます。セルの書式を文字列か標準に直して、書き直してください。"
    )
    return unreadable(question, ref, "ANSWER-DATE", message)


def read_state(question: Question, ref: CellRef) -> AnswerReading | None:
    """未定, 該当なし, －, なし, 未回答, 不明, 同上 as states of their own; None for anything else."""
    meaning = words.meaning_of(ref.text)
    text = excerpt(ref.text)
    if meaning is None:
        return None
    if meaning == "unknown":
        message = f"「{text}」と書かれています。確かめたうえで、答えを書いてください。"
        return unreadable(question, ref, "ANSWER-NOT-KNOWN", message)
    if meaning == "elsewhere":
        message = (
            f"「{text}」と書かれています。ほかの欄や資料は見にいきません。この欄に答えを書いてください。"
        )
        return unreadable(question, ref, "ANSWER-ELSEWHERE", message)
    if meaning == "blank":
        message = f"「{text}」と書かれているので、未回答として扱います。"
        return AnswerReading("blank", findings=(remark(question, ref, "info", "ANSWER-BLANK", message),))
    if meaning == "undecided":
        return _state(question, ref, "undecided", "ANSWER-UNDECIDED", _UNDECIDED, question.allows_undecided)
    if meaning == "dash":
        return _state(question, ref, "not_applicable", "ANSWER-DASH", _DASH)
    if meaning == "not_applicable":
        return _state(question, ref, "not_applicable", "ANSWER-NOT-APPLICABLE", _NOT_APPLICABLE)
    if question.kind == "integer":  # 0 or nobody knows: no number, and no answer to count
        message = f"「{text}」を0とは読みません。0であれば「0」と書くよう依頼してください。"
        return unreadable(question, ref, "ANSWER-NONE", message)
    return _state(question, ref, "none", "ANSWER-NONE", _NONE)


_UNDECIDED = "「{text}」は、この設問の答えにありません。今の状況で答えるよう依頼してください。"
_DASH = "「{text}」を該当なしとして扱います。0や「なし」の意味なら、「0」や選択肢を書くよう依頼してください。"
_NOT_APPLICABLE = "「{text}」を該当なしとして扱います。この設問の対象なら、答えを書くよう依頼してください。"
_NONE = "「{text}」と書かれています。選択肢や値のどれに当たるかを確かめてください。"


def _state(
    question: Question, ref: CellRef, state: State, rule: str, message: str, silent: bool = False
) -> AnswerReading:
    """A state with what was written. It wants a look where everybody must answer; rules.py judges the rest."""
    severity: Severity = "warning" if question.required and not question.conditions else "info"
    finding = remark(question, ref, severity, rule, message.format(text=excerpt(ref.text)))
    values = (AnswerValue("", ref.text.strip(), None, ref),)
    return AnswerReading(state, values, () if silent else (finding,))
