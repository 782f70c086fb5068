"""Finds the header row of a table and says which of our columns each heading means."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from etl.findings import Finding
from etl.readers import beside, composed_heading
from etl.readers.grid import Position, Sheet, cell_at, cell_name, is_blank
from etl.readers.heading_text import spellings

# The column of names of persons: they are read so that they can be counted, and kept nowhere.
PERSON = "person"
# What one heading may name together, the first of them that it names being its column.
ABOUT_PERSONS = (PERSON, "post", "office")

IGNORED = "ignore"
# A header is looked for further down only where the first rows have none with all that is required.
SEARCHED_ROWS, MOST_SEARCHED_ROWS = 30, 300


@dataclass(frozen=True)
class ColumnRule:
    """One heading that is accepted for one of our columns."""

    column: str
    heading: str
    required: bool


ColumnMap = Mapping[str, tuple[ColumnRule, ...]]


@dataclass(frozen=True)
class Header:
    """The header row(s) of a table. `columns`: place of the column in the sheet → our column.

    `texts` are the headings as written, `unknown` the places whose heading means nothing to us; rows
    and columns are counted from 0.
    """

    row: int
    last_row: int
    columns: dict[int, str]
    texts: dict[int, str]
    unknown: list[int] = field(default_factory=list)

    @property
    def score(self) -> int:
        return len(set(self.columns.values()) - beside.COLUMNS)

    @property
    def readable_columns(self) -> dict[int, str]:
        """The places that are read, without those whose heading is on the list to be ignored."""
        return {
            column_index: column
            for column_index, column in self.columns.items()
            if column not in (IGNORED, beside.SKIPPED)
        }

    @property
    def skipped(self) -> list[int]:
        """The places of columns that are passed over and said."""
        return [place for place, column in self.columns.items() if column == beside.SKIPPED]


def column_map(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[ColumnRule, ...]]:
    """Kind of table → accepted headings, from rows with kind, column, heading, required (1 or 0)."""
    rules_by_kind: dict[str, list[ColumnRule]] = {}
    for row in rows:
        rule = ColumnRule(row["column"], row["heading"], row["required"] == "1")
        rules_by_kind.setdefault(row["kind"], []).append(rule)
    return {kind: tuple(rules) for kind, rules in rules_by_kind.items()}


def find_header(sheet: Sheet, rules: tuple[ColumnRule, ...]) -> Header | None:
    """The row, or pair of rows under a merged heading, that matches most columns; mostly among the first 30."""
    column_of = columns_by_spelling(rules)
    best = _best_header(sheet, column_of, range(min(SEARCHED_ROWS, len(sheet.rows))))
    required = {rule.column for rule in rules if rule.required}
    if len(sheet.rows) > SEARCHED_ROWS and (
        best is None or not best.score or required - set(best.columns.values())
    ):
        further = range(SEARCHED_ROWS, min(MOST_SEARCHED_ROWS, len(sheet.rows)))
        below = _best_header(sheet, column_of, further)
        best = below if below is not None and (best is None or below.score > best.score) else best
    return best if best is not None and best.score else None


def _best_header(sheet: Sheet, column_of: dict[str, str], rows: range) -> Header | None:
    merged = _merged_origins(sheet, rows)
    best: Header | None = None
    for row in rows:
        single = _header(sheet, column_of, merged, row, row)
        if best is None or single.score > best.score:
            best = single
    for row in rows[:-1] if rows.stop == len(sheet.rows) else rows:
        double = _header(sheet, column_of, merged, row, row + 1)
        if best is not None and double.score > best.score:
            best = double
    return best


def heading_findings(sheet: Sheet, header: Header, rules: tuple[ColumnRule, ...]) -> list[Finding]:
    """Errors for missing, unknown and doubled headings; a table with one of them is not read."""
    return [*_missing_or_unknown(sheet, header, rules), *_doubled(sheet, header)]


def no_header_finding(sheet_name: str, rules: tuple[ColumnRule, ...]) -> Finding:
    """The error for a sheet in which no row looks like a header."""
    message = f"見出しの行が見つかりません。次の見出しを1行に並べてください: {_expected(rules)}。"
    return Finding("error", "TABLE-NO-HEADER", message, sheet=sheet_name)


def repeats_heading(sheet: Sheet, row: int, column_of: Mapping[str, str]) -> Header | None:
    """The header that this row is, where a table's headings come again further down; else None."""
    columns: dict[int, str] = {}
    texts: dict[int, str] = {}
    for place in range(len(sheet.rows[row])):
        if is_blank(sheet, row, place):
            continue
        texts[place] = cell_at(sheet, row, place).text
        column = _column(column_of, texts[place])
        if column is None:
            return None
        columns[place] = column
    return Header(row, row, columns, texts) if len(columns) > 1 else None


def _missing_or_unknown(sheet: Sheet, header: Header, rules: tuple[ColumnRule, ...]) -> list[Finding]:
    found = set(header.columns.values())
    missing = list(dict.fromkeys(r.column for r in rules if r.required and r.column not in found))
    if not missing and not header.unknown:
        return []
    parts = []
    if missing:
        names = "".join(f"「{_first_heading(rules, column)}」" for column in missing)
        parts.append(f"足りない見出し: {names}")
    if header.unknown:
        names = "".join(f"{cell_name(header.last_row, c)}「{header.texts[c]}」" for c in header.unknown)
        parts.append(f"知らない見出し: {names}")
    written = "、".join(header.texts.values())
    message = (
        f"見出しが合わないため、この表は読み込みませんでした。{'。'.join(parts)}。"
        "見出しを下の「読める見出し」のどれかに直すか、要らない列なら列ごと消して、保存しなおしてください。"
        f"【ファイルの見出し】{written}【読める見出し】{_expected(rules, found if missing else ())}"
    )
    column_index = header.unknown[0] if header.unknown else min(header.texts)
    value = header.texts[column_index] if header.unknown else ""
    cell = cell_name(header.last_row, column_index)
    return [Finding("error", "TABLE-HEADINGS", message, sheet=sheet.name, cell=cell, value=value)]


