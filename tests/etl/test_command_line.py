"""The command line speaks Japanese, names a Python that can be typed, and answers --json with JSON also when it refuses."""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import __main__, command_line, command_types, publish
from tests.commands import run_main
from tests.etl.raw_copy import run_etl
from tests.etl.survey import received as made

ROOT = Path(__file__).resolve().parents[2]
VALUES = {command_types.year: "2026", command_types.day: "2026-11-30", int: "1"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "次を書いてください: コマンド"),
        (["check"], "次を書いてください: paths, --fiscal-year"),
        (["check", "a", "--fiscal-year", "x"], "--fiscal-year: 「x」は年度として読めません"),
        (["check", "a", "--fiscal-year"], "--fiscal-year の後に値を1つ書いてください"),
        (["demo", "--seed", "two"], "--seed の「two」は整数ではありません"),
        (["build", "--fast"], "「--fast」は使えません"),
        (["bulid"], "コマンド「bulid」は使えません。使えるもの: "),
    ],
)
def test_wrong_usage_is_told_in_japanese_and_exits_with_2(arguments: list[str], said: str) -> None:
    done = run_etl(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.startswith("使い方: python -m etl")
    assert "usage" not in done.stderr
    assert "error" not in done.stderr


def test_a_refused_build_prints_one_json_object_with_the_reason(tmp_path: Path) -> None:
    done = run_etl("build", "--raw", tmp_path, "--curated", tmp_path / "curated", "--json")
    assert done.returncode == 1
    refused = json.loads(done.stdout)
    assert set(refused) == {"error", "findings"}
    assert refused["error"].startswith(f"「{tmp_path / 'SOURCES.csv'}」がありません。")
    assert refused["error"] in done.stderr


def commands_on_raw() -> list[list[str]]:
    """Each command that works on received files, with something for all that it wants."""

    def leaves(parser: argparse.ArgumentParser, given: list[str]) -> Iterator[list[str]]:
        groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        if groups:
            for group in groups:
                for name, command in group.choices.items():
                    yield from leaves(command, [*given, name])
        elif any("--raw" in one.option_strings for one in parser._actions) and not parser.get_default(
            "may_lack_raw"
        ):
            yield [*given, *wanted(parser)]

    def wanted(parser: argparse.ArgumentParser) -> Iterator[str]:
        for action in parser._actions:
            if action.required:
                value = next(iter(action.choices), "") if action.choices else VALUES.get(action.type, "x")
                yield from [*action.option_strings[-1:], value]
        for group in parser._mutually_exclusive_groups:
            if group.required:
                one = group._group_actions[0]
                yield from [one.option_strings[-1], *([] if one.nargs == 0 else ["x"])]

    return list(leaves(__main__._parser(), []))


@pytest.mark.parametrize("command", commands_on_raw(), ids=" ".join)
def test_each_command_says_that_the_folder_of_received_files_is_gone(
    command: list[str], tmp_path: Path
) -> None:
    done = run_main("etl", *command, "--raw", tmp_path / "moved")
    assert done.returncode == 1
    assert done.stderr.startswith("受け取った資料のフォルダ")
    assert "控えから戻して" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_commands_named_in_words_can_be_typed_as_they_stand() -> None:
    said = command_line.to_type("「python -m etl build」を実行してください。")
    assert said == f"「{command_line.python_here()} -m etl build」を実行してください。"


def test_checking_returns_loads_neither_pandas_nor_duckdb_nor_geopandas() -> None:
    script = (
        "import sys; import etl.__main__; from etl.survey import annotate, check, issue, receive; "
        "print({'pandas', 'duckdb', 'geopandas', 'openpyxl'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "set()"


def definitions(path: Path) -> dict[str, str]:
    """The code of each top-level name of a module, but for the name of its parser and where WRONG_USAGE is from."""
    code: dict[str, str] = {}
    text = path.read_text(encoding="utf-8").replace("class DashboardParser(", "class JapaneseParser(")
    for node in ast.parse(text).body:
        names = [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        code |= dict.fromkeys(names, ast.unparse(node).replace("output.WRONG_USAGE", "WRONG_USAGE"))
    return code


def test_the_dashboard_speaks_as_the_pipeline_does() -> None:
    """Neither may import the other, so the Japanese of their parsers stands in both, word for word."""
    ours = definitions(ROOT / "etl" / "command_line.py")
    theirs = definitions(ROOT / "dashboard" / "cli" / "parser.py")
    shared = ours.keys() - {"WRONG_USAGE", "finding_line", "want_disk_of_this_pc"}
    assert {"JapaneseParser", "in_japanese"} <= shared
    assert {name: theirs.get(name) for name in shared} == {name: ours[name] for name in shared}


def officer_types(*arguments: object) -> str:
    """What `python -m etl …` prints in a Python of its own."""
    command = [sys.executable, "-m", "etl", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_add_and_trace_run_as_they_are_typed(raw: Path, built_curated: Path, tmp_path: Path) -> None:
    received = tmp_path / "list.csv"
    received.write_text(
        "団体コード,市町村名,実施状況,実施開始年度\n01639,更別村,実施中,令和6年度\n", encoding="utf-8"
    )
    said = officer_types("add", "status_list", received, "--raw", raw, "--as-of", "2024-04-01")
    assert "として登録しました（1行）" in said
    found = json.loads(officer_types("trace", "--municipality", "鷹栖", "--curated", built_curated, "--json"))
    assert found["municipality_code"] == "01452"


def test_receive_with_build_publishes_what_it_has_just_received(raw: Path, tmp_path: Path) -> None:
    sent = made.hand_in(tmp_path, made.TAKASU)
    given = ["--fiscal-year", "2023", "--raw", raw, "--curated", tmp_path / "curated"]
    done = run_etl("receive", sent, *given, "--build", "--json")
    told = json.loads(done.stdout)
    assert (told["loaded"], told["build"]["returns"]) == (
        1,
        {"received": 1, "loaded": 1, "quarantined": 0, "held": 0},
    )
    assert publish.current(tmp_path / "curated").is_file()
