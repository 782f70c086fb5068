"""Evidence of the year in a received file: what its title, names, columns and remarks say, held against the year asked for."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from etl import fiscal_year
from etl.japanese_date import CURRENT_ERAS, western_digits
from etl.readers.cell_year import hides_year
from etl.readers.grid import CellRef, Sheet, cell_at

Kind = Literal["as_of", "year", "day", "written"]

# A day this far outside the fiscal year still belongs to it: the end of March for a survey of April.
MARGIN = timedelta(days=62)
# A table is written out, sent or printed up to this long after its fiscal year.
WRITING_MARGIN = timedelta(days=183)
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Mention:
    """One mention of a year. `years`: the fiscal years that it may mean; `first`, `last`: the days, if any are written.

    kind: as_of (現在, 時点), year (a year alone), day (a day without a word), written (作成, 提出 …).
    """

    text: str
    years: frozenset[int]
    kind: Kind = "year"
    first: date | None = None
    last: date | None = None
    ref: CellRef | None = None
    is_no_day: bool = False  # a day is written that no calendar has: 13月45日

    @property
    def cell(self) -> str:
        return self.ref.cell if self.ref is not None else ""


@dataclass(frozen=True)
class Expected:
    """The year that a file is received for. `day`: the day that it describes; `with_next`: plans for the year after count."""

    fiscal_year: int
    day: date | None = None
    with_next: bool = False

    @property
    def label(self) -> str:
        return fiscal_year.label(self.fiscal_year)

    @property
    def years(self) -> frozenset[int]:
        """The fiscal years that a title may name: also the one that begins within two months of the day."""
        begins_soon = self.day is not None and fiscal_year.of_date(self.day + MARGIN) > self.fiscal_year
        more = {self.fiscal_year + 1} if self.with_next or begins_soon else set()
        return frozenset({self.fiscal_year} | more)

    def agrees(self, mention: Mention) -> bool:
        """Whether a mention can stand in a file of this year."""
        if mention.first is None or mention.last is None:
            return bool(mention.years & self.years)
        if self.day is not None and mention.first - MARGIN <= self.day <= mention.last + MARGIN:
            return True
        begin, end = fiscal_year.start_date(self.fiscal_year), fiscal_year.end_date(self.fiscal_year)
        if mention.kind == "written":
            return mention.last >= begin - MARGIN
        margin = WRITING_MARGIN if mention.kind == "day" else timedelta(0)
        return mention.last >= begin and mention.first <= end + margin


def contradiction(mentions: Iterable[Mention], expected: Expected) -> Mention | None:
    """The mention of another year where none of the right one stands beside it; 現在 and 時点 count before all others."""
    listed = list(mentions)
    ranked = [one for one in listed if one.kind == "as_of"] or listed
    return None if any(map(expected.agrees, ranked)) else next(iter(ranked), None)


def other_day(mentions: Iterable[Mention], expected: Expected) -> Mention | None:
    """The day of the same year that a file is of (現在, 時点), where it is not the day expected."""
    dated = [one for one in mentions if one.kind == "as_of" and one.first and one.last]
    day = expected.day
    if day is None or any(one.first and one.last and one.first <= day <= one.last for one in dated):
        return None
    return next(iter(dated), None)


def of_text(text: str, expected: Expected, beside: str = "") -> list[Mention]:
    """What a text says of its year. `beside`: the cell to its left, which may say 基準日 or 作成日."""
    plain = western_digits(unicodedata.normalize("NFKC", text).strip())
    mentions: list[Mention] = []
    for match in _MENTION.finditer(plain):
        before, after = plain[: match.start()], plain[match.end() :]
        if _NO_CLAIM_AFTER.match(after) or _NO_CLAIM_BEFORE.search(f"{beside} {before}"):
            continue
        mention = _mention(match)
        if mention is not None:
            mentions.append(replace(mention, kind=_kind(f"{beside} {before[-8:]} {after[:8]}", mention)))
    return mentions or _relative(plain, expected)


def of_value(value: object, expected: Expected, beside: str = "") -> list[Mention]:
    """As of_text, of a cell's value: a date or text. A number alone says nothing."""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        near = unicodedata.normalize("NFKC", beside)
        if _NO_CLAIM_BEFORE.search(near):
            return []
        mention = _days_mention(day, day, day.isoformat())
        return [replace(mention, kind=_kind(near, mention))]
    return of_text(value, expected, beside) if isinstance(value, str) else []


def of_name(name: str, expected: Expected) -> list[Mention]:
    """What the name of a sheet or of a file says."""
    bare = _STORED_ON.sub("", _SUFFIX.sub("", name)).replace("_", " ")
    return of_text(bare, expected)


