"""The state of a round, what is open before it is closed, and what is published of it: Reader → DataFrame."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.warehouse.reader import Reader


def entries(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per state that the round entered, oldest first: core_round."""
    return reader.frame("from core_round where fiscal_year = ? order by sort_order", [fiscal_year])


def forms(reader: Reader) -> pd.DataFrame:
    """One row per round that has a form, oldest first, whether anything came or not: core_form."""
    return reader.frame("from core_form order by fiscal_year")


def states(reader: Reader) -> pd.DataFrame:
    """One row per round that has entered a state: fiscal_year, state (the one it is in)."""
    return reader.frame(
        "select fiscal_year, arg_max(state, sort_order) as state from core_round group by fiscal_year"
    )


def open_points(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row: how many municipalities and files are not settled yet, of a round of which anything came.

    municipalities, waiting, synthetic; held (files that wait for a decision), unassigned (files set apart of an unknown
    municipality), with_errors and with_warnings (municipalities whose return has findings); files, and set_apart (those of
    which nothing is loaded and nobody is asked).
    """
    return reader.frame(
        """
        select
            cast(count(*) as integer) as municipalities,
            cast(count(*) filter (s.state = 'waiting') as integer) as waiting,
            cast(count(*) filter (s.is_synthetic) as integer) as synthetic,
            cast(count(*) filter (s.errors > 0) as integer) as with_errors,
            cast(count(*) filter (s.errors = 0 and s.warnings > 0) as integer) as with_warnings,
            (
                select cast(count(distinct file) as integer)
                from core_return
                where fiscal_year = ? and state = 'held'
            ) as held,
            (
                select cast(count(distinct file) as integer)
                from core_return
                where fiscal_year = ? and state = 'quarantined' and municipality_code is null
            ) as unassigned,
            (
                select cast(count(*) as integer)
                from (
                    select file from core_return where fiscal_year = ? group by file
                    having bool_and(state = 'quarantined')
                )
            ) as set_apart,
            (select cast(count(distinct file) as integer) from core_return where fiscal_year = ?) as files
        from mart_return_status as s
        where s.fiscal_year = ?
        """,
        [fiscal_year] * 5,
    )


def numbers(reader: Reader, fiscal_year: int) -> dict[str, int]:
    """The row of open_points by its columns."""
    return {str(key): int(value) for key, value in open_points(reader, fiscal_year).iloc[0].items()}


def answers(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality, question and chosen option of the returns that count, in the order of the form.

    municipality_code, name, subprefecture_name, form_version, number, question_id, wording, option_code, option_label, value, rank,
    answer_state, is_synthetic. Contacts and free text are left out: they are not for publication.
    """
    return reader.frame(
        """
        select
            a.municipality_code, m.name, m.subprefecture_name, coalesce(c.form_version, '') as form_version,
            q.number, a.question_id, q.wording, a.option_code, a.option_label, a.value, a.rank,
            case when a.answer_state = 'blank' then coalesce(w.state, 'blank') else a.answer_state end as answer_state,
            a.is_synthetic
        from mart_answer as a
        inner join codes_question as q using (fiscal_year, question_id)
        inner join codes_municipality as m on m.code = a.municipality_code
        left join mart_question_state as w using (municipality_code, fiscal_year, question_id)
        left join mart_return_status as r using (municipality_code, fiscal_year)
        left join core_return as c using (return_id)
        where a.fiscal_year = ? and q.kind not in ('contact', 'free_text')
        order by a.municipality_code, q.sort_order, a.rank, a.option_code
        """,
        [fiscal_year],
    )


def causes(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per correction of a state or an answer of the round that holds or was withdrawn, the newest last.

    municipality_code, table_name (answer, status), column_name (of an answer its question), question (its number and
    wording), day and reason (of the withdrawal where is_withdrawn).
    """
    return reader.frame(
        """
        select
            c.municipality_code, c.table_name, c.column_name,
            concat_ws(' ', q.number, q.wording) as question,
            coalesce(c.withdrawn_on, c.corrected_on) as day,
            case when c.state = 'withdrawn' then c.withdrawn_reason else c.reason end as reason,
            c.state = 'withdrawn' as is_withdrawn
        from core_correction as c
        left join codes_question as q
            on c.table_name = 'answer' and q.fiscal_year = c.fiscal_year and q.question_id = c.column_name
        where c.fiscal_year = ? and c.table_name in ('answer', 'status') and c.state in ('applied', 'withdrawn')
        order by coalesce(c.withdrawn_on, c.corrected_on), c.row_id
        """,
        [fiscal_year],
    )


def first_received_on(reader: Reader, fiscal_year: int) -> date | None:
    """The day on which the first return of a round came that is no fiction; None where none did."""
    return _day(
        reader,
        "select min(received_on) as day from core_return"
        " where fiscal_year = ? and state = 'loaded' and not is_synthetic",
        fiscal_year,
    )


def last_received_on(reader: Reader, fiscal_year: int) -> date | None:
    """The day of receipt of the last return of a round that counts; None where nothing came."""
    return _day(
        reader,
        "select max(received_on) as day from mart_return_status where fiscal_year = ?",
        fiscal_year,
    )


def closed_on(reader: Reader, fiscal_year: int) -> list[date]:
    """The days on which a round became 速報 or 確定."""
    frame = entries(reader, fiscal_year)
    return [pd.Timestamp(day).date() for day in frame.loc[frame["state"] != "open", "entered_on"]]


def _day(reader: Reader, sql: str, fiscal_year: int) -> date | None:
    day = reader.frame(sql, [fiscal_year])["day"].iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def statuses(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality (179): municipality_code, name, subprefecture_name, status_label, start_fiscal_year,
    basis, is_implementing, stated_fiscal_year (of which year the record is), return_state, received_on, form_version,
    is_synthetic; start_contradicts: the record has a start year that its state rules out, so that it is given as null.
    """
    return reader.frame(
        """
        with known as (
            select
                y.*,
                case
                    when status_code in ('implementing', 'ended') then start_fiscal_year > stated_fiscal_year
                    when group_code = 'planned' then start_fiscal_year < stated_fiscal_year
                    else start_fiscal_year is not null
                end is true as start_contradicts
            from mart_status_by_year as y
        )
        select
            y.municipality_code, m.name, m.subprefecture_name, c.label_ja as status_label,
            case when not y.start_contradicts then y.start_fiscal_year end as start_fiscal_year, y.start_contradicts,
            y.basis, y.is_implementing, y.stated_fiscal_year,
            coalesce(r.state, 'waiting') as return_state, r.received_on, coalesce(f.form_version, '') as form_version,
            y.is_synthetic or coalesce(r.is_synthetic, false) as is_synthetic
        from known as y
        inner join codes_municipality as m on m.code = y.municipality_code
        inner join codes_status as c on c.code = y.status_code
        left join mart_return_status as r
            on r.municipality_code = y.municipality_code and r.fiscal_year = y.fiscal_year
        left join core_return as f using (return_id)
        where y.fiscal_year = ?
        order by y.municipality_code
        """,
        [fiscal_year],
    )
