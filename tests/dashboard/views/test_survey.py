"""What a press or a field of the editor does to a form."""

from copy import deepcopy
from typing import Any

import pytest

from dashboard.views.survey import conditions, fields, options, questions
from dashboard.views.survey.document import Document, blocks, entry_of, number_of, same

LISTS = {"barrier": [{"code": "people", "label_ja": "人材"}, {"code": "money", "label_ja": "財源"}]}
FORM: dict[str, Any] = {
    "id_prefix": "r8",
    "lists": LISTS,
    "taken_ids": ["r8_choice_1"],
    "taken_codes": {"barriers": ["r8_1"]},
}
TEMPLATE = {
    "key": "multiple",
    "stem": "choices",
    "entries": (
        {
            "id": "",
            "kind": "multiple",
            "wording": "当てはまるもの",
            "options": [{"code": "other", "label": "その他"}],
        },
        {"id": "other", "part_of": "", "kind": "free_text", "only_if": [{"question": "", "in": ["other"]}]},
    ),
}


@pytest.fixture
def document() -> Document:
    return {
        "form": {"version": "R8-1", "title": "題"},
        "questions": [
            {
                "section": "１",
                "id": "status",
                "kind": "single",
                "wording": "状況",
                "options": [{"code": "yes", "label": "はい"}, {"code": "no", "label": "いいえ"}],
            },
            {
                "section": "１",
                "id": "barriers",
                "kind": "multiple",
                "wording": "課題",
                "only_if": [{"question": "status", "in": ["no"]}],
                "options_from": "barrier",
                "options": [{"code": "none", "label": "特にない", "exclusive": True}],
            },
            {"part_of": "barriers", "id": "barriers_other", "kind": "free_text", "wording": "内容"},
            {"section": "２", "id": "comments", "kind": "free_text", "wording": "意見"},
        ],
    }


def ids(document: Document) -> list[str]:
    return [entry["id"] for entry in document["questions"]]


def question(document: Document, question_id: str) -> dict[str, Any]:
    entry = entry_of(document, question_id)
    assert entry is not None
    return entry


def labels(document: Document, question_id: str) -> list[str]:
    return [option.label for option in options.options_of(question(document, question_id), LISTS)]


def test_questions_are_numbered_by_what_they_hang_on(document: Document) -> None:
    assert [[entry["id"] for entry in block.entries] for block in blocks(document)] == [
        ["status"],
        ["barriers", "barriers_other"],
        ["comments"],
    ]
    assert number_of(document, "barriers_other") == "問2"


def test_a_field_that_says_what_is_there_changes_nothing(document: Document) -> None:
    for key, value in (("wording", "状況"), ("help", ""), ("required", False), ("previous", ["status"])):
        assert fields.with_field(document, "status", key, value, LISTS) is document
    assert fields.with_field(document, "barriers", "label:people", "人材", LISTS) is document
    assert fields.with_field(document, "gone", "wording", "x", LISTS) is document


def test_a_changed_document_leaves_the_old_one_as_it_was(document: Document) -> None:
    before = deepcopy(document)
    fields.with_field(document, "status", "wording", "別", LISTS)
    questions.drop_question(document, "status")
    options.add_option(document, "barriers", "", FORM)
    questions.move_block(document, 2, 0)
    assert document == before


def test_the_version_alone_is_no_change(document: Document) -> None:
    other = {**document, "form": {**document["form"], "version": "R8-2"}}
    assert same(document, other)
    assert not same(document, fields.with_field(document, "", "title", "新しい題", LISTS))


def test_an_option_of_the_list_can_be_called_otherwise_and_called_back(document: Document) -> None:
    renamed = fields.with_field(document, "barriers", "label:money", "お金", LISTS)
    assert labels(renamed, "barriers") == ["人材", "お金", "特にない"]
    assert {"code": "money", "label": "お金"} in question(renamed, "barriers")["options"]
    assert fields.with_field(renamed, "barriers", "label:money", "財源", LISTS) == document


def test_a_new_option_gets_a_code_that_no_round_has_used_and_stands_before_the_last_ones(
    document: Document,
) -> None:
    added = options.add_option(document, "barriers", "", FORM)
    assert labels(added, "barriers") == ["人材", "財源", "新しい選択肢", "特にない"]
    assert options.options_of(question(added, "barriers"), LISTS)[2].code == "r8_2"


