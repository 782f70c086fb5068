"""`trace` walks a number back to its cell; `add` takes a file in with its dates; both as an officer types them."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from etl import add, publish, trace
from tests.etl.raw_copy import build_json, run_etl

HEAD = "団体コード,市町村名,実施状況,実施開始年度"


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: one process opens one file with one configuration, and the dashboard's is another."""
    return Path(shutil.copytree(demo_curated, tmp_path_factory.mktemp("demo") / "curated"))


@pytest.mark.parametrize("written", ["01452", "014524", "1452", "鷹栖町", "鷹栖", "０１４５２"])
def test_a_town_is_traced_by_any_code_or_name(real_curated: Path, written: str) -> None:
    done = run_etl("trace", "--municipality", written, "--curated", real_curated, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["municipality_code"] == "01452"
    status = [fact for fact in found["facts"] if fact["fact"] == "status"]
    assert {fact["period"] for fact in status} == {"令和3年度", "令和4年度", "令和5年度"}
    assert all(
        fact["file"] and fact["cell"] and fact["sha256"] and fact["raw_text"] for fact in found["facts"]
    )


def test_the_trace_in_words_names_file_sheet_and_cell(real_curated: Path) -> None:
    done = run_etl("trace", "--municipality", "音更町", "--question", "status", "--curated", real_curated)
    assert done.returncode == 0
    assert "出典: data/raw/status/" in done.stdout
    assert "書かれていた文字: 「" in done.stdout


def test_an_ambiguous_town_is_asked_back_and_nothing_is_guessed(real_curated: Path) -> None:
    done = run_etl("trace", "--municipality", "釧路", "--curated", real_curated)
    assert done.returncode == 1
    assert "釧路市" in done.stderr
    assert "釧路町" in done.stderr


def test_wrong_usage_exits_with_2() -> None:
    assert run_etl("build", "--as-of", "いつか").returncode == 2
    assert run_etl("nothing").returncode == 2


def test_a_list_that_is_added_is_in_the_next_build(raw: Path, tmp_path: Path) -> None:
    received = tmp_path / "R6実施状況.csv"
    received.write_text(f"{HEAD}\n01639,更別村,実施中,令和6年度\n", encoding="cp932")
    done = run_etl(
        *(
            "add",
            "status_list",
            received,
            "--raw",
            raw,
            "--as-of",
            "2024-04-01",
            "--received-on",
            "2024-05-10",
        ),
        *("--coverage", "partial", "--publisher", "十勝総合振興局"),
    )
    assert done.returncode == 0, done.stderr
    assert (raw / "status" / "2024-05-10_R6実施状況.csv").read_bytes() == received.read_bytes()
    build_json(raw, tmp_path / "curated")
    traced = run_etl("trace", "--municipality", "01639", "--curated", tmp_path / "curated", "--json")
    facts = json.loads(traced.stdout)["facts"]
    assert [fact["file"] for fact in facts if fact["fact"] == "status"] == [
        "status/2024-05-10_R6実施状況.csv"
    ]


def test_activities_and_who_took_part_are_registered_and_reach_the_warehouse(
    raw: Path, tmp_path: Path
) -> None:
    events, persons = tmp_path / "説明会.csv", tmp_path / "参加.csv"
    events.write_text(
        "取組番号,取組み,題名,開催日\nR6-1,連携促進説明会,令和6年度連携促進説明会,令和6年5月30日\n",
        encoding="utf-8",
    )
    persons.write_text(
        "取組番号,市町村名,参加人数\nR6-1,更別村,3人\nR6-1,泊,\nR6-9,大樹町,1\n", encoding="cp932"
    )
    early = run_etl("add", "attendance", persons, "--raw", raw)
    assert early.returncode == 1
    assert "取組番号「R6-1」が、取組みの一覧にない" in early.stderr
    assert run_etl("add", "activities", events, "--raw", raw, "--received-on", "2024-06-01").returncode == 0
    done = run_etl("add", "attendance", persons, "--raw", raw, "--received-on", "2024-06-01")
    assert done.returncode == 0, done.stderr
    assert "として登録しました（1行）" in done.stdout
    assert "「泊」" in done.stderr
    assert "取組番号「R6-9」" in done.stderr
    assert (raw / "activities" / "2024-06-01_参加.csv").read_bytes() == persons.read_bytes()
    build_json(raw, tmp_path / "curated")
    asked = ("--municipality", "更別村", "--question", "attendance", "--curated", tmp_path / "curated")
    [fact] = json.loads(run_etl("trace", *asked, "--json").stdout)["facts"]
    assert (fact["label"], fact["value"], fact["raw_text"]) == ("令和6年度連携促進説明会", "3人が参加", "3人")


def test_the_same_file_twice_is_one(raw: Path, tmp_path: Path) -> None:
    received = tmp_path / "list.csv"
    received.write_text(f"{HEAD}\n01639,更別村,実施中,令和6年度\n", encoding="utf-8")
    arguments = ("add", "status_list", received, "--raw", raw, "--as-of", "2024-04-01")
    assert run_etl(*arguments).returncode == 0
    register = (raw / "SOURCES.csv").read_bytes()
    again = run_etl(*arguments)
    assert again.returncode == 0
    assert "すでに登録" in again.stdout
    assert (raw / "SOURCES.csv").read_bytes() == register


def test_a_file_without_a_readable_row_is_refused_and_nothing_is_written(raw: Path, tmp_path: Path) -> None:
    received = tmp_path / "list.csv"
    received.write_text(f"{HEAD}\n,ありえない町,実施中,令和6年度\n", encoding="utf-8")
    register = (raw / "SOURCES.csv").read_bytes()
    done = run_etl("add", "status_list", received, "--raw", raw, "--as-of", "2024-04-01")
    assert done.returncode == 1
    assert "B2" in done.stderr
    assert "ありえない町" in done.stderr
    assert (raw / "SOURCES.csv").read_bytes() == register


@pytest.mark.parametrize(
    ("kind", "head"), [("status_list", HEAD), ("attendance", "取組番号,市町村名,参加人数")]
)
def test_of_a_file_with_headings_alone_it_is_said_that_there_are_no_rows(
    raw: Path, tmp_path: Path, kind: str, head: str
) -> None:
    received = tmp_path / "list.csv"
    received.write_text(f"{head}\n", encoding="utf-8")
    with pytest.raises(add.AddRefusedError) as refused:
        add.add(kind, received, raw, add.Details(date(2024, 5, 1), as_of=date(2024, 4, 1)))
    assert [f.rule for f in refused.value.findings] == ["TABLE-NO-ROWS"]
    assert "見出しだけで、行がありません" in refused.value.findings[0].message


def test_the_second_sheet_of_a_workbook_is_told_when_it_is_added_and_counted_in_the_report(
    raw: Path, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.create_sheet("一覧", 0)
    book.remove(book["Sheet"])
    sheet.append([*HEAD.split(","), "備考"])
    sheet.append(["01204", "旭川市", "実施中", "令和6年度", None])
    more = book.create_sheet("追加")
    more.append(["市町村名", "実施状況"])
    more.append(["函館市", "実施中"])
    book.save(tmp_path / "R6.xlsx")
    asked = ("--as-of", "2024-04-01", "--received-on", "2024-05-01", "--coverage", "partial")
    done = run_etl("add", "status_list", tmp_path / "R6.xlsx", "--raw", raw, *asked)
    assert "シート「追加」にも同じ種類の表があり、その1行は取り込んでいません" in done.stderr
    build_json(raw, tmp_path / "curated")
    report = (tmp_path / "curated" / "LOAD_REPORT.md").read_text(encoding="utf-8")
    assert "| status/2024-05-01_R6.xlsx | status_list | 2024-05-01 |  | 2 | 1 | 1 | 0 |" in report
    assert "「追加」シート A2セル" in report
    assert "| status/not_loaded.csv | status_not_loaded | 2026-11-23 |  | ― 取り込まない資料 | ― |" in report
    assert "| knowledge/functions.csv | functions | 2026-11-23 | utf-8 | 13 | 13 | 0 | 0 |  |" in report


def test_a_known_on_that_differs_needs_its_reason(raw: Path, tmp_path: Path) -> None:
    received = tmp_path / "list.csv"
    received.write_text(f"{HEAD}\n01639,更別村,実施中,令和6年度\n", encoding="utf-8")
    arguments = ["add", "status_list", received, "--raw", raw, "--as-of", "2024-04-01"]
    refused = run_etl(*arguments, "--received-on", "2024-05-01", "--known-on", "2024-04-01")
    assert refused.returncode == 1
    assert "注記に" in refused.stderr


def test_an_announcement_is_traced_to_the_phrase_that_was_read_and_where(real_curated: Path) -> None:
    done = run_etl("trace", "--municipality", "大樹町", "--question", "status", "--curated", real_curated)
    assert "読み取った文: 「町では、令和6年度からこの事業を実施しています」（H4）" in done.stdout
    assert "掲載場所: 「大樹町ホームページ（重層的支援体制整備事業について）」（I4）" in done.stdout
    assert "確からしさ: 「本文に明記」（J4）" in done.stdout


def test_an_answer_of_a_return_is_traced_to_its_cell(demo: Path) -> None:
    asked = ("trace", "--municipality", "01400", "--question", "barriers", "--curated", demo)
    found = json.loads(run_etl(*asked, "--json").stdout)["facts"]
    assert found
    assert {fact["fact"] for fact in found} == {"barriers"}
    assert all(fact["is_synthetic"] and fact["file"].endswith(".xlsx") and fact["cell"] for fact in found)
    assert "【架空データ】" in run_etl(*asked).stdout


def test_every_reason_for_a_change_is_kept_as_it_was_written(demo: Path) -> None:
    with publish.connect(demo) as connection:
        rows = connection.execute(
            "select c.reason, s.raw_text, c.is_synthetic, s.is_synthetic, c.municipality_code, c.question_id"
            " from core_change_reason as c inner join core_source as s using (source_id)"
        ).fetchall()
    assert len(rows) > 100
    assert all(reason == text and ours and theirs for reason, text, ours, theirs, *_ in rows)
    reason, *_, code, question = rows[0]
    found = trace.trace(demo, code, question)
    assert reason in [fact["value"] for fact in found.facts if fact["label"].endswith("変わった理由・補足")]


def test_a_question_that_no_form_has_is_refused_with_those_that_there_are(demo: Path) -> None:
    done = run_etl("trace", "--municipality", "01400", "--question", "barrier", "--curated", demo)
    assert done.returncode == 1
    assert "設問「barrier」はありません" in done.stderr
    assert "barriers" in done.stderr


@pytest.mark.parametrize(
    ("as_of", "received_on", "word"),
    [("2024-06-01", "2024-05-10", "資料の時点"), ("2024-04-01", "2090-01-01", "受領日（2090-01-01）")],
)
def test_a_list_of_a_day_that_has_not_come_is_not_registered(
    raw: Path, tmp_path: Path, as_of: str, received_on: str, word: str
) -> None:
    received = tmp_path / "R6.csv"
    received.write_text(f"{HEAD}\n01639,更別村,実施中,令和6年度\n", encoding="utf-8")
    dates = ("--as-of", as_of, "--received-on", received_on)
    done = run_etl("add", "status_list", received, "--raw", raw, *dates)
    assert done.returncode == 1
    assert word in done.stderr
