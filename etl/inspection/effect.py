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

from etl import fiscal_year, trial_warehouse
from etl.findings import Finding
from etl.inspection.keyed_items import ITEMS
from etl.japanese_date import day_label
from etl.readers import status, vocabulary
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


def of_trial(
    trial: Trial, entry: RegisteredFile, curated: Path, replaced: str = ""
) -> tuple[list[Effect], list[Finding]]:
    """The changes, what changes most first, and what then stands between the sources.

    `replaced`: the file_id of an entry that this one puts right. Without a published warehouse everything is new.
    """
    with trial_warehouse.opened(curated) as connection:
        found = _changes(connection, trial, entry, replaced)
        is_of_states = entry.kind in status.KINDS
        between = trial_warehouse.findings(connection, [entry.file]) if connection and is_of_states else []
    # of a town that a complete list leaves out, the change itself tells
    gone = {one.municipality_code for one in found if one.change == "gone"}
    between = [
        one for one in between if not (one.rule == "STATUS-VANISHED" and one.municipality_code in gone)
    ]
    order = {kind: place for place, kind in enumerate(CHANGES)}
    changes = sorted(found, key=lambda one: (one.follows, order[one.change], one.municipality_code, one.item))
    return changes, between


def _changes(
    connection: duckdb.DuckDBPyConnection | None, trial: Trial, entry: RegisteredFile, replaced: str
) -> list[Effect]:
    if entry.kind in status.KINDS:
        if connection is None:
            return [_of_new_status(fact) for fact in trial.facts]
        return list(_of_status(connection, trial, entry, replaced))
    if entry.kind == "figures":
        return list(_of_figures(connection, trial, replaced))
    keyed = ITEMS.get(entry.kind)
    if keyed is None:
        return []
    query, describe = keyed
    rows = connection.execute(query).fetchall() if connection else []
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
    ledger = trial.context.ledger
    files = dict.fromkeys((file_id for file_id, *_ in ledger.cells.values()), entry)
    trial_warehouse.add_states(connection, trial.facts, ledger, files, replaced=replaced)
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
    connection: duckdb.DuckDBPyConnection | None, trial: Trial, replaced: str
) -> Iterable[Effect]:
    """The value in use of each figure of the file; one of an older day than that in use stays unused."""
    query = "select municipality_code, figure_code, value, reference_date, source_id from held.core_figure where is_current"
    rows = connection.execute(query).fetchall() if connection else []
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
