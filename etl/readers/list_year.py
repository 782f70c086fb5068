"""Whether a registered list is of the day that was given for it (--as-of), by all that it says of its year itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from etl import fiscal_year
from etl.findings import Finding
from etl.readers import printed, year_evidence
from etl.readers.grid import CellRef, Document, Sheet, cell_at, cell_name, is_blank
from etl.readers.headings import Header
from etl.readers.tables import TableRead
from etl.readers.year_evidence import Expected, Mention
from etl.sources import RegisteredFile

HOW = (
    "時点が誤っていれば、正しい時点で登録しなおしてください（台帳の時点が直ります）。"
    "時点が正しければ、表の題名などの年月日を直してもらってください。"
)


def expected_of(source: RegisteredFile) -> Expected | None:
    """The year that a list was registered for; None where no day was given."""
    if source.as_of is None:
        return None
    return Expected(fiscal_year.of_date(source.as_of), source.as_of, with_next=source.coverage == "plan")


def stated(document: Document, table: TableRead) -> list[Mention]:
    """What the title and the sheet say of a table whose rows carry days of their own, where no day was given for it."""
    sheet = next((one for one in document.sheets if one.name == table.sheet), None)
    if sheet is None or table.header is None:
        return []
    nothing = Expected(fiscal_year.FIRST_YEAR)
    inside = year_evidence.of_table(sheet, table.header.row, table.header.last_row, nothing)
    mentions = inside or year_evidence.of_name(sheet.name, nothing) or printed.mentions(sheet, nothing)
    return [mention for mention in mentions if min(mention.years) > fiscal_year.FIRST_YEAR]


def as_of_in(text: str) -> list[Mention]:
    """The days as of which a source says that it counts."""
    if not year_evidence.is_as_of(unicodedata.normalize("NFKC", text)):
        return []
    return [
        one for one in year_evidence.of_text(text, Expected(fiscal_year.FIRST_YEAR)) if one.kind == "as_of"
    ]


def wrong_day(mentions: Sequence[Mention], ref: CellRef) -> Mention | None:
    """What the table says of its year where the day in a row is of another."""
    day = fiscal_year.parse_date(ref.value).value
    if day is None or not mentions:
        return None
    return year_evidence.contradiction(mentions, Expected(fiscal_year.of_date(day), day))


def check(
    document: Document, table: TableRead, source: RegisteredFile
) -> tuple[Finding | None, list[Finding]]:
    """Why nothing of the list may be loaded (None: it may), and what is to be looked at otherwise."""
    expected = expected_of(source)
    sheet = next((one for one in document.sheets if one.name == table.sheet), None)
    if expected is None or expected.day is None or sheet is None or table.header is None:
        return None, []
    header = table.header
    inside = year_evidence.of_table(
        sheet, header.row, header.last_row, expected, lone_rows(sheet, header.last_row)
    )
    wrong = (
        year_evidence.contradiction(inside, expected)
        or year_evidence.wrong_section(sheet, lone_rows(sheet, header.last_row), expected)
        or _wrong_heading(header, sheet, expected)
    )
    by_sheet = year_evidence.of_name(sheet.name, expected)
    by_file = year_evidence.of_name(PurePath(source.file).name, expected)
    if wrong is not None:
        return _refusal(f"「{wrong.text}」とあります", wrong, sheet, expected.day), []
    agrees = any(map(expected.agrees, inside))
    if year_evidence.contradiction(by_sheet, expected) and not agrees:
        return _refusal(f"シートの名前が「{sheet.name}」です", by_sheet[0], sheet, expected.day), []
    in_print = printed.contradiction(sheet, expected)
    if in_print is not None and not (agrees or any(map(expected.agrees, [*by_sheet, *by_file]))):
        return _refusal(f"{printed.PLACE}に「{in_print.text}」とあります", in_print, sheet, expected.day), []
    findings = []
    other_day = year_evidence.other_day(inside, expected)
    if other_day is not None:
        message = (
            f"表には「{other_day.text}」現在とありますが、登録する時点は{expected.day}です。"
            f"{expected.day}の状態として読みました。{HOW}"
        )
        findings.append(Finding("warning", "LIST-OTHER-DAY", message, sheet=sheet.name, cell=other_day.cell))
    for other, what in (
        (year_evidence.contradiction(by_sheet, expected), f"シートの名前「{sheet.name}」"),
        (year_evidence.contradiction(by_file, expected), "ファイルの名前"),
        (in_print, printed.PLACE),
    ):
        if other is not None:
            message = (
                f"{what}に「{other.text}」とありますが、登録する時点は{expected.day}です。"
                f"{expected.day}の状態として読みました。{HOW}"
            )
            findings.append(Finding("warning", "LIST-NAME-YEAR", message, sheet=sheet.name, value=other.text))
    return None, findings


def lone_rows(sheet: Sheet, last_row: int) -> list[int]:
    """The rows under a header in which one cell alone is filled: notes."""
    return [
        row
        for row in range(last_row + 1, len(sheet.rows))
        if sum(not is_blank(sheet, row, column) for column in range(len(sheet.rows[row]))) == 1
    ]


def _wrong_heading(header: Header, sheet: Sheet, expected: Expected) -> Mention | None:
    """A column that is read and whose heading names another year: 実施状況（令和4年度）."""
    for place in header.readable_columns:
        ref = cell_at(sheet, header.last_row, place)
        wrong = year_evidence.contradiction(
            year_evidence.of_heading(header.texts[place], ref, expected), expected
        )
        if wrong is not None:
            return wrong
    return None


def _refusal(what: str, wrong: Mention, sheet: Sheet, day: date) -> Finding:
    message = f"{what}が、登録する時点は{day}です。違う時点の表かもしれないので、取り込みません。{HOW}"
    cell = wrong.cell or cell_name(0, 0)
    return Finding("error", "LIST-OTHER-YEAR", message, sheet=sheet.name, cell=cell, value=wrong.text)
