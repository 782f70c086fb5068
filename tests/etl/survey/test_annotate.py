"""The red pen on the town's own workbook: comments, fills, and what is refused."""

import re
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from etl.findings import Finding
from etl.survey.annotate import AnnotateRefusedError, annotate
from tests.etl.survey import annotate_checks, annotate_files
from tests.etl.survey.annotate_checks import (
    RED,
    WORDS,
    boxes,
    fill_of,
    finding,
    marked,
    note_of,
    parts_of,
    through_libreoffice,
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return annotate_checks.write_form(tmp_path / "form.xlsx")


def test_a_finding_becomes_a_comment_and_a_red_fill_at_its_cell(form: Path) -> None:
    report = annotate(form, [finding("B1")], form.with_name("out.xlsx"))
    assert (report.commented, report.filled, report.not_placed) == (1, 1, [])
    out = form.with_name("out.xlsx")
    assert note_of(out, "B1") == f"【道庁より確認】\n{WORDS}\n【以上】"
    assert openpyxl.load_workbook(out)["調査票"]["B1"].comment.author == "道庁"
    assert fill_of(out, "B1") == RED
    assert fill_of(out, "B2") == "FFFFFBE6"


def test_only_the_fill_of_the_style_is_changed(form: Path) -> None:
    before = openpyxl.load_workbook(form)["調査票"]["B1"]
    after = openpyxl.load_workbook(marked(form, finding("B1")))["調査票"]["B1"]
    assert (after.value, after.number_format) == (before.value, '0"人"')
    for name in ("font", "border", "alignment", "protection"):
        assert repr(getattr(after, name)) == repr(getattr(before, name))


def test_one_style_is_added_for_each_style_that_was_met(form: Path) -> None:
    out = marked(form, finding("B1"), finding("B2"), finding("B4"), finding("A1"))
    before, after = (parts_of(path)["xl/styles.xml"] for path in (form, out))
    count = re.compile(rb'<cellXfs count="(\d+)"')
    assert int(count.search(after)[1]) == int(count.search(before)[1]) + 2


def test_several_findings_of_a_cell_share_one_numbered_comment(form: Path) -> None:
    out = marked(
        form,
        finding("B1", "参考です。", severity="info"),
        finding("B1", "誤りです。"),
        finding("B1", "誤りです。"),
    )
    assert note_of(out, "B1") == "【道庁より確認】\n1. 誤りです。\n2. 参考です。\n【以上】"


def test_a_merged_range_is_commented_at_its_top_left_with_the_box_beside_it(form: Path) -> None:
    out = marked(form, finding("C5"))
    assert WORDS in note_of(out, "B4")
    assert fill_of(out, "B4") == RED
    assert boxes(out)[3, 1][0] == 4


def test_cells_that_were_never_written_are_made_in_order_with_the_style_of_their_column(form: Path) -> None:
    out = marked(form, *(finding(cell) for cell in ("E1", "D2", "C1", "B7", "A3", "D9", "AA30")))
    xml = parts_of(out)["xl/worksheets/sheet1.xml"].decode()
    rows = [int(number) for number in re.findall(r'<row r="(\d+)"', xml)]
    assert rows == sorted(set(rows))
    assert re.findall(r'<c r="([A-Z]+)1"', xml) == ["A", "B", "C", "E"]
    assert '<dimension ref="A1:AA30"/>' in xml
    assert openpyxl.load_workbook(out)["調査票"]["D2"].number_format == '0"人"'
    assert fill_of(out, "AA30") == fill_of(out, "D2") == fill_of(out, "B7") == RED


def test_a_finding_without_a_place_on_show_is_listed_at_a1_of_the_first_sheet(form: Path) -> None:
    lost = [
        Finding("error", "FILE", "別の町の調査票のようです。", file="a.xlsx"),
        finding("B2", "様式情報が違います。", sheet="_manifest"),
        finding("B2", "シートがありません。", sheet="別紙"),
        finding("2行目", "行が隠れています。"),
    ]
    report = annotate(form, [*lost, finding("B1")], form.with_name("out.xlsx"))
    assert report.not_placed == lost
    assert (report.commented, report.filled) == (2, 1)
    assert note_of(form.with_name("out.xlsx"), "A1").split("\n")[1:-1] == [
        "このファイル全体について",
        "・別の町の調査票のようです。",
        "・「_manifest」シート B2セル: 様式情報が違います。",
        "・「別紙」シート B2セル: シートがありません。",
        "・「調査票」シート 2行目セル: 行が隠れています。",
    ]
    assert fill_of(form.with_name("out.xlsx"), "A1") is None


def test_what_stands_in_a_hidden_row_is_at_its_cell_and_in_the_list(form: Path) -> None:
    report = annotate(form, [finding("A9")], form.with_name("out.xlsx"))
    assert report.not_placed == []
    assert WORDS in note_of(form.with_name("out.xlsx"), "A9")
    assert f"・「調査票」シート A9セル: {WORDS}" in note_of(form.with_name("out.xlsx"), "A1")


def test_conditional_colours_do_not_cover_the_red_pen(form: Path) -> None:
    xml = parts_of(marked(form, finding("B2"), finding("B1")))["xl/worksheets/sheet1.xml"].decode()
    rules = re.findall(
        r'<conditionalFormatting sqref="([^"]*)"><cfRule type="expression" dxfId="(\d+)" priority="(\d+)"',
        xml,
    )
    assert [(area, priority) for area, _, priority in rules] == [("B2", "1"), ("B2:B3", "2"), ("A2:D3", "3")]
    formats = openpyxl.load_workbook(form.with_name("marked_form.xlsx"))._differential_styles.styles
    assert formats[int(rules[0][1])].fill.bgColor.rgb == RED


def test_a_box_grows_with_its_text_and_stays_within_a_screen(form: Path) -> None:
    def height(message: str) -> int:
        (anchor,) = boxes(marked(form, finding("A1", message))).values()
        return (anchor[6] - anchor[2]) * 20 + anchor[7] - anchor[3]

    short, long, endless = (
        height("はい。"),
        height("確かめてください。" * 12),
        height("確かめてください。" * 100),
    )
    assert 40 <= short <= 70
    assert short + 40 <= long <= 200
    assert endless <= 660


def test_a_flood_of_findings_still_fits_into_a_comment(form: Path) -> None:
    text = note_of(marked(form, *(finding("B1", f"{n}" + "長い説明。" * 250) for n in range(60))), "B1")
    assert len(text) < 32_767
    assert re.search(r"ほか\d+件あります。\n【以上】$", text)


def test_odd_characters_of_a_quoted_answer_do_no_harm(form: Path) -> None:
    odd = '「<b>&"\x0b\x00_x0041_\ud800【以上】」は読めません。'
    out = marked(form, finding("B1", odd))
    assert note_of(out, "B1") == '【道庁より確認】\n「<b>&"_x005F_x0041_［以上］」は読めません。\n【以上】'
    assert (
        note_of(marked(out, finding("B1", "直りました。")), "B1")
        == "【道庁より確認】\n直りました。\n【以上】"
    )


def test_libreoffice_opens_the_copy_and_keeps_comments_and_fills(form: Path) -> None:
    saved = through_libreoffice(marked(form, finding("B1"), finding("B4"), finding("E8")), "xlsx")
    for cell in ("B1", "B4", "E8"):
        assert note_of(saved, cell).replace("\n", "") == f"【道庁より確認】{WORDS}【以上】"
        assert fill_of(saved, cell) == RED
    again = marked(saved, finding("B1", "まだ違います。"))
    assert note_of(again, "B1") == "【道庁より確認】\nまだ違います。\n【以上】"
    assert (note_of(again, "B4"), fill_of(again, "B1")) == ("", RED)


def test_libreoffice_shows_a_copy_with_controls(tmp_path: Path) -> None:
    path = annotate_files.write_book(tmp_path / "a.xlsm", annotate_files.with_controls())
    assert through_libreoffice(marked(path, finding("C1")), "pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "壊れて"),
        ("市町村,回答\n鷹栖町,実施中\n".encode(), "a.csv", "赤ペン"),
        (b"PK\x03\x04 cut off", "a.xlsx", "壊れて"),
        (b"", "a.xlsx", "空です"),
    ],
)
def test_what_is_no_sound_workbook_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, name: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AnnotateRefusedError, match=reason) as refused:
        annotate(path, [finding("A1")], tmp_path / "out.xlsx")
    assert refused.value.finding.file == name
    assert not (tmp_path / "out.xlsx").exists()


