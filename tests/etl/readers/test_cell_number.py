"""Numbers of figures: as stored, as written, and never two joined into one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers import reference
from etl.readers.cell_number import number_text
from etl.readers.context import Fact, ReadContext
from etl.readers.grid import CellRef, text_of_value
from tests.etl import read_list

HEADINGS = ["code", "figure_code", "reference_date", "value", "unit", "source"]


@pytest.mark.parametrize(
    ("value", "shown", "number"),
    [
        (6897, "6,897人", "6897"), (0.123, "12.3%", "0.123"), (6897, None, "6897"), (12.5, None, "12.5"), ("6,897人", None, "6897"),
        ("６８９７", None, "6897"), ("12.3%", None, "12.3"), ("△3", None, "-3"), ("1 234", None, "1234"), (" 12 人", None, "12"),
        ("1\n2", None, None), ("1　2", None, None), ("約12", None, None), ("12〜13", None, None), ("x", None, None),
        (None, None, ""), ("1,23", None, None), (True, None, None),
    ],
)  # fmt: skip
def test_the_number_of_a_cell(value: object, shown: str | None, number: str | None) -> None:
    ref = CellRef("統計", "D2", value, text_of_value(value) if shown is None else shown)
    assert number_text(ref) == number


def test_a_figure_is_read_however_its_number_and_its_day_are_shown(tmp_path: Path) -> None:
    facts, findings = _figures(
        tmp_path,
        [(6897, '#,##0"人"', '[$-411]ggge"年"m"月"d"日現在"'), (7003, "General", "yyyy/m/d")],
    )
    assert [(fact["value"], fact["reference_date"]) for fact in facts] == [
        ("6897", "2026-01-01"),
        ("7003", "2026-01-01"),
    ]
    assert findings == []


@pytest.mark.parametrize("value", ["1\n2", "約7,000", "別紙"])
def test_a_figure_that_is_no_single_number_refuses_its_row_alone(tmp_path: Path, value: str) -> None:
    facts, findings = _figures(tmp_path, [(value, "General", "yyyy/m/d"), (7003, "General", "yyyy/m/d")])
    assert [fact["value"] for fact in facts] == ["7003"]
    assert [(f.severity, f.rule, f.cell) for f in findings if f.severity != "info"] == [
        ("error", "FIGURE-UNREADABLE", "D2")
    ]


def _figures(folder: Path, rows: list[tuple[object, str, str]]) -> tuple[list[Fact], list[Finding]]:
    path = folder / "figures.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("統計")
        page.write_row(0, 0, HEADINGS)
        for number, (value, value_format, day_format) in enumerate(rows, 1):
            page.write_row(number, 0, ["01668", "population_jumin"])
            page.write_datetime(number, 2, date(2026, 1, 1), book.add_format({"num_format": day_format}))
            page.write(number, 3, value, book.add_format({"num_format": value_format}))
            page.write_row(number, 4, ["人", "住民基本台帳"])
    context = ReadContext(Ledger(), directory=read_list.directory())
    facts = reference.read_by_municipality(context, read_list.received(path, "figures"), "value")
    return facts, context.findings
