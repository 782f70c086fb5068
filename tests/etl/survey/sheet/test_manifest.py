"""The hidden sheet says which cell holds which answer, and is not trusted when it was touched."""

import re
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from etl.names import MunicipalityName
from etl.survey.form.questions import Form
from etl.survey.sheet.layout import make_layout
from etl.survey.sheet.manifest import MANIFEST_SHEET, make_manifest, manifest_rows, read_manifest


def test_calamine_reads_the_manifest_back(issued: Path, r5: Form) -> None:
    book = CalamineWorkbook.from_path(issued)
    assert book.sheet_names == ["調査票", MANIFEST_SHEET]
    manifest, problem = read_manifest(book.get_sheet_by_name(MANIFEST_SHEET).to_python())
    assert problem == ""
    assert manifest == make_manifest(make_layout(r5), "01452", "鷹栖町")
    assert openpyxl.load_workbook(issued)[MANIFEST_SHEET].sheet_state == "veryHidden"


def test_each_cell_of_the_manifest_stands_beside_its_number_and_text(
    issued: Path, r5: Form, town: MunicipalityName
) -> None:
    rows = CalamineWorkbook.from_path(issued).get_sheet_by_name("調査票").to_python()
    for cell in make_manifest(make_layout(r5), town.code, town.name).cells:
        row = int(re.sub(r"\D", "", cell.cell)) - 1
        assert (rows[row][0], rows[row][1]) == (cell.number, cell.text)


@pytest.mark.parametrize(
    ("row", "column", "value", "problem"),
    [
        (0, 0, "", "absent"),
        (0, 1, "2", "unknown_version"),
        (4, 1, "01100", "damaged"),
        (12, 2, "Z9", "damaged"),
    ],
)
def test_an_altered_manifest_is_not_trusted(
    row: int, column: int, value: str, problem: str, r5: Form, town: MunicipalityName
) -> None:
    rows = manifest_rows(make_manifest(make_layout(r5), town.code, town.name))
    rows[row][column] = value
    assert read_manifest(rows) == (None, problem)


def test_a_cut_manifest_is_not_trusted(r5: Form, town: MunicipalityName) -> None:
    rows = manifest_rows(make_manifest(make_layout(r5), town.code, town.name))
    for length in range(len(rows)):
        assert read_manifest(rows[:length])[0] is None
