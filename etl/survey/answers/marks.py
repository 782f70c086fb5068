"""One mark cell of one option: ○ レ 1 有 … is yes, × 0 無 … is no, anything else is reported."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from etl import names
from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.answers import readability, states, words
from etl.survey.answers.model import excerpt, quoted, remark
from etl.survey.answers.options import CLOSING, OPENING, choices_of, proposals
from etl.survey.answers.pieces import split_options
from etl.survey.form.questions import CHECK_MARK, Option, Question

USUAL = frozenset({"○", "〇", "◯"})
_COMMENTED = re.compile(
    rf"(?P<mark>\S+?)(?:\s+(?P<note>\S.*)|(?P<bracket>[{re.escape(OPENING)}].*))", re.DOTALL
)


@dataclass(frozen=True)
class MarkReading:
    """What one mark cell says of its option."""

    meaning: Literal["yes", "no", "blank", "unclear"]
    findings: tuple[Finding, ...] = ()


def read_mark(question: Question, option: Option, ref: CellRef) -> MarkReading:
    """Read the mark cell of an option. Unknown text is never taken for a mark."""
    if ref.text in USUAL:
        return MarkReading("yes")
    if words.is_blank(ref.text):
        return MarkReading("blank")
    refused = states.refused(question, ref) or states.turned_into_a_day(question, ref)
    if refused:
        return MarkReading("unclear", refused.findings)
    word = words.mark_of(ref.text)
    if word is None:
        return _commented(question, option, ref) or _own_label(question, option, ref)
    if word.meaning == "unclear":
        return _unclear(question, option, ref, f"「{excerpt(ref.text)}」では、{word.note}。")
    if option.exclusive and word.style == "presence":
        # なし under 特にない may mean either.
        reason = f"「{option.label}」の欄に「{excerpt(ref.text)}」とあり、選んだのか選んでいないのか決められません。"
        return _unclear(question, option, ref, reason)
    is_wordy = word.style in ("word", "presence") and ref.text not in ("1", "0")
    return MarkReading(word.meaning, (_other_mark(question, ref, word.meaning),) if is_wordy else ())


def _commented(question: Question, option: Option, ref: CellRef) -> MarkReading | None:
    """○（検討中）: the mark counts, what follows is pointed at. ○検討中 is not taken apart."""
    found = _COMMENTED.fullmatch(unicodedata.normalize("NFKC", ref.text).strip())
    word = words.mark_of(found["mark"]) if found else None
    if found is None or word is None or word.meaning == "unclear" or word.style != "symbol":
        return None
    note = (found["note"] or found["bracket"]).strip(OPENING + CLOSING + " \n")
    if words.mark_of(note) or words.mark_of(note[:1]):
        return None
    if len(note) < 2 * len(option.label) and words.key(note) == words.key(option.label):
        return MarkReading(word.meaning)
    chosen = "選んだ" if word.meaning == "yes" else "選んでいない"
    message = (
        f"「{option.label}」を{chosen}ものとして読みましたが、「{excerpt(note)}」という添え書きは読んでいません。"
        "答えが変わらないか確かめてください。"
    )
    return MarkReading(word.meaning, (remark(question, ref, "warning", "ANSWER-COMMENT", message),))


def _own_label(question: Question, option: Option, ref: CellRef) -> MarkReading:
    """The option's own label in place of a mark is a mark; that of another option is not."""
    choices = choices_of(question.options)
    pieces = split_options(choices, ref.text)
    if pieces.codes == (option.code,) and not pieces.unknown and not pieces.by_number:
        found = pieces.matches[0]
        if not found.comment and not found.is_open and found.mark in ("", "yes"):
            return MarkReading("yes", (readability.other_wording(question, ref, ref.text, CHECK_MARK),))
    others = [choices.label(code) for code in pieces.codes] if not pieces.by_number else []
    if others:
        reason = f"「{option.label}」の欄に{quoted(others)}と書かれています。"
        return _unclear(question, option, ref, reason)
    if re.fullmatch(r"\d+", names.normalise(ref.text)):
        reason = f"「{excerpt(ref.text)}」が順位か選択肢の番号か決められません。"
        return _unclear(question, option, ref, reason)
    near = [label for label in proposals(choices, ref.text) if label != option.label]
    hint = f"{quoted(near)}のことなら、そちらに{CHECK_MARK}を付けてください。" if near else ""
    reason = f"「{excerpt(ref.text)}」は{CHECK_MARK}や×の印ではありません。{hint}"
    return _unclear(question, option, ref, reason)


def _unclear(question: Question, option: Option, ref: CellRef, reason: str) -> MarkReading:
    message = f"{reason}「{option.label}」に当てはまるなら{CHECK_MARK}を書き、当てはまらないなら空欄にしてください。"
    return MarkReading("unclear", (remark(question, ref, "error", "ANSWER-MARK", message),))


def _other_mark(question: Question, ref: CellRef, meaning: str) -> Finding:
    read_as = f"{CHECK_MARK}（選んだ）" if meaning == "yes" else "選んでいない"
    message = (
        f"「{excerpt(ref.text)}」を{read_as}と読みました。当てはまるものだけに{CHECK_MARK}を書いてください。"
    )
    return remark(question, ref, "info", "L2-04", message)
