"""The heat table of 課題: barriers by 状態, 人口規模, 振興局 or 年度, each cell a share with its number."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.frames import records
from dashboard.pages.barriers.numbers import SMALL_NOTE, number, provisional, tint
from dashboard.planning import barriers as counts
from dashboard.views.barriers import DIMENSIONS, BarrierView, dimension_values
from dashboard.words import words

# With more columns than this a share is shown without its decimal, so that all of them stand side by side.
MANY = 8


def table(facts: BarrierView, by: str) -> list[Any]:
    """The table and the notes under it."""
    column, word = DIMENSIONS[by]
    source = facts.series if by == "fy" else facts.answers
    cells = counts.across(source, column)
    if cells.empty:
        return [html.P("この条件では、課題の設問に答えた市町村がありません。条件を1つ外してください。")]
    values = [pair for pair in dimension_values(facts, by) if pair[0] in set(cells[column].astype(str))]
    by_cell = {(str(row["barrier_code"]), str(row[column])): row for row in records(cells)}
    whole = cells.groupby(cells[column].astype(str))["counted"].max()
    head = [
        html.Th(
            [
                html.Span(label),
                number(
                    f"counted:{by}:{value}",
                    f"n={words.count(whole[value])}{'＊' if whole[value] < words.SMALL else ''}",
                    f"{label}で答えた市町村 {words.count(whole[value])}",
                    "number-quiet",
                ),
            ],
            scope="col",
        )
        for value, label in values
    ]
    order = counts.barriers_in_order(source)
    body = [
        html.Tr(
            [
                html.Th(
                    [row["barrier_label"], provisional() if row["is_provisional"] else None], scope="row"
                ),
                *[_cell(by, row, value, label, by_cell, len(values) > MANY) for value, label in values],
            ]
        )
        for row in records(order)
    ]
    name = f"課題（行）と{word}（列）。各セルは挙げた割合と市町村数"
    return [
        html.Div(
            html.Table(
                [
                    html.Caption(name),
                    html.Thead(html.Tr([html.Th("課題", scope="col"), *head])),
                    html.Tbody(body),
                ],
                className=f"barrier-heat{' barrier-dense' * (len(values) > MANY)}",
            ),
            className="scroll",
            tabIndex=0,
            role="region",
            **{"aria-label": f"{word}別の表"},
        ),
        html.P(_note(facts, by), className="note"),
    ]


def _cell(
    by: str, barrier: dict[str, Any], value: str, label: str, cells: dict[Any, Any], is_dense: bool
) -> html.Td:
    found = cells.get((str(barrier["barrier_code"]), value))
    if found is None:
        return html.Td("設問なし" if by == "fy" else "―", className="none")
    stated, counted = int(found["stated"]), int(found["counted"])
    small = counted < words.SMALL
    said = words.percent(stated, counted)
    described = (
        f"{label}: {barrier['barrier_label']} {words.count(counted)}のうち{words.count(stated)}（{said}）"
    )
    shown = words.share_of(stated / counted) if is_dense else said
    text = [html.B(f"{shown}{'＊' if small else ''}"), html.Span(words.count(stated))]
    return html.Td(
        number(f"stated:{barrier['barrier_code']}:{by}:{value}", text, described),
        style=tint(found["share"]),
        className="small" if small else "",
    )


def _note(facts: BarrierView, by: str) -> str:
    said = f"割合の分母は、尋ねられて答えた市町村です（上のn）。{SMALL_NOTE}"
    if by == "fy":
        said += "答えた市町村は年度で違うため、割合の差がそのまま変化ではありません（同じ市町村の変化は下の「続いている課題」）。"
        wordings = facts.rounds["wording"].dropna().unique().tolist()
        if len(wordings) > 1:
            said += "設問の文言は年度で違います: " + "／".join(wordings) + "。"
    if by == "group":
        said += f"状態は{facts.label}のものです。"
    return said
