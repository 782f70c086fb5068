"""The Excel list beside the letters: for people and for machines, and never a formula."""

import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.export import excel, letters
from tests.dashboard.export.letter_frames import (
    RUSUTSU,
    SURVEY,
    TAKASU,
    TOWNS,
    finding,
    findings,
    waiting,
)

LATE, EARLY = date(2023, 12, 22), date(2023, 12, 12)
FORMULAS = ["=1+1", "+81-11", "-1", "@SUM(A1)", "\t=1", "{=1}", "https://example.jp/", "00123", "１"]


def reminders(today: date = LATE, *rows: dict[str, object]) -> bytes:
    *_, listed = letters.reminder_documents(waiting(*(rows or TOWNS)), SURVEY, today).values()
    return listed


def queries(*rows: dict[str, object]) -> bytes:
    return letters.query_documents(findings(*rows), SURVEY, LATE)["一覧_令和5年度_疑義照会.xlsx"]


def sheet_of(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def first_row(content: bytes) -> dict[str, object]:
    heads, values, *_ = sheet_of(content).iter_rows(values_only=True)
    return dict(zip(map(str, heads), values, strict=True))


def test_one_row_a_town_with_days_in_both_calendars_and_the_letter() -> None:
    assert first_row(reminders()) == {
        "標準地域コード": "01210",
        "市町村": "岩見沢市",
        "振興局": "空知総合振興局",
        "状態": "未着（期限後）",
        "回答期限（西暦）": datetime(2023, 12, 15),  # noqa: DTZ001 - as openpyxl gives it
        "回答期限（和暦）": "令和5年12月15日",
        "経過日数（日）": 7,
        "新たな期限（西暦）": datetime(2024, 1, 9),  # noqa: DTZ001
        "新たな期限（和暦）": "令和6年1月9日",
        "提出先": "空知総合振興局",
        "届いたファイル": None,
        "取り込めない理由": None,
        "文書ファイル": "01210_岩見沢市_令和5年度_提出のお願い（再）.docx",
        "データの種類": "実データ",
    }


def test_before_the_deadline_there_is_no_new_one_and_no_day_late() -> None:
    row = first_row(reminders(EARLY))
    assert (row["状態"], row["経過日数（日）"], row["新たな期限（西暦）"]) == ("未着（期限前）", 0, None)


def test_one_row_a_question_asked_with_the_words_of_the_town() -> None:
    row = first_row(queries(finding(written="人がいない、\n財源もない"), finding(severity="info")))
    assert (row["問"], row["御回答"], row["セル"], row["重さ"]) == (
        "2",
        "人がいない、\n財源もない",
        "D12",
        "要確認",
    )
    assert row["回答期限（和暦）"] == "令和6年1月9日"


@pytest.mark.parametrize("content", [reminders(), queries(finding())])
def test_it_is_a_native_table_with_filters_a_frozen_head_and_no_merged_cell(content: bytes) -> None:
    sheet = sheet_of(content)
    (table,) = sheet.tables.values()
    assert table.ref == sheet.dimensions
    assert table.autoFilter is not None
    assert sheet.freeze_panes == "C2"
    assert not sheet.merged_cells.ranges
    assert sheet.title in ("提出のお願い（再）一覧", "疑義照会一覧")
    assert all(sheet.column_dimensions[cell.column_letter].width >= 6 for cell in sheet[1])


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_a_town_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    content = queries(finding(written=text, message=text, sheet=text))
    sheet = sheet_of(content)
    cells = [cell for cell in sheet[2] if cell.value == text]
    assert len(cells) == 3
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    assert all(cell.quotePrefix for cell in cells) == text.startswith(("=", "+", "-", "@", "\t"))


def test_pandas_reads_codes_as_text_and_days_as_days() -> None:
    frame = pd.read_excel(io.BytesIO(reminders()), dtype={"標準地域コード": "str"}, engine="openpyxl")
    assert list(frame["標準地域コード"]) == ["01210", "01397", "01452"]
    assert frame["回答期限（西暦）"].dtype.kind == "M"


def test_every_column_is_explained() -> None:
    for content in (reminders(), queries(finding())):
        book = openpyxl.load_workbook(io.BytesIO(content))
        heads = [cell.value for cell in book.worksheets[0][1]]
        explained = [row[0] for row in book["列の説明"].iter_rows(min_row=2, values_only=True)]
        assert explained == heads


def test_fictional_rows_are_marked_and_so_is_the_print() -> None:
    content = reminders(LATE, {**TAKASU, "is_synthetic": True}, RUSUTSU)
    sheet = sheet_of(content)
    assert [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["実データ", "架空データ"]
    assert sheet.oddHeader.right.text == "架空データ"
    assert sheet_of(reminders()).oddHeader.right.text is None


def test_a_text_longer_than_a_cell_is_cut_to_what_excel_opens() -> None:
    row = first_row(queries(finding(written="=" + "あ" * 40_000)))
    assert len(str(row["御回答"])) == 32_767
    assert str(row["御回答"]).endswith(excel.CUT)
