"""The received files of a round, and the decision on one of them: load it, or set it apart."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html

from dashboard.pages.returns import grids
from dashboard.views.returns import ReturnsRound
from dashboard.words import words

WORDS = (
    "1つ選んで、取り込むか別に置くかを決められます。ファイルそのものは変わらず、決めたことと理由が記録に残ります。"
    "市町村がわからないファイルは、市町村名かコードを書いて取り込みます。"
)
FICTIONAL = f"{words.SYNTHETIC}のファイルの扱いは変えられません。"


def section(facts: ReturnsRound) -> html.Section:
    """Files, and what to decide on the one that is chosen."""
    apart = int((facts.files["state"] == "quarantined").sum())
    all_of = "（絞り込みによらず全部）" if facts.is_narrow else ""
    title = f"受け取ったファイル{all_of}: {words.count(len(facts.files))}（うち別に置いたもの {words.count(apart)}）"
    is_fictional = bool(facts.files["is_synthetic"].all())
    return html.Section(
        [
            html.H2(title),
            html.P(FICTIONAL if is_fictional else WORDS, className="note"),
            grids.files(facts),
            None if is_fictional else _decision(),
        ],
        className="panel",
    )


def _decision() -> html.Div:
    return html.Div(
        [
            dmc.TextInput(id="decide-reason", label="理由", w=360),
            dmc.TextInput(id="decide-town", label="市町村（わからないファイルだけ）", w=220),
            dmc.Button("取り込む", id="decide-load", variant="default", size="sm"),
            dmc.Button("別に置く", id="decide-aside", variant="default", size="sm"),
            html.Span(id="decide-line", role="status"),
        ],
        className="toolbar decide",
    )
