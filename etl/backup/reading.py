"""A 控え that is there: nothing of it is believed before its hash was counted."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from etl import unfinished_restore
from etl.backup import manifest as manifests
from etl.backup import sealing
from etl.backup.manifest import DAMAGED, BackupEntry, BackupManifest, BackupRefusedError

CHUNK = 2**20
MOST_MANIFEST_BYTES = 64 * 2**20
NOT_OPENED = (
    "「{name}」を控えの zip として開けません。「かさなり控え_」で始まる名前のファイルか、"
    "途中までしか写っていないファイルでないかを確かめてください。何も変えていません。"
)
# What zipfile raises for files that are broken or of a kind that it does not know.
BROKEN = (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error)


@dataclass(frozen=True)
class OpenedBackup:
    """A 控え whose list was read; each file is verified while it is read."""

    archive: zipfile.ZipFile
    manifest: BackupManifest

    def copy(self, entry: BackupEntry, target: IO[bytes] | None = None) -> None:
        """Read a file of the 控え to its end and verify it. Raises BackupRefusedError."""
        counted, left = hashlib.sha256(), entry.bytes
        try:
            with self.archive.open(entry.path) as stream:
                while chunk := stream.read(min(CHUNK, left + 1)):
                    counted.update(chunk)
                    left -= len(chunk)
                    if left < 0:
                        break
                    if target is not None:
                        target.write(chunk)
        except BROKEN:
            left = -1
        if left or counted.hexdigest() != entry.sha256:
            what = f"「{entry.path}」が控えたときと違います"
            raise BackupRefusedError(DAMAGED.format(what=what))

    def unpack(self, folder: Path) -> None:
        """All files into a folder, each on the disk. Raises BackupRefusedError, OSError."""
        for entry in self.manifest.files:
            target = folder / entry.path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                self.copy(entry, stream)
                stream.flush()
                os.fsync(stream.fileno())

    def verify(self) -> None:
        """Read every file once. Raises BackupRefusedError."""
        for entry in self.manifest.files:
            self.copy(entry)


@contextmanager
def opened(path: Path, password: str = "") -> Iterator[OpenedBackup]:
    """A 控え with its list. Raises BackupRefusedError, FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(f"控えのファイル {path} がありません。場所を確かめてください。")
    with ExitStack() as stack:
        plain = stack.enter_context(sealing.unsealed(path, password)) if sealing.is_sealed(path) else path
        yield stack.enter_context(_opened(plain))


@contextmanager
def _opened(path: Path) -> Iterator[OpenedBackup]:
    try:
        archive = zipfile.ZipFile(path)
    except (*BROKEN, OSError):
        raise BackupRefusedError(NOT_OPENED.format(name=path.name)) from None
    with archive:
        yield OpenedBackup(archive, _manifest(archive))


def _manifest(archive: zipfile.ZipFile) -> BackupManifest:
    listed = archive.infolist()
    names = [one.filename for one in listed]
    if manifests.NAME not in names:
        raise BackupRefusedError(manifests.NO_BACKUP)
    try:
        with archive.open(manifests.NAME) as stream:
            content = stream.read(MOST_MANIFEST_BYTES)
    except BROKEN:
        raise BackupRefusedError(DAMAGED.format(what="控えの一覧を読めません")) from None
    found = manifests.from_bytes(content)
    told = [entry.path for entry in found.files]
    if len(told) > manifests.MOST_FILES or found.bytes > manifests.MOST_BYTES:
        raise BackupRefusedError(DAMAGED.format(what="中のファイルが多すぎるか、大きすぎます"))
    if sorted([*told, manifests.NAME]) != sorted(names):
        raise BackupRefusedError(DAMAGED.format(what="中のファイルが、控えの一覧と合いません"))
    return found


def check_journal(path: Path) -> int:
    """The version of the tables of a journal that was copied. Raises BackupRefusedError where it is none, or a newer one."""
    try:
        with closing(unfinished_restore.opened_journal(path)) as connection:
            mark = int(connection.execute("pragma application_id").fetchone()[0])
            version = int(connection.execute("pragma user_version").fetchone()[0])
            said = str(connection.execute("pragma quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        mark, version, said = 0, 0, str(error)
    if mark != manifests.JOURNAL_MARK or said != "ok":
        raise BackupRefusedError(DAMAGED.format(what="対応の記録を読めません"))
    if version > manifests.JOURNAL_VERSION:
        raise BackupRefusedError(manifests.NEWER.format(program=f"対応の記録の版 {version}"))
    return version
