"""What a sheet prints in its margins is evidence of its year, and a note on all of it, for every kind of file."""

from __future__ import annotations

import random
import struct
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from etl import add
from etl.findings import Finding
from etl.readers import document, printed, xls_records
from etl.survey.returned.reading import FileRead, read_here
from tests.etl import read_list
from tests.etl.survey import received, return_truth, table_books

PARTS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
SIDES = ("left", "center", "right")
LOOKS = ("", '&"游ゴシック,標準"', "&B", "&14 ", "&K01+000", "&KFF0000", "&U")
FIELDS = ("&P", "&N", "&D", "&F", "&A", "&P / &N")
OTHER_YEARS = ("令和4年度分", "R4.12.1提出", "令和4年11月30日現在", "2022年度", "(R4)回答")
THIS_YEAR = ("令和5年度", "R5.12.1提出", "令和5年11月30日現在", "1 / 2", "福祉課", "取扱注意", "資料１")
TAKEN_BACK = ("差替前", "旧版につき使わないでください", "修正前", "訂正版", "確定前の仮の値")


def print_on(book: Any, text: str, chance: random.Random) -> None:
    """The text in one of the eighteen places of the first sheet, with the look that somebody may give it."""
    part = getattr(getattr(book.worksheets[0], chance.choice(PARTS)), chance.choice(SIDES))
    part.text = text
    if chance.random() < 0.5:
        part.font, part.size, part.color = "MS 明朝,標準", 14, "FF0000"


def told(path: Path) -> FileRead:
    return read_here(path, path.name, path.name, "", return_truth.make_setting())


def everything(read: FileRead) -> list[Finding]:
    return [*read.findings, *(finding for one in read.returns for finding in one.findings)]


def loud(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings if finding.severity != "info"}


def table(folder: Path, text: str, chance: random.Random, title: str = "") -> FileRead:
    book = table_books.book_of([table_books.TABLE_HEAD, *table_books.TABLE_ROWS])
    if title:
        table_books.put_above(book.worksheets[0], [title])
    print_on(book, text, chance)
    return told(table_books.save_as(book, folder / "上川.xlsx"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from("LCR"),
            st.lists(st.sampled_from(LOOKS), max_size=3),
            st.text("令和4年度分・差替前A&B ", min_size=1, max_size=12),
            st.sampled_from(("", *FIELDS)),
        ),
        unique_by=lambda part: part[0],
        max_size=3,
    )
)
def test_the_texts_are_found_between_the_codes_of_look_and_place(
    parts: list[tuple[str, list[str], str, str]],
) -> None:
    line = "".join(
        f"&{side}{''.join(looks)}{text.replace('&', '&&')}{behind}" for side, looks, text, behind in parts
    )
    shown = [" ".join(f"{text}{' / ' if '/' in behind else ''}".split()) for _, _, text, behind in parts]
    wanted = [text for text in dict.fromkeys(shown) if any(map(str.isalnum, text))]
    assert list(printed.texts_of([line])) == wanted


@pytest.mark.parametrize("text", OTHER_YEARS)
@pytest.mark.parametrize("seed", range(3))
def test_a_form_that_prints_another_year_is_asked(tmp_path: Path, text: str, seed: int) -> None:
    path = received.hand_in(tmp_path, received.TAKASU)
    book = openpyxl.load_workbook(path)
    print_on(book, text, random.Random(f"{text}{seed}"))
    book.save(path)
    assert "PRINT-YEAR" in loud(everything(told(path)))


@pytest.mark.parametrize("text", THIS_YEAR)
def test_a_form_that_prints_its_own_year_or_a_name_is_not_asked(tmp_path: Path, text: str) -> None:
    path = received.hand_in(tmp_path, received.TAKASU)
    before = loud(everything(told(path)))
    book = openpyxl.load_workbook(path)
    print_on(book, text, random.Random(text))
    book.save(path)
    assert loud(everything(told(path))) == before


