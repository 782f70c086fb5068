"""What other forms ask of municipalities: of the data, and what staff added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard import journal
from dashboard.frames import records
from dashboard.queries import known_questions as queries
from dashboard.warehouse.reader import Reader


def known_questions(reader: Reader, path: Path | None) -> list[dict[str, Any]]:
    """form, issuer, fiscal_year, wording, question_ids and where it is from (origin), those of the data first.

    path: of the journal. Raises JournalError.
    """
    found = [{**row, "origin": row["document"]} for row in records(queries.known_questions(reader))]
    added = [
        {**row, "origin": f"{row['source']}（{row['written_by']}が加えた）"}
        for row in records(journal.current(path, "known_question"))
    ]
    return [*found, *added]