def test_an_option_of_the_list_that_was_dropped_can_be_added_again(document: Document) -> None:
    dropped = options.drop_option(document, "barriers", "people", LISTS)
    assert question(dropped, "barriers")["only"] == ["money"]
    again = options.add_option(dropped, "barriers", "people", FORM)
    assert sorted(labels(again, "barriers")) == sorted(labels(document, "barriers"))


def test_options_move_by_one_place_and_not_beyond_the_ends(document: Document) -> None:
    moved = options.move_option(document, "barriers", "none", -1, LISTS)
    assert labels(moved, "barriers") == ["人材", "特にない", "財源"]
    assert options.move_option(moved, "barriers", "none", 1, LISTS) is not document
    assert options.move_option(document, "barriers", "none", 1, LISTS) is document


def test_an_option_that_goes_goes_out_of_the_conditions_too(document: Document) -> None:
    dropped = options.drop_option(document, "status", "no", LISTS)
    assert "only_if" not in question(dropped, "barriers")


def test_a_question_goes_with_what_hangs_on_it_and_the_conditions_on_it(document: Document) -> None:
    dropped, words = questions.drop_question(document, "barriers")
    assert ids(dropped) == ["status", "comments"]
    assert words == "「課題」を外しました。1つの付いた質問も外しました。"
    dropped, words = questions.drop_question(document, "status")
    assert words == "「状況」を外しました。「課題」の条件も外しました。"
    assert "only_if" not in question(dropped, "barriers")


def test_a_question_of_the_library_gets_an_id_that_no_round_has_used(document: Document) -> None:
    added, new_id = questions.add_question(document, TEMPLATE, FORM, "barriers_other")
    assert new_id == "r8_choices_1"
    assert ids(added) == ["status", "barriers", "barriers_other", new_id, f"{new_id}_other", "comments"]
    assert question(added, new_id)["section"] == "１"
    assert question(added, f"{new_id}_other")["only_if"] == [{"question": new_id, "in": ["other"]}]
    _, other_id = questions.add_question(document, {**TEMPLATE, "stem": "choice"}, FORM, "status")
    assert other_id == "r8_choice_2"


def test_a_question_moves_with_its_parts_into_the_section_that_is_there(document: Document) -> None:
    moved, refused = questions.move_question(document, "comments", -1)
    assert (ids(moved), refused) == (["status", "comments", "barriers", "barriers_other"], "")
    assert question(moved, "comments")["section"] == "１"
    moved, _ = questions.move_question(document, "barriers", 1)
    assert ids(moved) == ["status", "comments", "barriers", "barriers_other"]
    assert question(moved, "barriers")["section"] == "２"


def test_a_question_cannot_stand_before_the_one_that_decides_whether_it_is_asked(document: Document) -> None:
    same_document, refused = questions.move_question(document, "barriers", -1)
    assert same_document is document
    assert refused == "「課題」は「状況」の答えで尋ねるかが決まるので、それより前には置けません。"


def test_a_section_is_split_renamed_and_joined(document: Document) -> None:
    split = questions.split_section(document, "barriers")
    assert [entry.get("section") for entry in split["questions"]] == ["１", "新しい節", None, "２"]
    assert questions.begins_section(split, "barriers")
    renamed = fields.with_field(split, "barriers", "section", "課題の節", LISTS)
    assert question(renamed, "barriers")["section"] == "課題の節"
    assert questions.join_section(renamed, "barriers") == document
    assert questions.join_section(document, "status") is document


def test_a_condition_is_added_on_the_nearest_choice_changed_and_dropped(document: Document) -> None:
    added = conditions.add_condition(document, "comments", LISTS)
    assert question(added, "comments")["only_if"] == [{"question": "barriers", "in": ["people"]}]
    turned = fields.with_field(added, "comments", "condition:0:how", "not_in", LISTS)
    other = fields.with_field(turned, "comments", "condition:0:question", "status", LISTS)
    other = fields.with_field(other, "comments", "condition:0:codes", ["yes"], LISTS)
    assert question(other, "comments")["only_if"] == [{"question": "status", "not_in": ["yes"]}]
    assert conditions.drop_condition(other, "comments", 0) == document
    assert conditions.add_condition(document, "status", LISTS) is document
