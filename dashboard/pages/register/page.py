"""登録: any file that is no 調査票 is recognised, shown with what it would change, registered, and taken back later."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import flask
from dash import ALL, Dash, Input, Output, State, dcc, html, no_update

from dashboard import clock
from dashboard.components import drop_zone
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.registration import FileDetails, Registration
from dashboard.journal.entered_day import entered_day
from dashboard.pages.register import headings, listing, parts, report, taking_back
from dashboard.queries import registered as queries_registered
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import act_callbacks, lazy_routes

PATH = "/register"
TITLE = "登録"
FOLLOWS = "nothing"
IS_WORK = True
BUSY = "調べています…"
# What an officer may say of a file, by the id of its field.
FIELDS = {
    "as_of": "register-as-of",
    "coverage": "register-coverage",
    "activity": "register-activity",
    "title": "register-title",
    "received_on": "register-received-on",
    "received_from": "register-from",
}
DAYS = {"as_of": "時点", "received_on": "受領日"}


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
                        "名簿、住民基本台帳などの統計、道の取組みと出席簿、公表値、道路の移動時間、地図の境界を取り込みます。"
                        "調査票は「回収・点検」に入れてください。"
                    ),
                    html.Label(
                        [
                            "記入者",
                            dmc.TextInput(
                                id="register-by",
                                size="sm",
                                w=170,
                                placeholder="あなたの名前",
                                persistence="plan-by",
                                persistence_type="local",
                            ),
                        ],
                        htmlFor="register-by",
                        className="control-label register-by",
                    ),
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
            html.Section(
                [
                    html.Div(id="register-chosen"),
                    html.Div(id="register-fields"),
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
                _trouble("前に入れたファイルはもう残っていません。もう一度入れてください。"),
                None,
                None,
                None,
            )
        name = upload.files[0].name if upload.files else ""
        chooser = parts.chooser(upload, name)
        return (
            (chooser, *_first_look(registration, given["id"], name, ""))
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
        return _first_look(registration, given["id"], name, "")

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
        return _first_look(registration, given["id"], asked["name"], kind)


def _register_inspection(app: Dash, registration: Registration) -> None:
    @app.callback(
        Output("register-report", "children", allow_duplicate=True),
        Output("register-asked", "data", allow_duplicate=True),
        {key: Input(field, "value") for key, field in FIELDS.items()},
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
        said = {one["heading"]: column for one, column in zip(headings, meanings, strict=True) if column}
        try:
            details = _details(asked["details"]["kind"], fields, said)
        except ValueError as error:
            return _trouble(str(error)), no_update
        now = {"name": asked["name"], "details": vars(details)}
        if now == asked:
            return no_update, no_update
        try:
            found = registration.inspect(given["id"], asked["name"], details)
        except IntakeError as error:
            return _trouble(str(error)), now
        return report.report(found), now


def _register_registration(app: Dash, registration: Registration) -> None:
    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Output("register-act", "data"),
        Output("register-report", "children", allow_duplicate=True),
        Input("register-do", "n_clicks"),
        State("register-batch", "data"),
        State("register-asked", "data"),
        State("register-by", "value"),
        prevent_initial_call=True,
    )
    def begin(
        clicks: int | None, given: dict[str, str] | None, asked: dict[str, Any] | None, by: str | None
    ) -> Any:
        if not clicks or not given or not asked:
            return no_update, no_update, no_update
        details = FileDetails(**{**asked["details"], "by": by or ""})
        try:
            command = registration.command(given["id"], asked["name"], details)
        except IntakeError as error:
            return no_update, no_update, _trouble(str(error))
        act = act_callbacks.acts().start(f"「{details.title or asked['name']}」の登録", command)
        return act.act_id, act.act_id, html.P("登録しています。下の線の表示が終わるまでお待ちください。")

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
            return _trouble(str(error))
        return report.report(found)


def _first_look(registration: Registration, upload_id: str, name: str, kind: str) -> tuple[Any, Any, Any]:
    """Fields, report and what was asked, of a file that nobody has said anything of but its kind."""
    try:
        found = registration.inspect(upload_id, name, FileDetails(kind=kind))
    except IntakeError as error:
        return None, _trouble(str(error)), None
    today = clock.today().isoformat()
    said = {
        one["heading"]: one["candidates"][0]["column"]
        for one in found["headings"]
        if one["candidates"] and not one["is_optional"]
    }
    details = FileDetails(
        kind=found["kind"] if found["kind"] in queries_registered.KINDS else "",
        as_of=found["as_of"],
        coverage=found["coverage"],
        title=found["title"],
        received_on=today,
        activity=found["activity"],
        headings=said,
    )
    shown = parts.fields(found, today)
    if said:
        try:
            found = registration.inspect(upload_id, name, details)
        except IntakeError as error:
            return shown, _trouble(str(error)), {"name": name, "details": vars(details)}
    return shown, report.report(found), {"name": name, "details": vars(details)}


def _details(kind: str, fields: dict[str, str | None], headings: dict[str, str]) -> FileDetails:
    """What the fields say. Raises ValueError for a day that is none."""
    values = {key: (value or "").strip() for key, value in fields.items()}
    for key, label in DAYS.items():
        values[key] = entered_day(label, values[key]).isoformat() if values[key] else ""
    return FileDetails(kind=kind, headings=headings, **values)


def _trouble(message: str) -> html.Div:
    return html.Div(message, className="banner banner-warning", role="alert")
