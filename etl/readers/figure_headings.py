"""What the heading of a column of figures means: which figure of which statistic, or none that we keep."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from etl import fiscal_year, japanese_date
from etl.readers import vocabulary, year_evidence
from etl.readers.heading_text import normalise_heading

JUMIN, CENSUS, AREA = "住民基本台帳", "国勢調査", "面積調"
STATISTIC_WORDS = {
    JUMIN: re.compile(r"住民基本台帳|住基|住民登録"),
    CENSUS: re.compile(r"国勢調査|国調"),
    AREA: re.compile(r"面積調|面積一覧|市区?町村別面積"),
}
_UNITS = {
    "人": re.compile(r"人|名"),
    "世帯": re.compile(r"世帯"),
    "km2": re.compile(r"km2|k㎡|㎢|平方キロ(?:メートル)?"),
}
OTHER_UNIT = re.compile(r"(?:千|万|百|十|1,?000|10,?000)(?:人|世帯)|ha|ヘクタール|(?<!k)m2|%|％|割合|比率|率")
_BRACKET = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]")
_HARMLESS = re.compile(
    r"(?:男女)?(?:計|合計|総計|総数)|再掲|うち|内数|住民基本台帳|住基|[a-z]|[①-⑳]|\d{1,2}|単位[:：]?|※\d*|注\d*|"
    r"(?:令和|平成|西暦|[rh\d元年度月日./-])+(?:末|現在|時点)*"
)
_YEAR = re.compile(r"(?:令和|平成|(?<![a-z])[rh])(?:元|\d{1,2})(?:年度?)?|20\d\d(?:年度?)?")
_PUBLISHED = re.compile(
    r"(?:令和|平成|西暦|(?<![A-Za-z])[RrHh]|20\d\d)[\d元年度月日./-]*の?(?:に|付け?)?(?:公表|発表|公開|掲載|更新|取得|閲覧|作成|刊行|発行|版)"
)
_SUFFIX = re.compile(r"(?:男女)?(?:計|合計|総計|総数|数)$")
_PREFIX = re.compile(r"^(?:うち|再掲|内数)[:：]?")


def meaning(text: str, statistic: str, day: date | None, learned: Mapping[str, str] | None = None) -> str:
    """The figure code that a heading stands for in a table of a statistic; empty for any other column.

    `learned`: what an officer said of headings (learned_figures).
    """
    if learned and normalise_heading(text) in learned:
        return learned[normalise_heading(text)]
    if any(words.search(text) for name, words in STATISTIC_WORDS.items() if name != statistic):
        return ""
    plain = normalise_heading(text)
    if day is not None and _is_of_another_day(text, day):
        return ""
    notes = _BRACKET.findall(plain)
    bare = _BRACKET.sub("", plain)
    units = [unit for unit in _UNITS.values() for note in notes if unit.fullmatch(note.removeprefix("単位:"))]
    others = [note for note in notes if not any(unit.fullmatch(note.removeprefix("単位:")) for unit in units)]
    if OTHER_UNIT.search(plain):
        return ""
    known = {normalise_heading(heading): code for heading, code in known_headings(statistic).items()}
    bare = _PREFIX.sub("", bare)
    tried = [plain, bare, _SUFFIX.sub("", bare)]
    tried += [
        shorter
        for shape in _UNITS.values()
        if (shorter := re.sub(rf"(?:{shape.pattern})$", "", bare)) != bare
    ]
    code = next((known[one] for one in tried if one in known), "")
    # 高齢者人口（65歳以上） says the same twice; 人口（65歳以上） is another figure than 人口.
    is_same = all(_HARMLESS.fullmatch(note) or known.get(note) == code for note in others)
    return code if is_same else ""


def _is_of_another_day(text: str, day: date) -> bool:
    dated = year_evidence.days_named(text)
    if any(one.first is None or one.last is None or not one.first <= day <= one.last for one in dated):
        return True
    years = (
        japanese_date.parse_date(match.group().upper()) for match in _YEAR.finditer(normalise_heading(text))
    )
    return any(
        one is not None and one.year != (fiscal_year.of_date(day) if one.is_fiscal else day.year)
        for one in years
    )


def other_day_said(text: str, day: date, *, is_name: bool = False) -> str:
    """The day or the year by which a source contradicts a reference date; "" where it names that one too, or none.

    The day on which something was published says nothing of it; a name of a file may give the day of its storing.
    """
    plain = _PUBLISHED.sub("", unicodedata.normalize("NFKC", text))
    days = [one for one in year_evidence.days_named(plain) if one.kind != "written"]
    if any(one.first and one.last and one.first <= day <= one.last for one in days):
        return ""
    if is_name and any(one.first and one.first.year in _years_of(day, is_fiscal=False) for one in days):
        return ""
    if days:
        return days[0].text
    named = [
        (match.group(), stated)
        for match in _YEAR.finditer(plain)
        if (stated := japanese_date.parse_date(match.group().upper()))
    ]
    agrees = any(one.year in _years_of(day, is_fiscal=one.is_fiscal) for _, one in named)
    return "" if agrees or not named else named[0][0]


def _years_of(day: date, *, is_fiscal: bool) -> set[int]:
    return {fiscal_year.of_date(day)} if is_fiscal else {day.year, fiscal_year.of_date(day)}


def is_figure(heading: str) -> bool:
    """Whether a heading means a figure of any statistic."""
    return any(meaning(heading, statistic, None) for statistic in STATISTIC_WORDS)


def learned_figures(rules: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of headings and what they mean, those that an officer said to be figures."""
    figures = set(known_headings().values())
    return {normalise_heading(heading): column for heading, column in rules if column in figures}


def known_headings(statistic: str = "") -> dict[str, str]:
    """Heading → figure code, of one statistic or of all."""
    return {
        row["heading"]: row["figure_code"]
        for row in vocabulary.rows("figure_headings")
        if statistic in ("", row["statistic"])
    }
