"""What lies before towns: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def dates(reader: Reader) -> pd.DataFrame:
    """One row per town and kind of event: municipality_code, name, subprefecture_code, subprefecture_name, event_code, label_ja, reason,
    on_day (missing where a year alone is known), fiscal_year, is_synthetic, file, cell.
    """
    return reader.frame(
        """
        select
            d.municipality_code, m.name, m.subprefecture_code, m.subprefecture_name, d.event_code, e.label_ja,
            e.reason, d.on_day, d.fiscal_year, d.is_synthetic, s.file, s.cell
        from core_town_date as d
        inner join codes_town_event as e on e.code = d.event_code
        inner join codes_municipality as m on m.code = d.municipality_code
        left join core_source as s on s.source_id = d.source_id
        order by d.municipality_code, e.sort_order
        """
    )
