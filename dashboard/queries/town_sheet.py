"""What is known of one municipality, for its 市町村カルテ: one function a table of the page."""

from __future__ import annotations

import pandas as pd

from dashboard.queries.corrections import COLUMNS, join
from dashboard.warehouse.reader import Reader


def neighbours_in_order(reader: Reader) -> pd.DataFrame:
    """One row per municipality in 行政順: municipality_code, name, subprefecture_code, subprefecture_name."""
    return reader.frame(
        "select municipality_code, name, kana, subprefecture_code, subprefecture_name "
        "from mart_municipality order by municipality_code"
    )


def rounds(reader: Reader, code: str) -> pd.DataFrame:
    """One row a 調査 that was sent (awaited: nothing of it came yet, and it is of this year or the last), oldest first: fiscal_year, year_label, short_label, state, received_on,
    days_late, versions, completeness_pct, file, is_synthetic.
    """
    return reader.frame(
        """
        select
            r.fiscal_year, f.label_ja as year_label, f.short_label, r.state, r.received_on, r.days_late,
            r.versions, r.required, r.answered, r.completeness_pct, r.is_synthetic, c.file
        from mart_return_status as r
        inner join codes_fiscal_year as f using (fiscal_year)
        left join core_return as c on c.return_id = r.return_id
        where r.municipality_code = ?
        union all by name
        select
            f.fiscal_year, f.label_ja as year_label, f.short_label, 'awaited' as state, 0 as versions,
            false as is_synthetic
        from codes_fiscal_year as f, core_build as b
        where
            f.fiscal_year in (select fiscal_year from codes_awaited_question)
            and f.fiscal_year >= year(b.as_of) - if(month(b.as_of) < 4, 1, 0) - 1
        order by fiscal_year
        """,
        [code],
    )


def answers(reader: Reader, code: str) -> pd.DataFrame:
    """One row per question, 調査 and chosen option, in the order of the form.

    Columns: fiscal_year, question_id, sort_order, number, section, kind, wording, vocabulary, group_id, item_code,
    unit, option_code, text (null where nothing was answered), rank, answer_state (not_asked where the form
    did not ask it of this town), is_synthetic, file, sheet, cell, raw_text; of a corrected one those of queries.corrections.COLUMNS.
    """
    return reader.frame(
        f"""
        select
            a.municipality_code, q.fiscal_year, q.question_id, q.sort_order, q.number, q.section, q.kind, q.wording, q.vocabulary,
            q.group_id, q.item_code, q.unit, a.option_code, coalesce(a.option_label, a.value) as text, a.value,
            a.rank, a.is_by_prefecture, case when a.answer_state = 'blank' then coalesce(w.state, 'blank') else a.answer_state end as answer_state,
            a.is_synthetic, s.file, s.sheet, s.cell, s.raw_text,
            {COLUMNS}
        from codes_question as q
        inner join mart_answer as a
            on a.fiscal_year = q.fiscal_year and a.question_id = q.question_id and a.municipality_code = ?
        left join mart_question_state as w
            on w.fiscal_year = q.fiscal_year and w.question_id = q.question_id
            and w.municipality_code = a.municipality_code
        left join core_source as s using (source_id)
        {join("s")}
        left join codes_option as o
            on o.fiscal_year = a.fiscal_year and o.question_id = a.question_id and o.option_code = a.option_code
        order by q.fiscal_year, q.sort_order, a.rank, o.sort_order, s.cell
        """,
        [code],
    )


def questions(reader: Reader) -> pd.DataFrame:
    """One row per question of a round, in the order of the form: fiscal_year, question_id, sort_order, number, kind, wording,
    group_id, vocabulary, item_code.
    """
    return reader.frame(
        """
        select fiscal_year, question_id, sort_order, number, kind, wording, group_id, vocabulary, item_code
        from (from codes_question union all by name from codes_awaited_question)
        order by fiscal_year, sort_order
        """
    )


