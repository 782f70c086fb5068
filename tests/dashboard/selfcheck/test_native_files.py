"""Native files are held against the list that came with them, and what cannot be loaded is named with its package."""

import csv
import hashlib
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import numpy as np
import pytest

from dashboard import clock
from dashboard.selfcheck import native_files, report, startup
from dashboard.selfcheck.report import CheckSection
from tests.commands import run_main

POLICY = "DLL load failed while importing _duckdb: アプリケーション制御ポリシーによってこのファイルがブロックされました。"


def folder(home: Path) -> Path:
    """An app with three native files beside it, and their list."""
    app = home / "app"
    (home / "site" / "duckdb").mkdir(parents=True)
    app.mkdir()
    rows = []
    for name in ("a.pyd", "b.dll", "duckdb/_duckdb.pyd"):
        content = name.encode()
        (home / "site" / name).write_bytes(content)
        rows.append((f"site/{name}", hashlib.sha256(content).hexdigest(), "duckdb", "2.0.0", "MIT"))
    with (home / native_files.LIST).open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([native_files.COLUMNS, *rows])
    return app


def said(section: CheckSection) -> str:
    return "\n".join(f"{line.state} {line.label} {line.said}" for line in section.lines)


def test_a_folder_as_it_was_handed_out_agrees_with_its_list(tmp_path: Path) -> None:
    assert said(native_files.compared(folder(tmp_path))) == "fine 一覧のとおりのもの 3 / 3ファイル"


def test_a_missing_a_changed_and_an_added_file_are_named(tmp_path: Path) -> None:
    app = folder(tmp_path)
    (tmp_path / "site" / "a.pyd").unlink()
    (tmp_path / "site" / "b.dll").write_bytes(b"other")
    (tmp_path / "site" / "c.dll").write_bytes(b"new")
    lines = said(native_files.compared(app)).splitlines()
    assert lines[0] == "fine 一覧のとおりのもの 1 / 3ファイル"
    assert [line.partition("（")[0] for line in lines[1:]] == [
        "bad ない site/a.pyd",
        "bad 中身が違う site/b.dll",
        "look 一覧にないもの site/c.dll",
    ]


def test_a_list_of_other_columns_is_told(tmp_path: Path) -> None:
    app = folder(tmp_path)
    (tmp_path / native_files.LIST).write_text("name,hash\n", encoding="utf-8")
    assert "読めません" in said(native_files.compared(app))


def test_without_a_list_nothing_is_compared_and_that_is_said(tmp_path: Path) -> None:
    assert native_files.compared(tmp_path / "app").lines[0].state == "fine"


def test_what_a_policy_blocks_is_told_with_file_package_hash_and_events() -> None:
    file = str(Path(np.__file__).parent / "__init__.py")
    line = native_files.told(file, "numpy", POLICY)
    assert (line.label, line.state) == ("止められたもの", "bad")
    assert f"__init__.py（numpy {np.__version__}、SHA-256 " in line.said
    assert "3033・3077" in line.way


def test_native_modules_that_load_and_one_that_cannot_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / f"spoiled{EXTENSION_SUFFIXES[-1]}"
    broken.write_bytes(b"no library")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    lines = said(native_files.loaded(modules=["psutil", "spoiled"])).splitlines()
    assert lines[0] == "fine 動いたもの 1個"
    assert lines[1].startswith(f"bad 動かせないもの {broken.name}（spoiled、SHA-256 ")


def test_a_library_that_python_code_opens_is_no_broken_module() -> None:
    assert said(native_files.loaded(modules=["Cryptodome.Util._strxor"])) == "fine 動いたもの 1個"


@pytest.mark.parametrize(("command", "stream"), [(["selfcheck"], "stdout"), ([], "stderr")])
def test_a_blocked_part_is_named_where_the_program_cannot_start(
    command: list[str], stream: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(Path(np.__file__).parent / "_core" / "_multiarray_umath.pyd")
    error = ImportError(POLICY, name="numpy._core._multiarray_umath", path=file)

    class Blocking:
        def find_spec(self, name: str, *_rest: object) -> None:
            if name == "dashboard.cli.main":
                raise error

    monkeypatch.delitem(sys.modules, "dashboard.cli.main", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Blocking(), *sys.meta_path])
    monkeypatch.setattr(startup.native_files, "loaded", lambda: CheckSection("部品を動かせるか", ()))
    done = run_main("dashboard", *command)
    assert done.returncode == 1
    text = getattr(done, stream)
    assert "_multiarray_umath.pyd" in text
    assert "アプリケーション制御（WDAC・AppLocker）" in text
    assert "Traceback" not in text


def test_the_text_names_every_line_with_its_mark() -> None:
    section = CheckSection(
        "版", (report.CheckLine("OS", "x"), report.CheckLine("空き", "1 MB", "bad", "消す"))
    )
    text = report.as_text([section], clock.now())
    assert "○ OS: x\n× 空き: 1 MB\n　→ 消す\n" in text
    assert report.worst([section]) == "bad"
