"""登録: any file that is no 調査票 is recognised, shown with what it would change, registered, and taken back later."""

from __future__ import annotations

from typing import Any

import flask
from dash import ALL, Dash, Input, Output, State, dcc, html, no_update

from dashboard.components import drop_zone, written_by
from dashboard.components.written_by import WRITTEN_BY
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.registration import FileDetails, Registration
from dashboard.pages.register import first_look, headings, listing, parts, report, taking_back
from dashboard.queries import registered as queries_registered
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import act_callbacks, lazy_routes

PATH = "/register"
TITLE = "登録"
FOLLOWS = "nothing"
IS_WORK = True
BUSY = "調べています…"
STATUS_LIST = "status_list"
COVERAGE_FIRST = "「範囲」を選んでから登録してください。載っていない市町村を「実施していない」と数えるかどうかが、これで決まります。"
AGAIN = "欄が変わったので、まだ登録していません。下の内容を確かめて、もう一度「登録する」を押してください。"


def layout(reader: Reader, _asked: View) -> html.Div:
    """The way in above, the list of what is registered below."""
    return html.Div(
        [
            dcc.Store(id="register-batch", storage_type="session"),
            dcc.Store(id="register-asked"),
            dcc.Store(id="register-act", data=""),
            html.Div(
                [
                    html.H1(TITLE),
                    html.P(
                        "名簿、住民基本台帳などの統計、道の取組みと出席簿、公表値、道路の移動時間、広域の枠組み、市町村の予定、地図の境界を取り込みます。"
                        "調査票は「回収・点検」に入れてください。"
                    ),
                    written_by.labelled_field("control-label register-by"),
                ],
                className="page-head",
            ),
            drop_zone.zone(
                "register",
                "資料を入れる",
                "届いたファイルを、そのままここにドロップしてください。登録するまで何も変わりません。",
                "Excel（.xlsx .xlsm .xls）・CSV・地図の境界（zip、GeoJSON）",
                "/register/files",
                html.Div(id="register-busy", role="status"),
            ),
            html.P(
                [
                    "これから作る表の様式（Excel）: ",
                    html.A("実施状況の名簿", href=f"{PATH}/templates/status_list.xlsx"),
                    "、",
                    html.A("道の取組みの一覧", href=f"{PATH}/templates/activities.xlsx"),
                    "、",
                    html.A("出席簿", href=f"{PATH}/templates/attendance.xlsx"),
                    "、",
                    html.A("広域の枠組み", href=f"{PATH}/templates/joint_bodies.xlsx"),
                    "、",
                    html.A("市町村の予定", href=f"{PATH}/templates/town_dates.xlsx"),
                    "、",
                    html.A("実施市町村の載った別の資料", href=f"{PATH}/templates/named_implementers.xlsx"),
                ],
                className="note",
            ),
            html.Section(
                [
                    html.Div(id="register-chosen"),
                    html.Div(id="register-fields"),
                    html.P(id="register-again", role="status", className="note-alert"),
                    html.Div(id="register-report"),
                ],
                id="register-work",
                className="panel register-work",
                **{"aria-label": "登録するファイル"},
            ),
            listing.section(queries_registered.registered(reader)),
            listing.window(),
            headings.section(),
        ],
        className="register",
    )


def register(app: Dash, _warehouse: Warehouse) -> None:
    """Callbacks and the address of the page."""
    registration = Registration(app.server.config["PIPELINE"])

    def files(server: flask.Flask) -> None:
        from dashboard.web import registration as registration_web

        registration_web.register(server, server.config["INTAKE"], registration)

    lazy_routes.add(app.server, files, f"{PATH}/")
    _register_choice(app, registration)
    _register_inspection(app, registration)
    _register_registration(app, registration)
    taking_back.register(app)
    headings.register(app, registration)


def _register_choice(app: Dash, registration: Registration) -> None:
    @app.callback(
        Output("register-chosen", "children"),
        Output("register-fields", "children"),
        Output("register-report", "children"),
        Output("register-asked", "data"),
        Input("register-batch", "data"),
        running=[(Output("register-busy", "children"), BUSY, "")],
    )
    def show_upload(given: dict[str, str] | None) -> Any:
        if not given:
            return None, None, None, None
        upload = registration.upload(given["id"])
        if upload is None:
            return (
                first_look.trouble("前に入れたファイルはもう残っていません。もう一度入れてください。"),
                None,
                None,
                None,
            )
        name = upload.files[0].name if upload.files else ""
        chooser = parts.chooser(upload, name)
        return (
            (chooser, *first_look.look(registration, given["id"], name, ""))
            if name
            else (chooser, None, None, None)
        )

    @app.callback(
        Output("register-fields", "children", allow_duplicate=True),
        Output("register-report", "children", allow_duplicate=True),
        Output("register-asked", "data", allow_duplicate=True),
        Input("register-file", "value"),
        State("register-batch", "data"),
        State("register-asked", "data"),
        running=[(Output("register-busy", "children"), BUSY, "")],
        prevent_initial_call=True,
    )
    def look_at_another(name: str | None, given: dict[str, str] | None, asked: dict[str, Any] | None) -> Any:
        if not given or not name or not asked or name == asked["name"]:
            return no_update, no_update, no_update
        return first_look.look(registration, given["id"], name, "")

    @app.callback(
        Output("register-fields", "children", allow_duplicate=True),
        Output("register-report", "children", allow_duplicate=True),
        Output("register-asked", "data", allow_duplicate=True),
        Input("register-kind", "value"),
        State("register-batch", "data"),
        State("register-asked", "data"),
        running=[(Output("register-busy", "children"), BUSY, "")],
        prevent_initial_call=True,
    )
    def take_as(kind: str | None, given: dict[str, str] | None, asked: dict[str, Any] | None) -> Any:
        if not given or not kind or not asked or kind == asked["details"]["kind"]:
            return no_update, no_update, no_update
        return first_look.look(registration, given["id"], asked["name"], kind)


