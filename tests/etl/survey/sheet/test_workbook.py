"""The issued workbook is reopened by openpyxl, which sees what Excel would."""

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from etl.names import MunicipalityName
from etl.survey import issue
from etl.survey.form.questions import Form
from etl.survey.sheet import workbook
from etl.survey.sheet.layout import make_layout
from etl.survey.sheet.manifest import make_manifest


@pytest.fixture(scope="module")
def sheet(issued: Path) -> Worksheet:
    found = openpyxl.load_workbook(issued)["調査票"]
    assert isinstance(found, Worksheet)
    return found


def row_of(sheet: Worksheet, number: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == number)


def cell_of(form: Form, question_id: str, slot: str = "") -> str:
    manifest = make_manifest(make_layout(form), "", "")
    return next(c.cell for c in manifest.cells if (c.question_id, c.slot) == (question_id, slot))


def test_the_file_carries_code_and_name_of_the_municipality(issued: Path) -> None:
    assert issued.name == "01452_鷹栖町_重層調査票_R5.xlsx"


def test_the_sheet_says_for_whom_it_is_and_until_when(sheet: Worksheet) -> None:
    card = {sheet.cell(row, 3).value: sheet.cell(row, 4).value for row in range(4, 13)}
    assert sheet["A1"].value == "令和5年度 重層的支援体制整備事業 実施状況調査票"
    assert card["市町村名"] == "鷹栖町"
    assert card["市町村コード"] == "01452"
    assert card["（総合）振興局"] == "上川総合振興局"
    assert card["回答期限"] == "令和5年12月15日（金）"
    assert card["様式"] == "R5-1"


def test_only_the_cells_of_the_manifest_can_be_filled_in(
    sheet: Worksheet, r5: Form, town: MunicipalityName
) -> None:
    cells = {cell.cell for cell in make_manifest(make_layout(r5), town.code, town.name).cells}
    merged = {str(area).split(":")[0]: area for area in sheet.merged_cells.ranges}
    unlocked = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and type(cell).__name__ != "MergedCell"
    }
    assert unlocked == cells
    assert set(merged) <= cells
    assert sheet.protection.sheet
    assert sheet.protection.password is None


def test_every_answer_cell_has_a_name_that_is_no_cell_address(
    issued: Path, r5: Form, town: MunicipalityName
) -> None:
    names = openpyxl.load_workbook(issued).defined_names
    for cell in make_manifest(make_layout(r5), town.code, town.name).cells:
        assert re.fullmatch(r"(ans|rsn)_[a-z][a-z0-9_]*", cell.name)
        assert names[cell.name].attr_text.replace("$", "") == f"調査票!{cell.cell}"


def test_a_dropdown_offers_the_options_of_the_form(sheet: Worksheet, r5: Form) -> None:
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    status = rules[cell_of(r5, "status")]
    assert status.formula1 == '"' + ",".join(o.label for o in r5.by_id["status"].options) + '"'
    assert status.errorStyle in (None, "stop")
    assert "令和3年度" in rules[cell_of(r5, "start_year")].formula1
    assert rules[cell_of(r5, "start_year")].formula1.endswith('未定"')
    assert rules[cell_of(r5, "barriers", "other")].formula1 == '"○"'
    assert rules[cell_of(r5, "staff_full_time")].type == "whole"
    assert rules[cell_of(r5, "meeting_internal_date")].type == "date"


def test_last_years_answers_stand_beside_this_years(sheet: Worksheet) -> None:
    def previous(number: str) -> object:
        return sheet.cell(row_of(sheet, number), 4).value

    assert previous("問1") == "実施予定・検討中（時期未定）"
    assert (previous("問4-1"), previous("問4-2"), previous("問4-3")) == (None, "○", "○")
    assert previous("問5-1") == "人材不足"
    assert (previous("問8"), previous("問8-1")) == (0, 2)
    assert previous("問3") is None


def test_the_contact_of_last_year_is_filled_in_already(sheet: Worksheet, r5: Form) -> None:
    assert sheet[cell_of(r5, "contact", "phone")].value == "0166-00-0000"


def test_it_prints_on_a4_one_page_wide_with_the_heading_repeated(sheet: Worksheet) -> None:
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$14:$14"
    assert sheet["A14"].value == "問"
    assert "R5-1" in (sheet.oddFooter.left.text or "")


def test_number_and_label_together_name_a_cell_even_without_the_manifest(r4: Form, r5: Form) -> None:
    for form in (r4, r5):
        lines = [line for line in make_layout(form).lines if line.number]
        assert len({line.number for line in lines}) == len(lines)
        assert all(line.text.startswith(line.label) and line.label for line in lines)


def test_a_first_year_has_no_column_for_the_year_before(
    r4: Form, tmp_path: Path, town: MunicipalityName
) -> None:
    path = issue.issue_workbook(r4, town, {}, tmp_path / "r4.xlsx")
    found = openpyxl.load_workbook(path)["調査票"]
    assert [found.cell(14, column).value for column in range(1, 6)] == ["問", "設問", "回答", "補足", None]


def test_the_sheet_that_prepares_formulas_once_writes_what_xlsxwriters_own_writes(
    r5: Form, town: MunicipalityName, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn() -> bytes:
        return workbook.draw_workbook(workbook.make_template(r5), town, {}, {}, workbook.created_at(r5))

    ours = drawn()
    monkeypatch.setattr(workbook, "QuickSheet", None)  # None is xlsxwriter's own
    assert ours == drawn()
