"""The form by which a round becomes 速報 or 確定, or takes in again."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
import flask
from dash import Dash, Input, Output, State, html, no_update

from dashboard import clock, journal
from dashboard.intake.pipeline import IntakeError
from dashboard.pages.closing.parts import STATES
from dashboard.services import publication, round_days
from dashboard.services.publication import Signing
from dashboard.views.returns import year_label
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.act_callbacks import acts
from dashboard.web.settings import journal_path
from dashboard.words import words
from machine.round_days import Act

CONFIRM = "よろしいですか。（後で、理由を書いて受付中に戻せます）"
SIGNERS = (("made", "作成した人"), ("checked", "確認した人"), ("approved", "承認した人"))


def section(fiscal_year: int, state: str, asks: str, lost: int) -> html.Section:
    """Who signs, and what may follow the state. asks: what is told when 確定 is asked for; lost: how many files the data lack."""
    back = dmc.Button(
        "受付中に戻す", id={"type": "round-enter", "state": "open"}, variant="default", size="sm"
    )
    if state == "final":
        fields = [
            dmc.TextInput(id="round-made", label="受付中に戻す人", size="sm", required=True),
            dmc.TextInput(
                id="round-reason", label="受付中に戻す理由", size="sm", required=True, className="wide"
            ),
        ]
        buttons = [back]
        title = "受付中に戻す"
    else:
        fields = [
            *(
                dmc.TextInput(id=f"round-{name}", label=label, size="sm", required=name == "made")
                for name, label in SIGNERS
            ),
        ]
        buttons = [
            dmc.Button(
                "速報にする" if state == "open" else "速報を新しくする",
                id={"type": "round-enter", "state": "preliminary"},
                variant="default",
                size="sm",
            ),
            dmc.Button(
                "確定する",
                id={"type": "round-enter", "state": "final"},
                size="sm",
                **{
                    "data-confirm": f"{year_label(fiscal_year)}の調査を確定します。{asks}{CONFIRM}",
                    "data-confirm-needs": " ".join(f"round-{name}" for name, _ in SIGNERS),
                },
            ),
        ]
        title = "速報・確定にする"
        if state == "preliminary":
            fields.append(
                dmc.TextInput(
                    id="round-reason", label="理由（受付中に戻すとき）", size="sm", className="wide"
                )
            )
            buttons.append(back)
    day = dmc.TextInput(
        id="round-day", label="日付", size="sm", required=True, value=words.day_short(clock.today())
    )
    note = (
        "理由は記録に残ります。確定したときの資料は、そのまま残ります。"
        if state == "final"
        else "そのときの実施状況と回答（連絡先と自由記述を除く）を、Excel と CSV で残します。確定には、作成・確認・承認の3人の名前が要ります。"
    )
    # Fields that this state has not are there, hidden, so that one callback reads them all.
    names = {"made", "checked", "approved", "reason"}
    shown = {"made", "reason"} if state == "final" else names - ({"reason"} if state == "open" else set())
    hidden = [html.Div(dmc.TextInput(id=f"round-{name}"), hidden=True) for name in sorted(names - shown)]
    return html.Section(
        [
            html.H2(title),
            html.Div([*fields, day], className="form-grid"),
            *hidden,
            html.Div(
                [*buttons, html.Span(id="round-message", role="status", className="form-result")],
                className="toolbar",
            ),
            html.P(note, className="note"),
        ],
        className="panel",
        id="round-form",
        **{"data-fy": str(fiscal_year), "data-lost": str(lost)},
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """Make what is published, then enter the state with it, as one act."""
    for state in STATES:
        _register_entering(app, warehouse, state)


def _register_entering(app: Dash, warehouse: Warehouse, state: str) -> None:
    """The button of one state: optional inputs of one callback would call it when the page is left."""

    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Output("round-message", "children", allow_duplicate=True),
        Input({"type": "round-enter", "state": state}, "n_clicks"),
        State("round-form", "data-fy"),
        State("round-form", "data-lost"),
        State("round-made", "value"),
        State("round-checked", "value"),
        State("round-approved", "value"),
        State("round-reason", "value"),
        State("round-day", "value"),
        prevent_initial_call=True,
    )
    def enter(clicks: int | None, year: str, lost: str, *given: str | None) -> Any:
        if not clicks:
            return no_update, no_update
        *names, reason, written = ((value or "").strip() for value in given)
        fiscal_year = int(year)
        try:
            day = _entered_day(warehouse.reader(), state, written, fiscal_year)
        except (ValueError, journal.JournalError, WarehouseError) as error:
            return no_update, html.Span(str(error), className="note-alert")
        said = _trouble(state, names, reason)
        if said:
            return no_update, html.Span(said, className="note-alert")
        command = [
            "round",
            "--fiscal-year",
            year,
            "--state",
            state,
            "--on",
            day.isoformat(),
            f"--reason={reason}",
            # as many as the page showed: of one that was lost since, the command asks again
            f"--despite-lost={lost}",
        ]
        command += [f"--{key}-by={name}" for (key, _), name in zip(SIGNERS, names, strict=True)]
        what = "受付中に戻す" if state == "open" else f"「{STATES[state]}」にする"
        publish = None
        if state != "open":
            folder = flask.current_app.config["INTAKE"].open_folder().path
            publish = partial(_publish, warehouse, fiscal_year, Signing(STATES[state], day, *names), folder)
        act = acts().start(
            f"{year_label(fiscal_year)}の調査を{what}",
            command,
            by="、".join(filter(None, names)),
            reason=reason,
            prepare=publish,
        )
        return act.act_id, ""


def _entered_day(reader: Reader, state: str, written: str, fiscal_year: int) -> date:
    """Raises ValueError, JournalError, WarehouseError."""
    curated = flask.current_app.config["PIPELINE"].curated
    known = round_days.known(reader, journal_path(), curated, fiscal_year)
    act: Act = "reopened" if state == "open" else "closed"
    return round_days.entered(act, "日付", written, fiscal_year, known)


def _trouble(state: str, names: list[str], reason: str) -> str:
    """What is still missing, before anything is made."""
    if state == "open":
        if not reason:
            return "受付中に戻す理由を書いてください。"
        return "" if names[0] else "受付中に戻す人の名前を入れてください。"
    needed = len(SIGNERS) if state == "final" else 1
    missing = [label for (_, label), name in list(zip(SIGNERS, names, strict=True))[:needed] if not name]
    if missing:
        return f"{'・'.join(missing)}の名前を入れてください。"
    if state == "final" and len({"".join(name.split()) for name in names}) < needed:
        return "作成・確認・承認が同じ人になっています。それぞれ別の人の名前を入れてください。"
    return ""


def _publish(warehouse: Warehouse, fiscal_year: int, signing: Signing, folder: Path) -> list[str]:
    """Write what is published into the folder, from the data as they are when the round is closed. Raises IntakeError."""
    try:
        published = publication.make_set(warehouse.reader(), fiscal_year, signing)
    except WarehouseError as error:
        raise IntakeError(str(error)) from None
    for name, content in published.items():
        (folder / name).write_bytes(content)
    return ["--published", str(folder)]
