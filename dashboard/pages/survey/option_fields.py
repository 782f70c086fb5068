"""The choices of the chosen question: their names, their order, and what of the round before they stand for."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.pages.survey.parts import act, check_field, choices_field, text_field
from dashboard.views.survey.document import Entry
from dashboard.views.survey.options import DraftOption, options_of


def option_fields(form: dict[str, Any], entry: Entry, turn: int) -> html.Fieldset:
    """Every choice with its name and place, and the ways to one more."""
    of = entry["id"]
    options = options_of(entry, form["lists"])
    rows = [
        _option(form, entry, option, turn, is_first=place == 0, is_last=place == len(options) - 1)
        for place, option in enumerate(options)
    ]
    listed = form["lists"].get(entry.get("options_from", ""), [])
    unused = [row for row in listed if row["code"] not in {option.code for option in options}]
    adding: list[Any] = [
        act(f"「{row['label_ja']}」を加える", "option-add", of, row["code"]) for row in unused
    ]
    if entry.get("options_from") != "status":
        adding.append(act("選択肢を加える", "option-add", of))
    return html.Fieldset(
        [
            html.Legend("選択肢"),
            html.Ol(rows, className="survey-options"),
            html.Div(adding, className="toolbar"),
        ],
        className="survey-group",
    )


def _option(
    form: dict[str, Any], entry: Entry, option: DraftOption, turn: int, *, is_first: bool, is_last: bool
) -> html.Li:
    of, name = entry["id"], option.label
    label = text_field(
        f"label:{option.code}", of, turn, "", name, **{"aria-label": f"選択肢「{name}」の名前"}
    )
    moves = [
        act("↑", "option-up", of, option.code, label=f"選択肢「{name}」を上へ", disabled=is_first),
        act("↓", "option-down", of, option.code, label=f"選択肢「{name}」を下へ", disabled=is_last),
        act("外す", "option-drop", of, option.code, label=f"選択肢「{name}」を外す"),
    ]
    more: list[Any] = []
    if entry["kind"] == "multiple" and not option.is_listed:
        more.append(
            check_field(
                f"exclusive:{option.code}",
                of,
                turn,
                "ほかの選択肢と一緒には選べない",
                checked=bool(option.own.get("exclusive")),
            )
        )
    heirs = _lost_options(form, entry, option)
    if heirs:
        more.append(
            choices_field(
                f"replaces:{option.code}",
                of,
                turn,
                "前回のどの選択肢に当たるか",
                list(option.own.get("replaces", [])),
                heirs,
            )
        )
    return html.Li([html.Div([label, *moves], className="survey-option"), *more])


def _lost_options(form: dict[str, Any], entry: Entry, option: DraftOption) -> list[dict[str, str]]:
    """Choices of the round before that this form has no more, and that a choice of its own may stand for."""
    before = _asked_before(form, entry)
    if before is None or option.is_listed or option.code in {one["code"] for one in before["options"]}:
        return []
    now = {one.code for one in options_of(entry, form["lists"])}
    return [
        {"value": one["code"], "label": one["label"]} for one in before["options"] if one["code"] not in now
    ]


def _asked_before(form: dict[str, Any], entry: Entry) -> dict[str, Any] | None:
    ids = entry.get("previous", [entry["id"]])
    known = (form.get("previous") or {}).get("questions", [])
    return next((one for one in known if [one["id"]] == ids), None)
