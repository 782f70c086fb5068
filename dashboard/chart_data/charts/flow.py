"""How municipalities moved between the groups of two years."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dashboard.chart_data import state_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.sources import STATED
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_moves
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import flow
from dashboard.frames import records
from dashboard.queries import progress as queries
from dashboard.views import progress as progress_view
from dashboard.views.progress import DIRECTIONS

STAGES = {"no_plan": 0, "considering": 1, "planned": 2, "implementing": 3}
BELOW_IMPLEMENTING, ANY = range(3), range(4)


def numbers(request: TableRequest) -> ChartTable:
    """One row per pair of neighbouring years and a pair of groups: a band of the picture."""
    facts = progress_view.gather(request.reader, request.view)
    columns = (
        *table.year("前の年度"),
        *table.year(),
        table.text("前の区分"),
        table.text("区分"),
        table.text("動き", "、".join(DIRECTIONS.values())),
        table.towns("市町村数"),
        table.towns("うち機能集約化アプローチ", "区分が検討のうち、機能集約化アプローチを検討している市町村"),
    )
    rows = [
        (
            *table.years(row["fiscal_year"] - 1),
            *table.years(row["fiscal_year"]),
            facts.group(row["from_group"]),
            facts.group(row["to_group"]),
            DIRECTIONS[row["direction"]],
            row["towns"],
            row["alternative"],
        )
        for row in records(facts.bands)
    ]
    made = table.chart_table(columns, rows, facts.bands["is_synthetic"].astype(bool), STATED)
    return replace(made, behind=state_cells.of_frame(request.reader, facts.states))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    moves = queries.transitions(request.reader)
    moves = moves[moves["municipality_code"].isin(request.codes) & (moves["fiscal_year"] == request.year)]
    return slide_moves.slide(request.data, moves if len(moves) else None, stage)


def recount_moves(context: RecountContext, key: str) -> float:
    """Municipalities by their groups of two years."""
    years = (context.year - 1, context.year)
    before, now = ({row.code: row.group for row in context.states(year)} for year in years)
    is_listed = [context.is_final("hokkaido", year) for year in years]
    kind, _, rest = key.partition(".")
    pairs = [(before[code], group) for code, group in now.items() if code in before]
    if kind == "moves_all":
        return len(pairs)
    if kind == "moved_into_implementing":
        return sum(
            end == "implementing" and direction(start, end, *is_listed) == "advance" for start, end in pairs
        )
    if kind == "moves":
        start, end = rest.split(".")
        return sum(pair == (start, end) for pair in pairs)
    if kind == "moves_from":
        return sum(start == rest for start, _ in pairs)
    if kind == "moves_to":
        return sum(end == rest for _, end in pairs)
    ways = Counter(direction(start, end, *is_listed) for start, end in pairs)
    return sum(ways[way] for way in rest.split("+"))


def direction(start: str, end: str, is_start_listed: bool, is_end_listed: bool) -> str:
    """Which way a town went. is_start_listed, is_end_listed: whether all that implement in the year are known."""
    steps = {to - was for was in _stages(start, is_start_listed) for to in _stages(end, is_end_listed)}
    ways = {"advance" if step > 0 else "retreat" if step < 0 else "same" for step in steps}
    return ways.pop() if len(ways) == 1 else "unknown"


def _stages(group: str, is_listed: bool) -> range:
    """Where a town of the group may be: one of which nothing is said does not implement where all that do are known."""
    if group in STAGES:
        return range(STAGES[group], STAGES[group] + 1)
    return BELOW_IMPLEMENTING if is_listed else ANY


CHART = Chart(
    slide_moves.VIEW,
    "状態の移り変わり",
    source=ANSWERS,
    figure=flow.figure,
    event_marks="below",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys(
        ("moves", "moved", "moved_into_implementing", "moves_from", "moves_to", "moves_all"), recount_moves
    ),
)
