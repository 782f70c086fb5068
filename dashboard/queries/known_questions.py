"""The questions that other forms ask of municipalities."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def known_questions(reader: Reader) -> pd.DataFrame:
    """One row per question: form, issuer, fiscal_year, wording, question_ids, document, file, cell."""
    return reader.frame(
        "select q.form, q.issuer, q.fiscal_year, q.wording, q.question_ids, q.document, s.file, s.cell"
        " from core_known_question as q inner join core_source as s using (source_id)"
        " order by q.fiscal_year, q.form, q.wording"
    )
