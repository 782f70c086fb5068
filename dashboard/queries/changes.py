"""What was known of each town on a day, to be held against another day: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def town_states(reader: Reader) -> pd.DataFrame:
    """One row per municipality: its newest state, its stated start year and the cell that says so.

    municipality_code, name, status_label, group_code, group_order, start_fiscal_year (null where none is stated),
    start_label, fiscal_year, known_on, is_synthetic, file, sheet, cell.
    """
    return reader.frame(
        """
        select
            m.municipality_code, m.name, m.status_label, m.group_code, g.sort_order as group_order,
            m.start_fiscal_year, f.label_ja as start_label, m.fiscal_year, m.known_on, m.is_synthetic,
            c.file, c.sheet, c.cell
        from mart_municipality as m
        inner join codes_status_group as g on g.code = m.group_code
        left join codes_fiscal_year as f on f.fiscal_year = m.start_fiscal_year
        left join core_source as c on c.source_id = m.source_id
        order by m.municipality_code
        """
    )


def answers(reader: Reader) -> pd.DataFrame:
    """One row per question that a town answered in its newest round, words and contacts left out.

    municipality_code, fiscal_year, question_id, wording, said (all that was chosen, one a line),
    is_synthetic.
    """
    return reader.frame(
        """
        with newest as (
            select municipality_code, max(fiscal_year) as fiscal_year
            from mart_answer
            group by municipality_code
        )
        select
            a.municipality_code, a.fiscal_year, a.question_id, q.wording,
            string_agg(coalesce(a.option_label, a.value), chr(10) order by a.option_code, a.value) as said,
            bool_or(a.is_synthetic) as is_synthetic
        from mart_answer as a
        inner join newest as n using (municipality_code, fiscal_year)
        inner join codes_question as q using (fiscal_year, question_id)
        where q.kind in ('single', 'multiple', 'integer') and q.question_id <> 'status'
        group by all
        order by a.municipality_code, a.question_id
        """
    )
