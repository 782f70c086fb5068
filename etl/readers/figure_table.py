"""A table of figures with one row per municipality, before its rows are read: which heading means which figure, of what day, in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from etl.findings import Finding
from etl.japanese_date import day_label
from etl.readers import beside, figure_place, list_year, year_evidence
from etl.readers.figure_days import CENSUS_DAY, days_of, file_name
from etl.readers.figure_headings import (
    CENSUS,
    JUMIN,
    OTHER_UNIT,
    STATISTIC_WORDS,
    is_figure,
    known_headings,
    learned_figures,
    meaning,
)
from etl.readers.grid import CellRef, Document, Sheet, cell_at, cell_name, is_blank
from etl.readers.heading_text import normalise_heading
from etl.readers.headings import ColumnMap, ColumnRule, Header, find_header
from etl.sources import RegisteredFile

LONG, WIDE = "figures", "figures_wide"
LONG_COLUMNS = frozenset({"figure_code", "value"})
_ONE_NATION = re.compile(r"日本人|外国人")
_BOTH_NATIONS = re.compile(r"総計|総数|合計|含む|含め|及び|と外国人|[・、,]外国人|外国人[・、,]|と日本人")


@dataclass(frozen=True)
class FigureTable:
    """How a table is read. `figures`: figure code → its heading; `day`: of all rows; `refused`: why none may be read.

    `passed_over`: headings that are not read; `title`: the first line above the table.
    """

    figures: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    day_ref: CellRef | None = None
    title: str = ""
    passed_over: tuple[str, ...] = ()
    refused: Finding | None = None


def choose(
    document: Document, source: RegisteredFile, known: ColumnMap, is_town: figure_place.IsTown
) -> tuple[str, ColumnMap, FigureTable]:
    """The kind of table that a document of figures holds, the headings to read it by, and what they mean."""
    columns = dict(known)
    sheets = [sheet for sheet in document.sheets if sheet.visible]
    for sheet in sheets:
        header = find_header(sheet, columns[LONG])
        if header is not None and set(header.columns.values()) >= LONG_COLUMNS:
            return LONG, columns, FigureTable()
    if not any(figure_place.names_a_place(find_header(sheet, columns[WIDE])) for sheet in sheets):
        heading = figure_place.heading_of_places(sheets, is_town)
        columns[WIDE] = (*columns[WIDE], *_rules([(heading, "name")] if heading else []))
    found = [
        (header.score + sum(map(is_figure, header.texts.values())), sheet, header)
        for sheet in sheets
        if (header := find_header(sheet, columns[WIDE])) and figure_place.names_a_place(header)
    ]
    if not found:
        every = (*columns[WIDE], *_rules(known_headings().items()))
        header = next((one for sheet in sheets if (one := find_header(sheet, every))), None)
        refused = figure_place.no_places(header.texts.values()) if header else None
        return WIDE, {**columns, WIDE: every}, FigureTable(refused=refused)
    _, sheet, header = max(found, key=lambda one: one[0])
    texts = _heading_texts(sheet, header)
    plan, meanings = _plan(
        sheet, header, texts, source, learned_figures((rule.heading, rule.column) for rule in columns[WIDE])
    )
    place = {normalise_heading(rule.heading) for rule in columns[WIDE]}
    rules = _rules(
        (text, meanings.get(text) or beside.SKIPPED)
        for text in texts.values()
        if normalise_heading(text) not in place
    )
    return WIDE, {**columns, WIDE: (*columns[WIDE], *rules)}, plan


def _rules(pairs: Iterable[tuple[str, str]]) -> tuple[ColumnRule, ...]:
    return tuple(ColumnRule(column, heading, required=False) for heading, column in pairs)


def _heading_texts(sheet: Sheet, header: Header) -> dict[int, str]:
    """The headings by column; with the second row of headings (計, 男, 女, 人) joined where there is one."""
    lower = header.last_row + 1
    if header.row != header.last_row or not _is_second_row(sheet, header, lower):
        return header.texts
    inside = {
        column: cell_at(sheet, top, left).text.strip()
        for top, left, bottom, right in sheet.merged
        if top <= header.row <= bottom
        for column in range(left, right + 1)
    }
    joined = {}
    for column in range(max(len(sheet.rows[header.row]), len(sheet.rows[lower]))):
        upper = inside.get(column) or cell_at(sheet, header.row, column).text.strip()
        text = upper + cell_at(sheet, lower, column).text.strip()
        if text:
            joined[column] = text
    return joined


def _is_second_row(sheet: Sheet, header: Header, row: int) -> bool:
    """Whether the row under the headings names no municipality and holds words where the figures stand."""
    if row >= len(sheet.rows):
        return False
    places = [
        place for place, column in header.columns.items() if column in ("code", "name", "subprefecture")
    ]
    texts = [
        cell_at(sheet, row, column).text
        for column in range(len(sheet.rows[row]))
        if column not in places and not is_blank(sheet, row, column)
    ]
    return (
        bool(texts)
        and all(is_blank(sheet, row, place) for place in places)
        and not any(re.search(r"\d{2}", text) for text in texts)
    )


def _plan(
    sheet: Sheet,
    header: Header,
    texts: Mapping[int, str],
    source: RegisteredFile,
    learned: Mapping[str, str],
) -> tuple[FigureTable, dict[str, str]]:
    above = list(_cells_above(sheet, header.row))
    title = above[0].text.strip() if above else ""
    day, day_ref, problem = _day(sheet, header, above, texts, source)
    statistic, doubt = _statistic(above, sheet, texts, source)
    problem = problem or doubt or _problem_of_title(above, sheet, source, statistic, day)
    meanings = {text: meaning(text, statistic, day, learned) for text in texts.values()} if statistic else {}
    figures = {code: text for text, code in meanings.items() if code}
    about = [*(ref.text for ref in above), sheet.name, source.title, file_name(source)]
    if statistic == JUMIN and "population_jumin" not in figures:
        headings = [*texts.values()]
        total = figure_place.total_of_men_and_women(headings, about)
        if total := total or ("" if figures else figure_place.bare_total(headings, about)):
            meanings[total], figures["population_jumin"] = "population_jumin", total
    if problem is None and not figures:
        known = "、".join(dict.fromkeys(known_headings(statistic)))
        message = (
            f"この表には、{statistic}の統計として読める見出しがありません（見出し: {'、'.join(texts.values())}）。"
            f"次のどれかの見出しにしてください: {known}。"
        )
        problem = Finding("error", "FIGURES-HEADINGS", message, value=" ".join(texts.values())[:200])
    passed_over = tuple(text for text in texts.values() if not meanings.get(text))
    refused = replace(problem, sheet=problem.sheet or sheet.name) if problem else None
    return FigureTable(figures, day, day_ref, title, passed_over, refused), meanings


def _cells_above(sheet: Sheet, header_row: int) -> Iterator[CellRef]:
    for row in range(header_row):
        for column in range(min(len(sheet.rows[row]), year_evidence.MOST_COLUMNS)):
            if not is_blank(sheet, row, column):
                yield cell_at(sheet, row, column)


def _statistic(
    above: list[CellRef], sheet: Sheet, texts: Mapping[int, str], source: RegisteredFile
) -> tuple[str, Finding | None]:
    """Which statistic the table is of, by the first place that names one: the lines above, the headings, the names."""
    headings = " ".join(texts.values())
    places = (" ".join(ref.text for ref in above), headings, sheet.name, source.title, file_name(source))
    for place in places:
        named = [name for name, words in STATISTIC_WORDS.items() if words.search(place)]
        if len(named) == 1:
            return named[0], None
        if named:
            message = (
                f"{'と'.join(named)}の両方が書かれていて、どの統計の表か決められません。"
                "統計ごとに表を分けて登録してください。"
            )
            return "", Finding("error", "FIGURES-STATISTIC", message, value=place[:200])
    message = (
        f"何の統計か（{'、'.join(STATISTIC_WORDS)}）が、題名・見出し・シート名・ファイル名のどこにも書かれていません。"
        "住民基本台帳の人口なら、題名を「住民基本台帳人口」にして、もう一度登録してください。"
    )
    return "", Finding("error", "FIGURES-STATISTIC", message)


def _problem_of_title(
    above: list[CellRef], sheet: Sheet, source: RegisteredFile, statistic: str, day: date | None
) -> Finding | None:
    """What the lines above, or the names, say that makes the values other ones than they seem."""
    texts = [
        *((ref.text, ref.cell) for ref in above),
        (sheet.name, ""),
        (source.title, ""),
        (file_name(source), ""),
    ]
    for text, cell in texts:
        plain = normalise_heading(text)
        if _ONE_NATION.search(plain) and not _BOTH_NATIONS.search(plain):
            message = (
                f"「{text.strip()[:40]}」とあり、日本人だけ、または外国人だけの表のようです。"
                "本システムでは日本人と外国人の総計を使うので、総計の表を登録してください。"
            )
            return Finding("error", "FIGURES-NATIONALITY", message, cell=cell, value=text)
        unit = re.search(r"単位[:：]?[^)）]*", plain)
        if unit and OTHER_UNIT.search(unit.group()):
            message = (
                f"「{text.strip()[:40]}」とあり、単位が人・世帯・km2でないので、取り込みません。"
                "端数を丸めていない表を登録してください。"
            )
            return Finding("error", "FIGURES-UNIT", message, cell=cell, value=text)
    if statistic == CENSUS and (day != CENSUS_DAY or not any("速報" in text for text, _ in texts)):
        message = "国勢調査の人口は、令和7年10月1日の速報の表だけを読みます。題名に「速報」がない表、別の基準日の表は取り込みません。"
        return Finding("error", "FIGURES-STATISTIC", message, value=texts[0][0])
    return None


def _day(
    sheet: Sheet, header: Header, above: list[CellRef], texts: Mapping[int, str], source: RegisteredFile
) -> tuple[date | None, CellRef | None, Finding | None]:
    """The reference date and its cell, or the finding that asks for it."""
    heading_refs = [
        cell_at(sheet, header.last_row, column)._replace(text=text, value=text)
        for column, text in texts.items()
    ]
    notes = [
        cell_at(sheet, row, column)
        for row in list_year.lone_rows(sheet, header.last_row)
        for column in range(len(sheet.rows[row]))
        if not is_blank(sheet, row, column)
    ]
    said = (*sheet.printed, sheet.name, source.title, file_name(source))
    names = [CellRef(sheet.name, "", text, text) for text in said]
    levels = (above, notes, heading_refs, *([name] for name in names))
    unsure = ""
    for level in levels:
        days, vague = days_of(level)
        unsure = unsure or vague
        if not days:
            continue
        if source.as_of is not None and source.as_of not in days:
            first = next(iter(days.values()))
            message = (
                f"「{first.text.strip()[:60]}」とありますが、登録する時点は{source.as_of}です。"
                f"違う時点の表かもしれないので、取り込みません。{list_year.HOW}"
            )
            return (
                None,
                first,
                Finding("error", "FIGURES-DAY", message, sheet=sheet.name, cell=first.cell, value=first.text),
            )
        if source.as_of is None and len(days) > 1:
            places = "、".join(f"{ref.cell or ref.text}の{day_label(day)}" for day, ref in days.items())
            message = f"日付が2つ以上あり、いつ現在の値か決められません（{places}）。基準日を時点に書いて、もう一度登録してください。"
            ref = next(iter(days.values()))
            return None, ref, Finding("error", "FIGURES-DAY", message, sheet=sheet.name, cell=ref.cell)
        day = source.as_of or next(iter(days))
        if day > source.received_on:
            message = f"基準日（{day_label(day)}）が受領日（{source.received_on}）より後です。日付を確かめてください。"
            return (
                None,
                days[day],
                Finding("error", "FIGURES-DAY", message, sheet=sheet.name, cell=days[day].cell),
            )
        return day, days[day], None
    if source.as_of is not None or "reference_day" in header.columns.values():
        return source.as_of, None, None
    seen = f"「{unsure[:40]}」だけでは日が決まりません。" if unsure else ""
    message = (
        f"いつ現在の値か（基準日）が、表の題名にもシート名にもファイル名にもありません。{seen}"
        "基準日を時点に書いて、もう一度登録してください。"
    )
    return None, None, Finding("error", "FIGURES-DAY", message, sheet=sheet.name, cell=cell_name(0, 0))
