"""The application: shell, pages, geometry. Nothing happens at import."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard import journal as journals
from dashboard.components import drawer, filter_bar, notices, provenance, shell
from dashboard.pages.barriers import page as barriers
from dashboard.pages.data import page as data
from dashboard.pages.map import page as map_page
from dashboard.pages.outreach import page as outreach
from dashboard.pages.overview import page as overview
from dashboard.pages.plan import page as plan
from dashboard.pages.progress import page as progress
from dashboard.pages.returns import page as returns
from dashboard.pages.slides import page as slides
from dashboard.pages.town import page as town
from dashboard.queries import overview as queries
from dashboard.services import geometry
from dashboard.views import view
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web import callback_cache, guard, prerender_html
from dashboard.web.page_cache import PageCache
from dashboard.web.prerender import Prerenderer
from dashboard.words import words

PAGES: tuple[ModuleType, ...] = (
    overview,
    map_page,
    barriers,
    progress,
    outreach,
    plan,
    town,
    returns,
    slides,
    data,
)
RAW = Path("data/raw")
# The page of which the town is the matter; on all others ?town= opens the drawer.
TOWN_PATH = "/town"
INDEX = """<!DOCTYPE html>
<html lang="ja">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
{%css%}
</head>
<body>
<noscript>この画面を使うには、ブラウザの JavaScript を有効にしてください。</noscript>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""
# Stands before the id of the warehouse that a page showed before it failed.
FAILED = "!"
log = logging.getLogger(__name__)


class Application(Dash):
    """Dash whose first word is Japanese, and whose pages with a map show it before any script has come."""

    opening: Prerenderer

    def interpolate_index(self, **parts: Any) -> str:
        query = flask.request.query_string.decode("utf-8", "replace")
        picture = self.opening.picture(flask.request.path, f"?{query}" if query else "")
        parts["app_entry"] = (
            '<div id="react-entry-point"><div class="loading" role="status">読み込んでいます…</div></div>'
            + prerender_html.scripts()
            + picture
        )
        if not picture:
            callback_cache.do_not_cache(flask.request.environ)
        if picture:  # it has the styles that it needs; the files come after it
            parts["app_entry"] += parts["css"]
            parts["css"] = prerender_html.styles()
        return str(super().interpolate_index(**parts))


