"""Free-text answers of the towns, searchable, each quoted with its town and its cell."""

from __future__ import annotations

import unicodedata
from typing import Any

import pandas as pd
from dash import html

from dashboard.frames import records
from dashboard.views.barriers import BarrierChoices, BarrierView
from dashboard.words import raw_files, words

FIRST = 12
ALL = "all"


def topics(texts: pd.DataFrame) -> list[tuple[str, str]]:
    """Questions that have an answer, as id and words; the words of the newest round."""
    newest = texts.sort_values("fiscal_year").drop_duplicates("question_id", keep="last")
    return [(str(row["question_id"]), topic(row)) for row in records(newest)]


def topic(row: dict[str, Any]) -> str:
    """What a free text answers: 「その他」の内容 says nothing without the question it is part of."""
    wording = str(row["wording"])
    return (
        f"{row['of_wording']}　{wording}"
        if wording.startswith("「その他」") and row["of_wording"]
        else wording
    )


def matching_answers(texts: pd.DataFrame, chosen: BarrierChoices) -> pd.DataFrame:
    """The answers that hold every word searched for, in text, town or reading; of one question where one is chosen."""
    own = texts if chosen.ask in ("", ALL) else texts[texts["question_id"] == chosen.ask]
    hay = (own["value"].fillna(own["raw_text"]) + "\n" + own["name"] + "\n" + own["kana"]).map(_plain)
    for word in _words(chosen.q):
        own = own[hay.loc[own.index].str.contains(word, regex=False)]
    return own


def results(facts: BarrierView, chosen: BarrierChoices) -> list[Any]:
    """How many, and the quotes: the first few open, the rest behind one press; nothing is left out."""
    own = matching_answers(facts.texts, chosen)
    said = (
        f"{words.count(len(facts.texts))}件のうち{words.count(len(own))}件"
        if chosen.q or chosen.ask
        else f"{words.count(len(own))}件"
    )
    towns = own["municipality_code"].nunique()
    line = html.P(f"{said}（{words.count(towns)}市町村）", className="quote-count", role="status")
    if own.empty:
        return [line, html.P("当てはまる回答がありません。言葉を短くするか、設問や条件を変えてください。")]
    quotes = [_quote(row, chosen) for row in records(own)]
    parts: list[Any] = [line, html.Div(quotes[:FIRST], className="quotes")]
    if len(quotes) > FIRST:
        rest = html.Summary(f"残りの{words.count(len(quotes) - FIRST)}件を表示")
        parts.append(html.Details([rest, html.Div(quotes[FIRST:], className="quotes")]))
    return parts


def _quote(row: dict[str, Any], chosen: BarrierChoices) -> html.Div:
    mark = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    text = str(row["value"] if pd.notna(row["value"]) else row["raw_text"])
    return html.Div(
        [
            html.P(
                [
                    html.A(str(row["name"]), href=f"/town?town={row['municipality_code']}"),
                    f"　{row['subprefecture_name']}　{row['symbol']} {row['group_label']}　{row['short_label']}",
                    mark,
                ]
            ),
            html.Blockquote(_marked(text, _words(chosen.q))),
            html.P([topic(row), html.Span(raw_files.of_row(row), className="cell-place")], className="note"),
        ],
        className="quote",
    )


def _marked(text: str, sought: list[str]) -> list[Any]:
    """The text with what was searched for marked; plain where normalising would shift the places."""
    plain = _plain(text)
    if not sought or len(plain) != len(text):
        return [text]
    hits = sorted({place for word in sought for place in _places(plain, word)})
    parts: list[Any] = []
    at = 0
    for start, end in hits:
        if start >= at:
            parts += [text[at:start], html.Mark(text[start:end])]
            at = end
    return [*parts, text[at:]]


def _places(text: str, word: str) -> list[tuple[int, int]]:
    found_at, start = [], text.find(word)
    while start >= 0:
        found_at.append((start, start + len(word)))
        start = text.find(word, start + len(word))
    return found_at


def _words(text: str) -> list[str]:
    return [word for word in _plain(text).split() if word]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
