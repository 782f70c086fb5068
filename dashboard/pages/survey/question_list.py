"""The questions in order: choose one, move it, take it out, add one of the library."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.pages.survey.parts import act
from dashboard.views.survey.document import Document, Entry, blocks
from dashboard.views.survey.questions import NEEDED

DRAFT = "国の通知の様式で確かめるまでの案。市町村に送る調査票に、この印は出ません"


def question_list(document: Document, form: dict[str, Any], chosen: str) -> list[Any]:
    """The library, the head of the form, then every 問 under the heading of its section."""
    items: list[Any] = [_head(chosen)]
    section = None
    known = blocks(document)
    for place, block in enumerate(known):
        if block.host.get("section") != section:
            section = block.host.get("section")
            items.append(html.Li(section or "（見出しなし）", className="survey-section"))
        parts = [
            _part(entry, form, chosen, is_first=at == 1, is_last=at == len(block.entries) - 1)
            for at, entry in enumerate(block.entries)
            if at
        ]
        items.append(
            html.Li(
                [
                    _row(
                        block.host,
                        f"問{block.number}",
                        form,
                        chosen,
                        is_first=place == 0,
                        is_last=place == len(known) - 1,
                    ),
                    html.Ol(parts, className="survey-parts") if parts else None,
                ],
                className="survey-block",
                draggable="true",
                **{"data-place": str(place)},
            )
        )
    return [_library(form), html.Ol(items, className="survey-list")]


def _head(chosen: str) -> html.Li:
    return html.Li(
        html.Div(
            act(
                "表題・期限・差出人など",
                "choose",
                "head",
                className=_name_class(chosen == "head"),
                is_current=chosen == "head",
            ),
            className="survey-row",
        ),
        className="survey-head-row",
    )


def _part(entry: Entry, form: dict[str, Any], chosen: str, *, is_first: bool, is_last: bool) -> html.Li:
    return html.Li(_row(entry, "", form, chosen, is_first=is_first, is_last=is_last))


def _row(
    entry: Entry, number: str, form: dict[str, Any], chosen: str, *, is_first: bool, is_last: bool
) -> html.Div:
    question_id, name = entry["id"], entry.get("wording") or "（文言なし）"
    marks = [form["kinds"].get(entry.get("kind"), "")]
    marks += ["必須"] if entry.get("required") else []
    marks += ["条件あり"] if entry.get("only_if") else []
    return html.Div(
        [
            html.Span(number, className="survey-number"),
            html.Div(
                [
                    act(
                        name,
                        "choose",
                        question_id,
                        className=_name_class(chosen == question_id),
                        is_current=chosen == question_id,
                    ),
                    html.Span("・".join(marks), className="note"),
                    html.Span("案", className="tag", title=DRAFT)
                    if question_id in form.get("draft_ids", [])
                    else None,
                ]
            ),
            html.Div(
                [
                    act("↑", "up", question_id, label=f"「{name}」を上へ", disabled=is_first),
                    act("↓", "down", question_id, label=f"「{name}」を下へ", disabled=is_last),
                    act(
                        "外す", "drop", question_id, label=f"「{name}」を外す", disabled=question_id == NEEDED
                    ),
                ],
                className="survey-moves",
            ),
        ],
        className="survey-row",
    )


def _library(form: dict[str, Any]) -> html.Details:
    return html.Details(
        [
            html.Summary("質問を加える"),
            html.P("選んでいる質問のすぐ下に入ります。", className="note"),
            html.Ul(
                [
                    html.Li(
                        [
                            act(template["label"], "add", template["key"]),
                            html.Span(template["words"], className="note"),
                        ]
                    )
                    for template in form["library"]
                ]
            ),
        ],
        className="survey-library",
    )


def _name_class(is_chosen: bool) -> str:
    return "survey-name is-chosen" if is_chosen else "survey-name"
