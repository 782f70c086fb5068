"""What is typed on in one field of the editor is one step back; another field or a press begins the next."""

from typing import Any

from dashboard.pages.survey import editing, editor

FORM: dict[str, Any] = {
    "document": {"form": {"title": "題", "sender": "北海道", "version": "R8-1"}, "questions": []},
    "is_issued": False,
    "lists": {},
    "library": [],
}


def typed(draft: dict[str, Any], key: str, value: str) -> dict[str, Any]:
    field = {"id": {"type": "survey-field", "key": key, "of": "head", "turn": draft["turn"]}, "value": value}
    return editing.with_fields(draft, FORM, [field])


def test_what_is_typed_on_is_taken_back_in_one_step() -> None:
    draft = editor.begin(FORM)
    for text in ("題名", "題名が", "題名が長い"):
        draft = typed(draft, "title", text)
    draft = typed(draft, "sender", "北海道庁")
    draft = typed(draft, "title", "また題名")
    titles = []
    while draft["past"]:
        titles.append(draft["document"]["form"]["title"])
        draft = editing.with_act(draft, FORM, "undo", "form", "")
    assert titles == ["また題名", "題名が長い", "題名が長い"]
    assert draft["document"]["form"]["title"] == "題"
