"""What a form of the state asks of the warehouse: states and answers of every municipality in a year, with their cells."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader

# Kinds of questions whose answers may go into a form: no contacts, no words of a person.
KINDS = "('single', 'multiple', 'integer', 'number', 'fiscal_year', 'date', 'ranked')"


def states(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality in 行政順: code, name, group_code, status_code, status_label, start_fiscal_year,
    is_synthetic, file, cell.
    """
    return reader.frame(
        """
        select m.code, m.name, coalesce(s.group_code, 'no_data') as group_code, s.status_code,
            c.label_ja as status_label, s.start_fiscal_year, coalesce(s.is_synthetic, false) as is_synthetic,
            o.file, o.cell
        from codes_municipality as m
        left join mart_status_by_year as s on s.municipality_code = m.code and s.fiscal_year = ?
        left join codes_status as c on c.code = s.status_code
        left join core_source as o on o.source_id = s.source_id
        order by m.code
        """,
        [fiscal_year],
    )


def questions(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per question of the round that may go into a form: question_id, number, kind, wording, unit."""
    return reader.frame(
        f"""
        select question_id, number, kind, wording, unit
        from codes_question where fiscal_year = ? and kind in {KINDS} order by sort_order
        """,
        [fiscal_year],
    )


def options(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per option of these questions: question_id, option_code, label_ja."""
    return reader.frame(
        "select question_id, option_code, label_ja from codes_option where fiscal_year = ?"
        " order by question_id, sort_order",
        [fiscal_year],
    )


def answers(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per answer that could be read: code, question_id, option_code, text, rank, is_synthetic, file, cell."""
    return reader.frame(
        f"""
        select a.municipality_code as code, a.question_id, a.option_code, coalesce(a.option_label, a.value) as text,
            a.rank, a.is_synthetic, s.file, s.cell
        from mart_answer as a
        inner join codes_question as q using (fiscal_year, question_id)
        inner join core_source as s on s.source_id = a.source_id
        where a.fiscal_year = ? and a.answer_state = 'answered' and q.kind in {KINDS}
        order by a.municipality_code, q.sort_order, a.rank, s.cell
        """,
        [fiscal_year],
    )
