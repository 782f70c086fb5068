"""Who considers 機能集約化アプローチ, what was known of them before, and what they became: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def asked_years(reader: Reader) -> list[int]:
    """The fiscal years whose form offers it as a state."""
    frame = reader.frame(
        """
        select distinct fiscal_year from codes_option
        where question_id = 'status' and option_code = 'alternative'
        order by fiscal_year
        """
    )
    return [int(year) for year in frame["fiscal_year"]]


def moves(reader: Reader) -> pd.DataFrame:
    """One row per municipality and year that asks, if it is its state now or was the one last known before.

    from_fiscal_year, from_status, from_label: of the newest earlier year of which anything is known (else missing);
    status, status_label: now; planned_year: in which it begins, as answered (else missing); with the cell of now.
    """
    return reader.frame(
        """
        with known as (
            select y.municipality_code, y.fiscal_year, y.status_code, c.label_ja, y.is_synthetic, y.source_id
            from mart_status_by_year as y
            inner join codes_status as c on c.code = y.status_code
            where y.group_code <> 'no_data'
        )
        select
            n.fiscal_year, n.municipality_code, m.name, b.fiscal_year as from_fiscal_year,
            b.status_code as from_status, b.label_ja as from_label, n.status_code as status,
            n.label_ja as status_label, l.value as planned_year,
            n.is_synthetic or coalesce(b.is_synthetic, false) as is_synthetic, s.file, s.cell
        from known as n
        asof left join known as b
            on b.municipality_code = n.municipality_code and n.fiscal_year > b.fiscal_year
        inner join codes_municipality as m on m.code = n.municipality_code
        left join mart_map_layer as l
            on l.layer = 'alternative' and l.fiscal_year = n.fiscal_year
            and l.municipality_code = n.municipality_code
        left join core_source as s on s.source_id = n.source_id
        where
            'alternative' in (n.status_code, coalesce(b.status_code, ''))
            and n.fiscal_year in (
                select fiscal_year from codes_option where question_id = 'status' and option_code = 'alternative'
            )
        order by n.fiscal_year, n.municipality_code
        """
    )
