"""What a question takes from an earlier one is listed once an edit takes it away, and not before."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from etl.survey import draft_preview, drafting
from etl.survey.form.document import FormDocument
from tests.etl.raw_copy import RAW

NEW = {"id": "r8_new", "kind": "free_text", "wording": "新しい質問"}


@pytest.fixture(scope="module")
def proposed() -> FormDocument:
    document: FormDocument = drafting.propose(RAW, 2026, 2023)["document"]
    return document


def place_of(document: FormDocument, question_id: str) -> int:
    return [str(one["id"]) for one in document["questions"]].index(question_id)


def entry(document: FormDocument, question_id: str) -> dict[str, Any]:
    found: dict[str, Any] = document["questions"][place_of(document, question_id)]
    return found


def doubts(document: FormDocument, new_ids: frozenset[str] = frozenset({"r8_new"})) -> list[tuple[str, str]]:
    return [(one.question_id, one.field) for one in drafting.references_of(document, set(new_ids))]


def test_a_form_as_it_is_proposed_gives_no_reason_to_look(proposed: FormDocument) -> None:
    assert doubts(proposed) == []


@pytest.mark.parametrize("reworded", ["barriers", "barriers_top"])
def test_a_choice_reworded_in_one_of_two_questions_is_listed_until_both_say_it(
    proposed: FormDocument, reworded: str
) -> None:
    document = deepcopy(proposed)
    word = {"code": "staff_shortage", "label": "人が足りない"}
    entry(document, reworded).setdefault("options", []).append(word)
    assert doubts(document) == [("barriers_top", "options")]
    [problem] = drafting.references_of(document, set())
    assert "「人が足りない」" in problem.message
    other = {"barriers": "barriers_top", "barriers_top": "barriers"}[reworded]
    entry(document, other).setdefault("options", []).append(dict(word))
    assert doubts(document) == []


@pytest.mark.parametrize("shortened", ["barriers", "barriers_top"])
def test_a_choice_dropped_or_added_in_one_of_them_is_listed(proposed: FormDocument, shortened: str) -> None:
    document = deepcopy(proposed)
    entry(document, shortened)["only"] = ["other", "funding"] if shortened == "barriers" else ["other"]
    assert set(doubts(document)) == {("barriers_top", "options")}
    document = deepcopy(proposed)
    entry(document, shortened).setdefault("options", []).append({"code": "r8_1", "label": "新しい課題"})
    assert doubts(document) == [("barriers_top", "options")]


def test_a_ranking_of_own_choices_hangs_on_the_question_of_its_condition(proposed: FormDocument) -> None:
    document = deepcopy(proposed)
    options = [{"code": "a", "label": "甲"}, {"code": "b", "label": "乙"}]
    of_both = {"kind": "multiple", "id": "r8_chosen", "wording": "選ぶもの", "options": options}
    ranked = {
        "kind": "ranked",
        "id": "r8_ranked",
        "wording": "そのうち大きなもの",
        "options": deepcopy(options),
    }
    ranked["only_if"] = [{"question": "r8_chosen", "in": ["a", "b"]}]
    document["questions"] += [of_both, ranked]
    new_ids = frozenset({"r8_chosen", "r8_ranked"})
    assert doubts(document, new_ids) == []
    options[0]["label"] = "丙"
    assert doubts(document, new_ids) == [("r8_ranked", "options")]


def test_a_question_put_before_one_that_says_of_these_is_listed_there(proposed: FormDocument) -> None:
    for place in range(1, len(proposed["questions"]) + 1):
        document = deepcopy(proposed)
        document["questions"].insert(place, dict(NEW))
        first, last = place_of(proposed, "barriers"), place_of(proposed, "barriers_top")
        expected = [("barriers_top", "wording")] if first < place <= last else []
        assert [one for one in doubts(document) if one[0] == "barriers_top"] == expected
        others = [one for one in doubts(document) if one[0] != "barriers_top"]
        # 「同じく…」 right behind the new question, and nobody else
        assert others == (
            [("staff_concurrent", "wording")] if place == place_of(proposed, "staff_concurrent") else []
        )


def test_where_nothing_says_what_is_meant_only_a_new_question_right_before_is_listed(
    proposed: FormDocument,
) -> None:
    document = deepcopy(proposed)
    document["questions"].append({"id": "own", "kind": "free_text", "wording": "上記の理由"})
    assert doubts(document) == []
    document["questions"].insert(-1, dict(NEW))
    assert doubts(document) == [("own", "wording")]


def test_the_editor_lists_it_among_what_is_to_be_checked(proposed: FormDocument) -> None:
    document = deepcopy(proposed)
    entry(document, "comments")["wording"] = "上記の理由"
    document["questions"].insert(
        place_of(document, "comments"), {"section": entry(document, "comments")["section"], **NEW}
    )
    found = draft_preview.preview(RAW, document)["reminders"]
    assert ("comments", "wording") in [(one["question_id"], one["field"]) for one in found]
