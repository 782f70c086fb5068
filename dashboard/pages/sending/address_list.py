"""An Excel list of addresses: what it would change is looked at, then kept, and put back with one press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard import journal
from dashboard.components import selects
from dashboard.components.written_by import WRITTEN_BY
from dashboard.pages.sending.address_words import HEADINGS, standing, troubles_list
from dashboard.pages.sending.office import NO_NAME
from dashboard.services import addresses as services_addresses
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words

STATES = {"new": "新しく入る", "changed": "変わる"}
MOST_ASIDE = 10


def parts() -> list[Any]:
    """Under the buttons of the address book: the list that was chosen, and what was kept last."""
    return [
        dcc.Store(id="addresses-came"),
        dcc.Store(id="addresses-kept", storage_type="local"),
        html.Div(id="addresses-undo-line"),
        html.Div(id="addresses-look"),
    ]


def register(app: Dash, warehouse: Warehouse) -> None:
    """Look, read again with other meanings, keep, put back."""
    _register_looking(app)
    _register_keeping(app, warehouse)


def _register_looking(app: Dash) -> None:
    @app.callback(
        Output("addresses-look", "children"),
        Output("addresses-message", "children", allow_duplicate=True),
        Input("addresses-came", "data"),
        prevent_initial_call=True,
    )
    def show(came: dict[str, Any] | None) -> Any:
        if not came:
            return no_update, no_update
        if "look" not in came:
            refused = came.get("refused")
            return None, html.Span(refused, className="note-alert") if refused else came.get("message")
        return look(came["look"]), None

    app.clientside_callback(
        ClientsideFunction("kasanariSending", "readAgain"),
        Output("addresses-look", "title"),
        Input("addresses-again", "n_clicks"),
        State({"type": "address-heading", "heading": ALL}, "value"),
        State({"type": "address-heading", "heading": ALL}, "id"),
        prevent_initial_call=True,
    )

    @app.callback(Output("addresses-undo-line", "children"), Input("addresses-kept", "data"))
    def offer(kept: list[Any] | None) -> Any:
        if not kept:
            return None
        button = html.Button(
            "宛先を元に戻す", id="addresses-undo", type="button", className="button button-small"
        )
        return html.P([f"最後に入れた宛先（{words.count(len(kept))}件）: ", button], className="note")


def _register_keeping(app: Dash, warehouse: Warehouse) -> None:
    outputs = (
        Output("addresses-message", "children", allow_duplicate=True),
        Output("addresses-grid", "rowData", allow_duplicate=True),
        Output("addresses-standing", "children", allow_duplicate=True),
        Output("addresses-look", "children", allow_duplicate=True),
        Output("addresses-kept", "data", allow_duplicate=True),
    )

    def shown_again(shown: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], str]:
        codes = frozenset(str(row["code"]) for row in shown if not row["is_area"])
        rows = services_addresses.rows(warehouse.reader(), journal_path(), codes)
        return rows, standing(rows)

    @app.callback(
        *outputs,
        Input("addresses-keep", "n_clicks"),
        State("addresses-came", "data"),
        State("addresses-grid", "rowData"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def keep(clicks: int | None, came: dict[str, Any] | None, shown: list[dict[str, Any]], by: str) -> Any:
        if not clicks or not came or "look" not in came:
            return (no_update,) * 5
        if not (by or "").strip():
            return (html.Span(NO_NAME, className="note-alert"), *(no_update,) * 4)
        try:
            kept, troubles = services_addresses.keep(journal_to_write(), came["look"]["rows"], by)
            again = shown_again(shown)
        except (WarehouseError, journal.JournalError) as error:
            return (html.Span(str(error), className="note-alert"), *(no_update,) * 4)
        said = f"{words.count(len(kept))}件の宛先を入れました。"
        return [said, *troubles_list(troubles)], *again, None, kept

    @app.callback(
        *outputs,
        Input("addresses-undo", "n_clicks"),
        State("addresses-kept", "data"),
        State("addresses-grid", "rowData"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def undo(clicks: int | None, kept: list[Any] | None, shown: list[dict[str, Any]], by: str) -> Any:
        if not clicks or not kept:
            return (no_update,) * 5
        if not (by or "").strip():
            return (html.Span(NO_NAME, className="note-alert"), *(no_update,) * 4)
        try:
            pairs = [(str(record_id), int(version)) for record_id, version in kept]
            undone, troubles = services_addresses.undo(journal_to_write(), pairs, by)
            again = shown_again(shown)
        except (WarehouseError, journal.JournalError) as error:
            return (html.Span(str(error), className="note-alert"), *(no_update,) * 4)
        said = f"{words.count(undone)}件の宛先を元に戻しました。"
        since = (
            f"{words.count(len(troubles))}件は、その後に直されているので、そのままです。" if troubles else ""
        )
        return f"{said}{since}", *again, None, None


def look(found: dict[str, Any]) -> html.Section:
    """What the list would change, place by place; what of it is not read."""
    rows = [row for row in found["rows"] if row["state"] in STATES]
    same = len(found["rows"]) - len(rows)
    counts = "、".join(
        f"{label} {words.count(sum(row['state'] == state for row in rows))}"
        for state, label in STATES.items()
    )
    keep = html.Button(
        f"この{words.count(len(rows))}件を入れる", id="addresses-keep", type="button", className="button"
    )
    return html.Section(
        [
            html.H3(f"「{found['file']}」を入れると"),
            html.P(
                f"{words.count(found['read'])}行を読みました。{counts}、同じ {words.count(same)}。まだ何も変えていません。"
                if found["read"]
                else "まだ読んでいません。"
            ),
            *_warnings(found),
            *_headings(found),
            _changes(rows) if rows else html.P("変わる宛先はありません。" if found["read"] else ""),
            html.Div(keep, className="toolbar") if rows else html.Div(id="addresses-keep"),
        ],
        className="addresses-look",
        **{"aria-label": "入れる宛先の一覧"},
    )


def _warnings(found: dict[str, Any]) -> list[Any]:
    said: list[Any] = []
    if found["doubled"]:
        said.append(
            html.P(
                f"同じ宛先が2行以上あり、中身が違います: {'、'.join(found['doubled'])}。どれが正しいかわからないので、入れません。"
                "1行にして、もう一度入れてください。",
                className="note-alert",
            )
        )
    if found["aside"]:
        more = len(found["aside"]) - MOST_ASIDE
        items = [html.Li(text) for text in found["aside"][:MOST_ASIDE]]
        items += [html.Li(f"ほか{words.count(more)}件")] if more > 0 else []
        said.append(
            html.Div([html.P("読めなかったもの・確かめるもの"), html.Ul(items)], className="note-alert")
        )
    return said


def _headings(found: dict[str, Any]) -> list[Any]:
    if not found["headings"]:
        return []
    options = [{"value": column, "label": label} for column, label in found["columns"].items()]
    controls = [
        html.Div(
            dmc.Select(
                id={"type": "address-heading", "heading": one["heading"]},
                label=f"{one['cell']}「{one['heading']}」",
                description=f"例 {'、'.join(one['samples'])}" if one["samples"] else "中身がありません",
                data=options,
                value=one["candidates"][0]["column"] if one["candidates"] else None,
                placeholder="意味を選ぶ",
                clearable=True,
                size="sm",
                w=260,
                comboboxProps=selects.COMBO,
            )
        )
        for one in found["headings"]
    ]
    return [
        html.P(
            "次の列は、何が書かれているかわかりません。どれにも意味（要らない列は「読まない列」）を選び、「読みなおす」を押してください。"
            "意味は覚えます（「登録」の「覚えている見出し」で忘れられます）。"
        ),
        html.Div(controls, className="form-grid"),
        html.Div(
            html.Button("読みなおす", id="addresses-again", type="button", className="button button-small"),
            className="toolbar",
        ),
    ]


def _changes(rows: Sequence[dict[str, Any]]) -> html.Div:
    body = [
        html.Tr(
            [
                html.Th(row["name"], scope="row"),
                html.Td(STATES[row["state"]]),
                html.Td(
                    html.Ul(
                        [
                            html.Li(f"{HEADINGS[name]}: {row[name] or '（空）'} → {value}")
                            for name, value in row["after"].items()
                        ]
                    )
                ),
            ]
        )
        for row in rows
    ]
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in ("宛先", "扱い", "変わるところ")]))
    table = html.Table([head, html.Tbody(body)], className="plain-table")
    return html.Div(
        table, className="addresses-changes", tabIndex=0, **{"aria-label": "変わる宛先", "role": "region"}
    )
