"""A compiled table is of the year that is received, by all that it says itself; hidden and harmless parts are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.survey.form.loading import load_form
from etl.survey.returned.reading import FileRead, read_here
from etl.survey.returned.setting import Setting
from tests import messes
from tests.etl.survey import return_truth as truth

CASES = Path(__file__).parents[2] / "cases" / "compiled"
HEAD: list[object] = ["団体コード", "市町村名", "実施状況", "専任"]
ROW: list[object] = ["01452", "鷹栖町", "実施中", 3]

Rows = Sequence[Sequence[object]]


@pytest.fixture(scope="module")
def setting() -> Setting:
    return truth.make_setting()


def read(path: Path, setting: Setting) -> FileRead:
    return read_here(path, path.name, path.name, "", setting)


def loaded(result: FileRead) -> list[str]:
    return [one.municipality_code for one in result.returns if not one.rejected]


def problems(result: FileRead) -> list[tuple[str, str, str, str]]:
    """Errors and warnings but for columns that a small table does not have."""
    findings = [*result.findings, *(finding for one in result.returns for finding in one.findings)]
    return [
        (one.severity, one.rule, one.sheet, one.cell)
        for one in findings
        if one.severity != "info" and one.rule not in ("TABLE-QUESTIONS", "NOT-ASKED", "REQUIRED-BLANK")
    ]


CASES_OF_ANOTHER_YEAR = [
    ("every_row_of_the_year_before.xlsx", [], ("ROW-OTHER-YEAR", "一覧", "A2")),
    ("one_row_of_the_year_before.xlsx", ["01202", "01337"], ("ROW-OTHER-YEAR", "一覧", "A4")),
    ("title_with_day_of_the_year_before.xlsx", [], ("FORM-OTHER-YEAR", "一覧", "A2")),
    ("title_with_short_day_of_the_year_before.xlsx", [], ("FORM-OTHER-YEAR", "一覧", "A1")),
    ("sheet_called_year_before.xlsx", ["01202", "01337"], ("FORM-OTHER-YEAR", "前年度", "")),
    ("sheets_of_two_years.xlsx", ["01202", "01337"], ("FORM-OTHER-YEAR", "R4", "")),
    ("R4取りまとめ表.xlsx", [], ("FORM-OTHER-YEAR", "一覧", "")),
    ("row_not_returned.xlsx", ["01202", "01337"], ("ROW-NOT-RETURNED", "一覧", "A4")),
]


@pytest.mark.parametrize(("name", "codes", "place"), CASES_OF_ANOTHER_YEAR)
def test_what_is_of_the_year_before_is_not_read(
    name: str, codes: list[str], place: tuple[str, str, str], setting: Setting
) -> None:
    result = read(CASES / name, setting)
    assert loaded(result) == codes
    assert problems(result)[0] == ("error", *place)


def test_numbers_that_mean_another_question_in_another_year_are_asked_about(setting: Setting) -> None:
    result = read(CASES / "numbers_that_moved_between_years.xlsx", setting)
    assert problems(result) == [("warning", "FORM-YEAR-UNSURE", "一覧", "D1")]


@pytest.mark.parametrize("title", ["令和5年度 取りまとめ表", "R5.11.30現在"])
def test_numbers_under_a_title_of_the_year_are_not(title: str, setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [
        [title],
        ["団体コード", "市町村名", "問1", "問6"],
        ["01452", "鷹栖町", "実施中", "設置している"],
    ]
    assert problems(read(messes.workbook(tmp_path / "表.xlsx", rows), setting)) == []


def test_numbers_beside_a_question_that_is_new_this_year_are_not(setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [
        ["市町村名", "問1", "問6", "実施計画の策定"],
        ["鷹栖町", "実施中", "設置している", "策定した"],
    ]
    assert problems(read(messes.workbook(tmp_path / "表.xlsx", rows), setting)) == []


@pytest.mark.parametrize(
    ("above", "cell"),
    [
        ([["取りまとめ表（令和４年度）"]], "A1"),
        ([["取りまとめ表"], [None, None, "R4/11/30 時点"]], "C2"),
        ([["基準日", date(2022, 11, 30)]], "B1"),
        ([["令和4年12月10日提出"]], "A1"),
        ([["昨年度分"]], "A1"),
        ([["２０２２年度"]], "A1"),
        ([["取りまとめ表 令和5年度"], ["（令和4年11月30日現在）"]], "A2"),
        ([["令和6年度 調査"]], "A1"),
        ([["", "", "令和4年度", ""]], "C1"),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_title_of_another_year_refuses_the_sheet(
    above: Rows, cell: str, kind: str, setting: Setting, tmp_path: Path
) -> None:
    path = tmp_path / f"表.{kind}"
    rows: Rows = [*above, HEAD, ROW]
    if kind == "csv":
        messes.csv_file(path, [["" if value is None else str(value) for value in row] for row in rows])
    else:
        book = openpyxl.Workbook()
        page = book.create_sheet("一覧", 0)
        for row in rows:
            page.append(row)
        book.save(path)
    result = read(path, setting)
    assert loaded(result) == []
    assert [(rule, at) for _, rule, _, at in problems(result)] == [("FORM-OTHER-YEAR", cell)]


@pytest.mark.parametrize(
    "rows",
    [
        [["令和5年度 取りまとめ表"], HEAD, ROW],
        [["（令和5年11月30日現在）"], HEAD, ROW],
        [["重層的支援体制整備事業（令和3年度創設）"], ["※前年度の回答から変わったときは理由も"], HEAD, ROW],
        [["人口は令和5年1月1日現在"], [*HEAD, "人口（R5.1.1）"], [*ROW, 6724]],
        [[*HEAD, "年度"], [*ROW, "R5"]],
        [[*HEAD, "提出日"], [*ROW, "12月10日"]],
        [[*HEAD, "提出状況"], [*ROW, "提出済"]],
        [[*HEAD, "備考"], [*ROW, "令和4年度から検討"]],
        [HEAD, ROW, [None], ["※令和4年度との比較は別紙"]],
    ],
)
def test_a_table_of_this_year_is_not_accused(rows: Rows, setting: Setting, tmp_path: Path) -> None:
    result = read(messes.workbook(tmp_path / "上川.xlsx", rows), setting)
    assert (loaded(result), problems(result)) == (["01452"], [])


def test_the_year_of_a_merged_cell_counts_for_its_rows(setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [
        ["年度", *HEAD],
        ["令和4年度", *ROW],
        [None, "01453", "東神楽町", "検討中", 1],
        [None, "01458", "東川町", "検討中", 1],
    ]
    path = messes.workbook(tmp_path / "表.xlsx", rows)
    assert loaded(read(path, setting)) == []
    book = openpyxl.load_workbook(path)
    book["一覧"].merge_cells("A2:A3")
    book["一覧"]["A4"] = "令和5年度"
    book.save(path)
    assert loaded(read(path, setting)) == ["01458"]


def test_a_name_of_another_year_is_a_warning_where_the_title_says_this_year(
    setting: Setting, tmp_path: Path
) -> None:
    path = messes.workbook(tmp_path / "R4取りまとめ表.xlsx", [["令和5年度"], HEAD, ROW])
    result = read(path, setting)
    assert (loaded(result), [rule for _, rule, _, _ in problems(result)]) == (["01452"], ["FORM-NAME-YEAR"])


def test_a_second_table_on_a_hidden_sheet_is_told_by_its_towns(setting: Setting) -> None:
    result = read(CASES / "second_table_on_a_hidden_sheet.xlsx", setting)
    assert loaded(result) == ["01202", "01337"]
    assert problems(result) == [("warning", "SHEET-HIDDEN-TABLE", "檜山", "")]
    [finding] = [one for one in result.findings if one.rule == "SHEET-HIDDEN-TABLE"]
    assert "松前町" in finding.message
    assert "取りまとめ表ではない" not in finding.message


def test_a_table_that_stands_on_a_hidden_sheet_alone_is_no_strange_file(
    setting: Setting, tmp_path: Path
) -> None:
    path = messes.workbook(tmp_path / "表.xlsx", [HEAD, ROW])
    book = openpyxl.load_workbook(path)
    book.create_sheet("表紙")["A1"] = "送付します"
    book["一覧"].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    result = read(path, setting)
    assert (loaded(result), [rule for _, rule, _, _ in problems(result)]) == ([], ["SHEET-HIDDEN-TABLE"])


def test_columns_beside_the_answers_are_passed_over_and_said(setting: Setting) -> None:
    result = read(CASES / "population_section_and_telephone.xlsx", setting)
    assert (loaded(result), problems(result)) == (["01202", "01337", "01331"], [])
    [finding] = [one for one in result.findings if one.rule == "TABLE-COLUMN-SKIPPED"]
    assert all(place in finding.message for place in ("H1「人口」", "I1「担当課」", "J1「電話」"))


HARMLESS = [
    "総人口（人）", "世帯数", "高齢化率", "内線", "TEL",
    "法人番号", "所在地", "都道府県名\n（漢字）", "団体名（ｶﾅ）", "郡名",
]  # fmt: skip


@pytest.mark.parametrize("heading", HARMLESS)
def test_harmless_headings_refuse_nothing(heading: str, setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [[*HEAD, heading], [*ROW, "値"]]
    result = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert (loaded(result), problems(result)) == (["01452"], [])


@pytest.mark.parametrize("heading", ["予算額", "区分", "効果", "その他", "結果"])
def test_a_heading_that_may_be_an_answer_still_refuses_the_table(
    heading: str, setting: Setting, tmp_path: Path
) -> None:
    result = read(messes.workbook(tmp_path / "表.xlsx", [[*HEAD, heading], [*ROW, "値"]]), setting)
    [(severity, rule, _, cell)] = problems(result)
    assert (loaded(result), severity, rule, cell) == ([], "error", "TABLE-HEADINGS", "E1")
    assert ".csv" not in "".join(finding.message for finding in result.findings)


@pytest.mark.parametrize("above", [30, 45, 120])
def test_a_header_far_down_is_found(above: int, setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [*([f"説明 {number}"] for number in range(above)), HEAD, ROW]
    result = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert (loaded(result), problems(result)) == (["01452"], [])


def test_question_numbers_with_words_of_ones_own_are_read_by_number(setting: Setting) -> None:
    form = load_form(CASES / "form_of_2026.toml")
    now = Setting({2026: form}, setting.directory, 2026)
    result = read(CASES / "question_numbers_with_own_words.xlsx", now)
    assert len(loaded(result)) == len(result.returns) > 5
    answered = {cell.question_id for one in result.returns for cell in one.answers}
    assert {"ict_sharing", "staff_concurrent", "comments"} <= answered
    assert {one.question_id for one in result.findings if one.rule == "TABLE-OWN-WORDS"} >= {"ict_sharing"}


@pytest.mark.parametrize(
    ("heading", "value", "severities"),
    [
        ("問8-1 兼任", 2, []),
        ("問８－１　兼任の人数", 2, ["warning"]),
        ("問8-1：担当する職員", 2, []),
        ("問8-1 予算", 2, ["warning"]),
        ("問7（会議）", "設置している", []),
    ],
)
def test_own_words_that_do_not_fit_the_question_are_a_warning(
    heading: str, value: object, severities: list[str], setting: Setting, tmp_path: Path
) -> None:
    rows: Rows = [["令和5年度"], [*HEAD, heading], [*ROW, value]]
    result = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert loaded(result) == ["01452"]
    assert [severity for severity, _, _, _ in problems(result)] == severities


def test_a_number_with_the_words_of_another_question_is_asked_about(setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [[*HEAD, "問6 支援会議の設置"], [*ROW, "設置している"]]
    result = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert (loaded(result), [rule for _, rule, _, _ in problems(result)]) == ([], ["TABLE-HEADINGS"])


def test_sums_of_subprefectures_are_no_towns(setting: Setting) -> None:
    result = read(CASES / "sums_of_subprefectures_without_a_word.xlsx", setting)
    assert loaded(result) == ["01202"]
    assert [(rule, cell) for _, rule, _, cell in problems(result)] == [
        ("MUNI-AMBIGUOUS_NAME", cell) for cell in ("A3", "A4", "A5")
    ]


@pytest.mark.parametrize(
    "name", ["鷹栖町（前年度）", "鷹栖町(R4)", "鷹栖町【未提出】", "鷹栖町（令和4年度の値）"]
)
def test_a_year_behind_a_name_refuses_its_row(name: str, setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [HEAD, [ROW[0], name, *ROW[2:]], ["01453", "東神楽町", "検討中", 1]]
    result = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert loaded(result) == ["01453"]
    assert [cell for severity, _, _, cell in problems(result) if severity == "error"] == ["B2"]


@pytest.mark.parametrize(
    "name", ["鷹栖町（R5）", "鷹栖町（上川）", "鷹栖町（令和3年度から実施）", "鷹栖町（町）"]
)
def test_another_remark_behind_a_name_does_not(name: str, setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [HEAD, [ROW[0], name, *ROW[2:]]]
    assert loaded(read(messes.workbook(tmp_path / "表.xlsx", rows), setting)) == ["01452"]


def test_a_section_of_another_year_within_a_table_refuses_the_sheet(setting: Setting, tmp_path: Path) -> None:
    rows: Rows = [["令和5年度"], HEAD, ROW, ["【令和4年度】"], ["01453", "東神楽町", "検討中", 1]]
    result = read(messes.workbook(tmp_path / "表.xlsx", rows), setting)
    assert (loaded(result), [(rule, cell) for _, rule, _, cell in problems(result)]) == (
        [],
        [("FORM-OTHER-YEAR", "A4")],
    )
