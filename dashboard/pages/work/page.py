"""今年の仕事: the year as steps, each with its state, its day, what is missing and the way to it."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, html

from dashboard import clock, journal
from dashboard.components import notices
from dashboard.intake.survey_forms import newest_head
from dashboard.views import year_work
from dashboard.views.backups import last_line
from dashboard.views.view import View
from dashboard.views.year_work import WorkStep, YearWork
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.settings import journal_path
from dashboard.words import words

PATH = "/work"
TITLE = "今年の仕事"
FOLLOWS = "nothing"
STATES = {"done": "● 済み", "now": "▲ いま", "later": "― これから"}


def layout(reader: Reader, _asked: View) -> html.Div:
    """The steps of the newest round."""
    try:
        raw = flask.current_app.config["PIPELINE"].raw if flask.has_app_context() else None
        saved = newest_head(raw) if raw is not None else None
        body = _body(year_work.gather(reader, journal_path(), clock.today(), saved))
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
    return [
        html.Div(
            [
                html.H1(f"{TITLE}（{words.fiscal_year(work.fiscal_year)}）"),
                html.P(f"{today}現在。{about}。{said}", id="work-summary"),
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
