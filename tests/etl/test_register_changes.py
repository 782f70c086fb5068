"""What is registered can be taken back, put in again and put right; nothing is lost or half, whoever writes and whenever it dies."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import publish, register_changes, sources
from etl.add import AddRefusedError
from tests.etl.raw_copy import ROOT, build_json, copy_raw, run_etl
from tests.killing import run_until

HEAD = "団体コード,市町村名,実施状況,実施開始年度"
FIGURES = "code,figure_code,reference_date,value,unit,source"
# Tables that tell of the register itself, not of facts.
OF_THE_REGISTER = {"core_withdrawn_file", "core_finding"}
MOMENTS = 10


def status_list(folder: Path, name: str = "R6名簿.csv", line: str = "01639,更別村,実施中,令和6年度") -> Path:
    path = folder / name
    path.write_text(f"{HEAD}\n{line}\n", encoding="utf-8")
    return path


def add_list(raw: Path, path: Path, *more: object) -> str:
    done = run_etl(
        *("add", "status_list", path, "--raw", raw, "--as-of", "2024-04-01", "--received-on", "2024-05-10"),
        *("--coverage", "partial", "--json", *more),
    )
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["file"])


def rows(raw: Path) -> dict[str, dict[str, str]]:
    return {row["file"]: row for row in sources.read_rows(raw)}


def export(curated: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of facts in a fixed order."""
    with publish.connect(curated) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {name: table_rows(connection, name) for name in names if name not in OF_THE_REGISTER}


def table_rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
    kept = [f'"{column}"' for column in columns if column != "input_hash"]
    return connection.execute(f"select {', '.join(kept)} from {name} order by all").fetchall()


def test_what_is_registered_and_taken_back_leaves_the_warehouse_as_it_was(raw: Path, tmp_path: Path) -> None:
    build_json(raw, tmp_path / "before")
    figures = tmp_path / "住基.csv"
    figures.write_text(
        f"{FIGURES}\n01668,population_jumin,2026-01-01,6897,人,住民基本台帳\n", encoding="utf-8"
    )
    files = [
        add_list(raw, status_list(tmp_path)),
        json.loads(run_etl("add", "figures", figures, "--raw", raw, "--json").stdout)["file"],
    ]
    build_json(raw, tmp_path / "with")
    assert export(tmp_path / "with") != export(tmp_path / "before")
    for file in files:
        done = run_etl("withdraw", file, "--raw", raw, "--reason", "別の表だった", "--by", "佐藤")
        assert done.returncode == 0, done.stderr
    build_json(raw, tmp_path / "after")
    assert export(tmp_path / "after") == export(tmp_path / "before")
    assert all((raw / file).is_file() for file in files)
    report = (tmp_path / "after" / "LOAD_REPORT.md").read_text(encoding="utf-8")
    assert "## 登録を取り消した資料" in report
    assert "別の表だった" in report
    assert "登録を取り消したので、読んでいません" in report
    for file in files:
        assert run_etl("restore", file, "--raw", raw).returncode == 0
    build_json(raw, tmp_path / "again")
    noted = {"core_file"}  # its note tells of the withdrawal
    again, once = export(tmp_path / "again"), export(tmp_path / "with")
    assert {k: v for k, v in again.items() if k not in noted} == {
        k: v for k, v in once.items() if k not in noted
    }


def test_a_build_as_of_the_day_before_the_withdrawal_still_reads_the_file(raw: Path, tmp_path: Path) -> None:
    file = add_list(raw, status_list(tmp_path))
    on = ("--on", "2024-06-01")
    assert run_etl("withdraw", file, "--raw", raw, "--reason", "誤り", *on).returncode == 0

    def known(day: str) -> int:
        build_json(raw, tmp_path / day, "--as-of", day)
        with publish.connect(tmp_path / day) as connection:
            asked = "select count(*) from core_status join core_source using (source_id) where file = ?"
            return int(connection.execute(asked, [file]).fetchall()[0][0])

    assert known("2024-05-31") == 1
    assert known("2024-06-01") == 0


def test_the_same_bytes_once_more_come_back_under_the_place_they_had(raw: Path, tmp_path: Path) -> None:
    path = status_list(tmp_path)
    file = add_list(raw, path)
    assert run_etl("withdraw", file, "--raw", raw, "--reason", "誤り").returncode == 0
    assert add_list(raw, path) == file
    assert rows(raw)[file]["withdrawn_on"] == ""
    assert "誤り" in rows(raw)[file]["note"]


