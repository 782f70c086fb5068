"""What is found in a file before it is registered, and what registering it would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import html

from dashboard.components import grids
from dashboard.components.grids import DASH, SEVERITIES, WORDS, text
from dashboard.words import words

CHANGES = {
    "changed": "◆ 変わる",
    "new": "＋ 新しく入る",
    "gone": "－ データなしになる",
    "older": "・ 使わない（ほかが優先）",
    "same": "＝ 同じ",
}
MOST_GRID_HEIGHT, MOST_FINDINGS, MOST_NAMES = 420, 8, 12
IMPLEMENTING = "実施中"
# Width, kana and spaces of what is typed do not matter.
FOLDED = {"textFormatter": {"function": "foldText(params)"}}


def report(found: Mapping[str, Any]) -> html.Div:
    """What is wrong with the file, and what registering it would change."""
    findings = [
        one for one in found["findings"] if one["severity"] != "info" and one["message"] != found["refused"]
    ]
    already = found["already"]
    return html.Div(
        [
            banner(
                [html.B("書かれていることが食い違っています。"), _list(found["contradictions"])], "warning"
            )
            if found["contradictions"]
            else None,
            banner(f"同じ中身のファイルが、すでに登録されています（{PurePath(already).name}）。", "note")
            if already
            else None,
            banner(f"足りない列: {'、'.join(found['missing'])}", "warning") if found["missing"] else None,
            banner([html.B("このままでは登録できません。"), " ", found["refused"]], "warning")
            if found["refused"]
            else None,
            _findings(findings),
            *(
                [
                    _between(found["between"]),
                    _no_longer_implementing(found),
                    _displaced(found),
                    *_changes(found),
                ]
                if not found["refused"] and not already
                else []
            ),
        ],
        className="register-report",
    )


def _between(messages: Sequence[str]) -> html.Div | None:
    """Where the file and what is held contradict each other once it is registered."""
    if not messages:
        return None
    more = len(messages) - MOST_FINDINGS
    return banner(
        [
            html.B(f"登録すると、ほかの資料と食い違うところが{words.count(len(messages))}件あります。"),
            _list([*messages[:MOST_FINDINGS], *([f"ほか{words.count(more)}件"] if more > 0 else [])]),
        ],
        "warning",
    )


def _findings(findings: list[Mapping[str, str]]) -> Any:
    if not findings:
        return None
    shown = [
        html.Li([html.B(SEVERITIES[one["severity"]]), " ", _place(one), one["message"]])
        for one in findings[:MOST_FINDINGS]
    ]
    more = len(findings) - MOST_FINDINGS
    return html.Details(
        [
            html.Summary(f"読んで気づいたこと {words.count(len(findings))}"),
            html.Ul([*shown, html.Li(f"ほか {words.count(more)}") if more > 0 else None]),
        ],
        open=any(one["severity"] == "error" for one in findings),
    )


def _place(one: Mapping[str, str]) -> str:
    return (
        " ".join(
            part
            for part in (
                f"「{one['sheet']}」シート" if one["sheet"] else "",
                f"{one['cell']}セル" if one["cell"] else "",
            )
            if part
        )
        + " "
    )


def _no_longer_implementing(found: Mapping[str, Any]) -> html.Div | None:
    """Whom a list that counts as complete leaves out though they implement: it may be a part of a list."""
    left_out = [
        one
        for one in found["changes"]
        if found["kind"] == "status_list"
        and one["change"] == "gone"
        and not one["follows"]
        and one["before"].startswith(IMPLEMENTING)
    ]
    if not left_out:
        return None
    return banner(
        [
            html.B(
                f"{left_out[0]['item']}に実施中だった{words.count(len(left_out))}市町村が、この名簿に載っていません"
            ),
            f"（{_names(left_out)}）。登録すると、実施中ではなくなります。"
            "一部だけの名簿なら、上の「範囲」を「一部の市町村だけ」に変えてください。事業を終えた市町村は、名簿に「終了」と書いて登録してください。",
        ],
        "warning",
    )


def _displaced(found: Mapping[str, Any]) -> html.Div | None:
    """Of whom something is known of a later day than the file's, which the file takes the place of all the same."""
    displaced = [one for one in found["changes"] if one["displaced"]]
    if not displaced:
        return None
    days = sorted({one["displaced"] for one in displaced})
    latest = words.day_short(date.fromisoformat(days[-1]))
    return banner(
        [
            html.B(
                f"{words.count(len(displaced))}市町村は、この資料より後の時点で分かっていることと違います"
            ),
            f"（{_names(displaced)}。最も新しいものは{latest}時点）。名簿は市町村の公表や調査票より優先する決まりのため、"
            "登録するとこの資料の値に変わります。後の値が正しい市町村は、登録したあとで訂正してください。",
        ],
        "warning",
    )


def _names(changes: Sequence[Mapping[str, Any]]) -> str:
    return words.names([str(one["name"]) for one in changes], MOST_NAMES)


def _changes(found: Mapping[str, Any]) -> list[Any]:
    counted = found["counts"]
    said = "、".join(
        f"{label[2:]} {words.count(counted[kind])}" for kind, label in CHANGES.items() if counted[kind]
    )
    follows = sum(one["follows"] for one in found["changes"])
    more = f"（ほかの年度も {words.count(follows)} 変わります。表の下のほうにあります）" if follows else ""
    register = html.Div(
        [
            dmc.Button("登録する", id="register-do"),
            html.P("押すまで何も変わりません。登録したあとも、下の一覧から取り消せます。", className="note"),
        ],
        className="toolbar",
    )
    if not found["changes"]:
        return [html.P(f"{words.count(found['rows'])}件を読みました。", id="register-summary"), register]
    return [
        html.H3("登録すると、こう変わります"),
        html.P([html.B(said), more], id="register-summary"),
        register,
        _change_grid(found["changes"]),
    ]


def _change_grid(changes: list[Mapping[str, Any]]) -> dag.AgGrid:
    columns = [
        text("name", "市町村", 130, pinned="left", valueFormatter=DASH),
        text("item", "年度・項目", 220),
        text("before", "いま", 300, flex=1, valueFormatter=DASH, **WORDS),
        text("after", "登録すると", 300, flex=1, valueFormatter=DASH, **WORDS),
        text("label", "変わり方", 190, cellClassRules={"cell-changed": "!/^[＝・]/.test(params.value)"}),
    ]
    rows = [{**one, "label": CHANGES[one["change"]]} for one in changes]
    height = f"{min(MOST_GRID_HEIGHT, 120 + 36 * max(len(rows), 2))}px"
    return grids.grid(
        "register-changes",
        columns,
        rows,
        height=height,
        listeners={},
        column_options={**grids.WITHOUT_FILTER_BUTTONS, "filterParams": FOLDED},
    )


def _list(lines: Iterable[str]) -> html.Ul:
    return html.Ul([html.Li(line) for line in lines])


def banner(content: Any, kind: str) -> html.Div:
    return html.Div(content, className=f"banner banner-{kind}", role="status")
