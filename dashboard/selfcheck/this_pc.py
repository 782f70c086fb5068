"""Versions, folders, disk, drive and clock of this PC."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
import ssl
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from dashboard import clock
from dashboard.selfcheck.report import CheckLine, CheckSection, CheckState
from machine import drives

PARTS = ("duckdb", "pandas", "numpy", "pyogrio", "python-calamine", "dash", "waitress", "lxml", "python-pptx")
LITTLE_MB, TOO_LITTLE_MB = 2000, 200
# Windows opens no longer paths without a setting of the IT section; the longest name below a folder of ours has 150.
LONG_PATH = 100
DRIVE_KINDS: dict[drives.DriveKind, str] = {
    "local": "この PC のディスク",
    "network": "ネットワーク上の場所",
    "sync": "同期するフォルダー",
}


def versions() -> CheckSection:
    """Of the program, of what carries it, and of the parts that matter."""
    lines = [
        CheckLine("かさなり", version_of("kasanari")),
        CheckLine("OS", f"{platform.platform()}（{platform.machine()}）"),
        CheckLine("Python", f"{platform.python_version()}（{sys.executable}）"),
        CheckLine("OpenSSL", ssl.OPENSSL_VERSION),
        CheckLine("部品", "、".join(f"{name} {version_of(name)}" for name in PARTS)),
    ]
    return CheckSection("版", tuple(lines))


def version_of(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "不明"


def places(of: Mapping[str, Path | None]) -> CheckSection:
    """Each folder or file that the program was started with: where it is, on what drive, and how much is free there."""
    lines = []
    for what, path in of.items():
        if path is not None:
            lines += _place(what, path.resolve())
    return CheckSection("フォルダーとディスク", tuple(lines))


def _place(what: str, path: Path) -> list[CheckLine]:
    text = str(path)
    signs = [
        word for word, pattern in (("日本語", r"[^\x00-\x7f]"), ("空白", r"\s")) if re.search(pattern, text)
    ]
    is_long = sys.platform == "win32" and len(text) > LONG_PATH
    said = f"{text}（{'と'.join(signs)}を含む。使えます）" if signs else text
    where = CheckLine(
        what,
        said if path.exists() else f"{said}（まだない）",
        "look" if is_long else "fine",
        "フォルダーの名前が長すぎます。C:\\かさなり のような短い場所に移してください。" if is_long else "",
    )
    drive = drives.drive_of(path, drives.this_machine())
    refused = drives.why_refused(what, path)
    kind = f"{DRIVE_KINDS[drive.kind]}（{drive.system}、{drive.name}）"
    return [
        where,
        CheckLine(f"{what}のドライブ", kind, "bad" if refused else "fine", refused),
        _free(what, path),
    ]


def _free(what: str, path: Path) -> CheckLine:
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    free = shutil.disk_usage(there).free // 10**6
    state: CheckState = "bad" if free < TOO_LITTLE_MB else "look" if free < LITTLE_MB else "fine"
    way = "" if state == "fine" else "要らないファイルを消すか、空きの多いディスクに移してください。"
    return CheckLine(f"{what}のディスクの空き", f"{free:,} MB", state, way)


def time(newest: datetime | None) -> CheckSection:
    """The clock, held against what was written last: a clock that was set back gives records the wrong day."""
    now = clock.now()
    is_behind = newest is not None and now < newest
    said = f"{now:%Y-%m-%d %H:%M}（日本時間。PC の時間帯 {now.astimezone().tzname()}）"
    way = (
        f"最後に書かれたデータ（{newest:%Y-%m-%d %H:%M}）より前です。PC の時計を合わせてください。"
        if is_behind
        else ""
    )
    return CheckSection("時計", (CheckLine("いまの時刻", said, "bad" if is_behind else "fine", way),))
