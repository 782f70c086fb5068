"""A returned sheet ready to be searched: which columns hold numbers, labels and answers, and what its rows say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from etl.readers.grid import CellRef, Range, Sheet, cell_at, text_of_value
from etl.survey.returned.column_headings import Role, role_of
from etl.survey.returned.plan import Plan, key
from etl.survey.sheet.layout import ANSWER_COL, LABEL_COL, NUMBER_COL

SEARCHED_COLUMNS = 60
HEADER_ABOVE = 3
# Without one of these in it a row is no header, and need not be taken apart.
HEADING_WORDS = re.compile("設問|質問|回答|答え|記入|入力")


@dataclass(frozen=True)
class Columns:
    """Where the columns of a form stand; None for one that is not there.

    `header_row`: the last row above the questions, with the headings unless `has_header` is False.

    `doubled`: more columns than one call themselves 回答. `instead`: the heading where the answers should stand, if
    no column calls itself 回答; `answer` is then an empty column, and nothing is read. `is_named` is False where the
    column of the answers has no heading. `foreign`: columns with examples, references or further earlier answers.
    """

    header_row: int
    number: int
    label: int
    answer: int
    previous: int | None = None
    reason: int | None = None
    doubled: tuple[int, ...] = ()
    has_header: bool = True
    instead: str = ""
    is_named: bool = True
    foreign: tuple[int, ...] = ()


@dataclass(frozen=True)
class SheetRows:
    """Rows below the header by what stands in their number and label columns (keys of returned.plan)."""

    sheet: Sheet
    columns: Columns
    by_pair: dict[tuple[str, str], list[int]]
    by_number: dict[str, list[int]]
    by_text: dict[str, list[int]]
    texts: dict[int, tuple[str, str]]

    def answer_at(self, row: int) -> CellRef:
        return entry_at(self.sheet, row, self.columns.answer)

    def reason_at(self, row: int) -> CellRef | None:
        return None if self.columns.reason is None else entry_at(self.sheet, row, self.columns.reason)


def entry_at(sheet: Sheet, row: int, column: int) -> CellRef:
    """The cell that a person filled in; a formula without a stored result shows as the formula."""
    ref = cell_at(sheet, row, column)
    formula = sheet.uncomputed.get((row, column))
    return ref if formula is None else CellRef(ref.sheet, ref.cell, None, f"={formula or '?'}")


def without_unit(ref: CellRef) -> CellRef:
    """A number as it is stored: 3 for what a cell's format shows as 3人."""
    is_number = isinstance(ref.value, int | float) and not isinstance(ref.value, bool)
    return CellRef(ref.sheet, ref.cell, ref.value, text_of_value(ref.value)) if is_number else ref


def read_rows(sheet: Sheet, plan: Plan) -> SheetRows:
    """Find the columns of the form in a sheet, and what each row says there."""
    columns = find_columns(sheet, plan)
    sheet_rows = SheetRows(sheet, columns, {}, {}, {}, {})
    for row in range(columns.header_row + 1, len(sheet.rows)):
        number = _key_at(sheet, row, columns.number)
        text = _key_at(sheet, row, columns.label)
        if not number and not text:
            continue
        sheet_rows.texts[row] = (number, text)
        sheet_rows.by_pair.setdefault((number, text), []).append(row)
        if number:
            sheet_rows.by_number.setdefault(number, []).append(row)
        if text:
            sheet_rows.by_text.setdefault(text, []).append(row)
    return sheet_rows


