"""The plan of approaches: whom, how, who, by when, with what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal as journals
from dashboard.chart_data import plans
from dashboard.chart_data.chart import Chart, SlideRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.export.deck import slide_outreach
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.queries import slides as queries
from dashboard.queries import visits as visit_queries
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def slide(request: SlideRequest, stage: Stage) -> Slide:
    plan = plans.plan_of(request.journal, request.scope.plan)
    items = items_of(request.reader, request.data.towns, request.journal, plan)
    return slide_outreach.slide(request.data, items, stage)


def items_of(
    reader: Reader, towns: pd.DataFrame, journal: Path | None, plan: dict[str, Any] | None
) -> pd.DataFrame | None:
    """One row per municipality of a plan that is in the scope; None where there is none."""
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
    areas = queries.areas(reader).set_index("code")["short_name"]
    measures = visit_queries.measures(reader).set_index("code")["label_ja"]
    is_synthetic = visit_queries.states(reader).set_index("municipality_code")["is_synthetic"]
    return rows.assign(
        name=rows["municipality_code"].map(names["name"]),
        area=rows["municipality_code"].map(names["subprefecture_code"]).map(areas),
        measure=[
            str(measures.get(value, value)) if isinstance(value, str) else "" for value in rows["measure"]
        ],
        due=[words.day_short(value) if pd.notna(value) else "" for value in rows["due"]],
        plan_title=plan["title"],
        is_synthetic=rows["municipality_code"].map(is_synthetic).astype(bool),
    ).sort_values(["municipality_code"])


def recount_items(context: RecountContext, key: str) -> float:
    """Municipalities in the plan of the scope, or those of them that fit on the slide."""
    plan = plans.plan_of(context.journal, context.scope.plan)
    items = [] if plan is None else records(journals.items(context.journal))
    planned: int = sum(
        item["plan_id"] == plan["record_id"] and item["municipality_code"] in context.codes
        for item in items
        if plan is not None
    )
    return planned if key == "plan_items" else min(planned, slide_outreach.MOST_ROWS)


CHART = Chart(
    slide_outreach.VIEW,
    "働きかけの計画",
    slide=slide,
    recounts=dict.fromkeys(("plan_items", "plan_items_shown"), recount_items),
)
