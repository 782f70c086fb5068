"""Any answer to any question, in one text as people see it, reads back as the same answer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.readers.grid import CellRef
from etl.survey.answers.as_text import answer_of_text, says, text_of_answer
from etl.survey.answers.model import Answer
from etl.survey.answers.reading import canonical, read_answer
from etl.survey.form.entries import entries_of
from tests.etl.survey import return_truth as truth
from tests.etl.survey.reading import cell
from tests.etl.survey.received import form

YEARS = (2022, 2023)


def written(text: str) -> CellRef:
    return CellRef("", "F2", text, text)


@given(seed=st.integers(0, 10_000), year=st.sampled_from(YEARS))
def test_every_answer_of_a_return_reads_back_from_its_text(seed: int, year: int) -> None:
    asked = form(year)
    for question_id, plain in truth.random_answers(asked, random.Random(seed)).items():
        question = asked.by_id[question_id]
        cells = [(slot, cell(entry)) for (_, slot), entry in entries_of(question, plain).items()]
        answer = read_answer(question, cells, today=asked.as_of)
        text = text_of_answer(question, answer)
        again = answer_of_text(question, written(text), asked.as_of)
        assert canonical(question, again) == canonical(question, answer), (question_id, text)
        assert [(v.option_code, v.rank) for v in again.values] == [
            (v.option_code, v.rank) for v in answer.values
        ]
        assert says(question, text, answer, asked.as_of)


@pytest.mark.parametrize("question", form(2023).questions, ids=lambda question: question.id)
def test_a_blank_answer_is_called_so_and_is_made_so_by_its_words(question) -> None:  # type: ignore[no-untyped-def]
    blank = Answer(question.id, "blank")
    assert text_of_answer(question, blank) == "空欄"
    for text in ("空欄", "", "未回答"):
        assert answer_of_text(question, written(text), None).state == "blank"
        assert says(question, text, blank, None)
    assert not says(question, "5", blank, None)


@pytest.mark.parametrize(
    ("question_id", "text", "shown"),
    [
        ("staff_full_time", "５名", "5人"),
        ("start_year", "R6", "令和6年度"),
        ("start_year", "未定", "未定"),
        ("meeting_internal_date", "令和5年11月1日", "2023年11月1日"),
        ("status", "実施中", "実施中"),
        ("barriers_top", "2位 財源の確保が難しい", None),
        ("contact", "担当課・係：福祉課\n電話：0166-87-2111", "担当課・係：福祉課\n電話：0166-87-2111"),
        ("comments", "前の行\n後の行", "前の行\n後の行"),
    ],
)
def test_what_people_write_is_read_as_in_a_cell_of_the_form(
    question_id: str, text: str, shown: str | None
) -> None:
    question = form(2023).by_id[question_id]
    answer = answer_of_text(question, written(text), form(2023).as_of)
    if shown is not None:
        assert text_of_answer(question, answer) == shown
    elif answer.state == "answered":
        assert text_of_answer(question, answer) == text
