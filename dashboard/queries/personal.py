"""The class 「personal」: columns in which people of municipalities are named, with which no file leaves the screen.

What towns write as their contact (name, phone, mail) is for whoever calls them: it is shown on 市町村カルテ and used for
addresses; tables that are taken away and papers are without it.
"""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader

WITHHELD = "（連絡先のため、ファイルには出しません）"
IS_CONTACT = "select fiscal_year, question_id from codes_question where kind = 'contact'"
# Cells in which a contact stands: of answers, and of their corrections.
CELLS = f"""
    select a.source_id from core_answer as a inner join ({IS_CONTACT}) as q using (fiscal_year, question_id)
    union select unnest([c.source_id, c.old_source_id]) from core_correction as c
    inner join ({IS_CONTACT}) as q on q.fiscal_year = c.fiscal_year and q.question_id = c.column_name
    where c.table_name = 'answer'
"""
QUESTIONS = f"select distinct question_id from ({IS_CONTACT})"
# table → its personal columns, and the column by which a row is known to be of a contact, with what is asked for it.
PERSONAL: dict[str, tuple[tuple[str, ...], str, str]] = {
    "core_answer": (("value",), "question_id", QUESTIONS),
    "core_answer_before": (("value",), "question_id", QUESTIONS),
    "core_answer_told": (("value",), "question_id", QUESTIONS),
    "mart_answer": (("value",), "question_id", QUESTIONS),
    "core_finding": (("value",), "question_id", QUESTIONS),
    "core_finding_before": (("value",), "question_id", QUESTIONS),
    "core_correction": (("value_from", "value_to"), "column_name", QUESTIONS),
    "core_source": (("raw_text",), "source_id", CELLS),
}


def withhold(reader: Reader, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table with WITHHELD in place of every name, phone number and mail address of a contact."""
    if name not in PERSONAL:
        return rows
    columns, known_by, asked = PERSONAL[name]
    of_contacts = rows[known_by].isin(set(reader.frame(asked).iloc[:, 0]))
    for column in columns:
        rows[column] = rows[column].mask(of_contacts & rows[column].notna(), WITHHELD)
    return rows
