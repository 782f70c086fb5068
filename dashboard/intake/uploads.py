"""Files from a browser into a private folder: names made harmless, zip files unpacked within limits."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO

from dashboard.clock import JST

MEGABYTE = 2**20
MOST_UPLOAD_BYTES = 200 * MEGABYTE
MOST_FILE_BYTES = 50 * MEGABYTE
MOST_WHOLE_BYTES = 1_000 * MEGABYTE
MOST_UNPACKED_BYTES = 500 * MEGABYTE
MOST_FILES = 4_000
LONGEST_NAME = 100
LONGEST_NAME_BYTES = 200
CHUNK = MEGABYTE
MOST_HEAD_BYTES = 64 * 1024
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
NOT_RETURNS = re.compile(r"(^|/)(__MACOSX/|\.[^./]|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
UTF8_NAME = 0x800
SHAPES = (".shp", ".geojson", ".topojson")
DIRECTORY_ENTRY = b"PK\x01\x02"
MOST_DIRECTORY_ENTRIES = 200_000
# What zipfile raises for files that are broken or of a kind that it does not know.
BROKEN = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error)


@dataclass(frozen=True)
class StoredFile:
    """One file in our folder: `name` is ours, `sender_name` is what the sender called it (with its zip file).

    `dated`: the day that a zip or a mail says of it, None where nothing does.
    """

    name: str
    sender_name: str
    size: int
    dated: date | None = None


@dataclass(frozen=True)
class RejectedFile:
    """A file that was not even stored in the folder, and why in Japanese."""

    sender_name: str
    reason: str


@dataclass
class UploadFolder:
    """A private folder, the names in it, and how many bytes may still be unpacked into it."""

    path: Path
    names: set[str] = field(default_factory=set)
    bytes_left: int = MOST_UNPACKED_BYTES

    def path_for(self, shown: str) -> Path:
        """Where a file goes: a safe name that no other file here has, also where case is ignored."""
        name = safe_name(shown)
        stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
        number = 1
        while name.casefold() in self.names:
            number += 1
            name = f"{stem} ({number}){dot}{ending}"
        self.names.add(name.casefold())
        return self.path / name


def safe_name(shown: str) -> str:
    """A file name without folders, control characters and reserved words; readable as the sender's own.

    Never empty, never hidden, short enough for any file system.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", shown))[-1]
    name = UNSAFE.sub("_", last).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 5:
        stem, dot, ending = name, "", ""
    stem = stem[:LONGEST_NAME]
    while len(stem.encode("utf-8")) > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    name = f"{stem.strip(' .') or 'file'}{dot}{ending}"
    return f"_{name}" if RESERVED.match(name) or name.startswith("-") else name


def store_upload(
    stream: IO[bytes],
    shown: str,
    folder: UploadFolder,
    changed: float | None = None,
    *,
    keeps_shapes: bool = False,
) -> Iterator[StoredFile | RejectedFile]:
    """Put one uploaded file, or what a zip file holds, into the folder.

    changed: when the sender last changed it (seconds): of two returns of one town the later one counts.
    keeps_shapes: a zip of a map stays one file, for its parts belong together.
    """
    target = folder.path_for(shown)
    size = _copy(stream, target, MOST_UPLOAD_BYTES)
    if size and is_archive(target) and not (keeps_shapes and holds_shapes(target)):
        yield from _unpack(target, shown, folder)
        target.unlink()
        return
    _set_changed(target, changed)
    yield _stored_or_rejected(target, shown, size, _mailed_on(target) if size else None)


def store_whole(
    stream: IO[bytes], shown: str, folder: UploadFolder, _changed: float | None = None
) -> Iterator[StoredFile | RejectedFile]:
    """Put one large file into the folder as it is; a zip whose list would fill the memory is turned away."""
    target = folder.path_for(shown)
    size = _copy(stream, target, MOST_WHOLE_BYTES)
    if size and _directory_entries(target) <= MOST_DIRECTORY_ENTRIES:
        yield StoredFile(target.name, shown, size)
        return
    target.unlink()
    if size == 0:
        yield RejectedFile(shown, "中身が空のファイルです。もう一度写してください。")
    else:
        yield RejectedFile(
            shown,
            f"大きすぎるか、中のファイルが多すぎます（上限 {MOST_WHOLE_BYTES // MEGABYTE:,} MB、"
            f"{MOST_DIRECTORY_ENTRIES:,}ファイル）。",
        )


def is_archive(path: Path) -> bool:
    """A zip of files, not one of the workbooks that are zip files inside."""
    with path.open("rb") as file:
        if file.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
            return False
    return path.suffix.lower() == ".zip"


