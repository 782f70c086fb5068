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
from dashboard.words import town
from dashboard.words.town import NO_RETURN

NOT_ASKED = "設問なし"


def functions(answers: pd.DataFrame, known: pd.DataFrame, rounds: pd.DataFrame) -> html.Table:
    """第1号イ to 第6号 as the briefing tables them, with the state of each in every 調査.

    answers: queries.town_sheet.answers; known: queries.town_sheet.functions; rounds: queries.town_sheet.rounds.
    """
    asked = answers[answers["vocabulary"] == "function"] if not answers.empty else answers
    asked = answers[answers["group_id"] == "function"] if asked.empty and not answers.empty else asked
    rows: list[list[object]] = []
    for function in records(known):
        mine = asked[asked["item_code"] == function["code"]] if not asked.empty else asked
        states = [_function(mine, int(year)) for year in rounds["fiscal_year"]]
        rows.append(
            [function["item"], function["label_ja"], function["existing_scheme"] or "（新設）", *states]
        )
    headings = ("号", "機能", "既存制度の対象事業", *rounds["year_label"])
    return cited.table(headings, rows, caption="支援の機能の整備状況")


def _function(mine: pd.DataFrame, year: int) -> object:
    found = mine[mine["fiscal_year"] == year] if not mine.empty else mine
    if found.empty:
        return NO_RETURN
    row = record(found.iloc[0])
    text = town.answer(row)
    mark = town.function_mark(row)
    return [f"{mark} {text}".strip(), " ", correcting.mark(row), _button(row), " ", cited.cell(row)]


def _button(row: Mapping[str, Any]) -> html.Button:
    year = int(row["fiscal_year"])
    key = ValueKey(ANSWER, str(row["municipality_code"]), year, str(row["question_id"]))
    return correcting.button(key, f"{row['number']} {row['wording']}（{year}年度）")


def side_by_side(answers: pd.DataFrame, rounds: pd.DataFrame) -> html.Table:
    """Every question in the order of the newest form, the answers of each 調査 beside it.

    A question re-worded shows its newest words; one that a year did not ask says so. Functions and the contact
    have places of their own.
    """
    shown = answers[(answers["group_id"] != "function") & (answers["kind"] != "contact")]
    newest = shown.sort_values(["fiscal_year", "sort_order"]).drop_duplicates("question_id", keep="last")
    newest = newest.sort_values(["fiscal_year", "sort_order"], ascending=[False, True])
    rows: list[list[object]] = []
    for question in records(newest):
        mine = shown[shown["question_id"] == question["question_id"]]
        said = [_round(mine[mine["fiscal_year"] == year], row) for year, row in _each(rounds)]
        changed = " changed" if _is_changed(mine, rounds) else ""
        heading = html.Span(
            [question["wording"], html.Small(f" {question['number']}")], className=changed.strip()
        )
        rows.append([heading, *said])
    return cited.table(
        ("設問", *rounds["year_label"]), rows, class_name="plain answers", caption="回答の全体"
    )


def _each(rounds: pd.DataFrame) -> list[tuple[int, dict[str, object]]]:
    return [(int(row["fiscal_year"]), row) for row in records(rounds)]


def _round(mine: pd.DataFrame, sent: dict[str, object]) -> object:
    if mine.empty:
        return html.Span(NO_RETURN if sent["state"] != "received" else NOT_ASKED, className="note")
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
