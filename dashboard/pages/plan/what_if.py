"""計画の市町村がすべて始めたら: counts by 振興局, neighbours, residents, days and the grant; and the amounts per head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html, no_update

from dashboard import journal
from dashboard.components import take_out
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import records
from dashboard.planning.what_if import LEVELS, PARTIES, rules
from dashboard.queries import map as map_queries
from dashboard.services import what_if
from dashboard.views import what_if_words as say
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words

FIELDS = ("size_class", *LEVELS, "source")


def section(reader: Reader, path: Path | None, plan_id: str, days: float) -> html.Details:
    return html.Details(
        [
            html.Summary(say.TITLE),
            html.Div(shown(reader, path, plan_id, days), id="what-if-shown"),
            html.Details(
                [
                    html.Summary("人口1人当たりの額を書き入れる"),
                    html.Div(_controls(reader), className="form-grid"),
                    html.Div(
                        [
                            html.Button(
                                "額を記録する",
                                id="amount-save",
                                type="button",
                                className="button button-small",
                            ),
                            html.Span(id="amount-message", role="status", className="form-result"),
                        ],
                        className="toolbar",
                    ),
                ]
            ),
        ],
        className="plan-lot plan-what-if",
        **{"data-days": str(days)},
    )


def shown(reader: Reader, path: Path | None, plan_id: str, days: float | None) -> list[Any]:
    made = what_if.of_plan(reader, path, plan_id)
    children: list[Any] = [html.P(text) for text in say.sentences(made, days)]
    if not made.added:
        return children
    areas = [
        (row["name"], row["now"], row["added"], row["now"] + row["added"], row["towns"])
        for row in records(made.areas)
    ]
    heads: tuple[str, ...] = ("振興局", "いま実施", "加わる", "計", "市町村")
    told = [(name, *(words.count(number) for number in numbers)) for name, *numbers in areas]
    tables = [_table(heads, told)]
    if len(made.grants):
        mark = "" if rules().is_confirmed else say.PROVISIONAL
        heads = ("1人当たりの額", "市町村", "計", *(f"{label}{mark}" for label in PARTIES.values()))
        rows = [
            (
                say.LEVELS[row["level"]],
                words.count(row["towns"]),
                *(say.ten_thousands(row[name]) for name in ("whole", *PARTIES)),
            )
            for row in records(made.grants)
        ]
        tables.append(_table(heads, rows))
    children += [
        html.Div(tables, className="what-if-tables"),
        html.P(say.share_note(), className="note") if len(made.grants) else None,
        take_out.buttons(
            "what_if",
            content=".what-if-tables",
            title=say.TITLE,
            synthetic=what_if.is_synthetic(reader),
            more=f"plan={plan_id}",
        ),
    ]
    return children


def register(app: Dash, warehouse: Warehouse) -> None:
    @app.callback(
        Output("what-if-shown", "children"),
        Output("amount-message", "children"),
        Input("amount-save", "n_clicks"),
        *(State(f"amount-{name}", "value") for name in FIELDS),
        State("plan-shown", "data"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, *given: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *values, plan_id, by = given
        entered = {name: str(value or "") for name, value in zip(FIELDS, values, strict=True)}
        try:
            what_if.record_amount(journal_to_write(), entered, by or "")
            return shown(warehouse.reader(), journal_path(), plan_id, None), "記録しました。"
        except (journal.ConflictError, journal.InvalidRecordError, journal.JournalError) as error:
            return no_update, html.Span(str(error), className="note-alert")


def _controls(reader: Reader) -> list[Any]:
    sizes = records(map_queries.sizes(reader))
    return [
        dmc.Select(
            id="amount-size_class",
            label="人口規模",
            data=[{"value": str(row["code"]), "label": str(row["label_ja"])} for row in sizes],
            value=str(sizes[0]["code"]),
            size="sm",
            allowDeselect=False,
            comboboxProps={"transitionProps": {"duration": 0}},
        ),
        *(
            dmc.TextInput(id=f"amount-{level}", label=f"{say.LEVELS[level]}（円/人）", size="sm")
            for level in LEVELS
        ),
        dmc.TextInput(
            id="amount-source",
            label="額の根拠",
            size="sm",
            required=True,
            placeholder="例: 令和6年度決算 3市町村",
        ),
    ]


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> html.Table:
    first, *others = heads
    head = [html.Th(first, scope="col"), *(html.Th(text, scope="col", className="number") for text in others)]
    body = [
        html.Tr([html.Th(row[0], scope="row"), *(html.Td(text, className="number") for text in row[1:])])
        for row in rows
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="plain")