@pytest.mark.parametrize("text", OTHER_YEARS)
def test_a_compiled_table_is_refused_where_only_print_names_its_year_and_asked_where_a_title_does(
    tmp_path: Path, text: str
) -> None:
    chance = random.Random(text)
    alone = table(tmp_path, text, chance)
    assert not alone.returns
    assert "FORM-OTHER-YEAR" in loud(alone.findings)
    beside = table(tmp_path, text, chance, title="令和5年度 重層的支援体制整備事業 取りまとめ表")
    assert len(beside.returns) == 3
    assert "FORM-NAME-YEAR" in loud(beside.findings)


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_what_print_takes_back_is_told_for_every_kind_of_table(tmp_path: Path, text: str) -> None:
    chance = random.Random(text)
    assert "PRINT-NOTE" in loud(table(tmp_path, text, chance).findings)
    book = table_books.book_of([table_books.LIST_HEAD, *table_books.LIST_ROWS])
    print_on(book, text, chance)
    book.save(tmp_path / "一覧.xlsx")
    facts, findings = read_list.status_list(tmp_path / "一覧.xlsx")
    assert len(facts) == 4
    assert "PRINT-NOTE" in loud(findings)


@pytest.mark.parametrize("text", ["令和4年4月1日現在", "令和4年度", "R4.5.1時点"])
def test_a_status_list_that_prints_another_year_is_refused_unless_its_title_says_the_right_one(
    tmp_path: Path, text: str
) -> None:
    chance = random.Random(text)
    book = table_books.book_of([table_books.LIST_HEAD, *table_books.LIST_ROWS])
    print_on(book, text, chance)
    book.save(tmp_path / "一覧.xlsx")
    facts, findings = read_list.status_list(tmp_path / "一覧.xlsx")
    assert (facts, "LIST-OTHER-YEAR" in loud(findings)) == ([], True)
    table_books.put_above(book.worksheets[0], ["令和6年4月1日現在"])
    book.save(tmp_path / "一覧.xlsx")
    facts, findings = read_list.status_list(tmp_path / "一覧.xlsx")
    assert (len(facts), "LIST-NAME-YEAR" in loud(findings)) == (4, True)


@pytest.mark.parametrize("text", ["令和5年1月1日現在", "令和5年度"])
def test_figures_that_print_another_day_than_their_title_are_asked(
    raw: Path, tmp_path: Path, text: str
) -> None:
    rows: list[table_books.Row] = [
        ["住民基本台帳人口（令和8年1月1日現在）"],
        ["市町村名", "人口"],
        ["鷹栖町", 6500],
    ]
    book = table_books.book_of(rows)
    print_on(book, text, random.Random(text))
    book.save(tmp_path / "人口.xlsx")
    added = add.add("figures", tmp_path / "人口.xlsx", raw, add.Details(date(2026, 8, 1)))
    assert added.rows == 1
    assert "FIGURES-NAME-DAY" in loud(added.findings)


@pytest.mark.parametrize("place", ["header", "footer"])
def test_an_old_workbook_prints_the_same(tmp_path: Path, place: str) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("一覧")
    for number, row in enumerate([table_books.TABLE_HEAD, *table_books.TABLE_ROWS]):
        for column, value in enumerate(row):
            page.write(number, column, value)
    # The library itself can set ASCII alone.
    setattr(page, f"_Worksheet__{place}_str", "&L&14令和4年度分・差替前&R&P")
    book.save(str(tmp_path / "上川.xls"))
    read = told(tmp_path / "上川.xls")
    assert not read.returns
    assert {"PRINT-NOTE", "FORM-OTHER-YEAR"} <= loud(read.findings)


def test_the_headers_of_first_and_even_pages_of_an_old_workbook_are_read() -> None:
    texts = ["", "&C令和4年度", "&Lfirst", "&R差替前"]
    body = bytes(28) + b"\x03\x00" + struct.pack("<4H", *map(len, texts))
    for text in filter(None, texts):
        is_wide = not text.isascii()
        body += struct.pack("<HB", len(text), is_wide) + text.encode("utf-16-le" if is_wide else "latin-1")
    records = [(0x809, bytes(16)), (0x14, b""), (0x89C, body), (0x0A, b"")]
    content = b"".join(struct.pack("<HH", number, len(inner)) + inner for number, inner in records)
    assert xls_records.read_records(content, 0, 80, "cp932").printed == ("令和4年度", "first", "差替前")


def test_a_hidden_sheet_prints_nothing(tmp_path: Path) -> None:
    book = table_books.book_of([table_books.LIST_HEAD, *table_books.LIST_ROWS])
    book.create_sheet("控え").oddHeader.center.text = "差替前"
    book["控え"].sheet_state = "hidden"
    book.save(tmp_path / "一覧.xlsx")
    _, found = document.read_here(tmp_path / "一覧.xlsx", "一覧.xlsx")
    assert "PRINT-NOTE" not in {finding.rule for finding in found}
