"""What each change of a form means for the comparison with the round before."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.survey.form.comparison import compare_forms
from etl.survey.form.document import FormDocument, read_document, write_document
from etl.survey.form.loading import load_form, read_form
from etl.survey.form.new_round import moved

SURVEYS = Path(__file__).resolve().parents[4] / "data" / "raw" / "survey"
Change = Callable[[list[dict[str, Any]]], None]


def of(questions: list[dict[str, Any]], question_id: str) -> dict[str, Any]:
    return next(entry for entry in questions if entry["id"] == question_id)


def r8(change: Change) -> FormDocument:
    """R8 as it is made from R5, without the code that is new in R8, and changed."""
    document = read_document((SURVEYS / "R5" / "form.toml").read_text(encoding="utf-8"))
    made = moved(document, 2023, 2026)
    of(made["questions"], "status")["only"].remove("alternative")
    of(made["questions"], "barriers")["only_if"] = of(document["questions"], "barriers")["only_if"]
    change(made["questions"])
    return made


def changes(change: Change) -> list[tuple[str, str, str]]:
    now = read_form(write_document(r8(change)), "R8/form.toml")
    found = compare_forms(load_form(SURVEYS / "R5" / "form.toml"), now)
    return [(one.question_id, one.kind, one.effect) for one in found]


def reword(questions: list[dict[str, Any]]) -> None:
    of(questions, "comments")["wording"] = "ご意見"


def merge(questions: list[dict[str, Any]]) -> None:
    of(questions, "staff_full_time")["previous"] = ["staff_full_time", "staff_concurrent"]
    questions.remove(of(questions, "staff_concurrent"))


def split(questions: list[dict[str, Any]]) -> None:
    place = questions.index(of(questions, "meeting_support"))
    questions.insert(place, {**questions[place], "id": "r8_choice_1", "previous": ["meeting_support"]})


def turn_kind(questions: list[dict[str, Any]]) -> None:
    entry = of(questions, "meeting_internal_date")
    entry |= {"kind": "free_text"}


def drop_option(questions: list[dict[str, Any]]) -> None:
    of(questions, "implementation_plan")["options"].pop()


def add_option(questions: list[dict[str, Any]]) -> None:
    of(questions, "status")["only"].insert(4, "alternative")


def merge_options(questions: list[dict[str, Any]]) -> None:
    options = of(questions, "implementation_plan")["options"]
    options[1:3] = [{"code": "going_on", "label": "策定中・予定", "replaces": ["in_progress", "planned"]}]


def narrow(questions: list[dict[str, Any]]) -> None:
    of(questions, "implementation_plan")["only_if"][0]["in"] = ["implementing"]


def say_otherwise(questions: list[dict[str, Any]]) -> None:
    of(questions, "implementation_plan")["only_if"] = [
        {"question": "status", "not_in": ["undecided", "no_plan", "ended"]}
    ]


def move(questions: list[dict[str, Any]]) -> None:
    questions.insert(1, questions.pop(questions.index(of(questions, "meeting_support"))))


def drop_all_functions(questions: list[dict[str, Any]]) -> None:
    questions.remove(of(questions, "function"))


CASES: list[tuple[Change, list[tuple[str, str, str]]]] = [
    (list.copy, []),
    (reword, [("comments", "reworded", "limits")]),
    (merge, [("staff_full_time", "merged", "breaks")]),
    (split, [("r8_choice_1", "split", "breaks"), ("meeting_support", "split", "breaks")]),
    (turn_kind, [("meeting_internal_date", "kind", "breaks")]),
    (drop_option, [("implementation_plan", "option_dropped", "breaks")]),
    (add_option, [("status", "option_added", "limits")]),
    (merge_options, [("implementation_plan", "options_merged", "limits")]),
    (narrow, [("implementation_plan", "condition", "limits")]),
    (say_otherwise, []),
    (move, [("meeting_support", "moved", "keeps")]),
    (drop_all_functions, [("function", "dropped", "breaks")]),
]


@pytest.mark.parametrize(("change", "expected"), CASES)
def test_a_change_is_told_with_what_it_does_to_the_comparison(
    change: Change, expected: list[tuple[str, str, str]]
) -> None:
    assert changes(change) == expected


def test_between_r4_and_r5_a_question_is_added_dropped_and_reworded() -> None:
    found = compare_forms(*(load_form(SURVEYS / year / "form.toml") for year in ("R4", "R5")))
    kinds = {(one.question_id, one.kind) for one in found}
    assert {
        ("implementation_plan", "added"),
        ("handbook_use", "dropped"),
        ("meeting_internal", "reworded"),
        ("status", "option_added"),
    } <= kinds
    assert next(one for one in found if one.kind == "dropped").number == "前回の問11"
