"""What the result sheets of a round ask of the warehouse beyond the answers themselves."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def questions(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per question of a round: question_id, kind, unit, group_id."""
    return reader.frame(
        "select question_id, kind, unit, group_id from codes_question where fiscal_year = ? order by sort_order",
        [fiscal_year],
    )


def may_be_named(reader: Reader) -> set[str]:
    """Codes of the municipalities that may be named as 参考団体.

    Those that agreed when asked last; of those never asked the ones that a list or an announcement, which everybody
    can read, names as implementing.
    """
    asked = reader.frame(
        """
        select municipality_code, arg_max(option_code, fiscal_year) as option_code
        from mart_answer where question_id = 'reference_consent' and answer_state = 'answered'
        group by municipality_code
        """
    )
    public = reader.frame(
        """
        select distinct s.municipality_code
        from core_status as s
        inner join core_source as c using (source_id)
        inner join core_file as f on f.file_id = c.file_id
        where s.status_code = 'implementing' and f.kind in ('status_list', 'status_announcement')
        """
    )
    agreed = set(asked.loc[asked["option_code"] == "yes", "municipality_code"])
    return agreed | (set(public["municipality_code"]) - set(asked["municipality_code"]))


def activities(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality and activity of the prefecture after the day of the round: held_on, title."""
    return reader.frame(
        """
        select distinct t.municipality_code, a.held_on, a.title, t.is_synthetic
        from core_attendance as t
        inner join core_activity as a using (activity_id)
        inner join core_survey as s on s.fiscal_year = ?
        where a.held_on > s.as_of
        order by t.municipality_code, a.held_on
        """,
        [fiscal_year],
    )


def round_of(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row, or none where nothing came of the round: title, as_of."""
    return reader.frame("select title, as_of from core_survey where fiscal_year = ?", [fiscal_year])
