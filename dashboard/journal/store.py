"""Write to the journal: a record is added, revised or removed by adding a version; the second writer is told."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboard.journal import chain, journal_file, records
from dashboard.journal.journal_file import JournalError
from dashboard.journal.records import InvalidRecordError, Value

__all__ = ["ConflictError", "JournalError", "JournalRecord", "record_of", "restore", "revise", "write"]
COLUMNS = "record_id, version, kind, municipality_code, body, is_removed, written_by, written_at"


@dataclass(frozen=True)
class JournalRecord:
    """One version of one record. `written_at` is UTC."""

    record_id: str
    version: int
    kind: str
    municipality_code: str
    values: dict[str, Value]
    is_removed: bool
    written_by: str
    written_at: datetime


class ConflictError(Exception):
    """Somebody wrote a version since the one that was read; `present` is theirs, and nothing was written."""

    def __init__(self, present: JournalRecord) -> None:
        super().__init__(
            f"{present.written_by}さんが先に書き換えました。あなたの入力はまだ保存していません。"
        )
        self.present = present


def write(
    path: Path, kind: str, municipality_code: str, values: Mapping[str, object], by: str
) -> JournalRecord:
    """Add a record; it is on the disk when this returns. Raises InvalidRecordError, JournalError."""
    kept = records.checked(kind, municipality_code, values)
    with journal_file.writing(path) as connection:
        return _append(connection, uuid.uuid4().hex, 1, kind, municipality_code, kept, _name(by))


def write_together(
    path: Path, municipality_code: str, parts: Sequence[tuple[str, Mapping[str, object]]], by: str
) -> list[JournalRecord]:
    """Add the records that came of one contact (the first of `parts`), all or none; the others point to it.

    Raises InvalidRecordError with the troubles of all parts, JournalError.
    """
    kept: list[tuple[str, dict[str, Value]]] = []
    problems: dict[str, str] = {}
    for kind, values in parts:
        try:
            kept.append((kind, records.checked(kind, municipality_code, values)))
        except InvalidRecordError as error:
            problems |= {f"{kind}.{name}": said for name, said in error.problems.items()}
    since = kept[0][1].get("contacted_on") if kept else None
    for kind, values in kept[1:]:
        if said := records.due_too_early(values, since, "対応した日"):
            problems[f"{kind}.due"] = said
    if problems:
        raise InvalidRecordError({said: said for said in problems.values()})
    name = _name(by)
    written: list[JournalRecord] = []
    with journal_file.writing(path) as connection:
        for kind, checked in kept:
            if written and "contact_id" in checked:
                checked = {**checked, "contact_id": written[0].record_id}
            written.append(_append(connection, uuid.uuid4().hex, 1, kind, municipality_code, checked, name))
    return written


def revise(
    path: Path,
    record_id: str,
    seen_version: int,
    values: Mapping[str, object],
    by: str,
    *,
    is_removed: bool = False,
) -> JournalRecord:
    """Add a version of a record that was read as `seen_version`; fields not given stay as they are.

    Raises ConflictError where another version came since, InvalidRecordError, JournalError.
    """
    with journal_file.writing(path) as connection:
        present = _newest(connection, path, record_id)
        if present.version != seen_version:
            raise ConflictError(present)
        merged = {**present.values, **values}
        kept = records.checked(present.kind, present.municipality_code, merged, present.values)
        _check_due_of_step(connection, path, present, kept)
        return _append(
            connection,
            record_id,
            present.version + 1,
            present.kind,
            present.municipality_code,
            kept,
            _name(by),
            is_removed=is_removed,
        )


def _check_due_of_step(
    connection: sqlite3.Connection, path: Path, present: JournalRecord, kept: dict[str, Value]
) -> None:
    """A next step is not moved to before the contact that it came of."""
    contact = kept.get("contact_id")
    if present.kind != "step" or not contact or kept["due"] == present.values.get("due"):
        return
    since = _newest(connection, path, str(contact)).values.get("contacted_on")
    if said := records.due_too_early(kept, since, "対応した日"):
        raise InvalidRecordError({"due": said})


def restore(path: Path, record_id: str, seen_version: int, by: str) -> JournalRecord:
    """Undo a removal: a further version that is there again."""
    return revise(path, record_id, seen_version, {}, by)


def record_of(row: sqlite3.Row | tuple[object, ...]) -> JournalRecord:
    """Raises sqlite3.DatabaseError where the row no longer holds what is written into a journal."""
    try:
        return _record_of(row)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise sqlite3.DatabaseError(f"record {ascii(row[0])[:40]} cannot be read: {error}") from error


def _record_of(row: sqlite3.Row | tuple[object, ...]) -> JournalRecord:
    record_id, version, kind, code, body, is_removed, written_by, written_at = row
    values = json.loads(str(body))
    if kind == "promise":
        values["state"] = records.FORMER_STATES.get(values.get("state"), values.get("state"))
    return JournalRecord(
        str(record_id),
        int(str(version)),
        str(kind),
        str(code),
        values,
        bool(is_removed),
        str(written_by),
        datetime.fromisoformat(str(written_at)),
    )


def _append(
    connection: sqlite3.Connection,
    record_id: str,
    version: int,
    kind: str,
    municipality_code: str,
    values: dict[str, Value],
    by: str,
    *,
    is_removed: bool = False,
) -> JournalRecord:
    now = datetime.now(UTC)
    row = (
        *(record_id, version, kind, municipality_code, json.dumps(values, ensure_ascii=False)),
        *(int(is_removed), by, now.isoformat(timespec="milliseconds")),
    )
    added = connection.execute(f"insert into record ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?)", row)
    chain.append(connection, int(added.lastrowid or 0))
    return record_of(row)


def _newest(connection: sqlite3.Connection, path: Path, record_id: str) -> JournalRecord:
    row = connection.execute(
        f"select {COLUMNS} from record where record_id = ? order by version desc limit 1", [record_id]
    ).fetchone()
    if row is None:
        raise JournalError(f"この記録は {path.name} にありません。画面を読み込み直してください。")
    return record_of(row)


def _name(by: str) -> str:
    name = " ".join((by or "").split())
    if not name:
        raise InvalidRecordError({"by": "「記入者」に名前を入れてください。だれが書いたかを記録します。"})
    return name[:60]
