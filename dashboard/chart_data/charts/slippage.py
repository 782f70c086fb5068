"""First planned starts and what became of them."""

from __future__ import annotations

from dataclasses import replace

from dashboard.chart_data import plan_cells, table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.sources import PLANNED
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_plans
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import plan_outcome
from dashboard.frames import records
from dashboard.queries import recount as recounts
from dashboard.queries import slides as queries
from dashboard.views import progress as progress_view
from dashboard.views.progress import OUTCOMES, plans_by_outcome

UNRESOLVED = ("not_due", "unknown")


def numbers(request: TableRequest) -> ChartTable:
    """One row per year of a first planned start and what became of it: a part of a bar."""
    facts = progress_view.gather(request.reader, request.view)
    counted = plans_by_outcome(facts)
    columns = (
        *table.year("開始予定の年度", "初めて示した開始予定の年度"),
        table.text("その後", "、".join(OUTCOMES.values())),
        table.towns("市町村数", "市町村ごとに、初めて示した予定を1件と数える"),
    )
    rows = [
        (*table.years(row["planned_start"]), OUTCOMES[row["outcome"]], row["plans"])
        for row in records(counted)
    ]
    made = table.chart_table(columns, rows, counted["is_synthetic"].astype(bool), PLANNED)
    return replace(made, behind=plan_cells.behind(facts.plans))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    plans = queries.plans(request.reader)
    plans = plans[plans["municipality_code"].isin(request.codes)]
    return slide_plans.slide(request.data, plans if len(plans) else None, stage)


def recount_starts(context: RecountContext, key: str) -> float:
    """Municipalities by what became of the first start that they stated, of all years or of one planned year."""
    rows = [row for row in context.rows_in_scope(recounts.plans) if row["is_first"]]
    kind, _, rest = key.partition(".")
    if kind == "starts":
        return len(rows)
    if kind == "starts_known":
        known: int = sum(row["outcome"] not in UNRESOLVED for row in rows)
        return known
    outcome, _, year = rest.partition(".")
    found: int = sum(row["outcome"] == outcome and year in ("", str(row["planned_start"])) for row in rows)
    return found


def recount_statements(context: RecountContext, key: str) -> float:
    """Statements of a planned start up to a year: all, those that stand, or those of an outcome (and year)."""
    kind, _, rest = key.partition(".")
    outcome, _, year = rest.partition(".")
    found: int = sum(
        row["stated_fiscal_year"] <= context.year
        and (kind != "plan" or row["outcome"] == outcome)
        and (kind != "plan_current" or bool(row["is_current"]))
        and year in ("", str(row["stated_fiscal_year"]))
        for row in context.rows_in_scope(recounts.plans)
    )
    return found


CHART = Chart(
    slide_plans.VIEW,
    "予定の進み具合",
    source="市町村の回答と名簿に示された開始予定と、その後の記録",
    figure=plan_outcome.figure,
    table=numbers,
    slide=slide,
    recounts={
        **dict.fromkeys(("starts", "starts_known", "start"), recount_starts),
        # Of decks made before 2026-11-26, whose slide counted every statement of a start.
        **dict.fromkeys(("plan", "plans", "plan_current"), recount_statements),
    },
)
