"""Workbooks: nothing that a quick reading would lose is lost in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlwt

from etl.readers import document, guard, raw_scan
from etl.readers.grid import Document, Sheet, cell_at
from tests import hostile, messes
from tests.workbook_parts import sheet_data, workbook_of_xml


def read(path: Path) -> tuple[Document, list[tuple[str, str, str, str, str]]]:
    found, findings = document.read_here(path, path.name)
    assert found is not None, findings
    return found, [(f.severity, f.rule, f.sheet, f.cell, f.value) for f in findings]


@pytest.fixture
def messy(tmp_path: Path) -> tuple[Document, list[tuple[str, str, str, str, str]]]:
    return read(messes.messy_workbook(tmp_path / "a.xlsx"))


def sheet_named(found: Document, name: str) -> Sheet:
    return next(sheet for sheet in found.sheets if sheet.name == name)


def test_an_error_cell_and_a_formula_without_result_are_found(
    messy: tuple[Document, list[tuple[str, str, str, str, str]]],
) -> None:
    found, findings = messy
    assert findings == [
        ("error", "CELL-ERROR", "一覧", "D1", "#N/A"),
        ("warning", "CELL-NOT-COMPUTED", "一覧", "E1", "=A1+1"),
        ("info", "CELL-COMMENT", "一覧", "F1", "値"),
        ("warning", "CELL-STRIKE", "一覧", "G1", "取消"),
        ("info", "L1-11", "一覧", "H1", "赤"),
    ]
    ref = cell_at(found.sheets[0], 0, 3)
    assert (ref.value, ref.text) == (None, "#N/A")


def test_hidden_sheets_rows_and_columns_and_merged_ranges_are_flagged(
    messy: tuple[Document, list[tuple[str, str, str, str, str]]],
) -> None:
    found, _ = messy
    assert [(s.name, s.visible, s.very_hidden) for s in found.sheets] == [
        ("一覧", True, False),
        ("控え", False, False),
        ("_manifest", False, True),
    ]
    sheet = sheet_named(found, "一覧")
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == ([(4, 4)], [(9, 9)], [(1, 1, 2, 1)])
    assert (cell_at(sheet, 1, 1).text, cell_at(sheet, 2, 1).text) == ("函館市", "")
    assert {(mark.kind, mark.cell) for mark in found.marks} == {
        ("comment", "F1"),
        ("strike", "G1"),
        ("fill", "H1"),
    }


def test_a_formula_whose_result_is_an_empty_text_is_no_defect(tmp_path: Path) -> None:
    body = sheet_data(
        '<row r="1"><c r="A1" t="str"><f>IF(B1="","",1)</f><v></v></c><c r="B1"><v>1</v></c></row>'
    )
    _, findings = read(workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}))
    assert findings == []


def test_a_shared_formula_without_result_is_found(tmp_path: Path) -> None:
    body = sheet_data(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" si="0"/></c><c r="C1"><f>A1</f><v/></c></row>'
    )
    _, findings = read(workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}))
    assert [(rule, cell) for _, rule, _, cell, _ in findings] == [
        ("CELL-NOT-COMPUTED", "B1"),
        ("CELL-NOT-COMPUTED", "C1"),
    ]


def test_prefixed_tags_single_quotes_and_other_orders_of_attributes_are_understood(tmp_path: Path) -> None:
    body = (
        "<x:cols xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:col hidden='1' max='3' min='2'/></x:cols>"
        "<sheetData><row hidden='1' r='2'><c t='e' s='0' r='B2'><f>NA()</f><v>#REF!</v></c></row></sheetData>"
    )
    found, findings = read(workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}))
    assert findings == [("error", "CELL-ERROR", "一覧", "B2", "#REF!")]
    assert (found.sheets[0].hidden_rows, found.sheets[0].hidden_columns) == ([(1, 1)], [(1, 2)])


def test_readings_in_furigana_are_not_part_of_the_name(tmp_path: Path) -> None:
    body = sheet_data('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    strings = ['<si><t>札幌市</t><rPh sb="0" eb="3"><t>サッポロシ</t></rPh><phoneticPr fontId="1"/></si>']
    found, _ = read(workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}, shared_strings=strings))
    assert found.sheets[0].rows == [["札幌市"]]


def test_a_number_is_shown_as_its_format_shows_it_and_its_value_stays_a_number(tmp_path: Path) -> None:
    styles = (
        '<numFmts count="2"><numFmt numFmtId="170" formatCode="&quot;令和&quot;0&quot;年度&quot;"/>'
        '<numFmt numFmtId="171" formatCode="[$-411]ge.m.d;@"/></numFmts>'
        "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="10"/><xf numFmtId="171"/><xf numFmtId="58"/></cellXfs>'
    )
    cells = "".join(
        f'<c r="{c}1" s="{s}"><v>{v}</v></c>'
        for c, s, v in [("A", 1, 5), ("B", 2, 0.123), ("C", 3, 45017), ("D", 4, 45017), ("E", 0, 7)]
    )
    found, _ = read(
        workbook_of_xml(tmp_path / "a.xlsx", {"一覧": sheet_data(f'<row r="1">{cells}</row>')}, styles=styles)
    )
    refs = [cell_at(found.sheets[0], 0, column) for column in range(5)]
    assert [r.value for r in refs] == [5, 0.123, date(2023, 4, 1), date(2023, 4, 1), 7]
    assert [r.text for r in refs] == ["令和5年度", "12.30%", "2023-04-01", "2023-04-01", "7"]


def test_the_sheet_with_the_far_cell_is_named(tmp_path: Path) -> None:
    good = sheet_data('<row r="1"><c r="A1"><v>1</v></c></row>')
    far = sheet_data(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="Z900000"><v>1</v></c></row>'
    )
    found, findings = document.read_here(
        workbook_of_xml(tmp_path / "a.xlsx", {"良い": good, "遠い": far}), "a.xlsx"
    )
    assert found is None
    assert [(f.rule, f.sheet, f.cell) for f in findings] == [("FILE-FAR-CELL", "遠い", "Z900000")]


def test_a_large_but_honest_table_is_read(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="BZ{n}"><v>1</v></c></row>' for n in range(1, 4001)
    )
    found, _ = read(workbook_of_xml(tmp_path / "a.xlsx", {"一覧": sheet_data(rows)}))
    assert len(found.sheets[0].rows) == 4000


def test_garbled_text_in_a_workbook_is_found_too(tmp_path: Path) -> None:
    path = messes.workbook(tmp_path / "a.xlsx", [["市町村名"], ["螳滓命荳ｭ"]])
    assert read(path)[1] == [("error", "TEXT-GARBLED", "一覧", "A2", "螳滓命荳ｭ")]


def test_an_old_xls_gives_the_same_as_an_xlsx(tmp_path: Path) -> None:
    found, findings = read(messes.messy_xls(tmp_path / "a.xls"))
    sheet = found.sheets[0]
    assert [(s.name, s.visible) for s in found.sheets] == [("一覧", True), ("控え", False)]
    assert sheet.rows[1] == ["01202", "函館市", "検討中", 5, date(2023, 4, 1)]
    assert (cell_at(sheet, 1, 3).text, cell_at(sheet, 2, 3).value) == ("令和5年度", 12.5)
    assert (sheet.merged, sheet.hidden_rows) == ([(4, 0, 5, 1)], [(6, 6)])
    assert findings == [
        ("error", "CELL-ERROR", "一覧", "E3", "#N/A"),
        ("warning", "CELL-STRIKE", "一覧", "A5", "結合"),
    ]


def test_a_broken_xls_is_refused(tmp_path: Path) -> None:
    path = messes.xls_workbook(tmp_path / "a.xls")
    content = bytearray(path.read_bytes())
    content[520:2000] = bytes(1480)
    path.write_bytes(content)
    found, findings = document.read_here(path, "a.xls")
    assert found is None
    assert [(f.severity, f.rule) for f in findings] == [("error", "FILE-BROKEN")]


def test_a_workbook_without_its_list_of_sheets_is_refused(tmp_path: Path) -> None:
    inspection = guard.inspect(messes.workbook(tmp_path / "a.xlsx"))
    parts = {name: part for name, part in inspection.parts.items() if not name.endswith(".rels")}
    with pytest.raises(raw_scan.RefusedError):
        raw_scan.sheet_parts(parts)


def test_the_memory_eater_is_small_on_disk(tmp_path: Path) -> None:
    """It passes the guard: only the worker's limit stops it (see test_document)."""
    path = hostile.memory_eater(tmp_path / "a.xlsx")
    assert path.stat().st_size < 100_000
    assert guard.inspect(path).kind == "xlsx"


