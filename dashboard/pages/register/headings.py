"""What officers said that unknown headings mean, and the button that takes a meaning back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboard.components.written_by import WRITTEN_BY
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.registration import Registration
from dashboard.web import act_callbacks
from dashboard.words import words

HEADS = ("資料の種類", "見出し", "意味", "決めた日", "決めた人", "はじめに出てきたファイル", "")
CONFIRM = "「{heading}」の意味を忘れます。よろしいですか。（次に出てきたときに、また選べます）"


def section() -> html.Section:
    """Filled once the page is there: the pipeline knows the words of our columns."""
    return html.Section(
        [html.H2("覚えている見出し"), html.Div(id="register-headings")],
        className="panel",
        **{"aria-label": "覚えている見出し"},
    )


def register(app: Dash, registration: Registration) -> None:
    """List them, and forget one."""

    @app.callback(
        Output("register-headings", "children"), Input("register-headings", "id"), Input("act-done", "data")
    )
    def show(_place: str, _done: str) -> Any:
        try:
            return _table(registration.headings())
        except IntakeError as error:
            return html.Div(str(error), className="banner banner-warning", role="alert")

    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Input({"type": "heading-forget", "kind": ALL, "heading": ALL}, "n_clicks"),
        State(WRITTEN_BY, "value", allow_optional=True),  # the last button may go with its page
        prevent_initial_call=True,
    )
    def forget(clicks: list[int | None], by: str | None) -> Any:
        pressed = ctx.triggered_id
        if not any(clicks) or not isinstance(pressed, dict):
            return no_update
        kind, heading = str(pressed["kind"]), str(pressed["heading"])
        command = ["forget-heading", f"--kind={kind}", f"--heading={heading}", f"--by={by or ''}"]
        said = f"見出し「{heading}」の意味を忘れること"
        return act_callbacks.acts().start(said, command, by=by or "").act_id


def _table(found: Sequence[Mapping[str, Any]]) -> Any:
    if not found:
        return html.P("まだありません。登録のときに意味を選ぶと、ここに並びます。", className="note")
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
            html.Tbody([_row(one) for one in reversed(found)]),
        ],
        className="plain-table register-headings",
    )


def _row(one: Mapping[str, Any]) -> html.Tr:
    heading = str(one["heading"])
    forget: Any = html.Button(
        "忘れる",
        id={"type": "heading-forget", "kind": one["kind"], "heading": heading},
        type="button",
        className="small-button",
        **{"data-confirm": CONFIRM.format(heading=heading), "aria-label": f"「{heading}」の意味を忘れる"},
    )
    if one["forgotten_on"]:
        by = f"、{one['forgotten_by']}" if one["forgotten_by"] else ""
        forget = f"× {_day(one['forgotten_on'])}に忘れました{by}"
    cells = (one["label"], _day(one["decided_on"]), one["decided_by"] or "―", one["file"] or "―", forget)
    return html.Tr(
        [html.Td(one["kind_label"]), html.Th(heading, scope="row"), *(html.Td(cell) for cell in cells)]
    )


def _day(text: str) -> str:
    return words.day_short(pd.Timestamp(text)) if text else "―"
