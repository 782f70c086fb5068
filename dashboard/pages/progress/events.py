"""できごと: what is marked on every chart over years, and the form with which staff add to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, html

from dashboard import journal
from dashboard.components import notices, recorded, selects
from dashboard.frames import records
from dashboard.services import events
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import entries
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words

NAME = "event"
FIELDS = ("event_kind", "fiscal_year", "happened_on", "text", "source")


def card(reader: Reader, years: list[int], said: str = "") -> html.Section:
    """All events, then the form. years: those of which something is known."""
    return html.Section(
        [
            html.H2("できごと", id="events-title"),
            *_shown(reader),
            html.Details(
                [
                    html.Summary("できごとを加える"),
                    html.Div(_controls(years), className="form-grid"),
                    dmc.Button("できごとを加える", id="event-save", size="sm"),
                ],
                open=bool(said),
            ),
            html.Div(said, id="event-message", role="status", className="form-result"),
            html.P(
                "年度のある図（実施率の推移、見通し、目標と実績、状態の移り変わり）とそのスライド、Excel に入ります。",
                className="note",
            ),
        ],
        className="panel events-card",
        id="events",
        **{"aria-labelledby": "events-title"},
    )


def register(app: Dash, warehouse: Warehouse, body: Callable[[Reader, View, str], Any]) -> None:
    """Write an event; take one back. body: the cards of the page with what was done."""

    def drawn(said: str, search: str | None) -> Any:
        return body(*view.open(warehouse, search), said)

    def keep(entered: dict[str, Any], by: str, _search: str, _seen: object) -> str:
        events.record(journal_to_write(), {name: str(value or "") for name, value in entered.items()}, by)
        return "できごとを加えました。"

    entries.register_form(app, NAME, "progress-body", FIELDS, keep, drawn)


def _shown(reader: Reader) -> list[Any]:
    rows = records(events.standing(reader, journal_path()))
    table = html.Table(
        [
            html.Thead(
                html.Tr([html.Th(head, scope="col") for head in ("時期", "種類", "できごと", "出典", "")])
            ),
            html.Tbody([_row(row) for row in rows]),
        ],
        className="plain",
    )
    try:
        entered = records(journal.current(journal_path(), "event", with_removed=True))
    except journal.JournalError as error:
        return [notices.banner(str(error), "warning"), table]
    gone = [
        {**row, "about": events.when(row), "beside": f"出典: {row['source']}"}
        for row in entered
        if row["is_removed"]
    ]
    return [table, *recorded.lists(NAME, "", gone)]


def _row(row: dict[str, Any]) -> html.Tr:
    fiction = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    own = bool(row["record_id"])
    label = f"{events.when(row)}の{row['text']}"
    return html.Tr(
        [
            html.Th(events.when(row), scope="row"),
            html.Td(row["event_kind"]),
            html.Td([row["text"], " ", fiction]),
            html.Td(f"{row['source']}（{row['written_by']}）" if own else row["source"]),
            html.Td(recorded.button(NAME, {**row, "is_removed": False}, label) if own else ""),
        ]
    )


def _controls(years: list[int]) -> list[Any]:
    shared: dict[str, Any] = {"size": "sm", "comboboxProps": selects.COMBO}
    return [
        dmc.Select(
            id="event-event_kind",
            label="種類",
            data=list(journal.EVENT_KINDS),
            value=journal.EVENT_KINDS[0],
            allowDeselect=False,
            **shared,
        ),
        dmc.Select(
            id="event-fiscal_year",
            label="年度",
            data=[
                {"value": str(year), "label": words.fiscal_year(year)}
                for year in range(min(years), max(years) + 6)
            ],
            placeholder="日を入れれば要りません",
            clearable=True,
            **shared,
        ),
        dmc.TextInput(id="event-happened_on", label="日（わかれば）", size="sm", placeholder="例: R8.7.15"),
        dmc.TextInput(
            id="event-text",
            label="できごと（20字ほど）",
            size="sm",
            required=True,
            placeholder="例: 市町村職員説明会",
        ),
        dmc.TextInput(
            id="event-source",
            label="出典",
            size="sm",
            required=True,
            placeholder="例: 令和8年7月15日付け通知",
        ),
    ]
