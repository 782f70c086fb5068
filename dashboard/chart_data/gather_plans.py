"""The plan of the journal that a slide shows, its towns and its route: journal and Reader → frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal as journals
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.export.deck.facts import RouteFacts
from dashboard.queries import slides as own
from dashboard.queries import visits as visit_queries
from dashboard.services import routes
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def plan_of(journal: Path | None, plan: str) -> dict[str, Any] | None:
    """The plan of that id in the journal, else the one of the newest year and quarter; None where there is none."""
    try:
        plans = journals.plans(journal)
    except journals.JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    if plans.empty:
        return None
    chosen = plans[plans["record_id"] == plan]
    if chosen.empty:
        chosen = plans.sort_values(["fiscal_year", "quarter", "written_at"], na_position="first").tail(1)
    return {str(name): value for name, value in chosen.iloc[0].items()}


def route(reader: Reader, journal: Path | None, plan: dict[str, Any] | None) -> RouteFacts | None:
    """The route of a plan, by the code of the page 計画; None where none was asked for."""
    made = routes.plan_tour(reader, journal, str(plan["record_id"])) if plan else None
    if made is None or plan is None or not made.days:
        return None
    begins = {day.day: f"{day.begins:%H:%M}" for day in made.days}
    visits = routes.as_frame(made)
    states = visit_queries.states(reader)
    shown = {made.office.municipality_code, *visits["code"], *made.route.left_out}
    return RouteFacts(
        title=str(plan["title"]),
        office=made.office.label,
        office_code=made.office.municipality_code,
        visits=visits.assign(begins=visits["day"].map(begins)),
        left=pd.DataFrame(
            [
                {**row, "reason": made.route.left_out[row["code"]], "said": row["reason"]}
                for row in routes.left_out(made)
            ],
            columns=["code", "name", "reason", "said"],
        ),
        places=visit_queries.places(reader),
        is_provisional=made.factors.is_provisional,
        is_synthetic=bool(states[states["municipality_code"].isin(shown)]["is_synthetic"].any()),
    )


def outreach(
    reader: Reader, towns: pd.DataFrame, journal: Path | None, plan: dict[str, Any] | None
) -> pd.DataFrame | None:
    """One row a town of a plan that is in the scope; None where there is none."""
    if plan is None:
        return None
    try:
        rows = journals.items(journal, str(plan["record_id"]))
    except journals.JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    names = towns.set_index("municipality_code")
    rows = rows[rows["municipality_code"].isin(names.index)]
    if rows.empty:
        return None
    areas = own.areas(reader).set_index("code")["short_name"]
    measures = reader.frame("select code, label_ja from codes_measure").set_index("code")["label_ja"]
    fiction = visit_queries.states(reader).set_index("municipality_code")["is_synthetic"]
    return rows.assign(
        name=rows["municipality_code"].map(names["name"]),
        area=rows["municipality_code"].map(names["subprefecture_code"]).map(areas),
        measure=[
            str(measures.get(value, value)) if isinstance(value, str) else "" for value in rows["measure"]
        ],
        due=[words.day_short(value) if pd.notna(value) else "" for value in rows["due"]],
        plan_title=plan["title"],
        is_synthetic=rows["municipality_code"].map(fiction).astype(bool),
    ).sort_values(["municipality_code"])
