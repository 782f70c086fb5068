"""What is drawn over cells is told with its cell and words, in the new formats and in the old one."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.readers import document, xls_drawn
from etl.readers.marks import MOST
from tests import drawn_parts as drawn
from tests.etl.readers.marked_files import findings_of, marks_of, with_parts

SHAPES = {
    "図形（楕円）": drawn.shape(1, 2),
    "図形": drawn.shape(1, 2, "star5"),
    "テキストボックス": drawn.shape(1, 2, "rect", "5人に訂正", is_box=True),
    "画像": drawn.picture(1, 2),
}


@pytest.mark.parametrize("what", SHAPES)
def test_every_shape_is_told_with_its_cell_and_words(what: str, tmp_path: Path) -> None:
    path = with_parts(tmp_path, drawing=drawn.drawing(SHAPES[what]))
    [mark] = marks_of(path)
    assert (mark.kind, mark.what, mark.cell, mark.value) == ("object", what, "C2", "検討中")
    assert mark.text == ("5人に訂正" if what == "テキストボックス" else "")
    [(severity, rule, cell)] = findings_of(path)
    assert (severity, rule, cell) == ("warning", "L1-10", "C2")


@pytest.mark.parametrize(
    ("kind", "what"),
    [("Checkbox", "チェックボックス（チェックあり）"), ("Radio", "オプションボタン（チェックあり）"), ("Drop", "コンボボックス"),
     ("Button", "ボタン"), ("Pict", "画像"), ("Unheard", "テキストボックス")],
)  # fmt: skip
def test_form_controls_are_objects(kind: str, what: str, tmp_path: Path) -> None:
    shape = drawn.control(2, 1, kind, "該当", is_checked=True)
    [mark] = marks_of(with_parts(tmp_path, vmlDrawing=drawn.vml(drawn.note(1, 1), shape)))
    assert (mark.kind, mark.what, mark.cell, mark.text) == ("object", what, "B3", "該当")


@pytest.mark.parametrize(
    "parts",
    [
        {"drawing": drawn.drawing()},
        {"vmlDrawing": drawn.vml()},
        {"vmlDrawing": drawn.vml(drawn.note(1, 1), drawn.note(2, 2))},
        {"vmlDrawing": b"<xml><v:shape"},
        {"drawing": b""},
    ],
    ids=["empty drawing", "empty VML", "boxes of comments", "cut off", "no bytes"],
)
def test_a_drawing_part_without_a_drawing_is_no_picture(parts: dict[str, bytes], tmp_path: Path) -> None:
    assert marks_of(with_parts(tmp_path, **parts)) == []


def test_of_many_marks_it_is_said_that_there_are_more(tmp_path: Path) -> None:
    path = with_parts(tmp_path, drawing=drawn.drawing(*(drawn.shape(row, 0) for row in range(MOST + 5))))
    told = document.read_here(path, "a.xlsx")[1]
    assert len(marks_of(path)) == MOST
    assert [f.rule for f in told].count("L1-10") < 20
    assert "MARKS-MANY" in [f.rule for f in told]


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls_object(kind: int, row: int, column: int, text: str, *, flags: int = 0x6011, is_wide: bool) -> bytes:
    """MsoDrawing, Obj and TxO of one object, as Excel writes them."""
    anchor = struct.pack("<HHI", 0, 0xF010, 18) + struct.pack(
        "<9H", 0, column, 0, row, 0, column + 1, 0, row + 1, 0
    )
    shape = struct.pack("<HHIII", (1 << 4) | 2, 0xF00A, 8, 1025, 0xA00)
    drawing = struct.pack("<HHI", 0x0F, 0xF004, len(shape + anchor)) + shape + anchor
    common = struct.pack("<5H", 0x15, 0x12, kind, 1, flags) + bytes(12)
    check = struct.pack("<HH", 0x0A, 12) + struct.pack("<H", 1) + bytes(10) if kind == 0x0B else b""
    made = record(0xEC, drawing) + record(0x5D, common + check + bytes(4))
    if text:
        coded = b"\x01" + text.encode("utf-16-le") if is_wide else b"\x00" + text.encode("latin-1")
        made += (
            record(0x1B6, struct.pack("<5HHHI", 0x212, 0, 0, 0, 0, len(text), 16, 0))
            + record(0x3C, coded)
            + record(0x3C, bytes(16))
        )
    return made


KINDS = [0x02, 0x03, 0x06, 0x08, 0x0B, 0x0C, 0x14, 0x19, 0x1E]
OBJECTS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 300),
        st.integers(0, 30),
        st.sampled_from(["", "9", "9人に訂正"]),
    )
)


@given(objects=OBJECTS, has_chart=st.booleans())
def test_the_objects_of_an_old_xls_are_read_from_its_records(
    objects: list[tuple[int, int, int, str]], *, has_chart: bool
) -> None:
    chart = (
        record(0x809, struct.pack("<HH", 0x600, 0x20))
        + xls_object(0x02, 9, 9, "", is_wide=False)
        + record(0x0A, b"")
    )
    pieces = [xls_object(*one, is_wide=not one[3].isascii()) for one in objects]
    content = b"before" + record(0x809, bytes(16)) + b"".join(pieces) + (chart if has_chart else b"")
    content += record(0x0A, b"") + record(0x809, bytes(16)) + xls_object(0x03, 1, 1, "", is_wide=False)
    expected = [((row, column), text) for kind, row, column, text in objects if kind != 0x19]
    assert [(one.place, one.text) for one in xls_drawn.objects(content, 6, 80)] == expected


@pytest.mark.parametrize("is_made_by_excel", [True, False])
def test_the_arrow_of_an_input_list_is_no_object_but_a_combo_box_is(*, is_made_by_excel: bool) -> None:
    flags = 0x2101 if is_made_by_excel else 0x2011
    content = (
        record(0x809, bytes(16)) + xls_object(0x14, 1, 1, "", flags=flags, is_wide=False) + record(0x0A, b"")
    )
    assert [one.what for one in xls_drawn.objects(content, 0, 80)] == (
        [] if is_made_by_excel else ["コンボボックス"]
    )


def test_a_picture_and_a_note_of_an_old_xls(tmp_path: Path) -> None:
    """Records written by another hand than those above."""
    import xlwt

    bitmap = (
        struct.pack("<2sIHHI", b"BM", 58, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0)
        + bytes(4)
    )
    (tmp_path / "a.bmp").write_bytes(bitmap)
    book = xlwt.Workbook()
    page = book.add_sheet("一覧")
    page.write(0, 0, "値", xlwt.easyxf("pattern: pattern solid, fore_colour yellow; font: colour red"))
    page.write_rich_text(1, 0, [("3", xlwt.easyfont("struck_out on")), ("5", xlwt.easyfont("struck_out on"))])
    page.insert_bitmap(str(tmp_path / "a.bmp"), 4, 2)
    book.save(str(tmp_path / "a.xls"))
    assert [(m.kind, m.cell, m.text, m.what) for m in marks_of(tmp_path / "a.xls")] == [
        ("strike", "A2", "35", ""),
        ("fill", "A1", "FFFF00", ""),
        ("ink", "A1", "FF0000", ""),
        ("object", "C5", "", "画像"),
    ]
