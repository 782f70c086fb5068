"""What to say about chosen options: not understood, read with a doubt, or contradicting each other."""

from __future__ import annotations

from etl import names
from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.answers import readability, words
from etl.survey.answers.model import AnswerValue, Cells, excerpt, quoted, remark
from etl.survey.answers.options import Choices, proposals
from etl.survey.answers.pieces import Pieces
from etl.survey.form.questions import CHECK_MARK, Question

# What is read as 'not chosen' and looks like a mark: as typed, or in a symbol font.
LIKE_MARKS = {
    "0": f"{CHECK_MARK}の打ち間違いかもしれません",
    "n": "記号の書体（Wingdingsなど）では■に見える文字です",
}
MANY_ZEROS, SHORT = 3, 3


def not_understood(question: Question, choices: Choices, pieces: Pieces, ref: CellRef) -> list[Finding]:
    findings = []
    if pieces.either:
        labels = [choices.label(code) for match in pieces.either for code in match.codes]
        message = f"「{excerpt(ref.text)}」は{quoted(labels)}のどれか決められません。当てはまるものだけを書いてください。"
        findings.append(remark(question, ref, "error", "ANSWER-SEVERAL", message))
    for text in pieces.unknown if not pieces.either else ():
        near = proposals(choices, text)
        hint = f"{quoted(near)}のことですか。" if near else ""
        fault = "だけでは、どの選択肢かわかりません" if words.mark_of(text) else "は選択肢にありません"
        message = f"「{excerpt(text)}」{fault}。{hint}選択肢の言葉で書いてください。"
        findings.append(remark(question, ref, "error", "ANSWER-UNKNOWN", message))
    for match in pieces.matches:
        if len(match.codes) > 1:
            labels = [choices.label(code) for code in match.codes]
            message = f"「{excerpt(match.text)}」は{quoted(labels)}のどれか決められません。選択肢の言葉で書いてください。"
            findings.append(remark(question, ref, "error", "ANSWER-AMBIGUOUS", message))
        elif match.mark == "unclear":
            message = (
                f"「{excerpt(match.text)}」の印の意味が決められません。当てはまるものだけを書いてください。"
            )
            findings.append(remark(question, ref, "error", "ANSWER-MARK", message))
    return findings


def remarks(question: Question, choices: Choices, pieces: Pieces, ref: CellRef) -> list[Finding]:
    """What was read but wants a look: comments, など, numbers that do not fit, × before an option, other words."""
    findings = []
    numbers = [match.number for match in pieces.matches]
    is_list = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    for match in pieces.matches:
        label = choices.label(match.code)
        if match.comment or match.is_open:
            rest = f"「{excerpt(match.comment)}」という添え書き" if match.comment else "「など」に当たるもの"
            is_other = bool(match.comment) and label.startswith("その他")
            where = "内容を書く欄に移して" if is_other else "答えが変わらないか確かめて"
            message = f"「{label}」と読みましたが、{rest}は読んでいません。{where}ください。"
            rule = "L2-05" if is_other else "ANSWER-COMMENT"
            findings.append(remark(question, ref, "warning", rule, message))
        if match.number is not None and not is_list and choices.number_of(match.code) != match.number:
            message = (
                f"「{excerpt(match.text)}」の番号と言葉が合いません。言葉をとって「{label}」と読みました。"
                "どちらが正しいか確かめてください。"
            )
            findings.append(remark(question, ref, "warning", "ANSWER-NUMBER", message))
        if match.mark == "no":
            message = f"「{excerpt(match.text)}」を選んでいないものとして読みました。確かめてください。"
            findings.append(remark(question, ref, "warning", "ANSWER-MARK-NO", message))
        elif match.text in words.mark_signs():
            message = (
                f"「{excerpt(match.text)}」という印を「{label}」と読みました。その意味か確かめてください。"
            )
            findings.append(remark(question, ref, "warning", "ANSWER-MARK", message))
        elif not match.exact and not match.comment and len(match.codes) == 1:
            findings.append(readability.other_wording(question, ref, match.text, label))
    if len(pieces.matches) > 1:
        findings.append(readability.joined(question, ref, len(pieces.matches)))
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


def perhaps_marks(question: Question, cells: Cells, values: tuple[AnswerValue, ...]) -> list[Finding]:
    """A 0 beside ○ may be a ○ typed wrong, and an n a ■ of a symbol font: read as 'not chosen', but asked.

    Not where every option that is not chosen says so: then 0 is how the town writes 'no'.
    """
    doubtful = [
        ref
        for slot, ref in cells
        if slot and 0 < len(ref.text) <= SHORT and names.normalise(ref.text).casefold() in LIKE_MARKS
    ]
    if not doubtful:
        return []
    blanks = sum(slot != "" and words.is_blank(ref.text) for slot, ref in cells)
    zeros_are_no = blanks == 0 and len(doubtful) >= MANY_ZEROS
    marks = [words.mark_of(value.ref.text) for value in values]
    if zeros_are_no or not any(mark is not None and mark.style == "symbol" for mark in marks):
        return []
    labels = {ref.cell: option.label for slot, ref in cells if (option := question.option(slot)) is not None}
    return [
        remark(
            question,
            ref,
            "warning",
            "ANSWER-MARK-ZERO",
            f"「{labels.get(ref.cell, '')}」の欄に「{excerpt(ref.text)}」とあります。{LIKE_MARKS[names.normalise(ref.text).casefold()]}。"
            f"選んでいないものとして読みました。ほかの欄は{CHECK_MARK}なので、当てはまるのかどうか市町村に確かめてください。",
        )
        for ref in doubtful
    ]
