"""The pen that a 調査票 is drawn with: the open book and sheet, and formats made once each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from etl.survey.form.entries import Entry
from etl.survey.sheet.marking import Marking
from etl.survey.sheet.styles import properties


@dataclass(frozen=True)
class Pen:
    """`book` and `sheet` are xlsxwriter's, which has no types."""

    book: Any
    sheet: Any
    formats: dict[tuple[str, str], Any] = field(default_factory=dict)

    def style(self, name: str, num_format: str = "") -> Any:
        key = (name, num_format)
        if key not in self.formats:
            extra = {"num_format": num_format} if num_format else {}
            self.formats[key] = self.book.add_format(properties(name) | extra)
        return self.formats[key]

    def text(self, row: int, column: int, text: str, style: str) -> None:
        self.sheet.write_string(row, column, text, self.style(style))

    def blank(self, row: int, first_column: int, last_column: int, style: str) -> None:
        for column in range(first_column, last_column + 1):
            self.sheet.write_blank(row, column, None, self.style(style))

    def entry(self, row: int, column: int, entry: Entry | None, style: str, num_format: str = "") -> None:
        """What a person would have typed: text, number, date, or nothing."""
        look = self.style(style, num_format)
        if entry is None:
            self.sheet.write_blank(row, column, None, look)
        elif isinstance(entry, str):
            self.sheet.write_string(row, column, entry, look)
        elif isinstance(entry, date):
            self.sheet.write_datetime(row, column, entry, look)
        else:
            self.sheet.write_number(row, column, entry, look)

    def formula(
        self, row: int, column: int, formula: str, value: str | int, style: str, num_format: str = ""
    ) -> None:
        """A formula with its value, so that it shows before anything is recalculated."""
        self.sheet.write_formula(row, column, formula, self.style(style, num_format), value)

    def mark(self, marking: Marking) -> None:
        rule = {"type": "formula", "criteria": marking.formula, "format": self.style(marking.style)}
        if marking.stops:
            rule["stop_if_true"] = True
        place = (marking.first_row, marking.first_col, marking.last_row, marking.last_col)
        self.sheet.conditional_format(*place, rule)
