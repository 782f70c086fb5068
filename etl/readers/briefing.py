"""説明資料: its text line by line, and the statements in it, each held against the lines that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from etl.ledger import Ledger
from etl.readers.context import Fact, ReadContext, Row, read_facts, refuse, text_of
from etl.readers.grid import CellRef
from etl.sources import RegisteredFile

KIND = "briefing"
STATEMENTS = "statements"


def read_lines(ledger: Ledger, source: RegisteredFile) -> list[Fact]:
    """One row per line with text: line_number, text as written, source_id. A file that was changed gives none."""
    count = ledger.count(source)
    count.encoding = "utf-8"
    facts: list[Fact] = []
    for number, text in enumerate(source.path.read_text(encoding="utf-8").split("\n"), start=1):
        if not text.strip():
            continue
        count.read += 1
        ref = CellRef("", f"行{number}", text, text)
        if not source.intact:
            ledger.quarantine(source, ref, text, "資料の中身が登録時と違うため")
            continue
        count.loaded += 1
        facts.append({"line_number": number, "text": text, "source_id": ledger.cite(source, ref)})
    return facts


def read_statements(context: ReadContext, source: RegisteredFile, lines: list[Fact]) -> list[Fact]:
    """One row per statement under the names of our columns; source_id is that of its first line.

    A row whose words do not stand in its lines is refused.
    """
    by_number = {str(line["line_number"]): line for line in lines}

    def fact(row: Row) -> Fact:
        first, last = text_of(row, "first_line"), text_of(row, "last_line")
        said = text_of(row, "statement")
        if not said or squeezed(said) not in squeezed(_between(by_number, first, last)):
            raise refuse(
                row,
                "statement",
                "STATEMENT-NOT-IN-SOURCE",
                f"「{said}」は、説明資料の{first}〜{last}行目にありません。言葉か行番号を確かめてください。",
            )
        values: Fact = {column: text_of(row, column) for column in row}
        return (
            {"note": "", "subject": "", "function_group_codes": ""}
            | values
            | {"source_id": by_number[first]["source_id"]}
        )

    return read_facts(context, source, STATEMENTS, fact)


def squeezed(text: str) -> str:
    """The text without its line breaks and spaces, which the layout of the paper put in."""
    return re.sub(r"\s", "", text)


def _between(by_number: Mapping[str, Fact], first: str, last: str) -> str:
    if first not in by_number or not last.isdigit():
        return ""
    numbers = range(int(first), int(last) + 1)
    return "".join(str(by_number[str(number)]["text"]) for number in numbers if str(number) in by_number)
