"""How far a round of the 調査票 has come: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def towns(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality (179, 行政順): mart_return_status of a year, names, and the file that counts."""
    return reader.frame(
        """
        select
            s.*, m.name, m.kana, m.subprefecture_code, m.subprefecture_name, p.short_name,
            r.file, r.route
        from mart_return_status as s
        inner join codes_municipality as m on m.code = s.municipality_code
        inner join codes_subprefecture as p on p.code = m.subprefecture_code
        left join core_return as r on r.return_id = s.return_id
        where s.fiscal_year = ?
        order by s.municipality_code
        """,
        [fiscal_year],
    )


def area_names(reader: Reader) -> dict[str, str]:
    """Municipality code → name of its 振興局."""
    frame = reader.frame("select code, subprefecture_name from codes_municipality")
    return dict(zip(frame["code"], frame["subprefecture_name"], strict=True))


def areas(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row a 振興局 in its order: in_time, late, waiting and denominator (municipalities), short_name."""
    return reader.frame(
        """
        select
            p.code as subprefecture_code,
            p.short_name,
            cast(count(*) filter (s.state = 'received' and s.days_late = 0) as integer) as in_time,
            cast(count(*) filter (s.state = 'received' and s.days_late > 0) as integer) as late,
            cast(count(*) filter (s.state = 'waiting') as integer) as waiting,
            cast(count(*) as integer) as denominator
        from mart_return_status as s
        inner join codes_municipality as m on m.code = s.municipality_code
        inner join codes_subprefecture as p on p.code = m.subprefecture_code
        where s.fiscal_year = ?
        group by p.code, p.short_name, p.sort_order
        order by p.sort_order
        """,
        [fiscal_year],
    )


def findings(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per finding on any file received in a year, also on those set aside; errors first.

    name is null where the town is not known; state: that of the file (loaded, quarantined).
    """
    return reader.frame(
        """
        with files as (
            select file, max(state) as state, max(cast(is_current as integer)) as is_current
            from core_return
            where fiscal_year = ?
            group by file
        )
        select
            f.finding_id, f.severity, f.rule, f.file, f.sheet, f.cell, f.municipality_code, f.value, f.message,
            m.name, m.kana, m.subprefecture_code, m.subprefecture_name,
            q.question_id, q.number, q.wording, files.state, files.is_current
        from core_finding as f
        inner join files on files.file = f.file
        left join codes_municipality as m on m.code = f.municipality_code
        left join codes_question as q on q.fiscal_year = ? and q.question_id = f.question_id
        order by
            case f.severity when 'error' then 0 when 'warning' then 1 else 2 end,
            f.municipality_code nulls first, q.sort_order nulls first, f.finding_id
        """,
        [fiscal_year, fiscal_year],
    )


def current_files(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality whose return counts: municipality_code, file (in data/raw), route, errors, warnings."""
    return reader.frame(
        """
        select s.municipality_code, r.file, r.route, s.errors, s.warnings
        from mart_return_status as s
        inner join core_return as r on r.return_id = s.return_id
        where s.fiscal_year = ? and r.file is not null
        order by s.municipality_code
        """,
        [fiscal_year],
    )


def files(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per received file, newest first: file, received_on, state, reason, town, towns, is_synthetic.

    state: loaded where anything of it is, held where somebody has to decide on it; town: null where it is not known or several (towns says how many).
    """
    return reader.frame(
        """
        select
            r.file,
            max(r.received_on) as received_on,
            case when bool_or(r.state = 'held') then 'held' else min(r.state) end as state,
            coalesce(max(r.reason) filter (r.state in ('quarantined', 'held')), '') as reason,
            cast(count(distinct r.municipality_code) as integer) as towns,
            case when count(distinct r.municipality_code) = 1 then max(m.name) end as town,
            bool_or(r.is_current) as is_current,
            bool_or(r.is_synthetic) as is_synthetic
        from core_return as r
        left join codes_municipality as m on m.code = r.municipality_code
        where r.fiscal_year = ?
        group by r.file
        order by bool_or(r.state = 'held') desc, min(r.state) desc, received_on desc, r.file
        """,
        [fiscal_year],
    )


def names(reader: Reader) -> dict[str, str]:
    """Name of every municipality by its code."""
    frame = reader.frame("select code, name from codes_municipality")
    return dict(zip(frame["code"], frame["name"], strict=True))


def questions(reader: Reader, fiscal_year: int) -> dict[str, str]:
    """Number and wording of the questions of a year by their id."""
    frame = reader.frame(
        "select question_id, concat_ws(' ', number, wording) as words from codes_question where fiscal_year = ?",
        [fiscal_year],
    )
    return dict(zip(frame["question_id"], frame["words"], strict=True))
