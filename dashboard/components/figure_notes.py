"""確認済 and 注記 beside a chart: the place where they stand, and the drawer in which they are written and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import journal
from dashboard.components import drawer_fields, recorded
from dashboard.words import words

NAME = "figure-note"
DRAWER, ASKED, NOTED, BODY = "figure-note-drawer", "figure-note-asked", "figure-noted", "figure-note-body"
WRITTEN_BY, MESSAGE = "figure-note-by", "figure-note-message"


def place(chart_id: str, more: str) -> html.Ul:
    """Where the notes of a chart stand. more: as of take_out.buttons."""
    return html.Ul(
        id={"type": "figure-notes", "chart": chart_id, "more": more}, className="figure-notes", role="list"
    )


def lines(rows: list[dict[str, Any]]) -> list[html.Li]:
    return [
        html.Li(row["line"], className="is-changed" if row["is_changed"] else "")
        for row in rows
        if not row["is_removed"]
    ]


def parts() -> list[Any]:
    """What the shell holds: which chart was asked for, that something was written, and the closed drawer."""
    return [
        dcc.Store(id=ASKED),
        dcc.Store(id=NOTED, data=0),
        dmc.Drawer(
            id=DRAWER,
            opened=False,
            title=html.Span("図の確認・注記", className="correct-title"),
            children=html.Div(id=BODY, className="drawer-body correct-body"),
            position="right",
            size=520,
            padding="md",
            zIndex=320,
            closeButtonProps={"aria-label": "閉じる"},
            overlayProps={"backgroundOpacity": 0.2},
            transitionProps={"duration": 0},
        ),
    ]


def form(
    title: str, conditions: str, rows: list[dict[str, Any]], today: date, by: str, said: str = ""
) -> list[Any]:
    """What is said of the chart so far, and the fields. by: who wrote last on this PC."""
    told = [
        {
            **row,
            "about": f"{row['note_kind']} {words.day_short(row['noted_on'])}",
            "text": row["text"] or "",
            "beside": "数が変わりました" if row["is_changed"] else "",
        }
        for row in rows
    ]
    return [
        html.H2(title, className="correct-heading"),
        html.P(conditions, className="note"),
        *recorded.lists(NAME, "この図の確認・注記", told),
        dmc.RadioGroup(
            dmc.Group([dmc.Radio(label=kind, value=kind) for kind in journal.FIGURE_NOTE_KINDS]),
            id="figure-note-kind",
            label="書くもの",
            value=journal.FIGURE_NOTE_KINDS[0],
            size="sm",
        ),
        drawer_fields.day("figure-note-day", "日", today),
        dmc.Textarea(
            id="figure-note-text",
            label="内容",
            description="注記では必ず書きます。図のそばとスライドに出ます",
            autosize=True,
            minRows=2,
            size="sm",
        ),
        drawer_fields.writer(WRITTEN_BY, by, is_required=True),
        html.Div(said, id=MESSAGE, role="status", className="form-result"),
        html.Div(
            html.Button("書き入れる", id="figure-note-save", type="button", className="button"),
            className="toolbar",
        ),
        html.P(
            "この図の、いまの条件（年度、基準日、振興局など）に付きます。後で数が変わると、そのことが出ます。"
            "スライド、画像、Excel にも入ります。",
            className="note",
        ),
    ]
