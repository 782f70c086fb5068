"""選んだ市町村がすべて始めたら: counts by 振興局, neighbours, residents, days and the grant; amounts per head and 決算."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, State, html, no_update

from dashboard import journal
from dashboard.chart_data import state_cells
from dashboard.components import recorded, take_out
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import records
from dashboard.pages.plan import what_if_fields
from dashboard.pages.plan.what_if_fields import PLAN
from dashboard.planning.what_if import LEVELS, PARTIES, rules
from dashboard.queries import map as map_queries
from dashboard.queries import visits
from dashboard.services import what_if
from dashboard.views import what_if_words as say
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import entries
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import raw_files, words

FIELDS = ("size_class", *LEVELS, "source")
SETTLED = ("fiscal_year", "amount", "source")
NAME = "what-if-amount"


def section(reader: Reader, path: Path | None, plan_id: str, days: float | None) -> html.Details:
    return html.Details(
        [
            html.Summary(say.TITLE),
            html.Div(what_if_fields.who(reader, plan_id), className="form-grid"),
            html.Div(shown(reader, path, _name(PLAN, [], plan_id), days), id="what-if-shown"),
            html.Details(
                [
                    html.Summary("人口1人当たりの額を書き入れる"),
                    html.Div(what_if_fields.amounts(reader), className="form-grid"),
                    _save("額を記録する", "amount-save"),
                ]
            ),
            html.Details(
                [
                    html.Summary("市町村の決算額を書き入れる（1人当たりの額の確かめ）"),
                    html.Div(what_if_fields.settlement(reader), className="form-grid"),
                    _save("決算額を記録する", "settlement-save"),
                ]
            ),
            html.Span(id="amount-message", role="status", className="form-result"),
        ],
        className="plan-lot plan-what-if",
    )


def shown(reader: Reader, path: Path | None, name: str, days: float | None) -> list[Any]:
    """name: of a choice of towns or of a plan; see services.what_if.choice. days: of work of the plan."""
    chosen = what_if.choice(reader, path, name)
    made = what_if.of_towns(reader, path, chosen.codes if chosen else ())
    title = [html.P(html.B(f"{chosen.title}（{words.count(len(chosen.codes))}）"))] if chosen else []
    children: list[Any] = [*title, *[html.P(text) for text in say.sentences(made, days)]]
    if not made.added:
        return [*children, *_entered(reader, path)]
    areas = [
        (row["name"], row["now"], row["added"], row["now"] + row["added"], row["towns"])
        for row in records(made.areas)
    ]
    heads: tuple[str, ...] = ("振興局", "いま実施", "加わる", "計", "市町村")
    told = [(area, *(words.count(number) for number in numbers)) for area, *numbers in areas]
    tables = [_table(heads, told)]
    if len(made.grants):
        mark = "" if rules().is_confirmed else say.PROVISIONAL
        heads = ("1人当たりの額", "市町村", "計", *(f"{label}{mark}" for label in PARTIES.values()))
        rows = [
            (
                say.LEVELS[row["level"]],
                words.count(row["towns"]),
                *(say.ten_thousands(row[party]) for party in ("whole", *PARTIES)),
            )
            for row in records(made.grants)
        ]
        tables.append(_table(heads, rows))
    children += [
        html.Div(tables, className="what-if-tables"),
        _counted(reader, chosen.codes if chosen else ()),
        html.P(say.share_note(), className="note") if len(made.grants) else None,
        html.P(say.settled(what_if.settlement_check(reader, path)), className="note"),
        take_out.buttons(
            "what_if",
            content=".what-if-tables",
            title=say.TITLE,
            synthetic=what_if.is_synthetic(reader, chosen.codes if chosen else ()),
            more=f"plan={name}",
        ),
        *_entered(reader, path),
    ]
    return children


def _counted(reader: Reader, chosen: Collection[str]) -> html.Details:
    """Each municipality that implements or would, with its newest state and the cell that says it."""
    listed = [
        html.Li(
            [
                html.B(row["name"]),
                f"　{label}　{words.fiscal_year(row['fiscal_year'])} {row['state_label']}　",
                html.Span(raw_files.of_row(row), className="cell-place"),
            ]
        )
        for label, row in state_cells.at_work_or_chosen(reader, chosen)
    ]
    return html.Details([html.Summary("数えた市町村と、状態のセル"), html.Ul(listed)])


def register(app: Dash, warehouse: Warehouse) -> None:
    who = (State("what-if-who", "value"), State("what-if-towns", "value"), State("plan-shown", "data"))

    def again(chosen: str | None, towns: list[str] | None, plan_id: str | None) -> list[Any]:
        name = _name(chosen or PLAN, towns or [], plan_id or "")
        return shown(warehouse.reader(), journal_path(), name, None)

    @app.callback(
        Output("what-if-shown", "children", allow_duplicate=True),
        Output("what-if-towns", "disabled"),
        Input("what-if-who", "value"),
        Input("what-if-towns", "value"),
        State("plan-shown", "data"),
        prevent_initial_call=True,
    )
    def choose(chosen: str, towns: list[str] | None, plan_id: str) -> Any:
        try:
            return again(chosen, towns, plan_id), chosen != what_if.TOWNS
        except journal.JournalError as error:
            return html.Span(str(error), className="note-alert"), no_update

    @app.callback(
        Output("what-if-shown", "children"),
        Output("amount-message", "children"),
        Input("amount-save", "n_clicks"),
        *(State(f"amount-{name}", "value") for name in FIELDS),
        *who,
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, *given: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *values, chosen, towns, plan_id, by = given
        entered = {name: str(value or "") for name, value in zip(FIELDS, values, strict=True)}
        try:
            what_if.record_amount(journal_to_write(), entered, by or "")
            return again(chosen, towns, plan_id), "記録しました。"
        except (journal.ConflictError, journal.InvalidRecordError, journal.JournalError) as error:
            return no_update, html.Span(str(error), className="note-alert")

    @app.callback(
        Output("what-if-shown", "children", allow_duplicate=True),
        Output("amount-message", "children", allow_duplicate=True),
        Input("settlement-save", "n_clicks"),
        State("settlement-town", "value"),
        *(State(f"settlement-{name}", "value") for name in SETTLED),
        *who,
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def settle(clicks: int | None, town: str | None, *given: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *values, chosen, towns, plan_id, by = given
        entered = {name: str(value or "") for name, value in zip(SETTLED, values, strict=True)}
        try:
            what_if.record_settlement(journal_to_write(), town or "", entered, by or "")
            return again(chosen, towns, plan_id), "記録しました。"
        except (journal.ConflictError, journal.InvalidRecordError, journal.JournalError) as error:
            return no_update, html.Span(str(error), className="note-alert")

    entries.register_taking_back(
        app,
        NAME,
        "what-if-shown",
        "amount-message",
        lambda said, *given: [html.P(said, className="form-result"), *again(*given)],
        who,
    )


def _entered(reader: Reader, path: Path | None) -> list[Any]:
    """Amounts and 決算 as they were entered, each with the way to take it back or to have it again."""
    places = visits.places(reader)
    towns = dict(zip(places["municipality_code"], places["name"], strict=True))
    sizes = {str(row["code"]): row["label_ja"] for row in records(map_queries.sizes(reader))}
    amounts = [
        {
            **row,
            "about": sizes.get(row["size_class"], row["size_class"]),
            "text": "・".join(
                f"{say.LEVELS[level]} {row[level]:.15g}円" for level in LEVELS if row[level] is not None
            ),
            "beside": f"根拠: {row['source']}",
        }
        for row in records(journal.current(path, "grant_amount", with_removed=True))
    ]
    spent = [
        {
            **row,
            "about": f"{towns[row['municipality_code']]}　{words.fiscal_year(int(row['fiscal_year']))}の決算",
            "text": f"{words.count(row['amount'])}円",
            "beside": f"出典: {row['source']}",
        }
        for row in records(journal.current(path, "settlement", with_removed=True))
    ]
    lists = recorded.lists(NAME, "書き入れた額と決算額", [*amounts, *spent])
    return [html.Details([html.Summary("書き入れた額を取り消す・元に戻す"), *lists])] if lists else []


def _name(chosen: str, towns: list[str], plan_id: str) -> str:
    """What an address calls the choice."""
    if chosen == what_if.TOWNS:
        return "-".join([what_if.TOWNS, *towns]) if towns else f"{what_if.TOWNS}-"
    return plan_id if chosen == PLAN else chosen


def _save(label: str, button: str) -> html.Div:
    return html.Div(
        html.Button(label, id=button, type="button", className="button button-small"), className="toolbar"
    )


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> html.Table:
    first, *others = heads
    head = [html.Th(first, scope="col"), *(html.Th(text, scope="col", className="number") for text in others)]
    body = [
        html.Tr([html.Th(row[0], scope="row"), *(html.Td(text, className="number") for text in row[1:])])
        for row in rows
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="plain")
