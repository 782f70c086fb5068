"""Answers, rows and columns of a return of which a comment says that they are not of this year: not read, and asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from etl.findings import Finding
from etl.readers import comment_year
from etl.readers.comment_year import Comments
from etl.readers.grid import CellRef, Sheet, cell_at
from etl.readers.year_evidence import Expected
from etl.survey.form.questions import REASON_SLOT, Form
from etl.survey.returned.headings import IGNORE, TOWN
from etl.survey.returned.model import QuestionCells
from etl.survey.returned.table_header import TableHeader


def unread_by_comment(cells: QuestionCells, comments: Comments, form: Form) -> Iterator[tuple[str, Finding]]:
    """The questions with an answer that a comment takes for another year's, and the finding on each."""
    expected = _expected(form)
    for question_id, pairs in cells.items() if comments else ():
        own = (ref for slot, ref in pairs if slot != REASON_SLOT and ref.text.strip())
        doubt = comment_year.first_doubt(own, comments, expected)
        if doubt is not None:
            found = comment_year.refusal(*doubt, expected, "読んでいません")
            yield question_id, replace(found, question_id=question_id)


def row_refused_by_comment(row: Mapping[str, CellRef], comments: Comments, form: Form) -> Finding | None:
    """Why a row of a compiled table is not read: the comment on the name or the code of its municipality."""
    expected = _expected(form)
    town = (ref for column, ref in row.items() if column.partition("|")[0] == TOWN)
    doubt = comment_year.first_doubt(town, comments, expected)
    return comment_year.refusal(*doubt, expected, "この行は取り込みません") if doubt is not None else None


def without_commented(
    sheet: Sheet, header: TableHeader, comments: Comments, form: Form
) -> tuple[TableHeader, list[Finding]]:
    """The header without the columns whose heading has such a comment, and what is said of them."""
    expected, findings, targets = _expected(form), [], dict(header.targets)
    for place, target in header.targets.items() if comments else ():
        refs = [cell_at(sheet, row, place) for row in {header.row, header.last_row}]
        doubt = comment_year.first_doubt(refs, comments, expected)
        if doubt is not None and target[0] != TOWN:
            targets[place] = (TOWN, IGNORE)
            findings.append(comment_year.refusal(*doubt, expected, "この列は読んでいません"))
    return replace(header, targets=targets), findings


def _expected(form: Form) -> Expected:
    return Expected(form.fiscal_year, form.as_of)