def of_table(
    sheet: Sheet, header_row: int, last_row: int, expected: Expected, below: Iterable[int] = ()
) -> list[Mention]:
    """What stands above a table, and in the notes under it (rows `below`: 現在 and 時点 only)."""
    mentions = [
        mention
        for row in range(min(header_row, len(sheet.rows)))
        for mention in _of_row(sheet, row, expected)
    ]
    notes = (mention for row in below if row > last_row for mention in _of_row(sheet, row, expected))
    return [*mentions, *(mention for mention in notes if mention.kind == "as_of")]


def wrong_section(sheet: Sheet, rows: Sequence[int], expected: Expected) -> Mention | None:
    """A row with a year alone in the middle of a table, above rows of that year: 【令和4年度】."""
    for row, below in zip(rows, [*rows, len(sheet.rows)][1:], strict=True):
        if row + 1 >= below:
            continue
        for mention in _of_row(sheet, row, expected):
            is_heading = mention.ref is not None and len(mention.ref.text.strip()) <= len(mention.text) + 6
            if is_heading and mention.kind in ("year", "as_of") and not expected.agrees(mention):
                return mention
    return None


def days_named(text: str, beside: str = "") -> list[Mention]:
    """Every day and month that a text names, whatever it says of it; 1月末 is the last day of January."""
    plain = western_digits(unicodedata.normalize("NFKC", text).strip())
    found: list[Mention] = []
    for match in _MENTION.finditer(plain):
        mention = _mention(match)
        if mention is None or mention.first is None:
            continue
        before = re.split("[、。,]", plain[: match.start()])[-1]
        after = re.split("[、。,]", plain[match.end() :])[0]
        is_end = after.startswith("末")
        near = f"{'' if found else beside} {before[-8:]} {after[:8]}"
        found.append(
            replace(mention, kind=_kind(near, mention), first=mention.last if is_end else mention.first)
        )
    return found


def is_as_of(text: str) -> bool:
    """Whether a text says that the day beside it is the one that is described: 基準日, 現在."""
    return _AS_OF.search(text) is not None


def of_heading(text: str, ref: CellRef, expected: Expected) -> list[Mention]:
    """What the heading of a column says: 実施状況（令和4年度）."""
    return [replace(mention, ref=ref) for mention in of_text(text, expected)]


