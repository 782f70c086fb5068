"""Japanese fiscal years and dates as people write them. A fiscal year is the integer of its first calendar
year (2023 = 令和5年度, 2023-04-01 to 2024-03-31). What is not written is not guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from etl.japanese_date import (
    CURRENT_ERAS,
    EXCEL_DAY_ZERO,
    EXCEL_SERIALS,
    WrittenDate,
    day_label,
    displayed_text,
    era_of_year,
    read_cell,
    western_digits,
)

FIRST_YEAR, LAST_YEAR, FAR_YEAR = 1926, 2100, 2060
HOW_TO_WRITE = "「令和5年度」や「2023」のように書いてください。"
HOW_TO_WRITE_A_DAY = "「令和○年4月1日」や「20○○/4/1」のように、年から書いてください。"


@dataclass(frozen=True)
class ParsedYear:
    """`fiscal_year` is None exactly where `problem` is set; `warning` (Japanese) says what to check.

    problem: missing, not_a_year (未定, なし …), era_missing (5年度), range, no_such_year, contradiction,
    excel_serial, relative_year, unreadable. `candidates`: fiscal years that may be meant.
    """

    fiscal_year: int | None
    warning: str = ""
    problem: str | None = None
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True)
class ParsedDate:
    """`value` is None exactly where `problem` is set: as for ParsedYear, or not_a_date (no day is written)."""

    value: date | None
    warning: str = ""
    problem: str | None = None


def label(fiscal_year: int) -> str:
    """2023 → 令和5年度. Raises ValueError before 1926."""
    era = era_of_year(fiscal_year)
    return f"{era.name}{era.year_label(fiscal_year)}年度"


def short_label(fiscal_year: int) -> str:
    """2023 → R5. Raises ValueError before 1926."""
    era = era_of_year(fiscal_year)
    return f"{era.letter}{era.number(fiscal_year)}"


def western_label(fiscal_year: int) -> str:
    """2023 → 2023年度."""
    return f"{fiscal_year}年度"


def start_date(fiscal_year: int) -> date:
    """2023 → 2023-04-01."""
    return date(fiscal_year, 4, 1)


def end_date(fiscal_year: int) -> date:
    """2023 → 2024-03-31."""
    return date(fiscal_year + 1, 3, 31)


def of_date(day: date) -> int:
    """The fiscal year that a day is in: 2023-03-31 → 2022."""
    return day.year if day.month >= 4 else day.year - 1


def parse(value: object, today: date | None = None, *, excel_serial: bool = False) -> ParsedYear:
    """The fiscal year that a cell means. Never raises for bad input.

    A month or a day decides by 1 April: 令和5年3月 is fiscal 2022. `today` gives 来年度 a meaning;
    `excel_serial` takes a number such as 45017 for the day that Excel means by it.
    """
    read_value = read_cell(value, excel_serial)
    if isinstance(read_value, date):
        return _year_of_day(read_value)
    if isinstance(read_value, str):
        return _year_without_number(read_value, displayed_text(value), today)
    failed = _failed(read_value, displayed_text(value))
    if failed:
        return failed
    year = read_value.year if read_value.is_fiscal else of_date(_first_day(read_value))
    warnings = [_era_warning(read_value, displayed_text(value))]
    if read_value.tail:
        warnings.append(
            f"「{displayed_text(value)}」を{label(year)}と読みました。確定した年度か確かめてください。"
        )
    elif read_value.is_calendar:
        warnings.append(
            f"「{displayed_text(value)}」を年度とみて{label(year)}と読みました。年か年度か確かめてください。"
        )
    if year > FAR_YEAR:
        warnings.append(
            f"{label(year)}（{western_label(year)}）は遠い先です。書き誤りでないか確かめてください。"
        )
    return ParsedYear(year, "".join(warnings))


def parse_date(value: object, *, excel_serial: bool = False) -> ParsedDate:
    """The day that a cell means; a year or a month alone is the problem not_a_date. Never raises for bad input."""
    if isinstance(value, str) and _ISO_DAY.fullmatch(value) and (day := _day_of_iso(value)) is not None:
        return ParsedDate(day)
    parsed = read_cell(value, excel_serial)
    if isinstance(parsed, date):
        outside = _year_of_day(parsed)
        return ParsedDate(None if outside.problem else parsed, outside.warning, outside.problem)
    text = displayed_text(value)
    failed = _year_without_number(parsed, text, None) if isinstance(parsed, str) else _failed(parsed, text)
    if failed or isinstance(parsed, str):
        problem = failed.problem if failed else "unreadable"
        fault = "日付が空欄です" if problem == "missing" else f"「{text}」は日付として読めません"
        return ParsedDate(None, f"{fault}。{HOW_TO_WRITE_A_DAY}", problem)
    if parsed.day is None or parsed.is_fiscal:
        message = f"「{text}」には日がありません。{HOW_TO_WRITE_A_DAY}"
        return ParsedDate(None, message, "not_a_date")
    tail = f"「{text}」の日付のあとの言葉は読んでいません。" if parsed.tail else ""
    return ParsedDate(_first_day(parsed), _era_warning(parsed, text) + tail)


# As tables of our own write days; the years are those of which nothing needs to be said.
_ISO_DAY = re.compile(r"(?:19[3-9]|20\d)\d-\d\d-\d\d")
_TOLERATED = re.compile(
    r"(?:頃|ごろ|予定|見込み?|目途|目処|めど|目標|から|より|[~〜]|に|の|中|内|末|当初|初め|はじめ|上旬|中旬|下旬"
    r"|上半期|下半期|前半|後半|上期|下期|第?[1-4一二三四]四半期|事業|開始|実施|スタート|着手|する|です|\?|[。、]"
    r"|\((?:予定|仮|見込み?|目標|開始)\))*"
)
_PART_OF_YEAR = re.compile(r"当初|初め|はじめ|前半|上半期|上期|四半期")
_ERA = "|".join([*(era.name for era in CURRENT_ERAS), *(rf"{era.letter}\.?" for era in CURRENT_ERAS)])
_OPEN_ENDED = re.compile(
    rf".*(?:以降|以後|以前|まで)|(?:[~〜–—―ー・,、/&と-]|から|または|又は|及び|か|OR|→)+(?:{_ERA})?\d.*"
)
_NO_YEAR = re.compile(
    r"[-‐−–—―ーｰ/×*…・.無]+|N/?A|.*(?:未定|検討|不明|なし|無し|ない|未実施|調整中|協議中|該当|未回答|無回答|未記入).*"
)
_RELATIVE = re.compile(
    r"(?P<word>昨年度|前年度|今年度|本年度|当年度|来年度|次年度|翌年度|再来年度|翌々年度)(?P<tail>.*)"
)
_FIVE_DIGITS = re.compile(r"\d{5}")
_STEPS = {"昨": -1, "前": -1, "今": 0, "本": 0, "当": 0, "来": 1, "次": 1, "翌": 1, "再": 2}


def _day_of_iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _failed(written: WrittenDate, text: str) -> ParsedYear | None:
    """Why what is written is not one year, or None where it is."""
    era, number = written.era, written.number
    if era and not 1 <= number <= era.last_accepted:
        return _no("no_such_year", f"「{text}」という年はありません。{HOW_TO_WRITE}")
    if not FIRST_YEAR <= written.year <= LAST_YEAR:
        return _no("no_such_year", f"「{text}」は年度として読める範囲（1926〜2100）の外です。{HOW_TO_WRITE}")
    candidates = (written.year,)
    if _may_be_two_years(written):
        return _range(text, (written.year, written.year + 1))
    if re.fullmatch(r"\d{4}\.1", text) and written.separator == ".":
        message = (
            f"「{text}」は1月か10月（末尾の0が落ちた）か決められません。2023年10月 の形で書いてください。"
        )
        return _no("unreadable", message, (written.year - 1, written.year))
    if _OPEN_ENDED.fullmatch(written.tail):
        return _range(text, candidates)
    if not _TOLERATED.fullmatch(written.tail):
        return _no("unreadable", f"「{text}」は年度として読めません。{HOW_TO_WRITE}", candidates)
    if written.is_calendar and _PART_OF_YEAR.search(written.tail):
        message = f"「{text}」は4月より前か後か決められません。{HOW_TO_WRITE}"
        return _no("unreadable", message, (written.year - 1, written.year))
    if written.beside and written.beside.year != written.year:
        message = f"「{text}」は和暦と西暦が食い違っています。正しい年度だけを書いてください。"
        return _no("contradiction", message, (written.year, written.beside.year))
    return _no_such_day(written, text)


def _may_be_two_years(written: WrittenDate) -> bool:
    """R5-6 and R5/6 may be June or two years; 2023-24 cannot be a month."""
    if not written.separator or written.month is None or written.day is not None:
        return False
    follows = written.month == (written.number + 1) % 100
    if written.era:
        return written.separator == "-" or (written.separator == "/" and follows)
    return follows and written.month > 12


def _no_such_day(written: WrittenDate, text: str) -> ParsedYear | None:
    month = 4 if written.month is None else written.month
    month_length = calendar.monthrange(written.year, month)[1] if 1 <= month <= 12 else 0
    if not month_length or not 1 <= (1 if written.day is None else written.day) <= month_length:
        return _no("no_such_year", f"「{text}」という日付はありません。正しい日付を確かめてください。")
    first = _first_day(written)
    last = first if written.day else first.replace(day=month_length)
    if written.era and written.month and last < written.era.start and of_date(first) < written.year:
        message = f"「{text}」は{written.era.name}が始まる前です。年を書き誤っていないか確かめてください。"
        return _no("no_such_year", message, (written.year - 1, written.year))
    return None


def _first_day(written: WrittenDate) -> date:
    """The first day that is meant; 1 April where no month is written."""
    return date(written.year, written.month or 4, written.day or 1)


def _era_warning(written: WrittenDate, text: str) -> str:
    """平成35年度, 平成31年5月, 令和元年4月: readable, but not what that day was called."""
    era = written.era
    if era is None:
        return ""
    if written.month is None or written.is_fiscal:
        outside = date(written.year, 4, 1) > era.end
    else:
        first = _first_day(written)
        last = first if written.day else first.replace(day=calendar.monthrange(first.year, first.month)[1])
        outside = first > era.end or last < era.start
    if not outside:
        return ""
    year = written.year if written.is_fiscal else of_date(_first_day(written))
    return f"「{text}」は{label(year)}（{western_label(year)}）として読みました。元号を確かめてください。"


def _year_of_day(day: date) -> ParsedYear:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return ParsedYear(of_date(day))
    serial = (day - EXCEL_DAY_ZERO).days
    if 1989 <= serial <= LAST_YEAR:
        message = (
            f"{day} という日付になっています。{serial} という数がExcelで日付の表示になったものと思われます。"
        )
        return _no("no_such_year", f"{message}セルの表示形式を標準に直してください。", (serial,))
    return _no("no_such_year", f"{day} は年度として読める範囲（1926〜2100）の外です。{HOW_TO_WRITE}")


def _year_without_number(text: str, quoted: str, today: date | None) -> ParsedYear:
    """Text in which no year was found: say why, and which years may be meant."""
    if not text:
        return _no("missing", f"年度が空欄です。{HOW_TO_WRITE}")
    relative = _RELATIVE.fullmatch(text)
    if relative and today and _TOLERATED.fullmatch(relative["tail"]):
        word = relative["word"]
        year = of_date(today) + (2 if word == "翌々年度" else _STEPS[word[0]])
        return ParsedYear(
            year, f"「{quoted}」を{day_label(today)}から数えて{label(year)}と読みました。確かめてください。"
        )
    if relative:
        return _no("relative_year", f"「{quoted}」はいつから数えるか決められません。{HOW_TO_WRITE}")
    if _FIVE_DIGITS.fullmatch(text) and int(text) in EXCEL_SERIALS:
        day = EXCEL_DAY_ZERO + timedelta(days=int(text))
        message = f"「{quoted}」はExcelの日付の値（{day}）かもしれません。{HOW_TO_WRITE}"
        return _no("excel_serial", message, (of_date(day),))
    bare = re.fullmatch(r"'?(\d{1,2}|元)(?:年度?.*|[./-]\d{1,2}(?:[./-]\d{1,2})?)?", western_digits(text))
    if bare:
        return _era_missing(1 if bare[1] == "元" else int(bare[1]), quoted)
    if _NO_YEAR.fullmatch(text) and not re.search(r"\d", text):
        return _no("not_a_year", f"「{quoted}」は年度ではありません。年度が決まっていれば{HOW_TO_WRITE}")
    if re.match(r"[~〜]", text):
        return _range(quoted, ())
    return _no("unreadable", f"「{quoted}」は年度として読めません。{HOW_TO_WRITE}")


def _era_missing(number: int, quoted: str) -> ParsedYear:
    possible = [era.western(number) for era in CURRENT_ERAS if 1 <= number <= era.number(era.end.year)]
    possible += [2000 + number] if number >= 10 else []
    years = tuple(sorted({year for year in possible if year <= FAR_YEAR}, reverse=True))
    listed = "、".join(label(year) for year in years)
    hint = f"{listed}のことですか。" if listed else ""
    return _no("era_missing", f"「{quoted}」は元号がないので決められません。{hint}{HOW_TO_WRITE}", years)


def _range(quoted: str, candidates: tuple[int, ...]) -> ParsedYear:
    return _no("range", f"「{quoted}」は1つの年度に決まりません。年度を1つだけ書いてください。", candidates)


def _no(problem: str, message: str, candidates: tuple[int, ...] = ()) -> ParsedYear:
    return ParsedYear(None, message, problem, candidates)
