"""Answers in any handwriting are read right or reported: never wrong in silence."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.readers.grid import CellRef
from etl.survey.answers.reading import PlainAnswer, canonical, read_answer
from etl.survey.form.loading import load_form
from etl.survey.form.questions import KINDS, Question
from tests.etl.survey import handwriting
from tests.etl.survey.conftest import SURVEYS
from tests.etl.survey.reading import cell, is_silent, one, possible_codes, slots

FORM = load_form(SURVEYS / "R5" / "form.toml")


def of_kind(*kinds: str) -> list[Question]:
    return [question for question in FORM.questions if question.kind in kinds]


def understood(question: Question, cells: object) -> PlainAnswer | None:
    answer = read_answer(question, cells, today=FORM.as_of)  # type: ignore[arg-type]
    assert answer.is_understood, answer.findings
    assert all(finding.cell and finding.message for finding in answer.findings)
    return canonical(question, answer)


def right_or_reported(question: Question, cells: object, truth: PlainAnswer) -> None:
    answer = read_answer(question, cells, today=FORM.as_of)  # type: ignore[arg-type]
    if is_silent(answer):
        assert canonical(question, answer) == truth


@st.composite
def chosen(draw: st.DrawFn, question: Question, least: int = 1, most: int = 11) -> tuple[str, ...]:
    """Some options of a question in the form's order; an exclusive one alone."""
    plain = [option.code for option in question.options if not option.exclusive]
    codes = draw(
        st.lists(st.sampled_from(plain), min_size=least, max_size=min(most, len(plain)), unique=True)
    )
    alone = [option.code for option in question.options if option.exclusive]
    if alone and draw(st.integers(0, 9)) == 0:
        codes = alone[:1]
    return tuple(code for code in (option.code for option in question.options) if code in codes)


@settings(max_examples=150)
@given(st.data(), st.sampled_from(of_kind("single")))
def test_one_option_in_a_gentle_hand_is_read_right(data: st.DataObject, question: Question) -> None:
    option = data.draw(st.sampled_from(question.options))
    aliases = [alias for alias in option.aliases if alias not in "○〇◯"]
    text = data.draw(handwriting.gentle_word(option.label, aliases))
    assert understood(question, one(text)) == option.code


@settings(max_examples=300)
@given(st.data(), st.sampled_from(of_kind("single")))
def test_one_option_in_a_wild_hand_is_read_right_or_reported(data: st.DataObject, question: Question) -> None:
    option = data.draw(st.sampled_from(question.options))
    text = data.draw(handwriting.wild_word(option.label, option.aliases))
    # Letters left out, or なし put behind, may make the name of another option.
    possible = possible_codes(question, text)
    answer = read_answer(question, one(text))
    if is_silent(answer) and answer.state == "answered":
        assert frozenset(answer.codes) in possible, text


@settings(max_examples=150)
@given(st.data(), st.sampled_from(of_kind("multiple")))
def test_options_joined_in_one_cell_are_read_right(data: st.DataObject, question: Question) -> None:
    codes = data.draw(chosen(question))
    words = []
    for code in codes:
        option = question.option(code)
        assert option is not None
        words.append(data.draw(handwriting.gentle_word(option.label, option.aliases)).strip().lstrip("・"))
    text = words[0] + "".join(data.draw(st.sampled_from(handwriting.SEPARATORS)) + word for word in words[1:])
    assert understood(question, one(text)) == codes


@settings(max_examples=150)
@given(st.data(), st.sampled_from(of_kind("multiple")))
def test_marks_of_every_hand_are_read_right(data: st.DataObject, question: Question) -> None:
    codes = data.draw(chosen(question))
    cells: dict[str, object] = {}
    for option in question.options:
        written = data.draw(handwriting.marks(option.code in codes))
        # 「特にない」の欄の「有」「なし」 is asked back: see test_answers.
        assume(not (option.exclusive and written in ("有", "あり", "無", "なし")))
        cells[option.code] = written
    assert understood(question, slots(cells)) == codes


@settings(max_examples=150)
@given(st.data(), st.sampled_from(of_kind("multiple")))
def test_a_mark_that_is_unclear_is_reported_with_its_cell(data: st.DataObject, question: Question) -> None:
    option = data.draw(st.sampled_from(question.options))
    cells = {other.code: data.draw(handwriting.marks(data.draw(st.booleans()))) for other in question.options}
    cells[option.code] = data.draw(st.sampled_from(handwriting.UNCLEAR))
    answer = read_answer(question, slots(cells))
    where = next(ref.cell for slot, ref in slots(cells) if slot == option.code)
    assert [finding for finding in answer.findings if finding.cell == where and finding.severity == "error"]
    assert option.code not in answer.codes


