"""What a return as a whole is asked back for: left out, not asked, contradicting itself or last year."""

from dataclasses import replace
from typing import Any

import pytest

from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.answers.reading import Answer, PlainAnswer, read_answer
from etl.survey.form.questions import REASON_SLOT, UNDECIDED, Block, Form, Option
from etl.survey.rules.checks import JUMP_FACTOR, JUMP_LEAST, check_return, completeness
from tests.etl.survey.reading import cell
from tests.etl.survey.whole_returns import CONTACT, LAYOUT, R5, STATES, filled, town


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.question_id) for finding in findings]


def place(question_id: str, slot: str = "") -> str:
    row = next(one.row for one in LAYOUT.slots if one.key == (question_id, slot))
    return f"C{row + 1}"


@pytest.mark.parametrize("state", STATES)
def test_a_complete_return_without_contradiction_draws_no_finding(state: str) -> None:
    answers = filled(town(state))
    assert check_return(R5, answers) == []
    assert check_return(R5, answers, {"status": state}) == []
    assert completeness(R5, answers)[0] == completeness(R5, answers)[1] > 0


@pytest.mark.parametrize("text", ["なし", "3〜5人", "〇", "#N/A"])
def test_a_number_that_cannot_be_read_is_not_counted_as_answered(text: str) -> None:
    answers = filled(town("planned"), staff_full_time=text)
    assert answers["staff_full_time"].state == "unreadable"
    answered, required = completeness(R5, answers)
    assert answered == required - 1


def test_an_unanswered_required_item_is_named_with_its_cell() -> None:
    answers = filled(town("planned"), meeting_support="", staff_full_time=None, start_year="")
    findings = check_return(R5, answers)
    assert said(findings) == [
        ("REQUIRED-BLANK", "start_year"),
        ("REQUIRED-BLANK", "meeting_support"),
        ("REQUIRED-BLANK", "staff_full_time"),
    ]
    assert [finding.cell for finding in findings] == [
        place("start_year"),
        place("meeting_support"),
        place("staff_full_time"),
    ]
    assert all(finding.severity == "warning" and finding.sheet == "調査票" for finding in findings)
    assert "問2「実施を始めた年度、または始める予定の年度」が未回答です" in findings[0].message


def test_what_a_condition_excludes_may_stay_blank_or_say_so() -> None:
    for nothing in ("", "－", "該当なし", "未定", "なし"):
        assert check_return(R5, filled(town("no_plan"), start_year=nothing)) == [], nothing


def test_what_a_condition_asks_for_may_not_be_not_applicable() -> None:
    findings = check_return(R5, filled(town("planned"), start_year="該当なし"))
    assert said(findings) == [("REQUIRED-NO-VALUE", "start_year")]
    assert "「実施予定（開始年度決定）」" in findings[0].message


def test_the_detail_of_other_is_wanted_with_other_only() -> None:
    with_other = town("undecided", barriers=("other",), barriers_top=("other",))
    assert said(check_return(R5, filled(with_other))) == [("REQUIRED-BLANK", "barriers_other")]
    without = filled(town("undecided"), barriers_other="庁舎の建替え")
    assert said(check_return(R5, without)) == [("NOT-ASKED", "barriers_other")]


def test_a_part_of_the_contact_that_is_missing_is_named() -> None:
    findings = check_return(R5, filled(town("no_plan"), contact={**CONTACT, "phone": "", "email": "なし"}))
    assert said(findings) == [("REQUIRED-BLANK", "contact")]
    assert (findings[0].cell, "「電話番号」が空欄" in findings[0].message) == (
        place("contact", "phone"),
        True,
    )


