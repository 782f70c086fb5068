"""確定・公表: in which state a round is, what is open before it is closed, what was published, and what changed since."""

from __future__ import annotations

from typing import Any

import flask
import pandas as pd
from dash import Dash, html

from dashboard import clock
from dashboard.components import notices, one_file_link, year_links
from dashboard.frames import records
from dashboard.pages.closing import entering, parts
from dashboard.queries import data as queries_data
from dashboard.queries import rounds as queries_rounds
from dashboard.services import received_files
from dashboard.views.open_points import LOST, POINTS, left
from dashboard.views.returns import year_label
from dashboard.views.round_in_work import RoundChoice
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import lazy_routes, round_choice
from dashboard.words import words

PATH = "/closing"
TITLE = "確定・公表"
FOLLOWS = "nothing"
IS_WORK = True


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the round that the address asks for; of the one in work where it asks for none."""
    choice = round_choice.choose(asked.search, reader)
    return html.Div([_head(choice), *_body(reader, choice)], className="closing")


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks and files of the page."""

    def files(server: flask.Flask) -> None:
        from dashboard.web import publications

        publications.register(server, warehouse)

    lazy_routes.add(app.server, files, f"{PATH}/")
    entering.register(app, warehouse)


def _body(reader: Reader, choice: RoundChoice) -> list[Any]:
    year = choice.fiscal_year
    if year is None:
        return [
            html.Section(
                html.P("調査票の様式がまだありません。先に「調査をつくる」で様式を作ってください。"),
                className="panel",
            )
        ]
    numbers = queries_rounds.numbers(reader, year)
    if not numbers["municipalities"]:
        return [
            html.Section(
                html.P(
                    f"{year_label(year)}の調査票は、まだ1通も受け取っていません。受け取ると、ここで速報・確定にできます。"
                ),
                className="panel",
            )
        ]
    entries = records(queries_rounds.entries(reader, year))
    state = str(entries[-1]["state"]) if entries else "open"
    fictional = numbers["synthetic"]
    raw = flask.current_app.config["PIPELINE"].raw if flask.has_app_context() else None
    gone = received_files.gone(reader, raw) if raw else []
    numbers[LOST.key] = len(queries_data.lost_sources(reader)) + len(gone)
    return [
        notices.banner(
            f"{words.SYNTHETIC}を含みます（{words.count(fictional)}市町村の回収の状態）。公表しないでください。",
            "synthetic",
        )
        if fictional
        else None,
        parts.standing(year, state, entries),
        parts.open_points(year, numbers, state),
        entering.section(year, state, _asks(choice, numbers), numbers[LOST.key]),
        parts.results(year),
        parts.history(year, entries),
        one_file_link.section(f"?fy={year}", f"全道の{year_label(year)}"),
        parts.changes(reader, year, entries, raw),
    ]


def _asks(choice: RoundChoice, numbers: dict[str, int]) -> str:
    """What is said before the state changes: what is open, and that the deadline is not past."""
    said = [f"{point.label} {words.count(numbers[point.key])}{point.unit}" for point in left(POINTS, numbers)]
    deadline = pd.Timestamp(choice.head["deadline"]).date() if choice.head else None
    told = f"残っているもの: {'、'.join(said)}。" if said else ""
    if deadline is not None and deadline >= clock.today():
        told += f"回答期限（{words.day_short(deadline)}）はまだ過ぎていません。"
    return told


def _head(choice: RoundChoice) -> html.Div:
    return html.Div(
        [
            notices.banner(choice.complaint, "warning") if choice.complaint else None,
            html.H1(TITLE),
            year_links.links(PATH, choice),
        ],
        className="page-head",
    )
