"""What can be corrected of a municipality, as it is now, and what was corrected: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader

# Beside a value: the correction that made it, and where the old value stands.
COLUMNS = """k.row_id as correction_id, k.column_name as corrected_item, k.value_from as corrected_from, k.reason as corrected_reason,
            k.told_by as corrected_by, k.corrected_on, ks.file as old_file, ks.sheet as old_sheet, ks.cell as old_cell"""


def join(source: str) -> str:
    """Joins these columns to the value whose cell is the row of core_source of that alias."""
    return f"""left join core_correction as k on k.source_id = {source}.source_id and k.is_applied
        left join core_source as ks on ks.source_id = k.old_source_id"""


def town_name(reader: Reader, code: str) -> str:
    """The name of a municipality; empty for an unknown code."""
    found = reader.frame("select name from codes_municipality where code = ?", [code])
    return "" if found.empty else str(found["name"].iloc[0])


def answer(reader: Reader, code: str, fiscal_year: int, question_id: str) -> pd.DataFrame:
    """One row per value of the answer that counts (one without values where there is none): kind, number, wording, unit,
    option_code, text, value, rank, answer_state, is_synthetic, file, sheet, cell. Where no form came: what was told;
    is_untold: nothing was.
    """
    return reader.frame(
        """
        select
            q.kind, q.number, q.wording, q.unit, a.option_code, coalesce(a.option_label, a.value) as text, a.value,
            a.rank, coalesce(a.answer_state, 'blank') as answer_state,
            coalesce(a.is_synthetic, false) as is_synthetic, a.fiscal_year is null as is_untold, s.file, s.sheet, s.cell
        from (from codes_question union all by name from codes_awaited_question) as q
        inner join codes_municipality as m on m.code = ?
        left join mart_answer as a
            on a.fiscal_year = q.fiscal_year and a.question_id = q.question_id and a.municipality_code = m.code
        left join core_source as s on s.source_id = a.source_id
        left join codes_option as o
            on o.fiscal_year = q.fiscal_year and o.question_id = q.question_id and o.option_code = a.option_code
        where q.fiscal_year = ? and q.question_id = ?
        order by a.rank, o.sort_order
        """,
        [code, fiscal_year, question_id],
    )


def options(reader: Reader, fiscal_year: int, question_id: str) -> pd.DataFrame:
    """One row per option of a question (or part of a contact) in its order: option_code, label_ja."""
    return reader.frame(
        """
        select option_code, label_ja from (from codes_option union all by name from codes_awaited_option)
        where fiscal_year = ? and question_id = ?
        order by sort_order
        """,
        [fiscal_year, question_id],
    )


def status(reader: Reader, code: str, fiscal_year: int) -> pd.DataFrame:
    """One row, none for a year that is not looked at: status_label, basis (stated: a record of that year says it), start_fiscal_year, is_synthetic, its cell and
    that of the start year (start_file, start_sheet, start_cell).
    """
    return reader.frame(
        """
        select c.label_ja as status_label, y.basis, y.start_fiscal_year, y.is_synthetic, s.file, s.sheet, s.cell,
            b.file as start_file, b.sheet as start_sheet, b.cell as start_cell
        from mart_status_by_year as y
        inner join codes_status as c on c.code = y.status_code
        left join core_source as s on s.source_id = y.source_id
        left join core_source as b on b.source_id = y.start_source_id
        where y.municipality_code = ? and y.fiscal_year = ?
        """,
        [code, fiscal_year],
    )


def resting(reader: Reader, code: str, fiscal_year: int) -> pd.DataFrame:
    """One row, none for a year that is not looked at: on_answer (the state is what the town answered), start_on_answer; answer: its
    answer on the state, null where there is none; start_fiscal_year.
    """
    return reader.frame(
        """
        select y.start_fiscal_year, coalesce(bool_or(a.question_id = 'status' and a.source_id = y.source_id), false) as on_answer,
            coalesce(bool_or(a.question_id = 'start_year' and a.source_id = y.start_source_id), false) as start_on_answer,
            max(a.option_label) filter (a.question_id = 'status' and a.answer_state = 'answered') as answer
        from mart_status_by_year as y
        left join mart_answer as a
            on a.municipality_code = y.municipality_code and a.fiscal_year = y.fiscal_year
            and a.question_id in ('status', 'start_year')
        where y.municipality_code = ? and y.fiscal_year = ?
        group by all
        """,
        [code, fiscal_year],
    )


def statuses(reader: Reader) -> pd.DataFrame:
    """One row per state that can be written, in its order: label_ja."""
    return reader.frame(
        "select label_ja from codes_status where code not in ('unknown', 'no_answer') order by sort_order"
    )


def figure(reader: Reader, code: str, figure_code: str) -> pd.DataFrame:
    """One row: label_ja, value, unit, is_synthetic, its cell."""
    return reader.frame(
        """
        select f.label_ja, f.value, f.unit, s.is_synthetic, s.file, s.sheet, s.cell
        from core_figure as f
        inner join core_source as s on s.source_id = f.source_id
        where f.municipality_code = ? and f.figure_code = ? and f.is_current
        """,
        [code, figure_code],
    )


def total(reader: Reader, total_code: str) -> pd.DataFrame:
    """One row, none for an unknown code: label_ja, fiscal_year, as_of, value, is_synthetic, its cell."""
    return reader.frame(
        """
        select t.label_ja, t.fiscal_year, t.as_of, t.value, t.is_synthetic, s.file, s.sheet, s.cell
        from core_published_total as t
        inner join core_source as s on s.source_id = t.source_id
        where t.total_code = ?
        qualify row_number() over (order by t.is_synthetic, t.known_on desc, t.source_id desc) = 1
        """,
        [total_code],
    )


def of_value(reader: Reader, table: str, code: str, fiscal_year: int | None, item: str) -> pd.DataFrame:
    """One row per correction of one value, the newest first: core_correction, and old_file, old_sheet, old_cell."""
    return reader.frame(
        """
        select c.*, s.file as old_file, s.sheet as old_sheet, s.cell as old_cell
        from core_correction as c
        left join core_source as s on s.source_id = c.old_source_id
        where
            c.table_name = ? and c.municipality_code = ? and c.column_name = ?
            and c.fiscal_year is not distinct from ?
        order by c.corrected_on desc, c.row_id
        """,
        [table, code, item, fiscal_year],
    )
