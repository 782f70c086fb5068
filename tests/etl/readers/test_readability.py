"""Remarks after the machine-readability rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.readers import readability
from etl.readers.grid import Document, Sheet


def remarks(*values: object) -> list[str]:
    rows: list[list[object]] = [["見出し"], *([value] for value in values)]
    return [f.rule for f in readability.table_findings(Sheet("一覧", rows), 0)]


@pytest.mark.parametrize("value", ["約100人", "1,200円", "12％", "３名", "100※", "20件程度", "およそ5"])
def test_a_number_with_words_around_it_breaks_l2_01(value: str) -> None:
    assert remarks(value) == ["L2-01"]


@pytest.mark.parametrize(
    "value", ["100", "1,200", "01202", "R5", "5年度", "令和5年", "2023年", "第1号", "3-1", 12, None]
)
def test_a_bare_number_code_or_year_does_not(value: object) -> None:
    assert remarks(value) == []


@pytest.mark.parametrize("value", ["函 館 市", "函館市　", "函館\n市"])
def test_spaces_and_breaks_for_the_looks_break_l1_06(value: str) -> None:
    assert remarks(value) == ["L1-06"]


@pytest.mark.parametrize(
    "value", ["函館市", "Hakodate City", "長い文章には改行があってもかまいません。\n二行目です。"]
)
def test_ordinary_text_does_not(value: str) -> None:
    assert remarks(value) == []


def test_a_hidden_sheet_with_values_is_reported_but_not_one_of_a_program() -> None:
    sheets = [
        Sheet("控え", [["x"]], visible=False),
        Sheet("空", [[None]], visible=False),
        Sheet("manifest", [["x"]], visible=False, very_hidden=True),
        Sheet("_manifest", [["x"]], visible=False),
    ]
    found = readability.document_findings(Document(Path("a.xlsx"), "xlsx", None, sheets))
    assert [(f.rule, f.sheet) for f in found] == [("L1-13", "控え")]


def test_a_hidden_column_without_values_is_none_of_our_business() -> None:
    sheet = Sheet("一覧", [["a"], ["b"]], hidden_columns=[(5, 16_383)], hidden_rows=[(90, 1_048_575)])
    assert readability.table_findings(sheet, 0) == []


def test_a_merged_title_or_note_is_no_defect_of_the_table() -> None:
    sheet = Sheet(
        "一覧", [["題", None], ["a", "b"], ["1", "2"], ["（注）", None]], merged=[(0, 0, 0, 1), (3, 0, 3, 1)]
    )
    assert readability.table_findings(sheet, 1) == []