def create_app(warehouse: Warehouse, journal: Path | None = None, raw: Path = RAW) -> Application:
    """The application on a warehouse; journal is the file of follow-up records (none yet), raw what is received."""
    app = Application(
        __name__,
        title=f"{overview.TITLE}｜かさなり",
        update_title=None,
        compress=True,
        serve_locally=True,
        enable_mcp=False,
        suppress_callback_exceptions=True,
        assets_ignore=prerender_html.IGNORED,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.index_string = INDEX
    # 7 % fewer bytes of the first visit than at zstd's level 3, for 0.1 s of work
    app.server.config["COMPRESS_ZSTD_LEVEL"] = 6
    app.server.config["JOURNAL"] = journal
    app.server.config["RAW"] = raw

    def around() -> Component:
        return shell.shell([(page.PATH, page.TITLE) for page in PAGES], _version(warehouse))

    app.layout = around
    app.opening = Prerenderer(app.server, warehouse, {page.PATH: page for page in PAGES}, around)
    guard.install(app.server)
    geometry.register(app.server, warehouse)
    _register_shell(app, warehouse)
    for page in PAGES:
        page.register(app, warehouse)
    app.server.wsgi_app = callback_cache.CallbackCache(  # type: ignore[method-assign]
        app.server, lambda: _all_that_answers_rest_on(warehouse, journal), frozenset({returns.PATH})
    )
    painted = [page.PATH for page in PAGES if hasattr(page, "is_painted")]
    app.server.wsgi_app = PageCache(app.server.wsgi_app, warehouse.state, painted, prerender_html.ASSETS)  # type: ignore[method-assign]
    return app


def _register_shell(app: Application, warehouse: Warehouse) -> None:
    pages = {page.PATH: page for page in PAGES}

    @app.callback(
        Output("page", "children"),
        Output("page-title", "data"),
        Output("version-line", "children"),
        Output("shell-notice", "children"),
        Output("shown-warehouse", "data"),
        Input("url", "pathname"),
        Input("version", "data"),
        State("url", "search"),
        State("shown-warehouse", "data"),
        on_error=_page_failed,
    )
    def show_page(pathname: str | None, version_seen: dict[str, str], search: str | None, shown: str) -> Any:
        page = pages.get(pathname or "/")
        if page is None:
            return notices.unknown_page(pathname or ""), "ページが見つかりません", "", None, shown
        try:
            reader, asked = view.open(warehouse, search)
            line = provenance.updated(reader, queries.build(warehouse.reader())["as_of"].iloc[0])
            content = app.opening.content(page, reader, asked)
        except WarehouseError as error:
            return notices.failure(str(error)), "データを表示できません", "", None, _failed(shown)
        problem = warehouse.state()[1]
        notice = notices.banner(
            f"新しいデータを開けないため、前のデータを表示しています。{problem}", "warning"
        )
        if not problem:
            notice = None
            if shown.strip(FAILED) not in ("", reader.warehouse_id):
                notice = notices.switched(words.moment(reader.built_at))
        if shown == reader.warehouse_id and ctx.triggered_id == "version":
            # the page was gone to after the data had changed: it shows them already, and somebody may be at work on it
            kept_notice = notice if problem or version_seen.get("was") else no_update
            return no_update, no_update, line, kept_notice, no_update
        return content, page.TITLE, line, notice, reader.warehouse_id

    @app.callback(
        Output("version", "data"),
        Input("poll", "n_intervals"),
        State("version", "data"),
        prevent_initial_call=True,
    )
    def look_for_new_data(_turns: int, seen: dict[str, str]) -> Any:
        now = _version(warehouse)
        return no_update if now.items() <= seen.items() else {**now, "was": seen["problem"]}

    @app.callback(
        Output("town-drawer", "opened"),
        Output("town-drawer-title", "children"),
        Output("town-drawer-body", "children"),
        Input("url", "search"),
        Input("version", "data"),
        Input("url", "pathname"),
    )
    def show_town(search: str | None, _version_seen: dict[str, str], pathname: str | None) -> Any:
        try:
            reader, asked = view.open(warehouse, search)
            if not asked.town or pathname == TOWN_PATH:
                return False, no_update, no_update
            return (
                True,
                drawer.title(reader, asked.town),
                drawer.content(reader, asked.town, asked.fiscal_year),
            )
        except WarehouseError:
            return False, no_update, no_update

    app.clientside_callback(
        ClientsideFunction("kasanari", "setTitle"), Input("page-title", "data"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("kasanari", "closeTown"), Input("town-drawer", "opened"), prevent_initial_call=True
    )
    _register_filters(app, warehouse)


def _register_filters(app: Dash, warehouse: Warehouse) -> None:
    """The filter bar: choices go to the address in the browser; the address sets the bar."""
    values = {name: Output(name, "value") for name in (*filter_bar.CONTROLS, *filter_bar.LISTS)}

    @app.callback(
        output={
            "data": {name: Output(name, "data") for name in filter_bar.CONTROLS},
            "options": {name: Output(f"options-{name}", "children") for name in filter_bar.LISTS},
            "values": values,
            "labels": {name: Output(f"filter-{name}", "children") for name in filter_bar.LISTS},
            "classes": {name: Output(f"filter-{name}", "className") for name in filter_bar.LISTS},
            "line": Output("filter-line", "children"),
            "clear": Output("filter-clear", "disabled"),
            "complaint": Output("filter-complaint", "children"),
            "shown": Output("filter-shown", "data"),
        },
        inputs={
            "search": Input("url", "search"),
            "version_seen": Input("version", "data"),
            "pathname": Input("url", "pathname"),
            "shown": State("filter-shown", "data"),
        },
    )
    def show_filters(
        search: str | None, version_seen: dict[str, str], pathname: str | None, shown: dict[str, Any]
    ) -> Any:
        try:
            reader = warehouse.reader()
            asked = view.read(search, reader)
            state = filter_bar.state(reader, asked)
            if pathname == returns.PATH:  # its years are those of the rounds: it complains itself
                asked = view.read(view.without_year(search), reader)
            state["complaint"] = notices.banner(asked.complaint, "warning") if asked.complaint else None
        except WarehouseError as error:
            raise PreventUpdate from error  # the page says what is wrong
        state["shown"]["version"] = version_seen["id"]
        if shown.get("version") == version_seen["id"]:  # choices are of the warehouse and of the day alone
            state["options"] = dict.fromkeys(filter_bar.LISTS, no_update)
        return state

    shown_values = [Input(name, "value") for name in (*filter_bar.CONTROLS, *filter_bar.LISTS)]
    app.clientside_callback(
        ClientsideFunction("kasanari", "closeNotice"),
        Output("shell-notice", "children", allow_duplicate=True),
        Input({"type": "notice-close", "of": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    for name, inputs in {
        "choose": [*shown_values, State("filter-shown", "data")],
        "removeChip": [Input({"type": "filter-chip", "name": ALL, "code": ALL}, "n_clicks")],
        "clear": [Input("filter-clear", "n_clicks")],
    }.items():
        app.clientside_callback(
            ClientsideFunction("kasanariFilters", name), *inputs, prevent_initial_call=True
        )
    app.clientside_callback(
        ClientsideFunction("kasanariFilters", "links"),
        Output({"type": "nav", "path": ALL}, "href"),
        Input("url", "search"),
        Input("url", "pathname"),
        State({"type": "nav", "path": ALL}, "href"),
    )


def _version(warehouse: Warehouse) -> dict[str, str]:
    warehouse_id, problem = warehouse.state()
    return {"id": warehouse_id, "problem": problem}


def _all_that_answers_rest_on(warehouse: Warehouse, journal: Path | None) -> tuple[object, ...] | None:
    """The data, the journal and the day; None where the journal cannot be read: the page says so while it is so."""
    try:
        written = journals.version_of(journal)
    except journals.JournalError:
        return None
    return warehouse.state(), written, datetime.now(words.JST).date()


def _failed(shown: str) -> str:
    """What the page showed before it failed, so marked that the same data are shown again once they can be."""
    return FAILED + shown.strip(FAILED)


def _page_failed(error: Exception) -> Any:
    """A page whose making failed for a reason that nobody foresaw: words to the reader, the trace to the log."""
    log.error("a page could not be made", exc_info=error)
    callback_cache.do_not_cache(flask.request.environ)
    return notices.unexpected(), "データを表示できません", "", None, FAILED
