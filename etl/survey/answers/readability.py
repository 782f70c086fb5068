"""Remarks after the 機械可読性ルール (2026-03-31) on single answers: read all the same, but better written otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.readers.readability import LAYOUT_SPACE
from etl.survey.answers.model import excerpt, quoted, remark
from etl.survey.form.questions import Question

SPACED_KINDS = frozenset({"single", "multiple", "ranked", "integer", "fiscal_year", "date"})
# Japanese signs that the codec does not know, although every PC shows them.
EVERYWHERE = frozenset("～－∥￠￡￢―‐–—…−")
MOST_LETTERS = 10
HALF_WIDTH_KATAKANA = re.compile("[\uff61-\uff9f]")


def joined(question: Question, ref: CellRef, count: int) -> Finding:
    """L1-07: several values in one cell."""
    message = f"1つのセルに{count}つの答えが書かれています。分けて読みました。1つのセルには1つの答えを書いてください。"
    return remark(question, ref, "info", "L1-07", message)


def other_wording(question: Question, ref: CellRef, text: str, label: str) -> Finding:
    """L2-04: an option in other words than the form's."""
    message = f"「{excerpt(text)}」を「{label}」と読みました。選択肢のとおりに書いてください。"
    return remark(question, ref, "info", "L2-04", message)


def with_unit(question: Question, ref: CellRef, number: str) -> Finding:
    """L2-01: a number with its unit or other words."""
    message = f"「{excerpt(ref.text)}」を{number}と読みました。数字だけを書いてください。"
    return remark(question, ref, "info", "L2-01", message)


def remarks(question: Question, refs: Iterable[CellRef]) -> list[Finding]:
    """L1-06 (spaces and line breaks for looks) and L1-08 (signs that not every PC shows)."""
    findings = []
    for ref in refs:
        text = ref.text
        if text.isascii() and not text[:1].isspace() and not text[-1:].isspace():
            continue
        if question.kind in SPACED_KINDS and LAYOUT_SPACE.search(text) and text.strip():
            message = "見た目を整える空白や改行が入っています。取り除いて読みました。入れずに書いてください。"
            findings.append(remark(question, ref, "info", "L1-06", message))
        unsafe = unsafe_letters(text, with_kanji=question.kind != "contact")
        if unsafe:
            message = (
                f"機種依存文字{quoted(unsafe[:MOST_LETTERS])}があります。ほかのPCでは違って見えることがあります。"
                "「(株)」「1」のように書き換えてください。"
            )
            findings.append(remark(question, ref, "info", "L1-08", message))
    return findings


def unsafe_letters(text: str, with_kanji: bool = True) -> list[str]:
    """The letters of a text that JIS X 0208 does not have: ㈱ ① Ⅳ ｶﾅ, signs of one's own; each once."""
    try:
        text.encode("shift_jis")
    except UnicodeEncodeError:
        pass
    else:
        if not HALF_WIDTH_KATAKANA.search(text):
            return []
    return [letter for letter in dict.fromkeys(text) if _is_unsafe(letter, with_kanji)]


def _is_unsafe(letter: str, with_kanji: bool) -> bool:
    if HALF_WIDTH_KATAKANA.match(letter):
        return True
    category = unicodedata.category(letter)
    if letter in EVERYWHERE or (category[0] in "ZCM" and category != "Co"):
        return False
    if category == "Lo" and not with_kanji:
        return False
    try:
        letter.encode("shift_jis")
    except UnicodeEncodeError:
        return True
    return False


def one_per_rule(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Of the remarks of one rule the first, with the number of further cells; all other findings as they are."""
    if not findings:
        return ()
    cells: dict[str, list[str]] = {}
    unique: list[Finding] = []
    for finding in findings:
        if is_remark(finding):
            seen = cells.setdefault(finding.rule, [])
            seen += [finding.cell] if finding.cell not in seen else []
            if finding.rule in {other.rule for other in unique if is_remark(other)}:
                continue
        unique.append(finding)
    return tuple(
        replace(finding, message=f"{finding.message}（ほか{len(cells[finding.rule]) - 1}セル）")
        if is_remark(finding) and len(cells[finding.rule]) > 1
        else finding
        for finding in unique
    )


def is_remark(finding: Finding) -> bool:
    """Read all the same: an info that carries the number of a rule."""
    return finding.severity == "info" and finding.rule.startswith(("L1-", "L2-"))
