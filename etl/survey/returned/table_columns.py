"""Columns of a compiled table that are passed over one by one: of another year, or of many questions at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from etl.findings import Finding, Severity
from etl.readers import beside, tables, year_evidence
from etl.readers.grid import Sheet, cell_at, is_blank
from etl.readers.year_evidence import Expected
from etl.survey.returned.column_headings import without_year
from etl.survey.returned.headings import GROUP, OTHER_YEAR, TOWN, Target, heading_key
from etl.survey.returned.table_header import TableHeader

PASSED_OVER = frozenset({(TOWN, beside.SKIPPED), (TOWN, GROUP), (TOWN, OTHER_YEAR)})


def without_other_years(
    sheet: Sheet,
    header: TableHeader,
    expected: Expected,
    meanings: Mapping[str, Collection[Target]],
    *,
    is_stated: bool,
) -> TableHeader:
    """The header without columns that name another year, where the same question stands beside them for this year.

    `is_stated`: the table says elsewhere that it is of the year; then no such column makes it another year's.
    """
    others = {place for place in header.texts if _names_another_year(sheet, header, place, expected)}
    kept = {target for place, target in header.targets.items() if place not in others and target[0] != TOWN}
    if not others or not kept:
        return header
    passed_over = {
        place
        for place in others
        if header.targets.get(place, ("", ""))[0] != TOWN or place not in header.targets
        if is_stated or _counterparts(header, place, meanings) & kept
    }
    targets = header.targets | dict.fromkeys(passed_over, (TOWN, OTHER_YEAR))
    own_words = {place: words for place, words in header.own_words.items() if place not in passed_over}
    ambiguous = {place: one for place, one in header.ambiguous.items() if place not in passed_over}
    return replace(header, targets=targets, own_words=own_words, ambiguous=ambiguous)


def passed_over(sheet: Sheet, header: TableHeader) -> list[Finding]:
    """Says which columns are not read, and asks about those that may hold answers of this year."""

    def places(column: str) -> list[int]:
        return [place for place, target in header.targets.items() if target == (TOWN, column)]

    found = tables.skipped_columns(sheet, header.last_row, places(beside.SKIPPED), header.texts)
    if others := places(OTHER_YEAR):
        message = (
            f"次の列は、見出しが別の年度のものなので、回答として読んでいません: {_names(sheet, header, others)}。"
            "ほかの列は読みました。"
        )
        found.append(_finding("info", "TABLE-COLUMN-YEAR", message, sheet, header, others[0]))
    groups = [
        place
        for place in places(GROUP)
        if any(not is_blank(sheet, row, place) for row in range(header.last_row + 1, len(sheet.rows)))
    ]
    if groups:
        message = (
            f"次の列の見出しは、いくつもの項目のある設問をまとめていて、どの項目の回答か決められません: "
            f"{_names(sheet, header, groups)}。この列だけ読んでいません。項目ごとの列（「問9-1」など）に分けてもらってください。"
        )
        found.append(_finding("warning", "TABLE-COLUMN-GROUP", message, sheet, header, groups[0]))
    return found


def _names_another_year(sheet: Sheet, header: TableHeader, place: int, expected: Expected) -> bool:
    ref = cell_at(sheet, header.last_row, place)
    mentions = year_evidence.of_heading(header.texts[place], ref, expected)
    return year_evidence.contradiction(mentions, expected) is not None


def _counterparts(header: TableHeader, place: int, meanings: Mapping[str, Collection[Target]]) -> set[Target]:
    """What the column would hold if its heading named no year."""
    target = header.targets.get(place)
    bare = meanings.get(heading_key(without_year(header.texts[place])), ())
    return {*([target] if target is not None else []), *bare}


def _names(sheet: Sheet, header: TableHeader, places: list[int]) -> str:
    return "、".join(
        f"{cell_at(sheet, header.last_row, place).cell}「{' '.join(header.texts[place].split())[:30]}」"
        for place in places
    )


def _finding(
    severity: Severity, rule: str, message: str, sheet: Sheet, header: TableHeader, place: int
) -> Finding:
    cell = cell_at(sheet, header.last_row, place).cell
    return Finding(
        severity,
        rule,
        message,
        sheet=sheet.name,
        cell=cell,
        value=header.texts[place][:200],
    )