CONTRADICTIONS: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("implementing", {"start_year": 2025}, [("START-FUTURE", "start_year")]),
    ("implementing", {"start_year": UNDECIDED}, [("START-UNDECIDED", "start_year")]),
    ("implementing", {"start_year": 2023}, []),
    ("planned", {"start_year": UNDECIDED}, [("START-UNDECIDED", "start_year")]),
    ("planned", {"start_year": 2022}, [("START-PAST", "start_year")]),
    ("planned", {"start_year": 2023}, []),
    ("preparing", {"start_year": 2023}, [("START-PAST", "start_year")]),
    ("preparing", {"start_year": UNDECIDED}, []),
    ("no_plan", {"start_year": 2025}, [("START-WITHOUT-PLAN", "start_year")]),
    ("undecided", {"start_year": 2025}, [("START-WITHOUT-PLAN", "start_year")]),
    ("ended", {"start_year": 2025}, [("START-WITHOUT-PLAN", "start_year")]),
    ("ended", {"start_year": 2021}, [("NOT-ASKED", "start_year")]),
    ("implementing", {"barriers": ("funding",)}, [("BARRIER-IMPLEMENTING", "barriers")]),
    ("implementing", {"barriers": ("none",)}, []),
    ("implementing", {"barriers_top": ("funding",)}, [("BARRIER-IMPLEMENTING", "barriers_top")]),
    ("undecided", {"barriers_top": ("funding",)}, [("RANK-NOT-CHOSEN", "barriers_top")]),
    (
        "no_plan",
        {"barriers_top": ("funding",)},
        [("NOT-ASKED", "barriers_top"), ("RANK-NOT-CHOSEN", "barriers_top")],
    ),
    ("no_plan", {"implementation_plan": "made"}, [("NOT-ASKED", "implementation_plan")]),
]


