"""The five counts: symbol, word, number with denominator, share, change to the year before."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard import theme, words


def cards(
    groups: pd.DataFrame,
    counts: dict[str, int],
    before: dict[str, int] | None,
    published: dict[str, int],
    year: pd.Series,
) -> list[html.Button]:
    """One button a group; pressing it filters the table to the towns behind the number.

    counts, before: municipalities by group code, this year and the year before; published: published totals.
    """
    whole = sum(counts.values())
    return [
        _card(
            row, counts[row["code"]], before and before[row["code"]], published.get(row["code"]), year, whole
        )
        for row in groups.to_dict("records")
    ]


def is_settled(group: str, year: pd.Series) -> bool:
    """Whether the count of a group is all there is, not only what is known so far."""
    if group == "no_data" or year["all_answered"]:
        return True
    return group == "implementing" and bool(year["implementers_complete"])


def word(group: str, label: str) -> str:
    """What a group is called on its own: silence is an answer that is missing."""
    return "未回答・データなし" if group == "no_data" else label


def symbol(code: str, text: str) -> html.Span:
    """The mark of a group: its colour and its symbol."""
    style = theme.GROUPS[code]
    return html.Span(
        text,
        className="mark",
        style={"background": style.fill, "color": style.ink, "borderColor": style.line},
        **{"aria-hidden": "true"},
    )


def _card(
    group: dict[str, object],
    number: int,
    before: int | None,
    published: int | None,
    year: pd.Series,
    whole: int,
) -> html.Button:
    code = str(group["code"])
    settled = is_settled(code, year)
    empty = not settled and number == 0
    label = word(code, str(group["label_ja"]))
    figure = [html.Span("―" if empty else words.count(number), className="card-number")]
    figure.append(html.Span(f"／{words.count(whole)}市町村", className="card-whole"))
    if settled:
        figure.append(html.Span(words.percent(number, whole), className="card-share"))
    return html.Button(
        [
            html.Span(
                [
                    symbol(code, str(group["symbol"])),
                    html.Span(label, className="card-label"),
                    None if settled else html.Span(words.KNOWN_SO_FAR, className="tag"),
                ],
                className="card-head",
            ),
            html.Span(figure, className="card-figure"),
            html.Span(_foot(number, before, published, empty), className="card-foot"),
        ],
        id={"type": "group-card", "group": code},
        className=f"card card-{code}",
        title=f"{group['description']}。押すと下の表をこの状態の市町村に絞ります",
    )


def _foot(number: int, before: int | None, published: int | None, empty: bool) -> list[object]:
    said: list[object] = []
    if empty:
        said.append("市町村のわかる資料なし")
    elif before is None:
        said.append("前年度のデータなし")
    else:
        said.append(f"前年度比 {words.change(number - before)}")
    if published is not None and published != number:
        said.append(html.Span(f"公表値 {words.count(published)}※", className="card-published"))
    return said
