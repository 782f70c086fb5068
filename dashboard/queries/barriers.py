"""What the page 課題 asks of the warehouse: barriers of every round, their change, support, and words of towns."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader

TOWN = "m.municipality_code, m.name, m.kana, m.kind, m.subprefecture_code, m.subprefecture_name, m.size_class"
CELL = "c.file, c.sheet, c.cell, c.raw_text"


def rounds(reader: Reader) -> pd.DataFrame:
    """One row per round of the survey with returns, oldest first: fiscal_year, labels, title, as_of, is_synthetic."""
    return reader.frame(
        """
        select s.fiscal_year, f.label_ja, f.short_label, s.title, s.as_of, s.is_synthetic,
            q.wording, q.number, t.wording as top_wording
        from core_survey as s
        inner join codes_fiscal_year as f using (fiscal_year)
        left join (
            select fiscal_year, any_value(wording order by sort_order) as wording,
                any_value(number order by sort_order) as number
            from codes_question where vocabulary = 'barrier' and kind <> 'ranked' group by fiscal_year
        ) as q using (fiscal_year)
        left join (
            select fiscal_year, any_value(wording order by sort_order) as wording
            from codes_question where vocabulary = 'barrier' and kind = 'ranked' group by fiscal_year
        ) as t using (fiscal_year)
        where s.fiscal_year in (select fiscal_year from mart_barrier)
        order by s.fiscal_year
        """
    )


def codes(reader: Reader) -> pd.DataFrame:
    """One row per barrier: the three of the briefing first, with its words and the file and cell that hold them."""
    return reader.frame(
        """
        select b.*, c.file, c.cell, t.title, t.publisher
        from codes_barrier as b
        left join core_source as c using (source_id)
        left join core_file as t using (file_id)
        order by b.is_provisional, b.sort_order
        """
    )


def answers(reader: Reader) -> pd.DataFrame:
    """One row per municipality × round × barrier asked for: state, is_stated, rank, the town's marks, and the cell."""
    return reader.frame(
        f"""
        select {TOWN}, m.size_class_label, b.fiscal_year, b.barrier_code, b.barrier_label, b.sort_order,
            b.is_provisional, b.state, b.is_counted, b.is_stated, b.rank, b.is_ranked_only, b.group_code,
            g.label_ja as group_label, g.symbol, b.is_synthetic, {CELL}
        from mart_barrier as b
        inner join mart_municipality as m using (municipality_code)
        left join codes_status_group as g on g.code = b.group_code
        left join core_source as c on c.source_id = b.source_id
        order by b.fiscal_year, b.municipality_code, b.is_provisional, b.sort_order
        """
    )


def changes(reader: Reader) -> pd.DataFrame:
    """One row per municipality × pair of rounds × barrier: change, events between, and the cells of both rounds."""
    return reader.frame(
        f"""
        select {TOWN}, m.size_class_label, h.fiscal_year, h.before_fiscal_year, h.barrier_code, h.change,
            n.group_code, g.label_ja as group_label, g.symbol,
            n.barrier_label, n.sort_order, n.is_provisional, h.events, h.events_addressing, h.is_synthetic,
            h.barrier_code in (select barrier_code from core_barrier_measure) as has_measure,
            {CELL}, p.file as before_file, p.sheet as before_sheet, p.cell as before_cell,
            p.raw_text as before_text
        from mart_barrier_change as h
        inner join mart_municipality as m using (municipality_code)
        inner join mart_barrier as n
            on n.municipality_code = h.municipality_code and n.fiscal_year = h.fiscal_year
            and n.barrier_code = h.barrier_code
        left join codes_status_group as g on g.code = n.group_code
        left join mart_barrier as b
            on b.municipality_code = h.municipality_code and b.fiscal_year = h.before_fiscal_year
            and b.barrier_code = h.barrier_code
        left join core_source as c on c.source_id = n.source_id
        left join core_source as p on p.source_id = b.source_id
        order by h.fiscal_year, h.municipality_code, n.is_provisional, n.sort_order
        """
    )


