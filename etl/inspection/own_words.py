"""What a file says of itself: its title, of what day it is and how far it goes; and where its words contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from etl import fiscal_year
from etl.japanese_date import day_label
from etl.readers import list_year, year_evidence
from etl.readers.grid import CellRef, Sheet, cell_at, is_blank
from etl.readers.headings import Header
from etl.readers.year_evidence import Expected, Mention

LONGEST_TITLE = 80
_PART_ONLY = re.compile(r"管内|抜粋|一部")
_PLAN = re.compile(r"実施予定(?:自治体|市町村|団体)|開始予定")
_LIST = re.compile(r"一覧|名簿|リスト")


@dataclass(frozen=True)
class Said:
    """A detail as the file's own words give it, and where: A2「令和6年4月1日現在」."""

    value: str
    where: str


@dataclass(frozen=True)
class OwnWords:
    """`contradictions`: what the words say otherwise, as sentences."""

    title: Said
    as_of: Said
    coverage: Said
    contradictions: tuple[str, ...] = ()


def of_table(sheet: Sheet, header: Header, file_name: str) -> OwnWords:
    """The words above and under a table, of its sheet and of its file."""
    above = list(_cells_above(sheet, header.row))
    title = next((ref for ref in above if len(ref.text.strip()) > 3), None)
    nothing = Expected(fiscal_year.FIRST_YEAR)
    inside = year_evidence.of_table(
        sheet, header.row, header.last_row, nothing, list_year.lone_rows(sheet, header.last_row)
    )
    named = [
        (f"シートの名前「{sheet.name}」", year_evidence.of_name(sheet.name, nothing)),
        (f"ファイルの名前「{file_name}」", year_evidence.of_name(file_name, nothing)),
    ]
    as_of, day = _day([(_cell_words(one), [one]) for one in inside] + named)
    return OwnWords(
        Said(_one_line(title.text), title.cell) if title else Said("", ""),
        as_of,
        _coverage([ref.text for ref in above] + [sheet.name, file_name]),
        (*_no_days(inside, named), *(_contradictions(day, inside, named) if day else ())),
    )


def _cells_above(sheet: Sheet, header_row: int) -> Iterable[CellRef]:
    for row in range(header_row):
        for column in range(min(len(sheet.rows[row]), year_evidence.MOST_COLUMNS)):
            if not is_blank(sheet, row, column):
                yield cell_at(sheet, row, column)


def _day(places: Iterable[tuple[str, list[Mention]]]) -> tuple[Said, date | None]:
    """The day by the first place that says 現在 of one, else that names a day, else the first day of a fiscal year."""
    listed = [(where, mention) for where, mentions in places for mention in mentions if _is_of_now(mention)]
    whole = [one for one in listed if one[1].first is not None and one[1].first == one[1].last]
    for kinds in (("as_of",), ("day",)):
        for where, mention in whole:
            if mention.kind in kinds and mention.first is not None:
                return Said(mention.first.isoformat(), where), mention.first
    for where, mention in listed:
        if mention.first is None and len(mention.years) == 1:
            day = fiscal_year.start_date(next(iter(mention.years)))
            return Said(day.isoformat(), f"{where}（日は書かれていないので、年度の初めの日）"), day
    return Said("", ""), None


def _is_of_now(mention: Mention) -> bool:
    """Whether a mention is of a year of the programme: 前年度 of nothing is none."""
    return min(mention.years) > fiscal_year.FIRST_YEAR and mention.kind != "written"


def _no_days(inside: list[Mention], named: Iterable[tuple[str, list[Mention]]]) -> Iterable[str]:
    places = [(_cell_words(mention), mention) for mention in inside]
    places += [(f"{where}の「{mention.text}」", mention) for where, mentions in named for mention in mentions]
    for where, mention in places:
        if mention.is_no_day:
            yield f"{where}は、暦にない日です。時点を確かめて入れてください。"


def _contradictions(
    day: date, inside: list[Mention], named: Iterable[tuple[str, list[Mention]]]
) -> Iterable[str]:
    expected = Expected(fiscal_year.of_date(day), day, with_next=True)
    for mention in inside:
        if _is_of_now(mention) and not expected.agrees(mention):
            yield f"{_cell_words(mention)}は、{day_label(day)}と違う年度です。どちらが正しいか確かめてください。"
    for where, mentions in named:
        other = year_evidence.contradiction(filter(_is_of_now, mentions), expected)
        if other is not None:
            yield f"{where}の「{other.text}」は、{day_label(day)}と違う年度です。どちらが正しいか確かめてください。"


def _coverage(texts: list[str]) -> Said:
    for pattern, value in ((_PART_ONLY, "partial"), (_PLAN, "plan"), (_LIST, "implementers")):
        text = next((text for text in texts if pattern.search(text)), "")
        if text:
            return Said(value, f"「{_one_line(text)[:40]}」")
    return Said("", "")


def _cell_words(mention: Mention) -> str:
    text = _one_line(mention.ref.text)[:40] if mention.ref else mention.text
    return f"{mention.cell}「{text}」" if mention.cell else f"「{text}」"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TITLE]
