"""Values that their look alone hides (letters too small, white where a condition holds) are told like white on white."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from etl.findings import Finding
from etl.readers import document
from tests.etl.survey import messes_survey, received

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
@pytest.mark.parametrize(("size", "is_unseen"), [(1, True), (2, True), (3, True), (6, False), (11, False)])
def test_letters_too_small_to_read_are_told_like_white_ones(
    tmp_path: Path, kind: str, size: int, is_unseen: bool
) -> None:
    path = one_value(tmp_path / "small.xlsx", lambda sheet: setattr(sheet["B1"], "font", Font(size=size)))
    if kind == "xls":
        [path] = messes_survey.convert([path], "xls", tmp_path / "xls")
    assert set(found_in(path, "CELL-UNSEEN")) == ({"B1"} if is_unseen else set())


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


def test_the_conditions_of_a_form_of_ours_hide_nothing(tmp_path: Path) -> None:
    assert not found_in(received.hand_in(tmp_path, received.TAKASU), "CELL-UNSEEN")
