"""What the 配付用の1ファイル holds of each municipality, Reader → DataFrame: no words of a return, nobody's name."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def states(reader: Reader) -> pd.DataFrame:
    """One row per municipality and fiscal year: its state, and the file that says so.

    municipality_code, fiscal_year, group_code, status_label, start_fiscal_year, basis, is_synthetic; file_kind, title,
    publisher and file_as_of of the file (null where nothing says so).
    """
    return reader.frame(
        """
        select
            y.municipality_code, y.fiscal_year, y.group_code, s.label_ja as status_label, y.start_fiscal_year, y.basis,
            y.is_synthetic, t.kind as file_kind, t.title, t.publisher, t.as_of as file_as_of
        from mart_status_by_year as y
        inner join codes_status as s on s.code = y.status_code
        left join core_source as c on c.source_id = y.source_id
        left join core_file as t on t.file_id = c.file_id
        order by y.municipality_code, y.fiscal_year
        """
    )


def barriers(reader: Reader) -> pd.DataFrame:
    """One row per municipality, survey and barrier that it was offered: state, is_stated, rank, and the barrier's words."""
    return reader.frame(
        """
        select fiscal_year, municipality_code, barrier_code, barrier_label, sort_order, state, is_stated, rank, is_synthetic
        from mart_barrier
        order by fiscal_year, is_provisional, sort_order, municipality_code
        """
    )
