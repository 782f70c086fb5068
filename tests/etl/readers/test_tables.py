"""Tables: the header found, headings mapped by list, every row accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.readers import tables
from etl.readers.grid import Document, Range, Sheet

COLUMNS = tables.column_map(
    {"kind": "status", "column": column, "heading": heading, "required": required}
    for column, heading, required in [
        ("ignore", "No.", "0"),
        ("code", "団体コード", "0"),
        ("name", "市町村名", "1"),
        ("name", "自治体名", "1"),
        ("status", "実施状況", "1"),
        ("start", "実施開始年度", "0"),
        ("start", "実施（予定）年度", "0"),
        ("note", "備考", "0"),
    ]
)
HEAD: list[object] = ["団体コード", "市町村名", "実施状況", "備考"]
HAKODATE: list[object] = ["01202", "函館市", "検討中", None]
NANAE: list[object] = ["01337", "七飯町", "実施中", None]


def document_of(*sheets: Sheet) -> Document:
    return Document(Path("一覧.xlsx"), "xlsx", None, list(sheets))


def read(*rows: list[object], merged: list[Range] | None = None) -> tables.TableRead:
    return tables.read_table(document_of(Sheet("一覧", list(rows), merged=merged or [])), "status", COLUMNS)


def texts(table: tables.TableRead) -> list[list[str]]:
    return [[ref.text for ref in row.values()] for row in table.rows]


def rules(table: tables.TableRead) -> list[tuple[str, str, str]]:
    return [(f.severity, f.rule, f.cell) for f in table.findings]


def test_each_row_gives_its_cells_under_our_column_names() -> None:
    table = read(HEAD, HAKODATE, NANAE)
    assert (table.sheet, table.header_row, table.findings) == ("一覧", 1, [])
    assert [row["name"].text for row in table.rows] == ["函館市", "七飯町"]
    assert (table.rows[1]["status"].sheet, table.rows[1]["status"].cell) == ("一覧", "C3")
    assert table.rows[0]["note"].value is None


def test_the_header_is_found_below_a_title() -> None:
    table = read(["実施市町村一覧"], ["令和4年4月1日現在"], [], HEAD, HAKODATE)
    assert table.header_row == 4
    assert texts(table) == [["01202", "函館市", "検討中", ""]]
    assert rules(table) == [("info", "L3-01", "A4")]


@pytest.mark.parametrize(
    "heading",
    [
        "市町村名",
        "市 町 村 名",
        "市町村\n名",
        "　市町村名　",
        "自治体名",
        "市町村名（正式名称）",
        "市町村名※1",
        "【必須】市町村名",
    ],
)
def test_headings_are_matched_whatever_their_spaces_width_and_notes(heading: str) -> None:
    assert [
        row["name"].text for row in read(["団体ｺｰﾄﾞ", heading, "実施状況"], ["1", "函館市", "検討中"]).rows
    ] == ["函館市"]


def test_an_ignored_column_is_not_read_and_no_finding() -> None:
    table = read(["No.", "市町村名", "実施状況"], [1, "函館市", "検討中"])
    assert (texts(table), table.findings) == ([["函館市", "検討中"]], [])


def test_a_header_of_two_rows_under_merged_headings_is_joined() -> None:
    table = read(
        ["市町村名", "実施", None, "備考"],
        [None, "状況", "開始年度", None],
        ["函館市", "検討中", "R6", "なし"],
        merged=[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)],
    )
    assert table.header_row == 2
    assert {column: ref.text for column, ref in table.rows[0].items()} == {
        "name": "函館市",
        "status": "検討中",
        "start": "R6",
        "note": "なし",
    }


def test_an_unknown_heading_is_refused_with_both_lists_and_its_cell() -> None:
    table = read(["市町村名", "すすみ具合", "実施状況"], ["函館市", "x", "検討中"])
    assert (table.rows, table.header_row, table.unmapped) == ([], 0, ["すすみ具合"])
    assert rules(table) == [("error", "TABLE-HEADINGS", "B1")]
    message = table.findings[0].message
    assert "知らない見出し: B1「すすみ具合」" in message
    assert "【ファイルの見出し】市町村名、すすみ具合、実施状況" in message
    assert "【読める見出し】" in message
    assert "市町村名（必須）〔自治体名〕" in message


def test_a_missing_heading_is_refused_and_named() -> None:
    table = read(["団体コード", "市町村名", "備考"], ["1", "函館市", "x"])
    assert table.rows == []
    assert "足りない見出し: 「実施状況」" in table.findings[0].message


def test_two_headings_of_one_meaning_are_refused() -> None:
    table = read(["市町村名", "自治体名", "実施状況"], ["函館市", "七飯町", "検討中"])
    assert table.rows == []
    assert rules(table) == [("error", "L2-03", "B1")]
    assert "A1「市町村名」とB1「自治体名」" in table.findings[0].message


def test_no_header_at_all_is_an_error_that_lists_the_headings() -> None:
    table = read(["こんにちは"], ["函館市", "検討中"])
    assert rules(table) == [("error", "TABLE-NO-HEADER", "")]
    assert "市町村名" in table.findings[0].message


def test_an_empty_sheet_is_an_error() -> None:
    assert rules(read()) == [("error", "TABLE-NO-HEADER", "")]


def test_a_table_without_rows_is_no_error() -> None:
    assert (read(HEAD).rows, read(HEAD).findings) == ([], [])


def test_notes_below_the_table_are_reported_and_not_read() -> None:
    table = read(HEAD, HAKODATE, [], ["（注）実施市町村のみ"], ["担当: 地域福祉課"])
    assert len(table.rows) == 1
    assert rules(table) == [("info", "L1-04", "A4"), ("info", "L1-04", "A5")]
    assert [(s.ref.cell, s.text) for s in table.set_aside] == [
        ("A4", "（注）実施市町村のみ"),
        ("A5", "担当: 地域福祉課"),
    ]


def test_a_note_right_under_the_table_is_reported() -> None:
    table = read(HEAD, HAKODATE, ["※ 令和5年4月1日現在"])
    assert (len(table.rows), rules(table)) == (1, [("info", "L1-04", "A3")])


def test_rows_after_a_blank_row_are_read_and_the_blank_row_reported() -> None:
    table = read(HEAD, HAKODATE, [], [None, " "], NANAE, [], [])
    assert [row["name"].text for row in table.rows] == ["函館市", "七飯町"]
    assert rules(table) == [("warning", "L1-03", "A3")]


@pytest.mark.parametrize(
    "label",
    [
        "合計",
        "計",
        "合　計",
        "総計",
        "小計",
        "渡島総合振興局計",
        "全道計",
        "計（2市町）",
        "計2市町村",
        "総数",
    ],
)
def test_a_row_of_totals_is_reported_and_not_read(label: str) -> None:
    table = read(HEAD, HAKODATE, [None, label, 12, None])
    assert (len(table.rows), rules(table)) == (1, [("info", "TABLE-TOTAL-ROW", "B3")])


def test_a_town_whose_note_speaks_of_totals_is_read() -> None:
    assert len(read(HEAD, ["01202", "函館市", "検討中", "合計"]).rows) == 1


def test_a_repeated_header_is_reported_and_not_read() -> None:
    table = read(HEAD, HAKODATE, HEAD, NANAE)
    assert (len(table.rows), rules(table)) == (2, [("info", "L1-02", "A3")])


def test_a_second_table_in_another_order_stops_the_reading() -> None:
    table = read(HEAD, HAKODATE, [], ["市町村名", "団体コード", "実施状況"], ["七飯町", "01337", "実施中"])
    assert [row["name"].text for row in table.rows] == ["函館市"]
    assert rules(table) == [("error", "L1-02", "A4")]
    assert [s.ref.cell for s in table.set_aside] == ["A4", "A5"]


def test_a_column_without_a_heading_is_reported_at_its_first_value() -> None:
    table = read(HEAD, [*HAKODATE, "メモ"], NANAE)
    assert (len(table.rows), rules(table)) == (2, [("warning", "L1-05", "E2")])


def test_an_error_cell_stands_in_its_row_with_its_text() -> None:
    sheet = Sheet("一覧", [HEAD, ["01202", "函館市", None, None]], errors={(1, 2): "#N/A"})
    row = tables.read_table(document_of(sheet), "status", COLUMNS).rows[0]
    assert (row["status"].value, row["status"].text) == (None, "#N/A")


def test_the_sheet_with_the_best_header_is_read() -> None:
    guide = Sheet("記入要領", [["市町村名は正式に"], ["備考"]])
    table = tables.read_table(document_of(guide, Sheet("回答", [HEAD, HAKODATE])), "status", COLUMNS)
    assert (table.sheet, len(table.rows)) == ("回答", 1)


def test_two_sheets_that_fit_alike_are_asked_about() -> None:
    found = document_of(Sheet("R4", [HEAD, HAKODATE]), Sheet("R5", [HEAD, NANAE]))
    asked = tables.read_table(found, "status", COLUMNS)
    assert (asked.rows, rules(asked)) == ([], [("error", "TABLE-SHEET", "")])
    assert "「R4」「R5」" in asked.findings[0].message
    assert tables.read_table(found, "status", COLUMNS, sheet="R5").rows[0]["name"].text == "七飯町"


def test_a_second_visible_sheet_with_a_table_is_an_error_and_its_rows_are_set_aside() -> None:
    wide = Sheet("Sheet", [[*HEAD, "実施開始年度"], [*HAKODATE, None]])
    table = tables.read_table(document_of(wide, Sheet("追加", [HEAD, NANAE])), "status", COLUMNS)
    assert [row["name"].text for row in table.rows] == ["函館市"]
    assert [(aside.ref.sheet, aside.ref.cell) for aside in table.set_aside] == [("追加", "A2")]
    [left] = table.findings
    assert (left.severity, left.rule, left.sheet, left.cell) == ("error", "SHEET-LEFT", "追加", "A2")
    assert "その1行は取り込んでいません（読んだのはシート「Sheet」です）" in left.message
    assert "1枚のシートにまとめるか" in left.message


def test_a_hidden_sheet_with_a_table_is_a_warning_and_a_sheet_without_headings_is_asked_about() -> None:
    sheets = document_of(
        Sheet("一覧", [HEAD, HAKODATE]),
        Sheet("控え", [HEAD, NANAE], visible=False),
        Sheet("追加", [["七飯町", "実施中"]]),
        Sheet("選択肢", [["実施中"], ["検討中"]], visible=False),
        Sheet("様式", [HEAD]),
        Sheet("空", []),
    )
    table = tables.read_table(sheets, "status", COLUMNS)
    assert [(f.severity, f.rule, f.sheet) for f in table.findings] == [
        ("warning", "SHEET-LEFT", "控え"),
        ("warning", "SHEET-EXTRA", "追加"),
        ("info", "SHEET-EXTRA", "選択肢"),
    ]
    assert [aside.ref.sheet for aside in table.set_aside] == ["控え"]


def test_the_rows_of_sheets_between_which_none_can_be_chosen_are_counted() -> None:
    found = document_of(Sheet("R4", [HEAD, HAKODATE]), Sheet("R5", [HEAD, NANAE]))
    assert [aside.ref.sheet for aside in tables.read_table(found, "status", COLUMNS).set_aside] == [
        "R4",
        "R5",
    ]


def test_an_empty_copy_of_the_form_does_not_compete() -> None:
    found = document_of(Sheet("様式", [HEAD]), Sheet("回答", [HEAD, NANAE]))
    assert tables.read_table(found, "status", COLUMNS).sheet == "回答"


def test_a_hidden_sheet_is_not_read_in_secret() -> None:
    found = document_of(Sheet("表紙", [["ごあいさつ"]]), Sheet("控え", [HEAD, NANAE], visible=False))
    assert tables.read_table(found, "status", COLUMNS).rows == []


def test_a_sheet_that_is_asked_for_and_not_there_is_an_error() -> None:
    assert rules(tables.read_table(document_of(Sheet("A", [HEAD])), "status", COLUMNS, sheet="B")) == [
        ("error", "TABLE-SHEET", "")
    ]


def test_merged_and_hidden_cells_spaces_and_units_carry_the_number_of_their_rule() -> None:
    sheet = Sheet(
        "一覧",
        [HEAD, ["01202", "函 館 市", "検討中", "約12人"], [None, None, "実施中", "x"]],
        merged=[(1, 1, 2, 1)],
        hidden_rows=[(2, 2)],
        hidden_columns=[(3, 16_383)],
    )
    table = tables.read_table(document_of(sheet), "status", COLUMNS)
    assert rules(table) == [
        ("warning", "L1-13", "A3"),
        ("warning", "L1-13", "D1"),
        ("warning", "L1-12", "B2"),
        ("info", "L1-06", "B2"),
        ("info", "L2-01", "D2"),
    ]


CELL = st.one_of(
    st.none(),
    st.text(max_size=6),
    st.integers(0, 99),
    st.sampled_from(["合計", "※注", "市町村名", "実施状況"]),
)


@given(st.lists(st.lists(CELL, max_size=6), max_size=12))
def test_no_row_is_lost_in_silence(rows: list[list[object]]) -> None:
    """Rows with anything in them = rows read + rows set aside."""
    table = read(HEAD, *rows)
    if table.header_row != 1:
        return
    filled = [row for row in rows if any(cell is not None and str(cell).strip() for cell in row)]
    assert len(filled) == len(table.rows) + len(table.set_aside)
