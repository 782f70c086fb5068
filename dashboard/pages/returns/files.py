"""The received files of a round, and the decision on one of them: load it, or set it apart."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard import clock
from dashboard.pages.returns import grids
from dashboard.views.open_points import HELD
from dashboard.views.returns import ReturnsRound
from dashboard.words import words

WORDS = (
    "1つ選んで、取り込むか保留するかを決められます。ファイルそのものは変わらず、決めたことと理由が記録に残ります。"
    "市町村がわからないファイルは、市町村名かコードを書いて取り込みます。保留した理由は、市町村への文書には載りません。"
)
FICTIONAL = f"{words.SYNTHETIC}のファイルの扱いは変えられません。"

# How the register says that a return came after its round was closed; and what the page says, whatever became of the round.
AFTER_CLOSING = "この調査は確定しています。"
LATE = (
    "調査を確定した後に届いたので、まだ数に入っていません。"
    "取り込むと確定した数が変わり、変わったところは正誤表に載ります。"
)

LATE_AND_REOPENED = "調査が確定していた間に届いたので、まだ数に入っていません。いまは受付中なので、使うかどうかを決めてください。"


def section(facts: ReturnsRound) -> html.Section:
    """Files, and what to decide on the one that is chosen."""
    files, held, apart = (facts.numbers[key] for key in ("files", HELD.key, "set_apart"))
    all_of = "（絞り込みによらず全部）" if facts.is_narrow else ""
    title = f"受け取ったファイル{all_of}: {words.count(files)}（うち{HELD.label} {words.count(held)}、保留 {words.count(apart)}）"
    waiting = facts.files[facts.files["state"] == "held"]
    is_fictional = bool(facts.files["is_synthetic"].all())
    answered = set(facts.towns.loc[facts.towns["state"] == "received", "name"])
    return html.Section(
        [
            html.H2(title),
            *(_question(row, answered, is_final=facts.is_final) for row in waiting.to_dict("records")),
            html.P(FICTIONAL if is_fictional else WORDS, className="note"),
            grids.files(facts),
            None if is_fictional else _decision(),
        ],
        className="panel",
    )


def _question(row: Mapping[Hashable, Any], answered: set[str], *, is_final: bool) -> html.Div:
    """A return that leaves blank what the town answered before: whether it amends that, or replaces it.

    answered: names of the towns of which a return counts; of another that came after the closing nothing is to be amended.
    """
    reason = str(row["reason"])
    came_late = reason.startswith(AFTER_CLOSING)

    def button(label: str, use: str) -> dmc.Button:
        place = {"type": "decide-held", "file": row["file"], "use": use}
        return dmc.Button(label, id=place, variant="default", size="sm")

    return html.Div(
        [
            html.B(f"{row['town'] or ''} {str(row['file']).rsplit('/', 1)[-1]}: どう使うかを決めてください"),
            html.P((LATE if is_final else LATE_AND_REOPENED) if came_late else reason),
            html.Div(
                [button("取り込む", "replace")]
                if came_late and row["town"] not in answered
                else [button("訂正として重ねる", "amend"), button("全部を置き換える", "replace")],
                className="toolbar",
            ),
        ],
        className="banner banner-warning",
    )


def _decision() -> html.Div:
    decide = [
        dmc.TextInput(id="decide-reason", label="理由", w=360),
        dmc.TextInput(id="decide-town", label="市町村（わからないファイルだけ）", w=220),
        dmc.TextInput(
            id="decide-own-town", label="ファイルに書かれた市町村（別の市町村にするときだけ）", w=300
        ),
        dmc.Button("取り込む", id="decide-load", variant="default", size="sm"),
        dmc.Button("保留する", id="decide-aside", variant="default", size="sm"),
        html.Span(id="decide-line", role="status"),
    ]
    redate = [
        dmc.TextInput(
            id="redate-day", label="正しい受領日", w=160, placeholder=words.day_short(clock.today())
        ),
        dmc.Button("受領日を直す", id="redate", variant="default", size="sm"),
        html.Span(id="redate-line", role="status"),
    ]
    whole = [dmc.Checkbox(id="of-day", label="選んだファイルと同じ受領日のファイルすべて", size="sm")]
    return html.Div([html.Div(part, className="toolbar decide") for part in (whole, decide, redate)])
