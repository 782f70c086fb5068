"""A bad status list: what is wrong is said with its cell, and all the rest is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from etl import build, publish
from etl.findings import Finding
from tests.etl.raw_copy import copy_raw, status_csv

HEAD = "団体コード,市町村名,振興局,実施状況,実施開始年度"
GOOD = "01639,更別村,十勝総合振興局,実施中,令和6年度"


def build_with(
    raw: Path, curated: Path, *lines: str, head: str = HEAD
) -> tuple[build.BuildReport, list[Finding]]:
    file = status_csv(raw, "spoiled.csv", [head, *lines])
    done = build.build(raw, curated)
    return done, [f for f in done.findings if f.file == file]


def statuses_of(curated: Path, name: str) -> list[tuple[object, ...]]:
    connection = publish.connect(curated)
    rows = connection.execute(
        "select s.fiscal_year, s.status_code from core_status as s "
        "inner join codes_municipality as m on m.code = s.municipality_code where m.name = ? order by all",
        [name],
    ).fetchall()
    connection.close()
    return rows


@dataclass(frozen=True)
class Lists:
    """A warehouse of many lists, each with towns of its own, and what was found in each."""

    curated: Path
    findings: dict[str, list[Finding]]


# A town of its own that is loaded, and a line that is not: its cell and the rule.
SET_ASIDE = (
    ("01632,士幌町", ",更別町,,実施中,令和6年度", "B3", "MUNI-UNKNOWN_NAME"),
    ("01633,上士幌町", ",泊,,実施中,令和6年度", "B3", "MUNI-AMBIGUOUS_NAME"),
    ("01635,新得町", ",釧路,,実施中,令和6年度", "B3", "MUNI-AMBIGUOUS_NAME"),
    ("01636,清水町", "01638,中札内村,,実施中,令和2年度", "E3", "STATUS-BEFORE-START"),
    ("01637,芽室町", "01638,中札内村,,たぶん実施,令和6年度", "D3", "STATUS-UNKNOWN"),
    ("01639,更別村", "01638,中札内村,,実施中,5年度", "E3", "YEAR-UNREADABLE"),
    ("01644,池田町", "01638,中札内村,,実施中,令和9年度", "E3", "STATUS-FUTURE"),
)
ODD_STARTS = (
    ("01645,豊頃町", "実施予定（開始年度決定）", "", "開始年度が書かれていません"),
    ("01646,本別町", "実施予定（開始年度決定）", "令和5年度", "より後ではありません"),
    ("01647,足寄町", "実施予定なし", "令和8年度", "なのに開始年度が書かれています"),
)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """Built once for all of SET_ASIDE and ODD_STARTS: a list a case, named after the code of its town."""
    work = tmp_path_factory.mktemp("lists")
    raw = copy_raw(work / "raw")
    for town, line, *_ in SET_ASIDE:
        status_csv(raw, f"{town[:5]}.csv", [HEAD, f"{town},,実施中,令和6年度", line])
    for town, status, start, _ in ODD_STARTS:
        status_csv(raw, f"{town[:5]}.csv", [HEAD, f"{town},,{status},{start}"])
    findings: dict[str, list[Finding]] = {}
    for finding in build.build(raw, work / "curated").findings:
        findings.setdefault(finding.file, []).append(finding)
    return Lists(work / "curated", findings)


@pytest.mark.parametrize(("town", "line", "cell", "rule"), SET_ASIDE)
def test_a_row_that_cannot_be_loaded_is_named_by_its_cell_and_the_rest_is_loaded(
    lists: Lists, town: str, line: str, cell: str, rule: str
) -> None:
    code, name = town.split(",")
    findings = lists.findings[f"status/{code}.csv"]
    assert [(f.severity, f.cell, f.rule) for f in findings] == [("error", cell, rule)]
    assert statuses_of(lists.curated, name) == [(2024, "implementing")]


def test_a_code_and_a_name_that_contradict_each_other_load_neither(raw: Path, tmp_path: Path) -> None:
    _, findings = build_with(raw, tmp_path / "curated", "01639,中札内村,,実施中,令和6年度")
    assert [(f.severity, f.cell, f.rule) for f in findings] == [("error", "B2", "MUNI-CODE_NAME_MISMATCH")]
    assert statuses_of(tmp_path / "curated", "更別村") == []
    assert statuses_of(tmp_path / "curated", "中札内村") == []


def test_a_town_written_twice_with_the_same_words_counts_once(raw: Path, tmp_path: Path) -> None:
    _, findings = build_with(raw, tmp_path / "curated", GOOD, GOOD)
    assert [(f.severity, f.rule, f.cell) for f in findings] == [("warning", "STATUS-TWICE", "B3")]
    assert statuses_of(tmp_path / "curated", "更別村") == [(2024, "implementing")]


def test_a_town_written_twice_with_different_words_is_set_aside_whole(raw: Path, tmp_path: Path) -> None:
    _, findings = build_with(raw, tmp_path / "curated", GOOD, "01639,更別村,,実施予定なし,")
    assert {(f.severity, f.rule) for f in findings} == {("error", "STATUS-CONFLICT")}
    assert sorted(f.cell for f in findings) == ["B2", "B3"]
    assert statuses_of(tmp_path / "curated", "更別村") == []


def test_a_renamed_heading_is_refused_with_both_lists(raw: Path, tmp_path: Path) -> None:
    _, findings = build_with(raw, tmp_path / "curated", GOOD, head=HEAD.replace("実施状況", "すすみぐあい"))
    errors = [f for f in findings if f.severity == "error"]
    assert errors
    assert any("すすみぐあい" in f.message and "実施状況" in f.message for f in errors)
    assert statuses_of(tmp_path / "curated", "更別村") == []
    assert statuses_of(tmp_path / "curated", "鷹栖町") != []


def test_rows_set_aside_are_kept_with_their_text_and_their_reason(raw: Path, tmp_path: Path) -> None:
    build_with(raw, tmp_path / "curated", GOOD, ",ありえない町,,実施中,令和6年度")
    connection = publish.connect(tmp_path / "curated")
    counts = connection.execute(
        "select rows_read, rows_loaded, rows_quarantined from core_file where file = 'status/spoiled.csv'"
    ).fetchall()
    rows = connection.execute(
        "select raw_text, reason from core_quarantine where file = 'status/spoiled.csv'"
    ).fetchall()
    connection.close()
    assert counts == [(2, 1, 1)]
    assert len(rows) == 1
    assert "ありえない町" in rows[0][0]
    assert rows[0][1]


def test_a_file_changed_after_registration_is_not_loaded(raw: Path, tmp_path: Path) -> None:
    file = status_csv(raw, "changed.csv", [HEAD, GOOD])
    path = raw / file
    path.write_text(
        path.read_text(encoding="utf-8").replace("実施中", "移行準備事業を実施"), encoding="utf-8"
    )
    done = build.build(raw, tmp_path / "curated")
    assert [(f.severity, f.rule) for f in done.findings if f.file == file] == [("error", "SRC-CHANGED")]
    assert statuses_of(tmp_path / "curated", "更別村") == []


def test_an_unregistered_file_is_not_loaded_and_said_so(raw: Path, tmp_path: Path) -> None:
    (raw / "status" / "forgotten.csv").write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    done = build.build(raw, tmp_path / "curated")
    assert [f.rule for f in done.findings if f.file == "status/forgotten.csv"] == ["SRC-UNREGISTERED"]
    assert statuses_of(tmp_path / "curated", "更別村") == []


def test_cp932_text_is_read_and_its_encoding_is_stated(raw: Path, tmp_path: Path) -> None:
    status_csv(raw, "windows.csv", [HEAD, GOOD], encoding="cp932")
    build.build(raw, tmp_path / "curated")
    assert statuses_of(tmp_path / "curated", "更別村") == [(2024, "implementing")]
    report = (tmp_path / "curated" / "LOAD_REPORT.md").read_text(encoding="utf-8")
    line = next(text for text in report.splitlines() if "status/windows.csv" in text)
    assert "cp932" in line


def test_an_as_of_day_leaves_later_rows_out_and_counts_them(raw: Path, tmp_path: Path) -> None:
    file = status_csv(raw, "later.csv", [HEAD, GOOD])
    build.build(raw, tmp_path / "old", date(2023, 11, 1))
    connection = publish.connect(tmp_path / "old")
    counts = connection.execute(
        "select rows_read, rows_loaded, rows_not_yet_known from core_file where file = ?", [file]
    ).fetchall()
    connection.close()
    assert counts == [(1, 0, 1)]


def test_who_vanished_from_a_complete_list_is_not_taken_to_go_on_and_is_named(
    raw: Path, tmp_path: Path
) -> None:
    lines = ["01581,厚真町,,実施中,令和5年度", "01452,鷹栖町,,実施中,令和3年度"]
    file = status_csv(raw, "r6.csv", [HEAD, *lines], coverage="implementers")
    done = build.build(raw, tmp_path / "curated")
    vanished = {f.municipality_code for f in done.findings if f.rule == "STATUS-VANISHED" and f.file == file}
    assert len(vanished) == 8
    assert "01337" in vanished
    connection = publish.connect(tmp_path / "curated")
    implementing = connection.execute(
        "select m.name from mart_status_by_year as y inner join codes_municipality as m "
        "on m.code = y.municipality_code where y.fiscal_year = 2024 and y.status_code = 'implementing'"
    ).fetchall()
    connection.close()
    assert {name for (name,) in implementing} == {"厚真町", "鷹栖町", "大樹町"}


def test_a_list_that_failed_to_load_shows_as_a_mismatch_with_both_numbers(raw: Path, tmp_path: Path) -> None:
    path = raw / "status" / "2023-04-01_implementers_r5.csv"
    path.write_bytes(path.read_bytes() + b"\r\n")
    done = build.build(raw, tmp_path / "curated")
    mismatches = [f.message for f in done.findings if f.rule == "TOTAL-MISMATCH"]
    assert len(mismatches) == 1
    assert "令和5年度の実施市町村" in mismatches[0]
    assert "10" in mismatches[0]


def test_national_counts_published_later_are_not_known_on_an_earlier_day(raw: Path, tmp_path: Path) -> None:
    build.build(raw, tmp_path / "old", date(2022, 12, 1))
    connection = publish.connect(tmp_path / "old")
    known = connection.execute("select count(*) from mart_rollout where scope = 'national'").fetchall()
    later = connection.execute(
        "select rows_not_yet_known from core_file where kind = 'national_counts'"
    ).fetchall()
    connection.close()
    assert known == [(0,)]
    assert later == [(10,)]


@pytest.mark.parametrize(("town", "status", "start", "word"), ODD_STARTS)
def test_a_start_year_that_does_not_fit_the_state_is_loaded_as_written_and_asked_about(
    lists: Lists, town: str, status: str, start: str, word: str
) -> None:
    code, name = town.split(",")
    findings = lists.findings[f"status/{code}.csv"]
    assert [(f.rule, f.severity, f.municipality_code) for f in findings] == [
        ("STATUS-START", "warning", code)
    ]
    assert word in findings[0].message
    assert findings[0].cell in {"E2", "D2"}
    assert len(statuses_of(lists.curated, name)) == 1


def test_thousands_of_duplicates_make_a_report_that_can_be_read(raw: Path, tmp_path: Path) -> None:
    lines = [f"01639,更別村,,実施中,令和{6 + number % 2}年度" for number in range(6_000)]
    status_csv(raw, "many.csv", [HEAD, *lines])
    build.build(raw, tmp_path / "curated")
    assert (tmp_path / "curated" / "LOAD_REPORT.md").stat().st_size < 1_000_000
