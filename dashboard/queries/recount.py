"""Rows that the numbers of slides are counted again from: Reader → DataFrame.

A recount is worth something only while it shares nothing with the number that it checks. So these stand apart from
the queries behind the figures on purpose: each gives the plain rows of single municipalities, nothing joined that is
not needed to tell them apart and nothing counted, and the recounts of chart_data do the counting. Don't let a figure
use them, and don't let them use what a figure uses.
"""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def states(reader: Reader) -> pd.DataFrame:
    """One row per municipality and fiscal year, whatever the scope.

    municipality_code, fiscal_year, group_code, status_code, start_fiscal_year (null where none is stated),
    subprefecture_code, kind, size_class: the last worked out from the population and the limits of the classes,
    which the pages read ready-made.
    """
    return reader.frame(
        """
        select
            s.municipality_code, s.fiscal_year, s.group_code, s.status_code, s.start_fiscal_year,
            m.subprefecture_code, m.kind,
            (
                select z.code from codes_size_class as z, mart_figures as f
                where f.municipality_code = m.code and f.population >= z.min_population
                    and (z.max_population is null or f.population < z.max_population)
            ) as size_class
        from mart_status_by_year as s
        inner join codes_municipality as m on m.code = s.municipality_code
        """
    )


def national_totals(reader: Reader) -> pd.DataFrame:
    """One row per publication on 全国, the one that holds last: fiscal_year, value (implementing), denominator (all), is_plan."""
    return reader.frame(
        """
        select fiscal_year, value, denominator, is_plan
        from core_published_total
        where scope = 'national' and status_code = 'implementing'
        order by fiscal_year, is_synthetic desc, is_plan desc, as_of nulls first, known_on, source_id
        """
    )


def stated_states(reader: Reader) -> pd.DataFrame:
    """One row per municipality and year with a state of its own paper: municipality_code, fiscal_year, group_code, as_of."""
    return reader.frame(
        "select municipality_code, fiscal_year, group_code, as_of from mart_status_by_year where basis = 'stated'"
    )


def neighbours(reader: Reader) -> pd.DataFrame:
    """One row per pair of municipalities that share a boundary, both ways: municipality_code, neighbour_code."""
    return reader.frame("select municipality_code, neighbour_code from core_adjacency")


