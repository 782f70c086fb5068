"""To whom a round goes out: municipalities, 振興局, and the contacts that municipalities named: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def towns(reader: Reader) -> pd.DataFrame:
    """One row per municipality (行政順): code, name, kana, subprefecture_code, subprefecture_name."""
    return reader.frame(
        """
        select code, name, kana, subprefecture_code, subprefecture_name
        from codes_municipality
        order by code
        """
    )


def areas(reader: Reader) -> pd.DataFrame:
    """One row per 振興局 in its order: code, name."""
    return reader.frame("select code, name from codes_subprefecture order by sort_order")


def contacts(reader: Reader) -> pd.DataFrame:
    """One row per municipality and part of the contact that it named in its newest return: code, part, text, fiscal_year.

    part: department, person, phone, email. Fictional answers are left out: nobody answers there.
    """
    return reader.frame(
        """
        select a.municipality_code as code, a.option_code as part, a.value as text, a.fiscal_year
        from mart_answer as a
        inner join codes_question as q using (fiscal_year, question_id)
        where q.kind = 'contact' and not a.is_synthetic and a.value is not null
        qualify a.fiscal_year = max(a.fiscal_year) over (partition by a.municipality_code)
        order by code, part
        """
    )
