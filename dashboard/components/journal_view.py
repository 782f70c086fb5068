"""What the journal says, in tables: contacts, promises with their judgement, what is overdue; and a town's part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from dash import html

from dashboard import journal
from dashboard.components import notices
from dashboard.frames import records
from dashboard.journal.kinds import FIELDS
from dashboard.planning import promises as judging
from dashboard.services import follow_up
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

KIND_WORDS = {"promise": "確認事項", "step": "次にすること", "item": "計画の市町村"}
JUDGED = {"broken": "cell-error", "reopened": "cell-error", "kept": "cell-kept", "kept_late": "cell-kept"}


def town_part(path: Path | None, reader: Reader, code: str) -> html.Section:
    """The part of one town in 市町村カルテ: its contacts, promises as judged and next steps, and the way to add one."""
    href = f"/plan?log={code}#log"
    head = html.Div(
        [
            html.H2("対応の記録"),
            html.A("連絡を記録する", href=href, className="button"),
            html.A("計画に入れる", href=f"/plan?add={code}", className="button"),
        ],
        className="toolbar",
    )
    try:
        promised = follow_up.promises(reader, path)
        promised = promised[promised["municipality_code"] == code]
        steps = journal.steps(path)
        steps = follow_up.with_towns(reader, steps[steps["municipality_code"] == code])
        contacts = journal.contacts(path)
        contacts = follow_up.with_towns(reader, contacts[contacts["municipality_code"] == code])
    except journal.JournalError as error:
        return html.Section([head, notices.banner(str(error), "warning")], className="panel town-journal")
    if promised.empty and steps.empty and contacts.empty:
        return html.Section(
            [head, html.P("まだ記録はありません。", className="note")],
            className="panel town-journal is-empty",
        )
    parts: list[Any] = [head]
    if len(promised):
        parts += [html.H3("確認事項"), promise_table(promised, with_town=False)]
    if len(steps):
        parts += [html.H3("次にすること"), step_table(steps, with_town=False)]
    if len(contacts):
        parts += [
            html.H3("連絡", className="journal-contacts-head"),
            contact_table(contacts, with_town=False),
        ]
    return html.Section(parts, className="panel town-journal")


def promise_table(frame: pd.DataFrame, *, with_town: bool = True, edits: bool = False) -> html.Table:
    """Promises with the judgement by later returns beside the state that people entered."""
    rows = []
    for row in records(frame):
        until = [f"{words.fiscal_year(int(row['fiscal_year']))}の調査"] if _is(row["fiscal_year"]) else []
        until += [words.day_short(row["due"])] if _is(row["due"]) else []
        kind = "・".join(part for part in (row["kind_label"], row["target_label"]) if part)
        rows.append(
            [
                *([_town(row)] if with_town else []),
                [
                    html.Div(row["text"]),
                    html.Div(f"{kind}（{words.day_short(row['promised_on'])}）", className="note"),
                ],
                [html.Div(one, className="day") for one in until] or "―",
                [html.Div(row["state"]), html.Div(row["owner"], className="note")],
                _judgement(row),
                *([_edit(row, "promise")] if edits else []),
            ]
        )
    heads = [*(["市町村"] if with_town else []), "確認事項", "いつまで", "状態（記録）", "次の回答による判断"]
    return _table("promises", [*heads, *(["操作"] if edits else [])], rows)


def step_table(frame: pd.DataFrame, *, with_town: bool = True, edits: bool = False) -> html.Table:
    rows = [
        [
            *([_town(row)] if with_town else []),
            row["text"],
            html.Span(words.day_short(row["due"]), className="day"),
            row["state"],
            row["owner"],
            *([_edit(row, "step")] if edits else []),
        ]
        for row in records(frame)
    ]
    heads = [*(["市町村"] if with_town else []), "次にすること", "期限", "状態", "担当"]
    return _table("steps", [*heads, *(["操作"] if edits else [])], rows)


def contact_table(frame: pd.DataFrame, *, with_town: bool = True, edits: bool = False) -> html.Table:
    """Contacts, the newest first."""
    newest = frame.sort_values("contacted_on", ascending=False, kind="stable")
    rows = [
        [
            *([_town(row)] if with_town else []),
            [
                html.Div(words.day_short(row["contacted_on"]), className="day"),
                html.Div(f"{row['means']}　{row['owner']}", className="note"),
            ],
            row["met"] or "―",
            html.Div(row["said"], className="said"),
            *([_edit(row, "contact")] if edits else []),
        ]
        for row in records(newest)
    ]
    heads = [*(["市町村"] if with_town else []), "日・手段・担当", "相手", "話したこと"]
    return _table("contacts", [*heads, *(["操作"] if edits else [])], rows)


def overdue_table(frame: pd.DataFrame) -> html.Table:
    """What is past its due day, the longest first."""
    rows = [
        [
            _town(row),
            KIND_WORDS[row["kind"]],
            row["what"],
            html.Span(words.day_short(row["due"]), className="day"),
            html.B(f"{words.count(row['days_over'])}日過ぎ", className="cell-error day"),
            row["owner"] or "―",
            _edit(row, row["kind"]),
        ]
        for row in records(frame)
    ]
    return _table("overdue", ["市町村", "種類", "内容", "期限", "経過", "担当", "操作"], rows)


def history(versions: list[journal.JournalRecord]) -> html.Details:
    """Every version of a record: who, when, and what changed."""
    rows: list[list[str]] = []
    before: Mapping[str, object] = {}
    for version in versions:
        labels = {field.name: field.label for field in FIELDS[version.kind]}
        changed = [
            f"{labels.get(name, name)}: {before.get(name) or '（空）'} → {value or '（空）'}"
            for name, value in version.values.items()
            if version.version > 1 and before.get(name) != value
        ]
        what = (
            "取り除いた"
            if version.is_removed
            else "はじめて記録"
            if version.version == 1
            else "、".join(changed)
        )
        rows.append(
            [
                str(version.version),
                words.moment(version.written_at.replace(tzinfo=None)),
                version.written_by,
                what or "変更なし",
            ]
        )
        before = version.values
    return html.Details(
        [
            html.Summary(f"これまでの版（{len(versions)}）"),
            _table("history", ["版", "いつ", "だれが", "何を"], rows),
        ]
    )


def _judgement(row: dict[Any, Any]) -> list[Any]:
    code = row["judgement"]
    parts: list[Any] = [
        html.B(f"{judging.SYMBOLS[code]} {row['judgement_label']}", className=JUDGED.get(code, "")),
        html.Div(row["reason"]),
    ]
    if _is(row["cell"]):
        parts.append(html.Div([html.Span(raw_files.of_row(row))], className="note"))
    if row["is_synthetic"] is True:
        parts.append(html.Span(words.SYNTHETIC, className="tag tag-synthetic"))
    return parts


def _town(row: dict[Any, Any]) -> list[Any]:
    return [
        html.A(row["name"], href=f"/town?town={row['municipality_code']}"),
        html.Div(row["subprefecture_name"], className="note"),
    ]


def _edit(row: dict[Any, Any], kind: str) -> html.Button:
    name = f"{row['name']}の{KIND_WORDS.get(kind, '対応')}を直す"
    return html.Button(
        "直す",
        id={"type": "record-edit", "kind": kind, "id": row["record_id"]},
        className="link-button",
        n_clicks=0,
        **{"aria-label": name},
    )


def _table(name: str, heads: list[str], rows: list[list[Any]]) -> html.Table:
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows]),
        ],
        className=f"plain journal-{name}",
    )


def _is(value: object) -> bool:
    return value is not None and value == value
