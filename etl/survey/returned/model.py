"""The contents of a returned document: the cells of one or more returns, their municipality, and the findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.form.questions import Form

Route = Literal["manifest", "labels", "table"]

Forms = Mapping[int, Form]
"""Fiscal year → its form; a year has one."""

QuestionCells = dict[str, list[tuple[str, CellRef]]]
"""Question id → (slot, cell); see answers.read_answer for the slots."""


@dataclass(frozen=True)
class ReturnRead:
    """One return: whose it is, of which form, and the cells of each question that it has.

    `municipality_code` is None where that could not be told. `rejected` says in Japanese why the return
    must not be loaded (empty: it may be). `unread`: questions whose cells cannot be trusted, each with an
    error finding. `sheet`, `header_row`: where a form stands (counted from 0; empty for a compiled table).
    """

    municipality_code: str | None
    form: Form
    route: Route
    cells: QuestionCells
    findings: list[Finding] = field(default_factory=list)
    rejected: str = ""
    unread: frozenset[str] = frozenset()
    sheet: str = ""
    header_row: int = -1

    @property
    def fiscal_year(self) -> int:
        return self.form.fiscal_year

    @property
    def form_version(self) -> str:
        return self.form.version

    @property
    def places(self) -> dict[tuple[str, str], str]:
        """(sheet, cell) → question id, for findings that know only the cell."""
        return {
            (ref.sheet, ref.cell): question_id
            for question_id, cells in self.cells.items()
            for _, ref in cells
        }


@dataclass(frozen=True)
class DocumentReturns:
    """The returns in one document: one per workbook, or one per row of a compiled table. If empty, `findings` explain why."""

    returns: tuple[ReturnRead, ...] = ()
    findings: list[Finding] = field(default_factory=list)
