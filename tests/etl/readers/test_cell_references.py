"""Cells without an address are looked at as those with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.readers import document
from etl.readers.cell_references import with_references
from etl.readers.grid import cell_at
from tests.workbook_parts import sheet_data, workbook_of_xml


@pytest.mark.parametrize(
    ("xml", "named"),
    [
        (b"<row><c/><c s='1'><v>1</v></c></row>", b'<row><c r="A1"/><c r="B1" s=\'1\'><v>1</v></c></row>'),
        (b'<row r="3"><c/></row><row><c/></row>', b'<row r="3"><c r="A3"/></row><row><c r="A4"/></row>'),
        (b'<row><c/><c r="D1"/><c/></row>', b'<row><c r="A1"/><c r="D1"/><c r="E1"/></row>'),
        (b"<x:row><x:c/></x:row>", b'<x:row><x:c r="A1"/></x:row>'),
        (b'<row r="1"><c r="A1"/><c/></row>', b'<row r="1"><c r="A1"/><c/></row>'),
        (b'<cols><col min="1"/></cols><row><c/></row>', b'<cols><col min="1"/></cols><row><c r="A1"/></row>'),
    ],
)
def test_each_cell_gets_its_address(xml: bytes, named: bytes) -> None:
    assert with_references(xml) == named


def test_formats_errors_and_struck_parts_are_seen_without_addresses(tmp_path: Path) -> None:
    runs = "<r><rPr><strike/></rPr><t>3</t></r><r><rPr><b/></rPr><t>5</t></r>"
    row = f'<row><c s="1"><v>5</v></c><c t="inlineStr"><is>{runs}</is></c><c t="e"><v>#N/A</v></c></row>'
    styles = (
        '<numFmts count="1"><numFmt numFmtId="176" formatCode="&quot;令和&quot;0&quot;年度&quot;"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs>'
    )
    path = workbook_of_xml(tmp_path / "a.xlsx", {"一覧": sheet_data(row)}, styles=styles)
    read, findings = document.read_here(path, path.name)
    assert read is not None
    assert [cell_at(read.sheets[0], 0, column).text for column in range(3)] == ["令和5年度", "5", "#N/A"]
    assert {(f.rule, f.cell) for f in findings} == {("CELL-STRUCK-PART", "B1"), ("CELL-ERROR", "C1")}