@pytest.mark.parametrize(("state", "changed", "expected"), CONTRADICTIONS)
def test_a_contradiction_within_the_return(
    state: str, changed: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    findings = check_return(R5, filled(town(state, **changed)))
    assert said(findings) == expected
    assert all(finding.severity == "warning" and finding.cell and finding.value for finding in findings)


def test_the_year_that_is_now_may_be_another_than_the_forms() -> None:
    answers = filled(town("implementing", start_year=2024))
    assert said(check_return(R5, answers)) == [("START-FUTURE", "start_year")]
    assert check_return(R5, answers, as_of=2024) == []


def test_several_contradictions_are_all_said() -> None:
    answers = filled(town("implementing", start_year=2025, barriers=("funding",), barriers_top=("low_need",)))
    assert said(check_return(R5, answers)) == [
        ("START-FUTURE", "start_year"),
        ("BARRIER-IMPLEMENTING", "barriers"),
        ("BARRIER-IMPLEMENTING", "barriers_top"),
        ("RANK-NOT-CHOSEN", "barriers_top"),
    ]


def test_barriers_that_were_understood_in_part_are_no_measure_for_the_top_three() -> None:
    answers = filled(town("undecided", barriers_top=("funding",)), barriers={"low_need": "○", "funding": "△"})
    assert check_return(R5, answers) == []


# this year's state and changes, last year's answers, what is found beside the missing reason
SINCE_LAST_YEAR: list[tuple[str, dict[str, Any], dict[str, PlainAnswer], list[str]]] = [
    ("no_plan", {}, {"status": "implementing"}, ["UN-ADOPTED"]),
    ("preparing", {}, {"status": "implementing"}, ["UN-ADOPTED"]),
    ("ended", {}, {"status": "implementing"}, []),
    ("ended", {}, {"status": "no_plan"}, ["ENDED-NOT-STARTED"]),
    ("ended", {}, {"status": "ended"}, []),
    ("implementing", {}, {"status": "ended"}, ["RESTARTED"]),
    ("implementing", {"start_year": 2022}, {"status": "implementing", "start_year": 2021}, ["START-CHANGED"]),
    ("implementing", {"start_year": 2021}, {"status": "implementing", "start_year": 2021}, []),
    ("implementing", {"start_year": 2021}, {"status": "undecided"}, ["START-BEFORE-LAST-ANSWER"]),
    ("implementing", {"start_year": 2022}, {"status": "planned", "start_year": 2022}, []),
    ("planned", {"start_year": 2025}, {"status": "planned", "start_year": 2024}, []),
]


@pytest.mark.parametrize(("state", "changed", "before", "expected"), SINCE_LAST_YEAR)
def test_a_contradiction_with_last_year(
    state: str, changed: dict[str, Any], before: dict[str, PlainAnswer], expected: list[str]
) -> None:
    findings = check_return(R5, filled(town(state, **changed)), before)
    assert [finding.rule for finding in findings if finding.rule != "REASON-MISSING"] == expected


def test_a_change_without_a_reason_is_asked_back_at_the_cell_of_the_reason() -> None:
    before: dict[str, PlainAnswer] = {
        "status": "undecided",
        "barriers": ("staff_shortage",),
        "staff_full_time": 1,
    }
    findings = check_return(R5, filled(town("planned")), before)
    assert said(findings) == [("REASON-MISSING", "status"), ("REASON-MISSING", "barriers")]
    assert findings[0].cell == place("status", REASON_SLOT)
    assert "「実施予定・検討中（時期未定）」から「実施予定（開始年度決定）」" in findings[0].message
    given = filled(town("planned"))
    reasoned = {
        q: read_answer(R5.by_id[q], [*_cells(given[q]), (REASON_SLOT, cell("体制"))])
        for q in ("status", "barriers")
    }
    assert check_return(R5, given | reasoned, before) == []


def test_an_option_that_no_longer_exists_is_named_in_last_years_words(r4: Form) -> None:
    gone = Option("sounding", "様子を見ている")
    before = {question.id: question for question in r4.questions}["meeting_support"]
    old = replace(r4, blocks=(_with_option(r4, before.id, gone),))
    findings = check_return(R5, filled(town("no_plan")), {"meeting_support": "sounding"}, previous_form=old)
    [asked] = [finding for finding in findings if finding.rule == "REASON-MISSING"]
    assert "令和4年度の「様子を見ている」から「" in asked.message
    assert "sounding" not in asked.message


def _with_option(form: Form, question_id: str, option: Option) -> Block:
    block = next(block for block in form.blocks if block.id == question_id)
    asked = tuple(
        replace(question, options=(*question.options, option)) if question.id == question_id else question
        for question in block.questions
    )
    return replace(block, questions=asked)


def _cells(answer: Answer) -> list[tuple[str, CellRef]]:
    return list(zip(R5.by_id[answer.question_id].slots, answer.cells, strict=True))


@pytest.mark.parametrize(
    ("before", "now", "is_jump"),
    [
        (2, 6, False),
        (2, 7, True),
        (3, 9, True),
        (0, 4, False),
        (0, 5, True),
        (15, 5, True),
        (15, 6, False),
        (30, 40, False),
    ],
)
def test_a_large_jump_of_a_number(before: int, now: int, is_jump: bool) -> None:
    findings = check_return(R5, filled(town("no_plan", staff_full_time=now)), {"staff_full_time": before})
    assert (("LARGE-JUMP", "staff_full_time") in said(findings)) == is_jump
    assert is_jump == (abs(now - before) >= JUMP_LEAST and max(now, before) >= JUMP_FACTOR * min(now, before))


def test_the_same_long_text_as_last_year_is_an_info() -> None:
    text = "専門職の確保が難しく、広域での支援を望みます。"
    answers = filled(town("no_plan", comments=text))
    assert said(check_return(R5, answers, {"comments": text + "\n"})) == [("SAME-TEXT", "comments")]
    assert check_return(R5, filled(town("no_plan", comments="特になし。")), {"comments": "特になし。"}) == []


def test_a_day_after_the_day_of_reference_is_an_info() -> None:
    findings = check_return(R5, filled(town("no_plan"), meeting_internal_date="2024-10-05"))
    assert [(finding.rule, finding.severity) for finding in findings] == [("DATE-AFTER-AS-OF", "warning")]


def test_an_unreadable_status_draws_no_further_findings() -> None:
    answers = filled(town("planned"), status="やっている")
    assert not answers["status"].is_understood
    assert check_return(R5, answers, {"status": "implementing"}) == []


def test_a_form_without_status_or_barriers_is_checked_all_the_same(r4: Form) -> None:
    answers = {question.id: read_answer(question, []) for question in r4.questions}
    assert {finding.rule for finding in check_return(r4, answers)} == {"REQUIRED-BLANK"}
    assert check_return(r4, {}) == []
