"""What the year's report of support rests on beside the journal: Reader → rows."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def attendance(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality at an activity of the year: measure_code, title, held_on, with its cell."""
    return reader.frame(
        """
        select a.measure_code, a.title, a.held_on, t.municipality_code, s.file, s.cell,
            a.is_synthetic or t.is_synthetic as is_synthetic
        from core_attendance as t
        inner join core_activity as a using (activity_id)
        left join core_source as s on s.source_id = t.source_id
        where a.fiscal_year = ?
        order by a.held_on, t.municipality_code
        """,
        [fiscal_year],
    )


def answered(reader: Reader, fiscal_year: int) -> int | None:
    """Municipalities whose 調査票 of the year came; None where nobody was asked in it."""
    found = reader.frame(
        "select count(*) as asked, count(*) filter (state = 'received') as came"
        " from mart_return_status where fiscal_year = ?",
        [fiscal_year],
    )
    return int(found["came"].iloc[0]) if int(found["asked"].iloc[0]) else None


def is_fictional(reader: Reader, fiscal_year: int) -> bool:
    """Whether returns of the year are fictional."""
    found = reader.frame(
        "select bool_or(is_synthetic) as fiction from mart_return_status where fiscal_year = ?", [fiscal_year]
    )
    return bool(found["fiction"].fillna(False).iloc[0])


def implementing(reader: Reader) -> set[str]:
    """Codes of the municipalities that implement as known newest."""
    frame = reader.frame("select municipality_code from mart_municipality where group_code = 'implementing'")
    return set(frame["municipality_code"])
