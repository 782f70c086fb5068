"""Compiled tables (取りまとめ表): one row per municipality, xlsx or CSV, headings as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from etl.findings import Finding
from etl.survey.returned.reading import FileRead, UnderstoodReturn, read_here
from etl.survey.returned.setting import Setting
from tests import messes
from tests.etl.survey import return_truth as truth

Rows = Sequence[Sequence[object]]


@pytest.fixture(scope="module")
def setting() -> Setting:
    return truth.make_setting()


def read(path: Path, setting: Setting) -> FileRead:
    return read_here(path, path.name, path.name, "", setting)


def table(path: Path, rows: Rows, setting: Setting) -> dict[str, UnderstoodReturn]:
    """What is read of a workbook with these rows, by municipality."""
    found = read(messes.workbook(path, rows), setting)
    assert [finding for finding in found.findings if finding.severity == "error"] == []
    return {one.municipality_code: one for one in found.returns}


def rules(findings: Sequence[Finding], severity: str = "error") -> list[str]:
    return [finding.rule for finding in findings if finding.severity == severity]


def test_a_row_is_a_municipality_and_a_column_a_question(setting: Setting, tmp_path: Path) -> None:
    found = table(
        tmp_path / "上川.xlsx",
        [
            ["番号", "団体コード", "市町村名", "実施状況", "開始年度", "専任職員数", "備考"],
            [1, "01452", "鷹栖町", "実施中", "令和3年度", 3, None],
            [2, "01453", "東神楽町", "実施予定なし", None, "2人", None],
        ],
        setting,
    )
    assert {code: dict(one.plain) for code, one in found.items()} == {
        "01452": {"status": "implementing", "start_year": 2021, "staff_full_time": 3},
        "01453": {"status": "no_plan", "staff_full_time": 2},
    }
    assert {one.route for one in found.values()} == {"table"}
    cells = {cell.question_id: cell.cell for cell in found["01453"].answers}
    assert cells == {"status": "D3", "start_year": "E3", "staff_full_time": "F3"}


@pytest.mark.parametrize(
    "heading",
    [
        "重層的支援体制整備事業の実施状況",
        "問1",
        "問１　重層的支援体制整備事業の実施状況",
        "status",
        "Q1",
        "実施状況",
        "重層的支援体制整備事業の\n実施状況",
    ],
)
def test_a_question_is_known_by_wording_number_id_or_short_name(
    heading: str, setting: Setting, tmp_path: Path
) -> None:
    found = table(
        tmp_path / "表.xlsx", [["市町村名", heading, "専任職員数"], ["鷹栖町", "実施中", 0]], setting
    )
    assert found["01452"].plain == {"status": "implementing", "staff_full_time": 0}


@pytest.mark.parametrize(
    ("headings", "values"),
    [
        (["課題"], ["人材不足、財源の確保が困難"]),
        (["実施していない理由や課題"], ["人材不足・財源の確保が困難"]),
        (["課題：人材不足", "課題：財源の確保が困難", "課題：その他"], ["○", "○", None]),
        (["課題_人材不足", "課題_財源の確保が困難"], [1, "有"]),
        (["問4（人材不足）", "問4（財源の確保が困難）"], ["レ", "✓"]),
        (["問4-2", "問4-4"], ["○", "○"]),
        (["barriers:staff_shortage", "barriers:funding"], ["○", "○"]),
    ],
)
def test_several_options_stand_in_one_column_or_in_one_each(
    headings: list[str], values: list[object], setting: Setting, tmp_path: Path
) -> None:
    found = table(tmp_path / "表.xlsx", [["市町村名", *headings], ["鷹栖町", *values]], setting)
    assert found["01452"].plain == {"barriers": ("staff_shortage", "funding")}


def test_a_header_over_two_rows_says_question_and_option(setting: Setting, tmp_path: Path) -> None:
    rows = [
        ["令和5年度　取りまとめ表", None, None, None, None, None, None],
        ["市町村名", "課題", None, None, "道に望む支援", None, "機能の状況"],
        [None, "人材不足", "財源の確保が困難", "その他", "その他", "特にない", "第1号イ"],
        ["鷹栖町", "○", None, "○", None, "○", "ある"],
    ]
    want = {"barriers": ("staff_shortage", "other"), "support_wanted": ("none",), "function_f1_i": "existing"}
    assert table(tmp_path / "a.xlsx", rows, setting)["01452"].plain == want
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for area in ("A2:A3", "B2:D2", "E2:F2"):
        book.active.merge_cells(area)
    book.save(tmp_path / "b.xlsx")
    found = read(tmp_path / "b.xlsx", setting)
    assert [one.plain for one in found.returns] == [want]
    assert "L1-12" not in rules(found.findings, "warning")


def test_ranks_contacts_and_reasons_have_columns_of_their_own(setting: Setting, tmp_path: Path) -> None:
    found = table(
        tmp_path / "表.xlsx",
        [
            [
                "市町村名",
                "主な課題（1位）",
                "主な課題（2位）",
                "連絡先：電話番号",
                "実施状況",
                "実施状況（変わった理由）",
            ],
            ["鷹栖町", "人材不足", "その他", "0166-00-0000", "検討中", "首長が交代"],
        ],
        setting,
    )
    assert found["01452"].plain == {
        "status": "undecided",
        "barriers_top": ("staff_shortage", "other"),
        "contact": {"phone": "0166-00-0000"},
    }
    assert [(one.question_id, one.value) for one in found["01452"].reasons] == [("status", "首長が交代")]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig"])
def test_a_csv_is_read_as_a_workbook_is(encoding: str, setting: Setting, tmp_path: Path) -> None:
    path = tmp_path / "取りまとめ.csv"
    path.write_text("市町村名,実施状況,課題\n鷹栖町,実施予定なし,人材不足\n", encoding=encoding)
    found = read(path, setting)
    assert [one.plain for one in found.returns] == [{"status": "no_plan", "barriers": ("staff_shortage",)}]
    assert [cell.cell for cell in found.returns[0].answers] == ["B2", "C2"]


def test_an_unknown_heading_refuses_the_table_and_lists_both_sides(setting: Setting, tmp_path: Path) -> None:
    rows = [["市町村名", "実施状況", "予算額"], ["鷹栖町", "実施中", 1000]]
    found = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert found.returns == []
    [finding] = [one for one in found.findings if one.severity == "error"]
    assert (finding.rule, finding.cell, finding.value) == ("TABLE-HEADINGS", "C1", "予算額")
    assert "【ファイルの見出し】市町村名、実施状況、予算額" in finding.message
    assert "問1「重層的支援体制整備事業の実施状況」" in finding.message


def test_a_heading_that_may_be_two_questions_is_asked_about(setting: Setting, tmp_path: Path) -> None:
    rows = [["市町村名", "実施状況", "「その他」の内容"], ["鷹栖町", "実施中", "様式"]]
    found = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    [finding] = [one for one in found.findings if one.severity == "error"]
    assert (finding.rule, finding.cell) == ("TABLE-HEADINGS", "C1")
    assert "どの設問か決められません" in finding.message


def test_rows_that_cannot_be_told_are_set_apart_and_the_others_read(setting: Setting, tmp_path: Path) -> None:
    rows = [
        ["団体コード", "市町村名", "問1"],
        ["01452", "鷹栖町", "実施中"],
        [None, "鷹巣町", "検討中"],
        ["01453", "東川町", "検討中"],
        [None, "泊", "検討中"],
        ["01454", "当麻町", None],
        [None, "合計", "5町村"],
    ]
    found = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert [one.municipality_code for one in found.returns if not one.rejected] == ["01452"]
    refused = [(f.rule, f.cell) for one in found.returns if one.rejected for f in one.findings]
    assert refused == [
        ("MUNI-UNKNOWN_NAME", "B3"),
        ("MUNI-CODE_NAME_MISMATCH", "B4"),
        ("MUNI-AMBIGUOUS_NAME", "B5"),
    ]
    infos = [(f.rule, f.cell) for f in found.findings if f.severity == "info"]
    assert infos == [("TABLE-TOTAL-ROW", "B7"), ("ROW-EMPTY", "B6")]


def test_two_rows_of_one_town_that_differ_are_both_left_out(setting: Setting, tmp_path: Path) -> None:
    rows = [
        ["市町村名", "問1　実施状況"],
        ["鷹栖町", "実施中"],
        ["鷹栖町", "検討中"],
        ["東川町", "検討中"],
        ["東川町", "検討中"],
    ]
    found = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert [one.municipality_code for one in found.returns if not one.rejected] == ["01458"]
    twice = [
        (f.cell, f.municipality_code) for one in found.returns for f in one.findings if f.severity == "error"
    ]
    assert twice == [("B2", "01452"), ("B3", "01452")]
    assert rules(found.findings, "warning").count("TABLE-TOWN-TWICE") == 1


def test_a_merged_answer_of_several_towns_is_not_read(setting: Setting, tmp_path: Path) -> None:
    rows = [["市町村名", "実施状況", "専任職員数"], ["鷹栖町", "検討中", 1], ["東川町", None, 2]]
    messes.workbook(tmp_path / "表.xlsx", rows)
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "表.xlsx")
    found = read(tmp_path / "表.xlsx", setting)
    assert [one.plain for one in found.returns] == [{"staff_full_time": 1}, {"staff_full_time": 2}]
    cells = [(f.rule, f.cell) for one in found.returns for f in one.findings if f.severity == "error"]
    assert cells == [("L1-12", "B2"), ("L1-12", "B3")]


def test_a_formula_without_a_result_in_a_table_is_no_blank(setting: Setting, tmp_path: Path) -> None:
    messes.workbook(tmp_path / "表.xlsx", [["市町村名", "実施状況", "専任職員数"], ["鷹栖町", "検討中", 1]])
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    book.active["C2"] = "=1+1"
    book.save(tmp_path / "表.xlsx")
    [one] = read(tmp_path / "表.xlsx", setting).returns
    assert [(f.rule, f.cell) for f in one.findings if f.severity == "error"] == [("ANSWER-FORMULA", "C2")]


def test_the_table_of_another_year_is_not_read(setting: Setting, tmp_path: Path) -> None:
    rows = [
        ["令和4年度　重層的支援体制整備事業　取りまとめ表", None],
        ["市町村名", "問1"],
        ["鷹栖町", "実施中"],
    ]
    found = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert (found.returns, rules(found.findings)) == ([], ["FORM-OTHER-YEAR"])


def test_required_questions_without_a_column_are_said_once(setting: Setting, tmp_path: Path) -> None:
    rows = [["市町村名", "問1"], ["鷹栖町", "実施予定なし"], ["東川町", "実施予定なし"]]
    found = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    [finding] = [one for one in found.findings if one.rule == "TABLE-QUESTIONS"]
    assert "問7「支援会議（法第106条の6）の設置」" in finding.message
    assert [one.findings for one in found.returns] == [[], []]


def test_several_sheets_with_tables_are_all_read_and_others_named(setting: Setting, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, town in (("上川", "鷹栖町"), ("後志", "倶知安町")):
        sheet = book.create_sheet(title)
        sheet.append(["市町村名", "問1"])
        sheet.append([town, "検討中"])
    book["Sheet"]["A1"] = "送付の経過"
    book.save(tmp_path / "全道.xlsx")
    found = read(tmp_path / "全道.xlsx", setting)
    assert [one.municipality_code for one in found.returns] == ["01452", "01400"]
    assert [f.sheet for f in found.findings if f.rule == "SHEET-EXTRA"] == ["Sheet"]


@pytest.mark.parametrize(
    "rows",
    [[["品目", "数量"], ["鉛筆", 3]], [["市町村名", "人口"], ["鷹栖町", 6724]], [["市町村名"], ["鷹栖町"]]],
)
def test_what_is_neither_form_nor_table_is_named_so(rows: Rows, setting: Setting, tmp_path: Path) -> None:
    found = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert (found.returns, rules(found.findings)) == ([], ["NOT-A-RETURN"])