def test_rows_of_no_height_and_columns_of_no_width_are_hidden_too(tmp_path: Path) -> None:
    cols = '<cols><col min="1" max="1" width="9.5"/><col min="2" max="2" width="0" customWidth="1"/></cols>'
    rows = "".join(
        f'<row r="{number}" ht="{height}" customHeight="1"><c r="A{number}"><v>1</v></c></row>'
        for number, height in enumerate(("15", "0", "10.5", "0.75", "1", "100"), 1)
    )
    found, _ = read(workbook_of_xml(tmp_path / "a.xlsx", {"一覧": cols + sheet_data(rows)}))
    assert (found.sheets[0].hidden_rows, found.sheets[0].hidden_columns) == ([(1, 1), (3, 4)], [(1, 1)])


def test_flat_rows_and_narrow_columns_of_an_old_xls_are_hidden_too(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("一覧")
    for row in range(3):
        page.write(row, 0, "値")
        page.write(row, 1, "値")
    page.row(1).height, page.row(1).height_mismatch = 0, True
    page.col(1).width = 0
    book.save(str(tmp_path / "a.xls"))
    found, _ = read(tmp_path / "a.xls")
    assert (found.sheets[0].hidden_rows, found.sheets[0].hidden_columns) == ([(1, 1)], [(1, 1)])
