"""Every press and field of the editor, written into the draft; and the draft drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard.pages.survey import editor
from dashboard.views.survey import conditions, fields, options, questions
from dashboard.views.survey.document import Document, entry_of

MOST_PAST = 20
# What is wanted of the server with the draft as it then is, not a change of the draft.
WANTS = ("save", "save-version", "overwrite", "excel", "reload")
Draft = dict[str, Any]


def register(app: Dash) -> None:
    """Callbacks that change and draw the draft."""

    @app.callback(
        Output("survey-draft", "data"),
        Output("survey-want", "data"),
        Input({"type": "survey-field", "key": ALL, "of": ALL, "turn": ALL}, "value"),
        Input({"type": "survey-check", "key": ALL, "of": ALL, "turn": ALL}, "checked"),
        Input({"type": "survey-act", "act": ALL, "of": ALL, "more": ALL}, "n_clicks"),
        Input("survey-moved", "data"),
        Input("survey-picked", "data"),
        State("survey-draft", "data"),
        State("survey-form", "data"),
        State("survey-want", "data"),
        prevent_initial_call=True,
    )
    def edit(
        _values: Any,
        _checks: Any,
        _clicks: Any,
        moved: dict[str, int] | None,
        picked: dict[str, str] | None,
        draft: Draft | None,
        form: dict[str, Any] | None,
        want: dict[str, Any],
    ) -> Any:
        """What the fields say is written first: a press comes with the values of that moment, whoever is quicker."""
        if not draft or not form:
            return no_update, no_update
        now = with_fields(draft, form, [*ctx.inputs_list[0], *ctx.inputs_list[1]])
        wanted: Any = no_update
        for pressed in _pressed():
            if pressed == "survey-moved" and moved:
                document, refused = questions.move_block(now["document"], moved["from"], moved["to"])
                now = changed(now, document, refused or "順番を変えました。")
            elif pressed == "survey-picked" and picked:
                now = with_act(now, form, "choose", picked["of"], "")
            elif isinstance(pressed, dict) and pressed["act"] == "save" and not editor.is_changed(form, now):
                now = {**now, "words": "変えたところはありません。"}
            elif isinstance(pressed, dict) and pressed["act"] in WANTS:
                wanted = {"what": pressed["act"], "document": now["document"], "at": want.get("at", 0) + 1}
            elif isinstance(pressed, dict):
                now = with_act(now, form, pressed["act"], pressed["of"], pressed["more"])
        return (now if now != draft else no_update), wanted

    @app.callback(
        Output("survey-bar", "children"),
        Output("survey-lock", "children"),
        Output("survey-list", "children"),
        Output("survey-list", "disabled"),
        Output("survey-fields", "children"),
        Output("survey-fields", "disabled"),
        Output("survey-drawn", "data"),
        Output("survey-saved", "children", allow_duplicate=True),
        Input("survey-draft", "data"),
        Input("survey-form", "data"),
        State("survey-drawn", "data"),
        prevent_initial_call=True,
    )
    def draw(draft: Draft | None, form: dict[str, Any] | None, drawn: str) -> Any:
        """The fields are made anew only where others are chosen or the form of the question has changed."""
        if not draft or not form:
            return (no_update,) * 8
        is_locked = not draft["is_unlocked"]
        shown = f"{draft['chosen']}:{draft['turn']}"
        return (
            editor.bar(form, draft),
            editor.lock_line(form, draft),
            editor.list_of(form, draft),
            is_locked,
            no_update if shown == drawn else editor.fields_of(form, draft),
            is_locked,
            shown,
            None if editor.is_changed(form, draft) else no_update,
        )


def _pressed() -> Iterator[Any]:
    """What was pressed, dragged or picked; a field that was left by the press comes in the same request."""
    for item in ctx.triggered:
        source = ctx.triggered_prop_ids.get(item["prop_id"])
        is_press = isinstance(source, dict) and source["type"] == "survey-act"
        if item["value"] and (is_press or source in ("survey-moved", "survey-picked")):
            yield source


def with_fields(draft: Draft, form: dict[str, Any], shown: list[dict[str, Any]]) -> Draft:
    """The draft with what the fields of its present drawing say."""
    document, typed = draft["document"], []
    for field in shown:
        where = field["id"]
        if where["turn"] == draft["turn"] and "value" in field and draft["is_unlocked"]:
            of = "" if where["of"] == "head" else where["of"]
            before = document
            document = fields.with_field(document, of, where["key"], field["value"], form["lists"])
            typed += [[where["key"], where["of"]]] if document != before else []
    if document is draft["document"]:
        return draft
    again = _structure(document, draft["chosen"]) != _structure(draft["document"], draft["chosen"])
    now = changed(draft, document, "変えました。", again=again)
    # what is typed on in one field is one step back, however often it was told
    goes_on = not again and typed and typed == draft.get("typed")
    return {**now, "past": draft["past"] if goes_on else now["past"], "typed": typed}


def with_act(draft: Draft, form: dict[str, Any], act: str, of: str, more: str) -> Draft:
    """The draft after a press."""
    document, lists = draft["document"], form["lists"]
    if act == "choose":
        return {**draft, "chosen": of}
    if act == "unlock":
        return {**draft, "is_unlocked": True, "turn": draft["turn"] + 1}
    if act == "undo":
        return _undone(draft)
    if act == "add":
        template = next((one for one in form["library"] if one["key"] == of), None)
        if template is None:
            return draft
        document, new_id = questions.add_question(document, template, form, draft["chosen"])
        return {**changed(draft, document, f"「{template['label']}」の質問を加えました。"), "chosen": new_id}
    if act == "drop":
        document, words = questions.drop_question(document, of)
        chosen = draft["chosen"] if entry_of(document, draft["chosen"]) else "head"
        return {**changed(draft, document, words), "chosen": chosen}
    if act in ("up", "down"):
        document, refused = questions.move_question(document, of, -1 if act == "up" else 1)
        return changed(draft, document, refused or "順番を変えました。")
    return changed(draft, _within(document, lists, form, act, of, more), "変えました。")


def changed(draft: Draft, document: Document, words: str, *, again: bool = True) -> Draft:
    """The draft with another document, the one of now kept to go back to; `again`: its fields are made anew."""
    if document == draft["document"]:
        return {**draft, "words": words if words != "変えました。" else draft["words"]}
    past = [*draft["past"], draft["document"]][-MOST_PAST:]
    turn = draft["turn"] + (1 if again else 0)
    return {**draft, "document": document, "past": past, "words": words, "turn": turn, "typed": []}


def _within(document: Document, lists: Any, form: dict[str, Any], act: str, of: str, more: str) -> Document:
    """A press within the fields of one question."""
    if act == "option-add":
        return options.add_option(document, of, more, form)
    if act == "option-drop":
        return options.drop_option(document, of, more, lists)
    if act in ("option-up", "option-down"):
        return options.move_option(document, of, more, -1 if act == "option-up" else 1, lists)
    if act == "condition-add":
        return conditions.add_condition(document, of, lists)
    if act == "condition-drop":
        return conditions.drop_condition(document, of, int(more))
    if act == "section-split":
        return questions.split_section(document, of)
    if act == "section-join":
        return questions.join_section(document, of)
    return document


def _undone(draft: Draft) -> Draft:
    if not draft["past"]:
        return {**draft, "words": "元に戻すものはありません。"}
    document = draft["past"][-1]
    chosen = draft["chosen"] if entry_of(document, draft["chosen"]) else "head"
    return {
        **draft,
        "document": document,
        "past": draft["past"][:-1],
        "words": "1つ前に戻しました。",
        "typed": [],
        "turn": draft["turn"] + 1,
        "chosen": chosen,
    }


def _structure(document: Document, question_id: str) -> Any:
    """What of a question decides which fields it has."""
    entry = entry_of(document, question_id) or {}
    conditions_on = [one["question"] for one in entry.get("only_if", [])]
    return conditions_on, entry.get("previous")
