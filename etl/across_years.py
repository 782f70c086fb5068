"""What is said of a municipality beside what was said of it in an earlier year: gone, begun otherwise, turned back."""

from __future__ import annotations

import duckdb

from etl import fiscal_year
from etl.findings import Finding

# The cell that says the start year, where it is not that of the state.
START_CELLS = """start_cells as (
            select fact_key, min(source_id) as source_id
            from core_lineage
            where fact_table = 'core_status' and column_name = 'start_fiscal_year'
            group by fact_key
        )"""


def vanished(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning for each town that implemented and is missing from a later list of all implementing towns."""
    rows = connection.execute(
        """
        select m.code, m.name, c.file, c.fiscal_year, max(s.fiscal_year)
        from core_status as s
        inner join core_complete_list as c on s.fiscal_year < c.fiscal_year and not c.is_synthetic
        inner join codes_municipality as m on m.code = s.municipality_code
        where
            s.status_code = 'implementing' and not s.is_synthetic
            and not exists (
                select 1 from core_status as later
                where
                    later.municipality_code = s.municipality_code and not later.is_synthetic
                    and later.fiscal_year > s.fiscal_year and later.fiscal_year <= c.fiscal_year
            )
        group by all
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-VANISHED",
            f"{name}は{fiscal_year.label(before)}に実施中でしたが、実施市町村の全てが載るはずのこの名簿"
            f"（{fiscal_year.label(year)}）にありません。この年度は実施していないものとして数えます（検討などの状況はわかりません）。事業を終えたのか、"
            "名簿の漏れかを確かめ、終えたときは「終了」と書いた名簿を登録してください。",
            file=file,
            municipality_code=code,
        )
        for code, name, file, year, before in rows
    ]


def started(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning where what is said of a town does not follow from what was: ended but never begun, begun in another year."""
    rows = connection.execute(
        f"""
        with {START_CELLS}
        select
            s.municipality_code, m.name, s.status_code, s.fiscal_year, s.start_fiscal_year,
            max_by(b.start_fiscal_year, b.fiscal_year), c.file, c.sheet, c.cell, c.raw_text
        from core_status as s
        inner join codes_municipality as m on m.code = s.municipality_code
        left join start_cells as l on l.fact_key = s.source_id and s.status_code = 'implementing'
        inner join core_source as c on c.source_id = coalesce(l.source_id, s.source_id)
        left join core_status as b
            on b.municipality_code = s.municipality_code and b.status_code = 'implementing' and not b.is_synthetic
            and b.fiscal_year < s.fiscal_year and (s.status_code = 'ended' or b.start_fiscal_year is not null)
        where s.status_code in ('implementing', 'ended') and not s.is_synthetic and s.precedence < 4 group by all
        having if(s.status_code = 'ended', count(b.source_id) = 0, s.start_fiscal_year <> max_by(b.start_fiscal_year, b.fiscal_year))
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-HISTORY",
            f"{name}は{fiscal_year.label(year)}に「終了」とありますが、実施していたという資料がありません。"
            "「実施予定なし」の誤りでないかを市町村に確かめ、違っていれば訂正してください。"
            if status == "ended"
            else f"{name}の{fiscal_year.label(year)}の開始年度（{fiscal_year.label(start)}）が、前の資料（{fiscal_year.label(known)}）と違います。"
            "どちらが正しいかを市町村に確かめ、違っていれば訂正してください。",
            file=file,
            sheet=sheet,
            cell=cell,
            municipality_code=code,
            value=text,
        )
        for code, name, status, year, start, known, file, sheet, cell, text in rows
    ]


def turned(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning where the state used for a year does not follow from the one used before it: no longer implementing
    though it never ended, or implementing after it ended.

    Of two returns in a row the rules of the form say so (UN-ADOPTED, RESTARTED).
    """
    rows = connection.execute(
        """
        with used as (
            select * from core_status
            where not is_synthetic and status_code not in ('no_answer', 'unknown')
            qualify row_number() over (
                partition by municipality_code, fiscal_year order by precedence desc, as_of desc, known_on desc, source_id
            ) = 1
        ),
        followed as (
            select
                *,
                lag(status_code) over years as status_before,
                lag(fiscal_year) over years as year_before,
                lag(source_id) over years as source_before,
                max_by(status_code, fiscal_year) filter (where precedence = 1) over (
                    years rows between unbounded preceding and 1 preceding
                ) as answered_before
            from used
            window years as (partition by municipality_code order by fiscal_year)
        )
        select
            s.municipality_code, m.name, s.fiscal_year, now.label_ja, s.year_before, before.label_ja,
            s.status_code = 'implementing', f.title, b.sheet, b.cell, c.file, c.sheet, c.cell, c.raw_text
        from followed as s
        inner join codes_municipality as m on m.code = s.municipality_code
        inner join codes_status as now on now.code = s.status_code
        inner join codes_status as before on before.code = s.status_before
        inner join core_source as c on c.source_id = s.source_id
        inner join core_source as b on b.source_id = s.source_before
        inner join core_file as f on f.file_id = b.file_id
        where
            s.precedence < 4
            and (
                (s.status_before = 'implementing' and s.status_code not in ('implementing', 'ended'))
                or (s.status_before = 'ended' and s.status_code = 'implementing')
            )
            and not (s.precedence = 1 and s.answered_before is not distinct from s.status_before)
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-TURNED",
            f"{name}は{fiscal_year.label(year_before)}に「{label_before}」でした（{place(*held_in)}）が、"
            f"{fiscal_year.label(year)}は「{label}」です。"
            + (
                "再び始めたのか、書き間違いかを市町村に確かめ、違っていれば訂正してください。"
                if began
                else "終了したのか、書き間違いかを市町村に確かめ、違っていれば訂正してください。"
                "終えたのなら、書くのは「終了」です。"
            ),
            file=file,
            sheet=sheet,
            cell=cell,
            municipality_code=code,
            value=text,
        )
        for code, name, year, label, year_before, label_before, began, *held_in, file, sheet, cell, text in rows
    ]


def place(title: str, sheet: str, cell: str) -> str:
    """「資料」「シート」B2セル."""
    return f"「{title}」" + (f"「{sheet}」シート" if sheet else "") + (f"{cell}セル" if cell else "")