def between(reader: Reader) -> pd.DataFrame:
    """One row per municipality × round × kind of support attended since the round before: events (回), last (date), titles."""
    return reader.frame(
        """
        with rounds as (
            select fiscal_year, as_of, lag(as_of) over (order by fiscal_year) as before_as_of
            from core_survey where fiscal_year in (select fiscal_year from mart_barrier)
        )
        select t.municipality_code, r.fiscal_year, k.short_label as measure_label, count(*) as events,
            max(a.held_on) as last, string_agg(a.title, '、' order by a.held_on) as titles,
            bool_or(t.is_synthetic) as is_synthetic
        from rounds as r
        inner join core_activity as a on a.held_on > r.before_as_of and a.held_on <= r.as_of
        inner join core_attendance as t using (activity_id)
        inner join codes_measure as k on k.code = a.measure_code
        group by t.municipality_code, r.fiscal_year, k.short_label, k.sort_order
        order by t.municipality_code, r.fiscal_year, k.sort_order
        """
    )


def support(reader: Reader) -> pd.DataFrame:
    """One row per municipality × round × kind of support: wanted, given before and after the round, and the cell."""
    return reader.frame(
        f"""
        select {TOWN}, m.size_class_label, s.fiscal_year, s.support_code, s.support_label, s.sort_order,
            s.state, s.is_counted, s.is_wanted, s.measures, s.events_before, s.events_after, s.says_received,
            s.group_code, g.label_ja as group_label, g.symbol, s.is_synthetic, {CELL}
        from mart_support as s
        inner join mart_municipality as m using (municipality_code)
        left join codes_status_group as g on g.code = s.group_code
        left join core_source as c on c.source_id = s.source_id
        order by s.fiscal_year, s.municipality_code, s.sort_order
        """
    )


def measures(reader: Reader) -> pd.DataFrame:
    """One row per measure of the prefecture in order: code, label_ja, short_label."""
    return reader.frame("select code, label_ja, short_label from codes_measure order by sort_order")


def national_support(reader: Reader) -> pd.DataFrame:
    """One row per kind of support in the national survey: implementers_pct, others_pct (％), publisher, file, cell."""
    return reader.frame(
        """
        select w.*, c.file, c.cell, t.title
        from core_support_wanted as w
        left join core_source as c using (source_id)
        left join core_file as t using (file_id)
        order by w.sort_order
        """
    )


def texts(reader: Reader) -> pd.DataFrame:
    """One row per free-text answer: town, round, question in words, what was written, and the cell."""
    return reader.frame(
        f"""
        select {TOWN}, m.size_class_label, y.group_code, g.label_ja as group_label, g.symbol,
            a.fiscal_year, f.short_label, a.question_id, q.number, q.wording,
            p.wording as of_wording, a.value, a.is_synthetic, {CELL}
        from mart_answer as a
        inner join codes_question as q on q.fiscal_year = a.fiscal_year and q.question_id = a.question_id
        inner join codes_fiscal_year as f on f.fiscal_year = a.fiscal_year
        inner join mart_municipality as m on m.municipality_code = a.municipality_code
        left join codes_question as p
            on p.fiscal_year = q.fiscal_year and p.number = q.number and p.kind <> 'free_text'
            and p.sort_order = q.sort_order - 1
        left join mart_status_by_year as y
            on y.municipality_code = a.municipality_code and y.fiscal_year = a.fiscal_year
        left join codes_status_group as g on g.code = y.group_code
        left join core_source as c on c.source_id = a.source_id
        where q.kind = 'free_text' and a.answer_state = 'answered'
        order by a.fiscal_year desc, q.sort_order, a.municipality_code
        """
    )


def files(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per kind of file behind the page of a round: title, publisher, count, received (first, last), synthetic."""
    return reader.frame(
        """
        select any_value(t.title order by t.file) as title, t.kind, count(*) as files,
            min(t.received_on) as first_received, max(t.received_on) as last_received,
            bool_or(t.is_synthetic) as is_synthetic
        from core_file as t
        where t.file_id in (select file_id from core_return where fiscal_year <= ? and state = 'loaded')
            or t.file_id in (
                select c.file_id from core_activity as a inner join core_source as c using (source_id)
            )
        group by t.kind
        order by t.kind
        """,
        [fiscal_year],
    )
