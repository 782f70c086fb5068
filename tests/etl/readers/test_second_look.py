"""The second look: comments, struck-out and coloured cells."""

from __future__ import annotations

from pathlib import Path

from etl.readers import document, second_look
from etl.readers.grid import Document
from tests import messes
from tests.workbook_parts import sheet_data, workbook_of_xml


def read(path: Path) -> Document:
    found, _ = document.read_here(path, path.name)
    assert found is not None
    return found


def test_marks_of_a_flagged_workbook_become_findings_with_their_cells(tmp_path: Path) -> None:
    findings = second_look.second_look(read(messes.messy_workbook(tmp_path / "a.xlsx")), "回答/a.xlsx")
    assert [(f.severity, f.rule, f.file, f.sheet, f.cell, f.value) for f in findings] == [
        ("info", "CELL-COMMENT", "回答/a.xlsx", "一覧", "F1", "値"),
        ("warning", "CELL-STRIKE", "回答/a.xlsx", "一覧", "G1", "取消"),
        ("info", "L1-11", "回答/a.xlsx", "一覧", "H1", "赤"),
    ]
    assert "昨年と同じです" in findings[0].message


def test_a_clean_workbook_needs_no_second_look(tmp_path: Path) -> None:
    assert not second_look.needs_second_look(read(messes.workbook(tmp_path / "a.xlsx")))


def test_the_colours_of_our_own_form_are_no_reason_to_look(tmp_path: Path) -> None:
    found = read(messes.messy_workbook(tmp_path / "a.xlsx"))
    marks, _ = second_look.read_marks(found, "a.xlsx", known_fills=frozenset({"FFFF0000"}))
    assert {mark.kind for mark in marks} == {"comment", "strike"}


def test_part_of_a_text_struck_out_is_found(tmp_path: Path) -> None:
    body = sheet_data('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    strings = ["<si><r><t>令和5年度</t></r><r><rPr><strike/></rPr><t>令和6年度</t></r></si>"]
    found = read(workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}, shared_strings=strings))
    marks, findings = second_look.read_marks(found, "a.xlsx")
    assert findings == []
    assert [(m.cell, m.kind, m.text) for m in marks] == [("A1", "strike", "令和6年度")]


def test_an_old_xls_is_looked_at_too(tmp_path: Path) -> None:
    findings = second_look.second_look(read(messes.messy_xls(tmp_path / "a.xls")), "a.xls")
    assert [(f.rule, f.cell, f.value) for f in findings] == [("CELL-STRIKE", "A5", "結合")]


def test_a_workbook_that_cannot_be_looked_at_again_is_said_so(tmp_path: Path) -> None:
    path = messes.messy_workbook(tmp_path / "a.xlsx")
    found = read(path)
    path.write_bytes(b"gone")
    findings = second_look.second_look(found, "a.xlsx")
    assert [(f.severity, f.rule, f.file) for f in findings] == [("warning", "MARKS-UNREAD", "a.xlsx")]
