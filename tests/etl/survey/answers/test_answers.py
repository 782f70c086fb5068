"""Messes that people make in one answer, each with what must become of it."""

import pytest

from etl.findings import SEVERITIES
from etl.readers import vocabulary
from etl.readers.grid import CellRef
from etl.survey.answers import words
from etl.survey.answers.reading import canonical, read_answer, read_answers
from etl.survey.form.questions import REASON_SLOT, Form, Option, Question
from tests.etl.survey.answer_messes import ONE_CELL
from tests.etl.survey.reading import cell, is_silent, one, read, slots


@pytest.mark.parametrize(("question_id", "value", "state", "plain", "rule"), ONE_CELL)
def test_a_mess_in_one_cell(
    r5: Form, question_id: str, value: object, state: str, plain: object, rule: str
) -> None:
    answer = read(r5, question_id, value)
    rules = {finding.rule for finding in answer.findings}
    assert (answer.state, canonical(r5.by_id[question_id], answer)) == (state, plain)
    assert rule in rules if rule else all(one.startswith(("L1-", "L2-")) for one in rules)
    assert answer.is_understood == (state != "unreadable" and rule not in ("ANSWER-UNKNOWN", "RANK-TOO-MANY"))
    for finding in answer.findings:
        assert (finding.sheet, finding.cell, finding.question_id) == ("調査票", "C5", question_id)
        assert finding.severity in SEVERITIES
        assert finding.message.endswith(("。", "）"))


def test_what_comes_near_is_proposed_and_not_taken(r5: Form) -> None:
    answer = read(r5, "barriers", "人材が不足している")
    assert answer.state == "unreadable"
    assert "「人材不足」のことですか" in answer.findings[0].message


def test_marks_beside_the_options(r5: Form) -> None:
    cells: dict[str, object] = {
        "linked_already": "レ",
        "staff_shortage": "○（専門職）",
        "effect_unclear": "×",
        "funding": "△",
        "internal_consensus": "－",
        "leadership": "首長・幹部の理解",
        "paperwork": "財源の確保が困難",
        "system_unclear": "ハ",
        "low_need": "",
        "other": "庁舎の建替え",
    }
    answer = read(r5, "barriers", cells)
    assert canonical(r5.by_id["barriers"], answer) == ("linked_already", "staff_shortage", "leadership")
    errors = {finding.cell for finding in answer.findings if finding.severity == "error"}
    assert errors == {"C13", "C16", "C17", "C19"}
    warned = [finding for finding in answer.findings if finding.severity == "warning"]
    assert [(finding.rule, finding.cell) for finding in warned] == [("ANSWER-COMMENT", "C11")]


@pytest.mark.parametrize("written", ["なし", "無", "有", "該当なし"])
def test_nothing_written_beside_the_option_nothing_is_asked_back(r5: Form, written: str) -> None:
    answer = read(r5, "barriers", {"staff_shortage": "○", "none": written})
    assert [(finding.rule, finding.severity) for finding in answer.findings if finding.cell == "C11"] == [
        ("ANSWER-MARK", "error")
    ]


def test_no_mark_at_all_is_blank_and_only_crosses_is_none(r5: Form) -> None:
    assert read(r5, "barriers", {"staff_shortage": "", "other": None}).state == "blank"
    crossed = read(r5, "barriers", {"staff_shortage": "×", "other": "×"})
    assert (crossed.state, not is_silent(crossed)) == ("none", True)


def test_a_one_among_other_numbers_may_be_a_rank(r5: Form) -> None:
    answer = read(r5, "barriers", {"staff_shortage": 1, "funding": 2})
    assert {finding.rule for finding in answer.findings} == {"ANSWER-MARK", "ANSWER-MARK-NUMBER"}


