"""Rows of the warehouse for received returns, and the returns as the ledger knows received files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from etl.readers.grid import CellRef
from etl.sources import RegisteredFile
from etl.survey.returned.reading import AnswerCell, UnderstoodReturn
from etl.survey.returned.register import RegisteredReturn

KIND = "return"
HELD = "held"


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return: a workbook, or one municipality of a compiled table.

    `file`: under data/raw. `version`: sequence number within the municipality in that survey (0 where it is not
    loaded); which version counts is decided by core_return_is_current. `required`, `answered`: required questions
    that apply, and how many of them are filled in. `state`: loaded, quarantined, or held (waits for a decision).
    `is_decided`: a person said so.
    """

    return_id: str
    file_id: str
    file: str
    sha256: str
    municipality_code: str
    fiscal_year: int
    form_version: str
    route: str
    received_on: date
    version: int
    required: int
    answered: int
    state: str
    reason: str
    is_synthetic: bool
    is_decided: bool


class AnswerRow(NamedTuple):
    """One value of one answer, or the state alone of one without values. `sheet`, `cell`, `text`: where it stands.

    `file_id`: of the earlier return that an amended one has the answer from, or of the record of corrections; "" for
    its own. `known_on`, `until`: the days from which it holds and on which another value took its place (ISO; "":
    from the receipt on, and still).
    """

    return_id: str
    municipality_code: str
    fiscal_year: int
    question_id: str
    option_code: str
    value: str
    answer_state: str
    rank: int | None
    sheet: str
    cell: str
    text: str
    file_id: str = ""
    known_on: str = ""
    until: str = ""

    @property
    def ref(self) -> CellRef:
        return CellRef(self.sheet, self.cell, self.text, self.text)


def answer_rows(row: ReturnRow, cells: Iterable[AnswerCell], origins: Mapping[str, str]) -> list[AnswerRow]:
    """`origins`: question → file of the earlier return that its answer was kept from."""
    whose, code, year = row.return_id, row.municipality_code, row.fiscal_year
    return [
        AnswerRow(
            whose,
            code,
            year,
            question,
            option,
            value,
            state,
            rank,
            sheet,
            cell,
            text,
            origins.get(question, ""),
        )
        for question, option, value, state, rank, sheet, cell, text in cells
    ]


def return_row(
    source: RegisteredFile,
    line: RegisteredReturn,
    understood: UnderstoodReturn | None,
    year: int,
    state: str,
    reason: str,
    number: int,
    version: int = 0,
) -> ReturnRow:
    code = understood.municipality_code if understood else line.municipality_code
    return ReturnRow(
        return_id=f"{source.file_id}-{code or number}",
        file_id=source.file_id,
        file=source.file,
        sha256=line.sha256,
        municipality_code=code,
        fiscal_year=understood.fiscal_year if understood else year,
        form_version=understood.form_version if understood else "",
        route=understood.route if understood else line.route,
        received_on=line.received,
        version=version,
        required=understood.required if understood else 0,
        answered=understood.answered if understood else 0,
        state=state,
        reason=reason,
        is_synthetic=line.is_synthetic,
        is_decided=line.is_decided,
    )


def source_of(raw: Path, folder: Path, line: RegisteredReturn) -> RegisteredFile:
    """The return as the ledger knows received files."""
    return RegisteredFile(
        file=path_in_raw(raw, folder, line),
        path=folder / line.file,
        sha256=line.sha256,
        kind=KIND,
        title=line.original_name,
        publisher="",
        received_from=f"「{line.archive}」の中" if line.archive else "",
        received_on=line.received,
        known_on=line.received,
        as_of=None,
        coverage="",
        licence="",
        url="",
        is_synthetic=line.is_synthetic,
        note=line.reason,
        intact=True,
    )


def path_in_raw(raw: Path, folder: Path, line: RegisteredReturn) -> str:
    return f"{folder.relative_to(raw).as_posix()}/{line.file}"
