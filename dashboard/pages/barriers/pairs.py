"""Which barriers occur together: a half matrix of towns, and the closest pairs in plain words."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.figures.barrier_bars import name
from dashboard.frames import records
from dashboard.pages.barriers.numbers import number, provisional, tint
from dashboard.planning import barriers as counts
from dashboard.planning import lift
from dashboard.views import barrier_words as say
from dashboard.views.barriers import BarrierView
from dashboard.words import words

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LISTED = 5
MEANING = (
    "重なり＝両方を挙げた市町村÷どちらかを挙げた市町村（1に近いほど、いつも一緒）。"
    "倍率＝両方を挙げた数が、偶然に重なる数の何倍か。幅は、すべての組をいっしょに見ても95％の確かさになるよう広げたもので、1を含むものは偶然と区別できません。"
    f"両方が{words.SMALL}市町村に満たない組（＊）は、数市町村で倍率が大きく動くため、右の一覧に入れません。"
)


def panel(facts: BarrierView) -> list[Any]:
    """The matrix and the list; a way on where nobody answered."""
    frame = counts.pairs(facts.answers)
    order = counts.barriers_in_order(facts.answers)
    if frame.empty or not frame["counted"].iloc[0]:
        return [html.P("この条件では、課題の設問に答えた市町村がありません。条件を1つ外してください。")]
    labels = {str(row["barrier_code"]): name(row) for row in records(order)}
    return [
        html.Div([_matrix(records(order), frame), _list(frame, labels)], className="barrier-pairs"),
        html.P(MEANING, className="note"),
    ]


def _matrix(order: list[dict[str, Any]], frame: Any) -> html.Div:
    known = frame.astype(object).where(frame.notna(), None)
    found = {(row["first"], row["second"]): row for row in records(known)}
    marks = [_mark(place) for place in range(len(order))]
    stated = {}
    for row in found.values():
        stated[row["first"]], stated[row["second"]] = row["first_stated"], row["second_stated"]
    head = [
        html.Th(mark, scope="col", title=row["barrier_label"]) for mark, row in zip(marks, order, strict=True)
    ]
    body = []
    for place, row in enumerate(order):
        cells: list[Any] = [
            html.Th(
                [f"{marks[place]} {row['barrier_label']}", provisional() if row["is_provisional"] else None],
                scope="row",
            )
        ]
        for other in range(place):
            cells.append(_cell(order[other], row, found[(order[other]["barrier_code"], row["barrier_code"])]))
        own = stated.get(row["barrier_code"], 0)
        said = f"「{row['barrier_label']}」を挙げた {words.count(own)}"
        cells.append(
            html.Td(number(f"stated:{row['barrier_code']}", words.count(own), said), className="own")
        )
        cells += [html.Td(className="void") for _ in range(place + 1, len(order))]
        body.append(html.Tr(cells))
    table = html.Table(
        [
            html.Caption("両方を挙げた市町村数。斜めの太枠はその課題だけの数。色が濃いほど重なりが大きい"),
            html.Thead(html.Tr([html.Td(), *head])),
            html.Tbody(body),
        ],
        className="barrier-heat barrier-matrix",
    )
    return html.Div(
        table, className="scroll", tabIndex=0, role="region", **{"aria-label": "一緒に挙がる課題の表"}
    )


def _cell(one: dict[str, Any], other: dict[str, Any], row: dict[str, Any]) -> html.Td:
    both = int(row["both"])
    small = both < words.SMALL
    said = (
        f"「{one['barrier_label']}」と「{other['barrier_label']}」の両方 {words.count(both)}{_measures(row)}"
    )
    return html.Td(
        number(
            f"pair:{row['first']}:{row['second']}",
            f"{words.count(both)}{'＊' if small and both else ''}",
            said,
        ),
        style=tint(row["jaccard"] * 2 if row["jaccard"] else 0),
    )


def _list(frame: Any, labels: dict[str, str]) -> html.Div:
    firm = (
        frame[frame["both"] >= words.SMALL].sort_values("lift", ascending=False, kind="stable").head(LISTED)
    )
    if firm.empty:
        return html.Div(
            html.P(f"両方を挙げた市町村が{words.SMALL}以上ある組は、この条件ではありません。"),
            className="barrier-pair-list",
        )
    items = []
    for row in records(firm):
        one, other = labels[row["first"]], labels[row["second"]]
        described = f"「{one}」と「{other}」の両方を挙げた"
        items.append(
            html.Li(
                [
                    html.B(f"{one} と {other}"),
                    html.Br(),
                    number(
                        f"pair:{row['first']}:{row['second']}",
                        f"{words.count(row['both'])}／{words.count(row['counted'])}（{words.share(row['both'], row['counted'])}）",
                        f"{described} {words.count(row['both'])}",
                    ),
                    f"が両方を挙げた。重なり {words.decimal(row['jaccard'], 2)}、倍率 {words.decimal(row['lift'], 2)}（幅 {say.lift_interval(row['lift_low'], row['lift_high'])}。{lift.verdict(row['lift_low'], row['lift_high'])}）",
                ]
            )
        )
    return html.Div([html.H3("倍率の大きい組"), html.Ol(items)], className="barrier-pair-list")


def _measures(row: dict[str, Any]) -> str:
    if not row["jaccard"] or not row["lift"]:
        return "（重なりなし）"
    return f"（重なり {words.decimal(row['jaccard'], 2)}、倍率 {words.decimal(row['lift'], 2)}）"


def _mark(place: int) -> str:
    return CIRCLED[place] if place < len(CIRCLED) else f"({place + 1})"
