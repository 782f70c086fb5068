"""What an unknown heading may mean: by what stands under it, and by how it is worded."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from etl import fiscal_year, municipality_code, names
from etl.readers import beside, vocabulary
from etl.readers.figure_headings import is_figure, known_headings
from etl.readers.figure_table import WIDE
from etl.readers.grid import Sheet, cell_at, cell_name, is_blank
from etl.readers.heading_text import normalise_heading
from etl.readers.headings import ColumnMap, ColumnRule, Header

SKIPPED_LABEL = "読まない列"
MOST_LOOKED_AT, SAMPLES, MOST_CANDIDATES = 40, 3, 4
MOSTLY, ALIKE = 0.7, 0.5
# What columns that our own files name in English are called by those who keep them.
LABELS = {"known_on": "掲載日", "held_on": "開催日", "fiscal_year": "年度", "name": "市町村名"}


@dataclass(frozen=True)
class Candidate:
    """One of our columns, and why the heading may mean it."""

    column: str
    label: str
    why: str


@dataclass(frozen=True)
class UnknownHeading:
    """A heading that means nothing to us, or is passed over. `is_optional`: the table is read without it."""

    heading: str
    sheet: str
    cell: str
    samples: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    is_optional: bool

    @property
    def label(self) -> str:
        return "読まない見出し" if self.is_optional else "知らない見出し"


def of_table(
    sheet: Sheet, header: Header, table_kind: str, columns: ColumnMap, directory: names.Directory
) -> list[UnknownHeading]:
    """The headings of a table that are not read, each with what it may mean, the likeliest first."""
    choices = column_labels(table_kind, columns)
    free = {column: label for column, label in choices.items() if column not in header.columns.values()}
    rules = _rules(table_kind, columns)
    found = []
    unknown = unknown_places(header, table_kind)
    passed = [
        place
        for place in header.skipped
        if table_kind != WIDE and not beside.is_of_other(header.texts[place])
    ]
    for place in [*unknown, *passed]:
        texts = _texts_under(sheet, header, place)
        by_value = {column: "書かれている値が合う" for column in free if _holds(column, texts, directory)}
        heading = header.texts[place]
        by_words = {
            column: f"「{known}」に似ている"
            for column, known in _alike(heading, rules).items()
            if column in free
        }
        both = [*by_value, *(column for column in by_words if column not in by_value)]
        candidates = [
            Candidate(column, free[column], by_value.get(column) or by_words[column])
            for column in both[:MOST_CANDIDATES]
        ]
        found.append(
            UnknownHeading(
                heading,
                sheet.name,
                cell_name(header.last_row, place),
                tuple(texts[:SAMPLES]),
                tuple(candidates),
                is_optional=table_kind == WIDE or place not in unknown,
            )
        )
    return found


def unknown_places(header: Header, table_kind: str) -> list[int]:
    """The places of headings that mean nothing to us; figures are found by their wording, not by the list."""
    return [place for place in header.unknown if table_kind != WIDE or not is_figure(header.texts[place])]


def column_labels(table_kind: str, columns: ColumnMap) -> dict[str, str]:
    """Our columns of a kind of table, by what they are called; at the end the one that is not read."""
    labels: dict[str, str] = {}
    for rule in _rules(table_kind, columns):
        labels.setdefault(rule.column, LABELS.get(rule.column, rule.heading))
    return {**labels, beside.SKIPPED: SKIPPED_LABEL}


def _rules(table_kind: str, columns: ColumnMap) -> list[ColumnRule]:
    figures = known_headings() if table_kind == WIDE else {}
    return [
        *(rule for rule in columns[table_kind] if rule.column not in (beside.SKIPPED, "ignore")),
        *(ColumnRule(code, heading, required=False) for heading, code in figures.items()),
    ]


def _texts_under(sheet: Sheet, header: Header, place: int) -> list[str]:
    texts = (
        cell_at(sheet, row, place).text.strip()
        for row in range(header.last_row + 1, len(sheet.rows))
        if not is_blank(sheet, row, place)
    )
    return [text for text, _ in zip(texts, range(MOST_LOOKED_AT), strict=False)]


def _alike(heading: str, rules: Iterable[ColumnRule]) -> dict[str, str]:
    """Column → its heading that is worded most like this one, the most alike first."""
    plain = normalise_heading(heading)
    best: dict[str, tuple[float, str]] = {}
    for rule in rules:
        known = normalise_heading(rule.heading)
        share = difflib.SequenceMatcher(None, plain, known).ratio()
        if plain and (known in plain or plain in known):
            share = max(share, ALIKE + 0.1)
        if share >= ALIKE and share > best.get(rule.column, (0.0, ""))[0]:
            best[rule.column] = (share, rule.heading)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    return {column: known for column, (_, known) in ranked}


def _holds(column: str, texts: list[str], directory: names.Directory) -> bool:
    test = _TESTS.get(column)
    if test is None or not texts:
        return False
    return sum(test(text, directory) for text in texts) >= MOSTLY * len(texts)


def _is_day(text: str, _directory: names.Directory) -> bool:
    return fiscal_year.parse_date(text).value is not None


def _is_year(text: str, _directory: names.Directory) -> bool:
    return fiscal_year.parse(text).fiscal_year is not None and len(text) <= 12


_TESTS: Mapping[str, Callable[[str, names.Directory], bool]] = {
    "status": lambda text, _: names.normalise(text) in vocabulary.spellings("status"),
    "measure": lambda text, _: names.normalise(text) in vocabulary.spellings("measure"),
    "code": lambda text, _: municipality_code.read_code(text).fault is None,
    "name": lambda text, directory: names.resolve(directory, "", text).code is not None,
    "start_fiscal_year": _is_year,
    "fiscal_year": _is_year,
    "known_on": _is_day,
    "held_on": _is_day,
    "reference_day": _is_day,
    "persons": lambda text, _: text.rstrip("名人").isdecimal(),
    "minutes": lambda text, _: text.isdecimal(),
}
