"""What the ranking is made from. As the reader knows it: `reader.at(day)` gives what was known on a day."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def towns(reader: Reader) -> pd.DataFrame:
    """One row per municipality: its newest state, and its figures where they were known (else missing)."""
    return reader.frame(
        """
        with known as (
            select f.*
            from mart_figures as f
            inner join core_source as s on s.source_id = f.population_source_id
            where s.known_on <= (select as_of from core_build)
        )
        select
            m.municipality_code, m.name, m.kana, m.kind, m.subprefecture_code, m.subprefecture_name,
            m.size_class, m.size_class_label, m.group_code, m.group_label, m.status_code, m.status_label,
            m.fiscal_year as status_fiscal_year, m.start_fiscal_year, m.first_implementing_fiscal_year as began,
            m.status_as_of, m.known_on as status_known_on, m.is_synthetic,
            k.population, k.aging_rate_pct as aging_65, k.age_75plus_rate_pct as aging_75,
            k.population_jumin / nullif(k.households, 0) as persons, k.area_km2 as area, k.density_per_km2 as density
        from mart_municipality as m
        left join known as k using (municipality_code)
        order by m.municipality_code
        """
    )


def answers(reader: Reader) -> pd.DataFrame:
    """One row per answer that the ranking or the talking points use, with the cell that says it."""
    return reader.frame(
        """
        select
            a.municipality_code, a.fiscal_year, a.question_id, q.wording as question,
            case when a.is_by_prefecture then 'prefecture' else a.option_code end as option_code,
            a.option_label, a.value, a.rank, a.answer_state, a.is_synthetic, s.file, s.sheet, s.cell, s.raw_text
        from mart_answer as a
        left join codes_question as q on q.fiscal_year = a.fiscal_year and q.question_id = a.question_id
        left join core_source as s on s.source_id = a.source_id
        where a.question_id in (
            'barriers', 'barriers_top', 'barriers_other', 'support_wanted', 'support_wanted_other',
            'participation', 'comments'
        ) or starts_with(a.question_id, 'function_')
        order by a.municipality_code, a.fiscal_year, q.sort_order, a.rank, a.option_code
        """
    )


def returns(reader: Reader) -> pd.DataFrame:
    """One row per municipality and round: how its 調査票 came."""
    return reader.frame(
        "select fiscal_year, municipality_code, state, days_late, deadline, is_synthetic from mart_return_status"
    )


def activities(reader: Reader) -> pd.DataFrame:
    """One row per activity of the prefecture."""
    return reader.frame(
        "select activity_id, measure_code, title, held_on, is_synthetic from core_activity order by held_on, activity_id"
    )


def attendance(reader: Reader) -> pd.DataFrame:
    """One row per municipality at an activity."""
    return reader.frame(
        """
        select t.municipality_code, t.activity_id, a.measure_code, a.title, a.held_on, t.is_synthetic
        from core_attendance as t
        inner join core_activity as a using (activity_id)
        order by a.held_on, t.activity_id, t.municipality_code
        """
    )


def adjacency(reader: Reader) -> pd.DataFrame:
    """One row per municipality and one that it borders on."""
    return reader.frame("select municipality_code, neighbour_code from core_adjacency order by all")


def reported_statuses(reader: Reader) -> pd.DataFrame:
    """One row per status as a document or a 調査票 states it, old ones too, with its cell."""
    return reader.frame(
        """
        select
            t.municipality_code, t.fiscal_year, t.as_of, t.known_on, t.status_code, t.start_fiscal_year,
            t.is_synthetic, s.file, s.sheet, s.cell, coalesce(nullif(f.source_group, ''), f.file) as document
        from core_status as t
        left join core_source as s on s.source_id = t.source_id
        left join core_file as f on f.file_id = s.file_id
        order by t.municipality_code, t.as_of, t.known_on, t.source_id
        """
    )


def barrier_measure(reader: Reader) -> pd.DataFrame:
    """One row per barrier and a measure that answers it, with the reason and its source."""
    return reader.frame(
        """
        select
            x.barrier_code, b.label_ja as barrier_label, x.measure_code, m.label_ja as measure_label, x.reason,
            x.briefing_words, x.is_provisional, s.file, s.cell
        from core_barrier_measure as x
        inner join codes_barrier as b on b.code = x.barrier_code
        inner join codes_measure as m on m.code = x.measure_code
        left join core_source as s on s.source_id = x.source_id
        order by b.sort_order, m.sort_order
        """
    )


def measures(reader: Reader) -> pd.DataFrame:
    """One row per measure of the prefecture: code, label_ja, short_label, how_held, audience, state_wording."""
    return reader.frame(
        "select code, label_ja, short_label, how_held, audience, state_wording from codes_measure order by sort_order"
    )


def cases(reader: Reader) -> pd.DataFrame:
    """One row per statement about a leading case (鷹栖町)."""
    return reader.frame(
        """
        select municipality_code, topic, statement, publisher, source_place
        from core_case order by case_code, sort_order
        """
    )


def cohort_completeness(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year: fiscal_year, label_ja, implementers_complete."""
    return reader.frame(
        "select fiscal_year, label_ja, implementers_complete from mart_year_coverage order by fiscal_year"
    )


def list_days(reader: Reader) -> pd.DataFrame:
    """One row per day on which a real list of implementing or planning municipalities became known: day."""
    return reader.frame(
        """
        select distinct known_on as day
        from core_file
        where kind = 'status_list' and is_intact and not is_synthetic and rows_loaded > 0
            and known_on <= (select as_of from core_build)
        order by day
        """
    )


def really_began(reader: Reader) -> pd.DataFrame:
    """One row per municipality and cell that says in which fiscal year it really began: began (the first), document, file, sheet, cell."""
    return reader.frame(
        """
        select distinct
            t.municipality_code, min(t.start_fiscal_year) over (partition by t.municipality_code) as began,
            coalesce(nullif(f.source_group, ''), f.file) as document, s.file, s.sheet, s.cell
        from core_status as t
        left join core_source as s on s.source_id = t.source_id
        left join core_file as f on f.file_id = s.file_id
        where t.status_code = 'implementing' and not t.is_synthetic and t.start_fiscal_year is not null
        order by t.municipality_code, document, s.file, s.cell
        """
    )