def _doubled(sheet: Sheet, header: Header) -> list[Finding]:
    places: dict[str, list[int]] = {}
    for column_index, column in header.columns.items():
        places.setdefault(column, []).append(column_index)
    findings = []
    for column, doubled in places.items():
        if len(doubled) < 2 or column in (IGNORED, beside.SKIPPED):
            continue
        names = "と".join(f"{cell_name(header.last_row, c)}「{header.texts[c]}」" for c in doubled)
        message = (
            f"同じ意味の見出しが2つ以上あります: {names}。使うほうを決め、もう一方の列を消してください。"
        )
        cell = cell_name(header.last_row, doubled[1])
        value = header.texts[doubled[1]]
        findings.append(Finding("error", "L2-03", message, sheet=sheet.name, cell=cell, value=value))
    return findings


def columns_by_spelling(rules: tuple[ColumnRule, ...]) -> dict[str, str]:
    """Spelling → column; a heading's full spelling goes before another's bare one."""
    column_of: dict[str, str] = {}
    for index in (0, 1):
        for rule in rules:
            forms = spellings(rule.heading)
            if index < len(forms):
                column_of.setdefault(forms[index], rule.column)
    return column_of


def _column(column_of: Mapping[str, str], text: str) -> str | None:
    """The column of a heading as written, else without its remarks in brackets, else what stands beside any table."""
    whole, *bare = spellings(text)
    if whole in column_of:
        return column_of[whole]
    if beside.is_reading(text) or beside.is_of_last_year(text):
        return beside.SKIPPED
    return (
        _composed(column_of, text)
        or next((column_of[spelling] for spelling in bare if spelling in column_of), None)
        or beside.meaning(text)
        or None
    )


def _composed(column_of: Mapping[str, str], text: str) -> str | None:
    """The column of a heading that names several things: that of persons where it names them, as 職・氏名 does."""

    def is_own(part: str) -> bool:
        return column_of.get(part) in ABOUT_PERSONS

    def is_beside(part: str) -> bool:
        return part not in column_of and beside.meaning(part) == beside.SKIPPED

    if {PERSON, "post"} <= set(column_of.values()):
        named = composed_heading.parts(text, is_own) or composed_heading.parts(
            text, lambda part: is_own(part) or is_beside(part)
        )
        meant = {column_of.get(part) for part in named}
        if column := next((one for one in ABOUT_PERSONS if one in meant), None):
            return column
    return beside.SKIPPED if composed_heading.parts(text, is_beside) else None


def _header(
    sheet: Sheet, column_of: dict[str, str], merged: dict[Position, Position], row: int, last_row: int
) -> Header:
    width = max((len(sheet.rows[r]) for r in (row, last_row)), default=0)
    columns: dict[int, str] = {}
    texts: dict[int, str] = {}
    unknown: list[int] = []
    for column_index in range(width):
        candidates = _heading_texts(sheet, merged, row, last_row, column_index)
        if not candidates:
            continue
        texts[column_index] = candidates[0]
        column = next((c for text in candidates if (c := _column(column_of, text))), None)
        if column is None:
            unknown.append(column_index)
        else:
            columns[column_index] = column
    return Header(row, last_row, columns, texts, unknown)


def _heading_texts(
    sheet: Sheet, merged: dict[Position, Position], row: int, last_row: int, column_index: int
) -> list[str]:
    """The ways to read the heading of one column, the fullest first: both rows joined, or the lower one."""
    origins = list(dict.fromkeys(merged.get((r, column_index), (r, column_index)) for r in (row, last_row)))
    texts = [cell_at(sheet, *origin).text.strip() for origin in origins]
    texts = [text for text in texts if text]
    return ["".join(texts), texts[1]] if len(texts) == 2 else texts


def _merged_origins(sheet: Sheet, rows: range) -> dict[Position, Position]:
    """Cells of merged ranges among the searched rows → the top left cell that holds their value."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in sheet.merged
        for row in range(max(top, rows.start), min(bottom, rows.stop) + 1)
        for column in range(left, min(right, left + 300) + 1)
    }


def _first_heading(rules: tuple[ColumnRule, ...], column: str) -> str:
    return next(rule.heading for rule in rules if rule.column == column)


def _expected(rules: tuple[ColumnRule, ...], found: Container[str] = ()) -> str:
    """The accepted headings of the columns that were not found, ours first, the others of the same column in brackets.

    English ones, which our own files have, are nothing that anybody would write.
    """
    spoken = []
    for column in dict.fromkeys(rule.column for rule in rules if rule.column not in found):
        headings = [rule.heading for rule in rules if rule.column == column]
        headings = [heading for heading in headings if not heading.isascii()] or headings
        needed = "（必須）" if any(rule.required for rule in rules if rule.column == column) else ""
        others = f"〔{'／'.join(headings[1:])}〕" if len(headings) > 1 else ""
        spoken.append(f"{headings[0]}{needed}{others}")
    return "、".join(spoken)
