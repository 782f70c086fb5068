"""What it would mean if all towns of a plan began."""

from __future__ import annotations

from typing import Any

from dashboard import journal as journals
from dashboard.chart_data import plans, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_what_if
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning.what_if import PARTIES, rules
from dashboard.queries import recount as recounts
from dashboard.services import what_if
from dashboard.views import what_if_words
from dashboard.words import words


def numbers(request: TableRequest) -> ChartTable:
    """One row a 振興局, then one a level and party of the grant. Raises NoNumbersError where no town would be added."""
    plan = plans.plan_of(request.journal, request.plan)
    made = None if plan is None else what_if.of_plan(request.reader, request.journal, str(plan["record_id"]))
    if made is None or not made.added:
        raise NoNumbersError("計画に、まだ実施していない市町村がありません。")
    columns = (
        table.text("項目"),
        table.text("内訳"),
        table.towns("いま実施", words.KNOWN_SO_FAR),
        table.towns("加わる", "計画に入れた、まだ実施していない市町村"),
        table.whole("額", "円", "1年分。人口×書き入れた1人当たりの額×負担割合"),
    )
    cells: list[tuple[Any, ...]] = [
        ("振興局", row["name"], row["now"], row["added"], None) for row in records(made.areas)
    ]
    cells.append(("隣に実施市町村のある未実施", "いま", made.beside_now, None, None))
    cells.append(("隣に実施市町村のある未実施", "すべて始めたら", made.beside_then, None, None))
    for row in records(made.grants):
        for party, label in (("whole", "計"), *PARTIES.items()):
            about = f"{what_if_words.LEVELS[row['level']]}・{label}"
            cells.append(("交付金", about, None, row["towns"], int(words.half_up(row[party]))))
    sources = (
        f"実施: {ANSWERS}。加わる: 計画「{plan['title'] if plan else ''}」",
        what_if_words.share_note(),
    )
    return table.chart_table(columns, cells, [what_if.is_synthetic(request.reader)] * len(cells), sources)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    plan = plans.plan_of(request.journal, request.scope.plan)
    made = None if plan is None else what_if.of_plan(request.reader, request.journal, str(plan["record_id"]))
    title = "" if plan is None else str(plan["title"])
    note = what_if_words.share_note()
    is_synthetic = what_if.is_synthetic(request.reader)
    return slide_what_if.slide(
        request.data, made, title, what_if_words.LEVELS, note, stage, synthetic=is_synthetic
    )


def recount_what_if(context: RecountContext, key: str) -> float | str:
    """By hand from the states of single municipalities of the newest year, the items of the plan and the amounts entered."""
    kind, _, rest = key.removeprefix("whatif_").partition(".")
    if kind == "note":
        return what_if_words.share_note()
    newest = max(int(row["fiscal_year"]) for row in context.all_states())
    rows = [row for row in context.all_states() if int(row["fiscal_year"]) == newest]
    now = {row["municipality_code"] for row in rows if row["group_code"] == "implementing"}
    plan = plans.plan_of(context.journal, context.scope.plan) or {}
    items = records(journals.items(context.journal, str(plan.get("record_id"))))
    planned = {item["municipality_code"] for item in items if item["state"] != what_if.DROPPED}
    added = planned & {row["municipality_code"] for row in rows} - now
    then = now | added
    if kind.startswith("area_"):
        inside = {row["municipality_code"] for row in rows if row["subprefecture_code"] == rest}
        return len(inside & {"area_now": now, "area_added": added, "area_all": then}[kind])
    if kind.startswith("beside_"):
        return _beside(context, now if kind == "beside_now" else then)
    people = {row["municipality_code"]: row["population"] for row in context.rows(recounts.populations)}
    if kind.startswith("people_"):
        own = sum(people.get(code, 0) for code in (now if kind == "people_now" else then))
        return float(100 * own / sum(people.values()))
    if kind in ("now", "then"):
        return len(now if kind == "now" else then)
    sizes = {row["municipality_code"]: row["size_class"] for row in rows}
    amounts = what_if.amounts(context.journal)
    whole = sum(
        people[code] * amounts.get(sizes[code], {}).get(rest, 0.0) for code in added if code in people
    )
    share = 1.0 if kind == "whole" else rules().shares[kind]
    return words.half_up(whole * share / 10_000)


def _beside(context: RecountContext, at_work: set[str]) -> int:
    pairs = [(row["municipality_code"], row["neighbour_code"]) for row in context.rows(recounts.neighbours)]
    return len({town for town, other in pairs if other in at_work and town not in at_work})


KINDS = ("now", "then", "area_now", "area_added", "area_all", "beside_now", "beside_then")
MONEY = ("people_now", "people_then", "whole", *PARTIES, "note")
CHART = Chart(
    slide_what_if.VIEW,
    slide_what_if.TITLE,
    source=f"{ANSWERS}と、計画に入れた市町村からの計算",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys((f"whatif_{kind}" for kind in (*KINDS, *MONEY)), recount_what_if),
    is_in_briefing=False,
)
