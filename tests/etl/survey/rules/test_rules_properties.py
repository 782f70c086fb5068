"""The rules on any return: as complete as the workbook says, every finding with a cell, nothing read otherwise."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from etl.survey.answers.reading import PlainAnswer, canonical
from etl.survey.form.entries import Entries, entries_of
from etl.survey.form.questions import UNDECIDED, Question
from etl.survey.rules.checks import check_return, completeness
from etl.survey.sheet.progress import progress
from tests.etl.survey.whole_returns import CONTACT, LAYOUT, R5, understood


@st.composite
def fillings(draw: st.DrawFn) -> dict[tuple[str, str], object]:
    """Cells filled as the dropdowns offer it: any question answered or not, whatever the conditions say."""
    entries: dict[tuple[str, str], object] = {}
    for question in R5.questions:
        plain = draw(st.none() | _plain(question))
        if plain is not None:
            entries.update(entries_of(question, plain))
    if draw(st.booleans()):
        entries.pop(("contact", "phone"), None)
    return entries


def _plain(question: Question) -> st.SearchStrategy[PlainAnswer]:
    codes = [option.code for option in question.options]
    some = (
        st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True).map(tuple)
        if codes
        else st.nothing()
    )
    kinds: dict[str, st.SearchStrategy[PlainAnswer]] = {
        "single": st.sampled_from(codes) if codes else st.nothing(),
        "multiple": some,
        "ranked": some,
        "integer": st.integers(0, 40),
        "fiscal_year": st.integers(2021, 2030) | st.just(UNDECIDED),
        "date": st.dates(date(2000, 1, 1), date(2100, 12, 31)),
        "free_text": st.sampled_from(["特になし", "研修を希望します"]),
        "contact": st.just(CONTACT),
    }
    return kinds[question.kind]


@given(fillings())
def test_completeness_is_the_workbooks_own_line(entries: Entries) -> None:
    line = progress(LAYOUT, entries, {})
    assert completeness(R5, understood(entries)) == (line.answered, line.required)


@given(fillings(), fillings())
def test_any_two_years_give_findings_with_a_cell_and_a_message(now: Entries, before: Entries) -> None:
    previous = {
        question_id: plain
        for question_id, answer in understood(before).items()
        if (plain := canonical(R5.by_id[question_id], answer)) is not None
    }
    for finding in check_return(R5, understood(now), previous):
        assert finding.cell
        assert finding.question_id in R5.by_id
        assert finding.message.endswith("。")
        assert finding.severity != "error"


@given(fillings())
def test_what_was_filled_in_is_read_back(entries: Entries) -> None:
    for question_id, answer in understood(entries).items():
        question = R5.by_id[question_id]
        plain = canonical(question, answer)
        given_cells = {key: value for key, value in entries.items() if key[0] == question_id}
        if plain is None:
            assert not given_cells or answer.state == "none"
        elif question.kind != "fiscal_year" or plain != UNDECIDED:
            assert entries_of(question, plain) == given_cells
