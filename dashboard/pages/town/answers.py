"""What the town answered: functions as the briefing tables them, barriers, and every question side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from dashboard.components import correcting
from dashboard.frames import record, records
from dashboard.pages.town import cited
from dashboard.views.corrections import ANSWER, ValueKey
from dashboard.words import town, words
from dashboard.words.town import NO_RETURN

NOT_ASKED = "設問なし"


def functions(
    answers: pd.DataFrame, known: pd.DataFrame, rounds: pd.DataFrame, questions: pd.DataFrame, code: str
) -> html.Table:
    """第1号イ to 第6号 as the briefing tables them, with the state of each in every 調査.

    answers: queries.town_sheet.answers; known, rounds, questions: those of their names; code: of the town.
    """
    asked = answers[answers["vocabulary"] == "function"] if not answers.empty else answers
    asked = answers[answers["group_id"] == "function"] if asked.empty and not answers.empty else asked
    own = questions[questions["group_id"] == "function"]
    rows: list[list[object]] = []
    for function in records(known):
        mine = asked[asked["item_code"] == function["code"]] if not asked.empty else asked
        of_form = own[own["item_code"] == function["code"]]
        states = [_function(mine, of_form, sent, code) for sent in records(rounds)]
        rows.append(
            [function["item"], function["label_ja"], function["existing_scheme"] or "（新設）", *states]
        )
    headings = ("号", "機能", "既存制度の対象事業", *rounds["year_label"])
    return cited.table(headings, rows, caption="支援の機能の整備状況")


def _function(mine: pd.DataFrame, of_form: pd.DataFrame, sent: Mapping[str, Any], code: str) -> object:
    found = mine[mine["fiscal_year"] == sent["fiscal_year"]] if not mine.empty else mine
    if found.empty:
        return unanswered(of_form, sent, code)
    row = record(found.iloc[0])
    text = town.answer(row)
    mark = town.function_mark(row)
    return [f"{mark} {text}".strip(), " ", correcting.mark(row), _button(row), " ", cited.cell(row)]


def _button(row: Mapping[str, Any], text: str = "訂正") -> html.Button:
    year = int(row["fiscal_year"])
    key = ValueKey(ANSWER, str(row["municipality_code"]), year, str(row["question_id"]))
    return correcting.button(key, f"{row['number']} {row['wording']}（{words.fiscal_year(year)}）", text)


def unanswered(of_form: pd.DataFrame, sent: Mapping[str, Any], code: str) -> list[object]:
    """That a question has no answer in a 調査, and the way to enter what was told while no return of it is here.

    of_form: the rows of queries.town_sheet.questions of the question; sent: a row of queries.town_sheet.rounds.
    """
    asked = of_form[of_form["fiscal_year"] == sent["fiscal_year"]]
    if asked.empty:
        return [html.Span(NOT_ASKED, className="note")]
    missing: list[object] = [html.Span(NO_RETURN, className="note")]
    if sent["state"] == "received":
        return missing
    row = {**record(asked.iloc[0]), "municipality_code": code}
    return [*missing, " ", _button(row, "聞いた答えを入れる")]


def every_answer(
    said: pd.DataFrame, rounds: pd.DataFrame, questions: pd.DataFrame, code: str
) -> html.Table | html.Div | html.P:
    """side_by_side; of a town without a return closed, with what it is for."""
    if len(said):
        return side_by_side(said, rounds, questions, code)
    nothing = "この市町村から受け取った調査票はまだありません。予定なしという意味ではありません。「回収・点検」で受け取ると、ここに並びます。"
    if rounds.empty:
        return html.P(nothing)
    told = html.Details(
        [
            html.Summary("電話などで聞いた答えを、設問ごとに入れる"),
            html.P(
                "調査票が届くまで使います。届いたあとは調査票の答えを使い、違うときは取込報告で知らせます。",
                className="note",
            ),
            side_by_side(said, rounds, questions, code),
        ]
    )
    return html.Div([html.P(nothing), told])


def side_by_side(
    answers: pd.DataFrame, rounds: pd.DataFrame, questions: pd.DataFrame, code: str
) -> html.Table:
    """Every question in the order of the newest form, the answers of each 調査 beside it.

    A question re-worded shows its newest words; one that a year did not ask says so. Functions and the contact
    have places of their own.
    """
    shown = answers[(answers["group_id"] != "function") & (answers["kind"] != "contact")]
    asked = questions[(questions["group_id"] != "function") & (questions["kind"] != "contact")]
    asked = asked[asked["fiscal_year"].isin(rounds["fiscal_year"])]
    newest = asked.sort_values(["fiscal_year", "sort_order"]).drop_duplicates("question_id", keep="last")
    newest = newest.sort_values(["fiscal_year", "sort_order"], ascending=[False, True])
    rows: list[list[object]] = []
    for question in records(newest):
        mine = shown[shown["question_id"] == question["question_id"]]
        of_form = asked[asked["question_id"] == question["question_id"]]
        said = [
            _round(mine[mine["fiscal_year"] == sent["fiscal_year"]], of_form, sent, code)
            for sent in records(rounds)
        ]
        changed = " changed" if _is_changed(mine, rounds) else ""
        heading = html.Span(
            [question["wording"], html.Small(f" {question['number']}")], className=changed.strip()
        )
        rows.append([heading, *said])
    return cited.table(
        ("設問", *rounds["year_label"]), rows, class_name="plain answers", caption="回答の全体"
    )


def _round(mine: pd.DataFrame, of_form: pd.DataFrame, sent: Mapping[str, Any], code: str) -> object:
    if mine.empty:
        return unanswered(of_form, sent, code)
    parts: list[object] = []
    last = len(mine) - 1
    for place, row in enumerate(records(mine)):
        rank = "" if pd.isna(row["rank"]) else f"{row['rank']}位 "
        beside = [correcting.mark(row), _button(row)] if place == last else []
        parts.append(html.Li([f"{rank}{town.answer(row)}", " ", *beside, " ", cited.cell(row)]))
    return html.Ul(parts, className="town-answers")


def _is_changed(mine: pd.DataFrame, rounds: pd.DataFrame) -> bool:
    """Whether the newest two 調査 that asked were answered differently."""
    sets = [
        set(mine[mine["fiscal_year"] == year]["text"].dropna())
        for year in rounds["fiscal_year"]
        if (mine["fiscal_year"] == year).any()
    ]
    return len(sets) > 1 and sets[-1] != sets[-2]


def barriers(answers: pd.DataFrame, rounds: pd.DataFrame) -> html.Table | html.P:
    """Each barrier that the town ever named: in which 調査, and where it ranked."""
    named = answers[(answers["vocabulary"] == "barrier") & answers["option_code"].notna()]
    if named.empty:
        return html.P("課題の回答はありません。課題がないという意味ではありません。", className="note")
    rows: list[list[object]] = []
    for code, mine in named.groupby("option_code", sort=False):
        said = [_barrier(mine[mine["fiscal_year"] == year]) for year in rounds["fiscal_year"]]
        rows.append([str(mine["text"].iloc[-1]), *said])
        del code
    return cited.table(("課題", *rounds["year_label"]), rows, caption="挙げた課題")


def _barrier(mine: pd.DataFrame) -> object:
    if mine.empty:
        return "―"
    ranks = mine["rank"].dropna()
    first = record(mine.iloc[0])
    return [f"○{f' {int(ranks.min())}位' if len(ranks) else ''} ", cited.cell(first)]