def test_day_coverage_title_and_receipt_are_put_right_with_a_reason(raw: Path, tmp_path: Path) -> None:
    file = add_list(raw, status_list(tmp_path))
    done = run_etl(
        *("amend-source", file, "--raw", raw, "--as-of", "2024-05-01", "--coverage", "implementers"),
        *("--title", "R6の名簿", "--received-on", "2024-05-11", "--reason", "日付の打ち誤り", "--by", "佐藤"),
    )
    assert done.returncode == 0, done.stderr
    row = rows(raw)[file]
    assert (row["as_of"], row["coverage"], row["title"]) == ("2024-05-01", "implementers", "R6の名簿")
    assert row["received_on"] == row["known_on"] == "2024-05-11"
    assert "時点を「2024-04-01」から「2024-05-01」に" in row["note"]
    assert "日付の打ち誤り、佐藤" in row["note"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("withdraw", "{file}", "--reason", " "), "理由を書いてください"),
        (("withdraw", "nowhere.csv", "--reason", "誤り"), "台帳に登録されていません"),
        (("withdraw", "reference/municipalities.csv", "--reason", "誤り"), "本システムが使う資料"),
        (("withdraw", "corrections/corrections.csv", "--reason", "誤り"), "本システムが使う資料"),
        (("withdraw", "{file}", "--reason", "誤り", "--on", "2024-05-01"), "受け取った日"),
        (("restore", "{file}"), "取り消されていません"),
        (("amend-source", "{file}", "--reason", "誤り"), "変えるところがありません"),
        (("amend-source", "{file}", "--reason", "誤り", "--as-of", "2025-01-01"), "受領日"),
        (("amend-source", "{file}", "--reason", "誤り", "--coverage", "half"), "範囲は implementers"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words_and_nothing_is_written(
    raw: Path, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    file = add_list(raw, status_list(tmp_path))
    before = (raw / sources.REGISTER_NAME).read_bytes()
    done = run_etl(*(one.format(file=file) for one in arguments), "--raw", raw, "--json")
    assert done.returncode == 1
    assert why in done.stderr
    assert why in json.loads(done.stdout)["error"]
    assert (raw / sources.REGISTER_NAME).read_bytes() == before


def test_a_register_without_the_columns_of_withdrawals_is_read(raw: Path, tmp_path: Path) -> None:
    path = raw / sources.REGISTER_NAME
    old = [{name: row.get(name, "") for name in sources.NEEDED} for row in sources.read_rows(raw)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(sources.NEEDED))
        writer.writeheader()
        writer.writerows(old)
    file = add_list(raw, status_list(tmp_path))
    assert not rows(raw)[file]["withdrawn_on"]
    assert len(rows(raw)) == len(old) + 1


@pytest.fixture(scope="module")
def three_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """data/raw with three lists registered; each example puts the register back."""
    folder = tmp_path_factory.mktemp("three")
    raw = copy_raw(folder / "raw")
    towns = ("01639,更別村", "01202,函館市", "01452,鷹栖町")
    files = [
        add_list(raw, status_list(folder, f"名簿{number}.csv", f"{town},実施中,令和6年度"))
        for number, town in enumerate(towns)
    ]
    return raw, files


@given(
    acts=st.lists(st.tuples(st.sampled_from(["withdraw", "restore", "amend"]), st.integers(0, 2)), max_size=6)
)
def test_whatever_is_taken_back_and_restored_the_register_says_what_is_in_use(
    three_files: tuple[Path, list[str]], acts: list[tuple[str, int]]
) -> None:
    raw, files = three_files
    before = (raw / sources.REGISTER_NAME).read_bytes()
    gone: set[str] = set()
    try:
        for number, (act, place) in enumerate(acts):
            file = files[place]
            is_possible = act == "amend" or (act == "restore") == (file in gone)
            try:
                if act == "withdraw":
                    register_changes.withdraw(raw, file, "誤り", "", date(2024, 6, 1))
                elif act == "restore":
                    register_changes.restore(raw, file, "", "")
                else:
                    change = register_changes.Amendment(title=f"題名{number}")
                    register_changes.amend(raw, file, change, "誤記", "")
            except AddRefusedError:
                assert not is_possible
            else:
                assert is_possible
                gone = gone | {file} if act == "withdraw" else gone - {file} if act == "restore" else gone
        registered, findings = sources.read_register(raw)
        assert not findings
        assert {one.file for one in sources.in_use(registered)} == {one.file for one in registered} - gone
    finally:
        (raw / sources.REGISTER_NAME).write_bytes(before)


@pytest.mark.skipif(sys.platform == "win32", reason="kills as a power cut does")
def test_a_registration_killed_at_any_moment_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = status_list(tmp_path)
    whole = copy_raw(tmp_path / "whole")
    arguments = ("add", "status_list", path, "--as-of", "2024-04-01", "--received-on", "2024-05-10", "--raw")
    code, steps = run_until(0, whole, *arguments, whole)
    assert code == 0
    before = len(sources.read_rows(whole)) - 1
    kept = 0
    for number, last in enumerate(random.Random(12).sample(range(1, steps + 1), MOMENTS)):
        raw = copy_raw(tmp_path / f"raw{number}")
        code, _ = run_until(last, raw, *arguments, raw)
        assert code < 0
        registered, findings = sources.read_register(raw)
        assert len(registered) in (before, before + 1), last
        kept += len(registered) > before
        # A copy without its line may be left; a line without its file, or with half of it, never.
        assert all(finding.rule == "SRC-UNREGISTERED" for finding in findings), last
        assert add_list(raw, path) == "status/2024-05-10_R6名簿.csv"
        registered, findings = sources.read_register(raw)
        assert (len(registered), findings) == (before + 1, []), last
    assert kept < MOMENTS


def test_of_writers_at_the_same_time_none_loses_a_line(raw: Path, tmp_path: Path) -> None:
    towns = ("01639,更別村", "01202,函館市", "01452,鷹栖町")
    before = len(sources.read_rows(raw))
    running = []
    for number, town in enumerate(towns):
        path = status_list(tmp_path, f"名簿{number}.csv", f"{town},実施中,令和6年度")
        command = ["add", "status_list", str(path), "--as-of", "2024-04-01", "--raw", str(raw)]
        running.append(subprocess.Popen([sys.executable, "-m", "etl", *command], cwd=ROOT))
    assert [process.wait() for process in running] == [0] * len(towns)
    registered, findings = sources.read_register(raw)
    assert (len(registered), findings) == (before + len(towns), [])