def find_columns(sheet: Sheet, plan: Plan) -> Columns:
    """By the headings of the header row; without one, by where numbers and labels of the form are met most."""
    year = plan.form.fiscal_year
    header = _header_row(sheet, plan)
    headings = {} if header is None else _row_keys(sheet, header)
    roles = {column: role for column, text in headings.items() if (role := role_of(text, year)) is not None}
    places = {role: column for column, role in reversed(roles.items())}
    if "label" in places:
        label = places["label"]
        number = places.get("number", label - 1)
    else:
        number, label = _voted(sheet, plan)
    answers = [column for column, role in roles.items() if role == "answer"]
    beside = label + ANSWER_COL - LABEL_COL
    stands_beside = headings.get(beside, "")
    return Columns(
        header_row=_above_first(sheet, plan, number) if header is None else header,
        number=number,
        label=label,
        answer=answers[0] if answers else beside if beside not in roles else max(map(len, sheet.rows)),
        previous=next((column for column, role in roles.items() if role == "earlier"), None),
        reason=places.get("reason"),
        doubled=tuple(answers) if len(answers) > 1 else (),
        has_header=header is not None,
        instead=stands_beside if not answers and beside in roles else "",
        is_named=bool(answers),
        foreign=_foreign(roles),
    )


def _foreign(roles: dict[int, Role]) -> tuple[int, ...]:
    """Columns that the form does not have: all but the first with earlier answers, and examples and references."""
    earlier = [column for column, role in roles.items() if role == "earlier"]
    return tuple(sorted([*earlier[1:], *(column for column, role in roles.items() if role == "elsewhere")]))


def _header_row(sheet: Sheet, plan: Plan) -> int | None:
    """The row of the headings: the one as issued or the first with three of them; else one just above the questions
    that names the column of the answers, or of last year's.
    """
    expected = plan.layout.header_row
    rows = range(len(sheet.rows))
    for row in sorted(rows, key=lambda row: row != expected):
        if len(_roles(sheet, row, plan)) >= 3:
            return row
    first = _above_first(sheet, plan, _voted(sheet, plan)[0])
    above = range(first, max(-1, first - HEADER_ABOVE), -1)
    return next((row for row in above if _roles(sheet, row, plan) & {"answer", "earlier"}), None)


def _roles(sheet: Sheet, row: int, plan: Plan) -> set[Role]:
    """The roles of a form's own columns that the texts of a row name."""
    keys = _row_keys(sheet, row).values()
    if not any(HEADING_WORDS.search(text) for text in keys):
        return set()
    roles = {role for text in keys if (role := role_of(text, plan.form.fiscal_year)) is not None}
    return roles - {"elsewhere", "other"}


def _above_first(sheet: Sheet, plan: Plan, number: int) -> int:
    """The row above the first number of the form; -1 where there is none."""
    rows = range(len(sheet.rows))
    return next((row - 1 for row in rows if _key_at(sheet, row, number) in plan.numbers - {""}), -1)


def _row_keys(sheet: Sheet, row: int) -> dict[int, str]:
    values = enumerate(sheet.rows[row][:SEARCHED_COLUMNS])
    return {column: key(value) for column, value in values if isinstance(value, str) and len(value) < 40}


def _voted(sheet: Sheet, plan: Plan) -> tuple[int, int]:
    """The columns in which most numbers and most labels of the form are met; those of the form without any."""
    numbers: Counter[int] = Counter()
    labels: Counter[int] = Counter()
    for values in sheet.rows:
        for column, value in enumerate(values[:SEARCHED_COLUMNS]):
            if isinstance(value, str):
                text = key(value)
                numbers[column] += text in plan.numbers
                labels[column] += text in plan.texts
    number, met = max(numbers.items(), key=lambda vote: (vote[1], -vote[0]), default=(NUMBER_COL, 0))
    label, seen = max(labels.items(), key=lambda vote: (vote[1], -vote[0]), default=(LABEL_COL, 0))
    if not seen:
        return NUMBER_COL, LABEL_COL
    return (number if met else label - 1), label


def _key_at(sheet: Sheet, row: int, column: int) -> str:
    values = sheet.rows[row]
    value = values[column] if 0 <= column < len(values) else None
    return "" if value is None else key(value if isinstance(value, str) else text_of_value(value))


def spans(area: Range, column: int) -> bool:
    """Whether a merged range covers a column."""
    return area[1] <= column <= area[3]
