"""From a warehouse to letters in a folder: queries and export put together, for the command and the pages."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

import pandas as pd

from dashboard.export import letters
from dashboard.export.letter_facts import day_ja
from dashboard.export.letters import Kind, Survey
from dashboard.frames import records
from dashboard.queries import returns as queries_returns
from dashboard.warehouse.reader import Reader
from dashboard.words import words

RECEIVE_FIRST = "受け取った調査票がまだありません。先に「回収・点検」で調査票を受け取ってください。"


class LettersRefusedError(Exception):
    """No letter was made; the message says why in Japanese."""


@dataclass(frozen=True)
class Letters:
    """`documents`: file name → bytes, the Excel list last; empty where there is nobody to write to.

    `unassigned`: of reminders, files set apart that may have come from a town now called silent.
    """

    kind: Kind
    survey: Survey
    reply_by: date
    documents: dict[str, bytes]
    unassigned: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return sum(name.endswith(".docx") for name in self.documents)


@dataclass(frozen=True)
class SavedLetters:
    """`left_over`: letters of the same kind in the folder from an earlier run, perhaps no longer true."""

    letters: Letters
    paths: list[Path]
    left_over: list[Path]


def make_letters(
    reader: Reader,
    kind: Kind,
    today: date,
    fiscal_year: int | None = None,
    reply_by: date | None = None,
    *,
    encloses_copy: bool = False,
    office: Mapping[str, str] | None = None,
    sections: Mapping[str, str] | None = None,
    codes: Set[str] | None = None,
    sent_on: date | None = None,
) -> Letters:
    """The letters of a round (the newest one unless a year is given), in memory.

    office: who writes (journal.office); sections: whom it writes to (journal.sections); codes: the municipalities to write to, None for all;
    sent_on: the day on which the 調査票 went out as recorded, None where that is not known.

    Raises LettersRefusedError where that round has no return or `reply_by` is not after today; WarehouseError.
    """
    survey = replace(_survey(reader, fiscal_year, office, sections), issued_on=sent_on)
    until = reply_by or letters.working_days_after(today)
    if kind == "query" and reply_by is None:
        until = max(until, survey.deadline)  # nobody is asked for an answer before the survey itself is due
    if until <= today:
        raise LettersRefusedError(
            f"回答期限（{day_ja(until)}）が、文書の日付（{day_ja(today)}）より後になっていません。"
            "もっと先の日を指定してください。"
        )
    unassigned: tuple[str, ...] = ()
    if kind == "query":
        findings = _of(queries_returns.findings(reader, survey.fiscal_year), codes)
        made = letters.query_documents(findings, survey, today, until, encloses_copy=encloses_copy)
    else:
        waiting = not_held(_of(queries_returns.waiting(reader, survey.fiscal_year), codes))
        made = letters.reminder_documents(waiting, survey, today, until)
        apart = queries_returns.unassigned(reader, survey.fiscal_year)
        unassigned = tuple(PurePosixPath(file).name for file in apart["file"])
    return Letters(kind, survey, until, made, unassigned)


def save_letters(
    reader: Reader,
    kind: Kind,
    out: Path,
    today: date,
    fiscal_year: int | None = None,
    reply_by: date | None = None,
    *,
    encloses_copy: bool = False,
    office: Mapping[str, str] | None = None,
    sections: Mapping[str, str] | None = None,
) -> SavedLetters:
    """Make the letters and write them into a folder. Raises as `make_letters`, and OSError."""
    made = make_letters(
        reader,
        kind,
        today,
        fiscal_year,
        reply_by,
        encloses_copy=encloses_copy,
        office=office,
        sections=sections,
    )
    paths = letters.write(made.documents, out)
    return SavedLetters(made, paths, letters.earlier_letters(out, kind, paths))


def not_held(waiting: pd.DataFrame) -> pd.DataFrame:
    """Without those whose return is here and waits for the office itself: they are asked for nothing."""
    return waiting[~waiting["is_held"].astype(bool)]


def by_area(documents: Mapping[str, bytes], areas: Mapping[str, str]) -> dict[str, bytes]:
    """The documents of municipalities in a folder per 振興局 (areas: code → name), lists beside the folders."""
    return {
        f"{areas[name[:5]]}/{name}" if name[:5] in areas else name: content
        for name, content in documents.items()
    }


def _of(frame: pd.DataFrame, codes: Set[str] | None) -> pd.DataFrame:
    return frame if codes is None else frame[frame["municipality_code"].isin(codes)]


def _survey(
    reader: Reader,
    fiscal_year: int | None,
    office: Mapping[str, str] | None,
    sections: Mapping[str, str] | None,
) -> Survey:
    rounds = [letters.survey_of(row, office, sections) for row in records(queries_returns.surveys(reader))]
    if not rounds:
        raise LettersRefusedError(RECEIVE_FIRST)
    if fiscal_year is None:
        return rounds[0]
    for survey in rounds:
        if survey.fiscal_year == fiscal_year:
            return survey
    known = "、".join(survey.year_label for survey in rounds)
    raise LettersRefusedError(
        f"{words.fiscal_year(fiscal_year)}の調査票は、まだ1通も受け取っていません。指定できる年度は {known} です。"
    )
