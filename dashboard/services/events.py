"""What happened in the programme, by year: known ones, meetings held, and what staff enter. For every chart over years."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal as journals
from dashboard.frames import records
from dashboard.journal.entered_day import entered_day
from dashboard.queries import programme
from dashboard.warehouse.reader import Reader
from dashboard.words import eras, words

KNOWN = Path(__file__).resolve().parents[1] / "planning" / "events.toml"
MEETING, MEETING_CODE = "説明会", "briefing_session"
COLUMNS = [
    *("fiscal_year", "happened_on", "event_kind", "text", "source", "is_synthetic"),
    *("record_id", "version", "written_by"),
]


def standing(reader: Reader, journal: Path | None) -> pd.DataFrame:
    """One row per event in the order of its year: COLUMNS; record_id is "" where staff did not enter it.

    Meetings of a year are one event with their number. What cannot be read of the journal is left out: the page on
    which events are entered says so.
    """
    try:
        entered = records(journals.current(journal, "event"))
    except journals.JournalError:
        entered = []
    rows = [*_known(), *_meetings(reader), *({**row, "is_synthetic": False} for row in entered)]
    plain: dict[str, Any] = {"happened_on": None, "record_id": "", "version": 0, "written_by": ""}
    frame = pd.DataFrame([{**plain, **row} for row in rows], columns=COLUMNS)
    order = [
        (int(row["fiscal_year"]), row["happened_on"] or date(int(row["fiscal_year"]), 4, 1))
        for row in records(frame)
    ]
    return frame.iloc[sorted(range(len(order)), key=lambda place: order[place])].reset_index(drop=True)


def when(row: dict[str, Any]) -> str:
    """令和3年4月1日, or the year where no day is known."""
    day = row["happened_on"]
    return words.day_short(day) if isinstance(day, date) else words.fiscal_year(int(row["fiscal_year"]))


def sentence(row: dict[str, Any]) -> str:
    """令和3年4月1日 制度改正: 事業の開始."""
    fiction = f"（{words.SYNTHETIC}）" if row["is_synthetic"] else ""
    return f"{when(row)} {row['event_kind']}: {row['text']}{fiction}"


def record(journal: Path, values: dict[str, str], by: str) -> None:
    """Write an event; a day lies in its year. Raises journal.InvalidRecordError, journal.JournalError."""
    journals.write(journal, "event", "", checked(values), by)


def checked(values: dict[str, str]) -> dict[str, str]:
    """The values, with the year of the day where only a day was entered. Raises journal.InvalidRecordError."""
    if not values.get("happened_on"):
        return values
    try:
        day = entered_day("日", values["happened_on"])
    except ValueError as error:
        raise journals.InvalidRecordError({"happened_on": str(error)}) from error
    year = str(eras.fiscal_year_of(day))
    if values.get("fiscal_year") and values["fiscal_year"] != year:
        named = words.fiscal_year(int(values["fiscal_year"]))
        said = f"「日」の{words.day_short(day)}は{named}ではありません。年度か日を直してください。"
        raise journals.InvalidRecordError({"happened_on": said})
    return {**values, "fiscal_year": year}


def _known() -> list[dict[str, Any]]:
    given = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["events"]
    return [{**row, "is_synthetic": False} for row in given]


def _meetings(reader: Reader) -> list[dict[str, Any]]:
    """One row per year in which 説明会 were held."""
    return [
        {
            "fiscal_year": int(row["fiscal_year"]),
            "event_kind": MEETING,
            "text": f"{row['label_ja']}（{words.count(row['held'])}回）",
            "source": "実施した取組の記録",
            "is_synthetic": bool(row["is_synthetic"]),
        }
        for row in records(programme.sessions(reader))
    ]
