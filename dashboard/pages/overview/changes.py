"""What changed since the last briefing, in words, with a link to each town behind a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html

from dashboard.components import selects
from dashboard.frames import records
from dashboard.planning import briefing
from dashboard.queries import changes as queries_changes
from dashboard.queries import filters, overview
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

YEAR = timedelta(days=365)
# Past so many towns a list is folded.
MOST = 6


@dataclass(frozen=True)
class PeriodChange:
    """Two days and what is different; `moves`, `answers`: the frames of planning.briefing."""

    since: date
    until: date
    moves: pd.DataFrame
    answers: pd.DataFrame
    complaint: str = ""


def compare(newest: Reader, asked: View) -> PeriodChange | None:
    """The change up to the day that is shown; None where there is no earlier day. newest: as of no day."""
    until = asked.as_of or pd.Timestamp(overview.build(newest)["as_of"].iloc[0]).date()
    days = [day for day in filters.days(newest) if day < until]
    if not days:
        return None
    since, complaint = _since(asked.search, days, until)
    then, now = newest.at(since), newest.at(asked.as_of)
    moves = briefing.moves(queries_changes.town_states(then), queries_changes.town_states(now))
    answers = briefing.answer_changes(queries_changes.answers(then), queries_changes.answers(now))
    names = queries_changes.town_states(now)[["municipality_code", "name"]]
    answers = answers.merge(names, on="municipality_code")
    return PeriodChange(since, until, view.narrow(moves, asked), view.narrow(answers, asked), complaint)


def choices(newest: Reader, asked: View, since: date) -> list[dict[str, str]]:
    """Days to compare with, newest first."""
    until = asked.as_of or pd.Timestamp(overview.build(newest)["as_of"].iloc[0]).date()
    days = {day for day in filters.days(newest) if day < until} | {since}
    return [{"value": day.isoformat(), "label": words.day_short(day)} for day in sorted(days, reverse=True)]


def section() -> html.Section:
    """The panel before anything is compared."""
    return html.Section(
        [
            html.Div(
                [
                    html.H2("前回の説明から変わったこと", id="changes-title"),
                    html.Label("前回の日", htmlFor="since", className="control-label"),
                    dmc.Select(
                        id="since",
                        data=[],
                        size="xs",
                        w=190,
                        allowDeselect=False,
                        comboboxProps=selects.COMBO,
                    ),
                    html.Button("文をコピー", id="copy-changes", className="small-button", type="button"),
                    html.Span(id="copy-changes-said", className="note", role="status"),
                    dcc.Store(id="changes-text", data=""),
                    dcc.Store(id="since-meaning"),
                ],
                className="toolbar",
            ),
            html.Div(html.P("比べています…", className="note"), id="changes-body"),
        ],
        className="panel changes",
        **{"aria-labelledby": "changes-title"},
    )


def sentence(change: PeriodChange) -> str:
    """The change in words: how many of each kind, and which."""
    said = []
    for kind, heading, _ in briefing.KINDS:
        part = change.moves[change.moves["kind"] == kind]
        if len(part):
            said.append(f"{heading}{words.count(len(part))}（{words.names(part['name'].tolist(), 6)}）")
    if len(change.answers):
        said.append(f"答えが変わった市町村{words.count(len(change.answers))}")
    span = f"{words.day_short(change.since)}から{words.day_short(change.until)}まで"
    mark = f"【{words.SYNTHETIC}を含みます】" if _is_synthetic(change) else ""
    return f"{mark}{span}に知った変化: {'、'.join(said)}。" if said else f"{span}に知った変化はありません。"


def body(change: PeriodChange, asked: View) -> list[Any]:
    """The sentence, then the towns of each kind with what they were, are, and the cell that says so."""
    parts: list[Any] = [html.P(sentence(change), className="changes-sentence")]
    if change.complaint:
        parts.insert(0, html.P(change.complaint, className="note note-alert", role="status"))
    blocks = [
        _block(heading, meaning, [_move(row, asked) for row in records(part)])
        for kind, heading, meaning in briefing.KINDS
        if len(part := change.moves[change.moves["kind"] == kind])
    ]
    if len(change.answers):
        rows = [_answer(row, asked) for row in records(change.answers)]
        blocks.append(_block("答えの変化", "前回も答えた設問のうち、今回と答えが違うもの", rows))
    return [*parts, html.Div(blocks, className="changes-blocks")]


def _since(search: str, days: list[date], until: date) -> tuple[date, str]:
    """The day that ?since= names; else the newest known day at least a year back, or the first."""
    a_year = [day for day in days if day <= until - YEAR]
    default = a_year[-1] if a_year else days[0]
    given = parse_qs(search.removeprefix("?")).get("since", [""])[0]
    if not given:
        return default, ""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = date.max
    if days[0] <= day < until:
        return day, ""
    return default, f"前回の日「{given[:12]}」とは比べられません。{words.day_short(default)}と比べています。"


def _is_synthetic(change: PeriodChange) -> bool:
    return bool(change.moves["is_synthetic"].any() or change.answers["is_synthetic"].any())


def _block(heading: str, meaning: str, rows: list[Any]) -> html.Div:
    return html.Div(
        [
            html.H3([heading, html.Span(f" {words.count(len(rows))}市町村", className="changes-number")]),
            html.P(meaning, className="note"),
            html.Ul(rows[:MOST]),
            html.Details([html.Summary(f"残り{words.count(len(rows) - MOST)}"), html.Ul(rows[MOST:])])
            if len(rows) > MOST
            else None,
        ],
        className="changes-block",
    )


def _town(row: dict[str, Any], asked: View) -> list[Any]:
    mark = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    return [dcc.Link(str(row["name"]), href=view.of_town(asked, row["municipality_code"])), mark]


def _move(row: dict[str, Any], asked: View) -> html.Li:
    was = _state(row["was"], row["was_start"])
    now = _state(row["status_label"], row["start_label"])
    cell = html.Span("資料なし", className="cell-place")
    if isinstance(row["file"], str):
        cell = html.Span(raw_files.of_row(row), className="cell-place")
    return html.Li([*_town(row, asked), f"　{was} → ", html.B(now), cell])


def _state(label: str, start: object) -> str:
    return f"{label}（{start}）" if isinstance(start, str) else str(label)


def _answer(row: dict[str, Any], asked: View) -> html.Li:
    said = [f"＋{one}" for one in row["added"]] + [f"−{one}" for one in row["removed"]]
    parts = [f"課題 {'、'.join(said)}"] if said else []
    others = row["others"]
    if others:
        parts.append(str(others[0]) + (f"ほか{len(others) - 1}問" if len(others) > 1 else ""))
    return html.Li([*_town(row, asked), f"　{'／'.join(parts)}"])
