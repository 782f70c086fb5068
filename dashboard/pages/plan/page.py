"""計画: whom to approach in a year or quarter, by which means, on which route; and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import dash_mantine_components as dmc
import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard import journal
from dashboard.components import address_controls, notices, selects, written_by
from dashboard.frames import records
from dashboard.pages.plan import editor, journal_fields, log, lot, parts, route, what_if, writing
from dashboard.queries import visits as queries_visits
from dashboard.services import routes
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web import lazy_routes
from dashboard.web.settings import journal_path
from dashboard.words import words

PATH = "/plan"
TITLE = "計画"


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the plan that the address names (the newest where it names none)."""
    path = journal_path()
    try:
        return _page(reader, path, asked)
    except journal.JournalError as error:
        return html.Div(
            [html.Div(html.H1(TITLE), className="page-head"), notices.banner(str(error), "warning")],
            className="plan",
            role="alert",
        )


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks and files of the page; records are in the server's JOURNAL."""

    def files(server: flask.Flask) -> None:
        from dashboard.web import plan_files

        plan_files.register(server, warehouse)

    lazy_routes.add(app.server, files, f"{PATH}/")
    _register_view(app, warehouse)
    writing.register(app, warehouse)
    log.register(app)
    lot.register(app, warehouse)
    what_if.register(app, warehouse)


def _page(reader: Reader, path: Path | None, asked: View) -> html.Div:
    plans, plan_id = writing.plans(path, asked.search)
    given = parse_qs((asked.search or "").removeprefix("?"))
    standing, lists = parts.lists(reader, path, asked)
    plan = next((row for row in records(plans) if row["record_id"] == plan_id), {})
    return html.Div(
        [
            dcc.Store(id="plan-version", data=journal.version_of(path)),
            dcc.Store(id="plan-shown", data=plan_id),
            dcc.Store(id="plan-meaning"),
            dcc.Store(id="plan-goes-to"),
            html.Div(
                [
                    html.H1(TITLE),
                    html.Div(
                        [
                            dmc.Select(
                                id="plan-choice",
                                data=writing.choices(plans),
                                **address_controls.agreed(plan_id or None),
                                size="sm",
                                w=300,
                                allowDeselect=False,
                                placeholder="計画はまだありません",
                                comboboxProps=selects.COMBO,
                                **{"aria-label": "計画を選ぶ"},
                            ),
                            dmc.Button("新しい計画", id="plan-new", size="sm", variant=_urged(plan_id)),
                            dmc.Button(
                                "計画を直す",
                                id="plan-edit",
                                size="sm",
                                variant="default",
                                disabled=not plan_id,
                            ),
                            written_by.labelled_field(),
                        ],
                        className="plan-bar",
                    ),
                    html.P(standing, id="plan-standing", className="plan-standing"),
                    parts.place_note(),
                ],
                className="page-head",
            ),
            _fictional(reader),
            html.Div(id="plan-undo", role="status"),
            _unknown_town(reader, given.get("log", [""])[0]),
            log.form(reader, given.get("log", [""])[0]),
            html.Section(
                [
                    html.H2("働きかける市町村"),
                    _adding(reader, given.get("add", [""])[0]),
                    html.Div(parts.plan_body(reader, path, plan_id), id="plan-body"),
                ],
                className="panel",
            ),
            html.Div(lists, id="plan-lists", className="plan-lists"),
            html.Section(
                [
                    html.H2("訪問経路"),
                    route.route_form(reader, plan),
                    html.Div(id="route-message", role="status", className="form-result"),
                    html.Div(route.route_body(reader, path, plan_id), id="route-body"),
                ],
                className="panel",
            ),
            html.Div(parts.handover_form(reader, path), id="plan-handover"),
            editor.modal(),
        ],
        className="plan",
    )


def _unknown_town(reader: Reader, code: str) -> html.Div | None:
    """Said where an address wants an entry for a municipality that there is not."""
    if not code or code in {option["value"] for option in journal_fields.towns(reader)}:
        return None
    return notices.banner(f"「{code}」という市町村はありません。下で市町村を選び直してください。", "warning")


def _fictional(reader: Reader) -> html.Div | None:
    if not queries_visits.states(reader)["is_synthetic"].any():
        return None
    return notices.banner(
        f"{words.SYNTHETIC}を含みます（優先度と、回答による確認事項の判断）。実際の状況として引用しないでください。",
        "synthetic",
    )


def _urged(plan_id: str) -> str:
    """The look of 「新しい計画」: without a plan it is the next thing to do."""
    return "default" if plan_id else "filled"