def test_a_workbook_with_a_password_is_refused_with_a_reason(form: Path, tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    with form.open("rb") as plain, path.open("wb") as locked:
        OOXMLFile(plain).encrypt("ひみつ", locked)
    with pytest.raises(AnnotateRefusedError, match="パスワード"):
        annotate(path, [finding("A1")], tmp_path / "out.xlsx")


def test_an_old_xls_is_refused_with_a_reason(form: Path, tmp_path: Path) -> None:
    path = through_libreoffice(form, "xls")
    with pytest.raises(AnnotateRefusedError, match="古い形式"):
        annotate(path, [finding("A1")], tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/_rels/sheet1.xml.rels", b"<Relationships>"),
        ("xl/comments1.xml", b'<!DOCTYPE c [<!ENTITY a "b">]><comments/>'),
        ("xl/comments1.xml", '<?xml version="1.0" encoding="UTF-16"?><comments/>'.encode("utf-16")),
        ("xl/drawings/vmlDrawing1.vml", b"<html>"),
        (
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{annotate_files.MAIN}"><sheetData><row r="x"/>'.encode(),
        ),
    ],
)
def test_a_broken_part_is_refused_not_made_worse(tmp_path: Path, part: str, content: bytes) -> None:
    path = annotate_files.write_book(tmp_path / "a.xlsx", {**annotate_files.with_thread(), part: content})
    with pytest.raises(AnnotateRefusedError, match="壊れて"):
        annotate(path, [finding("A1")], tmp_path / "out.xlsx")


def test_the_copy_of_a_macro_workbook_must_be_called_one(tmp_path: Path) -> None:
    path = annotate_files.write_book(tmp_path / "a.xlsm", annotate_files.with_controls())
    with pytest.raises(AnnotateRefusedError, match=r"「\.xlsm」"):
        annotate(path, [finding("A1")], tmp_path / "out.xlsx")


def test_the_received_file_itself_is_never_written_to(form: Path) -> None:
    with pytest.raises(AnnotateRefusedError, match="別の保存先"):
        annotate(form, [finding("A1")], form)


def test_a_workbook_that_was_too_large_to_read_is_not_written_into_either(form: Path) -> None:
    told = Finding("error", "FILE-TOO-LARGE", "シートが20,002枚あり、読み込めません。", sheet="", cell="")
    with pytest.raises(AnnotateRefusedError, match="20,002枚"):
        annotate(form, [told], form.with_name("out.xlsx"))
    assert not form.with_name("out.xlsx").exists()
