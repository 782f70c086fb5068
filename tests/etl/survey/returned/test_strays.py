"""An answer where nobody looks: one column off, on a number or a label, in a hidden row, a zero beside ○."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.survey.sheet.layout import make_layout
from tests.etl.survey.messes_sheets import Sheet
from tests.etl.survey.returned import changed_forms as forms
from tests.etl.survey.returned.changed_forms import put, read, told

FORM = forms.setting().forms[2023]
# The rows of options that were not chosen.
BLANK = [
    (slot.row + 1, slot.question.id)
    for slot in make_layout(FORM).slots
    if slot.question.option(slot.slot) is not None
    and slot.question.kind == "multiple"
    and slot.slot not in (*forms.chosen(slot.question.id), "none")
]


@pytest.mark.parametrize(("row", "question"), BLANK)
@pytest.mark.parametrize("column", ["D", "E", "F"])
def test_a_mark_columns_off_is_a_warning_of_its_own(
    row: int, question: str, column: str, tmp_path: Path
) -> None:
    path = forms.changed(tmp_path, put(**{f"{column}{row}": "○"}))
    [(rule, cell, asked)] = told(path)
    assert (rule in ("STRAY", "STRAY-PREVIOUS"), cell, asked) == (True, f"{column}{row}", question)


@pytest.mark.parametrize("column", ["A", "B"])
@pytest.mark.parametrize("mark", ["○{}", "{}○", "レ{}", "{} ○"])
def test_marks_on_numbers_and_labels_are_a_warning_each(column: str, mark: str, tmp_path: Path) -> None:
    rows = BLANK[::3]

    def change(sheet: Sheet) -> None:
        for row, _ in rows:
            sheet[f"{column}{row}"].value = mark.format(sheet[f"{column}{row}"].value)

    path = forms.changed(tmp_path, change)
    assert sorted((cell, asked) for _, cell, asked in told(path)) == sorted(
        (f"{column}{row}", question) for row, question in rows
    )


def test_labels_written_over_in_one_question_are_told_each(tmp_path: Path) -> None:
    path = forms.changed(tmp_path, put(B23="○", B27="○"))
    assert told(path) == [("LABEL-CHANGED", "B23", "barriers"), ("LABEL-CHANGED", "B27", "barriers")]


def test_many_strays_are_told_each(tmp_path: Path) -> None:
    path = forms.changed(tmp_path, put(**{f"H{row}": "○" for row in range(20, 60)}))
    assert [cell for rule, cell, _ in told(path) if rule == "STRAY"] == [f"H{row}" for row in range(20, 60)]


def test_answers_in_hidden_rows_are_told_each_and_blank_ones_are_not(tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        for row in (16, 22, 23, 27):
            sheet.row_dimensions[row].hidden = True

    assert told(forms.changed(tmp_path, change)) == [
        ("HIDDEN-ANSWER", "C16", "status"),
        ("HIDDEN-ANSWER", "C22", "barriers"),
    ]


@pytest.mark.parametrize("written", [0, "0", "０", " 0", "n", "N", "ｎ"])
def test_a_zero_beside_marks_is_asked(written: object, tmp_path: Path) -> None:
    path = forms.changed(tmp_path, put(C27=written))
    assert told(path) == [("ANSWER-MARK-ZERO", "C27", "barriers")]
    assert read(path).returns[0].plain["barriers"] == forms.answers()["barriers"]


@pytest.mark.parametrize("written", ["O", "o", "Ｏ", "ｏ", "О", "Ο", "l", "q", "x"])
def test_a_letter_beside_marks_is_asked(written: str, tmp_path: Path) -> None:
    assert told(forms.changed(tmp_path, put(C27=written))) == [("ANSWER-MARK", "C27", "barriers")]


def test_zeros_as_a_way_to_say_no_are_not_accused(tmp_path: Path) -> None:
    chosen = {22, 24}
    zeros = put(**{f"C{row}": 0 for row in range(21, 32) if row not in chosen})
    assert told(forms.changed(tmp_path, zeros)) == []
    ones = put(C22=1, C24=1, C27=0)
    assert told(forms.changed(tmp_path / "ones", ones)) == []
