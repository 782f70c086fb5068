"""How Excel in Japanese shows a day: 2023年度, 令和5年, R5, 令和五年, April."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from etl.japanese_date import ERAS

KanjiDigits = Literal["", "一", "壱", "１"]
"""The digits of [DBNum1], [DBNum2] and [DBNum3]; empty for 0 to 9."""
_DIGITS = {"一": "〇一二三四五六七八九", "壱": "零壱弐参四伍六七八九", "１": "０１２３４５６７８９"}
_UNITS = {"一": "十百千", "壱": "拾百千"}
_WEEKDAYS = "月火水木金土日"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_JAPANESE_LOCALES = re.compile(r"(?i)|0*411|ja-jp.*|[\da-f]*0411|F[48]00")
_WORDS_OF_A_DAY = re.compile(r"[年月日時分秒(（)）./\-\s:,、曜]*")
_LONG = {"r": "ee", "rr": "gggee"}


def tells(tokens: Sequence[tuple[str, str]], words: str) -> bool:
    """Whether the format shows other than a day or a month of a year: 年度, a year alone, a month alone, a day without its year."""
    letters = {part[0] for kind, part in tokens if kind == "date"}
    if letters & set("hs"):
        return False
    has_year = bool(letters & set("yegr"))
    is_whole = has_year and "m" in letters
    return not is_whole or not _WORDS_OF_A_DAY.fullmatch(words)


def render(
    day: date, tokens: Sequence[tuple[str, str]], kanji: KanjiDigits = "", locale: str = ""
) -> str | None:
    """The text of the day; None where it shows what we do not know, such as an era of another country."""
    parts = []
    for kind, part in tokens:
        text = part if kind == "literal" else _part(day, part, kanji, locale) if kind == "date" else ""
        if text is None:
            return None
        parts.append(text)
    return "".join(parts).strip()


def kanji_digits(text: str, kanji: KanjiDigits) -> str:
    """2023 → 二〇二三."""
    return "".join(
        _DIGITS[kanji][int(letter)] if letter.isascii() and letter.isdigit() else letter for letter in text
    )


def kanji_number(text: str, kanji: KanjiDigits) -> str:
    """12 → 十二; a number of five digits or with a point digit by digit."""
    if kanji not in _UNITS or not re.fullmatch(r"\d{1,4}", text) or text == "0":
        return kanji_digits(text, kanji)
    written = ""
    for place, digit in enumerate(reversed(text.lstrip("0"))):
        unit = _UNITS[kanji][place - 1] if place else ""
        if digit != "0":
            one = "" if digit == "1" and place and kanji == "一" else _DIGITS[kanji][int(digit)]
            written = one + unit + written
    return written


def _part(day: date, letters: str, kanji: KanjiDigits, locale: str) -> str | None:
    letters = _LONG.get(letters, letters)
    if letters[0] in "ge":
        return _era_part(day, letters, kanji, locale)
    length = len(letters)
    if letters[0] == "y":
        text = str(day.year) if length > 2 else f"{day.year % 100:02}"
        return kanji_digits(text, kanji) if kanji else text
    if letters[0] == "a":
        return _WEEKDAYS[day.weekday()] + ("曜日" if length > 3 else "")
    number, names = (day.month, _MONTHS) if letters[0] == "m" else (day.day, _DAYS)
    if letters[0] in "hs":
        number = (day.hour if letters[0] == "h" else day.second) if isinstance(day, datetime) else 0
    elif length > 2:
        name = names[day.month - 1 if letters[0] == "m" else day.weekday()]
        return name[:3] if length == 3 else name[:1] if length > 4 else name
    return _number(number, min(length, 2), kanji)


def _era_part(day: date, letters: str, kanji: KanjiDigits, locale: str) -> str | None:
    if not _JAPANESE_LOCALES.fullmatch(locale):
        return None
    pure = day.date() if isinstance(day, datetime) else day
    era = next((era for era in ERAS if pure >= era.start), None)
    if era is None:
        return None
    names = letters.count("g")
    text = {0: "", 1: era.letter, 2: era.name[0]}.get(names, era.name)
    if "e" not in letters:
        return text
    number = era.number(pure.year)
    if number == 1 and "gannen" in locale.lower():
        return f"{text}元"
    return text + _number(number, letters.count("e"), kanji)


def _number(number: int, width: int, kanji: KanjiDigits) -> str:
    text = f"{number:0{width}}"
    return kanji_number(str(number), kanji) if kanji else text
