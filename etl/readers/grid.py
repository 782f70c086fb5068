"""What a file holds once it is read: sheets of cells, each with its address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from etl.readers import number_format
from etl.readers.rich_text import LeftOut

Position = tuple[int, int]
"""Row and column, both counted from 0."""

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0, the last ones included."""

MarkKind = Literal["comment", "strike", "fill", "ink", "object"]

CSV_SHEET = ""
MOST_DAYS = 2_958_466  # Excel counts days up to the year 9999


class CellRef(NamedTuple):
    """One cell: its value as stored, and the text that a person reads in it.

    An error cell (#N/A) has the value None and its error as text. (A tuple, since a reading makes hundreds of them.)
    """

    sheet: str
    cell: str
    value: object
    text: str


@dataclass(frozen=True)
class Sheet:
    """One sheet from A1 on. An empty cell is None; a merged range keeps its value at the top left.

    `errors`: text of error cells; `uncomputed`: formulas without a stored result; `displayed_texts`: text of
    numbers whose format shows more than the number (令和5年 for 5). Hidden rows and columns are
    first–last pairs counted from 0. `volatile`: formulas that give another value tomorrow. `visible` is False for
    hidden sheets of both kinds. `left_out`: parts of texts that are struck out or raised, and so no part of the
    value; `unseen`: why a person sees nothing of a value; `printed`: the texts of its printed header and footer.
    """

    name: str
    rows: list[list[object]]
    visible: bool = True
    merged: list[Range] = field(default_factory=list)
    errors: dict[Position, str] = field(default_factory=dict)
    uncomputed: dict[Position, str] = field(default_factory=dict)
    displayed_texts: dict[Position, str] = field(default_factory=dict)
    hidden_rows: list[Position] = field(default_factory=list)
    hidden_columns: list[Position] = field(default_factory=list)
    very_hidden: bool = False
    volatile: dict[Position, str] = field(default_factory=dict)
    left_out: dict[Position, LeftOut] = field(default_factory=dict)
    unseen: dict[Position, str] = field(default_factory=dict)
    printed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """What a person put on or over a cell instead of into it.

    `text`: the comment, the struck words, the colour (FFFF00) or the words in an object; `what`: what the object is,
    in Japanese; `value`: what stands in the cell. An object that says not where it lies has no cell.
    """

    sheet: str
    cell: str
    kind: MarkKind
    text: str
    value: str = ""
    what: str = ""


@dataclass(frozen=True)
class Document:
    """One received file. `kind` is xlsx, xlsm, xls or csv, by content; `encoding` is None for workbooks.

    `marks`: what a person put on or over the cells. Whoever reads the document has the findings on them.
    """

    path: Path
    kind: str
    encoding: str | None
    sheets: list[Sheet]
    marks: list[Mark] = field(default_factory=list)


def column_name(column: int) -> str:
    """0 → "A", 26 → "AA"."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@lru_cache(maxsize=16384)
def cell_name(row: int, column: int) -> str:
    """The A1 address of a cell counted from 0: (3, 1) → "B4"."""
    return f"{column_name(column)}{row + 1}"


def fixed_cell_name(row: int, column: int) -> str:
    """The address of a cell counted from 0 for a formula that is copied to other cells: (3, 1) → "$B$4"."""
    return f"${column_name(column)}${row + 1}"


def range_name(area: Range) -> str:
    """The A1 address of a range: "B4:C6"."""
    return f"{cell_name(area[0], area[1])}:{cell_name(area[2], area[3])}"


def column_index(letters: str) -> int:
    """ "A" → 0, "AA" → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def position(cell: str) -> Position:
    """The row and column of an A1 address, counted from 0. Raises ValueError for anything else."""
    letters = cell.rstrip("0123456789")
    if not letters.isascii() or not letters.isalpha() or not letters.isupper() or letters == cell:
        raise ValueError(f"not an A1 address: {cell!r}")
    return int(cell[len(letters) :]) - 1, column_index(letters)


def text_of_value(value: object) -> str:
    """The text of a value: whole numbers without a point, dates as 2023-04-01, None as empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes" if not value.second else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)


def cell_at(sheet: Sheet, row: int, column: int) -> CellRef:
    """The cell of the sheet at a place counted from 0; an empty cell beyond its edge."""
    place = (row, column)
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    value = cells[column] if column < len(cells) else None
    text = sheet.errors.get(place) or sheet.displayed_texts.get(place) or text_of_value(value)
    return CellRef(sheet.name, cell_name(row, column), value, text)


def is_blank(sheet: Sheet, row: int, column: int) -> bool:
    """Nothing to be read there: no value, only spaces, and no error."""
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    value = cells[column] if column < len(cells) else None
    if (row, column) in sheet.errors:
        return False
    return value is None or (isinstance(value, str) and not value.strip())


def plain_value(value: object) -> object:
    """A value as readers deliver it, in the terms of this project: "" is None, 5.0 is 5."""
    if value == "":
        return None
    if value.__class__ is float:
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value


def shown_texts(rows: list[list[object]], formats: dict[Position, str]) -> dict[Position, str]:
    """The text of the numbers and days at places whose format says more than they do (see number_format)."""
    texts = {}
    for (row, column), code in formats.items():
        value = value_at(rows, row, column)
        if isinstance(value, int | float | date) and not isinstance(value, bool):
            text = number_format.displayed_text(value, code)
            if text is not None:
                texts[row, column] = text
    return texts


def unseen_values(rows: list[list[object]], formats: dict[Position, str]) -> dict[Position, str]:
    """What is seen instead of the values at places whose format shows nothing of them, or words of its own."""
    reasons = {}
    for place, code in formats.items():
        value = value_at(rows, *place)
        if value is not None and number_format.shows_nothing(value, code):
            reasons[place] = f"表示形式（{code}）のため、何も表示されません"
        elif isinstance(value, str) and (words := number_format.text_shown(value, code)) is not None:
            reasons[place] = f"表示形式（{code}）のため、「{words}」と表示されます"
    return reasons


def zeros(rows: list[list[object]]) -> list[Position]:
    """Where a zero stands, for sheets that are set to show none."""
    return [
        (at, column)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if value == 0 and isinstance(value, int | float) and not isinstance(value, bool)
    ]


def take_days(rows: list[list[object]], formats: dict[Position, str], first_day: date) -> None:
    """Put the day in place of a number that its format shows as ggge"年度" or ge: readers take it for a number."""
    for (row, column), code in formats.items():
        value = value_at(rows, row, column)
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and 1 <= value < MOST_DAYS
            and number_format.is_date(code)
        ):
            rows[row][column] = first_day + timedelta(days=int(value))


def plain_text(text: str) -> str | None:
    """A text as readers deliver it: "" is None, and a carriage return that a program left is no sign of its own."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").rstrip("\r").replace("\r", "\n")
    return text or None


def take_left(rows: list[list[object]], parts: dict[Position, LeftOut]) -> None:
    """Put what is left in place of texts of which a part does not count."""
    for (row, column), part in parts.items():
        if isinstance(value_at(rows, row, column), str):
            rows[row][column] = part.left


def value_at(rows: list[list[object]], row: int, column: int) -> object:
    """The value at a place counted from 0; None beyond the edge."""
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    digits = format(value, ".15g")
    return format(Decimal(digits), "f") if "e" in digits and abs(value) < 1e21 else digits
