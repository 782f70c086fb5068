"""What came back, for judging promises by it: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def kinds(reader: Reader) -> pd.DataFrame:
    """One row per kind of promise and how it is judged (codes_promise_kind)."""
    return reader.frame("from codes_promise_kind order by sort_order")


def targets(reader: Reader) -> pd.DataFrame:
    """One row per thing that a promise can be about: target_kind (barrier, function), code, label_ja."""
    return reader.frame(
        """
        select 'barrier' as target_kind, code, label_ja, sort_order from codes_barrier
        union all
        select 'function', code, item || '　' || label_ja, sort_order from codes_function
        order by target_kind, sort_order
        """
    )


def statuses(reader: Reader) -> pd.DataFrame:
    """One row per statement on a town's state, within a year the most authoritative first, with its cell."""
    return reader.frame(
        """
        select
            y.municipality_code, y.fiscal_year, f.label_ja as year_label, y.status_code,
            s.label_ja as status_label, y.start_fiscal_year, y.as_of, y.known_on, c.file, c.sheet, c.cell,
            c.raw_text as written, y.is_synthetic
        from core_status as y
        inner join codes_fiscal_year as f using (fiscal_year)
        inner join codes_status as s on s.code = y.status_code
        left join core_source as c using (source_id)
        order by
            y.municipality_code, y.fiscal_year, y.is_synthetic, y.precedence desc, y.as_of desc, y.known_on desc,
            y.source_id
        """
    )


def answers(reader: Reader) -> pd.DataFrame:
    """One row per answer of a return that counts, on the questions that promises are judged by, with its cell."""
    return reader.frame(
        """
        select
            a.municipality_code, a.fiscal_year, f.label_ja as year_label, a.question_id, a.option_code,
            coalesce(a.option_label, a.value) as said, a.answer_state, v.as_of, c.known_on, c.file, c.sheet, c.cell,
            c.raw_text as written, a.is_synthetic
        from mart_answer as a
        inner join codes_fiscal_year as f using (fiscal_year)
        inner join core_source as c using (source_id)
        inner join core_survey as v on v.fiscal_year = a.fiscal_year
        where a.question_id in ('status', 'barriers', 'meeting_internal', 'meeting_support')
            or a.question_id like 'function\\_%' escape '\\'
            or a.question_id in (select question_id from codes_promise_kind)
        order by a.municipality_code, a.fiscal_year, a.question_id, a.option_code
        """
    )


def years(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year that a plan or a promise can be of: fiscal_year, label_ja, newest first."""
    return reader.frame(
        "select fiscal_year, label_ja from codes_fiscal_year where fiscal_year >= 2021 order by fiscal_year desc"
    )
