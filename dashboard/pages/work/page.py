"""今年の仕事: the year as steps, each with its state, its day, what is missing and the way to it."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, html

from dashboard import clock, journal
from dashboard.components import notices
from dashboard.intake import issued_forms, survey_forms
from dashboard.intake.pipeline import WITHOUT_FOLDER
from dashboard.views import round_in_work, year_work
from dashboard.views.backups import last_line
from dashboard.views.returns import year_label
from dashboard.views.round_in_work import RoundChoice
from dashboard.views.view import View
from dashboard.views.work_step import WorkStep
from dashboard.views.year_work import YearWork
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.settings import journal_path
from dashboard.words import words

PATH = "/work"
TITLE = "今年の仕事"
FOLLOWS = "nothing"
STATES = {"done": "● 済み", "now": "▲ いま", "later": "― これから"}


def layout(reader: Reader, asked: View) -> html.Div:
    """The steps of the round that the address asks for; of the one in work where it asks for none."""
    try:
        pipeline = flask.current_app.config["PIPELINE"] if flask.has_app_context() else None
        if pipeline is not None and not pipeline.raw.is_dir():
            return html.Div([html.H1(TITLE), html.P(WITHOUT_FOLDER)], className="work")
        saved = survey_forms.heads(pipeline.raw) if pipeline is not None else []
        drawn = issued_forms.versions(pipeline.curated) if pipeline is not None else {}
        body = _body(year_work.gather(reader, journal_path(), clock.today(), saved, asked.search, drawn))
    except journal.JournalError as error:
        body = [html.H1(TITLE), notices.banner(str(error), "warning")]
    return html.Div(body, className="work")


def register(_app: Dash, _warehouse: Warehouse) -> None:
    """The page only shows; each step is done on its own page."""


def _body(work: YearWork) -> list[Any]:
    today = words.day_short(clock.today())
    now = work.now
    said = f"次は「{now.title}」です。" if now else "いま、することは残っていません。"
    about = f"{work.title}について" if work.title else "調査票の様式がまだありません"
    choice = work.choice
    return [
        html.Div(
            [
                notices.banner(choice.complaint, "warning") if choice.complaint else None,
                html.H1(f"{TITLE}（{words.fiscal_year(work.fiscal_year)}）"),
                html.P(f"{today}現在。{about}。{said}", id="work-summary"),
                _others(choice),
            ],
            className="page-head",
        ),
        html.Ol(
            [_step(number, step, is_next=step is now) for number, step in enumerate(work.steps, 1)],
            className="work-steps",
        ),
        html.P(
            [
                last_line(journal_path(), clock.today()),
                " 控えの保存と、控えから戻すことは、",
                html.A("データの「控え」", href=notices.BACKUP_PATH),
                "でします。",
            ],
            className="note",
            id="work-backup",
        ),
        html.P(
            [
                "名簿・取組・統計・境界などの資料が届いたら、",
                html.A("登録", href="/register"),
                "の画面に入れます。電話などで聞いた訂正は、市町村カルテの値の横の「訂正」から入れます。",
            ],
            className="note",
        ),
    ]


def _others(choice: RoundChoice) -> html.P | None:
    """The way to a round that is saved already beside the one in work, and back."""
    now = choice.in_work
    others = [year for year in choice.years if now is not None and year >= now and year != choice.fiscal_year]
    if choice.fiscal_year == now:
        told = "ほかに、次の調査票も保存してあります: "
    else:
        told = f"いま進めている調査は{year_label(now)}です: " if now is not None else ""
    if not others:
        return None
    links: list[Any] = [
        part
        for year in others
        for part in (html.A(f"{year_label(year)}の調査", href=round_in_work.address(PATH, year)), "　")
    ]
    return html.P([told, *links], className="note", id="work-others")


def _step(number: int, step: WorkStep, *, is_next: bool) -> html.Li:
    return html.Li(
        [
            html.Div(
                [
                    html.Span(STATES[step.state], className="work-state"),
                    html.H2(f"{number}. {step.title}"),
                    html.Span(step.when, className="work-when"),
                ],
                className="work-head",
            ),
            html.Div(
                [
                    html.P(step.facts),
                    html.Ul([html.Li(one) for one in step.missing], className="work-missing")
                    if step.missing
                    else None,
                ],
                className="work-body",
            ),
            html.A(step.button, href=step.href, className="button" if is_next else "button button-quiet"),
        ],
        className=f"panel work-step is-{step.state}",
        **{"data-step": step.key},
    )
