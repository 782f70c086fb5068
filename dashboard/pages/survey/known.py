"""The questions that other forms ask of municipalities: the table that staff extend, and what a form asks twice."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import flask
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboard import journal
from dashboard.components import selects, written_by
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import records
from dashboard.intake import survey_forms
from dashboard.journal.kinds import FIELDS
from dashboard.pages.survey.parts import act
from dashboard.planning.asked_twice import AskedTwice
from dashboard.services import known_questions
from dashboard.views.survey.document import number_of
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words

NAMES = tuple(field.name for field in FIELDS["known_question"])
TROUBLES = (journal.InvalidRecordError, journal.JournalError, journal.ConflictError, WarehouseError)


def section(reader: Reader, message: str = "") -> html.Section:
    """The table, what was taken back, and the form to add a question."""
    try:
        added = records(journal.current(journal_path(), "known_question", with_removed=True))
        known = known_questions.known_questions(reader, journal_path())
    except journal.JournalError as error:
        return html.Section(html.P(str(error), className="note-alert"), className="panel", id="known-section")
    standing = {row["record_id"]: row for row in added if not row["is_removed"]}
    gone = [row for row in added if row["is_removed"]]
    return html.Section(
        [
            html.H2("ほかの調べの設問"),
            html.P(
                "国や道のほかの調べが市町村に尋ねている設問です。調査票の質問と同じものや似たものを、様式の「前の調査と比べられるか」の下で示します。",
                className="note",
            ),
            html.Table(
                [
                    html.Thead(
                        html.Tr(
                            [
                                *(
                                    html.Th(name, scope="col")
                                    for name in ("調べ", "実施するところ", "年度", "設問", "出典")
                                ),
                                html.Td(),
                            ]
                        )
                    ),
                    html.Tbody([_row(row, standing) for row in known]),
                ],
                className="plain-table",
            ),
            html.Details(
                [
                    html.Summary("設問を加える"),
                    html.Div([_control(name) for name in NAMES], className="form-grid"),
                    written_by.labelled_field(),
                    dmc.Button("加える", id="known-save", size="sm"),
                ],
                open=bool(message),
            ),
            html.Div(message, id="known-message", role="status", className="form-result"),
            html.Ul([html.Li([row["wording"], _button("元に戻す", "known-undo", row)]) for row in gone])
            if gone
            else None,
        ],
        className="panel",
        id="known-section",
    )


def asked(found: list[AskedTwice], document: dict[str, Any]) -> list[Any]:
    """What the form asks although another one asks it already."""
    if not found:
        return []
    return [
        html.H3("ほかの調べでも聞いている設問"),
        html.P("市町村に2度尋ねないよう、外せないか確かめてください。", className="note"),
        html.Ul(
            [
                html.Li(
                    [
                        html.Span("同じ" if one.is_same else "似ている", className="tag"),
                        " ",
                        act(
                            f"{number_of(document, one.question_id)} {one.wording}",
                            "choose",
                            one.question_id,
                            f"asked-{place}",
                            className="survey-name",
                        ),
                        f"　{one.known['form']}「{one.known['wording']}」",
                        html.Span(f"　出典: {one.known['origin']}", className="note"),
                    ]
                )
                for place, one in enumerate(found)
            ],
            className="survey-asked",
        ),
    ]


def register(app: Dash, warehouse: Warehouse) -> None:
    """Write what was entered, and draw the table anew."""

    @app.callback(
        Output("known-section", "children", allow_duplicate=True),
        Output("known-message", "children", allow_duplicate=True),
        Input("known-save", "n_clicks"),
        *(State(f"known-{name}", "value") for name in NAMES),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, *given: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *said, by = given
        values = dict(zip(NAMES, said, strict=True))
        try:
            values["question_ids"] = " ".join(values["question_ids"] or [])
            journal.write(journal_to_write(), "known_question", "", values, by or "")
            return section(warehouse.reader(), "加えました。").children, no_update
        except TROUBLES as error:
            return no_update, html.Span(str(error), className="note-alert")

    @app.callback(
        Output("known-section", "children", allow_duplicate=True),
        Output("known-message", "children", allow_duplicate=True),
        Input({"type": "known-remove", "id": ALL, "version": ALL}, "n_clicks"),
        Input({"type": "known-undo", "id": ALL, "version": ALL}, "n_clicks"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def take_back(_removes: list[int], _undos: list[int], by: str | None) -> Any:
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update, no_update
        pressed = ctx.triggered_id
        is_removed = pressed["type"] == "known-remove"
        try:
            journal.revise(
                journal_to_write(),
                pressed["id"],
                int(pressed["version"]),
                {},
                by or "",
                is_removed=is_removed,
            )
            said = "取り消しました。" if is_removed else "元に戻しました。"
            return section(warehouse.reader(), said).children, no_update
        except TROUBLES as error:
            return no_update, html.Span(str(error), className="note-alert")


def _row(row: dict[str, Any], standing: dict[str, Any]) -> html.Tr:
    own = standing.get(row.get("record_id", ""))
    year = row["fiscal_year"]
    return html.Tr(
        [
            html.Th(row["form"], scope="row"),
            html.Td(row["issuer"] or "―"),
            html.Td(words.fiscal_year(int(year)) if year is not None and year == year else "―"),
            html.Td(row["wording"]),
            html.Td(row["origin"]),
            html.Td(_button("取り消す", "known-remove", own) if own else None),
        ]
    )


def _button(label: str, what: str, row: dict[str, Any]) -> html.Button:
    return html.Button(
        label,
        id={"type": what, "id": row["record_id"], "version": int(row["version"])},
        type="button",
        className="small-button",
    )


def _control(name: str) -> dmc.TextInput | dmc.MultiSelect:
    (field,) = [one for one in FIELDS["known_question"] if one.name == name]
    if name == "question_ids":
        raw = flask.current_app.config["PIPELINE"].raw if flask.has_app_context() else None
        ours = survey_forms.questions(raw) if raw is not None else {}
        return dmc.MultiSelect(
            id=f"known-{name}",
            label=field.label,
            data=[{"value": key, "label": words_of} for key, words_of in ours.items()],
            searchable=True,
            filter=selects.FOLDED,
            size="sm",
            placeholder="選ばなくてもかまいません",
            nothingFoundMessage="見つかりません",
            comboboxProps=selects.COMBO,
            hidePickedOptions=True,
            className="wide",
        )
    return dmc.TextInput(id=f"known-{name}", label=field.label, size="sm", required=field.is_required)
