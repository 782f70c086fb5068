"""Walk a number back to its cells: the records of a municipality with file, sheet, cell and the text as written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from etl import names, publish
from etl.readers.reference import make_directory
from etl.refusal import Refusal


class TraceRefusedError(Refusal):
    """The question cannot be answered; the message says why, in Japanese."""


@dataclass(frozen=True)
class Trace:
    """`facts`: one dict a fact, with its value and the cell behind it."""

    municipality_code: str
    name: str
    warehouse: str
    facts: list[dict[str, Any]]


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
        coalesce(format('{:t,}', f.value), '秘匿') || ' ' || f.unit, '', f.source_id, f.is_current
    from core_figure as f
    where f.municipality_code = $code
    union all
    select
        a.question_id, y.label_ja || '調査', null, q.wording,
        case
            when a.answer_state <> 'answered' then '（' || a.answer_state || '）'
            else coalesce(a.rank || '位 ', '') || coalesce(o.label_ja, a.value, '')
        end,
        '', a.source_id, r.is_current
    from core_answer as a
    inner join core_return as r using (return_id)
    inner join codes_fiscal_year as y on y.fiscal_year = a.fiscal_year
    left join codes_question as q on q.fiscal_year = a.fiscal_year and q.question_id = a.question_id
    left join codes_option as o
        on o.fiscal_year = a.fiscal_year and o.question_id = a.question_id and o.option_code = a.option_code
    where a.municipality_code = $code
    union all
    select
        w.question_id, y.label_ja || '調査', null, q.wording || '：変わった理由・補足', w.reason, '', w.source_id,
        r.is_current
    from core_change_reason as w
    inner join core_return as r using (return_id)
    inner join codes_fiscal_year as y on y.fiscal_year = w.fiscal_year
    left join codes_question as q on q.fiscal_year = w.fiscal_year and q.question_id = w.question_id
    where w.municipality_code = $code
    union all
    select
        'attendance', cast(c.held_on as varchar), c.held_on, c.title,
        coalesce(t.persons || '人が参加', '参加（人数の記載なし）'), '', t.source_id, true
    from core_attendance as t
    inner join core_activity as c using (activity_id)
    where t.municipality_code = $code
"""
BESIDE = """
    select f.source_id as fact, l.column_name, s.file, s.sheet, s.cell, s.raw_text
    from (select distinct source_id from core_status where municipality_code = $code) as f
    inner join core_lineage as l on l.fact_table = 'core_status' and l.fact_key = f.source_id
    inner join core_source as s on s.source_id = l.source_id
    order by f.source_id, l.column_name
"""
# What a fact is called on the command line, beside the ids of the questions of the 調査票.
KINDS = ("status", "figure", "attendance")
STATES = {
    "blank": "未回答",
    "undecided": "未定",
    "none": "特になし",
    "not_applicable": "該当なし",
    "unreadable": "読めない",
}
BESIDE_LABELS = {
    "start_fiscal_year": "開始年度のセル",
    "phrase_read": "読み取った文",
    "published_in": "掲載場所",
    "confidence": "確からしさ",
}


def trace(curated: Path, municipality: str, question: str | None = None) -> Trace:
    """All facts of one town (code of 5 or 6 digits, or name). Raises TraceRefusedError, FileNotFoundError."""
    connection = publish.connect(curated)
    try:
        code, name = _find(connection, municipality)
        facts = _facts(connection, code, question)
        if question is not None and not facts:
            _refuse_unknown(connection, question)
    finally:
        connection.close()
    return Trace(code, name, publish.current(curated).name, facts)


def render(trace: Trace) -> str:
    """The trace in words, a fact a paragraph."""
    lines = [f"{trace.name}（{trace.municipality_code}） データ: {trace.warehouse}"]
    if not trace.facts:
        lines.append("この市町村についての記録はありません。")
    for fact in trace.facts:
        place = " ".join(str(fact[key]) for key in ("sheet", "cell") if fact[key])
        flag = "【架空データ】" if fact["is_synthetic"] else ""
        unused = "" if fact["is_used"] else "（今は使われていない古い記載・優先度の低い記載）"
        lines += [
            "",
            f"{flag}{fact['period']} {fact['label']} {fact['value']}{unused}".rstrip(),
            f"  出典: data/raw/{fact['file']} {place}",
            f"  書かれていた文字: 「{fact['raw_text']}」  受領日 {fact['received_on']}（{fact['known_on']}から把握）",
            *(_beside(one) for one in fact["beside"]),
            *([f"  備考: {fact['note']}"] if fact["note"] else []),
            f"  sha256: {fact['sha256']}",
        ]
    return "\n".join(lines)


def _refuse_unknown(connection: duckdb.DuckDBPyConnection, question: str) -> None:
    """A question that no 調査票 has is a slip of the pen, not an empty record."""
    known = [
        row[0]
        for row in connection.execute("select distinct question_id from codes_question order by 1").fetchall()
    ]
    if question not in (*KINDS, *known):
        raise TraceRefusedError(
            f"設問「{question}」はありません。--question には次のどれかを書いてください: {'、'.join((*KINDS, *known))}"
        )


def _beside(cell: dict[str, str]) -> str:
    place = " ".join(cell[key] for key in ("sheet", "cell") if cell[key])
    return f"  {BESIDE_LABELS.get(cell['column'], cell['column'])}: 「{cell['raw_text']}」（{place}）"


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


def _facts(connection: duckdb.DuckDBPyConnection, code: str, question: str | None) -> list[dict[str, Any]]:
    cursor = connection.execute(
        f"""
        select f.*, s.file, s.sha256, s.sheet, s.cell, s.raw_text, s.received_on, s.known_on, s.is_synthetic
        from ({FACTS}) as f inner join core_source as s using (source_id)
        where $question is null or f.fact = $question
        order by
            case f.fact when 'status' then 1 when 'figure' then 3 when 'attendance' then 4 else 2 end,
            f.period, f.as_of, f.fact, s.cell, f.label
        """,
        {"code": code, "question": question},
    )
    columns = [column[0] for column in cursor.description or []]
    facts: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    beside: dict[str, list[dict[str, str]]] = {}
    for fact, column, _file, sheet, cell, text in connection.execute(BESIDE, {"code": code}).fetchall():
        beside.setdefault(fact, []).append({"column": column, "sheet": sheet, "cell": cell, "raw_text": text})
    for one in facts:
        one["value"] = STATES.get(one["value"].strip("（）"), one["value"])
        one["beside"] = beside.get(one["source_id"], []) if one["fact"] == "status" else []
    return facts
