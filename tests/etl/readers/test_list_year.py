"""A list is of the day that was given for it, by all that the file says itself; what is passed over is said."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl import add
from etl.findings import Finding
from tests.etl.raw_copy import copy_raw

CASES = Path(__file__).parents[1] / "cases" / "lists"
HEAD: list[object] = ["団体コード", "市町村名", "実施状況"]
ROW: list[object] = ["01202", "函館市", "検討中"]
APRIL = date(2023, 4, 1)

Rows = list[list[object]]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_raw(tmp_path_factory.mktemp("lists") / "raw")


@pytest.fixture
def raw(pristine: Path, tmp_path: Path) -> Path:
    return shutil.copytree(pristine, tmp_path / "raw")


def workbook(path: Path, rows: Rows, sheet: str = "一覧") -> Path:
    book = openpyxl.Workbook()
    del book["Sheet"]
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def added(
    path: Path, raw: Path, as_of: date = APRIL, kind: str = "status_list", coverage: str = "partial"
) -> add.AddedFile:
    return add.add(kind, path, raw, add.Details(date(2026, 11, 1), as_of=as_of, coverage=coverage))


def problems(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.severity, one.rule, one.cell) for one in findings if one.severity != "info"]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["実施市町村一覧（令和4年度）"], HEAD, ROW], "A1"),
        ([["実施市町村一覧"], ["令和4年4月1日現在"], HEAD, ROW], "A2"),
        ([[None, None, "R4.4.1時点"], HEAD, ROW], "C1"),
        ([["基準日", date(2022, 4, 1)], HEAD, ROW], "B1"),
        ([["前年度の状況"], HEAD, ROW], "A1"),
        ([["団体コード", "市町村名", "実施状況（令和4年度）"], ROW], "C1"),
        ([["団体コード", "市町村名", "実施状況\n（R4.4.1現在）"], ROW], "C1"),
        ([HEAD, ROW, [None], ["※令和4年4月1日現在"]], "A4"),
        ([HEAD, ROW, ["【前年度】"], ["01203", "小樽市", "検討中"]], "A3"),
    ],
)
def test_a_list_of_another_year_is_refused_with_its_cell(
    rows: Rows, cell: str, raw: Path, tmp_path: Path
) -> None:
    with pytest.raises(add.AddRefusedError) as refused:
        added(workbook(tmp_path / "名簿.xlsx", rows), raw)
    assert problems(refused.value.findings) == [("error", "LIST-OTHER-YEAR", cell)]


@pytest.mark.parametrize(
    "rows",
    [
        [["実施市町村一覧（令和5年度）"], ["令和5年4月1日現在"], HEAD, ROW],
        [["重層的支援体制整備事業（令和3年度創設）実施市町村一覧"], HEAD, ROW],
        [["2023.4.1"], HEAD, ROW],
        [["団体コード", "市町村名", "実施状況（R5）"], ROW],
        [["令和4年度末の予定ではない表"], HEAD, ROW],
        [HEAD, ["01202", "函館市", "検討中"], [None], ["※令和4年度から検討"]],
        [["人口は令和5年1月1日現在"], [*HEAD, "人口（R5.1.1現在）"], [*ROW, 1000]],
    ],
)
def test_a_list_of_the_right_year_is_not_accused(rows: Rows, raw: Path, tmp_path: Path) -> None:
    done = added(workbook(tmp_path / "名簿.xlsx", rows), raw)
    assert (done.rows, problems(done.findings)) == (1, [])


def test_a_list_of_plans_may_name_the_year_after(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [["令和6年度 実施市町村"], HEAD, ROW]
    done = added(workbook(tmp_path / "名簿.xlsx", rows), raw, date(2023, 11, 30), coverage="plan")
    assert (done.rows, problems(done.findings)) == (1, [])


def test_another_day_of_the_same_year_is_a_warning(raw: Path, tmp_path: Path) -> None:
    done = added(workbook(tmp_path / "名簿.xlsx", [["令和5年11月30日現在"], HEAD, ROW]), raw)
    assert (done.rows, problems(done.findings)) == (1, [("warning", "LIST-OTHER-DAY", "A1")])


def test_the_names_of_sheet_and_file_are_compared(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(add.AddRefusedError) as refused:
        added(workbook(tmp_path / "名簿.xlsx", [HEAD, ROW], sheet="R4"), raw)
    assert [rule for _, rule, _ in problems(refused.value.findings)] == ["LIST-OTHER-YEAR"]
    done = added(workbook(tmp_path / "R4名簿.xlsx", [HEAD, ROW]), raw)
    assert [rule for _, rule, _ in problems(done.findings)] == ["LIST-NAME-YEAR"]


def test_a_row_of_another_year_is_refused_and_the_others_read(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ["調査年度", *HEAD, "提出状況"],
        ["令和5年度", *ROW, "提出"],
        ["令和4年度", "01203", "小樽市", "検討中", "提出"],
        ["令和5年度", "01204", "旭川市", "検討中", "未提出（前年度の値）"],
    ]
    done = added(workbook(tmp_path / "名簿.xlsx", rows), raw)
    assert done.rows == 1
    assert problems(done.findings) == [("error", "ROW-OTHER-YEAR", "A3"), ("error", "ROW-NOT-RETURNED", "E4")]


def test_a_list_registered_for_the_wrong_day_is_refused_and_can_be_registered_again(raw: Path) -> None:
    path = CASES / "list_of_2025_registered_for_2026.xlsx"
    with pytest.raises(add.AddRefusedError) as refused:
        added(path, raw, date(2026, 4, 1))
    assert problems(refused.value.findings) == [("error", "LIST-OTHER-YEAR", "A2")]
    assert added(path, raw, date(2025, 4, 1)).rows == 15


def test_a_second_add_with_another_day_puts_the_register_right(raw: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "名簿.xlsx", [HEAD, ROW])
    first = added(path, raw, date(2026, 4, 1))
    again = added(path, raw, date(2025, 4, 1))
    assert (again.file, again.rows, again.as_of_before) == (first.file, 1, date(2026, 4, 1))
    assert added(path, raw, date(2025, 4, 1)).already
    with (raw / "SOURCES.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = [line for line in csv.DictReader(stream) if line["file"] == first.file]
    assert [line["as_of"] for line in lines] == ["2025-04-01"]
    assert "2026-04-01から2025-04-01に直した" in lines[0]["note"]


def test_columns_beside_the_facts_are_passed_over_and_said(raw: Path, tmp_path: Path) -> None:
    beside = [
        "郡",
        "人口（人）",
        "世帯数",
        "担当課",
        "電話番号",
        "E-mail",
        "所在地",
        "法人番号",
        "市町村名（ふりがな）",
        "〒",
    ]
    rows: Rows = [[*HEAD, *beside], [*ROW, *(["値"] * len(beside))]]
    done = added(workbook(tmp_path / "名簿.xlsx", rows), raw)
    assert (done.rows, problems(done.findings)) == (1, [])
    [finding] = [one for one in done.findings if one.rule == "TABLE-COLUMN-SKIPPED"]
    assert all(f"「{heading}」" in finding.message for heading in beside)


def test_the_headings_of_the_official_code_list_are_read(raw: Path) -> None:
    done = added(CASES / "headings_of_the_official_code_list.xlsx", raw)
    assert (done.rows, problems(done.findings)) == (2, [])


@pytest.mark.parametrize("heading", ["区分", "実施の方法", "備考2", "結果", "対応", "委託先"])
def test_a_column_that_may_be_a_fact_is_never_passed_over(heading: str, raw: Path, tmp_path: Path) -> None:
    with pytest.raises(add.AddRefusedError) as refused:
        added(workbook(tmp_path / "名簿.xlsx", [[*HEAD, heading], [*ROW, "値"]]), raw)
    [finding] = refused.value.findings
    assert finding.rule == "TABLE-HEADINGS"
    assert ".csv" not in finding.message


@pytest.mark.parametrize("above", [31, 60, 200])
def test_a_header_far_down_is_found(above: int, raw: Path, tmp_path: Path) -> None:
    rows: Rows = [[f"説明 {number}"] for number in range(above)]
    done = added(workbook(tmp_path / "名簿.xlsx", [*rows, HEAD, ROW]), raw)
    assert (done.rows, problems(done.findings)) == (1, [])


@pytest.mark.parametrize(
    ("rows", "rule", "cell"),
    [
        ([["01202", "小樽市", "検討中"]], "MUNI-CODE_NAME_MISMATCH", "B2"),
        ([[None, "石狩", "検討中"]], "MUNI-AMBIGUOUS_NAME", "B2"),
        ([[None, "歌志内市（砂川市分）", "検討中"]], "MUNI-JOINT_NAME", "B2"),
        ([["01227", "歌志内市（砂川市分）", "検討中"]], "MUNI-JOINT_NAME", "B2"),
        ([[None, "砂川市・歌志内市", "検討中"]], "MUNI-UNKNOWN_NAME", "B2"),
        ([[None, "戸井町", "検討中"]], "MUNI-FORMER_NAME", "B2"),
    ],
)
def test_a_row_of_nobody_in_particular_is_refused_and_the_others_read(
    rows: Rows, rule: str, cell: str, raw: Path, tmp_path: Path
) -> None:
    done = added(workbook(tmp_path / "名簿.xlsx", [HEAD, *rows, ["01204", "旭川市", "検討中"]]), raw)
    assert (done.rows, problems(done.findings)) == (1, [("error", rule, cell)])


def test_a_bare_name_that_may_be_a_subprefecture_is_asked_about(raw: Path) -> None:
    done = added(CASES / "bare_name_of_a_subprefecture.xlsx", raw)
    assert (done.rows, problems(done.findings)) == (3, [("error", "MUNI-AMBIGUOUS_NAME", "A5")])


def test_a_road_time_between_a_code_and_another_towns_name_is_refused(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ["from_code", "出発地", "to_code", "到着地", "minutes"],
        ["01202", "小樽市", "01204", "旭川市", 90],
        ["01203", "小樽市", "01204", "旭川市", 150],
    ]
    done = add.add(
        "road_times", workbook(tmp_path / "所要時間.xlsx", rows), raw, add.Details(date(2026, 11, 1))
    )
    assert (done.rows, [one.rule for one in done.findings if one.severity == "error"]) == (1, ["ROAD-TOWN"])


HEAD_OF_ACTIVITIES: list[object] = ["取組番号", "取組みの種類", "題名", "開催日"]


@pytest.mark.parametrize(
    ("title", "day", "rows_read"),
    [
        ("令和5年度 取組みの一覧", "R5.10.6", 1),
        ("令和5年度 取組みの一覧", "R4.10.6", 0),
        ("令和4・5年度 取組みの一覧", "R4.10.6", 1),
        ("取組みの一覧（令和3年度から）", "R4.10.6", 1),
        ("取組みの一覧", "R4.10.6", 1),
    ],
)
def test_an_activity_of_another_year_than_the_title_is_refused(
    title: str, day: str, rows_read: int, raw: Path, tmp_path: Path
) -> None:
    rows: Rows = [
        [title],
        HEAD_OF_ACTIVITIES,
        ["R-1", "研修", "人材養成研修", day],
        ["R-2", "研修", "研修2", "R5.6.1"],
    ]
    path = workbook(tmp_path / "取組み.xlsx", rows)
    done = add.add("activities", path, raw, add.Details(date(2026, 11, 1)))
    assert done.rows == rows_read + 1
    refused = [] if rows_read else [("error", "ROW-OTHER-YEAR", "D3")]
    assert problems(done.findings) == refused


def test_a_year_behind_a_name_refuses_its_row(raw: Path, tmp_path: Path) -> None:
    rows: Rows = [HEAD, ["01202", "函館市（前年度の値）", "検討中"], ["01203", "小樽市（R5）", "検討中"]]
    done = added(workbook(tmp_path / "名簿.xlsx", rows), raw)
    assert done.rows == 1
    assert [cell for severity, _, cell in problems(done.findings) if severity == "error"] == ["B2"]
