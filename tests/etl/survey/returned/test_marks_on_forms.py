"""Marks on a returned form: each at its question, loud where it may be the answer, quiet where one is written."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from etl.findings import Finding
from etl.survey.form.questions import PlainAnswer
from etl.survey.returned.reading import read_here
from etl.survey.returned.setting import Setting
from tests import drawn_parts as drawn
from tests.etl.survey import messes_survey
from tests.etl.survey import return_truth as truth
from tests.etl.survey.messes_sheets import Sheet, answer_column, form_sheet, numbered_rows, row_of

CASES = Path(__file__).parents[2] / "cases" / "marks"
TOWN = next(town for town in truth.towns() if town.code == "01452")
YELLOW, RED = PatternFill("solid", fgColor="FFFFFF00"), PatternFill("solid", fgColor="FFFF0000")
MARKS = frozenset({"CELL-STRIKE", "CELL-STRUCK-PART", "CELL-COMMENT", "L1-10", "L1-11"})
LABEL = 2


@pytest.fixture(scope="module")
def setting() -> Setting:
    return truth.make_setting()


@pytest.fixture(scope="module")
def filled(setting: Setting, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a town that names 人材不足 (問4-2) and 財源の確保が困難 (問4-3) as its barriers."""
    form = setting.forms[2023]
    answers: dict[str, PlainAnswer] = truth.random_answers(form, random.Random(62))
    assert answers["barriers"] == ("staff_shortage", "funding")
    return truth.filled_workbook(truth.template_of(form), TOWN, answers, tmp_path_factory.mktemp("filled"))


def found_in(path: Path, setting: Setting) -> list[Finding]:
    read = read_here(path, path.name, path.name, "", setting)
    assert [one.rejected for one in read.returns] == [""]
    return [*read.findings, *(finding for one in read.returns for finding in one.findings)]


def marked(filled: Path, folder: Path, change: Callable[[Sheet], None]) -> Path:
    book = openpyxl.load_workbook(filled)
    change(form_sheet(book))
    path = folder / filled.name
    book.save(path)
    return path


def told(findings: list[Finding]) -> list[tuple[str, str, str, str]]:
    return [(f.severity, f.rule, f.cell, f.question_id) for f in findings if f.rule in MARKS]


@pytest.mark.parametrize(
    ("at", "look"),
    [
        *((at, look) for at in ("label", "number", "answer", "row") for look in (YELLOW, RED)),
        ("label", Font(color="FFFF0000")),
        ("row", Font(color="FFFF0000")),
    ],
)
@pytest.mark.parametrize("number", ["問4-1", "問4-5", "問10-3"])
def test_a_colour_beside_a_blank_answer_is_asked_about(
    number: str, at: str, look: PatternFill | Font, filled: Path, setting: Setting, tmp_path: Path
) -> None:
    where: list[str] = []

    def colour(sheet: Sheet) -> None:
        row, column = row_of(sheet, number), answer_column(sheet)
        sheet.cell(row, column).value = None
        where.append(sheet.cell(row, column).coordinate)
        columns = {
            "label": [column - 1],
            "number": [column - 2],
            "answer": [column],
            "row": range(1, column + 1),
        }[at]
        for place in columns:
            if isinstance(look, Font):
                sheet.cell(row, place).font = look
            else:
                sheet.cell(row, place).fill = look

    findings = found_in(marked(filled, tmp_path, colour), setting)
    question = {"問4": "barriers", "問10": "support_wanted"}[number.split("-")[0]]
    assert told(findings) == [("warning", "L1-11", where[0], question)]


def test_two_colours_and_two_questions_are_told_one_by_one(
    filled: Path, setting: Setting, tmp_path: Path
) -> None:
    def colour(sheet: Sheet) -> None:
        for number, look in (("問4-1", YELLOW), ("問4-6", YELLOW), ("問10-5", RED)):
            sheet.cell(row_of(sheet, number), answer_column(sheet)).value = None
            sheet.cell(row_of(sheet, number), answer_column(sheet) - 1).fill = look

    questions = [question for *_, question in told(found_in(marked(filled, tmp_path, colour), setting))]
    assert questions == ["barriers", "barriers", "support_wanted"]


def test_a_colour_beside_an_answer_is_only_mentioned(filled: Path, setting: Setting, tmp_path: Path) -> None:
    def colour(sheet: Sheet) -> None:
        for column in range(1, answer_column(sheet) + 1):
            sheet.cell(row_of(sheet, "問4-2"), column).fill = YELLOW

    [(severity, _, _, question)] = told(found_in(marked(filled, tmp_path, colour), setting))
    assert (severity, question) == ("info", "barriers")