def functions(reader: Reader) -> pd.DataFrame:
    """One row per function of 第106条の4第2項 in its order: code, item, label_ja, existing_scheme, group_label."""
    return reader.frame("from codes_function order by sort_order")


def figures(reader: Reader, code: str) -> pd.DataFrame:
    """One row per figure of official statistics: label_ja, value, unit, reference_date, and its cell."""
    return reader.frame(
        f"""
        select f.figure_code, f.label_ja, f.value, f.unit, f.reference_date, s.file, s.sheet, s.cell, s.raw_text,
            {COLUMNS}
        from core_figure as f
        inner join core_source as s using (source_id)
        {join("s")}
        where f.municipality_code = ? and f.is_current
        order by f.figure_code
        """,
        [code],
    )


def all_figures(reader: Reader) -> pd.DataFrame:
    """One row per municipality: its figures side by side, 振興局 and size class, to set one town beside others."""
    return reader.frame(
        """
        select
            municipality_code, subprefecture_code, subprefecture_name, size_class, size_class_label, population,
            population_jumin, households, aging_rate_pct, age_75plus_rate_pct, area_km2, density_per_km2
        from mart_municipality
        order by municipality_code
        """
    )


def activities(reader: Reader, code: str) -> pd.DataFrame:
    """One row per activity of the prefecture that the town took part in, newest first, with its cell."""
    return reader.frame(
        """
        select
            a.held_on, f.label_ja as year_label, m.short_label as measure_label, a.title, a.place, t.persons,
            t.is_synthetic, s.file, s.sheet, s.cell, s.raw_text
        from core_attendance as t
        inner join core_activity as a using (activity_id)
        inner join codes_fiscal_year as f on f.fiscal_year = a.fiscal_year
        left join codes_measure as m on m.code = a.measure_code
        inner join core_source as s on s.source_id = t.source_id
        where t.municipality_code = ?
        order by a.held_on desc, a.activity_id
        """,
        [code],
    )


def findings(reader: Reader, code: str) -> pd.DataFrame:
    """One row per finding about the town, worst first: severity, rule, file, sheet, cell, value, message."""
    return reader.frame(
        """
        select severity, rule, file, sheet, cell, question_id, value, message
        from core_finding
        where municipality_code = ?
        order by case severity when 'error' then 1 when 'warning' then 2 else 3 end, file, sheet, cell
        """,
        [code],
    )


def former_names(reader: Reader, code: str) -> pd.DataFrame:
    """One row per municipality that it was merged of and per name that it had: former_name, how, changed_year, source."""
    return reader.frame(
        """
        select former_name, how, changed_year, source
        from codes_former_name
        where code = ? and how in ('merged', 'renamed')
        order by changed_year, former_name
        """,
        [code],
    )


def neighbours(reader: Reader, code: str) -> pd.DataFrame:
    """One row per municipality with a shared border in 行政順: its newest state."""
    return reader.frame(
        """
        select m.municipality_code, m.name, m.status_label, m.group_code, m.start_fiscal_year, m.is_synthetic
        from core_adjacency as a
        inner join mart_municipality as m on m.municipality_code = a.neighbour_code
        where a.municipality_code = ?
        order by m.municipality_code
        """,
        [code],
    )


def case(reader: Reader, code: str) -> pd.DataFrame:
    """One row per statement about the town as a leading case (先行事例), with its cell; none for most towns."""
    return reader.frame(
        """
        select c.topic, c.statement, c.quote, c.publisher, s.file, s.sheet, s.cell, s.raw_text
        from core_case as c
        inner join core_source as s using (source_id)
        where c.municipality_code = ?
        order by c.sort_order
        """,
        [code],
    )


def files(reader: Reader, code: str) -> frozenset[str]:
    """The places in data/raw of what a municipality returned."""
    rows = reader.frame(
        "select distinct file from core_return where municipality_code = ? and file is not null", [code]
    )
    return frozenset(rows["file"])
