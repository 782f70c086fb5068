"""What registering a file would change, one row per municipality and item: today's warehouse beside the same with the file in it.

The states of a year are worked out by the very statements that the build runs, on a copy of what they read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb
import pandas as pd

from etl import fiscal_year, publish, tables
from etl.inspection.keyed_items import ITEMS
from etl.japanese_date import day_label
from etl.readers import vocabulary
from etl.readers.context import Fact
from etl.sources import RegisteredFile
from etl.trial import Trial

ChangeKind = Literal["new", "changed", "gone", "same", "older"]
CHANGES: tuple[ChangeKind, ...] = ("changed", "new", "gone", "older", "same")
NOTHING = frozenset({"unknown", "no_answer"})
DAY_FORMAT = "%Y-%m-%d"


@dataclass(frozen=True)
class Effect:
    """One municipality and item before and after. `older`: what is held is of a newer day and stays.

    `follows`: a year that the file does not speak of, and that changes with it. `displaced`: the day (ISO) of what is
    held, where the file is older and is used all the same, since a list goes before an answer.
    """

    municipality_code: str
    item: str
    before: str
    after: str
    change: ChangeKind
    follows: bool = False
    displaced: str = ""


def of_trial(trial: Trial, entry: RegisteredFile, curated: Path, replaced: str = "") -> list[Effect]:
    """The changes, what changes most first. `replaced`: the file_id of an entry that this one puts right.

    Without a published warehouse everything is new.
    """
    with duckdb.connect(config=publish.CONFIG) as connection:
        try:
            path = publish.current(curated)
        except FileNotFoundError:
            path = None
        if path is not None:
            connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as held (read_only)")
        found = _changes(connection, trial, entry, replaced, is_held=path is not None)
    order = {kind: place for place, kind in enumerate(CHANGES)}
    return sorted(found, key=lambda one: (one.follows, order[one.change], one.municipality_code, one.item))


def _changes(
    connection: duckdb.DuckDBPyConnection,
    trial: Trial,
    entry: RegisteredFile,
    replaced: str,
    *,
    is_held: bool,
) -> list[Effect]:
    if entry.kind in ("status_list", "status_announcement"):
        if not is_held:
            return [_of_new_status(fact) for fact in trial.facts]
        return list(_of_status(connection, trial, entry, replaced))
    if entry.kind == "figures":
        return list(_of_figures(connection, trial, replaced, is_held=is_held))
    keyed = ITEMS.get(entry.kind)
    if keyed is None:
        return []
    query, describe = keyed
    rows = connection.execute(query).fetchall() if is_held else []
    held = {str(key): str(value) for key, value, source in rows if not _is_of(replaced, source)}
    return [
        _compared(code, key, held.get(key, ""), value)
        for fact in trial.facts
        for code, key, value in [describe(fact)]
    ]


def _compared(code: str, item: str, before: str, after: str) -> Effect:
    return Effect(
        code, item, before, after, "new" if not before else "same" if before == after else "changed"
    )


def _is_of(file_id: str, source_id: object) -> bool:
    return bool(file_id) and str(source_id).startswith(f"{file_id}!")


def _state_words(code: str, start: object) -> str:
    label = vocabulary.labels("status").get(code, code)
    return f"{label}（{fiscal_year.label(int(str(start)))}開始）" if start is not None else label


def _of_new_status(fact: Fact) -> Effect:
    words = _state_words(str(fact["status_code"]), fact["start_fiscal_year"])
    year = fiscal_year.label(int(str(fact["fiscal_year"])))
    return Effect(str(fact["municipality_code"]), year, "", words, "new")


def _of_status(
    connection: duckdb.DuckDBPyConnection, trial: Trial, entry: RegisteredFile, replaced: str
) -> Iterable[Effect]:
    """The states of the years of the file and of each later year that it changes."""
    own_tables = {"core_build", "core_status", "core_file", "core_complete_list", "mart_status_by_year"}
    listed = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'held'"
    ).fetchall()
    for (name,) in listed:
        if name not in own_tables:
            connection.execute(f"create view {name} as from held.{name}")
    told = {"day": entry.known_on.isoformat()}
    connection.execute(
        "create table core_build as select * replace (greatest(as_of, cast($day as date)) as as_of) "
        "from held.core_build",
        told,
    )
    _extend(connection, "core_status", trial.facts, replaced)
    file = [
        {
            "file_id": entry.file_id,
            "file": entry.file,
            "kind": entry.kind,
            "coverage": entry.coverage,
            "as_of": entry.as_of.isoformat() if entry.as_of else None,
            "known_on": entry.known_on.isoformat(),
            "is_synthetic": entry.is_synthetic,
            "is_intact": True,
            "rows_loaded": len(trial.facts),
        }
    ]
    _extend(connection, "core_file", file, "", f"file_id <> '{replaced}'")
    tables.create(connection, tables.table_files("20_core")["core_complete_list"])
    tables.create(connection, tables.table_files("30_mart")["mart_status_by_year"])
    rows = connection.execute(
        """
        select
            a.municipality_code, a.fiscal_year, b.status_code, b.start_fiscal_year,
            a.status_code, a.start_fiscal_year, a.as_of, b.as_of
        from mart_status_by_year as a
        left join held.mart_status_by_year as b using (municipality_code, fiscal_year)
        """
    ).fetchall()
    own = {(fact["municipality_code"], fact["fiscal_year"]): fact for fact in trial.facts}
    years = {fact["fiscal_year"] for fact in trial.facts}
    for code, year, before, before_start, after, after_start, day, day_before in rows:
        is_before, is_after = before not in (None, *NOTHING), after not in NOTHING
        is_same = (before, before_start) == (after, after_start) or not (is_before or is_after)
        fact = own.get((code, year))
        if is_same and fact is None:
            continue
        change: ChangeKind = (
            "same" if is_same else "gone" if not is_after else "changed" if is_before else "new"
        )
        words = _state_words(after, after_start)
        if fact is not None and fact["status_code"] != after:
            change = "older"
            words = f"{_state_words(str(fact['status_code']), fact['start_fiscal_year'])}（ほかの資料を優先）"
        is_displaced = change == "changed" and fact is not None and day_before > day
        yield Effect(
            code,
            fiscal_year.label(year),
            _state_words(before, before_start) if is_before else "",
            words if is_after else "",
            change,
            follows=year not in years,
            displaced=day_before.isoformat() if is_displaced else "",
        )


def _of_figures(
    connection: duckdb.DuckDBPyConnection,
    trial: Trial,
    replaced: str,
    *,
    is_held: bool,
) -> Iterable[Effect]:
    """The value in use of each figure of the file; one of an older day than that in use stays unused."""
    query = "select municipality_code, figure_code, value, reference_date, source_id from held.core_figure where is_current"
    rows = connection.execute(query).fetchall() if is_held else []
    held = {
        (code, figure): (float(value), day.strftime(DAY_FORMAT))
        for code, figure, value, day, source in rows
        if value is not None and not _is_of(replaced, source)
    }
    labels = {row["figure_code"]: row["heading"] for row in reversed(vocabulary.rows("figure_headings"))}
    for fact in trial.facts:
        code, figure, day = (
            str(fact[name]) for name in ("municipality_code", "figure_code", "reference_date")
        )
        before = held.get((code, figure))
        value = (float(str(fact["value"])), day)
        change: ChangeKind = (
            "new"
            if before is None
            else "same"
            if before == value
            else "older"
            if before[1] > day
            else "changed"
        )
        item = labels.get(figure, figure)
        yield Effect(code, item, _number_words(before) if before else "", _number_words(value), change)


def _number_words(value: tuple[float, str]) -> str:
    number, day = value
    return f"{number:,.10g}（{day_label(date.fromisoformat(day))}）"


def _extend(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    facts: Iterable[Mapping[str, object]],
    replaced: str,
    where: str = "true",
) -> None:
    """A table of the warehouse with further rows, without those that one file gave."""
    frame = pd.DataFrame([dict(fact) for fact in facts])
    columns = [row[0] for row in connection.execute(f"describe held.{table}").fetchall()]
    if replaced and "source_id" in columns:
        where = f"not starts_with(source_id, '{replaced}!')"
    connection.execute(f"create table {table} as select * from held.{table} where {where}")
    if len(frame):
        connection.register("added", frame[[name for name in columns if name in frame]])
        connection.execute(f"insert into {table} by name select * from added")
        connection.unregister("added")


def counts(changes: Iterable[Effect]) -> dict[str, int]:
    """Number of changes of each kind, in what the file speaks of itself."""
    listed = [one for one in changes if not one.follows]
    return {kind: sum(one.change == kind for one in listed) for kind in CHANGES}


def named(changes: Iterable[Effect], names: Mapping[str, str]) -> list[Effect]:
    """The same with names of municipalities in items that hold codes."""
    listed = []
    for one in changes:
        item = one.item
        for code, name in names.items():
            item = item.replace(code, name)
        listed.append(replace(one, item=item))
    return listed