def _register_inspection(app: Dash, registration: Registration) -> None:
    @app.callback(
        Output("register-report", "children", allow_duplicate=True),
        Output("register-asked", "data", allow_duplicate=True),
        {key: Input(field, "value") for key, field in first_look.FIELDS.items()},
        Input({"type": parts.HEADING, "heading": ALL}, "value"),
        State({"type": parts.HEADING, "heading": ALL}, "id"),
        State("register-batch", "data"),
        State("register-asked", "data"),
        running=[(Output("register-busy", "children"), BUSY, "")],
        prevent_initial_call=True,
    )
    def inspect(
        fields: dict[str, str | None],
        meanings: list[str | None],
        headings: list[dict[str, str]],
        given: dict[str, str] | None,
        asked: dict[str, Any] | None,
    ) -> Any:
        if not given or not asked:
            return no_update, no_update
        said = _meanings(meanings, headings)
        try:
            details = first_look.details_of(asked["details"]["kind"], fields, said)
        except ValueError as error:
            return first_look.trouble(str(error)), no_update
        now = {"name": asked["name"], "details": vars(details)}
        if now == asked:
            return no_update, no_update
        try:
            found = registration.inspect(given["id"], asked["name"], details)
        except IntakeError as error:
            return first_look.trouble(str(error)), now
        return report.report(found), now


def _register_registration(app: Dash, registration: Registration) -> None:
    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Output("register-act", "data"),
        Output("register-report", "children", allow_duplicate=True),
        Output("register-asked", "data", allow_duplicate=True),
        Output("register-again", "children"),
        Input("register-do", "n_clicks"),
        {key: State(field, "value") for key, field in first_look.FIELDS.items()},
        State({"type": parts.HEADING, "heading": ALL}, "value"),
        State({"type": parts.HEADING, "heading": ALL}, "id"),
        State("register-file", "value"),
        State("register-kind", "value"),
        State("register-batch", "data"),
        State("register-asked", "data"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def begin(
        clicks: int | None,
        fields: dict[str, str | None],
        meanings: list[str | None],
        headings: list[dict[str, str]],
        name: str | None,
        kind: str | None,
        given: dict[str, str] | None,
        asked: dict[str, Any] | None,
        by: str | None,
    ) -> Any:
        """Register what was looked at. Where the fields say something else by now, that is looked at first."""
        nothing = (no_update,) * 5
        if not clicks or not given or not asked:
            return nothing
        if (name or asked["name"], kind or "") != (asked["name"], asked["details"]["kind"]):
            return *nothing[:4], AGAIN  # another file or kind is being looked at
        try:
            said = first_look.details_of(kind or "", fields, _meanings(meanings, headings))
        except ValueError as error:
            return no_update, no_update, first_look.trouble(str(error)), no_update, ""
        if said.kind == STATUS_LIST and not said.coverage:
            return *nothing[:4], COVERAGE_FIRST
        try:
            if vars(said) != asked["details"]:
                found = registration.inspect(given["id"], asked["name"], said)
                now = {"name": asked["name"], "details": vars(said)}
                return no_update, no_update, report.report(found), now, AGAIN
            details = FileDetails(**{**asked["details"], "by": by or ""})
            command = registration.command(given["id"], asked["name"], details)
        except IntakeError as error:
            return no_update, no_update, first_look.trouble(str(error)), no_update, ""
        act = act_callbacks.acts().start(f"「{details.title or asked['name']}」の登録", command, by=by or "")
        begun = html.P("登録しています。下の線の表示が終わるまでお待ちください。")
        return act.act_id, act.act_id, begun, no_update, ""

    @app.callback(
        Output("register-batch", "data", allow_duplicate=True),
        Input("act-done", "data"),
        State("register-act", "data"),
        prevent_initial_call=True,
    )
    def clear(done: str, mine: str) -> Any:
        return None if done and done == mine else no_update

    @app.callback(
        Output("register-report", "children", allow_duplicate=True),
        Input("act-failed", "data"),
        State("register-act", "data"),
        State("register-batch", "data"),
        State("register-asked", "data"),
        prevent_initial_call=True,
    )
    def show_again(failed: str, mine: str, given: dict[str, str] | None, asked: dict[str, Any] | None) -> Any:
        """The file as it was looked at, beside the reason that the line gives."""
        if not failed or failed != mine or not given or not asked:
            return no_update
        try:
            found = registration.inspect(given["id"], asked["name"], FileDetails(**asked["details"]))
        except IntakeError as error:
            return first_look.trouble(str(error))
        return report.report(found)


def _meanings(meanings: list[str | None], headings: list[dict[str, str]]) -> dict[str, str]:
    """By heading which column it was said to be."""
    return {one["heading"]: column for one, column in zip(headings, meanings, strict=True) if column}
