"""The route of a plan: asked for, shown on the map and by day with arrival times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard import clock, journal
from dashboard.components import selects, take_out
from dashboard.export import route_svg
from dashboard.pages.plan.journal_fields import day_hint, tab_persistence
from dashboard.queries import visits as queries_visits
from dashboard.services import routes
from dashboard.warehouse.reader import Reader
from dashboard.words import words

VISIT = routes.VISIT
# of a plan, in the order of the form
FIELDS = ("office", "days", "first_day", "hours", "visit_minutes")


def empty_fields(values: dict[str, Any]) -> str:
    """Which fields of the form are empty, in words; "" where none is."""
    labels = {field.name: field.label for field in journal.FIELDS["plan"]}
    empty = [f"「{labels[name]}」" for name in FIELDS if not str(values.get(name) or "").strip()]
    return f"{'、'.join(empty)}を入れてください。" if empty else ""


def route_form(reader: Reader, plan: dict[str, Any]) -> html.Div:
    """From where, how many days, from which day on."""
    known = {office.label: office.label for office in routes.offices(reader).values()}
    kept = tab_persistence(f"route-{plan.get('record_id', '')}")
    first = plan.get("first_day")
    values = {
        "days": plan.get("days") or 2,
        "hours": plan.get("hours") or 7.75,
        "minutes": plan.get("visit_minutes") or 60,
        "first": words.day_short(first) if first is not None and first == first else "",
    }
    return html.Div(
        [
            dmc.Select(
                id="route-from",
                label="出発地",
                size="sm",
                data=[{"value": label, "label": label} for label in known],
                value=plan.get("office") or routes.HEAD_OFFICE[1],
                searchable=True,
                filter=selects.FOLDED,
                allowDeselect=False,
                comboboxProps=selects.COMBO,
                **kept,
            ),
            dmc.TextInput(
                id="route-days", label="訪問にあてる日数", size="sm", value=str(values["days"]), **kept
            ),
            dmc.TextInput(
                id="route-first",
                label="最初の日",
                size="sm",
                value=values["first"],
                placeholder=day_hint(),
                **kept,
            ),
            dmc.TextInput(
                id="route-hours",
                label="1日の時間（昼休みを除く）",
                size="sm",
                value=f"{values['hours']:g}",
                **kept,
            ),
            dmc.TextInput(
                id="route-minutes", label="1か所の時間（分）", size="sm", value=str(values["minutes"]), **kept
            ),
            dmc.Button("経路を作る", id="route-make", size="sm"),
        ],
        className="form-grid route-form",
    )


def route_body(reader: Reader, path: Path | None, plan_id: str) -> list[Any]:
    """The route of a plan as it was asked for last: map, table by day, files to take along."""
    made = routes.plan_tour(reader, path, plan_id)
    if made is None:
        return [
            html.P(
                "計画に「訪問」の市町村を入れて「経路を作る」を押すと、日ごとの順と到着時刻（推計）が出ます。",
                className="note",
            )
        ]
    frame, left = routes.as_frame(made), routes.left_out(made)
    chosen = [*frame["code"], *made.route.left_out]
    drawing = html.Img(
        id="route-map",
        # another route has another address, so that none is shown from before
        src=f"/plan/{plan_id}.svg?{reader.warehouse_id}-{journal.version_of(path)}",
        alt=route_svg.described(made.days, made.names, made.names[made.office.municipality_code]),
        width=route_svg.WIDTH,
        height=route_svg.HEIGHT,
        className="route-map",
    )
    files = [
        html.A("カレンダー（.ics）", href=f"/plan/{plan_id}.ics", className="button", id="route-ics"),
        html.A("Excel", href=f"/plan/{plan_id}.xlsx", className="button", id="route-xlsx"),
    ]
    return [
        _gone_by(made),
        html.Div(
            [
                html.H3(
                    f"{made.office.label}から {len(made.days)}日で {len(frame)}市町村（計画の訪問先 {len(chosen)}のうち）"
                ),
                *files,
            ],
            className="toolbar",
        ),
        html.Div(
            [
                drawing,
                html.Div(
                    [*(_day(made, day) for day in made.days), _left_out_list(left)], className="route-days"
                ),
            ],
            className="route-parts",
        ),
        html.P(routes.note(made), className="note"),
        take_out.buttons(
            "route",
            synthetic=_is_fictional(reader, chosen),
            server_picture=f"/plan/{plan_id}.svg",
            more=f"plan={plan_id}",
        ),
    ]


def _is_fictional(reader: Reader, towns: list[str]) -> bool:
    states = queries_visits.states(reader)
    return bool(states[states["municipality_code"].isin(towns)]["is_synthetic"].any())


def _gone_by(made: routes.Tour) -> Any:
    """Said where the route began before today: it may be kept to look at, or its year may be a slip."""
    first = made.days[0].on if made.days else None
    if first is None or first >= clock.today():
        return None
    said = f"この経路の最初の日（{words.day_short(first)}）は過ぎています。これから回るときは、「最初の日」を入れ直して「経路を作る」を押してください。"
    return html.P(said, className="note-alert", id="route-gone-by")


def _day(made: routes.Tour, day: Any) -> html.Table:
    look = (day.day - 1) % len(route_svg.COLOURS)
    rows = [
        html.Tr(
            [
                html.Td(str(visit.order)),
                html.Td(html.A(made.names[visit.code], href=f"/town?town={visit.code}")),
                html.Td(f"{visit.travel_minutes}分"),
                html.Td(f"{visit.arrive:%H:%M}"),
                html.Td(f"{visit.leave:%H:%M}"),
            ]
        )
        for visit in day.visits
    ]
    title = f"{day.day}日目　{words.day_short(day.on)}　{day.begins:%H:%M}出発　{day.back:%H:%M}帰着"
    return html.Table(
        [
            html.Caption(
                [
                    html.Span(
                        f"{route_svg.SYMBOLS[look]} ",
                        style={"color": route_svg.COLOURS[look]},
                        **{"aria-hidden": "true"},
                    ),
                    title,
                ]
            ),
            html.Thead(
                html.Tr(
                    [html.Th(head, scope="col") for head in ("順", "市町村", "移動", "到着（推計）", "終了")]
                )
            ),
            html.Tbody(rows),
        ],
        className="plain route-day",
    )


def _left_out_list(left: list[dict[str, str]]) -> Any:
    if not left:
        return None
    said = [html.Li([html.B(row["name"]), f"：{row['reason']}"]) for row in left]
    return html.Div([html.B(f"入らなかった市町村: {len(left)}"), html.Ul(said)], className="route-left")
