"""The town's place in 働きかけ: rank and its doubt, why, what to bring, and whom it can ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dash import html

from dashboard.frames import record
from dashboard.planning import measures as measures_of
from dashboard.planning import rank, rank_summary, spec
from dashboard.planning.rank_summary import OFF_THE_LIST, PRESET
from dashboard.services import ranking
from dashboard.warehouse.reader import Reader
from dashboard.words import town, words

MOST_PEERS = 3


def block(reader: Reader, journal: Path | None, code: str, link: Callable[[str], str]) -> html.Div:
    """Band in the preset バランス, two sentences why, measures and 参考団体; or why there is no rank."""
    made = ranking.material(reader, journal)
    ranked = made.ranking(spec.weights_of(PRESET, None), ranking.TOP)
    place = str(ranked.lists.get(code, rank.OUT))
    parts: list[Any]
    parts = _ranked(ranked, code) if place == rank.RANKED else [html.P(OFF_THE_LIST[place])]
    if place != rank.OUT:
        parts += [*_bring(made.measures.get(code, [])), *_peers(made.peers(code), link)]
    return html.Div(parts)


def _ranked(ranked: rank.Ranking, code: str) -> list[Any]:
    row = ranked.rows[ranked.rows["code"] == code].iloc[0]
    said = rank_summary.rank_summary(record(row), len(ranked.rows), ranked.top)
    marks = [html.Span(words.SYNTHETIC, className="tag tag-synthetic")] if row["is_synthetic"] else []
    return [html.P([html.B(said), *marks]), *[html.P(text) for text in row["reasons"]]]


def _bring(measures: list[dict[str, Any]]) -> list[Any]:
    if not measures:
        return []
    items = []
    for one in measures:
        items.append(html.Li([html.B(measures_of.label(one)), town.why_bring(one)]))
    return [html.H3("案内する支援"), html.Ul(items, className="town-answers")]


def _peers(peers: list[dict[str, Any]], link: Callable[[str], str]) -> list[Any]:
    if not peers:
        return []
    items: list[Any] = []
    for one in peers[:MOST_PEERS]:
        if items:
            items.append("、")
        items.append(html.A(one["name"], href=link(one["code"])))
    return [html.H3("参考団体（似ていて、実施している市町村）"), html.P(items)]
