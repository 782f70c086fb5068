"""What it would mean if some towns all began: those of a plan, of band A, with a plan to begin, or any that are chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard import journal as journals
from dashboard.chart_data import plans, state_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_what_if
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning.settlements import SettledTown, SettlementCheck
from dashboard.planning.what_if import PARTIES, rules
from dashboard.queries import recount as recounts
from dashboard.services import what_if
from dashboard.services.what_if import ChosenTowns
from dashboard.views import what_if_words
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def numbers(request: TableRequest) -> ChartTable:
    """One row a 振興局, then one a level and party of the grant. Raises NoNumbersError where no town would be added."""
    found = _choice(request.reader, request.journal, request.plan)
    made = None if found is None else what_if.of_towns(request.reader, request.journal, found.codes)
    if made is None or not made.added:
        raise NoNumbersError("選んだ中に、まだ実施していない市町村がありません。")
    columns = (
        table.text("項目"),
        table.text("内訳"),
        table.towns("いま実施", words.KNOWN_SO_FAR),
        table.towns("加わる", "選んだ中で、まだ実施していない市町村"),
        table.whole("額", "円", "1年分。人口×書き入れた1人当たりの額×負担割合"),
    )
    cells: list[tuple[Any, ...]] = [
        ("振興局", row["name"], row["now"], row["added"], None) for row in records(made.areas)
    ]
    cells.append(("隣に実施市町村のある、ほかの市町村", "いま", made.beside_now, None, None))
    cells.append(("隣に実施市町村のある、ほかの市町村", "すべて始めたら", made.beside_then, None, None))
    for row in records(made.grants):
        for party, label in (("whole", "計"), *PARTIES.items()):
            about = f"{what_if_words.LEVELS[row['level']]}・{label}"
            cells.append(("交付金", about, None, row["towns"], int(words.half_up(row[party]))))
    sources = (
        f"実施: {ANSWERS}。加わる: {found.title if found else ''}",
        what_if_words.share_note(),
        what_if_words.settled(what_if.settlement_check(request.reader, request.journal)),
    )
    is_synthetic = what_if.is_synthetic(request.reader, found.codes if found else ())
    counts = table.chart_table(columns, cells, [is_synthetic] * len(cells), sources)
    return replace(counts, behind=_counted(request.reader, found.codes if found else ()))


def _counted(reader: Reader, chosen: Collection[str]) -> ChartTable:
    """Each municipality that implements or would, with the cell of its newest state."""
    rows = [
        ((label,), str(row["municipality_code"]), int(row["fiscal_year"]))
        for label, row in state_cells.at_work_or_chosen(reader, chosen)
    ]
    return state_cells.behind(reader, (table.text("数えたところ"),), rows)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    found = _choice(request.reader, request.journal, request.scope.plan)
    made = None if found is None else what_if.of_towns(request.reader, request.journal, found.codes)
    title = "" if found is None else found.title
    settled = what_if_words.settled(what_if.settlement_check(request.reader, request.journal))
    note = what_if_words.share_note()
    is_synthetic = what_if.is_synthetic(request.reader, found.codes if found else ())
    return slide_what_if.slide(
        request.data, made, title, what_if_words.LEVELS, (note, settled), stage, synthetic=is_synthetic
    )


def recount_what_if(context: RecountContext, key: str) -> float | str:
    """By hand from the states of single municipalities of the newest year, the items of the plan and the amounts entered."""
    kind, _, rest = key.removeprefix("whatif_").partition(".")
    if kind == "note":
        return what_if_words.share_note()
    if kind == "settled":
        return _settled(context)
    newest = max(int(row["fiscal_year"]) for row in context.all_states())
    rows = [row for row in context.all_states() if int(row["fiscal_year"]) == newest]
    now = {row["municipality_code"] for row in rows if row["group_code"] == "implementing"}
    planned = _chosen(context, rows)
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
    if kind in ("now", "then", "unknown"):
        known = {row["municipality_code"] for row in context.all_states() if row["group_code"] != "no_data"}
        unknown = {row["municipality_code"] for row in rows} - known
        return len({"now": now, "then": then, "unknown": unknown}[kind])
    sizes = {row["municipality_code"]: row["size_class"] for row in rows}
    amounts = what_if.amounts(context.journal)
    whole = sum(
        people[code] * amounts.get(sizes[code], {}).get(rest, 0.0) for code in added if code in people
    )
    share = 1.0 if kind == "whole" else rules().shares[kind]
    return words.half_up(whole * share / 10_000)


def _choice(reader: Reader, journal: Path | None, name: str) -> ChosenTowns | None:
    """What the address names, else the newest plan."""
    found = what_if.choice(reader, journal, name)
    if found is not None:
        return found
    plan = plans.plan_of(journal, name)
    return None if plan is None else what_if.choice(reader, journal, str(plan["record_id"]))


def _chosen(context: RecountContext, rows: list[dict[str, Any]]) -> set[str]:
    """By hand: codes that the scope names, towns that plan to begin, items of the plan; the bands are those of the ranking."""
    name = context.scope.plan
    if name.startswith(what_if.TOWNS):
        return set(name.split("-")[1:])
    if name == what_if.PLANNED:
        return {row["municipality_code"] for row in rows if row["group_code"] == "planned"}
    if name == what_if.BAND_A:
        found = what_if.choice(context.reader, context.journal, name)
        return set(found.codes) if found else set()
    plan = plans.plan_of(context.journal, name) or {}
    items = records(journals.items(context.journal, str(plan.get("record_id"))))
    return {item["municipality_code"] for item in items if item["state"] != what_if.DROPPED}


def _settled(context: RecountContext) -> str:
    """The check of the 決算 by hand: per head of the others, sorted, the one in the middle."""
    people = {row["municipality_code"]: row["population"] for row in context.rows(recounts.populations)}
    sizes = {row["municipality_code"]: row["size_class"] for row in context.all_states()}
    spent: dict[str, tuple[int, float]] = {}
    for row in records(journals.current(context.journal, "settlement")):
        town, year = row["municipality_code"], int(row["fiscal_year"])
        if town in people and year >= spent.get(town, (0, 0.0))[0]:
            spent[town] = (year, float(row["amount"]))
    found = []
    for town, (_, amount) in sorted(spent.items()):
        heads = sorted(
            other_amount / people[other]
            for other, (_, other_amount) in spent.items()
            if other != town and sizes[other] == sizes[town]
        )
        if len(heads) >= 2:
            middle = (heads[(len(heads) - 1) // 2] + heads[len(heads) // 2]) / 2
            found.append(SettledTown(town, middle * people[town], amount))
    return what_if_words.settled(SettlementCheck(len(spent), tuple(found)))


def _beside(context: RecountContext, at_work: set[str]) -> int:
    pairs = [(row["municipality_code"], row["neighbour_code"]) for row in context.rows(recounts.neighbours)]
    return len({town for town, other in pairs if other in at_work and town not in at_work})


KINDS = ("now", "then", "unknown", "area_now", "area_added", "area_all", "beside_now", "beside_then")
MONEY = ("people_now", "people_then", "whole", *PARTIES, "note", "settled")
CHART = Chart(
    slide_what_if.VIEW,
    slide_what_if.TITLE,
    source=f"{ANSWERS}と、選んだ市町村からの計算",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys((f"whatif_{kind}" for kind in (*KINDS, *MONEY)), recount_what_if),
    is_in_briefing=False,
)
