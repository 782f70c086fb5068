"""One answer as one text that a person reads and writes (人材不足、財源), and back to the same answer.

For corrections: what a table or a letter says in several cells stands there in one.
"""

from __future__ import annotations

from datetime import date

from etl import names
from etl.readers.grid import CellRef
from etl.survey.answers.model import Answer, AnswerValue, State
from etl.survey.answers.reading import read_answer
from etl.survey.form.entries import text_of
from etl.survey.form.questions import Question

SEPARATOR = "、"
BLANK = "空欄"
STATES: dict[State, str] = {
    "blank": BLANK,
    "undecided": "未定",
    "none": "特になし",
    "not_applicable": "該当なし",
    "unreadable": "読めない",
}
# How people and pages also call a question without an answer.
BLANK_WORDS = frozenset({"", BLANK, "未回答", "無回答", "記入しない設問"})


def text_of_answer(question: Question, answer: Answer) -> str:
    """The answer in one text; what stands there in place of one (未定, 空欄) by the word for it."""
    if answer.state != "answered":
        return STATES[answer.state]
    values = answer.values
    if question.kind == "ranked":
        return SEPARATOR.join(f"{value.rank}位 {value.value}" for value in values)
    if question.kind in ("single", "multiple"):
        return SEPARATOR.join(value.value for value in values)
    if question.kind == "contact":
        parts = {option.code: option.label for option in question.options}
        return "\n".join(
            f"{parts[value.option_code]}：{value.value}" if value.option_code in parts else value.value
            for value in values
        )
    if question.kind == "free_text":
        return "\n".join(value.value for value in values)
    plain = date.fromisoformat(values[0].value) if question.kind == "date" else int(values[0].value)
    return text_of(question, plain)


def answer_of_text(question: Question, ref: CellRef, today: date | None) -> Answer:
    """The answer that one text says; unreadable, with findings, where it says none.

    Reads what text_of_answer writes exactly, and otherwise what people write into a cell of the 調査票.
    """
    values = None
    if question.kind == "contact":
        values = _parts(question, ref)
    elif question.kind in ("single", "multiple", "ranked"):
        values = _options(question, ref)
    if values is not None:
        return Answer(question.id, "answered", tuple(values), cells=(ref,))
    if ref.text.strip() in BLANK_WORDS:
        return Answer(question.id, "blank", cells=(ref,))
    return read_answer(question, [("", ref)], today=today)


def says(question: Question, text: str, answer: Answer, today: date | None) -> bool:
    """Whether a text says this answer: as it is shown, as it was written in its cell, or in other words."""
    said = names.normalise(text)
    written = "\n".join(dict.fromkeys(value.ref.text for value in answer.values))
    cells = [ref.text for ref in answer.cells if ref.text.strip()]
    shown = [text_of_answer(question, answer), *([written] if answer.state != "answered" else [])]
    if answer.state == "unreadable":
        shown += ["読めない（要確認）", *cells, "\n".join(cells)]
    if said in {names.normalise(one) for one in shown}:
        return True
    read = answer_of_text(question, CellRef("", "", text, text), today)
    if read.state != answer.state or read.state == "unreadable":
        return False
    return read.state != "answered" or _content(read) == _content(answer)


def _content(answer: Answer) -> list[tuple[str, str, int | None]]:
    return [(value.option_code, value.value, value.rank) for value in answer.values]


def _options(question: Question, ref: CellRef) -> list[AnswerValue] | None:
    """Labels of options as text_of_answer joins them; None for anything else. A label may hold the separator."""
    codes = {option.label: option.code for option in question.options}
    pieces = ref.text.strip().split(SEPARATOR)
    values: list[AnswerValue] = []
    start = 0
    while start < len(pieces):
        for end in range(len(pieces), start, -1):
            label = SEPARATOR.join(pieces[start:end])
            rank, label = _rank(label) if question.kind == "ranked" else (None, label)
            if label in codes and (rank is not None or question.kind != "ranked"):
                values.append(AnswerValue(codes[label], label, rank, ref))
                start = end
                break
        else:
            return None
    chosen = [value.option_code for value in values]
    ranks = [value.rank for value in values]
    is_sound = len(set(chosen)) == len(chosen) and (
        len(values) == 1
        if question.kind == "single"
        else len(set(ranks)) == len(ranks)
        if question.kind == "ranked"
        else True
    )
    if not is_sound or any(rank is not None and not 1 <= rank <= question.ranks for rank in ranks):
        return None
    order = {option.code: place for place, option in enumerate(question.options)}
    return sorted(values, key=lambda value: (value.rank or 0, order[value.option_code]))


def _rank(text: str) -> tuple[int | None, str]:
    """「2位 財源」 → 2, 財源."""
    number, sign, label = text.partition("位 ")
    return (int(number), label) if sign and number.isdecimal() else (None, text)


def _parts(question: Question, ref: CellRef) -> list[AnswerValue] | None:
    """Department, person, phone, e-mail, a line each; a line without a heading goes on with the part above it."""
    codes = {f"{option.label}：": option.code for option in question.options}
    parts: dict[str, list[str]] = {}
    code = ""
    for line in ref.text.strip().split("\n"):
        heading = next((heading for heading in codes if line.startswith(heading)), "")
        code = codes.get(heading, code)
        parts.setdefault(code, []).append(line.removeprefix(heading))
    texts = {code: "\n".join(lines).strip() for code, lines in parts.items()}
    if not any(texts.values()) or set(texts) == {""}:
        return None
    order = ["", *codes.values()]
    return [AnswerValue(code, texts[code], None, ref) for code in order if texts.get(code)]
