"""A comment that says that a value is of another year keeps it from being taken for this year's, wherever it stands."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from etl.findings import Finding
from etl.readers.comment_year import says_other_year
from etl.readers.year_evidence import Expected
from etl.survey.returned.reading import FileRead, read_here
from tests.drawn_parts import thread, with_parts
from tests.etl import read_list
from tests.etl.survey import form_changes, messes_survey, received, return_truth
from tests.etl.survey.table_books import (
    LIST_HEAD,
    LIST_ROWS,
    TABLE_HEAD,
    TABLE_ROWS,
    book_of,
    cell_of,
    heading_place,
)

SAID = (
    "R4の人数です",
    "この町は未提出。昨年の値",
    "昨年のまま",
    "前年度の数値を転記",
    "令和4年度の回答",
    "Ｒ４年度分",
    "2022年度の値です",
)
NOT_SAID = (
    "R4から2人増",
    "前年度と同じ",
    "前年度より増えた",
    "電話で確認",
    "R5の人数です",
    "令和5年度の値",
    "令和3年度から実施",
    "提出済",
)
RULE = "COMMENT-OTHER-YEAR"
# LibreOffice, which writes the old format, takes a second of CPU for a file: one text is enough there.
SENT = [*((text, way) for text in SAID[:3] for way in ("xlsx", "threaded")), (SAID[0], "xls")]


@pytest.mark.parametrize(
    ("text", "is_said"), [*((one, True) for one in SAID), *((one, False) for one in NOT_SAID)]
)
def test_words_that_say_so_and_words_that_compare(text: str, is_said: bool) -> None:
    assert says_other_year(text, Expected(2023)) is is_said
    assert says_other_year(f"担当:\n{text}", Expected(2023)) is is_said


@pytest.mark.parametrize("text", SAID)
def test_without_a_year_to_expect_only_last_year_and_nothing_returned_say_so(text: str) -> None:
    is_relative = any(word in text for word in ("昨年", "前年", "未提出"))
    assert says_other_year(text, None) is is_relative


def sent(book: Any, sheet: Any, cell: str, text: str, way: str, path: Path) -> Path:
    """The book with a comment: an ordinary one (also in the old format, whose boxes are VML in xlsx), or a thread."""
    if way == "threaded":
        book.save(path)
        number = book.worksheets.index(sheet) + 1
        return with_parts(path, {"threadedComment": thread([(cell, text)])}) if number == 1 else path
    sheet[cell].comment = Comment(text, "担当")
    book.save(path)
    return messes_survey.convert([path], "xls", path.parent / "xls")[0] if way == "xls" else path


def read(path: Path) -> FileRead:
    return read_here(path, path.name, path.name, "", return_truth.make_setting())


def refused(findings: list[Finding]) -> set[str]:
    return {finding.cell for finding in findings if (finding.severity, finding.rule) == ("error", RULE)}


def everything(found: FileRead) -> list[Finding]:
    return [*found.findings, *(finding for one in found.returns for finding in one.findings)]


@pytest.mark.parametrize(("text", "way"), SENT)
def test_a_comment_in_a_compiled_table(tmp_path: Path, text: str, way: str) -> None:
    chance = random.Random(text + way)
    town = chance.choice(["鷹栖町", "東川町", "中富良野町"])
    heading = chance.choice(["専任", "支援会議", "実施状況"])

    def with_comment(place: str) -> FileRead:
        book = book_of([TABLE_HEAD, *TABLE_ROWS])
        sheet = book.worksheets[0]
        cells = {"name": cell_of(sheet, town, "市町村名"), "answer": cell_of(sheet, town, heading)}
        cells["heading"] = sheet.cell(*heading_place(sheet, heading))
        return read(sent(book, sheet, cells[place].coordinate, text, way, tmp_path / "上川.xlsx"))

    question = {"専任": "staff_full_time", "支援会議": "meeting_support", "実施状況": "status"}[heading]
    by_name = with_comment("name")
    assert len([one for one in by_name.returns if not one.rejected]) == 2
    by_heading = with_comment("heading")
    assert [question in one.plain for one in by_heading.returns] == [False] * 3
    by_answer = with_comment("answer")
    assert sorted(question in one.plain for one in by_answer.returns) == [False, True, True]
    assert all(refused(everything(found)) for found in (by_name, by_heading, by_answer))


@pytest.mark.parametrize(("text", "way"), SENT)
@pytest.mark.parametrize("place", ["name", "status", "heading"])
def test_a_comment_in_a_status_list(tmp_path: Path, text: str, way: str, place: str) -> None:
    book = book_of([LIST_HEAD, *LIST_ROWS])
    sheet = book.worksheets[0]
    town = random.Random(text + way).choice(["函館市", "七飯町", "更別村"])
    cells = {
        "name": cell_of(sheet, town, "市町村名"),
        "status": cell_of(sheet, town, "実施状況"),
        "heading": sheet["D1"],
    }
    path = sent(book, sheet, cells[place].coordinate, text, way, tmp_path / "一覧.xlsx")
    facts, findings = read_list.status_list(path)
    assert len(facts) == (0 if place == "heading" else 3)
    assert refused(findings)


@pytest.mark.parametrize(("text", "way"), [pair for pair in SENT if pair[1] != "threaded"])
def test_a_comment_on_an_answer_of_a_form(tmp_path: Path, text: str, way: str) -> None:
    path = received.hand_in(tmp_path, received.TAKASU)
    before = read(path).returns[0].plain
    book = openpyxl.load_workbook(path)
    sheet = book["調査票"]
    cell = form_changes.place(sheet, "問8").coordinate  # type: ignore[attr-defined]
    found = read(sent(book, sheet, cell, text, way, path))
    assert found.returns[0].plain == {key: one for key, one in before.items() if key != "staff_full_time"}
    assert refused(everything(found))


@pytest.mark.parametrize("text", NOT_SAID)
def test_a_comment_that_compares_keeps_the_value(tmp_path: Path, text: str) -> None:
    book = book_of([TABLE_HEAD, *TABLE_ROWS])
    cell_of(book.worksheets[0], "鷹栖町", "専任").comment = Comment(text, "担当")
    book.save(tmp_path / "上川.xlsx")
    found = read(tmp_path / "上川.xlsx")
    assert [one.plain["staff_full_time"] for one in found.returns] == [7, 3, 0]
    assert not refused(everything(found))
