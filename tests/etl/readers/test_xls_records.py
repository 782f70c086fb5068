"""Formulas of the day (=TODAY()) in the records of an old .xls are told as they are in xlsx."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.workbook.defined_name import DefinedName

from etl.findings import Finding
from etl.readers import document, xls_records
from tests.etl.survey import messes_survey

OF_THE_DAY = ("TODAY()", "NOW()", "TODAY()+1", "YEAR(TODAY())", 'TEXT(NOW(),"yyyy")&"年"', "IF(A1>TODAY(),1,2)", "SUM(A1:A3)+RAND()")  # fmt: skip
OF_NO_DAY = ('"TODAY()"', "SUM(A1:A3)", "YEAR(A1)", 'IF(A1="NOW","a","b")', "DATE(2023,4,1)", "1.5+2", "ROUND(A1,0)")  # fmt: skip


def found_in(path: Path, rule: str) -> dict[str, Finding]:
    read, found = document.read_here(path, path.name)
    assert read is not None, found
    return {finding.cell: finding for finding in found if finding.rule == rule}


@pytest.mark.parametrize(("formulas", "is_told"), [(OF_THE_DAY, True), (OF_NO_DAY, False)])
def test_a_formula_of_the_day_is_told_in_an_old_workbook(
    tmp_path: Path, formulas: tuple[str, ...], is_told: bool
) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("一覧")
    for row, formula in enumerate(formulas):
        page.write(row, 1, xlwt.Formula(formula))
        page.write(row, 0, row)
    book.save(str(tmp_path / "old.xls"))
    told = found_in(tmp_path / "old.xls", "CELL-VOLATILE")
    assert set(told) == {f"B{row + 1}" for row in range(len(formulas))} if is_told else not told


def test_a_formula_of_the_day_that_was_filled_down_is_told_for_each_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 40):
        sheet.cell(row, 1).value = f"=CHOOSE(1,B{row},2)+TODAY()"
        sheet.cell(row, 2).value = row
        sheet.cell(row, 3).value = f"=B{row}*2"
    book.save(tmp_path / "new.xlsx")
    [old] = messes_survey.convert([tmp_path / "new.xlsx"], "xls", tmp_path / "xls")
    assert set(found_in(old, "CELL-VOLATILE")) == {f"A{row}" for row in range(1, 40)}


# Names of a workbook and whether =名前 gives another value tomorrow.
NAMED = {
    "基準日": ("TODAY()", True),
    "今年": ("YEAR(基準日)", True),
    "年度末": ("DATE(2024,3,31)", False),
    "表題": ('"TODAY()"', False),
    "今年度": ("年度末", False),
}


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
@pytest.mark.parametrize("formula", ["{}", "{}+1", "IF({}>0,1,2)"])
def test_a_name_that_stands_for_a_formula_of_the_day_is_told_as_it_is(
    tmp_path: Path, kind: str, formula: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (name, (of_name, _)) in enumerate(NAMED.items(), start=1):
        book.defined_names[name] = DefinedName(name, attr_text=of_name)
        sheet.cell(row, 1).value = f"={formula.format(name)}"
        sheet.cell(row, 2).value = f'="{name}"'
    book.save(tmp_path / "new.xlsx")
    path = tmp_path / "new.xlsx"
    if kind == "xls":
        [path] = messes_survey.convert([path], "xls", tmp_path / "xls")
    told = {f"A{row}" for row, (_, is_told) in enumerate(NAMED.values(), start=1) if is_told}
    assert set(found_in(path, "CELL-VOLATILE")) == told


def test_the_formulas_that_share_one_of_the_day_are_told_with_it() -> None:
    def record(number: int, body: bytes) -> bytes:
        return number.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body

    def formula(row: int, tokens: bytes) -> bytes:
        head = row.to_bytes(2, "little") + bytes(18)
        return record(0x06, head + len(tokens).to_bytes(2, "little") + tokens)

    own = b"\x01\x00\x00\x00\x00"  # what stands at A1
    shared = b"\x00\x00\x02\x00\x00\x00\x00\x03" + b"\x03\x00" + b"\x41\xdd\x00"
    records = [
        formula(0, own),
        record(0x4BC, shared),
        formula(1, own),
        formula(2, own),
        formula(3, b"\x1e\x01\x00"),
    ]
    content = record(0x809, bytes(16)) + b"".join(records) + record(0x0A, b"")
    assert set(xls_records.read_records(content, 0, 80, "cp932").volatile) == {(0, 0), (1, 0), (2, 0)}


@pytest.mark.parametrize("seed", range(40))
def test_records_that_are_spoilt_end_no_reading(seed: int) -> None:
    chance = random.Random(seed)
    tokens = chance.randbytes(chance.randint(0, 60))
    body = bytes(22) + tokens
    content = b"\x09\x08\x00\x00" + b"\x06\x00" + len(body).to_bytes(2, "little") + body + b"\x0a\x00\x00\x00"
    assert set(xls_records.read_records(content, 0, chance.choice([80, 50]), "cp932").volatile) <= {(0, 0)}
