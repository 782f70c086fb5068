"""Issued, filled in, read back: exactly what was filled in, for every kind of question."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.survey.form.entries import Entry
from etl.survey.form.questions import KINDS, REASON_SLOT, UNDECIDED, Form, PlainAnswer, Question
from etl.survey.returned.reading import FileRead, read_here
from etl.survey.returned.setting import Setting
from tests.etl.survey import return_truth as truth

CODE = "01452"
TOWN = next(town for town in truth.towns() if town.code == CODE)
# No text that is a state of its own (なし, －, 未定) or an error (#N/A): those are tried with the answers.
LETTERS = st.sampled_from("あいう漢字ｱＡa1０-=+@、。（）「」\"'<>&%\n\t 　🗻髙﨑ゔ")
TEXTS = st.text(LETTERS, max_size=60).map(lambda text: f"検討{text}")
LINES = st.text(st.sampled_from("漢字かなａa1- （）&<"), max_size=20).map(lambda text: f"係{text}".strip())


@pytest.fixture(scope="module")
def setting() -> Setting:
    return truth.make_setting()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filled")


def answers_of(question: Question) -> st.SearchStrategy[PlainAnswer]:
    codes = [option.code for option in question.options]
    if question.kind == "single":
        return st.sampled_from(codes)
    if question.kind == "multiple":
        chosen = st.sets(st.sampled_from(codes), min_size=1)
        return chosen.map(lambda some: tuple(code for code in codes if code in some))
    if question.kind == "ranked":
        return st.lists(st.sampled_from(codes), min_size=1, max_size=question.ranks, unique=True).map(tuple)
    if question.kind == "integer":
        return st.integers(question.minimum, question.maximum)
    if question.kind == "fiscal_year":
        years = st.integers(question.minimum, question.maximum)
        return st.one_of(years, st.just(UNDECIDED)) if question.allows_undecided else years
    if question.kind == "date":
        return st.dates(date(2000, 1, 1), date(2100, 12, 31))
    if question.kind == "contact":
        return st.dictionaries(st.sampled_from(codes), LINES, min_size=1)
    return TEXTS


@st.composite
def returns_of(draw: st.DrawFn, form: Form) -> dict[str, PlainAnswer]:
    """Any answers, some questions left blank; whether they contradict each other does not matter here."""
    found: dict[str, PlainAnswer] = {}
    for question in form.questions:
        if draw(st.integers(0, 4)):
            found[question.id] = draw(answers_of(question))
    return found


def read(path: Path, setting: Setting) -> FileRead:
    return read_here(path, path.name, path.name, "", setting)


def read_plain(path: Path, setting: Setting) -> Mapping[str, PlainAnswer]:
    found = read(path, setting)
    assert [one.rejected for one in found.returns] == [""]
    assert found.returns[0].municipality_code == CODE
    return found.returns[0].plain


@pytest.mark.parametrize("year", [2022, 2023])
def test_what_was_filled_in_is_read_back(year: int, setting: Setting, folder: Path) -> None:
    form = setting.forms[year]
    template = truth.template_of(form)
    own = Setting(setting.forms, setting.directory, year)

    @settings(max_examples=30)
    @given(answers=returns_of(form))
    def round_trip(answers: dict[str, PlainAnswer]) -> None:
        path = truth.filled_workbook(template, TOWN, answers, folder)
        found = read(path, own)
        filled = {key: answer for key, answer in answers.items() if not form.by_id[key].prefilled}
        if not filled:
            assert found.returns[0].rejected.startswith("何も記入されていません")
            return
        assert found.returns[0].rejected == ""
        assert found.returns[0].plain == answers

    round_trip()


def test_the_real_forms_have_every_kind_of_question(setting: Setting) -> None:
    assert {question.kind for question in setting.forms[2023].questions} == set(KINDS)


def test_every_answer_names_the_cell_that_it_stands_in(setting: Setting, folder: Path) -> None:
    answers = truth.random_answers(setting.forms[2023], random.Random(1))
    path = truth.filled_workbook(truth.template_of(setting.forms[2023]), TOWN, answers, folder)
    sheet = openpyxl.load_workbook(path)["調査票"]
    found = read(path, setting).returns[0]
    filled = [cell for cell in found.answers if cell.state == "answered"]
    assert len(filled) > 30
    for cell in filled:
        written = sheet[cell.cell].value
        shown = str(written.date()) if hasattr(written, "date") else str(written)
        assert (cell.sheet, cell.text) == ("調査票", shown)


def test_typed_in_as_a_person_does_it_is_read_back(setting: Setting, tmp_path: Path) -> None:
    """By openpyxl in the empty workbook, reasons included."""
    form = setting.forms[2023]
    answers = truth.random_answers(form, random.Random(2))
    path = truth.filled_workbook(truth.template_of(form), TOWN, {}, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["調査票"]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    layout = setting.plans[2023].layout
    typed: dict[tuple[str, str], Entry] = truth.entries(form, answers)
    for slot in layout.slots:
        if slot.key in typed:
            sheet.cell(rows[slot.number], slot.col + 1).value = typed[slot.key]
        elif slot.slot == REASON_SLOT and slot.question.id == "status":
            sheet.cell(rows[slot.number], slot.col + 1).value = "議会で決まりました"
    book.save(path)
    assert read_plain(path, setting) == answers
    reasons = read(path, setting).returns[0].reasons
    assert [(one.question_id, one.value) for one in reasons] == [("status", "議会で決まりました")]


def test_nothing_is_to_be_asked_back_about_a_return_without_fault(setting: Setting, folder: Path) -> None:
    form = setting.forms[2023]
    for seed in range(5):
        answers = truth.random_answers(form, random.Random(seed))
        last_year = truth.random_answers(form, random.Random(seed + 100))
        path = truth.filled_workbook(truth.template_of(form), TOWN, answers, folder, last_year)
        found = read(path, setting)
        assert (found.findings, found.returns[0].findings) == ([], [])
        assert found.returns[0].answered == found.returns[0].required > 20


def test_completeness_counts_required_questions_that_apply(setting: Setting, folder: Path) -> None:
    form = setting.forms[2023]
    answers = truth.random_answers(form, random.Random(3))
    whole = read(truth.filled_workbook(truth.template_of(form), TOWN, answers, folder), setting).returns[0]
    del answers["staff_full_time"]
    path = truth.filled_workbook(truth.template_of(form), TOWN, answers, folder)
    found = read(path, setting).returns[0]
    assert (found.required, found.answered) == (whole.required, whole.answered - 1)
    assert [(f.rule, f.question_id) for f in found.findings] == [("REQUIRED-BLANK", "staff_full_time")]


def test_an_empty_form_sent_back_is_not_taken_for_an_answer(setting: Setting, tmp_path: Path) -> None:
    form = setting.forms[2023]
    path = truth.filled_workbook(truth.template_of(form), TOWN, {"contact": {"person": "係長"}}, tmp_path)
    found = read(path, setting)
    assert [f.rule for f in found.returns[0].findings] == ["RETURN-EMPTY"]
    assert found.returns[0].answers == []
