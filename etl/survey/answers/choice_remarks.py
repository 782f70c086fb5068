"""What to say about chosen options: not understood, read with a doubt, or contradicting each other."""

from __future__ import annotations

from etl import names
from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.answers import readability, words
from etl.survey.answers.model import AnswerValue, Cells, quoted, remark, shown
from etl.survey.answers.options import Choices, proposals
from etl.survey.answers.pieces import Pieces
from etl.survey.form.questions import CHECK_MARK, Question


def not_understood(question: Question, choices: Choices, pieces: Pieces, ref: CellRef) -> list[Finding]:
    findings = []
    if pieces.either:
        labels = [choices.label(code) for one in pieces.either for code in one.codes]
        message = f"「{shown(ref.text)}」は{quoted(labels)}のどれか決められません。当てはまるものだけを書いてください。"
        findings.append(remark(question, ref, "error", "ANSWER-SEVERAL", message))
    for text in pieces.unknown if not pieces.either else ():
        near = proposals(choices, text)
        hint = f"{quoted(near)}のことですか。" if near else ""
        fault = "だけでは、どの選択肢かわかりません" if words.mark_of(text) else "は選択肢にありません"
        message = f"「{shown(text)}」{fault}。{hint}選択肢の言葉で書いてください。"
        findings.append(remark(question, ref, "error", "ANSWER-UNKNOWN", message))
    for one in pieces.found:
        if len(one.codes) > 1:
            labels = [choices.label(code) for code in one.codes]
            message = f"「{shown(one.written)}」は{quoted(labels)}のどれか決められません。選択肢の言葉で書いてください。"
            findings.append(remark(question, ref, "error", "ANSWER-AMBIGUOUS", message))
        elif one.mark == "unclear":
            message = (
                f"「{shown(one.written)}」の印の意味が決められません。当てはまるものだけを書いてください。"
            )
            findings.append(remark(question, ref, "error", "ANSWER-MARK", message))
    return findings


def remarks(question: Question, choices: Choices, pieces: Pieces, ref: CellRef) -> list[Finding]:
    """What was read but wants a look: comments, など, numbers that do not fit, × before an option, other words."""
    findings = []
    numbers = [one.number for one in pieces.found]
    is_list = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    for one in pieces.found:
        label = choices.label(one.code)
        if one.comment or one.is_open:
            rest = f"「{shown(one.comment)}」という添え書き" if one.comment else "「など」に当たるもの"
            is_other = bool(one.comment) and label.startswith("その他")
            where = "内容を書く欄に移して" if is_other else "答えが変わらないか確かめて"
            message = f"「{label}」と読みましたが、{rest}は読んでいません。{where}ください。"
            rule = "L2-05" if is_other else "ANSWER-COMMENT"
            findings.append(remark(question, ref, "warning", rule, message))
        if one.number is not None and not is_list and choices.number_of(one.code) != one.number:
            message = (
                f"「{shown(one.written)}」の番号と言葉が合いません。言葉をとって「{label}」と読みました。"
                "どちらが正しいか確かめてください。"
            )
            findings.append(remark(question, ref, "warning", "ANSWER-NUMBER", message))
        if one.mark == "no":
            message = f"「{shown(one.written)}」を選んでいないものとして読みました。確かめてください。"
            findings.append(remark(question, ref, "warning", "ANSWER-MARK-NO", message))
        elif one.written in words.mark_signs():
            message = (
                f"「{shown(one.written)}」という印を「{label}」と読みました。その意味か確かめてください。"
            )
            findings.append(remark(question, ref, "warning", "ANSWER-MARK", message))
        elif not one.exact and not one.comment and len(one.codes) == 1:
            findings.append(readability.other_wording(question, ref, one.written, label))
    if len(pieces.found) > 1:
        findings.append(readability.joined(question, ref, len(pieces.found)))
    return findings


def contradiction(question: Question, values: tuple[AnswerValue, ...]) -> list[Finding]:
    alone = [value for value in values if (option := question.option(value.option_code)) and option.exclusive]
    if not alone or len(values) == 1:
        return []
    others = [value.value for value in values if value is not alone[0]]
    message = (
        f"「{alone[0].value}」と{quoted(others)}の両方が選ばれています。どちらが正しいか確かめてください。"
    )
    return [remark(question, alone[0].ref, "warning", "ANSWER-EXCLUSIVE", message)]


def perhaps_ranks(question: Question, cells: Cells, values: tuple[AnswerValue, ...]) -> list[Finding]:
    """A 1 among 2 and 3 may be a rank rather than a mark."""
    numbers = {names.normalise(ref.text) for slot, ref in cells if slot and ref.text}
    if not any(number.isdecimal() and number not in ("0", "1") for number in numbers):
        return []
    message = f"ほかの欄に2以上の数字があるので、「1」は順位や数かもしれません。{CHECK_MARK}の意味か確かめてください。"
    return [
        remark(question, value.ref, "warning", "ANSWER-MARK-NUMBER", message)
        for value in values
        if names.normalise(value.ref.text) == "1"
    ]
