"""Reference files of our own making: municipalities, subprefectures, figures, totals, knowledge."""

from __future__ import annotations

from collections.abc import Callable

from etl import names
from etl.japanese_date import displayed_text as excerpt
from etl.readers import vocabulary
from etl.readers.cell_number import number_text
from etl.readers.cell_year import day_of
from etl.readers.context import Fact, ReadContext, Row, read_facts, refuse, text_of
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

# Kind of table → its columns of numbers and of days, which may be written or shown in many ways.
NUMBERS = {
    "figures": ("value",),
    "published_totals": ("value", "denominator"),
    "national_counts": ("municipalities", "denominator"),
    "national_rates": ("rate_pct",),
}
DAYS = {"figures": ("reference_date",), "published_totals": ("as_of", "known_on")}


def read_plain(context: ReadContext, source: RegisteredFile, cited: str) -> list[Fact]:
    """Each row as text under the names of our columns, with the source_id of its `cited` cell.

    A column that the file lacks is absent from the row.
    """

    def fact(row: Row) -> Fact:
        if cited not in row:
            raise refuse(row, cited, "REF-EMPTY", f"「{cited}」の列が空です。値を入れてください。")
        values = _values(source.kind, row)
        return values | {"source_id": context.ledger.cite(source, row[cited])}

    return read_facts(context, source, source.kind, fact)


def read_by_municipality(context: ReadContext, source: RegisteredFile, cited: str) -> list[Fact]:
    """As read_plain, with `municipality_code` checked against the list of municipalities."""
    return read_facts(context, source, source.kind, by_municipality(context, source, cited))


def by_municipality(context: ReadContext, source: RegisteredFile, cited: str) -> Callable[[Row], Fact]:
    """What makes a fact of a row that names a municipality."""

    def fact(row: Row) -> Fact:
        code = municipality_of(context, source, row)
        values = _values(source.kind, row)
        source_id = context.ledger.cite(source, row[cited])
        return values | {"municipality_code": code, "source_id": source_id}

    return fact


def _values(kind: str, row: Row) -> Fact:
    """The texts of the row, those of numbers and days in the form in which they are stored.

    Raises RowRefusedError for a number or a day that cannot be read.
    """
    values: Fact = {column: text_of(row, column) for column in row}
    for column in NUMBERS.get(kind, ()):
        if text_of(row, column):
            number = number_text(row[column])
            if number is None:
                message = f"「{excerpt(text_of(row, column))}」は1つの数として読めません。数字だけを書いてください。"
                raise refuse(row, column, "FIGURE-UNREADABLE", message)
            values[column] = number
    for column in DAYS.get(kind, ()):
        if text_of(row, column):
            parsed = day_of(row[column])
            if parsed.value is None:
                raise refuse(row, column, "DATE-UNREADABLE", parsed.warning)
            values[column] = parsed.value.isoformat()
    return values


def make_directory(municipalities: list[Fact], subprefectures: list[Fact]) -> names.Directory:
    """The directory that names are looked up in, from the rows of the two reference files."""
    areas = {str(row["code"]): str(row["name"]) for row in subprefectures}
    listed = [
        names.MunicipalityName(
            code=str(row["code"]),
            name=str(row["name"]),
            kana=str(row["kana"]),
            kind=str(row["kind"]),
            subprefecture=areas.get(str(row["subprefecture_code"]), ""),
            district=str(row.get("district", "")),
        )
        for row in municipalities
    ]
    return names.make_directory(listed)


def code_list(name: str) -> list[dict[str, str]]:
    """A vocabulary list as rows for its codes_ table."""
    return [dict(row) for row in vocabulary.rows(name)]
