"""The parts of the page 計画: the plan with its towns and days of work, the route, the log, and what is overdue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import html

from dashboard import clock, journal
from dashboard.components import journal_view, notices, selects
from dashboard.frames import records
from dashboard.pages.plan import lot, what_if
from dashboard.planning import score
from dashboard.queries import visits as queries_visits
from dashboard.services import follow_up
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def plan_body(reader: Reader, path: Path | None, plan_id: str) -> list[Any]:
    """The towns of a plan and how much of its days of work they take."""
    plans = journal.plans(path)
    chosen = plans[plans["record_id"] == plan_id]
    if chosen.empty:
        return [
            html.P(
                "計画がまだありません。まず上の「新しい計画」で、年度または四半期と、使える人日を決めてください。"
                "そのあと、市町村を選んで「計画に入れる」を押します。",
                className="plan-begin",
            ),
            what_if.section(reader, path, "", None),
        ]
    plan = chosen.iloc[0]
    items = follow_up.with_towns(reader, journal.items(path, plan_id))
    by_means = queries_visits.means(reader).set_index("label_ja")["staff_days"]
    items["days"] = [
        float(row["staff_days"]) if _is(row["staff_days"]) else float(by_means.get(row["means"], 0.0))
        for row in records(items)
    ]
    days = float(items.loc[items["state"] != "とりやめ", "days"].sum())
    return [
        _capacity(plan, items),
        _items(items),
        what_if.section(reader, path, plan_id, days),
        lot.section(reader, path, plan_id),
    ]


def lists(reader: Reader, path: Path | None, asked: View) -> tuple[list[Any], list[Any]]:
    """What waits, in a line of links; then overdue, promises, next steps and contacts, of the towns that the filters leave."""
    late = view.narrow(follow_up.overdue(reader, path, clock.today()), asked)
    promised = view.narrow(follow_up.promises(reader, path), asked)
    steps = view.narrow(follow_up.with_towns(reader, journal.steps(path)), asked)
    contacts = view.narrow(follow_up.with_towns(reader, journal.contacts(path)), asked)
    waiting = int(promised["is_open"].astype(bool).sum())
    waiting_steps = int((steps["state"] == "これから").sum())
    return _summary_links(len(late), waiting, waiting_steps), [
        _list("overdue", f"期限切れ: {len(late)}", late, journal_view.overdue_table(late)),
        _list(
            "promises",
            f"確認事項: {len(promised)}（うち未確認 {waiting}）",
            promised,
            journal_view.promise_table(promised, edits=True),
        ),
        _list("steps", f"次にすること: {len(steps)}", steps, journal_view.step_table(steps, edits=True)),
        _list(
            "contacts",
            f"連絡の記録: {len(contacts)}",
            contacts,
            journal_view.contact_table(contacts, edits=True),
        ),
    ]


def handover_choices(reader: Reader, path: Path | None) -> list[dict[str, Any]]:
    """Whose handover there is: officers that the journal names, and the 振興局."""
    areas = queries_visits.offices(reader)
    whom = [
        {
            "group": "担当",
            "items": [{"value": f"owner={name}", "label": name} for name in follow_up.owners(path)],
        }
    ]
    whom.append(
        {
            "group": "振興局",
            "items": [{"value": f"sub={row['code']}", "label": row["name"]} for row in records(areas)],
        }
    )
    return [group for group in whom if group["items"]]


def handover_form(reader: Reader, path: Path | None) -> html.Section:
    """引き継ぎ: for one officer or one 振興局, as Word and as a page to print."""
    return html.Section(
        [
            html.H2("引き継ぎ"),
            html.P(
                "担当または振興局ごとに、未確認の事項、次にすること、計画、話したことを1つの文書にします。",
                className="note",
            ),
            html.Div(
                [
                    dmc.Select(
                        id="handover-whom",
                        label="だれの分",
                        data=handover_choices(reader, path),
                        size="sm",
                        searchable=True,
                        filter=selects.FOLDED,
                        comboboxProps=selects.COMBO,
                        w=280,
                    ),
                    html.Div(id="handover-links", className="toolbar"),
                ],
                className="handover-row",
            ),
        ],
        className="panel",
        id="handover",
    )


def place_note() -> html.P:
    return html.P(
        "記録はこの PC の中だけに残り、外には送りません。氏名や連絡先などの個人の情報は、仕事に要るものだけを書いてください。",
        className="note",
        id="plan-place",
    )


def _capacity(plan: pd.Series, items: pd.DataFrame) -> html.Div:
    used = float(items.loc[items["state"] != "とりやめ", "days"].sum())
    whole = float(plan["capacity_days"])
    over = used > whole
    said = f"使える人日 {whole:g} のうち {used:g}（{words.percent(used, whole)}）"
    more = f"。{used - whole:g}人日 足りません" if over else f"。残り {whole - used:g}人日"
    return html.Div(
        [
            html.Progress(value=str(min(used, whole)), max=str(whole or 1), **{"aria-label": said}),
            html.Span(said + more, className="note-alert" if over else ""),
            html.Span(
                "人日を書いていない行は、手段ごとの目安（訪問1、オンライン0.3など）で数えます。"
                "優先度は、計画に入れたときの働きかけの「点の内訳」の合計（0から1）です。経路を選ぶときだけに使います。",
                className="note",
            ),
        ],
        className="capacity",
        id="plan-capacity",
    )


def _items(items: pd.DataFrame) -> Any:
    if items.empty:
        return html.P(
            "市町村がまだ入っていません。上で選んで「計画に入れる」を押してください。", className="note"
        )
    rows = [
        html.Tr(
            [
                html.Td(html.A(row["name"], href=f"/town?town={row['municipality_code']}")),
                html.Td(row["subprefecture_name"]),
                html.Td(
                    words.decimal(row["priority"], score.SHOWN_DECIMALS) if _is(row["priority"]) else "―",
                    className="number",
                ),
                html.Td(row["means"], className="day"),
                html.Td(row["owner"] or "―"),
                html.Td(words.day_short(row["due"]) if row["due"] is not None else "―", className="day"),
                html.Td(row["measure"] or "―"),
                html.Td(f"{row['days']:g}", className="number"),
                html.Td("" if _is(row["staff_days"]) else "目安", className="note"),
                html.Td(row["state"]),
                html.Td(
                    [
                        html.Button(
                            "連絡を記録",
                            id={"type": "item-log", "code": row["municipality_code"]},
                            n_clicks=0,
                            className="link-button",
                            **{"aria-label": f"{row['name']}への連絡を記録する"},
                        ),
                        html.Button(
                            "直す",
                            id={"type": "record-edit", "kind": "item", "id": row["record_id"]},
                            n_clicks=0,
                            className="link-button",
                            **{"aria-label": f"{row['name']}の計画を直す"},
                        ),
                        html.Button(
                            "外す",
                            n_clicks=0,
                            className="link-button",
                            id={
                                "type": "record-remove",
                                "id": row["record_id"],
                                "version": int(row["version"]),
                            },
                            **{
                                "aria-label": f"{row['name']}を計画から外す",
                                "data-confirm": f"{row['name']}を計画から外します。よろしいですか。（外した後で元に戻せます）",
                            },
                        ),
                    ]
                ),
            ]
        )
        for row in records(items.sort_values("municipality_code"))
    ]
    heads = [
        html.Th(head, scope="col", **more)
        for head, more in (
            ("市町村", {}),
            ("振興局", {}),
            (
                "優先度",
                {
                    "className": "number",
                    "title": "計画に入れたときの、働きかけの「点の内訳」の合計（0から1）",
                },
            ),
            ("手段", {}),
            ("担当", {}),
            ("期限", {}),
            ("案内する支援", {}),
            ("人日", {"colSpan": 2, "className": "days"}),
            ("状態", {}),
            ("操作", {}),
        )
    ]
    return html.Table(
        [html.Thead(html.Tr(heads)), html.Tbody(rows)],
        className="plain plan-items",
        id="plan-items",
    )


def _summary_links(late: int, promised: int, steps: int) -> list[Any]:
    said = (("overdue", "期限切れ", late), ("promises", "未確認の事項", promised))
    return [
        html.A(
            f"{label} {count}",
            href=f"#list-{name}",
            className="cell-error" if name == "overdue" and count else "",
        )
        for name, label, count in (*said, ("steps", "次にすること", steps))
    ]


def _list(name: str, title: str, frame: pd.DataFrame, table: html.Table) -> html.Section:
    empty = {"overdue": "期限を過ぎたものはありません。"}.get(name, "まだありません。")
    return html.Section(
        [html.H2(title), table if len(frame) else html.P(empty, className="note")],
        className="panel",
        id=f"list-{name}",
    )


def trouble(message: str) -> html.Div:
    """In place of what the journal cannot give."""
    return notices.banner(message, "warning")


def _is(value: object) -> bool:
    return value is not None and value == value
