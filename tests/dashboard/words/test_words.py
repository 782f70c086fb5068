"""Numbers, dates and years read as a Japanese civil servant writes them."""

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words import town, words


def test_numbers_have_thousands_separators() -> None:
    assert words.count(1964034) == "1,964,034"


@pytest.mark.parametrize(("part", "whole", "said"), [(10, 179, "5.6％"), (0, 179, "0.0％"), (0, 0, "―")])
def test_a_share_has_one_decimal_and_nothing_has_none(part: int, whole: int, said: str) -> None:
    assert words.percent(part, whole) == said


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (100 * 74 / 160, 1, "46.3"),
        (3714.5, 0, "3,715"),
        (2.5, 0, "3"),
        (1.005, 2, "1.01"),
        (-2.5, 0, "-3"),
        (-0.04, 1, "0.0"),
        (1234567.25, 1, "1,234,567.3"),
        (0.1 + 0.2, 2, "0.30"),
    ],
)
def test_halves_are_rounded_up_as_excel_does(value: float, digits: int, said: str) -> None:
    assert words.decimal(value, digits) == said
    assert words.half_up(value, digits) == float(said.replace(",", ""))


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_a_share_is_the_exact_fraction_rounded_half_up(part: int, whole: int) -> None:
    tenths, rest = divmod(1000 * part, whole)
    tenths += 2 * rest >= whole
    assert words.percent(part, whole) == f"{tenths // 10:,}.{tenths % 10}％"


def test_a_share_of_few_municipalities_is_marked() -> None:
    assert [words.share(1, whole) for whole in (4, 9, 10)] == ["25.0％＊", "11.1％＊", "10.0％"]


@pytest.mark.parametrize(("value", "said"), [(3, "＋3"), (-1200, "−1,200"), (0, "±0")])
def test_a_change_has_its_sign(value: int, said: str) -> None:
    assert words.change(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2019, 4, 30), "平成31年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2023, 4, 1), "令和5年"),
        (date(1989, 1, 7), "昭和64年"),
        (pd.Timestamp("2026-11-23"), "令和8年"),
        (date(1900, 1, 1), "1900年"),
    ],
)
def test_the_era_is_that_of_the_day(value: date, said: str) -> None:
    assert words.era_year(value) == said


def test_a_time_is_that_of_japan() -> None:
    assert words.moment(datetime(2026, 11, 22, 16, 30)) == "令和8年11月23日01:30"  # noqa: DTZ001


def test_many_names_end_in_a_number() -> None:
    assert words.names(["厚真町", "鹿追町", "幕別町"], 2) == "厚真町、鹿追町ほか1"


def test_a_day_that_was_answered_is_written_by_its_era() -> None:
    row = {
        "answer_state": "answered",
        "kind": "date",
        "value": "2026-10-05",
        "text": "2026-10-05",
        "unit": None,
    }
    assert town.answer(row) == "令和8年10月5日"
