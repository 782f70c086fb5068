"""Corrections (正誤): applied from their day on, kept with the old value, loud when they no longer match."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import build, clock, publish
from etl.findings import Finding
from tests.etl.raw_copy import register, status_csv

HEAD = "表,団体コード,年度,項目,誤,正,理由,連絡者,連絡日"


def build_with(raw: Path, curated: Path, *lines: str, head: str = HEAD) -> list[Finding]:
    file = "corrections/later.csv"
    (raw / file).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    register(raw, file, kind="corrections", received_on="2024-06-01")
    return [f for f in build.build(raw, curated).findings if f.file == file]


def ask(curated: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = publish.connect(curated)
    rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


def test_a_corrected_status_holds_from_the_day_of_the_correction_and_not_before(
    raw: Path, tmp_path: Path
) -> None:
    line = "status,01581,令和5年度,status_code,実施中,移行準備事業を実施,電話で確認,厚真町の担当者,2024-06-01"
    assert build_with(raw, tmp_path, line) == []
    sql = "select status_code from mart_status_by_year_at(date '{}') where municipality_code = '01581' and fiscal_year = 2023"
    assert ask(tmp_path, sql.format("2024-05-31")) == [("implementing",)]
    assert ask(tmp_path, sql.format("2024-06-01")) == [("preparing",)]
    assert ask(tmp_path, "select value_from, value_to, is_applied from core_correction") == [
        ("実施中", "移行準備事業を実施", True)
    ]


def test_a_line_that_the_office_writes_into_its_record_holds_as_it_is_saved_by_excel(
    raw: Path, tmp_path: Path
) -> None:
    told = clock.today() - timedelta(days=1)
    line = f"status,01581,令和5年度,status_code,実施中,移行準備事業を実施,電話で確認,厚真町の担当者,{told}"
    (raw / "corrections" / "corrections.csv").write_bytes(f"{HEAD}\r\n{line}\r\n".encode("cp932"))
    report = build.build(raw, tmp_path)
    assert report.as_of == told
    assert [f.message for f in report.findings if f.severity == "error"] == []
    assert ask(tmp_path, "select reason, is_applied, cast(corrected_on as varchar) from core_correction") == [
        ("電話で確認", True, told.isoformat())
    ]
    sql = (
        "select status_code from mart_status_by_year where municipality_code = '01581' and fiscal_year = 2023"
    )
    assert ask(tmp_path, sql) == [("preparing",)]


def test_a_correction_that_makes_the_count_differ_from_the_published_total_is_a_warning_with_both_numbers(
    raw: Path, tmp_path: Path
) -> None:
    line = "status,01581,令和5年度,status_code,実施中,移行準備事業を実施,電話で確認,厚真町,2024-06-01"
    build_with(raw, tmp_path, line)
    messages = ask(tmp_path, "select message from core_finding where rule = 'TOTAL-MISMATCH'")
    assert len(messages) == 1
    assert "10" in messages[0][0]
    assert "9" in messages[0][0]


def test_a_correction_that_no_longer_matches_complains_with_its_cell(raw: Path, tmp_path: Path) -> None:
    line = "status,01581,令和5年度,status_code,実施予定なし,実施中,電話で確認,厚真町,2024-06-01"
    findings = build_with(raw, tmp_path, line)
    assert [(f.rule, f.cell, f.municipality_code) for f in findings] == [("CORRECTION-STALE", "F2", "01581")]
    assert ask(tmp_path, "select is_applied from core_correction") == [(False,)]


def test_a_corrected_total_is_the_one_that_is_compared(raw: Path, tmp_path: Path) -> None:
    code = next(total for total, as_of in _totals(raw) if as_of == "2023-04-01")
    line = f"published_total,{code},,value,10,11,白書の正誤表,厚生労働省,2024-06-01"
    assert [f.rule for f in build_with(raw, tmp_path, line)] == ["TOTAL-MISMATCH"]
    rows = ask(
        tmp_path, f"select published, computed, state from mart_reconciliation where total_code = '{code}'"
    )
    assert rows == [(11, 10, "mismatch")]


def test_a_corrected_figure_cites_the_correction(raw: Path, tmp_path: Path) -> None:
    (old,) = (row[3] for row in _figures(raw) if row[0] == "01581" and row[1] == "area_km2")
    line = f"figure,01581,,area_km2,{old},405.00,面積調の訂正,国土地理院,2024-06-01"
    findings = build_with(raw, tmp_path, line)
    assert findings == []
    rows = ask(
        tmp_path,
        "select f.value, s.file from core_figure as f inner join core_source as s using (source_id) "
        "where f.municipality_code = '01581' and f.figure_code = 'area_km2'",
    )
    assert rows == [(405.0, "corrections/later.csv")]
    unchanged = ask(
        tmp_path,
        "select count(*) from core_figure as f inner join core_source as s using (source_id) "
        "where s.file = 'corrections/later.csv'",
    )
    assert unchanged == [(1,)]


def _totals(raw: Path) -> list[tuple[str, str]]:
    connection = duckdb.connect()
    rows = connection.execute(
        "select total_code, as_of from read_csv(?, all_varchar=true)",
        [str(raw / "status" / "published_totals.csv")],
    ).fetchall()
    connection.close()
    return rows


def _figures(raw: Path) -> list[tuple[str, str, str, str]]:
    connection = duckdb.connect()
    rows = connection.execute(
        "select code, figure_code, reference_date, value from read_csv(?, all_varchar=true)",
        [str(raw / "reference" / "figures.csv")],
    ).fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("status,01581,令和5年度,status_code,実施中,てきとう,電話で確認,厚真町,2024-06-01", "てきとう"),
        ("status,01581,令和5年度,start_fiscal_year,2023,いつか,電話で確認,厚真町,2024-06-01", "開始年度"),
        ("figure,01581,,area_km2,404.61,広い,面積調の訂正,国土地理院,2024-06-01", "広い"),
    ],
)
def test_a_corrected_value_that_means_nothing_is_a_finding_with_its_cell_and_the_rest_is_published(
    raw: Path, tmp_path: Path, line: str, word: str
) -> None:
    findings = build_with(raw, tmp_path, line)
    assert [(f.rule, f.cell) for f in findings] == [("CORRECTION-STALE", "F2")]
    assert word in findings[0].message
    assert ask(tmp_path, "select count(*) from mart_municipality") == [(179,)]


def test_a_correction_made_later_is_not_known_on_an_earlier_day(raw: Path, tmp_path: Path) -> None:
    file = "corrections/later.csv"
    line = "status,01581,令和5年度,status_code,実施中,移行準備事業を実施,電話で確認,厚真町,2024-06-01"
    (raw / file).write_text(f"{HEAD}\n{line}\n", encoding="utf-8")
    register(raw, file, kind="corrections", received_on="2024-06-01")
    build.build(raw, tmp_path, date(2024, 5, 31))
    assert ask(tmp_path, "select count(*) from core_correction") == [(0,)]


FIRST = "status,01637,令和5年度,状態,データなし,実施予定なし,電話で聞いた,芽室町の担当者,2024-06-01"


def test_a_state_that_a_town_tells_by_word_of_mouth_holds_from_that_day(raw: Path, tmp_path: Path) -> None:
    assert build_with(raw, tmp_path, FIRST) == []
    sql = "select status_code, basis from mart_status_by_year_at(date '{}') where municipality_code = '01637' and fiscal_year = 2023"
    assert ask(tmp_path, sql.format("2024-05-31")) == [("unknown", "none")]
    assert ask(tmp_path, sql.format("2024-06-01")) == [("no_plan", "stated")]
    cited = ask(
        tmp_path,
        "select c.file, c.raw_text from mart_status_by_year as y join core_source as c using (source_id) "
        "where y.municipality_code = '01637' and y.fiscal_year = 2023",
    )
    assert cited == [("corrections/later.csv", "実施予定なし")]


@pytest.mark.parametrize(("listed", "is_told"), [("実施予定なし", False), ("実施中", True)])
def test_a_list_that_comes_later_takes_the_place_of_what_was_told(
    raw: Path, tmp_path: Path, listed: str, is_told: bool
) -> None:
    lines = ["団体コード,市町村名,実施状況", f"01637,芽室町,{listed}"]
    status_csv(raw, "later.csv", lines, as_of="2023-04-01", known_on="2024-07-01", received_on="2024-07-01")
    findings = build_with(raw, tmp_path, FIRST)
    assert [f.rule for f in findings] == ["CORRECTION-STALE"] * is_told
    sql = "select status_code from mart_status_by_year_at(date '{}') where municipality_code = '01637' and fiscal_year = 2023"
    assert ask(tmp_path, sql.format("2024-06-30")) == [("no_plan",)]
    assert ask(tmp_path, sql.format("2024-07-01")) == [("implementing" if is_told else "no_plan",)]


HEAD_WITHDRAWN = f"{HEAD},取消日,取消理由"
DAYS = ("2024-06-09", "2024-06-10", "2024-06-20")
STATES_BY_DAY = (
    "select status_code, start_fiscal_year from mart_status_by_year_at(date '{}') "
    "where municipality_code = '{}' and fiscal_year = 2023"
)


def test_a_start_year_told_after_a_state_goes_with_it_when_the_state_is_withdrawn(
    raw: Path, tmp_path: Path
) -> None:
    state = f"{FIRST.replace('実施予定なし', '実施予定（開始年度決定）')},2024-06-20,別の市町村だった"
    year = "status,01637,令和5年度,開始年度,空欄,令和7年度,電話で聞いた,芽室町の担当者,2024-06-10,,"
    [finding] = build_with(raw, tmp_path, state, year, head=HEAD_WITHDRAWN)
    assert "令和6年6月20日に取り消されたか" in finding.message
    known = {day: ask(tmp_path, STATES_BY_DAY.format(day, "01637")) for day in DAYS}
    assert known == {
        "2024-06-09": [("planned", None)],
        "2024-06-10": [("planned", 2025)],
        "2024-06-20": [("unknown", None)],
    }


def test_a_start_year_stays_with_the_state_that_comes_back(raw: Path, tmp_path: Path) -> None:
    state = "status,01581,令和5年度,状態,実施中,移行準備事業を実施,電話,厚真町,2024-06-01,2024-06-20,聞き違い"
    year = "status,01581,令和5年度,開始年度,令和5年度,令和4年度,電話,厚真町,2024-06-10,,"
    assert build_with(raw, tmp_path, state, year, head=HEAD_WITHDRAWN) == []
    known = {day: ask(tmp_path, STATES_BY_DAY.format(day, "01581")) for day in DAYS}
    assert known == {
        "2024-06-09": [("preparing", 2023)],
        "2024-06-10": [("preparing", 2022)],
        "2024-06-20": [("implementing", 2022)],
    }


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (FIRST.replace("01637", "01999"), "市町村"),
        (FIRST.replace("令和5年度", "令和9年度"), "年度"),
        (FIRST.replace("状態", "開始年度").replace("実施予定なし", "令和7年度"), "先に状態"),
    ],
)
def test_what_cannot_be_told_of_a_town_is_said(raw: Path, tmp_path: Path, line: str, word: str) -> None:
    [finding] = build_with(raw, tmp_path, line)
    assert word in finding.message
