"""Drafts of 疑義照会 and 提出のお願い（再）: one .docx a town, and one Excel list of them all.

Frames in, files out. The same frames and days give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd

from dashboard.export import letter_frame, letter_list, letter_query, letter_reminder
from dashboard.export.letter_facts import Survey, survey_of
from dashboard.export.working_days import working_days_after
from dashboard.words.file_names import MARK, ended

__all__ = [
    "Kind",
    "Survey",
    "earlier_letters",
    "query_documents",
    "query_letters",
    "reminder_documents",
    "reminder_letters",
    "survey_of",
    "working_days_after",
]

Kind = Literal["query", "reminder"]
ENDINGS: dict[Kind, tuple[str, ...]] = {
    "query": ("疑義照会",),
    "reminder": tuple(letter_reminder.FILE_WORDS.values()),
}


def query_documents(
    findings: pd.DataFrame,
    survey: Survey,
    today: date,
    reply_by: date | None = None,
    *,
    encloses_copy: bool = False,
) -> dict[str, bytes]:
    """File name → bytes, the list last; nothing where there is nothing to ask.

    findings: one row per finding of the return that counts (queries.returns.findings): municipality_code, name,
    subprefecture_name, received_on, version, file, route, severity, rule, sheet, cell, question_id, number,
    wording, sort_order, written (as the town wrote it), message, is_synthetic. Without `reply_by` the answer
    is asked for within seven working days.
    """
    until = reply_by or working_days_after(today)
    made: dict[str, bytes] = {}
    rows: list[letter_list.Row] = []
    for town, asked in letter_query.by_town(findings):
        is_synthetic = survey.is_synthetic or bool(asked["is_synthetic"].any())
        name = letter_frame.file_name(town, survey, ENDINGS["query"][0], is_synthetic=is_synthetic)
        made[name] = letter_query.query_letter(town, asked, survey, today, until, encloses_copy=encloses_copy)
        rows += letter_list.query_rows(town, asked, survey, until, name)
    if rows:
        name = ended(
            f"一覧_{survey.year_label}_{ENDINGS['query'][0]}.xlsx",
            is_synthetic=letter_list.is_synthetic(rows),
        )
        made[name] = letter_list.workbook(letter_list.QUERY, rows, survey, today)
    return made


def reminder_documents(
    waiting: pd.DataFrame, survey: Survey, today: date, reply_by: date | None = None
) -> dict[str, bytes]:
    """File name → bytes, the list last; nothing where all have answered.

    waiting: one row per municipality without a return that counts (queries.returns.waiting): municipality_code, name,
    subprefecture_name, unreadable_file, unreadable_reason, unreadable_on (what came and could not be taken in),
    is_synthetic. Up to the deadline the letter is 期限のお知らせ, after it 提出のお願い（再）, for an unreadable file
    再提出のお願い.
    """
    until = reply_by or working_days_after(today)
    made: dict[str, bytes] = {}
    rows: list[letter_list.Row] = []
    for missing in letter_reminder.missing_of(waiting, survey, today):
        ending = letter_reminder.FILE_WORDS[missing.situation]
        is_synthetic = survey.is_synthetic or missing.is_synthetic
        name = letter_frame.file_name(missing.town, survey, ending, is_synthetic=is_synthetic)
        made[name] = letter_reminder.reminder_letter(missing, survey, today, until)
        rows.append(letter_list.reminder_row(missing, survey, today, until, name))
    if rows:
        called = letter_reminder.FILE_WORDS["early" if today <= survey.deadline else "late"]
        kind = replace(letter_list.REMINDER, sheet=f"{called}一覧")
        name = ended(f"一覧_{survey.year_label}_{called}.xlsx", is_synthetic=letter_list.is_synthetic(rows))
        made[name] = letter_list.workbook(kind, rows, survey, today)
    return made


def query_letters(
    findings: pd.DataFrame, survey: Survey, out_dir: Path, today: date, reply_by: date | None = None
) -> list[Path]:
    """Write what query_documents makes. Raises OSError, as where a letter is open in Word."""
    return write(query_documents(findings, survey, today, reply_by), out_dir)


def reminder_letters(
    waiting: pd.DataFrame, survey: Survey, out_dir: Path, today: date, reply_by: date | None = None
) -> list[Path]:
    """Write what reminder_documents makes. Raises OSError, as where a letter is open in Word."""
    return write(reminder_documents(waiting, survey, today, reply_by), out_dir)


def write(documents: Mapping[str, bytes], out_dir: Path) -> list[Path]:
    out_dir.mkdir(parents=True, exist_ok=True)
    for name, content in documents.items():
        (out_dir / name).write_bytes(content)
    return [out_dir / name for name in documents]


def earlier_letters(out_dir: Path, kind: Kind, history: list[Path]) -> list[Path]:
    """Letters of this kind in the folder that are not of this run: to towns that may have answered since."""
    pattern = re.compile(rf"\d{{5}}_.+_({'|'.join(ENDINGS[kind])})({MARK})?\.docx")
    return sorted(
        path for path in out_dir.glob("*.docx") if pattern.fullmatch(path.name) and path not in history
    )
