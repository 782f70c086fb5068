"""Walk a number back to its cells: what is on record for a town, with file, sheet, cell and the text as written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import names, publish
from etl.readers.reference import make_directory


class TraceRefusedError(Exception):
    """The question cannot be answered; the message says why, in Japanese."""


@dataclass(frozen=True)
class Trace:
    """`facts`: one dict a fact, with its value and the cell behind it."""

    municipality_code: str
    name: str
    warehouse: str
    facts: list[dict[str, object]]


FACTS = """
    select
        'status' as fact, y.label_ja as period, f.as_of as as_of, c.label_ja as label,
        coalesce('開始 ' || sy.label_ja, '') as value, f.note, f.source_id,
        (m.source_id = f.source_id) as is_used
    from core_status as f
    inner join codes_status as c on c.code = f.status_code
    inner join codes_fiscal_year as y on y.fiscal_year = f.fiscal_year
    left join codes_fiscal_year as sy on sy.fiscal_year = f.start_fiscal_year
    left join mart_status_by_year as m
        on m.municipality_code = f.municipality_code and m.fiscal_year = f.fiscal_year
    where f.municipality_code = $code
    union all
    select
        'figure', cast(f.reference_date as varchar), f.reference_date, f.label_ja,
        coalesce(format('{:t,}', f.value), '秘匿') || ' ' || f.unit, '', f.source_id, true
    from core_figure as f
    where f.municipality_code = $code
"""


def trace(curated: Path, municipality: str, question: str | None = None) -> Trace:
    """All facts of one town (code of 5 or 6 digits, or name). Raises TraceRefusedError, FileNotFoundError."""
    connection = publish.connect(curated)
    try:
        code, name = _find(connection, municipality)
        facts = _facts(connection, code, question)
    finally:
        connection.close()
    return Trace(code, name, publish.current(curated).name, facts)


def render(found: Trace) -> str:
    """The trace in words, a fact a paragraph."""
    lines = [f"{found.name}（{found.municipality_code}） データ: {found.warehouse}"]
    if not found.facts:
        lines.append("この市町村についての記録はありません。")
    for fact in found.facts:
        place = " ".join(str(fact[key]) for key in ("sheet", "cell") if fact[key])
        flag = "【架空データ】" if fact["is_synthetic"] else ""
        unused = "" if fact["is_used"] else "（今は使われていない古い記載・優先度の低い記載）"
        lines += [
            "",
            f"{flag}{fact['period']} {fact['label']} {fact['value']}{unused}".rstrip(),
            f"  出典: data/raw/{fact['file']} {place}",
            f"  書かれていた文字: 「{fact['raw_text']}」  受領日 {fact['received_on']}（{fact['known_on']}から把握）",
            f"  sha256: {fact['sha256']}",
        ]
    return "\n".join(lines)


def _find(connection: duckdb.DuckDBPyConnection, municipality: str) -> tuple[str, str]:
    columns = ("code", "name", "kana", "kind", "subprefecture_code", "district")
    rows = connection.execute(f"select {', '.join(columns)} from codes_municipality").fetchall()
    areas = connection.execute("select code, name from codes_subprefecture").fetchall()
    towns = [dict(zip(columns, row, strict=True)) for row in rows]
    directory = make_directory(towns, [{"code": code, "name": name} for code, name in areas])
    looks_like_code = names.normalise(municipality).isdigit()
    found = names.resolve(
        directory, municipality if looks_like_code else "", "" if looks_like_code else municipality
    )
    if found.code is None:
        raise TraceRefusedError(found.note)
    return found.code, next(str(town["name"]) for town in towns if town["code"] == found.code)


def _facts(connection: duckdb.DuckDBPyConnection, code: str, question: str | None) -> list[dict[str, object]]:
    cursor = connection.execute(
        f"""
        select f.*, s.file, s.sha256, s.sheet, s.cell, s.raw_text, s.received_on, s.known_on, s.is_synthetic
        from ({FACTS}) as f inner join core_source as s using (source_id)
        where $question is null or f.fact = $question
        order by f.fact desc, f.as_of, f.label
        """,
        {"code": code, "question": question},
    )
    columns = [column[0] for column in cursor.description or []]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
