"""操作の記録: who signed in, read, wrote, decided, took away and managed. Append-only, with the hash chain of the journal."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboard.access.people import AccountsError
from dashboard.journal import chain, schema
from machine.sqlite_change import change

FILE_NAME = "audit.sqlite"
KIND = "audit"
BUSY_SECONDS = 10.0
COLUMNS = "record_id, version, kind, municipality_code, body, written_by, written_at"
ENTRIES = f"select seq, body, written_by, written_at from record where kind = '{KIND}' order by seq desc"
NO_FILE = "操作の記録のファイル（{name}）がありません。"
NOBODY = "（サインインの前）"


@dataclass(frozen=True)
class AuditEntry:
    """One act. `by`: name and sign-in name of the person; `act`: 「サインイン」; `what`: on what; `address`: of the PC; `at`: UTC."""

    number: int
    at: datetime
    by: str
    act: str
    what: str
    address: str


class Audit:
    """The entries of one file. Every method raises AccountsError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self) -> None:
        """Make the file where there is none."""
        with self._open(makes=True):
            pass

    def is_there(self) -> bool:
        """Whether there is a file to read."""
        return self.path.exists()

    def note(self, act: str, what: str, by: str, address: str, now: datetime) -> None:
        """Add an entry; it is on the disk when this returns."""
        body = json.dumps({"act": act, "what": what, "address": address}, ensure_ascii=False)
        moment = now.astimezone(UTC).isoformat(timespec="milliseconds")
        with self._open() as connection, change(connection):
            added = connection.execute(
                f"insert into record ({COLUMNS}) values (?, 1, '{KIND}', '', ?, ?, ?)",
                [uuid.uuid4().hex, body, by or NOBODY, moment],
            )
            chain.append(connection, int(added.lastrowid or 0))

    def entries(self, most: int = -1) -> list[AuditEntry]:
        """The newest first."""
        with self._open() as connection:
            rows = connection.execute(f"{ENTRIES} limit ?", [most]).fetchall()
        return [_entry(row) for row in rows]

    def problems(self) -> list[str]:
        """What differs from what was written, in Japanese, each with its number; empty where everything is as it was."""
        if not self.is_there():
            return [NO_FILE.format(name=self.path.name)]
        with self._open() as connection:
            connection.execute("begin")
            found = chain.problems(connection)
            if not schema.is_of_today(connection):
                found.append("表や、書き換えを防ぐ仕組みが、作られたときと違います")
            connection.execute("rollback")
        return found

    @contextmanager
    def _open(self, *, makes: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            if makes:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            address = f"{self.path.resolve().as_uri()}?mode={'rwc' if makes else 'rw'}"
            connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
            with contextlib.closing(connection):
                connection.execute("pragma synchronous = full")
                if makes and schema.version_of(connection) == 0:
                    connection.execute("pragma journal_mode = wal")
                    schema.migrate(connection)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise AccountsError(
                f"操作の記録（{self.path.name}）に書けないか読めないため、何もしません。ファイルがあるか、権限とディスクの空きを確かめてください。（{error}）"
            ) from error


def _entry(row: tuple[int, str, str, str]) -> AuditEntry:
    """What no longer can be read is shown as it is; that it was changed, the chain tells."""
    number, body, by, at = row
    try:
        said = json.loads(body)
        moment = datetime.fromisoformat(at)
    except ValueError:
        said, moment = {}, datetime.min.replace(tzinfo=UTC)
    texts = [str(said.get(name, "")) for name in ("act", "what", "address")]
    return AuditEntry(number, moment, str(by), *texts)