def national_rates(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year and size class with the nation's rate: min_population, max_population, rate_pct."""
    return reader.frame(
        "select fiscal_year, min_population, max_population, rate_pct from core_national_rate"
    )


def populations(reader: Reader) -> pd.DataFrame:
    """One row per municipality with figures: municipality_code, population."""
    return reader.frame("select municipality_code, population from mart_figures")


def complete_years(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year whose implementing municipalities of 北海道 are all known: fiscal_year."""
    return reader.frame("select fiscal_year from mart_year_coverage where implementers_complete")


def barriers_stated(reader: Reader) -> pd.DataFrame:
    """One row per municipality, survey and barrier that it stated: fiscal_year, municipality_code, barrier_code."""
    return reader.frame(
        "select fiscal_year, municipality_code, barrier_code from mart_barrier where is_counted and is_stated"
    )


def barriers(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality and barrier that it was asked for, of the newest answered survey up to a year.

    municipality_code, barrier_code, is_stated, rank (1 = greatest; null where none was given).
    """
    return reader.frame(
        """
        select municipality_code, barrier_code, is_stated, rank
        from mart_barrier
        where is_counted
            and fiscal_year = (select max(fiscal_year) from mart_barrier where is_counted and fiscal_year <= ?)
        """,
        [fiscal_year],
    )


def barrier_measures(reader: Reader) -> pd.DataFrame:
    """One row per barrier and measure that answers it: barrier_code, measure_code."""
    return reader.frame("select barrier_code, measure_code from core_barrier_measure")


def barrier_changes(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality and barrier, between the newest two surveys up to a year.

    municipality_code, barrier_code, change (persisted, cleared, new …).
    """
    return reader.frame(
        """
        select municipality_code, barrier_code, change
        from mart_barrier_change
        where fiscal_year = (select max(fiscal_year) from mart_barrier_change where fiscal_year <= ?)
        """,
        [fiscal_year],
    )


def support(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality and kind of support that it was asked for, of the newest answered survey up to a year.

    municipality_code, support_code, is_wanted, events_before and events_after (回, before and after the survey),
    says_received (null where it was not asked), group_code.
    """
    return reader.frame(
        """
        select municipality_code, support_code, is_wanted, events_before, events_after, says_received, group_code
        from mart_support
        where is_counted
            and fiscal_year = (select max(fiscal_year) from mart_support where is_counted and fiscal_year <= ?)
        """,
        [fiscal_year],
    )


def national_support(reader: Reader) -> pd.DataFrame:
    """One row per kind of support in the national survey: item_code, implementers_pct, others_pct (％)."""
    return reader.frame("select item_code, implementers_pct, others_pct from core_support_wanted")


def plans(reader: Reader) -> pd.DataFrame:
    """One row per municipality and statement of a planned start.

    municipality_code, stated_fiscal_year, planned_start (fiscal year), is_current, is_first, outcome, slip_years (年),
    slip_is_minimum.
    """
    return reader.frame(
        """
        select
            municipality_code, stated_fiscal_year, planned_start, is_current, is_first, outcome, slip_years,
            slip_is_minimum
        from mart_plan
        """
    )


def returns(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality of the round of a year: municipality_code, state, days_late (日; null before it came)."""
    return reader.frame(
        "select municipality_code, state, days_late from mart_return_status where fiscal_year = ?",
        [fiscal_year],
    )


def adopter_answers(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per answer of a year to what is asked of the programme after adoption and of 法第106条の3.

    municipality_code, question_id, option_code, value, answer_state, is_by_prefecture.
    """
    return reader.frame(
        """
        select municipality_code, question_id, option_code, value, answer_state, is_by_prefecture
        from mart_answer
        where fiscal_year = ? and (
            question_id in (
                'status', 'cases_cooperation', 'cases_participation', 'plan_goals', 'plan_evaluation',
                'plan_last_year', 'plan_next_revision', 'system_consultation', 'system_community'
            ) or starts_with(question_id, 'function_')
        )
        """,
        [fiscal_year],
    )


def alternative_years(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per answer of a year to when 機能集約化アプローチ begins: municipality_code, value."""
    return reader.frame(
        "select municipality_code, value from mart_answer"
        " where fiscal_year = ? and question_id = 'alternative_year'",
        [fiscal_year],
    )


def barrier_answers(reader: Reader) -> pd.DataFrame:
    """One row per municipality, survey and option of the question on barriers that it chose, with the state of its answer.

    fiscal_year, municipality_code, state (answered, none, not_asked …), barrier_code (null where it chose none), rank.
    """
    return reader.frame(
        """
        select b.fiscal_year, b.municipality_code, b.state, b.rank,
            case when b.is_stated then b.barrier_code end as barrier_code
        from mart_barrier as b
        """
    )


def function_answers(reader: Reader) -> pd.DataFrame:
    """One row per municipality, survey and question on a function: question_id, answer_state, option_code, is_by_prefecture."""
    return reader.frame(
        """
        select a.fiscal_year, a.municipality_code, a.question_id, a.answer_state, a.option_code, a.is_by_prefecture
        from mart_answer as a
        inner join codes_question as q using (fiscal_year, question_id)
        where q.group_id = 'function'
        """
    )


def free_texts(reader: Reader) -> pd.DataFrame:
    """One row per free-text answer: fiscal_year, municipality_code, question_id, value."""
    return reader.frame(
        """
        select a.fiscal_year, a.municipality_code, a.question_id, coalesce(a.value, s.raw_text) as value
        from mart_answer as a
        inner join codes_question as q using (fiscal_year, question_id)
        left join core_source as s using (source_id)
        where q.kind = 'free_text' and a.answer_state = 'answered'
        """
    )


def attended(reader: Reader) -> pd.DataFrame:
    """One row per municipality at an activity: municipality_code, measure_code, fiscal_year (of the activity)."""
    return reader.frame(
        """
        select t.municipality_code, a.measure_code, a.fiscal_year
        from core_attendance as t
        inner join core_activity as a using (activity_id)
        """
    )


def town_dates(reader: Reader) -> pd.DataFrame:
    """One row per town and registered event: municipality_code, event_code, on_day, fiscal_year."""
    return reader.frame("select municipality_code, event_code, on_day, fiscal_year from core_town_date")


def joint_members(reader: Reader) -> pd.DataFrame:
    """One row per joint body and member: body, municipality_code."""
    return reader.frame("select body, municipality_code from core_joint_body")


def names_and_figures(reader: Reader) -> pd.DataFrame:
    """One row per municipality: municipality_code, name, population, aging_rate_pct, area_km2 (null: not known)."""
    return reader.frame(
        """
        select m.code as municipality_code, m.name, f.population, f.aging_rate_pct, f.area_km2
        from codes_municipality as m
        left join mart_figures as f on f.municipality_code = m.code
        """
    )


def named_implementers(reader: Reader) -> pd.DataFrame:
    """One row per row of another source: file_id, fiscal_year, municipality_code, is_named."""
    return reader.frame(
        "select c.file_id, n.fiscal_year, n.municipality_code, n.is_named"
        " from core_named_implementer as n inner join core_source as c using (source_id)"
    )
