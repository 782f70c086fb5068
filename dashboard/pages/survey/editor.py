"""The editor around one form: its bar, the questions, the fields of the chosen one, and the sheet beside."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.pages.survey import question_form, question_list
from dashboard.pages.survey.parts import act
from dashboard.views.survey.document import same

Draft = dict[str, Any]
NEW = "new"


def begin(form: dict[str, Any], turn: int = 0) -> Draft:
    """The draft as a form is opened: nothing changed, the head chosen. turn: by which its fields are told from earlier ones."""
    return {
        "document": form["document"],
        "chosen": "head",
        "turn": turn,
        "past": [],
        "words": "",
        "is_unlocked": not form["is_issued"],
    }


def editor(form: dict[str, Any]) -> list[Any]:
    """Everything of the page under its head."""
    draft = begin(form)
    return [
        dcc.Store(id="survey-form", data=form),
        dcc.Store(id="survey-draft", data=draft),
        dcc.Store(id="survey-want", data={}),
        dcc.Store(id="survey-drawn", data=""),
        dcc.Store(id="survey-previewed", data=None),
        dcc.Store(id="survey-moved"),
        dcc.Store(id="survey-picked"),
        dcc.Download(id="survey-file"),
        html.Div(bar(form, draft), id="survey-bar", className="survey-bar"),
        html.Div(id="survey-message"),
        html.Div(id="survey-saved"),
        html.Div(lock_line(form, draft), id="survey-lock"),
        html.Div(id="survey-problems"),
        html.Div(
            [
                html.Section(
                    [
                        html.H2("質問"),
                        html.Fieldset(
                            list_of(form, draft), id="survey-list", disabled=not draft["is_unlocked"]
                        ),
                    ],
                    className="panel survey-questions",
                    tabIndex=0,
                    **{"aria-label": "質問の一覧"},
                ),
                html.Section(
                    html.Fieldset(
                        fields_of(form, draft), id="survey-fields", disabled=not draft["is_unlocked"]
                    ),
                    className="panel survey-fields",
                    tabIndex=0,
                    **{"aria-label": "選んだ質問", "data-live": "true"},
                ),
                html.Section(
                    dmc.Tabs(
                        [
                            dmc.TabsList(
                                [
                                    dmc.TabsTab("調査票の見た目", value="sheet"),
                                    dmc.TabsTab(
                                        html.Span("前の調査と比べられるか", id="survey-compared-title"),
                                        value="compared",
                                    ),
                                ]
                            ),
                            dmc.TabsPanel(
                                html.Div("見た目を作っています…", id="survey-sheet", className="sheet"),
                                value="sheet",
                            ),
                            dmc.TabsPanel(html.Div(id="survey-changes"), value="compared"),
                        ],
                        id="survey-tabs",
                        value="sheet",
                        keepMounted=True,
                    ),
                    className="panel survey-beside",
                    tabIndex=0,
                    **{"aria-label": "調査票の見た目と、前の調査との比較"},
                ),
            ],
            className="survey-columns",
        ),
    ]


def list_of(form: dict[str, Any], draft: Draft) -> list[Any]:
    return question_list.question_list(draft["document"], form, draft["chosen"])


def fields_of(form: dict[str, Any], draft: Draft) -> list[Any]:
    return question_form.chosen_form(draft["document"], form, draft["chosen"], draft["turn"])


def lock_line(form: dict[str, Any], draft: Draft) -> Any:
    return None if draft["is_unlocked"] else question_form.locked(form)


def is_changed(form: dict[str, Any], draft: Draft) -> bool:
    """Whether there is something to save."""
    return form["state"] == NEW or not same(draft["document"], form["document"])


def bar(form: dict[str, Any], draft: Draft) -> list[Any]:
    """Save, undo, the ways to look at it, and what was done last."""
    changed = is_changed(form, draft)
    version = form["next_version"] if form["is_issued"] and draft["is_unlocked"] else form["version"]
    state = (
        "まだ保存していません"
        if form["state"] == NEW
        else "保存していない変更があります"
        if changed
        else "保存済み"
    )
    return [
        # Never disabled: what is being typed becomes a change only as the field is left for the button.
        act("保存", "save", "form", className="button"),
        act("元に戻す", "undo", "form", className="button-plain"),
        act("Excel で見る", "excel", "form", className="button-plain"),
        html.Button("A4 で見る", id="survey-a4", type="button", className="button-plain"),
        html.Span(f"様式 {version}", className="tag"),
        html.Span(state, id="survey-state", className="survey-state"),
        html.Span(draft["words"], role="status", className="note survey-words"),
    ]
