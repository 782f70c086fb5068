"""働きかけ: whom to approach next, why, how sure that is, and what to bring."""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.components import notices, take_out
from dashboard.pages.outreach import controls, dates, effect, forecast, joint, method
from dashboard.pages.outreach import detail as outreach_detail
from dashboard.pages.outreach import lists as outreach_lists
from dashboard.services import forecast as forecasts
from dashboard.services import ranking as priorities
from dashboard.views import outreach, outreach_rows, outreach_words, view
from dashboard.views.outreach import OutreachView
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.settings import journal_path
from dashboard.words import words

PATH = "/outreach"
TITLE = "働きかけ"
# Places that a change of weights or filters changes.
TEXTS = ("outreach-banners", "outreach-summary", "outreach-insufficient", "outreach-watch", "preset-about")


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the view, weights and town that the address asks for."""
    shown = outreach.gather(reader, asked, journal_path())
    texts = _texts(shown)
    ranking = html.Section(
        [
            html.Div(
                [
                    html.H2("訪問・相談の候補（A・B・C）", id="ranking-title"),
                    controls.legend(),
                    controls.order(shown.choice),
                    html.Button(
                        "CSVで保存",
                        id="ranking-csv",
                        className="filter-clear",
                        type="button",
                        **{"data-take-out": "csv", "data-view": "ranking"},
                    ),
                    take_out.buttons("ranking", content=".ranked-list"),
                ],
                className="toolbar",
            ),
            _choice(),
            html.Div(
                id="ranking-rows",
                role="region",
                className="ranking-rows",
                tabIndex=0,
                **{"aria-labelledby": "ranking-title"},
            ),
        ],
        className="panel ranking",
        **{"aria-labelledby": "ranking-title"},
    )
    detail = html.Section(
        outreach_detail.detail(shown),
        id="outreach-detail",
        className="panel detail",
        tabIndex=0,
        **{"aria-labelledby": "detail-title"},
    )
    return html.Div(
        [
            dcc.Store(id="outreach-data", data=outreach_rows.payload(shown)),
            dcc.Store(id="outreach-key", data=outreach_rows.browser_keys(shown)),
            dcc.Store(id="outreach-drawn"),
            dcc.Store(id="outreach-presets", data=controls.known_presets()),
            dcc.Store(id="outreach-seen", data=_panel_key(shown)),
            html.Div(texts["outreach-banners"], id="outreach-banners"),
            html.Div(
                [html.H1(TITLE), html.P(texts["outreach-summary"], id="outreach-summary")],
                className="page-head outreach-head",
            ),
            html.Div([controls.controls(shown.choice), ranking, detail], className="outreach-first"),
            html.Div(
                [
                    _panel("outreach-insufficient", "insufficient-title", texts["outreach-insufficient"]),
                    _panel("outreach-watch", "watch-title", texts["outreach-watch"]),
                ],
                className="outreach-pair",
            ),
            _panel("outreach-joint", "joint-title", joint.section(reader, asked)),
            _panel("outreach-dates", "dates-title", dates.section(reader, asked)),
            html.Section(
                [
                    html.H2("候補の選び方の確からしさ", id="trust-title"),
                    html.Div(
                        html.Button(
                            "過去の実績で確かめる",
                            id="trust-open",
                            className="button button-small",
                            type="button",
                        ),
                        id="outreach-trust",
                        **{"aria-live": "polite"},
                    ),
                ],
                className="panel",
                **{"aria-labelledby": "trust-title"},
            ),
            html.Section(method.formulas(), className="panel", **{"aria-labelledby": "method-title"}),
        ],
        className="outreach",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """The browser changes the address; the ranking and the panel of the town follow the address."""

    @app.callback(
        output={
            "data": Output("outreach-data", "data"),
            "key": Output("outreach-key", "data"),
            "texts": {name: Output(name, "children") for name in TEXTS},
        },
        inputs={
            "search": Input("url", "search"),
            "_turns": Input("poll", "n_intervals"),
            "pathname": State("url", "pathname"),
            "before": State("outreach-key", "data"),
        },
        prevent_initial_call=True,
    )
    def show_ranking(search: str | None, _turns: int, pathname: str, before: dict[str, str] | None) -> Any:
        """Also from time to time, since somebody else may have recorded a contact."""
        shown = _gather(warehouse, search, pathname)
        now, before = outreach_rows.browser_keys(shown), before or {}
        if now == before and not (shown.choice.complaint and ctx.triggered_id == "url"):
            raise PreventUpdate
        is_same = now["under"] == before.get("under")
        return {
            "data": outreach_rows.payload(shown),
            "key": now,
            "texts": _texts(shown, is_reweighed=is_same),
        }

    @app.callback(
        Output("outreach-detail", "children"),
        Output("outreach-seen", "data"),
        Input("url", "search"),
        State("url", "pathname"),
        State("outreach-seen", "data"),
        prevent_initial_call=True,
    )
    def show_town(search: str | None, pathname: str, before: dict[str, str] | None) -> Any:
        shown = _gather(warehouse, search, pathname)
        seen = _panel_key(shown)
        return (no_update, no_update) if seen == before else (outreach_detail.detail(shown), seen)

    @app.callback(
        Output("outreach-trust", "children"),
        Input("trust-open", "n_clicks"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def show_trust(clicks: int | None, search: str | None) -> Any:
        if not clicks:
            raise PreventUpdate
        shown = _gather(warehouse, search, PATH)
        made = forecasts.forecast(shown.reader)
        tested = method.trust(priorities.backtest(shown.reader))
        cells = forecasts.start_cells(shown.reader)
        foretold = forecast.section(made, forecasts.names(shown.reader), cells)
        return [*tested, *foretold, *effect.section(shown.reader, journal_path())]

    for name, inputs in {
        "showWeights": [Input({"type": "weight", "code": ALL}, "value")],
    }.items():
        app.clientside_callback(
            ClientsideFunction("kasanariOutreach", name),
            *inputs,
            prevent_initial_call=True,
        )
    # with an output, since a callback without one is not called when the page is opened
    app.clientside_callback(
        ClientsideFunction("kasanariOutreach", "draw"),
        Output("outreach-drawn", "data"),
        Input("outreach-data", "data"),
        Input("outreach-seen", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("kasanariOutreach", "follow"),
        Output("weights-reset", "disabled"),
        Input("url", "search"),
        prevent_initial_call=True,
    )


def _gather(warehouse: Warehouse, search: str | None, pathname: str) -> OutreachView:
    if pathname != PATH:
        raise PreventUpdate
    try:
        return outreach.gather(*view.open(warehouse, search), journal_path())
    except WarehouseError:
        raise PreventUpdate from None  # the shell's own question after the state of the data shows the message


def _texts(shown: OutreachView, *, is_reweighed: bool = False) -> dict[str, Any]:
    """What stands around the ranking; where only weights were changed, the slippage watch stays as it is."""
    return {
        "outreach-banners": _banners(shown),
        "outreach-summary": outreach_words.summary(shown),
        "outreach-insufficient": outreach_lists.insufficient(shown),
        "outreach-watch": no_update if is_reweighed else outreach_lists.watched(shown),
        "preset-about": controls.about(shown.choice),
    }


def _panel_key(shown: OutreachView) -> dict[str, str]:
    return {"town": shown.town, "key": outreach_rows.ranking_key(shown)}


def _banners(shown: OutreachView) -> list[Any]:
    said = []
    if shown.choice.complaint:
        said.append(notices.banner(shown.choice.complaint, "warning"))
    if shown.material.inputs.trouble:
        said.append(
            notices.banner(
                f"対応の記録を読めないため、連絡の項目は「わからない」としています。{shown.material.inputs.trouble}",
                "warning",
            )
        )
    fictional = int(shown.ranking.rows["is_synthetic"].sum())
    if fictional:
        said.append(
            notices.banner(
                f"{words.SYNTHETIC}を含みます（区分した{words.count(fictional)}市町村）。実際の候補として使わないでください。",
                "synthetic",
            )
        )
    return said


def _choice() -> html.Div:
    """The towns that were ticked, and the way with them into the plan; the browser fills and shows it."""
    return html.Div(
        [
            html.Span(className="choice-said", role="status"),
            dcc.Link("計画に入れる", href="/plan", id="choice-go", className="button button-small"),
            html.Button("選択を消す", id="choice-clear", className="filter-clear", type="button"),
        ],
        id="ranking-choice",
        className="ranking-choice",
        hidden=True,
    )


def _panel(place: str, title: str, children: list[Any]) -> html.Section:
    return html.Section(children, id=place, className="panel", **{"aria-labelledby": title})
