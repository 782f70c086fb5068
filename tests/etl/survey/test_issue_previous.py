"""Issuing after a year of returns: last year's answers stand beside, real ones plainly, the demo's marked as such."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from etl.survey import issue
from etl.survey.receive import receive
from etl.survey.sheet.layout import make_layout
from tests.etl.survey import received as made
from tests.etl.survey.received import HIGASHIKAWA, TAKASU
from tests.etl.survey.returned.test_loading import make_demo

DAY = date(2022, 12, 12)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Two municipalities; 鷹栖町 answered last year, 東川町 did not."""
    raw = made.make_raw(tmp_path / "raw")
    made.keep_towns(raw, TAKASU, HIGASHIKAWA)
    receive([made.hand_in(tmp_path / "mail", TAKASU, year=2022, staff_full_time=3)], raw, 2022, DAY)
    return raw


def sheet_of(report: issue.IssueReport, code: str) -> Worksheet:
    [path] = [path for path in report.files if path.name.startswith(code)]
    return openpyxl.load_workbook(path)["調査票"]


def cells_of(sheet: Worksheet, question_id: str) -> tuple[object, object]:
    """This year's cell of a question, and last year's beside it."""
    layout = make_layout(made.form())
    [slot] = layout.slots_of(question_id)
    return sheet.cell(slot.row + 1, slot.col + 1).value, sheet.cell(
        slot.row + 1, layout.previous_col + 1
    ).value


def previous_heading(sheet: Worksheet) -> str:
    layout = make_layout(made.form())
    return str(sheet.cell(layout.header_row + 1, layout.previous_col + 1).value)


def test_what_a_town_answered_last_year_stands_beside_this_years_cells(raw: Path, tmp_path: Path) -> None:
    report = issue.run(raw, 2023, tmp_path / "out")
    assert (report.with_previous, report.previous_is_synthetic) == (1, False)
    answered, silent = sheet_of(report, TAKASU), sheet_of(report, HIGASHIKAWA)
    assert cells_of(answered, "staff_full_time") == (None, 3)
    assert cells_of(silent, "staff_full_time") == (None, None)
    assert previous_heading(answered) == "前年度の回答\n（令和4年度）"
    part = make_layout(made.form()).slots_of("contact")[0]
    assert answered.cell(part.row + 1, part.col + 1).value == made.answers(1, 2022)["contact"][part.slot]  # type: ignore[index,call-overload]


def test_fictional_answers_of_last_year_are_marked_and_fill_in_nothing(raw: Path, tmp_path: Path) -> None:
    make_demo(raw, "R4")
    report = issue.run(raw, 2023, tmp_path / "out")
    assert (report.with_previous, report.previous_is_synthetic) == (1, True)
    sheet = sheet_of(report, TAKASU)
    assert cells_of(sheet, "staff_full_time") == (None, 3)
    assert previous_heading(sheet) == "前年度の回答【架空データ】\n（令和4年度）"
    for part in make_layout(made.form()).slots_of("contact"):
        assert sheet.cell(part.row + 1, part.col + 1).value is None


def test_a_file_that_was_changed_since_it_was_received_is_nobodys_answer(raw: Path, tmp_path: Path) -> None:
    [path] = (raw / "survey" / "R4" / "returns").rglob("*.xlsx")
    path.write_bytes(path.read_bytes() + b" ")
    assert issue.run(raw, 2023, tmp_path / "out").with_previous == 0


def test_a_real_return_held_against_fictional_answers_says_so(raw: Path, tmp_path: Path) -> None:
    make_demo(raw, "R4")
    report = receive(
        [made.hand_in(tmp_path / "new", TAKASU, staff_full_time=40)], raw, 2023, DAY.replace(year=2023)
    )
    [jump] = [finding for finding in report.findings if finding.rule == "LARGE-JUMP"]
    assert "令和4年度（架空データ）の3人から40人" in jump.message
