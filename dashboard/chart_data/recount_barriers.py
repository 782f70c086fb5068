"""Numbers of barriers by place and of first planned starts once more, from the rows of single towns alone."""

from __future__ import annotations

from typing import Any

from dashboard.chart_data.recount_plans import Rows

PLACED = """
select municipality_code, barrier_code, is_stated, rank
from mart_barrier
where is_counted
    and fiscal_year = (select max(fiscal_year) from mart_barrier where is_counted and fiscal_year <= {year})
"""
FIRST = "select municipality_code, planned_start, outcome from mart_plan where is_first"
PLACES = {"first": (1,), "second": (2,), "third": (3,)}
SUPPORT = """
select municipality_code, support_code, is_wanted, events_before, events_after, says_received, group_code
from mart_support
where is_counted
    and fiscal_year = (select max(fiscal_year) from mart_support where is_counted and fiscal_year <= {year})
"""
NATION = "select item_code, implementers_pct, others_pct from core_support_wanted"
TOGETHER = ("pair", "pair_share", "pair_overlap", "pair_lift", "support", "support_national")
UNRESOLVED = ("not_due", "unknown")
STATEMENTS = "select municipality_code, stated_fiscal_year, outcome, is_current from mart_plan"
# Of decks made before 2026-11-26, whose slide counted every statement of a start.
STATED = ("plan", "plans", "plan_current")
STARTS = ("starts", "starts_known", "start")


def placed(rows_of: Rows, barrier: str, place: str, year: int, towns: set[str]) -> float:
    """Towns that stated a barrier at a place of the question for the greatest, or without a place."""
    ranks = [
        None if row["rank"] != row["rank"] or row["rank"] is None else int(row["rank"])
        for row in rows_of.of(PLACED.format(year=int(year)))
        if row["municipality_code"] in towns and row["barrier_code"] == barrier and row["is_stated"]
    ]
    if place in PLACES:
        return sum(rank in PLACES[place] for rank in ranks)
    return sum(rank not in (1, 2, 3) for rank in ranks)


def starts(rows_of: Rows, key: str, towns: set[str]) -> float:
    """Towns by what became of the first start that they stated, of all years or of one planned year."""
    rows = [row for row in rows_of.of(FIRST) if row["municipality_code"] in towns]
    kind, _, rest = key.partition(".")
    if kind == "starts":
        return len(rows)
    if kind == "starts_known":
        return sum(row["outcome"] not in UNRESOLVED for row in rows)
    outcome, _, year = rest.partition(".")
    return sum(row["outcome"] == outcome and year in ("", str(row["planned_start"])) for row in rows)


def stated(rows_of: Rows, key: str, year: int, towns: set[str]) -> float:
    """Statements of a planned start up to a year: all, those that stand, or those of an outcome (and year)."""
    kind, _, rest = key.partition(".")
    outcome, _, of = rest.partition(".")
    return sum(
        row["municipality_code"] in towns
        and row["stated_fiscal_year"] <= year
        and (kind != "plan" or row["outcome"] == outcome)
        and (kind != "plan_current" or bool(row["is_current"]))
        and of in ("", str(row["stated_fiscal_year"]))
        for row in rows_of.of(STATEMENTS)
    )


def together(rows_of: Rows, key: str, year: int, towns: set[str]) -> float:
    """Towns that stated two barriers, how far the two overlap; towns by the support that they want and received."""
    kind, first, second = key.split(".")
    if kind == "support_national":
        return next(float(row[f"{second}_pct"]) for row in rows_of.of(NATION) if row["item_code"] == first)
    if kind == "support":
        return _wanted(rows_of, first, second, year, towns)
    asked: set[str] = set()
    one: set[str] = set()
    other: set[str] = set()
    for row in rows_of.of(PLACED.format(year=int(year))):
        if row["municipality_code"] in towns:
            asked.add(row["municipality_code"])
            if row["is_stated"] and row["barrier_code"] in (first, second):
                (one if row["barrier_code"] == first else other).add(row["municipality_code"])
    both = len(one & other)
    return {
        "pair": float(both),
        "pair_share": 100 * both / len(asked),
        "pair_overlap": both / (len(one | other) or 1),
        "pair_lift": both * len(asked) / (len(one) * len(other) or 1),
    }[kind]


def _wanted(rows_of: Rows, code: str, what: str, year: int, towns: set[str]) -> float:
    rows = [
        row
        for row in rows_of.of(SUPPORT.format(year=int(year)))
        if row["municipality_code"] in towns and row["support_code"] == code
    ]
    if what in ("before", "said", "after", "without"):
        return sum(_received(row) == what for row in rows if row["is_wanted"])
    kind, _, who = what.partition("_")
    if who:
        rows = [row for row in rows if (row["group_code"] == "implementing") == (who == "implementers")]
    wanted = sum(bool(row["is_wanted"]) for row in rows)
    return {"wanted": wanted, "counted": len(rows), "share": 100 * wanted / (len(rows) or 1)}[kind]


def _received(row: dict[str, Any]) -> str:
    """How a town that wants a support came by it: on record before the survey, said so, on record later, not at all."""
    if row["events_before"] > 0:
        return "before"
    if row["says_received"] is True or str(row["says_received"]) == "True":
        return "said"
    return "after" if row["events_after"] > 0 else "without"