def test_one_colour_on_every_row_picks_none(filled: Path, setting: Setting, tmp_path: Path) -> None:
    def colour(sheet: Sheet) -> None:
        for row in numbered_rows(sheet):
            sheet.cell(row, answer_column(sheet)).fill = YELLOW

    assert [severity for severity, *_ in told(found_in(marked(filled, tmp_path, colour), setting))] == [
        "info"
    ]


def test_white_and_the_colours_of_the_form_are_no_marks(
    filled: Path, setting: Setting, tmp_path: Path
) -> None:
    def colour(sheet: Sheet) -> None:
        row, column = row_of(sheet, "問4-1"), answer_column(sheet)
        sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFFFFFFF")
        sheet.cell(row + 1, column).fill = PatternFill("solid", fgColor="FFFFEDA8")

    assert told(found_in(marked(filled, tmp_path, colour), setting)) == []


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_form_saved_by_another_program_has_no_marks_of_its_own(
    kind: str, filled: Path, setting: Setting, tmp_path: Path
) -> None:
    [path] = messes_survey.convert([filled], kind, tmp_path / "office")
    assert told(found_in(path, setting)) == []


def test_what_is_drawn_over_an_option_is_told_at_its_question(
    filled: Path, setting: Setting, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(filled)
    row = row_of(form_sheet(book), "問4-7") - 1
    path = shutil.copyfile(filled, tmp_path / filled.name)
    drawn.with_parts(
        path,
        {
            "drawing": drawn.drawing(
                drawn.shape(row, 1), drawn.shape(0, 5, "rect", "問8は9人に訂正", is_box=True)
            ),
            "vmlDrawing": drawn.vml(drawn.control(row + 1, 2, text="該当", is_checked=True)),
        },
    )
    findings = [f for f in found_in(path, setting) if f.rule == "L1-10"]
    assert [(f.severity, f.cell, f.question_id) for f in findings] == [
        ("warning", f"B{row + 1}", "barriers"),
        ("warning", "F1", ""),
        ("warning", f"C{row + 2}", "barriers"),
    ]
    assert "「問8は9人に訂正」" in findings[1].message


def test_struck_labels_and_answers_are_told_at_the_answer(
    filled: Path, setting: Setting, tmp_path: Path
) -> None:
    cells: list[str] = []

    def strike(sheet: Sheet) -> None:
        row, column = row_of(sheet, "問4-2"), answer_column(sheet)
        for place in (column - 1, column):
            sheet.cell(row, place).font = Font(strike=True)
        sheet.cell(row + 3, column - 1).font = Font(strike=True)
        cells.extend([sheet.cell(row, column).coordinate, sheet.cell(row + 3, column - 1).coordinate])

    assert told(found_in(marked(filled, tmp_path, strike), setting)) == [
        ("warning", "CELL-STRIKE", cell, "barriers") for cell in cells
    ]


HANDED: dict[str, tuple[str, str, str, str]] = {
    "01303_ellipse_over_an_option.xls": ("warning", "L1-10", "B27", "barriers"),
    "01304_check_box_over_an_option.xlsx": ("warning", "L1-10", "C27", "barriers"),
    "01512_text_box_that_corrects.xls": ("warning", "L1-10", "B41", "staff_full_time"),
    "01334_colour_on_an_empty_answer.xlsx": ("warning", "L1-11", "C27", "barriers"),
    "01337_colour_on_the_label_of_an_option.xlsx": ("warning", "L1-11", "C27", "barriers"),
    "01345_digit_struck_out_in_a_text.xlsx": ("warning", "CELL-STRUCK-PART", "C41", "staff_full_time"),
    "01361_mark_struck_out_in_a_text.xlsx": ("warning", "CELL-STRIKE", "C24", "barriers"),
    "01331_comment_that_corrects_the_answer.xlsx": ("warning", "CELL-COMMENT", "C16", "status"),
}


@pytest.mark.parametrize("name", HANDED)
def test_handed_returns_are_told(name: str, setting: Setting) -> None:
    assert told(found_in(CASES / name, setting)) == [HANDED[name]]


def test_a_drawing_part_without_a_drawing_accuses_nobody(setting: Setting) -> None:
    findings = found_in(CASES / "01485_drawing_part_without_a_drawing.xlsx", setting)
    assert told(findings) == []