@settings(max_examples=150)
@given(st.data(), st.sampled_from(of_kind("ranked")))
def test_a_top_three_is_read_right_in_every_layout(data: st.DataObject, question: Question) -> None:
    plain = [option.code for option in question.options]
    codes = tuple(
        data.draw(st.lists(st.sampled_from(plain), min_size=1, max_size=question.ranks, unique=True))
    )
    options = [option for code in codes if (option := question.option(code))]
    words = [data.draw(handwriting.gentle_word(option.label, option.aliases)).strip() for option in options]
    layout = data.draw(st.sampled_from(["cells", "numbers", "one cell", "in order"]))
    if layout == "cells":
        empty = {
            slot: data.draw(st.sampled_from([None, "", "－", "なし"]))
            for slot in question.slots[len(codes) :]
        }
        cells = slots(dict(zip(question.slots, words, strict=False)) | empty)
    elif layout == "numbers":
        forms = data.draw(st.sampled_from(["{}", "{}位", "第{}位", "({})"]))
        ranks = {code: forms.format(rank) for rank, code in enumerate(codes, 1)}
        cells = slots({code: ranks.get(code) for code in plain})
    elif layout == "one cell":
        signs = data.draw(st.sampled_from(["①②③", ("1.", "2.", "3."), ("1位：", "2位：", "3位：")]))
        joint = data.draw(st.sampled_from([" ", "\n", "、"]))
        cells = one(
            joint.join(f"{sign}{word.lstrip('・')}" for sign, word in zip(signs, words, strict=False))
        )
    else:
        cells = one("、".join(words))
    assert understood(question, cells) == codes


@settings(max_examples=500)
@given(st.data(), st.sampled_from(of_kind("single", "multiple")))
def test_words_thrown_together_are_never_read_wrong_in_silence(
    data: st.DataObject, question: Question
) -> None:
    words = [option.label for option in question.options]
    words += [alias for option in question.options for alias in option.aliases]
    parts = st.sampled_from([*handwriting.FRAGMENTS, *words])
    text = "".join(data.draw(st.lists(parts, min_size=1, max_size=6)))
    answer = read_answer(question, one(text))
    if is_silent(answer) and answer.state == "answered":
        possible = possible_codes(question, text)
        assert frozenset(answer.codes) in possible, text
        # What two readings of the text share no words for is asked back.
        assert len(possible) == 1 or question.kind == "multiple" or len(text.split()) == 1, text


@given(st.sampled_from(FORM.questions), st.text(max_size=30))
def test_any_text_gives_an_answer_or_a_finding(question: Question, text: str) -> None:
    answer = read_answer(question, [(question.slots[0] if question.kind == "contact" else "", cell(text))])
    assert answer.state != "unreadable" or not answer.is_understood
    if question.kind in ("single", "multiple", "ranked") and answer.state == "answered":
        assert possible_codes(question, text) or not is_silent(answer)


@settings(max_examples=150)
@given(st.data(), st.one_of(st.integers(0, 30), st.sampled_from([105, 999, 500])))
def test_a_number_in_a_gentle_hand_is_read_right(data: st.DataObject, value: int) -> None:
    question = FORM.by_id["staff_full_time"]
    assert understood(question, one(data.draw(handwriting.number(value, question.unit)))) == value


@settings(max_examples=500)
@given(
    st.text(
        alphabet="0123456789０１２.,，、-－ー〜~人名件約計（）() 十一二三〇百千万数余以上程度なし'",
        max_size=8,
    )
)
def test_a_number_is_never_read_wrong_in_silence(text: str) -> None:
    import re
    import unicodedata

    answer = read_answer(FORM.by_id["staff_full_time"], one(text))
    if answer.state != "answered" or not is_silent(answer):
        return
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    strict = re.fullmatch(
        r"'?(?:計)?(?P<digits>\d+|\d{1,3}(?:,\d{3})+)(?:\.0|\.00)?(?:人|名)?(?:\((?:人|名)?\))?", plain
    )
    kanji = re.fullmatch(r"'?(?:計)?(?P<kanji>[一二三〇十百千万\d]+)(?:人|名)?(?:\((?:人|名)?\))?", plain)
    assert strict or kanji, text
    if strict:
        assert canonical(FORM.by_id["staff_full_time"], answer) == int(strict["digits"].replace(",", ""))
    elif kanji:
        assert answer.values[0].value.isdecimal()


@settings(max_examples=150)
@given(st.data(), st.integers(2021, 2030))
def test_a_fiscal_year_in_a_gentle_hand_is_read_right(data: st.DataObject, value: int) -> None:
    assert understood(FORM.by_id["start_year"], one(data.draw(handwriting.fiscal_year(value)))) == value


@settings(max_examples=150)
@given(st.data(), st.dates(date(2019, 5, 1), date(2023, 11, 30)))
def test_a_day_in_a_gentle_hand_is_read_right(data: st.DataObject, value: date) -> None:
    assert understood(FORM.by_id["meeting_internal_date"], one(data.draw(handwriting.day(value)))) == value


@given(st.text(min_size=1, max_size=40))
def test_free_text_is_kept_as_it_is_written(text: str) -> None:
    answer = read_answer(FORM.by_id["comments"], one(text))
    assert all(value.value == text for value in answer.values)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_is_in_the_form_that_the_properties_draw_from(kind: str) -> None:
    assert of_kind(kind)


@given(
    st.sampled_from(FORM.questions),
    st.sampled_from(["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "Err:502"]),
)
def test_an_error_value_is_never_an_answer(question: Question, error: str) -> None:
    slot = question.slots[0]
    answer = read_answer(question, [(slot, CellRef("調査票", "C9", None, error))])
    assert answer.state == "unreadable"
    assert [finding.cell for finding in answer.findings] == ["C9"]
