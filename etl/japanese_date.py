"""What is written in a year or a date, before anyone judges it: 和暦 or 西暦, and how much of it is there."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from etl import split_digits

EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(10_000, 75_000)
NO_VALUE = ("", "nan", "NaN", "NaT", "<NA>", "None")


class Era(NamedTuple):
    """One era. `last_accepted` is the highest year number read at all: 平成35年 was written in plans before 2019.

    `is_current`: a year number without an era may mean a year of it.
    """

    name: str
    letter: str
    start: date
    end: date
    last_accepted: int
    is_current: bool

    def western(self, number: int) -> int:
        """The western year of a year number: 令和5年 → 2023."""
        return self.start.year + number - 1

    def number(self, year: int) -> int:
        """The year number of a western year: 2023 → 5."""
        return year - self.start.year + 1

    def year_label(self, year: int) -> str:
        """The year number as it is written: 2023 → 5, 2019 → 元."""
        number = self.number(year)
        return "元" if number == 1 else str(number)


# The only table of eras, the newest first. A new era is a row here, and the day before it ends the row below.
ERAS = (
    Era("令和", "R", date(2019, 5, 1), date.max, 82, True),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30), 50, True),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7), 64, False),
)
CURRENT_ERAS = tuple(era for era in ERAS if era.is_current)


@dataclass(frozen=True)
class WrittenDate:
    """One year as written. `number` is the year number of the era, or the western year where era is None.

    `is_fiscal`: 年度 is written; `is_calendar`: 年 is written without 度. `tail` is what follows.
    `beside` is a second year given in brackets, as in 令和5年度（2023年度）.
    """

    era: Era | None
    number: int
    month: int | None = None
    day: int | None = None
    is_fiscal: bool = False
    is_calendar: bool = False
    tail: str = ""
    separator: str = ""
    beside: WrittenDate | None = None

    @property
    def year(self) -> int:
        return self.era.western(self.number) if self.era else self.number


_TIME = re.compile(r"[T\s]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?$")
_ERA = "|".join([*(era.name for era in ERAS), *(era.name[0] for era in ERAS), *(era.letter for era in ERAS)])
_YEAR = rf"(?:(?P<era>{_ERA})\.?(?P<number>元|\d{{1,2}})|(?:西暦|FY)?(?P<western>\d{{4}}))"
_SHAPE = re.compile(
    _YEAR
    + r"""(?:
        (?P<fiscal>年度)(?:の?(?P<fiscal_month>\d{1,2})月(?:(?P<fiscal_day>\d{1,2})日)?)?
      | 年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日?)?
      | (?P<calendar>年)(?!\d)
      | (?P<separator>[./-])(?P<month2>\d{1,2})(?!\d)月?(?:[./-](?P<day2>\d{1,2})(?!\d)日?)?
      | (?!\d)
    )(?P<tail>.*)""",
    re.VERBOSE,
)
_COMPACT = re.compile(r"(?P<western>(?:19|20|21)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)?")
_BESIDE = re.compile(rf"\(({_YEAR.replace('?P<', '?P<b_')}(?:年度|年)?)\)")
_WEEKDAY = re.compile(r"\([月火水木金土日](?:曜日?)?\)")
_KANJI_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千]{1,8}(?=[年月日度().,、・/~〜-]|$)")
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def era_of_year(year: int) -> Era:
    """The era of the end of a calendar year: 2019 → 令和. Raises ValueError before the first era."""
    for era in ERAS:
        if year >= era.start.year:
            return era
    raise ValueError(f"no era is known for the year {year}")


def day_label(day: date) -> str:
    """2023-11-30 → 令和5年11月30日; before the first era 1900-01-01 → 西暦1900年1月1日."""
    era = next((era for era in ERAS if day >= era.start), None)
    year = f"西暦{day.year}" if era is None else f"{era.name}{era.year_label(day.year)}"
    return f"{year}年{day.month}月{day.day}日"


def read_cell(value: object, excel_serial: bool = False) -> WrittenDate | date | str:
    """A day, or what is written of one, or the text (NFKC, upper case, no spaces) in which no year was found.

    An empty cell is the empty text. `excel_serial` takes 45017 for the day that Excel means by it.
    """
    if value is None or str(value) in NO_VALUE:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _TIME.sub("", unicodedata.normalize("NFKC", _plain(value)).strip()).upper()
    text = split_digits.without_layout(text)
    text = re.sub(r"^(\d+)\.0+$", r"\1", text)
    if excel_serial and re.fullmatch(r"\d{5}", text) and int(text) in EXCEL_SERIALS:
        return EXCEL_DAY_ZERO + timedelta(days=int(text))
    return parse_date(text) or text


def displayed_text(value: object) -> str:
    """The value as it was written, for a message: one line, not too long."""
    text = "" if value is None else " ".join(_plain(value).split())
    return text if len(text) <= 40 else text[:40] + "…"


def western_digits(text: str) -> str:
    """Kanji numbers as digits: 令和二十三年 → 令和23年, 二〇二三 → 2023."""
    return _KANJI_NUMBER.sub(lambda match: str(_kanji_number(match.group())), text)


def _plain(value: object) -> str:
    """2023.0 → 2023: numbers come out of workbooks as floats."""
    if isinstance(value, float | Decimal) and math.isfinite(value):
        return f"{value:f}".rstrip("0").rstrip(".")
    return str(value)


def parse_date(text: str) -> WrittenDate | None:
    """The year or date that starts the text (already NFKC, upper case, no spaces); None where none does."""
    text = _WEEKDAY.sub("", western_digits(text))
    compact = _COMPACT.fullmatch(text)
    if compact:
        return WrittenDate(None, int(compact["western"]), int(compact["month"]), _number(compact["day"]))
    beside = _BESIDE.search(text, pos=1) if text else None
    if beside:
        text = text[: beside.start()] + text[beside.end() :]
    match = _SHAPE.fullmatch(text)
    if match is None:
        return None
    era = _era(match["era"])
    month = match["fiscal_month"] or match["month"] or match["month2"]
    return WrittenDate(
        era=era,
        number=_number(match["western"] or match["number"]) or 0,
        month=_number(month),
        day=_number(match["fiscal_day"] or match["day"] or match["day2"]),
        is_fiscal=match["fiscal"] is not None,
        is_calendar=match["calendar"] is not None,
        tail=match["tail"],
        separator=match["separator"] or "",
        beside=parse_date(beside[1]) if beside else None,
    )


def _era(text: str | None) -> Era | None:
    return next((era for era in ERAS if text and text[0] in (era.name[0], era.letter)), None)


def _number(digits: str | None) -> int | None:
    if digits is None:
        return None
    return 1 if digits == "元" else int(digits)


def _kanji_number(text: str) -> int:
    """二十三 → 23, 二〇二三 → 2023, 二千二十三 → 2023."""
    if not any(unit in text for unit in _UNITS):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digits = 0, ""
    for character in text:
        if character in _UNITS:
            total += (int(digits) if digits else 1) * _UNITS[character]
            digits = ""
        else:
            digits += str(_DIGITS[character])
    return total + (int(digits) if digits else 0)
