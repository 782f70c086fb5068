"""What another official source says of who implements, beside what is known here: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def compared(reader: Reader) -> pd.DataFrame:
    """One row per source, year and municipality on which there is something to say, disagreement first.

    title, fiscal_year, year_label, municipality_code, name, state (differ, named_unknown, not_named, agree), is_listed, amount,
    group_code, status_label, is_synthetic, file and cell of the source, known_file and known_cell of what is known here.
    """
    return reader.frame(
        """
        with stated as (
            select n.*, c.file, c.cell, c.file_id
            from core_named_implementer as n inner join core_source as c using (source_id)
        ),
        lists as (
            select s.file_id, s.fiscal_year, f.title, any_value(s.file) as file, bool_or(s.is_synthetic) as is_synthetic
            from stated as s inner join core_file as f using (file_id)
            group by s.file_id, s.fiscal_year, f.title
        ),
        beside as (
            select l.title, l.fiscal_year, y.label_ja as year_label, m.code as municipality_code, m.name,
                s.is_named is not null as is_listed, coalesce(s.is_named, false) as is_named, s.amount,
                coalesce(k.group_code, 'no_data') as group_code, coalesce(t.label_ja, 'データなし') as status_label,
                l.is_synthetic or coalesce(k.is_synthetic, false) as is_synthetic,
                l.file, s.cell, o.file as known_file, o.cell as known_cell
            from lists as l
            cross join codes_municipality as m
            inner join codes_fiscal_year as y on y.fiscal_year = l.fiscal_year
            left join stated as s
                on s.file_id = l.file_id and s.fiscal_year = l.fiscal_year and s.municipality_code = m.code
            left join mart_status_by_year as k on k.municipality_code = m.code and k.fiscal_year = l.fiscal_year
            left join codes_status as t on t.code = k.status_code
            left join core_source as o on o.source_id = k.source_id
        ),
        judged as (
            select *, case
                when is_named and group_code = 'implementing' then 'agree'
                when is_named and group_code = 'no_data' then 'named_unknown'
                when is_named then 'differ'
                when group_code = 'implementing' then 'not_named'
            end as state
            from beside
        )
        select * from judged where state is not null
        order by fiscal_year desc, title,
            list_position(['differ', 'named_unknown', 'not_named', 'agree'], state), municipality_code
        """
    )
