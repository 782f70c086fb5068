"""Where the plans lead: known so far, if they hold, and if they go as plans did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import clock
from dashboard.chart_data import plan_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_outlook
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import outlook
from dashboard.frames import records
from dashboard.planning import slippage
from dashboard.queries import overview, progress
from dashboard.queries import recount as recounts
from dashboard.views import progress as progress_view
from dashboard.warehouse.reader import Reader
from dashboard.words import eras, words


def numbers(request: TableRequest) -> ChartTable:
    """One row per year of the outlook: a point of each line and the band of 80 %."""
    facts = progress_view.gather(request.reader, request.view)
    rows = facts.scenarios
    is_synthetic = bool(facts.all_plans["is_synthetic"].any() or facts.implementing["is_synthetic"].any())
    columns = (
        *table.year(),
        table.towns("わかっている実施"),
        table.text("わかっている実施の範囲", f"すべて、または{words.KNOWN_SO_FAR}"),
        table.towns("予定どおりなら"),
        table.towns("開始年度を過ぎ未確認", "実施を示す資料がまだない予定。どの線にも入れない"),
        table.number("これまでのとおりに進めば", "市町村", "示された予定に、これまでの進み方を当てはめた数"),
        table.number("これまでのとおりの幅の下", "市町村", "十回に八回がおさまる幅"),
        table.number("これまでのとおりの幅の上", "市町村", "十回に八回がおさまる幅"),
        table.number("わからない分を入れた幅の下", "市町村", "わからない予定が1つも始まっていない場合"),
        table.number("わからない分を入れた幅の上", "市町村", "わからない予定がすべて始まっていた場合"),
    )
    cells = [
        (
            *table.years(row["fiscal_year"]),
            row["known"],
            "" if pd.isna(row["known"]) else "すべて" if row["is_complete"] else words.KNOWN_SO_FAR,
            row["hold"],
            row["overdue"],
            *(
                None if pd.isna(row[name]) else words.half_up(float(row[name]), 1)
                for name in ("middle", "low", "high", "lowest", "highest")
            ),
        )
        for row in records(rows)
    ]
    sources = (
        "市町村の回答と公表資料に示された開始予定からの計算（画面「経過」）。予測ではなく、示された予定の合計",
    )
    made = table.chart_table(columns, cells, [is_synthetic] * len(cells), sources)
    return replace(made, behind=plan_cells.behind(facts.plans))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_outlook.slide(request.data, scenarios(request.reader, request.codes), stage)


def scenarios(reader: Reader, codes: set[str]) -> pd.DataFrame | None:
    """planning.slippage.outlook of the municipalities, with the number of plans to come (pending) and of cases behind."""
    plans, implementing, years = progress.plans(reader), progress.implementing(reader), overview.years(reader)
    own_plans = plans[plans["municipality_code"].isin(codes)]
    implementing = implementing[implementing["municipality_code"].isin(codes)]
    standing = slippage.pending(implementing, own_plans, int(years["fiscal_year"].max()))
    if standing.empty:
        return None
    this_year = _this_year(reader)
    rows = slippage.outlook(years, progress.year_labels(reader), implementing, own_plans, plans, this_year)
    return rows.assign(
        pending=int((standing["planned_start"] >= this_year).sum()),
        cases=slippage.record(plans).resolved,
        is_synthetic=bool(plans["is_synthetic"].any() or implementing["is_synthetic"].any()),
    )


def recount_outlook(context: RecountContext, key: str) -> float:
    """Known, hold, overdue and middle by hand; the bounds by the same draws (fixed seed) from rows read anew."""
    kind, _, rest = key.partition(".")
    newest = max(int(row["fiscal_year"]) for row in context.rows(recounts.states))
    at_work: dict[int, set[str]] = {}
    for row in context.rows_in_scope(recounts.states):
        if row["status_code"] == "implementing":
            at_work.setdefault(int(row["fiscal_year"]), set()).add(row["municipality_code"])
    due = [
        int(row["planned_start"])
        for row in context.rows_in_scope(recounts.plans)
        if row["is_current"] and row["municipality_code"] not in at_work.get(newest, set())
    ]
    first = [
        row for row in context.rows(recounts.plans) if row["is_first"] and row["outcome"] in slippage.RESOLVED
    ]
    this_year = _this_year(context.reader)
    coming = [start for start in due if start >= this_year]
    if kind == "outlook_pending":
        return len(coming)
    if kind == "outlook_cases":
        return len(first)
    year = int(rest)
    known = len(at_work.get(min(year, newest), set()))
    if kind == "outlook_known":
        return known
    if kind == "outlook_hold":
        return known + sum(start <= year for start in coming)
    if kind == "outlook_overdue":
        return sum(start <= year for start in due if start < this_year)
    if kind == "outlook_middle":
        waited = [(start, max(start, this_year)) for start in due]
        return known + sum(
            1 - _still_open(first, year - start) / _still_open(first, since - 1 - start)
            for start, since in waited
            if since <= year
        )
    return float(_drawn_again(context)[kind.removeprefix("outlook_")][year])


def _drawn_again(context: RecountContext) -> pd.DataFrame:
    def draw() -> pd.DataFrame:
        frame = scenarios(context.reader, context.codes)
        if frame is None:
            raise KeyError("outlook")
        return frame.set_index("fiscal_year")

    return context.once("outlook", draw)


def _this_year(reader: Reader) -> int:
    return eras.fiscal_year_of(reader.as_of or clock.today())


def _still_open(first: list[dict[str, Any]], delay: int) -> float:
    """Share not begun within a delay, by hand: of the plans open k years after the planned year those that began then.

    Half a start and half a non-start are added to each year (Jeffreys' prior).
    """
    cases: list[tuple[int, float, bool]] = []  # begins after, known up to (not included), began
    for row in first:
        slip = None if pd.isna(row["slip_years"]) else int(row["slip_years"])
        if row["outcome"] == "withdrawn":
            cases.append((0, float("inf"), False))
        elif row["outcome"] == "undated":
            cases.append((0, 1, False))
        elif row["outcome"] == "slipped" and row["slip_is_minimum"]:
            cases.append((0, max(slip or 0, 1), False))
        else:
            cases.append((max(slip or 0, 0), max(slip or 0, 0) + 1, True))
    still = 1.0
    last = max(
        (after if began else until - 1 for after, until, began in cases if until != float("inf")), default=0
    )
    for k in range(int(min(delay, last)) + 1):
        open_ = sum(until > k and (not began or after >= k) for after, until, began in cases)
        starts = sum(began and after == k for after, _, began in cases)
        still *= 1 - (starts + 0.5) / (open_ + 1)
    return still


CHART = Chart(
    slide_outlook.VIEW,
    "これからの見通し",
    source=f"{ANSWERS}に示された開始予定からの計算",
    figure=outlook.figure,
    event_marks="above",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys(
        (
            f"outlook_{name}"
            for name in (
                *("known", "hold", "overdue", "middle", "low", "high", "lowest", "highest"),
                *("pending", "cases"),
            )
        ),
        recount_outlook,
    ),
)
