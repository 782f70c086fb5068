"""The red pen touches nothing but what it needs, in whatever form a workbook is written."""

import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from etl.survey.form.loading import form_path, load_form
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.issue import issue_workbook
from etl.survey.sheet.manifest import MANIFEST_SHEET
from tests.etl.survey import annotate_checks, annotate_files
from tests.etl.survey.annotate_checks import (
    RED,
    boxes,
    finding,
    marked,
    parts_of,
    raw_entries,
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return annotate_checks.write_form(tmp_path / "form.xlsx")


@pytest.mark.parametrize("sizes_follow", [False, True])
def test_text_box_check_box_macros_and_readings_keep_every_byte(tmp_path: Path, sizes_follow: bool) -> None:
    parts = annotate_files.with_controls()
    path = annotate_files.write_book(tmp_path / "控.xlsm", parts, sizes_follow=sizes_follow)
    out = marked(path, finding("C1"), finding("B2"))
    before, after = raw_entries(path), raw_entries(out)
    touched = {
        "[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/styles.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    assert list(after) == [*before, "xl/comments1.xml"]
    assert {name for name in before if before[name] != after[name]} == touched
    for name in touched:
        assert after[name][1][:3] == before[name][1][:3]
        assert after[name][1][4] & 8 == 0


def test_the_parts_that_are_patched_only_gain(tmp_path: Path) -> None:
    """Without what was put in, they are byte for byte what they were."""
    path = annotate_files.write_book(tmp_path / "控.xlsm", annotate_files.with_controls())
    before, after = parts_of(path), parts_of(marked(path, finding("C1"), finding("B2")))
    sheet = after["xl/worksheets/sheet1.xml"]
    sheet = sheet.replace(b'<row r="2"><c r="B2" s="4"/></row>', b"", 1).replace(
        b'r="C1" s="3"', b'r="C1" s="1"', 1
    )
    assert sheet == before["xl/worksheets/sheet1.xml"]
    drawing = after["xl/drawings/vmlDrawing1.vml"]
    added = drawing[drawing.index(b'<v:shapetype id="_x0000_t202"') : drawing.rindex(b"</xml>")]
    assert drawing.replace(added, b"") == before["xl/drawings/vmlDrawing1.vml"]
    assert re.findall(rb'id="_x0000_s(\d+)"', drawing) == [b"1025", b"1026", b"1027"]
    styles = after["xl/styles.xml"]
    added_fills = re.search(rb"(?:<fill>(?:(?!</fill>).)*FFC7CE.*?</fill>)+", styles)[0]
    added_formats = re.findall(rb'<xf (?:(?!<xf ).)*?fillId="[34]".*?(?=<xf |</cellXfs>)', styles)
    assert [b'applyFill="1"' in piece for piece in added_formats] == [True, True]
    for piece in [added_fills, *added_formats]:
        styles = styles.replace(piece, b"", 1)
    styles = styles.replace(b'<fills count="5">', b'<fills count="3">').replace(
        b'<cellXfs count="5">', b'<cellXfs count="3">'
    )
    assert styles == before["xl/styles.xml"]


def test_a_row_says_that_it_is_wider_where_a_cell_was_added(tmp_path: Path) -> None:
    path = annotate_files.write_book(tmp_path / "a.xlsx", annotate_files.with_text_box())
    xml = parts_of(marked(path, finding("E1"), finding("B3")))["xl/worksheets/sheet1.xml"]
    assert re.findall(rb'<row r="(\d+)" spans="([^"]*)"', xml) == [(b"1", b"1:5"), (b"3", b"1:3")]


def test_the_reference_to_the_boxes_stands_where_the_schema_wants_it(tmp_path: Path) -> None:
    path = annotate_files.write_book(tmp_path / "a.xlsx", annotate_files.with_text_box())
    xml = parts_of(marked(path, finding("C1")))["xl/worksheets/sheet1.xml"]
    assert xml.endswith(b'<drawing r:id="rId1"/><legacyDrawing r:id="rId3"/></worksheet>')


def test_our_own_questionnaire_reads_as_before(tmp_path: Path) -> None:
    raw = Path(__file__).resolve().parents[4] / "data" / "raw"
    form = load_form(form_path(raw, 2023))
    town = next(town for town in read_municipalities(raw / MUNICIPALITIES) if town.name == "鷹栖町")
    path = issue_workbook(form, town, {}, tmp_path / "issued.xlsx", entries={("status", ""): "実施中"})
    out = marked(path, *(finding(f"C{row}") for row in range(1, 90)), finding("A1", sheet=MANIFEST_SHEET))
    before, after = (CalamineWorkbook.from_path(book) for book in (path, out))
    assert after.sheet_names == before.sheet_names
    for name in before.sheet_names:
        size = before.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert after.get_sheet_by_name(name).to_python(skip_empty_area=False)[: len(size)] == size
    packed, packed_after = raw_entries(path), raw_entries(out)
    changed = {name for name in packed if packed[name] != packed_after[name]}
    assert changed == {"[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"}


def test_more_boxes_than_a_block_of_shape_ids_holds_get_ids_of_their_own(form: Path) -> None:
    out = marked(form, *(finding(f"F{row}") for row in range(10, 1110)))
    ids = re.findall(rb'id="_x0000_s(\d+)"', parts_of(out)["xl/drawings/vmlDrawing1.vml"])
    assert len(ids) == len(set(ids)) == 1100
    assert b'data="1,2"' in parts_of(out)["xl/drawings/vmlDrawing1.vml"]
    assert len(boxes(marked(out, finding("F10")))) == 1


def test_nothing_to_say_leaves_the_file_byte_for_byte(form: Path) -> None:
    assert marked(form).read_bytes() == form.read_bytes()


def test_the_same_input_gives_the_same_bytes(form: Path) -> None:
    first = marked(form, finding("B1"), finding("A20")).read_bytes()
    assert marked(form, finding("B1"), finding("A20")).read_bytes() == first


def test_a_strict_workbook_stays_strict(tmp_path: Path) -> None:
    path = annotate_files.write_book(
        tmp_path / "a.xlsx", annotate_files.strict(annotate_files.with_text_box())
    )
    parts = parts_of(marked(path, finding("C1")))
    assert b'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"' in parts["xl/comments1.xml"]
    relations = parts["xl/worksheets/_rels/sheet1.xml.rels"]
    assert b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in relations


def test_prefixed_markup_without_cell_addresses_is_understood(tmp_path: Path) -> None:
    parts = annotate_files.with_text_box()
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{annotate_files.MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c s="1"><x:v>2</x:v>'
        "</x:c></x:row><x:row/><x:row><x:c/></x:row></x:sheetData></x:worksheet>"
    )
    path = annotate_files.write_book(tmp_path / "a.xlsx", parts)
    xml = parts_of(marked(path, finding("B1"), finding("C2"), finding("A3")))[
        "xl/worksheets/sheet1.xml"
    ].decode()
    assert '<x:row><x:c><x:v>1</x:v></x:c><x:c s="3"><x:v>2</x:v></x:c></x:row>' in xml
    assert '<x:row><x:c r="C2" s="4"/></x:row><x:row><x:c s="4"/></x:row>' in xml
    assert xml.endswith(f'<x:legacyDrawing xmlns:r="{annotate_files.OFFICE}" r:id="rId3"/></x:worksheet>')


CELLS = st.tuples(st.integers(1, 14), st.integers(1, 8)).map(lambda place: f"{chr(64 + place[1])}{place[0]}")


@settings(max_examples=40)
@given(
    filled=st.dictionaries(CELLS, st.text("あ<&]0 ", min_size=1, max_size=5), max_size=12),
    noted=st.sets(CELLS, max_size=3),
    asked=st.lists(st.tuples(CELLS, st.text(max_size=30)), max_size=8),
    asked_again=st.lists(st.tuples(CELLS, st.text(max_size=30)), max_size=8),
)
def test_any_findings_on_any_sheet_keep_values_and_own_comments(
    tmp_path_factory: pytest.TempPathFactory,
    filled: dict[str, str],
    noted: set[str],
    asked: list[tuple[str, str]],
    asked_again: list[tuple[str, str]],
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "調査票"
    for cell, text in filled.items():
        sheet[cell] = text
    for cell in noted:
        sheet[cell].comment = openpyxl.comments.Comment("メモ", "田中")
    book.save(path)
    first = marked(path, *(finding(cell, text) for cell, text in asked))
    second = marked(first, *(finding(cell, text) for cell, text in asked_again))
    for out, asked_now in ((first, asked), (second, asked_again)):
        result = openpyxl.load_workbook(out)["調査票"]
        values = {
            cell.coordinate: cell.value
            for row in result.iter_rows()
            for cell in row
            if cell.value is not None
        }
        assert values == filled
        red = {cell.coordinate for row in result.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED}
        assert red == {cell for cell, _ in asked_now}
        notes = {
            cell.coordinate: cell.comment.text for row in result.iter_rows() for cell in row if cell.comment
        }
        assert set(notes) == red | noted
        assert all("【道庁より確認】" in notes[cell] for cell in red)
        assert all(notes[cell].startswith("メモ") for cell in noted)
        assert all(notes[cell] == "メモ" for cell in noted - red)
