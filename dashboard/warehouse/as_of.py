"""The warehouse as it was known on a day: temporary tables that stand before the tables of the same names."""

from __future__ import annotations

import re
from datetime import date

import duckdb

TABLE = re.compile(r"\b(?:core|mart)_[a-z0-9_]+")
# What was known by a day of each core table of facts. core_file and core_source are registers, not facts:
# like the codes and the official figures they are the same on every day.
KNOWN = {
    "core_activity": "held_on <= {day}",
    "core_answer": "known_on <= {day}",
    "core_answer_before": "until <= {day}",
    "core_answer_told": "known_on <= {day} and coalesce(until > {day}, true)",
    "core_change_reason": "known_on <= {day}",
    "core_attendance": "activity_id in (select activity_id from {main}.core_activity where held_on <= {day})",
    "core_complete_list": "known_on <= {day}",
    "core_correction": "corrected_on <= {day}",
    "core_finding": "coalesce(known_on, {day}) <= {day} and coalesce(file, '') not in (select file from {main}.core_return where known_on > {day})",
    "core_finding_before": "until <= {day}",
    "core_named_implementer": "known_on <= {day}",
    "core_published_total": "known_on <= {day}",
    "core_return": "known_on <= {day}",
    "core_return_before": "until <= {day}",
    "core_status": "known_on <= {day}",
    "core_status_before": "until <= {day}",
    "core_survey": "fiscal_year in (select fiscal_year from {main}.core_return where known_on <= {day} union all select fiscal_year from {main}.core_answer_told where known_on <= {day})",
}

# A correction that was withdrawn later held on an earlier day.
CORRECTION = """
    if(withdrawn_on > {day}, null, withdrawn_on) as withdrawn_on,
    if(withdrawn_on > {day}, '', withdrawn_reason) as withdrawn_reason,
    if(withdrawn_on > {day}, 'applied', state) as state,
    is_applied or coalesce(withdrawn_on > {day}, false) as is_applied
"""


def views(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, str]:
    """By table, the statement that makes a cursor of the connection see it as of a day.

    A cursor has temporary tables of its own, and their names come before those of the file: a query that says
    mart_rollout reads mart_rollout_at(day) without knowing of it. A mart is worked out once and kept, a table of
    facts is only filtered.
    """
    name = connection.execute("select current_database()").fetchall()[0][0]
    main = f'"{name}".main'
    said = f"date '{day.isoformat()}'"
    macros = connection.execute(
        "select function_name from duckdb_functions() where function_type = 'table_macro' and not internal"
    ).fetchall()
    marts = {str(row[0]).removesuffix("_at"): f"select * from {main}.{row[0]}({said})" for row in macros}
    facts = {
        table: f"select * from {main}.{table} where {rule.format(day=said, main=main)}"
        for table, rule in KNOWN.items()
    }
    # What a correction or its withdrawal has replaced since.
    for table in ("core_answer", "core_finding", "core_status"):
        was = f"until > {said} and {KNOWN[table].format(day=said, main=main)}"
        facts[table] += f" union all by name select * exclude (until) from {main}.{table}_before where {was}"
    # Another return counted before a later one came.
    is_current = f"{main}.core_return_is_current(core_return) as is_current"
    counts = [
        f"coalesce((select {column} from {main}.core_return_before as b where b.return_id = core_return.return_id "
        f"and b.known_on <= {said} and b.until > {said}), {column}) as {column}"
        for column in ("required", "answered")
    ]
    facts["core_return"] = facts["core_return"].replace(
        "*", f"* replace ({', '.join([is_current, *counts])})", 1
    )
    facts["core_correction"] = facts["core_correction"].replace(
        "*", f"* replace ({CORRECTION.format(day=said)})", 1
    )
    build = f"select * replace (least(as_of, {said}) as as_of) from {main}.core_build"
    made = {
        table: f"create temp view {table} as {query}"
        for table, query in {"core_build": build, **facts}.items()
    }
    return made | {table: f"create temp table {table} as {query}" for table, query in marts.items()}


def tables_in_query(views_of_day: dict[str, str], sql: str) -> list[str]:
    """The tables as of the day that a query names."""
    return [table for table in sorted(set(TABLE.findall(sql))) if table in views_of_day]
