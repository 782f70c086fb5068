"""What has come back of a 調査票, what has not, and what is to be asked back: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def surveys(reader: Reader) -> pd.DataFrame:
    """One row per round of which at least one return came, newest first: core_survey and year_label."""
    return reader.frame(
        """
        select s.*, y.label_ja as year_label
        from core_survey as s
        inner join codes_fiscal_year as y using (fiscal_year)
        order by s.fiscal_year desc
        """
    )


def findings(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per finding on the return that counts of a town, in the order of the 調査票.

    written: the text of the cell as the town wrote it, null where there is none; number and wording of the
    question, null where the finding is on no question.
    """
    return reader.frame(
        """
        select
            s.municipality_code, m.name, m.kana, m.subprefecture_code, m.subprefecture_name,
            r.received_on, r.version, r.file, r.route,
            f.finding_id, f.severity, f.rule, f.sheet, f.cell, f.question_id,
            q.number, q.section, q.wording, q.sort_order,
            coalesce(nullif(c.raw_text, ''), nullif(f.value, '')) as written,
            f.message, s.is_synthetic
        from mart_return_status as s
        inner join core_return as r on r.return_id = s.return_id
        inner join codes_municipality as m on m.code = s.municipality_code
        inner join core_finding as f on f.file = r.file and f.municipality_code = s.municipality_code
        left join codes_question as q on q.fiscal_year = s.fiscal_year and q.question_id = f.question_id
        left join core_source as c on c.file = f.file and c.sheet = f.sheet and c.cell = f.cell
        where s.fiscal_year = ?
        order by s.municipality_code, q.sort_order nulls last, f.finding_id
        """,
        [fiscal_year],
    )


def waiting(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality without a return that counts; is_held: one is here and waits for a decision; unreadable_file, _reason and _on: the last that could not be read.

    A file that an officer has set aside is none of these: why is no business of a letter.
    """
    return reader.frame(
        """
        with aside as (
            select municipality_code, file, reason, received_on
            from core_return
            where
                fiscal_year = ? and state = 'quarantined' and municipality_code is not null and is_decided is not true
            qualify row_number() over (
                partition by municipality_code order by received_on desc, version desc, return_id desc
            ) = 1
        )
        select
            s.municipality_code, m.name, m.kana, m.subprefecture_code, m.subprefecture_name, s.deadline,
            exists (
                select 1 from core_return as h
                where h.fiscal_year = s.fiscal_year and h.municipality_code = s.municipality_code and h.state = 'held'
            ) as is_held,
            a.file as unreadable_file, a.reason as unreadable_reason, a.received_on as unreadable_on,
            s.is_synthetic
        from mart_return_status as s
        inner join codes_municipality as m on m.code = s.municipality_code
        left join aside as a on a.municipality_code = s.municipality_code
        where s.fiscal_year = ? and s.state = 'waiting'
        order by s.municipality_code
        """,
        [fiscal_year, fiscal_year],
    )


def unassigned(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per file set apart of which nobody knows the town: file, reason, received_on."""
    return reader.frame(
        """
        select file, reason, received_on
        from core_return
        where fiscal_year = ? and state = 'quarantined' and municipality_code is null
        order by received_on, file
        """,
        [fiscal_year],
    )
