"""Each number of a slide once more, by another way than the slide took: from the rows of single municipalities alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from dashboard.chart_data.scope import Scope
from dashboard.frames import records
from dashboard.queries import recount as queries
from dashboard.warehouse.reader import Reader

T = TypeVar("T")
# A function of queries.recount: a reader and the parameters → rows.
Query = Callable[..., pd.DataFrame]


class UnknownNumberError(Exception):
    """No other way to this number is known."""


class StateRow(NamedTuple):
    """The state of one municipality in one year."""

    code: str
    group: str
    subprefecture: str
    status: str


class RecountContext:
    """What recounts of one warehouse, scope and fiscal year share: rows that are read once, when first asked for."""

    def __init__(self, reader: Reader, scope: Scope, year: int, journal: Path | None = None) -> None:
        self.reader = reader
        self.scope = scope
        self.year = year
        self.journal = journal
        self._states: dict[int, list[StateRow]] = {}
        self._kept: dict[object, Any] = {}

    def rows(self, query: Query, *parameters: object) -> list[dict[str, Any]]:
        """The rows of a query, which all recounts of one state of the data share. Not to be changed."""
        return self.reader.once((query, parameters), lambda: records(query(self.reader, *parameters)))

    def rows_in_scope(self, query: Query, *parameters: object) -> list[dict[str, Any]]:
        """The rows of a query that are of municipalities in the scope."""
        codes = self.codes
        return self.once(
            ("in scope", query, parameters),
            lambda: [row for row in self.rows(query, *parameters) if row["municipality_code"] in codes],
        )

    def once(self, name: object, make: Callable[[], T]) -> T:
        """What `make` gives, made when it is first asked for under the name."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    @property
    def codes(self) -> set[str]:
        """Codes of the municipalities in the scope."""
        return self.once("codes", lambda: {row.code for row in self.states(self.year)})

    def states(self, year: int) -> list[StateRow]:
        """One row per municipality in the scope. Filters on the state hold for the year of the slide."""
        if year not in self._states:
            rows = self.all_states()
            inside = {
                row["municipality_code"]
                for row in rows
                if row["fiscal_year"] == self.year and self._is_in_scope(row)
            }
            self._states[year] = sorted(
                StateRow(
                    row["municipality_code"],
                    row["group_code"],
                    row["subprefecture_code"],
                    row["status_code"],
                )
                for row in rows
                if row["fiscal_year"] == year and row["municipality_code"] in inside
            )
        return self._states[year]

    def all_states(self) -> list[dict[str, Any]]:
        """One row per municipality and year, whatever the scope."""
        return self.rows(queries.states)

    def group(self, code: str) -> str:
        """The group of one municipality in the year."""
        groups = self.once("groups", lambda: {row.code: row.group for row in self.states(self.year)})
        return groups[code]

    def codes_of(self, group: str, year: int | None = None) -> tuple[str, ...]:
        """Codes of the municipalities of a group, in 行政順."""
        return tuple(row.code for row in self.states(year or self.year) if row.group == group)

    def count(self, group: str, year: int | None = None) -> int:
        return Counter(row.group for row in self.states(year or self.year))[group]

    def implementing(self, scope: str, year: int) -> tuple[int, int]:
        """Implementing municipalities and the whole, of 北海道 or 全国."""
        if scope == "hokkaido":
            states = [row["status_code"] for row in self.all_states() if row["fiscal_year"] == year]
            return states.count("implementing"), len(states)
        national = {int(row["fiscal_year"]): row for row in self.rows(queries.national_totals)}
        if year not in national:
            raise UnknownNumberError(f"{scope}.{year}")
        return int(national[year]["value"]), int(national[year]["denominator"])

    def is_final(self, scope: str, year: int) -> bool:
        """Whether the implementing municipalities are all there are, neither those known so far nor a plan."""
        if scope == "hokkaido":
            return year in {int(row["fiscal_year"]) for row in self.rows(queries.complete_years)}
        national = {int(row["fiscal_year"]): row for row in self.rows(queries.national_totals)}
        return year in national and not bool(national[year]["is_plan"])

    def _is_in_scope(self, row: dict[str, object]) -> bool:
        return all(
            not wanted or row[column] in wanted
            for column, wanted in (
                ("subprefecture_code", self.scope.subprefectures),
                ("size_class", self.scope.size_classes),
                ("kind", self.scope.kinds),
                ("group_code", self.scope.groups),
            )
        )


# context, key → the number, or the words or fill that stand under the key.
# Raises KeyError, StopIteration or ZeroDivisionError where the number is no longer there to be counted.
Recount = Callable[[RecountContext, str], float | str]


def codes_behind(context: RecountContext, key: str) -> tuple[str, ...]:
    """Codes of the municipalities that a number counts, in 行政順; none for a number that counts none."""
    kind, _, rest = key.partition(".")
    if kind in ("group", "share", "change"):
        return context.codes_of(rest)
    if kind == "group_before":
        return context.codes_of(rest, context.year - 1)
    if kind in ("groups", "shares"):
        return tuple(sorted(code for group in rest.split("+") for code in context.codes_of(group)))
    if kind == "area":
        area, group = rest.split(".")
        return tuple(
            row.code
            for row in context.states(context.year)
            if row.group == group and row.subprefecture == area
        )
    if kind == "areas_implementing" or (kind in ("implementing", "rate") and rest.startswith("hokkaido")):
        return context.codes_of("implementing", int(rest.split(".")[1]) if rest.count(".") else None)
    return ()


def number_behind(context: RecountContext, key: str) -> int:
    return len(codes_behind(context, key))


def _share(context: RecountContext, key: str) -> float:
    return 100 * number_behind(context, key) / len(context.codes)


def _change(context: RecountContext, key: str) -> float:
    group = key.partition(".")[2]
    return context.count(group) - context.count(group, context.year - 1)


def _denominator(context: RecountContext, key: str) -> float:
    scope = key.partition(".")[2]
    return context.implementing(scope, context.year)[1] if scope else len(context.codes)


def _implementing(context: RecountContext, key: str) -> float:
    return context.implementing(key.partition(".")[2], context.year)[0]


def _rate(context: RecountContext, key: str) -> float:
    _, scope, *year = key.split(".")
    part, whole = context.implementing(scope, int(year[0]) if year else context.year)
    return 100 * part / whole


# Numbers of municipalities by state, which stand on many slides.
SHARED: Mapping[str, Recount] = {
    "group": number_behind,
    "group_before": number_behind,
    "groups": number_behind,
    "share": _share,
    "shares": _share,
    "change": _change,
    "denominator": _denominator,
    "implementing": _implementing,
    "rate": _rate,
}
