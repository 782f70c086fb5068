"""round.csv beside a form: through which states a round went (受付中, 速報, 確定), by whom, and what was published then."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Literal

from etl import clock, csv_bytes, raw_writes
from etl.fiscal_year import label
from etl.japanese_date import day_label
from etl.refusal import Refusal
from etl.survey.form.loading import form_path
from etl.survey.returned import register
from etl.unfinished_restore import BUILDING_SUFFIX
from machine import round_days
from machine.round_days import Act, ActDays

FILE = "round.csv"
PUBLISHED = "published"
RoundState = Literal["open", "preliminary", "final"]
STATES: Mapping[RoundState, str] = {"open": "受付中", "preliminary": "速報", "final": "確定"}
# What may follow which state.
NEXT: Mapping[RoundState, tuple[RoundState, ...]] = {
    "open": ("preliminary", "final"),
    "preliminary": ("preliminary", "final", "open"),
    "final": ("open",),
}
COLUMNS = {
    "state": "状態",
    "entered_on": "日付",
    "made_by": "作成",
    "checked_by": "確認",
    "approved_by": "承認",
    "reason": "理由",
    "published": "公表資料",
}
SIGNATURES = ("made_by", "checked_by", "approved_by")


class RoundRefusedError(Refusal):
    """Nothing was entered; the message says why in Japanese."""


@dataclass(frozen=True)
class RoundEntry:
    """A state that a round entered on a day (ISO). `published`: the folder of what was published then, or ""."""

    state: RoundState
    entered_on: str
    made_by: str = ""
    checked_by: str = ""
    approved_by: str = ""
    reason: str = ""
    published: str = ""


def read(raw: Path, fiscal_year: int) -> list[RoundEntry]:
    """The entries of a round, oldest first; none while it is open for the first time. Raises RoundRefusedError."""
    path = _path(raw, fiscal_year)
    if not path.is_file():
        return []
    try:
        records = csv_bytes.read_records(path, list(COLUMNS.values()))
    except csv_bytes.CsvBytesError as problem:
        raise RoundRefusedError(f"「{path}」が読めません。{problem}") from problem
    return [_entry(row, path, number) for number, row in zip(records.numbers, records.rows, strict=True)]


def state_of(entries: list[RoundEntry]) -> RoundState:
    return entries[-1].state if entries else "open"


def enter(raw: Path, fiscal_year: int, entry: RoundEntry, published: Path | None = None) -> RoundEntry:
    """Add an entry and keep a copy of the folder `published` with it, all or nothing; the entry as it is kept.

    Raises RoundRefusedError where the state cannot follow, or somebody has not signed; FileNotFoundError without a form.
    """
    if not form_path(raw, fiscal_year).is_file():
        raise FileNotFoundError(f"{label(fiscal_year)}の調査票の様式がありません。年度を確かめてください。")
    entry = replace(entry, **{name: getattr(entry, name).strip() for name in (*SIGNATURES, "reason")})
    with raw_writes.locked(raw):
        before = read(raw, fiscal_year)
        _check(entry, before, raw, fiscal_year)
        if published is not None:
            entry = replace(entry, published=_keep(published, _path(raw, fiscal_year).parent, entry))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS.values())
        writer.writerows(_row(one) for one in [*before, entry])
        raw_writes.replace_file(_path(raw, fiscal_year), text.getvalue().encode("utf-8-sig"))
    return entry


def check_day(act: Act, what: str, day: date, raw: Path, fiscal_year: int) -> None:
    """That an act of a round can have been on a day, as far as the received files tell. Raises RoundRefusedError."""
    lines = register.current(register.read_lines(register.returns_folder(raw, fiscal_year)))
    came = [line.received for line in lines if line.is_loaded]
    known: dict[Act, ActDays] = {"received": ActDays(min(came), max(came))} if came else {}
    problem = round_days.problem(
        act,
        what,
        day,
        known,
        fiscal_year=fiscal_year,
        year_label=label(fiscal_year),
        today=clock.today(),
        write=day_label,
    )
    if problem is not None:
        raise RoundRefusedError(problem.text)


def _check(entry: RoundEntry, before: list[RoundEntry], raw: Path, fiscal_year: int) -> None:
    state = state_of(before)
    if entry.state not in NEXT[state]:
        raise RoundRefusedError(
            f"{label(fiscal_year)}の調査は、いま「{STATES[state]}」です。「{STATES[entry.state]}」にはできません。"
        )
    day = date.fromisoformat(entry.entered_on)
    check_day("reopened" if entry.state == "open" else "closed", "日付", day, raw, fiscal_year)
    if before and entry.entered_on < before[-1].entered_on:
        last = day_label(date.fromisoformat(before[-1].entered_on))
        raise RoundRefusedError(
            f"日付（{day_label(day)}）が、「{STATES[state]}」にした日（{last}）より前です。日付を確かめてください。"
        )
    if entry.state == "open":
        if not entry.reason:
            raise RoundRefusedError("受付中に戻す理由を書いてください。記録に残ります。")
        return
    needed = SIGNATURES if entry.state == "final" else SIGNATURES[:1]
    missing = [COLUMNS[name] for name in needed if not getattr(entry, name)]
    if missing:
        raise RoundRefusedError(
            f"「{STATES[entry.state]}」にするには、{'・'.join(missing)}した人の名前を書いてください。"
        )


def _keep(content: Path, round_folder: Path, entry: RoundEntry) -> str:
    """Copy the folder under published/; it has its name once it is whole."""
    stem = f"{PUBLISHED}/{entry.entered_on}_{STATES[entry.state]}"
    number, place = 1, stem
    while (round_folder / place).exists():
        number += 1
        place = f"{stem}_{number}"
    building = round_folder / f"{PUBLISHED}/.{Path(place).name}{BUILDING_SUFFIX}"
    shutil.rmtree(building, ignore_errors=True)
    for path in sorted(content.iterdir()):
        raw_writes.copy_file(path, building / path.name)
    building.rename(round_folder / place)
    return place


def _path(raw: Path, fiscal_year: int) -> Path:
    return form_path(raw, fiscal_year).with_name(FILE)


def _row(entry: RoundEntry) -> list[str]:
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return [*[STATES[entry.state], *[values[name] for name in list(COLUMNS)[1:]]]]


def _entry(row: Mapping[str, str], path: Path, number: int) -> RoundEntry:
    values = {name: row[heading] for name, heading in COLUMNS.items()}
    states = {text: state for state, text in STATES.items()}
    try:
        state = states[values.pop("state")]
        values["entered_on"] = date.fromisoformat(values["entered_on"].replace("/", "-")).isoformat()
    except (KeyError, ValueError) as problem:
        raise RoundRefusedError(
            f"「{path}」の{number}行目が読めません。状態は{'・'.join(states)}のどれか、"
            "日付は 2026-12-01 の形で書いてください。"
        ) from problem
    return RoundEntry(state, **values)
