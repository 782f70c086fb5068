"""A value that nobody sees, by its format or its colour, is read and told."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from etl.readers import document
from tests.etl.survey import return_truth as truth

HIDDEN = {
    "text under ;;;": ("○", {"num_format": ";;;"}, True),
    "number under ;;;": (3, {"num_format": ";;;"}, True),
    "number under ;;": (3, {"num_format": ";;"}, True),
    "text under ;;": ("○", {"num_format": ";;"}, False),
    "text under ;;;@": ("○", {"num_format": ";;;@"}, False),
    "number under ;;;@": (3, {"num_format": ";;;@"}, True),
    "zero under 0;-0;;@": (0, {"num_format": "0;-0;;@"}, True),
    "three under 0;-0;;@": (3, {"num_format": "0;-0;;@"}, False),
    "zero under #,###": (0, {"num_format": "#,###"}, True),
    "zero under #,##0": (0, {"num_format": "#,##0"}, False),
    "zero as a dash": (0, {"num_format": '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '}, False),
    "white on nothing": ("○", {"font_color": "#FFFFFF"}, True),
    "white on white": ("○", {"font_color": "#FFFFFF", "bg_color": "#FFFFFF"}, True),
    "yellow on yellow": ("○", {"font_color": "#FFFF00", "bg_color": "#FFFF00"}, True),
    "white on pale yellow": ("○", {"font_color": "#FFFFFF", "bg_color": "#FFF9DB"}, True),
    "light grey on white": ("○", {"font_color": "#CCCCCC"}, False),
    "white on blue": ("○", {"font_color": "#FFFFFF", "bg_color": "#1F4E79"}, False),
    "black on nothing": ("○", {"font_color": "#000000"}, False),
    "no value in white": (None, {"font_color": "#FFFFFF"}, False),
    "a space in white": (" ", {"font_color": "#FFFFFF"}, False),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_value_that_nobody_sees_is_told_with_its_cell(tmp_path: Path, name: str) -> None:
    value, look, is_hidden = HIDDEN[name]
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("一覧")
        page.write(0, 0, "見出し")
        page.write(2, 1, value, book.add_format(look))
    _, findings = document.read_here(path, path.name)
    told = [(f.severity, f.rule, f.cell) for f in findings if f.rule != "L1-11"]
    assert told == ([("warning", "CELL-UNSEEN", "B3")] if is_hidden else [])


def test_a_value_that_nobody_sees_is_told_in_the_old_format_too(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("一覧")
    sheet.write(0, 0, "○", xlwt.easyxf("font: colour white"))
    sheet.write(1, 0, "○", xlwt.easyxf("font: colour white; pattern: pattern solid, fore_colour white"))
    sheet.write(2, 0, "○", xlwt.easyxf("font: colour white; pattern: pattern solid, fore_colour dark_blue"))
    sheet.write(3, 0, 3, xlwt.easyxf(num_format_str=";;;"))
    sheet.write(4, 0, 3)
    book.save(str(tmp_path / "a.xls"))
    _, findings = document.read_here(tmp_path / "a.xls", "a.xls")
    assert [(f.rule, f.cell) for f in findings if f.rule != "L1-11"] == [
        ("CELL-UNSEEN", cell) for cell in ("A1", "A2", "A4")
    ]


def test_a_fresh_form_hides_nothing(tmp_path: Path) -> None:
    form = truth.make_setting().forms[2023]
    path = truth.filled_workbook(truth.template_of(form), truth.towns()[0], {}, tmp_path)
    _, findings = document.read_here(path, path.name)
    assert [f for f in findings if f.rule.startswith("CELL-")] == []


def test_a_zero_on_a_sheet_that_shows_none_is_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, hides in (("隠す", True), ("見せる", False)):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["人数", 0, 3])
            if hides:
                page.hide_zero()
    old = xlwt.Workbook()
    for name, shows in (("隠す", False), ("見せる", True)):
        sheet = old.add_sheet(name)
        sheet.show_zero_values = shows
        for column, value in enumerate(["人数", 0, 3]):
            sheet.write(0, column, value)
    old.save(str(tmp_path / "a.xls"))
    for name in ("a.xlsx", "a.xls"):
        _, findings = document.read_here(tmp_path / name, name)
        assert [(f.rule, f.sheet, f.cell) for f in findings] == [("CELL-UNSEEN", "隠す", "B1")], name
