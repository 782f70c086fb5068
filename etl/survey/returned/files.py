"""The contents of the files, folders and zips handed over: one entry per file, with skipped files reported."""

from __future__ import annotations

import re
import struct
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from etl.findings import Finding
from etl.readers import guard, package, zip_parts
from etl.readers.refusal import RefusedError

MAX_ARCHIVE_BYTES = 100 * 2**20
MAX_UNZIPPED_BYTES = 500 * 2**20
MAX_FILES = 20_000
UTF8_FLAG, LOCKED_FLAG = 0x800, 0x1
# Left by Windows, macOS and Excel; nobody answers in them.
JUNK = re.compile(
    r"(?i)thumbs\.db|desktop\.ini|\.ds_store|~\$.*|\._.*|\.~lock\..*#|__macosx|register\.(csv|lock)"
)
JUNK_MESSAGE = "パソコンやExcelが自動で作るファイルです。回答ではないので読んでいません。"


@dataclass(frozen=True)
class IncomingFile:
    """One file to be read. `name` is shown to people; `archive` is the zip that it came in, if any.

    `changed`: when it was last changed, as far as the folder or zip tells (seconds).
    """

    path: Path
    name: str
    original_name: str
    archive: str = ""
    changed: float = 0.0


@dataclass
class CollectedFiles:
    """`passed_over`: files that were not even opened, each with the reason."""

    files: list[IncomingFile] = field(default_factory=list)
    passed_over: list[tuple[IncomingFile, Finding]] = field(default_factory=list)
    unzipped: int = 0
    unpacked: int = 0


def collect(paths: Sequence[Path], scratch: Path) -> CollectedFiles:
    """Every file in `paths` (files, folders, zips, zips within zips once). Zips are unpacked into `scratch`.

    Raises FileNotFoundError for a path that does not exist.
    """
    collected = CollectedFiles()
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file():
                    _add(collected, inner, inner.relative_to(path).as_posix(), scratch)
        elif path.is_file():
            _add(collected, path, path.name, scratch)
        else:
            raise FileNotFoundError(f"「{path}」が見つかりません。場所と名前を確かめてください。")
    return collected


def _add(collected: CollectedFiles, path: Path, name: str, scratch: Path) -> None:
    incoming = IncomingFile(path, _readable(name), _readable(path.name), "", path.stat().st_mtime)
    _take(collected, incoming, scratch, may_nest=True)