def test_a_single_choice_laid_out_as_marks(r5: Form) -> None:
    assert (
        canonical(r5.by_id["status"], read(r5, "status", {"implementing": "○", "ended": "×"}))
        == "implementing"
    )
    two = read(r5, "status", {"implementing": "○", "ended": "✓"})
    assert two.state == "unreadable"
    assert "「実施中」「終了」" in two.findings[-1].message


def test_ranks_that_do_not_add_up(r5: Form) -> None:
    question = r5.by_id["barriers_top"]
    twice = read(r5, "barriers_top", {"1": "人材不足", "2": "人手不足", "3": "財源"})
    assert [(value.option_code, value.rank) for value in twice.values] == [
        ("staff_shortage", 1),
        ("funding", 3),
    ]
    assert {"RANK-TWICE", "RANK-GAP"} <= {finding.rule for finding in twice.findings}
    second_only = read(r5, "barriers_top", {"1": "", "2": "人材不足", "3": ""})
    assert [value.rank for value in second_only.values] == [2]
    assert "1位がありません" in second_only.findings[0].message
    tied = read(r5, "barriers_top", {"staff_shortage": 1, "funding": "1位", "other": "○"})
    assert {"RANK-TIED", "RANK-UNREADABLE"} == {finding.rule for finding in tied.findings}
    two_in_one = read(r5, "barriers_top", {"1": "人材不足、財源", "2": "その他", "3": ""})
    assert canonical(question, two_in_one) == ("other",)
    assert not two_in_one.is_understood
    swapped = read(r5, "barriers_top", {"1": "②人材不足のため", "2": "財源", "3": "－"})
    assert canonical(question, swapped) == ("staff_shortage", "funding")
    other_number = read(r5, "barriers_top", {"1": "③人材不足", "2": "財源", "3": ""})
    assert "RANK-NUMBER" in {finding.rule for finding in other_number.findings}


def test_a_contact_is_kept_as_written_and_looked_at(r5: Form) -> None:
    good = {
        "department": "福祉課",
        "person": "髙橋",
        "phone": "０１６６－８７－２１１１（内線12）",
        "email": "a@b.lg.jp",
    }
    answer = read(r5, "contact", good)
    assert canonical(r5.by_id["contact"], answer) == good
    assert answer.findings == ()
    bad = {"department": "福祉課", "person": "なし", "phone": 166872111, "email": "www.town.lg.jp"}
    findings = read(r5, "contact", bad).findings
    assert [finding.rule for finding in findings] == ["ANSWER-NONE", "CONTACT-PHONE", "CONTACT-EMAIL"]
    assert not any(
        "166872111" in one.message + one.value or "town.lg.jp" in one.message + one.value for one in findings
    )
    together = read(r5, "contact", "福祉課 道野 0166-87-2111")
    assert [value.value for value in together.values] == ["福祉課 道野 0166-87-2111"]


def test_the_reason_for_a_change_travels_with_the_answer(r5: Form) -> None:
    reason = CellRef("調査票", "E5", "体制を見直した ", "体制を見直した ")
    answer = read_answer(r5.by_id["status"], [*one("実施中"), (REASON_SLOT, reason)])
    assert (answer.reason, answer.reason_cell, canonical(r5.by_id["status"], answer)) == (
        "体制を見直した",
        reason,
        "implementing",
    )


def test_two_cells_for_one_value_must_agree(r5: Form) -> None:
    question = r5.by_id["staff_full_time"]
    assert canonical(question, read_answer(question, [*one(3), ("", cell("３人", "C6"))])) == 3
    assert read_answer(question, [*one(3), ("", cell(4, "C6"))]).state == "unreadable"


def test_options_that_the_form_numbers_may_be_answered_by_number() -> None:
    options = tuple(
        Option(code, f"{n}. {label}") for n, (code, label) in enumerate([("a", "行う"), ("b", "行わない")], 1)
    )
    question = Question("plan", "single", "予定", options=options)
    for written in ("2", 2, "２．行わない", "行わない", "②"):
        answer = read_answer(question, one(written))
        assert (canonical(question, answer), is_silent(answer)) == ("b", True), written
    assert not is_silent(read_answer(question, one("1 行わない")))


