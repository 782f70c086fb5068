"""What joint groups and reasons to call now rest on besides the ranking: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def bodies(reader: Reader) -> pd.DataFrame:
    """One row per joint body and member: body, body_kind, municipality_code, is_synthetic, file, sheet, cell."""
    return reader.frame(
        """
        select b.body, b.body_kind, b.municipality_code, b.is_synthetic, s.file, s.sheet, s.cell
        from core_joint_body as b
        left join core_source as s using (source_id)
        order by b.body, b.municipality_code
        """
    )


def functions(reader: Reader) -> pd.DataFrame:
    """One row per function: question_id, item, label_ja."""
    return reader.frame(
        "select 'function_' || code as question_id, item, label_ja from codes_function order by sort_order"
    )
