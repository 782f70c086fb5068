"""What is no 控え of ours is refused before anything is touched, and so is what cannot be kept in one."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl import unfinished_restore
from etl.backup import manifest, restoring
from etl.backup.manifest import BackupRefusedError
from tests.etl.backup.office import MOMENT, made, other, put_back, usual


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a 控え whose parts were changed."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    copy = file.with_name(f"copy_{file.name}")
    with zipfile.ZipFile(copy, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return copy


def told(parts: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> None:
    """Change what a 控え says of itself."""
    said = json.loads(parts[manifest.NAME])
    change(said)
    parts[manifest.NAME] = json.dumps(said).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda parts: parts.update({"raw/status/a.csv": b"forged"}), "控えたときと違います"),
        (lambda parts: parts.pop("raw/status/a.csv"), "一覧と合いません"),
        (lambda parts: parts.update({"raw/more.csv": b"x"}), "一覧と合いません"),
        (lambda parts: parts.pop(manifest.NAME), "かさなりの控えではありません"),
        (lambda parts: parts.update({manifest.NAME: b"[]"}), "かさなりの控えではありません"),
        (lambda parts: told(parts, lambda said: said.update(format=99)), "新しい版のかさなり"),
        (lambda parts: told(parts, lambda said: said.update(program="99.0.0")), "新しい版のかさなり"),
        (lambda parts: told(parts, lambda said: said.update(journal_version=99)), "新しい版のかさなり"),
        (lambda parts: told(parts, lambda said: said["files"][0].update(bytes=10**15)), "大きすぎます"),
        (lambda parts: told(parts, lambda said: said["files"][0].update(path="../evil")), "あるはずのない"),
        (
            lambda parts: told(parts, lambda said: said["files"][0].update(path="raw/../../e")),
            "あるはずのない",
        ),
        (lambda parts: told(parts, lambda said: said["files"][0].update(path="raw/C:\\e")), "あるはずのない"),
        (lambda parts: told(parts, lambda said: said["files"][0].update(path="/etc/evil")), "あるはずのない"),
    ],
)
def test_what_is_damaged_foreign_or_newer_is_refused_before_anything_is_touched(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], words: str
) -> None:
    busy = other(tmp_path / "b")
    before = busy.state()
    file = rewritten(made(usual(tmp_path / "a"), tmp_path), change)
    for act in (restoring.look_into, lambda *places: restoring.restore(*places, MOMENT)):
        with pytest.raises(BackupRefusedError, match=words):
            act(file, busy.raw, busy.journal)
    assert busy.state() == before
    assert not (busy.raw / unfinished_restore.FOLDER).exists()


@pytest.mark.parametrize("length", [0, 100, -30])
def test_what_is_no_zip_or_only_a_part_of_one_is_refused(tmp_path: Path, length: int) -> None:
    busy = other(tmp_path / "b")
    file = made(usual(tmp_path / "a"), tmp_path)
    file.write_bytes(file.read_bytes()[:length])
    with pytest.raises(BackupRefusedError, match="zip として開けません"):
        put_back(file, busy)


def test_a_journal_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    with contextlib.closing(sqlite3.connect(office.journal)) as connection:
        connection.execute("pragma application_id = 7")
    with pytest.raises(BackupRefusedError, match="対応の記録"):
        made(office, tmp_path)


def test_a_link_among_the_received_files_is_told(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    (office.raw / "link.csv").symlink_to(office.raw / "SOURCES.csv")
    with pytest.raises(BackupRefusedError, match="リンク"):
        made(office, tmp_path)


@pytest.mark.parametrize("name", ["a:b.csv", "a\\b.csv", "a\n.csv", "\udc82.csv"])
def test_a_name_that_no_other_pc_can_have_is_told(tmp_path: Path, name: str) -> None:
    office = usual(tmp_path / "a")
    (office.raw / name).write_bytes(b"")
    with pytest.raises(BackupRefusedError, match="ほかの PC で使えない文字"):
        made(office, tmp_path)
