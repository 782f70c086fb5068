"""Where a folder lies: on a disk of this PC, on another machine, or where a program copies it to others.

SQLite and DuckDB lose or damage files that two machines touch, so journal, warehouse and received files stay on this PC.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Literal

DriveKind = Literal["local", "network", "sync"]
# GetDriveTypeW of the Windows API
DRIVE_REMOTE = 4
NETWORK_SYSTEMS = {
    *(
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "ncpfs",
        "beegfs",
        "vboxsf",
    ),
    *(
        "davfs",
        "fuse.davfs2",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.smbnetfs",
    ),
}
# Folders by these names are copied to other machines; OneDrive adds the name of the organisation: OneDrive - 北海道.
SYNC_FOLDERS = re.compile(
    r"(onedrive|dropbox|google ?drive|icloud ?drive|box sync|nextcloud|owncloud|synologydrive)( - .*| \(.*\))?"
    r"|my drive|マイドライブ|com~apple~clouddocs"
)
# Where OneDrive says itself that its folder is, whatever its name.
SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
PLACES: dict[DriveKind, str] = {
    "network": "ネットワーク上の場所（{name}）",
    "sync": "ほかの PC と同期するフォルダー（{name}）の中",
}
REFUSED = (
    "{what}（{path}）は、{place}にあるため使えません。ほかの PC や同期のプログラムが同時に触れると、記録が失われたり壊れたりするためです。"
    "ファイルには何もしていません。かさなりのフォルダーを、中身ごとこの PC の中（{example} など）に移して、起動し直してください。"
    "ほかの人に渡すときは、控え（zip）や保存した資料をネットワーク上の場所に置いてください。"
)


@dataclass(frozen=True)
class DriveAnswer:
    """`system`: what the machine calls it: ext4, nfs4, UNC; `name`: the share, mount or folder that decides."""

    kind: DriveKind
    system: str
    name: str


@dataclass(frozen=True)
class DriveReader:
    """How the machine is asked, so that each kind of drive can be tried on any machine."""

    is_windows: bool
    resolved: Callable[[PurePath], str]
    mounts: Callable[[], str]
    drive_type: Callable[[str], int]
    environment: Mapping[str, str]


def this_machine() -> DriveReader:
    return DriveReader(
        is_windows=sys.platform == "win32",
        resolved=lambda path: os.path.realpath(path),
        mounts=_mounts,
        drive_type=_drive_type,
        environment=os.environ,
    )


def drive_of(path: PurePath, reader: DriveReader) -> DriveAnswer:
    """Where a file or folder lies, or would; it need not be there, and nothing in it is touched."""
    resolved = reader.resolved(path)
    found = (
        _windows_drive(str(path), resolved, reader)
        if reader.is_windows
        else _mount(resolved, reader.mounts())
    )
    if found.kind != "local":
        return found
    place = PureWindowsPath(resolved) if reader.is_windows else PurePosixPath(resolved)
    for name in SYNC_VARIABLES:
        folder = reader.environment.get(name, "")
        if folder and place.is_relative_to(folder):
            return DriveAnswer("sync", found.system, PurePath(folder).name)
    named = (
        part for part in place.parts if SYNC_FOLDERS.fullmatch(unicodedata.normalize("NFKC", part).lower())
    )
    sync = next(named, "")
    return DriveAnswer("sync", found.system, sync) if sync else found


def why_any_refused(places: Mapping[str, Path | None]) -> str:
    """The same of several: what → where it is or is to be; None where it is nowhere."""
    return "\n".join(
        said for what, path in places.items() if path is not None and (said := why_refused(what, path))
    )


@lru_cache(maxsize=64)
def why_refused(what: str, path: Path) -> str:
    """Why a file or folder is not used where it lies, in Japanese; "" where it may be. what: 対応の記録 and the like."""
    return refusal(what, path, this_machine())


def refusal(what: str, path: PurePath, reader: DriveReader) -> str:
    found = drive_of(path, reader)
    if found.kind == "local":
        return ""
    example = r"C:\かさなり" if reader.is_windows else "ホームフォルダー"
    return REFUSED.format(
        what=what, path=path, place=PLACES[found.kind].format(name=found.name), example=example
    )


def _windows_drive(asked: str, resolved: str, reader: DriveReader) -> DriveAnswer:
    for text in (asked, resolved):
        drive = PureWindowsPath(text).drive
        bare = drive.removeprefix("\\\\?\\")
        if bare.startswith("UNC\\") or (bare.startswith("\\\\") and not bare.startswith("\\\\.\\")):
            return DriveAnswer("network", "UNC", drive)
        if bare and reader.drive_type(bare + "\\") == DRIVE_REMOTE:
            return DriveAnswer("network", "割り当てたドライブ", bare)
    return DriveAnswer("local", "この PC のドライブ", PureWindowsPath(resolved).drive)


def _mount(resolved: str, mounts: str) -> DriveAnswer:
    """The mount that a path lies in: the longest that it begins with, the last where one lies over another."""
    best = ("", "", "")
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 4:
            continue
        device, point, system = (_unescaped(field) for field in fields[:3])
        if (
            system == "9p" and "aname=drvfs" not in fields[3]
        ):  # the disk of some virtual machines, not a share
            system = "9p (disk)"
        if PurePosixPath(resolved).is_relative_to(point) and len(point) >= len(best[1]):
            best = (device, point, system)
    device, point, system = best
    is_far = system in NETWORK_SYSTEMS or system == "9p"
    return DriveAnswer("network" if is_far else "local", system or "不明", device if is_far else point)


def _unescaped(field: str) -> str:
    r"""A field of /proc/mounts, where a space is \040. What is beyond ASCII stands as it is."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:  # neither Linux nor Windows: only the names of folders tell
        return ""


def _drive_type(root: str) -> int:
    if sys.platform != "win32":
        return 0
    return int(ctypes.windll.kernel32.GetDriveTypeW(root))