def holds_shapes(archive: Path) -> bool:
    """Whether a zip holds a layer of a map."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return any(name.lower().endswith(SHAPES) for name in opened.namelist()[:MOST_FILES])
    except BROKEN:
        return False


def _mailed_on(path: Path) -> date | None:
    """The day in Japan on which a saved mail (.eml) was sent, by its head alone."""
    if path.suffix.lower() != ".eml":
        return None
    with path.open("rb") as stream:
        head = BytesHeaderParser().parsebytes(stream.read(MOST_HEAD_BYTES))
    try:
        moment = parsedate_to_datetime(str(head["Date"]))
    except ValueError:
        return None
    return moment.astimezone(JST).date()


def _stored_or_rejected(
    target: Path, shown: str, size: int | None, dated: date | None = None
) -> StoredFile | RejectedFile:
    """What to say of a file that was written; one that is turned away is gone."""
    if size and size <= MOST_FILE_BYTES:
        return StoredFile(target.name, shown, size, dated)
    target.unlink()
    if size == 0:
        return RejectedFile(shown, "中身が空のファイルです。送り直してもらってください。")
    return RejectedFile(shown, f"1つのファイルとして大きすぎます（上限 {MOST_FILE_BYTES // MEGABYTE} MB）。")


def _unpack(archive: Path, shown: str, folder: UploadFolder) -> Iterator[StoredFile | RejectedFile]:
    """The files of a zip, each within its limit, all within theirs; folders of the zip are not made."""
    try:
        if _directory_entries(archive) > MOST_DIRECTORY_ENTRIES:
            yield RejectedFile(shown, f"zip の中のファイルが多すぎます（上限 {MOST_FILES:,}）。")
            return
        with zipfile.ZipFile(archive) as opened:
            members = [entry for entry in opened.infolist() if not entry.is_dir()]
            if len(members) > MOST_FILES:
                yield RejectedFile(
                    shown, f"zip の中のファイルが多すぎます（{len(members):,}。上限 {MOST_FILES:,}）。"
                )
                return
            if not members:
                yield RejectedFile(shown, "zip の中にファイルがありません。")
            for entry in members:
                inner = _entry_name(entry)
                if not NOT_RETURNS.search(inner):
                    yield _member(opened, entry, f"{shown}／{inner}", inner, folder)
    except BROKEN as error:
        yield RejectedFile(shown, f"zip を開けません。壊れていないか確かめてください（{error}）。")


def _member(
    opened: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str, inner: str, folder: UploadFolder
) -> StoredFile | RejectedFile:
    if entry.flag_bits & 0x1:
        return RejectedFile(shown, "パスワードのかかった zip です。パスワードを外して入れ直してください。")
    most = min(MOST_FILE_BYTES, folder.bytes_left)
    target = folder.path_for(inner)
    try:
        with opened.open(entry) as stream:
            size = _copy(stream, target, most)
    except BROKEN as error:
        target.unlink(missing_ok=True)
        return RejectedFile(shown, f"zip の中のこのファイルは壊れていて取り出せません（{error}）。")
    changed = _changed(entry)
    _set_changed(target, changed)
    folder.bytes_left -= most if size is None else size
    if size is None and most < MOST_FILE_BYTES:
        target.unlink()
        whole = MOST_UNPACKED_BYTES // MEGABYTE
        return RejectedFile(shown, f"zip を展開した大きさの合計が上限（{whole} MB）を超えました。")
    dated = datetime.fromtimestamp(changed, JST).date() if changed is not None else None
    return _stored_or_rejected(target, shown, size, _mailed_on(target) or dated)


def _changed(entry: zipfile.ZipInfo) -> float | None:
    """When a file in a zip was last changed; none where the zip says an impossible day."""
    try:
        return datetime(*entry.date_time, tzinfo=JST).timestamp()
    except ValueError:
        return None


def _set_changed(target: Path, changed: float | None) -> None:
    if changed is not None:
        os.utime(target, (changed, changed))


def _directory_entries(archive: Path) -> int:
    """At least the number of files that the zip lists, found without reading the list into memory."""
    entries, tail = 0, b""
    with archive.open("rb") as file:
        while chunk := file.read(CHUNK):
            block = tail + chunk
            entries += block.count(DIRECTORY_ENTRY)
            tail = block[-3:]
    return entries


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name in a zip as written on Windows in Japan: cp932 where it does not say UTF-8."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _copy(stream: IO[bytes], target: Path, most: int) -> int | None:
    """Bytes written; None where there are more than `most` (the rest is not read)."""
    size = 0
    with target.open("xb") as out:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                return None
            out.write(chunk)
    return size


def copy_chosen(folder: Path, names: list[str], out: Path) -> None:
    """A folder with the chosen files alone."""
    out.mkdir()
    for name in names:
        shutil.copy2(folder / name, out / name)
