"""What is known of all 179 municipalities, for their 市町村カルテ on paper: one query a part, for all of them at once."""

from __future__ import annotations

import pandas as pd

from dashboard.queries import unstated
from dashboard.warehouse.reader import Reader


def towns(reader: Reader) -> pd.DataFrame:
    """One row per municipality in 行政順: mart_municipality, and the symbol of its group."""
    return reader.frame(
        """
        select m.*, g.symbol
        from mart_municipality as m
        inner join codes_status_group as g on g.code = m.group_code
        order by m.municipality_code
        """
    )


def years(reader: Reader) -> pd.DataFrame:
    """One row per municipality and fiscal year: its state, what it rests on, and the cell that says so."""
    return reader.frame(
        f"""
        select
            y.municipality_code, y.fiscal_year, y.basis, y.as_of, y.is_synthetic, f.short_label, f.label_ja as year_label,
            {unstated.label("s.label_ja", "y.basis", "y.is_implementing")} as status_label, y.is_implementing, g.symbol,
            b.label_ja as start_label, v.label_ja as stated_label, c.file, c.sheet, c.cell
        from mart_status_by_year as y
        inner join codes_fiscal_year as f using (fiscal_year)
        inner join codes_status as s on s.code = y.status_code
        inner join codes_status_group as g on g.code = y.group_code
        left join codes_fiscal_year as b on b.fiscal_year = y.start_fiscal_year
        left join codes_fiscal_year as v on v.fiscal_year = y.stated_fiscal_year
        left join core_source as c on c.source_id = y.source_id
        order by y.municipality_code, y.fiscal_year
        """
    )


def figures(reader: Reader) -> pd.DataFrame:
    """One row per municipality and figure of official statistics: reference_date and its cell."""
    return reader.frame(
        """
        select f.municipality_code, f.figure_code, f.reference_date, s.file, s.sheet, s.cell
        from core_figure as f
        inner join core_source as s using (source_id)
        where f.is_current
        order by f.municipality_code, f.figure_code
        """
    )


def rounds(reader: Reader) -> pd.DataFrame:
    """One row per municipality and 調査 that was sent, oldest first; columns as town_sheet.rounds without the file."""
    return reader.frame(
        """
        select
            r.municipality_code, r.fiscal_year, f.label_ja as year_label, f.short_label, r.state, r.received_on,
            r.days_late, r.versions, r.completeness_pct, r.is_synthetic
        from mart_return_status as r
        inner join codes_fiscal_year as f using (fiscal_year)
        order by r.municipality_code, r.fiscal_year
        """
    )


def answers(reader: Reader) -> pd.DataFrame:
    """One row per municipality, question, 調査 and chosen option, in the order of the form; columns as town_sheet.answers.

    Only what stands on the sheet: functions, barriers, wanted support, free text, contact.
    """
    return reader.frame(
        """
        select
            a.municipality_code, q.fiscal_year, q.question_id, q.kind, q.wording, q.vocabulary, q.item_code, q.unit,
            a.option_code, coalesce(a.option_label, a.value) as text, a.value, a.rank, a.is_synthetic, a.is_by_prefecture,
            case when a.answer_state = 'blank' then coalesce(w.state, 'blank') else a.answer_state end as answer_state,
            s.file, s.sheet, s.cell
        from codes_question as q
        inner join mart_answer as a on a.fiscal_year = q.fiscal_year and a.question_id = q.question_id
        left join mart_question_state as w
            on w.fiscal_year = q.fiscal_year and w.question_id = q.question_id
            and w.municipality_code = a.municipality_code
        left join core_source as s using (source_id)
        left join codes_option as o
            on o.fiscal_year = a.fiscal_year and o.question_id = a.question_id and o.option_code = a.option_code
        where q.vocabulary in ('function', 'barrier') or q.group_id = 'function' or q.kind in ('free_text', 'contact')
            or q.question_id = 'support_wanted'
        order by a.municipality_code, q.fiscal_year, q.sort_order, a.rank, o.sort_order, s.cell
        """
    )


def activities(reader: Reader) -> pd.DataFrame:
    """One row per municipality and activity of the prefecture that it took part in, newest first, with its cell."""
    return reader.frame(
        """
        select
            t.municipality_code, a.held_on, m.short_label as measure_label, a.title, t.persons, t.is_synthetic,
            s.file, s.sheet, s.cell
        from core_attendance as t
        inner join core_activity as a using (activity_id)
        left join codes_measure as m on m.code = a.measure_code
        inner join core_source as s on s.source_id = t.source_id
        order by t.municipality_code, a.held_on desc, a.activity_id
        """
    )


def cases(reader: Reader) -> pd.DataFrame:
    """One row per statement about a town as a leading case (先行事例), with its cell; none for most towns."""
    return reader.frame(
        """
        select c.municipality_code, c.topic, c.statement, s.file, s.sheet, s.cell
        from core_case as c
        inner join core_source as s using (source_id)
        order by c.municipality_code, c.sort_order
        """
    )


def files(reader: Reader) -> pd.DataFrame:
    """One row per file: file, title, publisher, as_of, is_synthetic."""
    return reader.frame("select file, title, publisher, as_of, is_synthetic from core_file order by file")
