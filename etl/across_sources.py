"""What is found between sources: published totals, lists, announcements, returns and earlier years beside each other.

Asked of the finished tables, and of the same tables with a file in them that nobody has kept yet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb

from etl import across_years, fiscal_year
from etl.findings import Finding
from etl.japanese_date import day_label


def findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """All of them, each that stands at an answer with its question."""
    checks = (
        _reconciliation,
        _disagreement,
        _not_listed,
        across_years.vanished,
        across_years.started,
        across_years.turned,
    )
    return _with_questions(connection, [finding for check in checks for finding in check(connection)])


def _with_questions(connection: duckdb.DuckDBPyConnection, found: list[Finding]) -> list[Finding]:
    places = [[one.file, one.sheet, one.cell] for one in found if one.cell]
    rows = connection.execute(
        """
        select distinct s.file, s.sheet, s.cell, a.question_id
        from (select p[1] as file, p[2] as sheet, p[3] as cell from (select unnest($places) as p)) as f
        inner join core_source as s on s.file = f.file and s.sheet = f.sheet and s.cell = f.cell
        inner join core_answer as a on a.source_id = s.source_id
        """,
        {"places": places},
    ).fetchall()
    questions = {(file, sheet, cell): question for file, sheet, cell, question in rows}
    return [
        replace(one, question_id=questions.get((one.file, one.sheet, one.cell), one.question_id))
        for one in found
    ]


def _reconciliation(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning for each published total that differs from the count of the towns on record."""
    rows = connection.execute(
        "select r.label_ja, r.as_of, r.published, r.computed, s.file, s.sheet, s.cell, s.raw_text "
        "from mart_reconciliation as r inner join core_source as s using (source_id) where r.state = 'mismatch'"
    ).fetchall()
    return [
        Finding(
            "warning",
            "TOTAL-MISMATCH",
            f"公表値「{label}」{_dated(as_of)}は{published}ですが、市町村ごとの記録から数えると{computed}です。"
            "どちらが正しいかを確かめ、名簿を登録し直すか、訂正を記録してください。",
            file=file,
            sheet=sheet,
            cell=cell,
            value=text,
        )
        for label, as_of, published, computed, file, sheet, cell, text in rows
    ]


def _disagreement(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning where two sources disagree on one municipality and year, with the one used and both cells."""
    rows = connection.execute(
        f"""
        with {across_years.START_CELLS}
        select
            a.municipality_code, m.name, a.fiscal_year,
            ca.label_ja, a.start_fiscal_year, a.as_of, fa.title, sa.sheet, sa.cell,
            cb.label_ja, b.start_fiscal_year, b.as_of, fb.title, sb.sheet, sb.cell, sb.raw_text, sb.file
        from core_status as a
        inner join core_status as b
            on b.municipality_code = a.municipality_code and b.fiscal_year = a.fiscal_year
            and b.is_synthetic = a.is_synthetic and b.precedence < a.precedence and a.precedence < 4
            and b.as_of >= a.as_of
            and (b.status_code <> a.status_code or b.start_fiscal_year <> a.start_fiscal_year)
        inner join codes_municipality as m on m.code = a.municipality_code
        inner join codes_status as ca on ca.code = a.status_code
        inner join codes_status as cb on cb.code = b.status_code
        left join start_cells as la on la.fact_key = a.source_id and a.status_code = b.status_code
        left join start_cells as lb on lb.fact_key = b.source_id and a.status_code = b.status_code
        inner join core_source as sa on sa.source_id = coalesce(la.source_id, a.source_id)
        inner join core_source as sb on sb.source_id = coalesce(lb.source_id, b.source_id)
        inner join core_file as fa on fa.file_id = sa.file_id
        inner join core_file as fb on fb.file_id = sb.file_id
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-DISAGREE",
            f"{name}の{fiscal_year.label(year)}の状態が資料により違います。"
            f"{across_years.place(*place_a)}では「{_said(label_a, start_a)}」{_dated(day_a)}、"
            f"{across_years.place(*place_b)}では「{_said(label_b, start_b)}」{_dated(day_b)}です。"
            f"名簿は市町村の公表より、公表は調査票より優先する決まりにより{'、時点は前ですが' if day_a < day_b else ''}"
            f"「{place_a[0]}」を使いました。市町村に確かめ、違っていれば値を訂正してください。",
            file=file,
            sheet=place_b[1],
            cell=place_b[2],
            municipality_code=code,
            value=text,
        )
        for code, name, year, *of_both, text, file in rows
        for label_a, start_a, day_a, *place_a in [of_both[:6]]
        for label_b, start_b, day_b, *place_b in [of_both[6:]]
    ]


def _not_listed(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning for each town that says it implements and is missing from the complete list of the same year."""
    rows = connection.execute(
        """
        select
            s.municipality_code, m.name, s.fiscal_year, l.title, c.as_of,
            f.title, b.file, b.sheet, b.cell, b.raw_text
        from core_status as s
        inner join core_complete_list as c on c.fiscal_year = s.fiscal_year and c.is_synthetic = s.is_synthetic
        inner join codes_municipality as m on m.code = s.municipality_code
        inner join core_source as b on b.source_id = s.source_id
        inner join core_file as f on f.file_id = b.file_id
        inner join core_file as l on l.file_id = c.file_id
        where
            s.status_code = 'implementing' and s.precedence < 3
            and not exists (
                select 1 from core_status as listed
                inner join core_source as o on o.source_id = listed.source_id
                where
                    o.file_id = c.file_id and listed.municipality_code = s.municipality_code
                    and listed.fiscal_year = s.fiscal_year
            )
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-NOT-LISTED",
            f"{name}は{across_years.place(title, sheet, cell)}で{fiscal_year.label(year)}に実施中と答えていますが、"
            f"実施市町村の全てが載るはずの名簿「{listed}」{_dated(as_of)}にありません。実施中として数えています。"
            "名簿の時点より後に始めたのか、どちらかの誤りかを確かめてください。",
            file=file,
            sheet=sheet,
            cell=cell,
            municipality_code=code,
            value=text,
        )
        for code, name, year, listed, as_of, title, file, sheet, cell, text in rows
    ]


def _dated(day: date) -> str:
    return f"（{day_label(day)}時点）"


def _said(label: str, start: int | None) -> str:
    return label if start is None else f"{label}（{fiscal_year.label(start)}開始）"
