"""Addresses and texts of cells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.readers.grid import (
    Sheet,
    cell_at,
    cell_name,
    is_blank,
    plain_value,
    position,
    range_name,
    text_of_value,
)


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (3, 1, "B4"), (8, 25, "Z9"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")]
)  # fmt: skip
def test_a_cell_is_named_as_in_excel(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name
    assert position(name) == (row, column)


@given(st.integers(0, 2_000_000), st.integers(0, 20_000))
def test_every_address_leads_back_to_its_place(row: int, column: int) -> None:
    assert position(cell_name(row, column)) == (row, column)


@pytest.mark.parametrize("text", ["", "A", "1", "a1", "Ａ1", "B4:C5"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"A1|invalid literal"):
        position(text)


def test_a_range_is_named_by_its_corners() -> None:
    assert range_name((1, 1, 2, 3)) == "B2:D3"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (5.0, "5"), (5, "5"), (0.1 + 0.2, "0.3"), (-1.5, "-1.5"), (1e20, "100000000000000000000"), (True, "TRUE"),
        ("01202", "01202"), (date(2023, 4, 1), "2023-04-01"), (datetime(2023, 4, 1, 9, 30), "2023-04-01 09:30"),  # noqa: DTZ001
        (time(9, 5), "09:05"), (timedelta(hours=26, minutes=3), "26:03"), (1e-7, "0.0000001"),
    ],
)  # fmt: skip
def test_a_value_becomes_the_text_that_a_person_reads(value: object, text: str) -> None:
    assert text_of_value(value) == text


def test_whole_numbers_are_whole_and_empty_text_is_none() -> None:
    values = [plain_value(v) for v in (5.0, 5.5, "", "x", True, 1e300)]
    assert values == [5, 5.5, None, "x", True, 1e300]
    assert [type(v) for v in values[:2]] == [int, float]


def test_an_error_cell_has_no_value_but_its_error_as_text() -> None:
    sheet = Sheet("一覧", [["a", None]], errors={(0, 1): "#N/A"})
    ref = cell_at(sheet, 0, 1)
    assert (ref.cell, ref.value, ref.text) == ("B1", None, "#N/A")
    assert not is_blank(sheet, 0, 1)


def test_beyond_the_edge_of_a_sheet_everything_is_blank() -> None:
    sheet = Sheet("一覧", [["a"]])
    assert cell_at(sheet, 9, 9).text == ""
    assert is_blank(sheet, 9, 9)
