"""MANIFEST.json of a 控え: what it holds with hashes, when and by what it was made."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import PurePosixPath

from etl.refusal import Refusal
from etl.unfinished_restore import READY_BASKETS, READY_JOURNAL, READY_RAW

NAME = "MANIFEST.json"
KIND, FORMAT = "kasanari-backup", 1
# Of a journal, as dashboard/journal/schema.py has them: the mark of its file, the newest version that is known.
JOURNAL_MARK, JOURNAL_VERSION = 0x4B41534E, 3
MOST_FILES, MOST_BYTES = 100_000, 8 * 2**30
SHA256 = re.compile(r"[0-9a-f]{64}")
REFUSED_IN_NAMES = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f\ud800-\udfff]')
NO_BACKUP = "かさなりの控えではありません。「かさなり控え_」で始まる名前の zip を選んでください。"
DAMAGED = "控えが壊れています（{what}）。何も変えていません。もう一度写すか、別の日の控えを選んでください。"
NEWER = (
    "この控えは、新しい版のかさなり（{program}）で作られています。何も変えていません。"
    "新しい版のかさなりを入れてから戻してください。"
)


class BackupRefusedError(Refusal):
    """There is no 控え to make or to put back; nothing was changed, and the message says why in Japanese."""


@dataclass(frozen=True)
class BackupEntry:
    """One file: its path in the zip, its length and its SHA-256."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class BackupManifest:
    """`made_at`: in Japan; `program`: the version that made it; `journal_version`: of its tables, 0 where there is none."""

    made_at: datetime
    program: str
    journal_version: int
    is_synthetic: bool
    files: tuple[BackupEntry, ...]

    @property
    def bytes(self) -> int:
        return sum(entry.bytes for entry in self.files)

    def below(self, folder: str) -> list[str]:
        """The names of the files of a folder of the zip, without it."""
        start = f"{folder}/"
        return [entry.path.removeprefix(start) for entry in self.files if entry.path.startswith(start)]


def program_version() -> str:
    return version("kasanari")


def as_bytes(manifest: BackupManifest) -> bytes:
    said = {"kind": KIND, "format": FORMAT, **asdict(manifest), "made_at": manifest.made_at.isoformat()}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def from_bytes(content: bytes) -> BackupManifest:
    """What a 控え says of itself, checked. Raises BackupRefusedError: no 控え, of a newer version, or damaged."""
    try:
        said = json.loads(content)
        kind, its_format, program = said["kind"], int(said["format"]), str(said["program"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BackupRefusedError(NO_BACKUP) from None
    if kind != KIND:
        raise BackupRefusedError(NO_BACKUP)
    try:
        journal_version = int(said["journal_version"])
        is_newer = _numbers(program) > _numbers(program_version())
        if is_newer or its_format > FORMAT or journal_version > JOURNAL_VERSION:
            raise BackupRefusedError(NEWER.format(program=program[:20]))
        return BackupManifest(
            datetime.fromisoformat(said["made_at"]),
            program,
            journal_version,
            bool(said["is_synthetic"]),
            tuple(_entry(one) for one in said["files"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError):
        raise BackupRefusedError(DAMAGED.format(what="控えの一覧を読めません")) from None


def _numbers(program: str) -> tuple[int, ...]:
    """0.2.0 → (0, 2, 0). Raises ValueError."""
    return tuple(int(part) for part in program.split("."))


def _entry(said: dict[str, object]) -> BackupEntry:
    entry = BackupEntry(str(said["path"]), int(str(said["bytes"])), str(said["sha256"]))
    if entry.bytes < 0 or not SHA256.fullmatch(entry.sha256) or not is_safe(entry.path):
        raise BackupRefusedError(
            DAMAGED.format(what=f"「{entry.path[:80]}」という名前は、控えにあるはずのないものです")
        )
    return entry


def is_safe(path: str) -> bool:
    """Whether a path lies in one of the places of a 控え, and can be written on every system."""
    place = PurePosixPath(path)
    return (
        place.as_posix() == path
        and ".." not in place.parts
        and not REFUSED_IN_NAMES.search(path)
        and (path == READY_JOURNAL or path.startswith((f"{READY_RAW}/", f"{READY_BASKETS}/")))
    )
