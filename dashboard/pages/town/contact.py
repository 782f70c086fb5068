"""Whom to call and what the town last said in its own words."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components import correcting
from dashboard.frames import record, records
from dashboard.pages.town import cited
from dashboard.pages.town.answers import unanswered
from dashboard.views.corrections import ANSWER, ValueKey
from dashboard.words import words
from dashboard.words.town import CONTACT


def block(answers: pd.DataFrame, rounds: pd.DataFrame, questions: pd.DataFrame, code: str) -> html.Div:
    """Contact of the newest return, wanted support and free text of each 調査, with their cells.

    answers, rounds, questions: the frames of queries.town_sheet; code: of the town.
    """
    parts = [*_received(rounds), *_contact(answers), *_to_be_told(answers, rounds, questions, code)]
    return html.Div([*parts, *_support_wanted(answers), *_words(answers)])


def _to_be_told(
    answers: pd.DataFrame, rounds: pd.DataFrame, questions: pd.DataFrame, code: str
) -> list[object]:
    """The way to enter the contact of the newest 調査 while no return of it is here."""
    if rounds.empty:
        return []
    sent = record(rounds.iloc[-1])
    of_form = questions[questions["kind"] == "contact"]
    said = answers[(answers["kind"] == "contact") & (answers["fiscal_year"] == sent["fiscal_year"])]
    if sent["state"] == "received" or len(said) or of_form.empty:
        return []
    return [html.P([f"{sent['year_label']}の連絡先: ", *unanswered(of_form, sent, code)])]


def _received(rounds: pd.DataFrame) -> list[object]:
    said = []
    for row in records(rounds):
        if row["state"] != "received":
            said.append(f"{row['year_label']}: 未着")
            continue
        late = f"、期限から{int(row['days_late'])}日遅れ" if row["days_late"] else ""
        again = f"、{row['versions']}通目" if row["versions"] > 1 else ""
        said.append(
            f"{row['year_label']}: {words.day_short(row['received_on'])}受領{late}{again}（記入 {words.decimal(row['completeness_pct'])}％）"
        )
    return (
        [html.P("　".join(said), className="note")]
        if said
        else [html.P("調査票はまだ受け取っていません。", className="note")]
    )


def _contact(answers: pd.DataFrame) -> list[object]:
    rows = answers[(answers["kind"] == "contact") & (answers["answer_state"] == "answered")]
    if rows.empty:
        return []
    newest = rows[rows["fiscal_year"] == rows["fiscal_year"].max()]
    pairs: list[object] = []
    for row in records(newest.drop_duplicates(["cell", "option_code"])):
        pairs += [
            html.Dt(CONTACT.get(str(row["option_code"]), "連絡先")),
            html.Dd([row["value"], " ", cited.cell(row)]),
        ]
    first = newest.iloc[0].to_dict()
    beside = [cited.synthetic(first), correcting.mark(first), _button(first)]
    return [html.Dl(pairs, className="facts"), html.P(beside)]


def _button(row: dict[str, Any]) -> html.Button:
    year = int(row["fiscal_year"])
    key = ValueKey(ANSWER, str(row["municipality_code"]), year, str(row["question_id"]))
    return correcting.button(key, f"{row['number']} {row['wording']}（{words.fiscal_year(year)}）")


def _support_wanted(answers: pd.DataFrame) -> list[object]:
    rows = answers[(answers["question_id"] == "support_wanted") & (answers["answer_state"] == "answered")]
    if rows.empty:
        return []
    newest = rows[rows["fiscal_year"] == rows["fiscal_year"].max()]
    items = [html.Li([row["text"], " ", cited.cell(row)]) for row in records(newest)]
    return [html.H3("道に望む支援"), html.Ul(items, className="town-answers")]


def _words(answers: pd.DataFrame) -> list[object]:
    rows = answers[(answers["kind"] == "free_text") & (answers["answer_state"] == "answered")]
    if rows.empty:
        return []
    quotes = [
        html.Blockquote(
            [
                f"「{row['value']}」",
                html.Small(f"（{words.fiscal_year(int(row['fiscal_year']))} {row['wording']}）"),
                cited.cell(row),
            ]
        )
        for row in records(rows.sort_values("fiscal_year", ascending=False))
    ]
    return [html.H3("市町村の言葉"), *quotes]
