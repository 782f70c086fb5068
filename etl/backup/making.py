"""Make a 控え: data/raw, the journal and the saved baskets as they are at one moment, in one verified zip."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from etl import csv_bytes, raw_writes, sources, unfinished_restore
from etl.backup import manifest as manifests
from etl.backup import reading, sealing
from etl.backup.manifest import BackupEntry, BackupManifest, BackupRefusedError
from etl.japanese_date import day_label
from etl.unfinished_restore import BASKETS, COPIES, READY_BASKETS, READY_JOURNAL, READY_RAW

# Beside the copies of the journal: when the last 控え was made, which dashboard/journal/backups.py reads.
RECORD = "last_backup.json"
NAME, SYNTHETIC, SEALED = "かさなり控え", "架空データ", "パスワード付き"
DEMO = "demo"
CHUNK = 2**20


@dataclass(frozen=True)
class MadeBackup:
    """The file, and what it says of itself."""

    path: Path
    manifest: BackupManifest

    def as_json(self) -> dict[str, object]:
        return {
            "file": str(self.path),
            "made_at": self.manifest.made_at.isoformat(),
            "files": len(self.manifest.files),
            "bytes": self.path.stat().st_size,
            "synthetic": self.manifest.is_synthetic,
        }


def make(raw: Path, journal: Path, folder: Path, moment: datetime, password: str = "") -> MadeBackup:
    """Make a 控え in a folder and remember when. Raises BackupRefusedError, RawLockedError, FileNotFoundError."""
    if password:
        sealing.check(password)
    start = f"{NAME}_{SEALED}" if password else NAME
    with raw_writes.locked(raw):
        made = make_under_lock(raw, journal, folder, moment, start, password=password)
    record = journal.parent / COPIES / RECORD
    said = {"made_at": moment.isoformat(timespec="seconds"), "name": made.path.name}
    raw_writes.replace_file(record, json.dumps(said, ensure_ascii=False).encode())
    return made


def make_under_lock(
    raw: Path,
    journal: Path,
    folder: Path,
    moment: datetime,
    start: str,
    *,
    readable_only: bool = False,
    password: str = "",
) -> MadeBackup:
    """To be called under `raw_writes.locked`. start: of its name.

    readable_only: a journal that cannot be read is left out; else it is refused.
    """
    is_synthetic = holds_fiction(raw)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, start, moment, is_synthetic=is_synthetic)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".", suffix=".new") as aside:
            copied = _copied_journal(journal, Path(aside), readable_only=readable_only)
            building = Path(aside) / target.name
            parts = _parts(raw, journal, copied)
            version = reading.check_journal(copied) if copied else 0
            _write(
                building,
                parts,
                BackupManifest(moment, manifests.program_version(), version, is_synthetic, ()),
            )
            if password:
                plain = building.rename(building.with_suffix(".plain"))
                sealing.seal(plain, building, password)
            with reading.opened(building, password) as written:
                written.verify()
                manifest = written.manifest
            building.replace(target)
        unfinished_restore.flush_folder(folder)
    except OSError as error:
        raise BackupRefusedError(
            f"控えを {folder} に書き込めませんでした。フォルダ、書き込みの権限、ディスクの空きを確かめてください。（{error}）"
        ) from error
    return MadeBackup(target, manifest)


def holds_fiction(raw: Path) -> bool:
    """Whether fictional data stands among what was received."""
    if any(DEMO in Path(name).parts for name in unfinished_restore.kept_files(raw)):
        return True
    register = raw / sources.REGISTER_NAME
    try:
        rows = csv_bytes.read_records(register).rows if register.is_file() else []
    except (
        csv_bytes.CsvBytesError
    ):  # kept as it is, so that it can be put right; nothing is known of what it says
        rows = []
    return any(row.get("synthetic") == "1" for row in rows)


def _parts(raw: Path, journal: Path, copied: Path | None) -> list[tuple[str, Path]]:
    """Path in the zip and file of all that is kept. Raises BackupRefusedError for what is no plain file."""
    links = next((path for path in raw.rglob("*") if path.is_symlink()), None)
    if links is not None:
        raise BackupRefusedError(
            f"受領資料の中に、ほかの場所を指すリンク（{links}）があるので控えられません。ファイルそのものに置き換えてください。"
        )
    baskets = journal.parent / BASKETS
    names = unfinished_restore.files_below(baskets) if baskets.is_dir() else ()
    parts = [
        *((f"{READY_RAW}/{name}", raw / name) for name in unfinished_restore.kept_files(raw)),
        *([(READY_JOURNAL, copied)] if copied else []),
        *((f"{READY_BASKETS}/{name}", baskets / name) for name in names if name.endswith(".json")),
    ]
    odd = next((name for name, _ in parts if not manifests.is_safe(name)), None)
    if odd is not None:
        raise BackupRefusedError(
            f"ファイルの名前（{ascii(odd) if not odd.isprintable() else odd}）に、ほかの PC で使えない文字があるので控えられません。"
            "名前を変えてください。"
        )
    return parts


def _copied_journal(journal: Path, aside: Path, *, readable_only: bool) -> Path | None:
    """A copy of the journal at one moment; None where there is none."""
    if not journal.is_file():
        return None
    copied = aside / "journal.sqlite"
    try:
        with closing(unfinished_restore.opened_journal(journal)) as present:
            unfinished_restore.copy_journal(present, copied)
        reading.check_journal(copied)
    except (sqlite3.Error, BackupRefusedError) as error:
        copied.unlink(missing_ok=True)
        if readable_only:
            return None
        raise BackupRefusedError(
            f"対応の記録（{journal}）を読めないため、控えを作れません。「計画」の画面を開くと、することが出ます。（{error}）"
        ) from error
    return copied


def _write(building: Path, parts: list[tuple[str, Path]], head: BackupManifest) -> None:
    entries = []
    with building.open("xb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, path in parts:
                entries.append(_add(archive, name, path))
            whole = BackupManifest(
                head.made_at, head.program, head.journal_version, head.is_synthetic, tuple(entries)
            )
            archive.writestr(manifests.NAME, manifests.as_bytes(whole))
        stream.flush()
        os.fsync(stream.fileno())


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> BackupEntry:
    counted, size = hashlib.sha256(), 0
    about = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    about.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(about, "w") as target:
        while chunk := source.read(CHUNK):
            counted.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return BackupEntry(name, size, counted.hexdigest())


def _free_name(folder: Path, start: str, moment: datetime, *, is_synthetic: bool) -> Path:
    """かさなり控え_令和8年11月30日_0930.zip; a number where there is one of that minute."""
    parts = [start, *([SYNTHETIC] if is_synthetic else []), day_label(moment.date()), f"{moment:%H%M}"]
    name = "_".join(parts)
    path, number = folder / f"{name}.zip", 1
    while path.exists():
        number += 1
        path = folder / f"{name}_{number}.zip"
    return path