def _adding(reader: Reader, asked: str) -> html.Div:
    known, begun = journal_fields.towns(reader), journal_fields.tab_persistence("add")
    codes = {town["value"] for town in known}
    means = [{"value": label, "label": label} for label in queries_visits.means(reader)["label_ja"]]
    return html.Div(
        [
            html.Div(
                dmc.MultiSelect(
                    id="plan-towns",
                    label="市町村",
                    data=known,
                    value=[code for code in asked.split(",") if code in codes],
                    searchable=True,
                    filter=selects.FOLDED,
                    size="sm",
                    placeholder="市町村名かよみを入力",
                    comboboxProps=selects.COMBO,
                    nothingFoundMessage="見つかりません",
                    hidePickedOptions=True,
                    # towns that the address brings are kept by it
                    **({} if asked else begun),
                ),
                className="wide",
            ),
            dmc.Select(
                id="plan-means",
                label="手段",
                data=means,
                value=route.VISIT,
                size="sm",
                allowDeselect=False,
                comboboxProps=selects.COMBO,
                **begun,
            ),
            dmc.TextInput(id="plan-owner", label="担当", size="sm", placeholder="空欄なら記入者", **begun),
            dmc.TextInput(
                id="plan-due", label="期限", size="sm", placeholder=journal_fields.day_hint(), **begun
            ),
            dmc.Button("計画に入れる", id="plan-add", size="sm"),
            html.Span(id="plan-result", role="status", className="form-result wide"),
        ],
        className="form-grid add-form",
    )


def _register_view(app: Dash, warehouse: Warehouse) -> None:
    @app.callback(
        Output("plan-version", "data"),
        Input("poll", "n_intervals"),
        State("plan-version", "data"),
        prevent_initial_call=True,
    )
    def follow(_turns: int, seen: str) -> Any:
        """What another person wrote appears by itself."""
        try:
            now = journal.version_of(journal_path())
        except journal.JournalError:
            return no_update
        return no_update if now == seen else now

    @app.callback(
        Output("plan-body", "children"),
        Output("plan-standing", "children"),
        Output("plan-lists", "children"),
        Output("handover-whom", "data"),
        Output("plan-meaning", "data"),
        Output("plan-shown", "data"),
        Output("plan-new", "variant"),
        Output("plan-edit", "disabled"),
        Input("plan-version", "data"),
        Input("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def show(_version: str, search: str | None, pathname: str) -> Any:
        if pathname != PATH:
            return (no_update,) * 8
        path = journal_path()
        try:
            reader, asked = view.open(warehouse, search)
            plans, plan_id = writing.plans(path, search)
            choice = {"value": plan_id or None, "data": writing.choices(plans)}
            return (
                parts.plan_body(reader, path, plan_id),
                *parts.lists(reader, path, asked),
                parts.handover_choices(reader, path),
                address_controls.meaning(search, **{"plan-choice": choice}),
                plan_id,
                _urged(plan_id),
                not plan_id,
            )
        except journal.JournalError as error:
            return (parts.trouble(str(error)), *(no_update,) * 7)
        except WarehouseError:
            return (no_update,) * 8  # the shell says what is wrong

    @app.callback(
        Output("route-body", "children"),
        Input("plan-version", "data"),
        Input("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def show_route(_version: str, search: str | None, pathname: str) -> Any:
        """Apart from the rest, since the search of a route may take seconds."""
        if pathname != PATH:
            return no_update
        path = journal_path()
        try:
            return route.route_body(warehouse.reader(), path, writing.plans(path, search)[1])
        except (journal.JournalError, WarehouseError, routes.UnknownOfficeError):
            return no_update  # said beside, or by the shell

    for name, store in (("show", "plan-meaning"), ("go", "plan-goes-to")):
        app.clientside_callback(
            ClientsideFunction("kasanariAddress", name), Input(store, "data"), prevent_initial_call=True
        )

    app.clientside_callback(
        ClientsideFunction("kasanariPlan", "log"),
        Output("log-town", "value"),
        Output("log-result", "children", allow_duplicate=True),
        Input({"type": "item-log", "code": ALL}, "n_clicks"),
        State("log-town", "value"),
        *(State(f"log-{name}", "value") for name in log.TYPED),
        prevent_initial_call=True,
    )

    @app.callback(Output("handover-links", "children"), Input("handover-whom", "value"))
    def handover(whom: str | None) -> Any:
        if not whom:
            return html.Span("選ぶと、Word と印刷用の画面が出ます。", className="note")
        return [
            html.A(
                "Word で保存",
                href=f"/plan/handover.docx?{whom}",
                className="button",
                id="handover-docx",
            ),
            html.A("印刷用の画面", href=f"/plan/handover.html?{whom}", target="_blank", id="handover-html"),
        ]
