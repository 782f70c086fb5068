"""A small office: a folder of received files, a journal with records, saved baskets."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dashboard import journal as journals
from etl import clock
from etl.backup import making, restoring

MOMENT = datetime(2026, 11, 30, 9, 30, tzinfo=clock.JST)
SAID = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤"}
FILES = {
    "SOURCES.csv": b"file,kind\na.csv,status_list\n",
    "status/a.csv": "団体コード,実施状況\n01581,実施中\n".encode(),
    "survey/R5/form.toml": b'title = "R5"\n',
    "survey/R5/returns/2023-12-05/x.xlsx": bytes(range(256)) * 40,
}


@dataclass(frozen=True)
class Office:
    """Where everything of an office stands."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def journal(self) -> Path:
        return self.root / "journal" / "journal.sqlite"

    @property
    def baskets(self) -> Path:
        return self.root / "journal" / "baskets"

    def fill(self, files: dict[str, bytes], records: list[str], baskets: dict[str, bytes]) -> Office:
        for name, content in files.items():
            path = self.raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.raw.mkdir(parents=True, exist_ok=True)
        self.note(*records)
        for name, content in baskets.items():
            self.baskets.mkdir(parents=True, exist_ok=True)
            (self.baskets / name).write_bytes(content)
        return self

    def note(self, *records: str) -> None:
        for said in records:
            journals.write(self.journal, "contact", "01581", {**SAID, "said": said}, "佐藤")

    def state(self) -> tuple[dict[str, bytes], list[str], dict[str, bytes]]:
        """All that a 控え keeps: the files without the lock, what the records say, the baskets."""
        files = {
            path.relative_to(self.raw).as_posix(): path.read_bytes()
            for path in sorted(self.raw.rglob("*"))
            if path.is_file() and not path.name.startswith(".lock")
        }
        said: list[str] = []
        if self.journal.exists():
            with contextlib.closing(sqlite3.connect(self.journal)) as connection:
                assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"
            said = list(journals.contacts(self.journal)["said"])
        baskets = {path.name: path.read_bytes() for path in sorted(self.baskets.glob("*"))}
        return files, sorted(said), baskets


def usual(root: Path) -> Office:
    """An office with two records and a basket."""
    return Office(root).fill(FILES, ["一", "二"], {"b.json": b'{"name": "b"}'})


def other(root: Path) -> Office:
    """An office with other files, other records and another basket."""
    files = {"SOURCES.csv": b"file,kind\n", "status": b"a file of the name of a folder", "more/b.csv": b"b"}
    return Office(root).fill(files, ["三"], {"c.json": b"{}"})


def made(office: Office, folder: Path) -> Path:
    """A 控え of an office."""
    return making.make(office.raw, office.journal, folder, MOMENT).path


def put_back(file: Path, office: Office) -> Path | None:
    """Put a 控え back; that of what stood there before."""
    return restoring.restore(file, office.raw, office.journal, MOMENT)
