"""Whole numbers as people write them: 3人, 約１０名, 十二人, 1,200. A range or a fraction is asked back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from etl import names, split_digits
from etl.readers.grid import CellRef
from etl.survey.answers import readability, states
from etl.survey.answers import words as answer_words
from etl.survey.answers.model import AnswerReading, AnswerValue, excerpt, remark, unreadable
from etl.survey.form.questions import Question

HOW_TO_WRITE = "数字だけを1つ書いてください（例 3）。"
LONGEST_NUMBER = 60
_PLAIN = re.compile(r"\d{1,9}")
_DIGITS = r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d+)?"
_KANJI = r"[一二三四五六七八九十百千万〇零]{1,9}|(?:\d{1,4}[百千万])+\d{0,4}"
_TWO_NUMBERS = re.compile(
    r"[\d一二三四五六七八九十数].*(?:[~〜・、,/\-‐−–―ー]|から|または|又は|か).*[\d一二三四五六七八九十]"
)
_VALUES = {letter: value for value, letter in enumerate("〇一二三四五六七八九")} | {"零": 0}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_TEN_THOUSAND = 10_000
# A sole 一 may be a dash; 〇, also in 〇人, may be a circle or a place left open.
_CIRCLES = re.compile(r"[〇零]+")


@dataclass(frozen=True)
class NumberReading:
    """`value` is None where `problem` (a rule, a Japanese message) is set."""

    value: int | None
    problem: tuple[str, str] = ("", "")
    is_approximate: bool = False
    comment: str = ""
    is_bare: bool = True


def read_integer(question: Question, ref: CellRef) -> AnswerReading:
    """The number of one cell, or why it is not one."""
    if answer_words.is_blank(ref.text):
        return AnswerReading("blank")
    refused = states.refused(question, ref) or states.turned_into_a_day(question, ref)
    stated = refused or states.read_state(question, ref)
    if stated:
        return stated
    number = read_number(ref.text, question.unit)
    if number.value is None:
        return unreadable(question, ref, *number.problem)
    findings = []
    if number.value < 0 <= question.minimum:
        return unreadable(
            question, ref, "NUMBER-NEGATIVE", f"「{excerpt(ref.text)}」はマイナスの数です。{HOW_TO_WRITE}"
        )
    if not question.minimum <= number.value <= question.maximum:
        message = f"{number.value}は、この設問で考えられる数（{question.minimum}〜{question.maximum}）の外です。確かめてください。"
        findings.append(remark(question, ref, "warning", "NUMBER-OUTSIDE", message))
    if number.is_approximate:
        message = f"「{excerpt(ref.text)}」を{number.value}と読みました。正確な数か確かめてください。"
        findings.append(remark(question, ref, "warning", "NUMBER-APPROXIMATE", message))
    if number.comment:
        message = (
            f"{number.value}と読みましたが、「{excerpt(number.comment)}」という添え書きは読んでいません。"
            "数が変わらないか確かめてください。"
        )
        findings.append(remark(question, ref, "warning", "ANSWER-COMMENT", message))
    if not number.is_bare:
        findings.append(readability.with_unit(question, ref, str(number.value)))
    return AnswerReading("answered", (AnswerValue("", str(number.value), None, ref),), tuple(findings))


def read_number(text: str, unit: str = "") -> NumberReading:
    """What a text says as one whole number; `unit` (人) and its spellings may follow it."""
    if _PLAIN.fullmatch(text) and text.isascii():
        return NumberReading(int(text))
    quote = excerpt(text)
    if len(text) > LONGEST_NUMBER:
        return _no("NUMBER-UNREADABLE", f"「{quote}」は数として読めません。")
    if split_digits.are_split(text):
        return _no("NUMBER-RANGE", f"「{quote}」は数字の間に改行か空白があり、1つの数に決まりません。")
    if any(unicodedata.category(letter) in ("No", "Nl") and letter != "〇" for letter in text):
        return _no("NUMBER-UNREADABLE", f"「{quote}」の丸数字などが数なのか番号なのか決められません。")
    plain = names.normalise(text).casefold().lstrip("'").rstrip("。!").replace("−", "-")
    mark = answer_words.mark_of(plain)
    if mark and not plain.isascii():
        return _no("NUMBER-MARK", f"「{quote}」は印です。0なのか1以上なのかわかりません。")
    comment = ""
    bracketed = re.fullmatch(r"([^()]+)\(([^()]*)\)", plain)
    if bracketed and not re.search(r"[\d一二三四五六七八九十]", bracketed[2]):
        plain, comment = bracketed[1], bracketed[2]
    match = _pattern(unit).fullmatch(plain)
    if match is None:
        return _not_a_number(quote, plain, unit)
    value = _value(match["number"], plain)
    if isinstance(value, tuple):
        return _no(value[0], f"「{quote}」{value[1]}")
    words = answer_words.number_words("before") | answer_words.number_words("after")
    around = (match["before"], match["after"], match["behind"], comment)
    is_approximate = any(words.get(word) == "approximate" for word in around if word)
    comment = "" if words.get(comment) == "approximate" or comment in answer_words.units(unit) else comment
    is_bare = match["number"] == plain and match["number"].isascii()
    return NumberReading(value, is_approximate=is_approximate, comment=comment, is_bare=is_bare)


@cache
def _pattern(unit: str) -> re.Pattern[str]:
    def one_of(words: Iterable[str]) -> str:
        return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"

    before, after = (one_of(answer_words.number_words(place)) for place in ("before", "after"))
    units = one_of(answer_words.units(unit))
    return re.compile(
        rf"(?P<before>{before})?(?P<number>{_DIGITS}|{_KANJI})"
        rf"(?P<after>{after})?(?P<unit>{units})?(?P<behind>{after})?"
    )


def _value(number: str, plain: str) -> int | tuple[str, str]:
    """The value, or the rule that stands against it and the rest of the message."""
    if re.search(r"[^\d,.-]", number):
        if plain == "一" or _CIRCLES.fullmatch(number):
            return "NUMBER-UNREADABLE", f"は漢数字なのか記号なのか決められません。{HOW_TO_WRITE}"
        value = _kanji_value(number)
        return ("NUMBER-UNREADABLE", f"は数として読めません。{HOW_TO_WRITE}") if value is None else value
    whole, _, decimals = number.replace(",", "").partition(".")
    if decimals and (decimals.strip("0") or len(decimals) == 3):
        return "NUMBER-DECIMAL", f"には小数点があります。{HOW_TO_WRITE}"
    if whole.startswith("-") and not int(whole):
        return "NUMBER-UNREADABLE", f"は0なのか記号なのか決められません。{HOW_TO_WRITE}"
    return int(whole)


def _kanji_value(text: str) -> int | None:
    """十二 → 12, 二〇 → 20, 1万2千 → 12000; None for what is no number, such as 十十."""
    if not any(power in text for power in (*_POWERS, "万")):
        # 二三人 is two or three people.
        is_one_number = len(text) == 1 or "〇" in text or "零" in text
        return int("".join(str(_VALUES[letter]) for letter in text)) if is_one_number else None
    left, has_ten_thousands, right = text.rpartition("万")
    if "万" in left:
        return None
    high = _below_ten_thousand(left) if has_ten_thousands else 0
    low = _below_ten_thousand(right) if right or not has_ten_thousands else 0
    return None if high is None or low is None else high * _TEN_THOUSAND + low


def _below_ten_thousand(text: str) -> int | None:
    parts = re.fullmatch(
        r"(?:(?P<千>[\d一二三四五六七八九]?)千)?(?:(?P<百>[\d一二三四五六七八九]?)百)?"
        r"(?:(?P<十>[\d一二三四五六七八九]?)十)?(?P<one>\d{1,4}|[一二三四五六七八九])?",
        text,
    )
    if parts is None or not text:
        return None
    total = 0
    for name, power in _POWERS.items():
        if parts[name] is not None:
            total += _digit(parts[name] or "1") * power
    one = parts["one"]
    if (
        one
        and total
        and len(one) > 1
        and int(one) >= min(p for n, p in _POWERS.items() if parts[n] is not None)
    ):
        return None
    return total + (_digit(one) if one else 0)


def _digit(text: str) -> int:
    return int(text) if text.isascii() else _VALUES[text]


def _not_a_number(quote: str, plain: str, unit: str) -> NumberReading:
    if re.match(r"[△▲]\d", plain):
        return _no("NUMBER-NEGATIVE", f"「{quote}」はマイナスの数に見えます。")
    if _TWO_NUMBERS.search(plain):
        return _no("NUMBER-RANGE", f"「{quote}」は1つの数に決まりません。")
    if not re.search(r"[\d一二三四五六七八九十百千]", plain):
        return _no("NUMBER-UNREADABLE", f"「{quote}」は数ではありません。")
    expected = f"単位は「{unit}」です。" if unit else ""
    return _no("NUMBER-UNREADABLE", f"「{quote}」は数として読めません。{expected}")


def _no(rule: str, message: str) -> NumberReading:
    text = message if message.endswith(HOW_TO_WRITE) else message + HOW_TO_WRITE
    return NumberReading(None, (rule, text))
