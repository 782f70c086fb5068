"""The editor of one record: its fields, its history, and what is said when another person was faster."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.journal import FIELDS, JournalRecord
from dashboard.pages.plan.journal_fields import KINDS
from dashboard.queries import visits as queries_visits
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def modal() -> dmc.Modal:
    """Closed until a record is to be edited."""
    return dmc.Modal(
        [
            dcc.Store(id="editor-state"),
            html.Div(id="editor-message", role="status"),
            html.Div(id="editor-fields"),
            html.P(id="editor-unsaved", className="note-alert", role="status"),
            html.Div(
                [
                    dmc.Button("保存する", id="editor-save", size="sm"),
                    dmc.Button(
                        "取り除く",
                        id="editor-remove",
                        size="sm",
                        variant="default",
                        **{"data-confirm": "この記録を取り除きます。よろしいですか。（後で元に戻せます）"},
                    ),
                ],
                className="toolbar editor-buttons",
            ),
            html.Div(id="editor-history"),
        ],
        id="record-editor",
        title="記録を直す",
        size="lg",
        keepMounted=True,
        transitionProps={"duration": 0},
        closeButtonProps={"aria-label": "閉じる"},
    )


def of_town(reader: Reader, code: str) -> str:
    """（厚真町）, or nothing for a record without a town."""
    places = queries_visits.places(reader)
    found = places[places["municipality_code"] == code]
    return "" if found.empty else f"（{found.iloc[0]['name']}）"


def conflict(present: JournalRecord, mine: dict[str, Any]) -> html.Div:
    """What the other person wrote beside what is in the form; saving again then keeps mine as a further version."""
    labels = {field.name: field.label for field in FIELDS[present.kind]}
    rows = [
        html.Tr(
            [
                html.Th(labels[name], scope="row"),
                html.Td(_text(present.values.get(name))),
                html.Td(_text(value)),
            ]
        )
        for name, value in mine.items()
        if name in labels and _text(present.values.get(name)) != _text(value)
    ]
    when = words.moment(present.written_at.replace(tzinfo=None))
    gone = "（取り除かれています）" if present.is_removed else ""
    return html.Div(
        [
            html.P(
                html.B(
                    f"{present.written_by}さんが{when}に書き換えました{gone}。あなたの入力は、まだ保存していませんが、下に残っています。"
                )
            ),
            html.Table(
                [
                    html.Thead(
                        html.Tr([html.Th(head, scope="col") for head in ("欄", "いまの記録", "あなたの入力")])
                    ),
                    html.Tbody(rows),
                ],
                className="plain",
            )
            if rows
            else html.P("内容は同じです。"),
            html.P(
                "見比べて直してから「保存する」をもう一度押すと、あなたの内容が新しい版になります。前の版も残ります。"
            ),
        ],
        className="banner banner-warning",
        id="editor-conflict",
    )


def kept(kind: str) -> html.Div:
    """Said on the page when the window has closed."""
    return html.Div(f"{KINDS[kind]}を保存しました。", className="banner banner-note")


def undo(gone: JournalRecord, town: str) -> html.Div:
    """What was taken away, and the way back."""
    return html.Div(
        [
            f"{KINDS[gone.kind]}{town}を取り除きました。",
            html.Button(
                "元に戻す",
                id={"type": "record-undo", "id": gone.record_id, "version": gone.version},
                className="link-button",
                n_clicks=0,
            ),
        ],
        className="banner banner-note",
    )


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip()
