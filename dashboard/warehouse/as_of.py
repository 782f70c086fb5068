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
    "core_change_reason": "known_on <= {day}",
    "core_attendance": "activity_id in (select activity_id from {main}.core_activity where held_on <= {day})",
    "core_complete_list": "known_on <= {day}",
    "core_correction": "corrected_on <= {day}",
    "core_finding": "coalesce(file, '') not in (select file from {main}.core_return where known_on > {day})",
    "core_published_total": "known_on <= {day}",
    "core_return": "known_on <= {day}",
    "core_status": "known_on <= {day}",
    "core_survey": "fiscal_year in (select fiscal_year from {main}.core_return where known_on <= {day})",
}


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
    # Another return counted before a later one came.
    is_current = f"{main}.core_return_is_current(core_return) as is_current"
    facts["core_return"] = facts["core_return"].replace("*", f"* replace ({is_current})", 1)
    build = f"select * replace (least(as_of, {said}) as as_of) from {main}.core_build"
    made = {
        table: f"create temp view {table} as {query}"
        for table, query in {"core_build": build, **facts}.items()
    }
    return made | {table: f"create temp table {table} as {query}" for table, query in marts.items()}


def tables_in_query(views_of_day: dict[str, str], sql: str) -> list[str]:
    """The tables as of the day that a query names."""
    return [table for table in sorted(set(TABLE.findall(sql))) if table in views_of_day]