def _readable(name: str) -> str:
    """A name as people read it: one that this PC holds as bytes of Windows (cp932) is decoded."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp932", "replace")
    return unicodedata.normalize("NFC", text)


def _take(collected: CollectedFiles, incoming: IncomingFile, scratch: Path, *, may_nest: bool) -> None:
    if any(JUNK.fullmatch(part) for part in PurePosixPath(incoming.name).parts):
        _pass_over(collected, incoming, Finding("info", "FILE-JUNK", JUNK_MESSAGE))
    elif len(collected.files) >= MAX_FILES:
        message = (
            f"ファイルが{MAX_FILES:,}件を超えたので、ここから先は読んでいません。分けて受け取ってください。"
        )
        _pass_over(collected, incoming, Finding("error", "FILE-TOO-MANY", message))
    elif incoming.original_name.lower().endswith(".zip") and _begins_as_zip(incoming.path):
        _unzip(collected, incoming, scratch, may_nest=may_nest)
    else:
        collected.files.append(incoming)


def _pass_over(collected: CollectedFiles, incoming: IncomingFile, finding: Finding) -> None:
    collected.passed_over.append((incoming, finding.located(file=incoming.name)))


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == guard.ZIP_MAGIC


def _unzip(collected: CollectedFiles, incoming: IncomingFile, scratch: Path, *, may_nest: bool) -> None:
    if not may_nest:
        message = "zipの中のzipの中に、さらにzipがあります。展開してから受け取ってください。"
        return _pass_over(collected, incoming, Finding("error", "ZIP-NESTED", message))
    try:
        if incoming.path.stat().st_size > MAX_ARCHIVE_BYTES:
            message = f"zipが{MAX_ARCHIVE_BYTES // 2**20}MBを超えています。分けて受け取ってください。"
            raise RefusedError("FILE-TOO-LARGE", message)
        content = incoming.path.read_bytes()
        entries = [entry for entry in zip_parts.open_archive(content).infolist() if not entry.is_dir()]
        if package.is_workbook(entry.filename for entry in entries):
            return collected.files.append(incoming)  # a workbook in a wrong name: the guard says so
    except RefusedError as refusal:
        return _pass_over(collected, incoming, refusal.finding)
    if not entries:
        message = "中身のないzipです。送り主に、もう一度送ってもらってください。"
        return _pass_over(collected, incoming, Finding("error", "FILE-EMPTY", message))
    for inner, reason in _entries(collected, incoming, content, entries, scratch):
        if reason is not None:
            _pass_over(collected, inner, reason)
        else:
            _take(collected, inner, scratch, may_nest=incoming.archive == "")
    return None


def _entries(
    collected: CollectedFiles,
    incoming: IncomingFile,
    content: bytes,
    entries: list[zipfile.ZipInfo],
    scratch: Path,
) -> Iterator[tuple[IncomingFile, Finding | None]]:
    """Each entry as a file in `scratch`, or why it could not be unpacked."""
    archive = f"{incoming.archive}/{incoming.original_name}" if incoming.archive else incoming.original_name
    for entry in entries:
        inner_name = entry_name(entry)
        base = PurePosixPath(inner_name).name or "無題"
        suffix = PurePosixPath(base).suffix
        collected.unpacked += 1
        kept = suffix if re.fullmatch(r"[.][A-Za-z0-9]{1,9}", suffix) else ""
        target = scratch / f"{collected.unpacked:06d}{kept}"
        inner = IncomingFile(target, f"{incoming.name}/{inner_name}", base, archive, _changed(entry))
        if any(JUNK.fullmatch(part) for part in PurePosixPath(inner_name).parts):
            yield inner, Finding("info", "FILE-JUNK", JUNK_MESSAGE)
            continue
        problem = _unpack(collected, content, entry, target)
        yield inner, problem
        if problem is not None and problem.rule == "FILE-TOO-LARGE":
            return


def _unpack(
    collected: CollectedFiles, content: bytes, entry: zipfile.ZipInfo, target: Path
) -> Finding | None:
    if entry.flag_bits & LOCKED_FLAG:
        message = "パスワード付きのzipです。パスワードを外したものか、展開したファイルを受け取ってください。"
        return Finding("error", "FILE-ENCRYPTED", message)
    budget = min(guard.MAX_FILE_BYTES, MAX_UNZIPPED_BYTES - collected.unzipped)
    try:
        size, part = zip_parts.inflate_part(content, entry, budget, keep=True)
    except (zlib.error, struct.error, IndexError, ValueError) as problem:
        return Finding("error", "FILE-BROKEN", zip_parts.BROKEN, value=str(problem)[:200])
    if part is None or size > budget:
        message = (
            "展開すると大きすぎるため、zipのここから先は読んでいません。"
            "心当たりのない送り主なら開かないでください。そうでなければ、展開して分けて受け取ってください。"
        )
        return Finding("error", "FILE-TOO-LARGE", message)
    collected.unzipped += size
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(part)
    return None


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry as its sender saw it, with / and without .. : UTF-8, or cp932 as Windows writes it."""
    name = entry.orig_filename
    if not entry.flag_bits & UTF8_FLAG:
        raw = name.encode("cp437", "replace")
        for encoding in ("ascii", "utf-8", "cp932"):
            try:
                name = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            break
    parts = re.split(r"[/\\]", unicodedata.normalize("NFC", name).replace("\x00", ""))
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _changed(entry: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*entry.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0
