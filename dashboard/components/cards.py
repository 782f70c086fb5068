"""The five counts: symbol, word, number with denominator, share, change to the year before, what it rests on."""

from __future__ import annotations

from dash import html

from dashboard import theme
from dashboard.frames import records
from dashboard.views.year import YearFacts, is_unnamed
from dashboard.words import words


def cards(facts: YearFacts, published: dict[str, int]) -> list[html.Button]:
    """One button a group; pressing it filters the table to the towns behind the number.

    published: published totals of all Hokkaido by group code.
    """
    return [_card(row, facts, published) for row in records(facts.groups)]


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


def _card(group: dict[str, object], facts: YearFacts, published: dict[str, int]) -> html.Button:
    code = str(group["code"])
    number, whole = facts.counts[code], len(facts.towns)
    settled = facts.is_settled(code)
    empty = not settled and number == 0
    figure = [html.Span("―" if empty else words.count(number), className="card-number")]
    figure.append(html.Span(f"／{words.count(whole)}市町村", className="card-whole"))
    if settled:
        figure.append(html.Span(words.share(number, whole), className="card-share"))
    chosen = not facts.view.groups or code in facts.view.groups
    return html.Button(
        [
            html.Span(
                [
                    symbol(code, str(group["symbol"])),
                    html.Span(word(code, str(group["label_ja"])), className="card-label"),
                    None if settled else html.Span(words.KNOWN_SO_FAR, className="tag"),
                ],
                className="card-head",
            ),
            html.Span(figure, className="card-figure"),
            html.Span(_foot(code, facts, published, empty), className="card-foot"),
        ],
        id={"type": "group-link", "group": code, "place": "card"},
        className=f"card card-{code}{'' if chosen else ' is-out'}",
        title=f"{group['description']}。押すと下の表をこの状態の市町村に絞ります",
    )


def _foot(code: str, facts: YearFacts, published: dict[str, int], empty: bool) -> list[object]:
    if code == "no_data" and is_unnamed(facts):
        said: list[object] = [html.Span("回答済み・市町村名は非公表（合計のみ）")]
    elif empty:
        said = [html.Span("市町村のわかる資料なし")]
    else:
        change = facts.change(code)
        said = [html.Span(f"前年度比 {'―' if change is None else words.change(change)}")]
    if facts.carried[code]:
        said.append(html.Span(f"うち継続とみなす {words.count(facts.carried[code])}"))
    total = None if facts.view.has_places else published.get(code)
    if total is not None and total != facts.counts[code]:
        said.append(html.Span(f"公表値 {words.count(total)}※", className="card-published"))
    return said
