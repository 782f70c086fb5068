"""What comes after adoption, and how every town stands with 法第106条の3: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def reasons(reader: Reader) -> pd.DataFrame:
    """One row per answer of an implementing municipality that is a reason to call it, with its cell.

    fiscal_year, municipality_code, name, subprefecture_name, reason_code, label_ja, sort_order, detail, is_synthetic.
    """
    return reader.frame(
        """
        select a.fiscal_year, a.municipality_code, m.name, m.subprefecture_name, a.reason_code, r.label_ja,
            r.sort_order, a.detail, a.is_synthetic, s.file, s.sheet, s.cell
        from mart_adopter_reason as a
        inner join codes_adopter_reason as r on r.code = a.reason_code
        inner join codes_municipality as m on m.code = a.municipality_code
        left join core_source as s on s.source_id = a.source_id
        order by a.fiscal_year, a.municipality_code, r.sort_order, a.question_id
        """
    )


def adopters(reader: Reader) -> pd.DataFrame:
    """One row per implementing municipality and year in which it was asked: fiscal_year, municipality_code, name."""
    return reader.frame(
        """
        select l.fiscal_year, l.municipality_code, m.name, m.subprefecture_name, l.is_synthetic
        from mart_map_layer as l
        inner join codes_municipality as m on m.code = l.municipality_code
        where l.layer = 'adopted' and l.class_code <> 'not_asked'
        order by l.fiscal_year, l.municipality_code
        """
    )


def reason_codes(reader: Reader) -> pd.DataFrame:
    """One row per reason in its order: code, label_ja, description."""
    return reader.frame("select code, label_ja, description from codes_adopter_reason order by sort_order")


def systems(reader: Reader) -> pd.DataFrame:
    """One row per municipality, year and field of 法第106条の3 that was asked: field, class_code, status_code, name.

    Whoever has not answered is no_data.
    """
    return reader.frame(
        """
        with asked as (
            select distinct fiscal_year, layer as field from mart_map_layer
            where layer in ('system_consultation', 'system_community')
        )
        select y.fiscal_year, y.municipality_code, m.name, a.field,
            coalesce(l.class_code, 'no_data') as class_code, y.status_code,
            y.is_synthetic or coalesce(l.is_synthetic, false) as is_synthetic
        from mart_status_by_year as y
        inner join asked as a on a.fiscal_year = y.fiscal_year
        inner join codes_municipality as m on m.code = y.municipality_code
        left join mart_map_layer as l
            on l.layer = a.field and l.fiscal_year = y.fiscal_year and l.municipality_code = y.municipality_code
        order by y.fiscal_year, a.field, y.municipality_code
        """
    )


def alternatives(reader: Reader) -> pd.DataFrame:
    """One row per municipality and year that considers 機能集約化アプローチ: fiscal_year, municipality_code, name."""
    return reader.frame(
        """
        select y.fiscal_year, y.municipality_code, m.name, y.is_synthetic
        from mart_status_by_year as y
        inner join codes_municipality as m on m.code = y.municipality_code
        where y.status_code = 'alternative'
        order by y.fiscal_year, y.municipality_code
        """
    )
