"""The shell's callbacks: the page that the address names, newer data, notices, and the drawer of a municipality."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import flask
from dash import ClientsideFunction, Input, Output, State, ctx, html, no_update

from dashboard import faults
from dashboard import journal as journals
from dashboard.components import drawer, notices, provenance
from dashboard.intake.pipeline import Pipeline
from dashboard.queries import data, overview
from dashboard.services import coming_dates, received_files
from dashboard.views import date_words, view
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web import callback_cache, passage
from dashboard.web.application import Application
from dashboard.web.settings import journal_path
from dashboard.words import words

# The page of which the town is the matter; on all others ?town= opens the drawer.
TOWN_PATH = "/town"
# Stands before the id of the warehouse that a page showed before it failed.
FAILED = "!"


def register(app: Application, warehouse: Warehouse, pages: Mapping[str, ModuleType]) -> None:
    """pages: by path."""
    _register_page(app, warehouse, pages)
    _register_town(app, warehouse)

    @app.callback(
        Output("version", "data"),
        Input("poll", "n_intervals"),
        State("version", "data"),
        prevent_initial_call=True,
    )
    def look_for_new_data(_turns: int, seen: dict[str, str]) -> Any:
        now = version(warehouse, app.server.config["PIPELINE"])
        return changed_version(now, seen)

    app.clientside_callback(
        ClientsideFunction("kasanari", "setTitle"), Input("page-title", "data"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("kasanari", "closeNotice"),
        Output("shell-notice", "children", allow_duplicate=True),
        Input({"type": "notice-close", "of": "switched"}, "n_clicks", allow_optional=True),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("kasanari", "closeNotice"),
        Output(notices.FAULT_ID, "children"),
        Input({"type": "notice-close", "of": "fault"}, "n_clicks", allow_optional=True),
        prevent_initial_call=True,
    )


def version(warehouse: Warehouse, pipeline: Pipeline | None = None) -> dict[str, str]:
    """What tells one state of the data from another, for the browser; without a pipeline nothing counts as not built yet."""
    warehouse_id, problem = warehouse.state()
    is_behind, gone = False, 0
    if pipeline is not None:
        with contextlib.suppress(WarehouseError):  # the page says so itself
            reader = warehouse.reader()
            is_behind = pipeline.is_behind(reader.built_at)
            gone = len(received_files.gone(reader, pipeline.raw))
    return {
        "id": warehouse_id,
        "problem": problem,
        "behind": "yes" if is_behind else "",
        "gone": str(gone or ""),
    }


def changed_version(now: dict[str, str], seen: dict[str, str]) -> Any:
    """What the browser is to know now, with what was wrong before; no_update where it knows it."""
    if now.items() <= seen.items():
        return no_update
    return {**now, "was": seen["problem"] or seen.get("behind", "") or seen.get("gone", "")}


def _register_page(app: Application, warehouse: Warehouse, pages: Mapping[str, ModuleType]) -> None:
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
        if refused := passage.page_refused(page.PATH):
            return notices.page_refused(refused), page.TITLE, "", None, shown
        try:
            reader, asked = view.open(warehouse, search)
            if getattr(page, "FOLLOWS", "all") == "nothing":
                reader = warehouse.reader()  # of the newest day, whatever day the bar asks for
            line = provenance.updated(reader, overview.build(warehouse.reader())["as_of"].iloc[0])
            content = app.prerenderer.content(page, reader, asked)
        except WarehouseError as error:
            instead, without_data = notices.instead_of_page(error), getattr(page, "without_data", None)
            if without_data is not None:
                return without_data(instead), page.TITLE, "", None, _failed(shown)
            return instead, notices.NO_DATA_TITLE, "", None, _failed(shown)
        problem = warehouse.state()[1]
        notice = notices.earlier_shown(problem)
        if not problem:
            notice = None
            if version_seen.get("behind"):
                notice = notices.behind()
            elif shown.strip(FAILED) not in ("", reader.warehouse_id):
                notice = notices.switched(words.moment(reader.built_at))
            if lost := data.lost_sources(warehouse.reader()):
                notice = html.Div([notices.lost_sources(lost), notice])
            if merged := date_words.merged(coming_dates.mergers(warehouse.reader())):
                notice = html.Div([notices.merged(merged), notice])
        if gone := received_files.gone(warehouse.reader(), app.server.config["PIPELINE"].raw):
            notice = html.Div([notices.gone_files(gone), notice])
        if not app.server.config["PIPELINE"].raw.is_dir():
            notice = html.Div([notices.lost_folder(), notice])
        if changed := _changed_in_journal():
            notice = html.Div([notices.changed_journal(changed), notice])
        if (
            ctx.triggered_id == "version"
            and getattr(page, "KEEPS_DRAFT", False)
            and not shown.startswith(FAILED)
        ):
            # what the page shows is not of the data, and somebody may be in the middle of it
            return no_update, no_update, line, None if not problem else notice, reader.warehouse_id
        if shown == reader.warehouse_id and ctx.triggered_id == "version":
            # the user navigated after the data was replaced: the page shows it already, and somebody may be editing there
            kept_notice = (
                notice
                if problem or any(version_seen.get(told) for told in ("was", "behind", "gone"))
                else no_update
            )
            return no_update, no_update, line, kept_notice, no_update
        return content, page.TITLE, line, notice, reader.warehouse_id


def _register_town(app: Application, warehouse: Warehouse) -> None:
    @app.callback(
        Output("town-drawer-title", "children"),
        Output("town-drawer-body", "children"),
        Output("town-shown", "data"),
        Input("url", "search"),
        Input("version", "data"),
        Input("url", "pathname"),
    )
    def show_town(search: str | None, _version_seen: dict[str, str], pathname: str | None) -> Any:
        try:
            reader, asked = view.open(warehouse, search)
            if not asked.town or pathname == TOWN_PATH:
                return no_update, no_update, ""
            if refused := passage.staff_refused():
                return drawer.title(reader, asked.town), html.P(refused), asked.town
            return (
                drawer.title(reader, asked.town),
                drawer.content(reader, asked.town, asked.fiscal_year),
                asked.town,
            )
        except WarehouseError:
            return no_update, no_update, ""

    app.clientside_callback(
        ClientsideFunction("kasanari", "openTown"), Input("town-shown", "data"), prevent_initial_call=True
    )


def _changed_in_journal() -> str:
    """What is not as it was written; "" where the journal cannot be read at all, which the pages say."""
    try:
        return journals.summed(journals.problems_since(journal_path()))
    except journals.JournalError:
        return ""


def _failed(shown: str) -> str:
    """What the page showed before it failed, so marked that the same data are shown again once they can be."""
    return FAILED + shown.strip(FAILED)


def _page_failed(error: Exception) -> Any:
    """A page whose making failed for a reason that nobody foresaw: words to the reader, the trace to the log."""
    number = faults.note("a page could not be made", error)
    callback_cache.do_not_cache(flask.request.environ)
    return notices.unforeseen_page(number), "データを表示できません", "", None, FAILED
