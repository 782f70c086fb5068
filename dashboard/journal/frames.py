"""Read the journal as frames: one row per record in its newest version, or one row per version."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from dashboard.journal import journal_file, kinds
from dashboard.journal.store import COLUMNS, JournalRecord, record_of

ABOUT = ("record_id", "version", "municipality_code", "written_by", "written_at", "is_removed")
CONTACT = ("municipality_code", "contacted_on", "means", "owner")
NEWEST = f"""
    select {COLUMNS} from record as r
    where kind = ? and version = (select max(version) from record where record_id = r.record_id)
    order by seq
"""


def contacts(path: Path | None) -> pd.DataFrame:
    """One row per contact that stands: municipality_code, contacted_on (date), means, owner, then met, said, …

    Raises JournalError where the file is broken or only its copies are left; no rows before the first record.
    """
    frame = current(path, "contact")
    return frame[[*CONTACT, *(column for column in frame.columns if column not in CONTACT)]]


def promises(path: Path | None) -> pd.DataFrame:
    """One row per promise that stands: promised_on, promise_kind, text, fiscal_year, target, due, owner, state."""
    return current(path, "promise")


def steps(path: Path | None) -> pd.DataFrame:
    """One row per next step that stands: text, due (date), owner, state."""
    return current(path, "step")


def plans(path: Path | None) -> pd.DataFrame:
    """One row per plan that stands: title, fiscal_year, quarter, capacity_days, and how its route is made."""
    return current(path, "plan")


def items(path: Path | None, plan_id: str | None = None) -> pd.DataFrame:
    """One row per municipality in a plan: plan_id, means, owner, due (date), measure, staff_days, priority, note, state."""
    frame = current(path, "item")
    return frame if plan_id is None else frame[frame["plan_id"] == plan_id].reset_index(drop=True)


def office(path: Path | None) -> dict[str, str]:
    """Who writes the letters, as entered last: head, section, person, phone, mail, symbol, seal; empty before that."""
    frame = current(path, "office")
    if frame.empty:
        return {}
    row = frame.iloc[-1]
    return {field.name: str(row[field.name] or "") for field in kinds.FIELDS["office"]}


def office_version(path: Path | None) -> int:
    """The version of who writes the letters; 0 before anything was entered."""
    frame = current(path, "office")
    return 0 if frame.empty else int(frame.iloc[-1]["version"])


def addresses(path: Path | None) -> pd.DataFrame:
    """One row per address of a municipality or of a 振興局 (subprefecture_code): section, person, phone, mail, note."""
    return current(path, "address")


def sections(path: Path | None) -> dict[str, str]:
    """Municipality code → its 課・係 in the address book, where it has one."""
    known = addresses(path)
    known = known[known["municipality_code"].astype(bool) & known["section"].fillna("").astype(bool)]
    return dict(zip(known["municipality_code"], known["section"], strict=True))


def sendings(path: Path | None) -> pd.DataFrame:
    """One row per sending: fiscal_year, what, sent_on (date), means, codes (separated by spaces), note, form_version."""
    return current(path, "sending")


def targets(path: Path | None) -> pd.DataFrame:
    """One row per target that stands: measure, fiscal_year, value, subprefecture_code, size_class, source."""
    return current(path, "target")


def draws(path: Path | None) -> pd.DataFrame:
    """One row per draw of the order of a plan: plan_id, seed, drawn_on (date), towns (by band, in that order)."""
    return current(path, "draw")


def sent_on(path: Path | None, fiscal_year: int) -> date | None:
    """The day on which the 調査票 of a round went out last, as recorded; None where nothing is."""
    frame = sendings(path)
    is_of_round = (frame["fiscal_year"] == fiscal_year) & (frame["what"] == kinds.SENDING_KINDS[0])
    return max(frame.loc[is_of_round, "sent_on"], default=None)


def current(path: Path | None, kind: str, *, with_removed: bool = False) -> pd.DataFrame:
    """One row per record of a kind in its newest version, in the order of that version.

    Columns: record_id, version, municipality_code, written_by, written_at (UTC), is_removed, and its fields.
    """
    found = []
    if path is not None and journal_file.is_there(path):
        with journal_file.reading(path) as connection:
            found = [record_of(row) for row in connection.execute(NEWEST, [kind]).fetchall()]
            return _frame(kind, [record for record in found if with_removed or not record.is_removed])
    return _frame(kind, [])


def history(path: Path | None, record_id: str) -> list[JournalRecord]:
    """Every version of a record, the first one first."""
    if path is None or not journal_file.is_there(path):
        return []
    with journal_file.reading(path) as connection:
        rows = connection.execute(
            f"select {COLUMNS} from record where record_id = ? order by version", [record_id]
        ).fetchall()
    return [record_of(row) for row in rows]


def first_written_at(path: Path | None, kind: str) -> datetime | None:
    """When the first record of a kind was written (UTC), whatever became of it; None where there is none."""
    if path is None or not path.exists():
        return None
    with journal_file.reading(path) as connection:
        first = connection.execute("select min(written_at) from record where kind = ?", [kind]).fetchone()[0]
    return datetime.fromisoformat(first) if first else None


def version_of(path: Path | None) -> str:
    """Names what the journal holds: another word after every write, by whomever, and where another file took its place.

    "" before the first record. Asked of the records themselves, since the file's time and length tell nothing for sure: in WAL
    mode they may stay as they are over a write. Raises JournalError.
    """
    if path is None or not journal_file.is_there(path):
        return ""
    with journal_file.reading(path) as connection:
        newest = connection.execute(
            "select seq, record_id, version from record order by seq desc limit 1"
        ).fetchone()
    return "-".join(str(part) for part in newest or ["0"])


def _frame(kind: str, found: list[JournalRecord]) -> pd.DataFrame:
    fields = kinds.FIELDS[kind]
    columns = [*ABOUT, *(field.name for field in fields)]
    rows = [{**{name: getattr(record, name) for name in ABOUT}, **record.values} for record in found]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    for field in fields:
        if field.type == "day":
            try:
                frame[field.name] = [
                    None if value is None else pd.Timestamp(str(value)).date() for value in frame[field.name]
                ]
            except ValueError as error:
                raise sqlite3.DatabaseError(f"a day of a {kind} cannot be read: {error}") from error
    return frame
