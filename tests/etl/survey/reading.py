"""Helps the tests of answers: cells from plain values, and an oracle that reads options another way."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from etl.readers.grid import CellRef, text_of_value
from etl.survey.answers.reading import Answer, Cells, read_answer
from etl.survey.form.questions import Form, Question

ENDINGS = (
    *(
        "のため",
        "ため",
        "なため",
        "のためです",
        "ためです",
        "であるため",
        "による",
        "によるため",
        "のことから",
        "ことから",
    ),
    *("こと", "ことによる", "ことのため", "です", "である", "であること", "と考えている", "〔仮〕", "(仮)"),
)
SEPARATORS = (
    "、",
    "。",
    ",",
    ";",
    "/",
    "・",
    "|",
    "\n",
    " ",
    "と",
    "及び",
    "および",
    "かつ",
    "並びに",
    "ならびに",
    "&",
    "+",
)
MARKS = ("○", "☑", "✓", "✔", "■", "●", "レ", "◯", "〇", "⭕", "⚪", "✅", "√")
AROUND = "「」『』【】。.!・:;/|、,'\"※*◇◆▼▶ー- \n"


def cell(value: object, address: str = "C5") -> CellRef:
    return CellRef("調査票", address, value, text_of_value(value))


def one(value: object) -> Cells:
    """A question with a single cell."""
    return [("", cell(value))]


def slots(given: dict[str, object]) -> Cells:
    """A question with a cell for each slot, one under the other from C10."""
    return [(slot, cell(value, f"C{row}")) for row, (slot, value) in enumerate(given.items(), 10)]


def read(form: Form, question_id: str, given: object) -> Answer:
    """Read a question from one value, or from a dict of slots."""
    cells = slots(given) if isinstance(given, dict) else one(given)
    return read_answer(form.by_id[question_id], cells, today=form.as_of)


def is_silent(answer: Answer) -> bool:
    """Nobody would look at this answer again."""
    return all(finding.severity == "info" for finding in answer.findings)


def possible_codes(question: Question, text: str) -> set[frozenset[str]]:
    """Every set of options that a text can stand for, by plain search: spelling, ending, separator, spelling …"""
    text = "".join(f"\n{letter}" if letter in "①②③④⑤⑥⑦⑧⑨" else letter for letter in text)
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    plain = (
        plain.replace("\r", "\n")
        .replace("\t", "\n")
        .replace("｜", "|")
        .replace("･", "・")
        .replace("•", "・")
        .replace("()", "")
    )
    spellings = [
        (unicodedata.normalize("NFKC", word), option.code)
        for option in question.options
        for word in (option.label, option.code, *option.aliases, option.label.split("（")[0])
    ]

    def after(at: int) -> Iterator[frozenset[str]]:
        if not plain[at:].strip(AROUND):
            yield frozenset()
        if plain[at : at + 1] in MARKS or plain[at - 1] in "」』。 \n":
            yield from parses(at)
        for behind in behind_separators(at):
            yield from parses(behind)

    def behind_separators(at: int) -> Iterator[int]:
        for width in {len(separator) for separator in SEPARATORS}:
            if plain[at : at + width] in SEPARATORS:
                yield at + width
                yield from behind_separators(at + width)

    @cache
    def parses(at: int) -> set[frozenset[str]]:
        found: set[frozenset[str]] = set()
        for start in _starts(plain, at):
            for word, code in spellings:
                end = _matches(plain, start, word)
                for stop in _stops(plain, end) if end else ():
                    for behind in (stop, *_behind_same(plain, stop, [w for w, c in spellings if c == code])):
                        found |= {codes | {code} for codes in after(behind)}
        return found

    return parses(0)


def _starts(text: str, at: int) -> Iterator[int]:
    """Where a word may begin: behind bullets, one mark, one number."""
    at += len(text[at:]) - len(text[at:].lstrip(AROUND))
    yield at
    if text[at : at + 1] in MARKS and text[at : at + 1]:
        yield from _starts(text, at + 1)
    digits = len(text[at:]) - len(text[at:].lstrip("第(0123456789"))
    if digits and any(letter.isdecimal() for letter in text[at : at + digits]):
        rest = text[at + digits :]
        yield at + digits + len(rest) - len(rest.lstrip(f"){AROUND}番位号"))


def _stops(text: str, end: int) -> Iterator[int]:
    """Where a word may end: at once, or behind a harmless ending and a full stop."""
    end += len(text[end:]) - len(text[end:].lstrip("」』】。. \n"))
    yield end
    for ending in ENDINGS:
        stop = _matches(text, end, ending)
        if stop:
            yield stop + len(text[stop:]) - len(text[stop:].lstrip("」』】。. \n"))


def _behind_same(text: str, at: int, words: list[str]) -> Iterator[int]:
    """Behind a bracket or colon that says the same option again: 未定（検討中）."""
    if text[at : at + 1] not in ("(", ":"):
        return
    for word in words:
        inside = text[at + 1 :]
        end = _matches(text, at + 1 + len(inside) - len(inside.lstrip(AROUND)), word)
        for stop in _stops(text, end) if end else ():
            if text[stop : stop + 1] == ")":
                yield from _stops(text, stop + 1)
            elif text[at] == ":":
                yield stop


def _matches(text: str, start: int, word: str) -> int:
    """Where the word ends if it stands at `start`, spaces and line breaks inside allowed; else 0."""
    at = start
    for letter in word:
        while at < len(text) and text[at] in " \n" and at > start:
            at += 1
        if at >= len(text) or _same(text[at]) != _same(letter):
            return 0
        at += 1
    return at


def _same(letter: str) -> str:
    if letter in "、,;/|・":
        return "・"
    return letter.casefold()
