"""Numbers of barriers by place and of first planned starts once more, from the rows of single towns alone."""

from __future__ import annotations

from dashboard.slides.recount_plans import Rows

PLACED = """
select municipality_code, barrier_code, is_stated, rank
from mart_barrier
where is_counted
    and fiscal_year = (select max(fiscal_year) from mart_barrier where is_counted and fiscal_year <= {year})
"""
FIRST = "select municipality_code, planned_start, outcome from mart_plan where is_first"
PLACES = {"first": (1,), "second": (2,), "third": (3,)}
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
