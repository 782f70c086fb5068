"""Values that their look alone hides (letters too small, white where a condition holds) are told like white on white."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from etl.findings import Finding
from etl.readers import document
from tests.etl.survey import messes_survey, received
from tests.workbook_parts import workbook_of_xml

WHITE = Font(color="FFFFFFFF")


def found_in(path: Path, rule: str) -> dict[str, Finding]:
    read, found = document.read_here(path, path.name)
    assert read is not None, found
    return {finding.cell: finding for finding in found if finding.rule == rule}


def one_value(path: Path, change: Any, value: Any = "実施中") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["B2"] = "見出し", value, "見える値"
    change(sheet)
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_letters_too_small_to_read_are_told_like_white_ones(tmp_path: Path, kind: str) -> None:
    def in_sizes(sheet: Any) -> None:
        for row, size in enumerate((1, 2, 3, 6, 11), start=1):
            sheet.cell(row, 2).value = "実施中"
            sheet.cell(row, 2).font = Font(size=size)

    path = one_value(tmp_path / "small.xlsx", in_sizes)
    if kind == "xls":
        [path] = messes_survey.convert([path], "xls", tmp_path / "xls")
    assert set(found_in(path, "CELL-UNSEEN")) == {"B1", "B2", "B3"}


def white(**more: Any) -> Rule:
    return Rule(dxf=DifferentialStyle(font=WHITE), **more)


HIDES = {
    "equal": CellIsRule("equal", ['"実施中"'], font=WHITE),
    "not equal": CellIsRule("notEqual", ['"終了"'], font=WHITE),
    "always": FormulaRule(["TRUE"], font=WHITE),
    "filled": FormulaRule(["LEN(B1)>0"], font=WHITE),
    "own": FormulaRule(['B1="実施中"'], font=WHITE),
    "another cell": FormulaRule(['$A$1="見出し"'], font=WHITE),
    "contains": white(type="containsText", operator="containsText", text="実施"),
    "no blank": white(type="notContainsBlanks"),
    "on its own ground": CellIsRule("equal", ['"実施中"'], font=Font(color="FFFFFF00"), fill=PatternFill(bgColor="FFFFFF00")),
    "no letters": Rule(type="expression", formula=["TRUE"], dxf=DifferentialStyle(numFmt=NumberFormat(200, ";;;"))),
}  # fmt: skip
SHOWS = {
    "another value": CellIsRule("equal", ['"終了"'], font=WHITE),
    "a number": CellIsRule("lessThan", ["5"], font=WHITE),
    "errors": FormulaRule(["ISERROR(B1)"], font=WHITE),
    "blank": white(type="containsBlanks"),
    "red": CellIsRule("equal", ['"実施中"'], font=Font(color="FFFF0000")),
    "white on blue": CellIsRule("equal", ['"実施中"'], font=WHITE, fill=PatternFill(bgColor="FF0000FF")),
}


@pytest.mark.parametrize("name", [*HIDES, *SHOWS])
def test_a_value_that_a_conditional_format_hides_is_told(tmp_path: Path, name: str) -> None:
    rule = HIDES.get(name) or SHOWS[name]
    path = one_value(tmp_path / "when.xlsx", lambda sheet: sheet.conditional_formatting.add("B1:B1", rule))
    assert set(found_in(path, "CELL-UNSEEN")) == ({"B1"} if name in HIDES else set())


@pytest.mark.parametrize(("value", "is_unseen"), [(0, True), (3, False), (9, False)])
def test_a_number_is_hidden_where_the_condition_holds_for_it(
    tmp_path: Path, value: int, is_unseen: bool
) -> None:
    rule = CellIsRule("between", ["0", "2"], font=WHITE)
    path = one_value(
        tmp_path / "n.xlsx", lambda sheet: sheet.conditional_formatting.add("B1:C9", rule), value
    )
    assert ("B1" in found_in(path, "CELL-UNSEEN")) is is_unseen


def test_white_letters_on_a_dark_cell_are_seen(tmp_path: Path) -> None:
    def dark(sheet: Any) -> None:
        sheet["B1"].fill = PatternFill("solid", fgColor="FF203864")
        sheet.conditional_formatting.add("B1", HIDES["equal"])

    assert not found_in(one_value(tmp_path / "dark.xlsx", dark), "CELL-UNSEEN")


WHITE_INK, BLUE_GROUND = (
    '<font><color theme="0"/></font>',
    '<fill><patternFill><bgColor rgb="FF0000FF"/></patternFill></fill>',
)
# Rules as Excel writes them into the extension list: type and more, formulas, look → whether B1 is told.
EXTENDED = {
    "another sheet": ('type="expression"', ["控え!$A$1=1"], WHITE_INK, True),
    "equal": ('type="cellIs" operator="equal"', ['"実施中"'], WHITE_INK, True),
    "contains a cell": (
        'type="containsText" operator="containsText"',
        ["NOT(ISERROR(SEARCH(控え!$A$1,B1)))", "控え!$A$1"],
        WHITE_INK,
        True,
    ),
    "no letters": ('type="expression"', ["TRUE"], '<numFmt numFmtId="1" formatCode=";;;"/>', True),
    "another value": ('type="cellIs" operator="equal"', ['"終了"'], WHITE_INK, False),
    "red": ('type="expression"', ["TRUE"], '<font><color rgb="FFFF0000"/></font>', False),
    "white on blue": ('type="expression"', ["TRUE"], WHITE_INK + BLUE_GROUND, False),
    "no look": ('type="dataBar"', ["1"], "", False),
}


@pytest.mark.parametrize("styles", ["", "<cellXfs><xf/></cellXfs>"], ids=["without styles", "with styles"])
@pytest.mark.parametrize("name", EXTENDED)
def test_a_rule_in_the_extension_list_hides_as_one_of_the_sheet_does(
    tmp_path: Path, name: str, styles: str
) -> None:
    rule, formulas, look, is_told = EXTENDED[name]
    tests = "".join(f"<xm:f>{escape(formula)}</xm:f>" for formula in formulas)
    inline = f"<x14:dxf>{look}</x14:dxf>" if look else ""
    body = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>見出し</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>実施中</t></is></c></row></sheetData>'
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        "<x14:conditionalFormattings><x14:conditionalFormatting "
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        f'<x14:cfRule {rule} priority="1" id="{{1}}">{tests}{inline}</x14:cfRule><xm:sqref>B1:C4</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    path = workbook_of_xml(tmp_path / "x14.xlsx", {"一覧": body}, styles=styles)
    assert set(found_in(path, "CELL-UNSEEN")) == ({"B1"} if is_told else set())


def test_the_conditions_of_a_form_of_ours_hide_nothing(tmp_path: Path) -> None:
    assert not found_in(received.hand_in(tmp_path, received.TAKASU), "CELL-UNSEEN")
