"""What a person put on or over cells is read whatever way the file keeps it, and what means nothing is not told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from etl.readers import document, xlsx_marks
from etl.readers.correcting_words import changes_an_answer, is_an_answer
from tests import drawn_parts as drawn
from tests import messes
from tests.etl.readers.marked_files import findings_of, marks_of, with_parts
from tests.workbook_parts import sheet_data, workbook_of_xml

RUNS = st.lists(
    st.tuples(st.text("あ1&<", min_size=1, max_size=3), st.sampled_from(["", "no", "struck", "off"])),
    min_size=1,
)


@given(runs=RUNS, is_cell_struck=st.booleans())
def test_of_a_text_in_parts_those_that_are_struck_out_are_told(
    runs: list[tuple[str, str]], *, is_cell_struck: bool
) -> None:
    looks = {
        "": "",
        "no": '<rPr><sz val="9"/></rPr>',
        "struck": "<rPr><strike/></rPr>",
        "off": '<rPr><strike val="0"/></rPr>',
    }
    xml = "".join(
        f"<r>{looks[look]}<t>{text.replace('&', '&amp;').replace('<', '&lt;')}</t></r>" for text, look in runs
    )
    struck = "".join(text for text, look in runs if look == "struck" or (not look and is_cell_struck))
    assert xlsx_marks.struck_words(xml.encode(), is_cell_struck=is_cell_struck) == struck


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("is_shared", [True, False])
@pytest.mark.parametrize(
    ("second", "rule"), [("<{p}strike/>", "CELL-STRIKE"), ("<{p}b/>", "CELL-STRUCK-PART")]
)
def test_a_text_struck_out_in_whole_or_in_part_is_told_once(
    tmp_path: Path, prefix: str, second: str, rule: str, *, is_shared: bool
) -> None:
    p = prefix
    runs = (
        f"<{p}r><{p}rPr><{p}strike/></{p}rPr><{p}t>3</{p}t></{p}r>"
        f"<{p}r><{p}rPr>{second.format(p=p)}</{p}rPr><{p}t>5</{p}t></{p}r>"
    )
    content = "<v>0</v>" if is_shared else f"<is>{runs}</is>"
    kind = "s" if is_shared else "inlineStr"
    space = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    body = f'<sheetData {space}><row r="1"><c r="A1" t="{kind}">{content}</c></row></sheetData>'
    strings = [f"<si {space}>{runs}</si>"] if is_shared else []
    path = workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}, shared_strings=strings)
    assert findings_of(path) == [("warning", rule, "A1")]


def test_a_row_struck_out_is_told_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in messes.ROWS:
        book.active.append(row)
    for cell in book.active[2]:
        cell.font = Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    [finding] = document.read_here(tmp_path / "a.xlsx", "a.xlsx")[1]
    assert (finding.severity, finding.rule, finding.cell) == ("warning", "CELL-STRIKE", "A2")
    assert "「01202」、「函館市」、「検討中」" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "「終了」に訂正します", "5人に訂正", "令和6年度に延期", "→検討中", "○", "５", "担当:\n3", "正しくは3人です", "取消し",
        "誤りでした", "実施しないことになりました", "2名増員", "未定", "5人です", "有→無", "R6年度から",
    ],
)  # fmt: skip
def test_a_comment_that_may_change_the_answer_is_a_warning(text: str) -> None:
    assert changes_an_answer(text) or is_an_answer(text)


@pytest.mark.parametrize(
    "text",
    ["昨年と同じです", "確認しました", "担当：山田（内線2345）", "議会の議決が前提です", "R5.12.1 確認", "係長に聞きました",
     "よろしくお願いします", "リストから選んでください", "令和5年12月1日現在"],
)  # fmt: skip
def test_a_comment_that_changes_nothing_is_none(text: str) -> None:
    assert not changes_an_answer(text)
    assert not is_an_answer(text)


def test_the_words_of_a_thread_are_told_instead_of_what_old_versions_show(tmp_path: Path) -> None:
    old = "[スレッド化されたコメント] 使用している Excel では 5人に訂正"
    path = with_parts(
        tmp_path,
        comments=drawn.old_comments([("C2", old), ("B3", "議会の前です")]),
        threadedComment=drawn.thread([("C2", "終了に訂正します"), ("C2", "了解しました")]),
        vmlDrawing=drawn.vml(drawn.note(1, 2), drawn.note(2, 1)),
    )
    assert [(m.cell, m.kind, m.text) for m in sorted(marks_of(path), key=lambda m: m.cell)] == [
        ("B3", "comment", "議会の前です"),
        ("C2", "comment", "終了に訂正します / 了解しました"),
    ]


def test_what_we_wrote_when_asking_back_is_not_told_back(tmp_path: Path) -> None:
    ours = "【道庁より確認】\n値を訂正してください\n【以上】"
    book = openpyxl.Workbook()
    for number, text in enumerate([ours, f"5人です\n――――――――\n{ours}"], 1):
        cell = book.active.cell(number, 1, "値")
        cell.comment, cell.fill = Comment(text, "道庁"), PatternFill("solid", fgColor="FFFFC7CE")
    book.active["A3"].value, book.active["A3"].fill = "値", PatternFill("solid", fgColor="FFFFC7CE")
    book.save(tmp_path / "a.xlsx")
    assert [(m.cell, m.kind, m.text) for m in marks_of(tmp_path / "a.xlsx")] == [
        ("A2", "comment", "5人です"),
        ("A3", "fill", "FFC7CE"),
    ]


def test_marks_of_cells_without_addresses_are_told_by_their_places(tmp_path: Path) -> None:
    styles = (
        "<fonts><font/><font><strike/></font></fonts><fills><fill/></fills><borders><border/></borders>"
        '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf fontId="1"/></cellXfs>'
    )
    body = sheet_data("<row><c><v>1</v></c></row>", '<row><c><v>2</v></c><c s="1"><v>3</v></c></row>')
    path = workbook_of_xml(tmp_path / "a.xlsx", {"一覧": body}, styles=styles)
    assert findings_of(path) == [("warning", "CELL-STRIKE", "B2")]
