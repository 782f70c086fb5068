"""What is in the way, what answers it and what is to be decided: the last slide before the appendix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard import journal as journals
from dashboard.chart_data import plans
from dashboard.chart_data.chart import Chart, SlideRequest
from dashboard.chart_data.charts import barrier_places
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.export.deck import slide_next_steps
from dashboard.export.deck.model import Slide
from dashboard.export.deck.slide_next_steps import BarrierStep, Steps
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.journal.kinds import OPEN
from dashboard.planning import measures
from dashboard.queries import planning
from dashboard.queries import recount as recounts
from dashboard.queries import slides as queries
from dashboard.warehouse.reader import Reader

MOST_BARRIERS, MOST_MEASURES = 3, 2


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_next_steps.slide(request.data, steps(request), stage)


def steps(request: SlideRequest) -> Steps:
    """What of the scope is in the way, and what of the plan and the 確認事項 answers it."""
    codes = request.codes
    plan = plans.plan_of(request.journal, request.scope.plan)
    items = _items(request.journal, plan, codes)
    answers = _answers(request.reader)
    shares = barrier_places.shares(request.reader, codes, request.year)
    stated = [] if shares is None else [row for row in records(shares) if row["stated"]]
    starts = queries.plans(request.reader)
    starts = starts[starts["municipality_code"].isin(codes) & (starts["outcome"] == "slipped")]
    first = sorted(stated, key=lambda row: -row["stated"])[:MOST_BARRIERS]
    return Steps(
        barriers=tuple(
            BarrierStep(
                code=str(row["barrier_code"]),
                label=str(row["barrier_label"]),
                stated=int(row["stated"]),
                counted=int(row["counted"]),
                measures=tuple(answers.get(row["barrier_code"], {}).values())[:MOST_MEASURES],
                planned=sum(item["measure"] in answers.get(row["barrier_code"], {}) for item in items),
                is_lack=row["barrier_code"] not in measures.NO_LACK,
            )
            for row in first
        ),
        plan="" if plan is None else str(plan["title"]),
        planned=len(items),
        slipped=len(starts),
        open_promises=_open_promises(request.journal, codes),
        is_synthetic=bool(shares is not None and shares["is_synthetic"].any())
        or bool(starts["is_synthetic"].any()),
    )


def recount_steps(context: RecountContext, key: str) -> float:
    """Municipalities of the plan that get a measure answering a barrier; 確認事項 that are open."""
    kind, _, barrier = key.partition(".")
    if kind == "promises_open":
        return _open_promises(context.journal, context.codes)
    answering = {
        row["measure_code"]
        for row in context.rows(recounts.barrier_measures)
        if row["barrier_code"] == barrier
    }
    plan = plans.plan_of(context.journal, context.scope.plan)
    return sum(item["measure"] in answering for item in _items(context.journal, plan, context.codes))


def _answers(reader: Reader) -> dict[str, dict[str, str]]:
    """By barrier: the measures that answer it, code → label."""
    answers: dict[str, dict[str, str]] = {}
    for row in records(planning.barrier_measure(reader)):
        if row["barrier_code"] not in measures.NO_LACK:
            answers.setdefault(row["barrier_code"], {})[row["measure_code"]] = row["measure_label"]
    return answers


def _items(journal: Path | None, plan: dict[str, Any] | None, codes: set[str]) -> list[dict[str, Any]]:
    """The items of a plan that are in the scope."""
    if plan is None:
        return []
    try:
        rows = records(journals.items(journal, str(plan["record_id"])))
    except journals.JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    return [row for row in rows if row["municipality_code"] in codes]


def _open_promises(journal: Path | None, codes: set[str]) -> int:
    try:
        rows = records(journals.promises(journal))
    except journals.JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    return sum(row["municipality_code"] in codes and row["state"] == OPEN["promise"] for row in rows)


CHART = Chart(
    slide_next_steps.VIEW,
    "課題と今後の対応",
    slide=slide,
    recounts=dict.fromkeys(("plan_measure", "promises_open"), recount_steps),
)
