"""調査をつくる: a new round from an earlier one, its questions edited beside the sheet that they become."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import parse_qs

import flask
from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard import clock
from dashboard.components import notices
from dashboard.intake.pipeline import WITHOUT_FOLDER, IntakeError
from dashboard.intake.survey_forms import SurveyForms
from dashboard.pages.survey import editing, editor, keeping, known, rounds
from dashboard.views import round_in_work
from dashboard.views.view import View, asked_year
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import round_choice
from dashboard.words import words

PATH = "/survey"
TITLE = "調査をつくる"
ODD = "アドレスにある年度が読めません。調査を選び直してください。"
FOLLOWS = "nothing"
IS_WORK = True
KEEPS_DRAFT = True


def layout(reader: Reader, asked: View) -> html.Div:
    """The round that the address names; else the choice of one."""
    forms: SurveyForms | None = (
        flask.current_app.config.get("SURVEY_FORMS") if flask.has_app_context() else None
    )
    content = _content(forms, asked.search, reader) if forms is not None else []
    return html.Div(content, id="survey-page", className="survey")


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks of the page; forms go the way of the server's PIPELINE."""
    forms = SurveyForms(app.server.config["PIPELINE"])
    app.server.config["SURVEY_FORMS"] = forms
    editing.register(app)
    keeping.register(app, forms, warehouse)
    known.register(app, warehouse)
    rounds.register(app)

    @app.callback(
        Output("survey-page", "children"),
        Input("url", "search"),
        State("url", "pathname"),
        State("survey-shown", "data"),
        prevent_initial_call=True,
    )
    def open_round(search: str | None, pathname: str | None, shown: str | None) -> Any:
        """Another round; the one that is open stays as it is."""
        if pathname != PATH or _asked(search) == _asked(shown) or _is_kept_now(search, shown):
            return no_update
        return _content(forms, search, warehouse.reader())

    @app.callback(
        Output("survey-page", "children", allow_duplicate=True),
        Input("act-done", "data"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def choose_again(done: str, pathname: str | None, search: str | None) -> Any:
        """The choice of a round, once a form was taken away or put back."""
        if not done or pathname != PATH or _asked(search).year is not None:
            return no_update
        return _content(forms, search, warehouse.reader())

    @app.callback(
        Output("url", "search", allow_duplicate=True),
        Input("survey-new", "n_clicks"),
        State("survey-new-year", "value"),
        State("survey-new-from", "value"),
        prevent_initial_call=True,
    )
    def begin(clicks: int | None, year: str, before: str) -> Any:
        return f"?{round_in_work.NAME}={year}&from={before}" if clicks else no_update


def _content(forms: SurveyForms, search: str | None, reader: Reader) -> list[Any]:
    year, before, is_odd = _asked(search)
    parts: list[Any] = [dcc.Store(id="survey-shown", data=search or "")]
    if not forms.pipeline.raw.is_dir():
        return [*parts, _head(None), html.P(WITHOUT_FOLDER)]
    try:
        if year is not None and before is not None and not is_odd:
            return [*parts, _head(year), *editor.editor(forms.propose(year, before))]
        made = forms.rounds()
        if is_odd or year is None or not any(row["fiscal_year"] == year for row in made["rounds"]):
            not_yet = f"{words.fiscal_year(year)}の調査票は、まだありません。" if year is not None else ""
            told = ODD if is_odd else not_yet
            missing = [notices.banner(told, "warning")] if told else []
            begun = {one.fiscal_year for one in round_choice.choose(search, reader).rounds if one.is_begun}
            chooser = rounds.chooser(made["rounds"], made["removed"], begun, PATH, clock.today())
            return [*parts, *missing, _head(None), *chooser, known.section(reader)]
        form = forms.show(year)
    except IntakeError as error:
        return [*parts, _head(year), notices.banner(str(error), "warning")]
    return [*parts, _head(year), *editor.editor(form)]


def _head(year: int | None) -> html.Div:
    if year is None:
        return html.Div(
            [html.H1(TITLE), html.P("前の調査をもとに、質問を直し、市町村に送る調査票をつくります。")],
            className="page-head",
        )
    return html.Div(
        [html.H1([TITLE, f"　{words.fiscal_year(year)}"]), dcc.Link("ほかの調査を選ぶ", href=PATH)],
        className="page-head",
    )


class AskedRound(NamedTuple):
    """What an address names: the year of the round, that of the one before; is_odd: one of them is no year."""

    year: int | None
    before: int | None
    is_odd: bool


def _asked(search: str | None) -> AskedRound:
    given = parse_qs((search or "").removeprefix("?"))
    names = (round_in_work.NAME, "from")
    year, before = (asked_year(search, name) for name in names)
    is_odd = any(name in given and asked is None for name, asked in zip(names, (year, before), strict=True))
    return AskedRound(year, before, is_odd)


def _is_kept_now(search: str | None, shown: str | None) -> bool:
    """Whether the address only says that the new round that is open has been kept."""
    now, opened = _asked(search), _asked(shown)
    return (
        now.year is not None and now.year == opened.year and now.before is None and opened.before is not None
    )