def test_a_spelling_that_two_options_share_is_asked_back() -> None:
    options = (Option("a", "庁内の会議", aliases=("会議",)), Option("b", "庁外の会議", aliases=("会議",)))
    answer = read_answer(Question("meeting", "single", "会議", options=options), one("会議"))
    assert (answer.state, answer.findings[0].rule) == ("unreadable", "ANSWER-AMBIGUOUS")


def test_a_label_that_contains_a_separator_comes_before_its_parts() -> None:
    options = (
        Option("ab", "相談・参加"),
        Option("a", "相談"),
        Option("b", "参加"),
        Option("c", "手引き及び研修"),
    )
    question = Question("wish", "multiple", "希望", options=options)
    assert read_answer(question, one("相談・参加")).codes == ("ab",)
    assert read_answer(question, one("参加・相談")).codes == ("a", "b")
    assert read_answer(question, one("相談/参加、手引き及び研修")).codes == ("ab", "c")


def test_remarks_of_one_rule_are_said_once_with_a_count(r5: Form) -> None:
    answer = read(r5, "barriers", {"staff_shortage": "有", "funding": "はい", "other": "無"})
    assert [(finding.rule, finding.cell) for finding in answer.findings] == [("L2-04", "C10")]
    assert "（ほか2セル）" in answer.findings[0].message


def test_every_question_of_the_form_gets_an_answer(r5: Form) -> None:
    answers = read_answers(r5, {"status": one("実施中"), "barriers": one("人材不足")}, unread={"barriers"})
    assert list(answers) == [question.id for question in r5.questions]
    assert {
        answer.state for question, answer in answers.items() if question not in ("status", "barriers")
    } == {"blank"}
    assert (answers["barriers"].state, answers["barriers"].is_understood) == ("unreadable", False)


@pytest.mark.parametrize(
    "part", ["と", "：実施", "（", "1", "人材不足、", "0,", "\n", "1~", "実施中か", "①☑（", "R5-", "😀"]
)
def test_a_cell_filled_to_the_brim_is_asked_back_in_few_words(r5: Form, part: str) -> None:
    text = "#" + part * (32_000 // len(part)) + "。"
    for question in r5.questions:
        for slot in {question.slots[0], ""}:
            answer = read_answer(question, [(slot, cell(text))])
            assert question.kind in ("free_text", "contact") or not answer.is_understood
            assert all(len(finding.message) < 400 for finding in answer.findings)


def test_an_unknown_slot_is_a_mistake_of_the_caller(r5: Form) -> None:
    with pytest.raises(ValueError, match="no slot"):
        read_answer(r5.by_id["barriers"], slots({"nonsense": "○"}))


def test_the_word_lists_say_each_spelling_once_and_only_what_the_code_knows() -> None:
    for name in ("mark_words", "answer_words", "answer_endings", "spelling_variants", "number_words"):
        written = [next(iter(row.values())) for row in vocabulary.rows(name)]
        assert len(set(written)) == len(written), name
    assert words.mark_of("○") is not None
    assert words.meaning_of("－") == "dash"
    assert words.endings()
    assert words.units("人")
    assert {row["meaning"] for row in vocabulary.rows("number_words")} == {"approximate", "plain"}


def test_the_option_written_most_alike_is_proposed_first(r5: Form) -> None:
    [finding] = read(r5, "status", "実施よていなし").findings
    assert finding.message.index("「実施予定なし」") < finding.message.index("「実施中」")


@pytest.mark.parametrize("written", ["整備済", "整備済み"])
def test_a_function_that_is_there_may_be_written_with_or_without_its_kana(r5: Form, written: str) -> None:
    assert canonical(r5.by_id["function_f1_i"], read(r5, "function_f1_i", written)) == "existing"