_ERA = "|".join(
    [*(era.name for era in CURRENT_ERAS), *(rf"(?<![A-Z]){era.letter}\.?" for era in CURRENT_ERAS)]
)
_MENTION = re.compile(
    rf"""(?:(?P<era>{_ERA})\s*(?P<number>元|\d{{1,2}})(?:\s*[・,、]\s*(?P<second>\d{{1,2}})(?=\s*年度))?|(?<!\d)(?<!\d-)(?:FY\s?)?(?P<western>20\d\d))(?!\d)
    (?:
        \s*(?P<fiscal>(?:会計)?年度)
      | \s*年\s*(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*日?)?
      | \s*(?P<separator>[./-])\s*(?P<month2>\d{{1,2}})(?!\d)(?:\s*[./-]\s*(?P<day2>\d{{1,2}})(?!\d))?
      | \s*(?P<calendar>年)(?!\d)
    )?
    | (?<!\d)(?P<c_year>20\d\d)(?P<c_month>0[1-9]|1[0-2])(?P<c_day>[0-3]\d)(?!\d)
    | (?<![A-Z])(?P<c_era>[RH])(?P<c_number>\d\d)(?P<c_month2>0[1-9]|1[0-2])(?P<c_day2>[0-3]\d)(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OLDEST_BARE = {"H": 20}
# What a title says of the population beside the answers is not of the answers.
_OTHER_SUBJECT = r"(?:総?人口|住民基本台帳|住基|高齢化率|高齢者|世帯|面積|国勢調査)"
_AS_OF = re.compile(r"現在|時点|基準日|末(?:日)?の?状況")
_WRITTEN = re.compile(r"作成|更新|提出|印刷|受付|受領|受理|送付|回答日|記入|入力|照会|依頼|集計日|出力|保存")
_NO_CLAIM_BEFORE = re.compile(
    r"(?:制定|施行|改正|改定|改訂|公布|通知|策定|締切り?|〆切|期限|期日|第)日?[:]?\s*$"
    rf"|{_OTHER_SUBJECT}[^。、]{{0,12}}$"
)
_NO_CLAIM_AFTER = re.compile(
    r"\s*[)」』]?\s*(?:から|より|以降|以後|以前|以来|まで|~|〜|→|[-―–—]\s*(?:R|令和)"
    r"|[のに]?(?:開始|始|創設|施行|制定|改正|改定|改訂|策定|合併|発足)|予算|事業開始"
    r"|[^\s、。()]{0,16}(?:予定|見込)|付け?|の?(?:通知|通達|法律)|号"
    rf"|(?:現在|時点)?の?{_OTHER_SUBJECT})"
)
_RELATIVE = re.compile(
    r"(?:(?P<previous>一昨年度?|前々年度?|前年度?|昨年度?|去年|前回|旧年度)|(?P<current>今年度|本年度|当年度|今回))"
    r"\s*の?(?:分|値|数値|調査|回答|結果|実績|データ|版|状況|取りまとめ|一覧|表|提出|報告|集計|$|[)」』】〕\]>》])"
)
# 前年度の回答から変わったときは: speaks of a comparison, not of what stands there.
_COMPARES = re.compile(r"から|より|比|対|への|増減|差|変更|変わ|参考|踏まえ|同じ|同様|との|と違|と異")
_SUFFIX = re.compile(r"\.[A-Za-z]{3,4}$|iso-?2022-?jp", re.IGNORECASE)  # the encoding is no year
_STORED_ON = re.compile(r"^(?:.*/)?(?:\d{4}-\d\d-\d\d_)?")


def _of_row(sheet: Sheet, row: int, expected: Expected) -> Iterator[Mention]:
    beside = ""
    for column in range(min(len(sheet.rows[row]), MOST_COLUMNS)):
        value = sheet.rows[row][column]
        if value is None:
            continue
        ref = cell_at(sheet, row, column)
        told = ref.text if (row, column) in sheet.displayed_texts and not hides_year(ref) else value
        yield from (replace(mention, ref=ref) for mention in of_value(told, expected, beside))
        beside = ref.text.strip()[-20:] or beside


def _kind(near: str, mention: Mention) -> Kind:
    if _AS_OF.search(near):
        return "as_of"
    return "year" if mention.first is None else "written" if _WRITTEN.search(near) else "day"


def _mention(match: re.Match[str]) -> Mention | None:
    text = match.group().strip()
    compact = match["c_year"] or match["c_era"]
    year = int(match["c_year"]) if match["c_year"] else _year(match["c_era"], match["c_number"])
    if compact:
        return _days(
            text, year, int(match["c_month"] or match["c_month2"]), int(match["c_day"] or match["c_day2"])
        )
    year = int(match["western"]) if match["western"] else _year(match["era"], match["number"])
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    if year is None:
        return None
    if match["fiscal"]:
        second = _year(match["era"], match["second"])
        return Mention(text, frozenset({year, year if second is None else second}))
    if month and not day and match["separator"] and _may_be_range(match, int(month)):
        return Mention(text, frozenset({year, year + 1}))
    if month:
        return _days(text, year, int(month), int(day) if day else None)
    if match["era"] and not match["calendar"]:
        if int(match["number"].replace("元", "1")) < _OLDEST_BARE.get(match["era"][0].upper(), 0):
            return None
        return Mention(text, frozenset({year}))
    return Mention(text, frozenset({year, year - 1}))


def _may_be_range(match: re.Match[str], month: int) -> bool:
    """R4-5, R4/5 and R4-1 (the version of a form) name no month."""
    if not match["era"]:
        return not 1 <= month <= 12
    follows = month == int(match["number"].replace("元", "1")) + 1
    return match["separator"] == "-" or (match["separator"] == "/" and follows) or not 1 <= month <= 12


def _days(text: str, year: int | None, month: int, day: int | None) -> Mention | None:
    if year is None:
        return None
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return Mention(text, frozenset({year, year - 1}), is_no_day=True)
    last = first if day else first.replace(day=calendar.monthrange(year, month)[1])
    return _days_mention(first, last, text)


def _days_mention(first: date, last: date, text: str) -> Mention:
    return Mention(text, frozenset({fiscal_year.of_date(first)}), "day", first, last)


def _year(era: str | None, number: str | None) -> int | None:
    if not era or not number:
        return None
    mentions = next(one for one in CURRENT_ERAS if era[0].upper() in (one.name[0], one.letter))
    return mentions.western(int(number.replace("元", "1")))


def _relative(plain: str, expected: Expected) -> list[Mention]:
    match = _RELATIVE.search(plain)
    if match is None or _COMPARES.search(plain, match.end("previous") if match["previous"] else match.end()):
        return []
    year = expected.fiscal_year - (1 if match["previous"] else 0)
    return [Mention(match["previous"] or match["current"], frozenset({year}))]
