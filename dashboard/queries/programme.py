"""What the page 事業について asks of the warehouse: the 説明資料 line by line, and what it says as data."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def lines(reader: Reader) -> pd.DataFrame:
    """One row per line of the 説明資料: line_number, text, file, cell."""
    return reader.frame(
        "select b.line_number, b.text, s.file, s.cell"
        " from core_briefing_line as b inner join core_source as s using (source_id) order by b.line_number"
    )


def statements(reader: Reader) -> pd.DataFrame:
    """One row per statement of the 説明資料 in its order, with the lines that say it."""
    return reader.frame(
        "select c.*, s.file, s.cell"
        " from core_statement as c inner join core_source as s using (source_id) order by c.sort_order"
    )


def functions(reader: Reader) -> pd.DataFrame:
    """One row per function, 第1号イ to 第6号: as codes_function."""
    return reader.frame("from codes_function order by sort_order")


def measures(reader: Reader) -> pd.DataFrame:
    """One row per measure of the prefecture: as codes_measure."""
    return reader.frame("from codes_measure order by sort_order")


def cases(reader: Reader) -> pd.DataFrame:
    """One row per statement about a leading case, with its municipality, function and cell."""
    return reader.frame(
        """
        select c.case_code, c.municipality_code, c.sort_order, c.topic, c.function_group_code, c.statement, c.quote,
            c.publisher, c.source_place, m.name, s.file, s.cell,
            (select any_value(f.group_label) from codes_function as f where f.group_code = c.function_group_code)
                as function_label
        from core_case as c
        inner join codes_municipality as m on m.code = c.municipality_code
        inner join core_source as s on s.source_id = c.source_id
        order by c.case_code, c.sort_order
        """
    )


def plan_totals(reader: Reader) -> pd.DataFrame:
    """One row per published number of municipalities by plan, all of one day and document, from 実施中 to 予定なし.

    total_code, label_ja, value, is_inferred, group_code, as_of, document, note, file, cell.
    """
    return reader.frame(
        """
        with whole as (
            select as_of, document from core_published_total
            where scope = 'hokkaido' and status_code = 'no_plan' order by as_of desc limit 1
        )
        select t.total_code, t.label_ja, t.value, t.is_inferred, c.group_code, t.as_of, t.document, t.note,
            s.file, s.cell
        from core_published_total as t
        inner join whole as w on w.as_of = t.as_of and w.document = t.document
        inner join codes_status as c on c.code = t.status_code
        inner join core_source as s on s.source_id = t.source_id
        where t.scope = 'hokkaido'
        order by c.sort_order, t.start_rule
        """
    )


def municipalities(reader: Reader) -> int:
    """How many municipalities there are."""
    return int(reader.frame("select count(*) as n from codes_municipality")["n"].iloc[0])


def sessions(reader: Reader) -> pd.DataFrame:
    """One row per year in which 説明会 of the prefecture were held: fiscal_year, label_ja, held, is_synthetic."""
    return reader.frame(
        "select a.fiscal_year, any_value(m.label_ja) as label_ja, count(*) as held, bool_or(a.is_synthetic) as is_synthetic"
        " from core_activity as a inner join codes_measure as m on m.code = a.measure_code"
        " where a.measure_code = 'briefing_session' group by a.fiscal_year order by a.fiscal_year"
    )
