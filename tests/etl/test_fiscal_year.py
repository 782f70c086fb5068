"""Years and dates as people write them."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest

from etl import fiscal_year, japanese_date

# written → fiscal year, and no word said about it
PLAIN: list[tuple[object, int]] = [
    ("R5", 2023),
    ("Ｒ５", 2023),
    ("r5", 2023),
    ("R05", 2023),
    ("R.5", 2023),
    ("R5年度", 2023),
    ("令5", 2023),
    ("令和5", 2023),
    ("令和５年度", 2023),
    ("令和 5 年 度", 2023),
    ("令和五年度", 2023),
    ("令和元年度", 2019),
    ("令和１年度", 2019),
    ("R元", 2019),
    ("㋿5年度", 2023),
    ("令和十二年度", 2030),
    ("平成三十一年度", 2019),
    ("平成31年度", 2019),
    ("昭和63年度", 1988),
    ("S63", 1988),
    ("2023", 2023),
    ("２０２３", 2023),
    (2023, 2023),
    (2023.0, 2023),
    (Decimal("2023"), 2023),
    ("2023.0", 2023),
    ("2023年度", 2023),
    ("二〇二三年度", 2023),
    ("西暦2023年度", 2023),
    ("FY2023", 2023),
    ("令和5年度（2023年度）", 2023),
    ("2023（令和5）年度", 2023),
    ("令和5年度3月", 2023),
    ("令和5年4月", 2023),
    ("令和5年3月", 2022),
    ("R5.4", 2023),
    ("R5.3", 2022),
    ("R5.4.1", 2023),
    ("R5/4/1", 2023),
    ("令和5年4月1日(土)", 2023),
    ("令和5年(2023年)4月1日", 2023),
    ("2023/4/1", 2023),
    ("2023-03-31", 2022),
    ("2023-04", 2023),
    ("2023.04.01", 2023),
    ("2023-04-01 00:00:00", 2023),
    ("2023-04-01T09:30", 2023),
    ("20230401", 2023),
    (20230331, 2022),
    ("202304", 2023),
    ("平成31年4月", 2019),
    ("令和元年5月1日", 2019),
    ("昭和64年1月", 1988),
    ("平成元年1月", 1988),
    (date(2023, 3, 31), 2022),
    (date(2023, 4, 1), 2023),
    (datetime(2023, 4, 1, 12, tzinfo=UTC), 2023),
    (pd.Timestamp("2024-03-31"), 2023),
]

# written → fiscal year, with a warning that contains the words
WARNED: list[tuple[object, int, str]] = [
    ("H35", 2023, "令和5年度"),
    ("平成35年度", 2023, "令和5年度"),
    ("平成31年5月", 2019, "元号"),
    ("令和元年4月", 2019, "元号"),
    ("S64", 1989, "平成元年度"),
    ("令和6年度頃", 2024, "確定した年度か"),
    ("R6予定", 2024, "確定した年度か"),
    ("R6年度から", 2024, "確定した年度か"),
    ("R6～", 2024, "確定した年度か"),
    ("令和６年度（予定）", 2024, "確定した年度か"),
    ("令和6年4月1日開始予定", 2024, "確定した年度か"),
    ("令和６年度第一四半期", 2024, "確定した年度か"),
    ("令和5年", 2023, "年か年度か"),
    ("2023年", 2023, "年か年度か"),
    ("R51", 2069, "遠い先"),
]

# written → problem, and the years that may be meant
UNREAD: list[tuple[object, str, tuple[int, ...]]] = [
    (None, "missing", ()),
    ("", "missing", ()),
    ("　", "missing", ()),
    (math.nan, "missing", ()),
    (pd.NaT, "missing", ()),
    (pd.NA, "missing", ()),
    ("未定", "not_a_year", ()),
    ("時期は未定です", "not_a_year", ()),
    ("検討中", "not_a_year", ()),
    ("なし", "not_a_year", ()),
    ("－", "not_a_year", ()),
    ("／", "not_a_year", ()),
    ("5", "era_missing", (2023, 1993)),
    (5, "era_missing", (2023, 1993)),
    ("５年度", "era_missing", (2023, 1993)),
    ("五年度", "era_missing", (2023, 1993)),
    ("5年4月", "era_missing", (2023, 1993)),
    ("元年度", "era_missing", (2019, 1989)),
    ("23年度", "era_missing", (2041, 2023, 2011)),
    ("R0", "no_such_year", ()),
    ("令和0", "no_such_year", ()),
    ("令和０年度", "no_such_year", ()),
    ("平成0年", "no_such_year", ()),
    ("S99", "no_such_year", ()),
    ("H99", "no_such_year", ()),
    ("2203", "no_such_year", ()),
    ("令和5年13月", "no_such_year", ()),
    ("令和5年2月30日", "no_such_year", ()),
    ("2023/2/29", "no_such_year", ()),
    ("令和元年3月", "no_such_year", (2018, 2019)),
    (date(1905, 7, 15), "no_such_year", (2023,)),
    ("2023〜2024", "range", (2023,)),
    ("2023-24", "range", (2023, 2024)),
    ("2023-2024", "range", (2023,)),
    ("R5-R6", "range", (2023,)),
    ("R5/6", "range", (2023, 2024)),
    ("令和5・6年度", "range", (2023,)),
    ("令和5年度から令和7年度", "range", (2023,)),
    ("令和6年度以降", "range", (2024,)),
    ("R6年度まで", "range", (2024,)),
    ("〜R6", "range", ()),
    ("令和5(2022)年度", "contradiction", (2023, 2022)),
    (45017, "excel_serial", (2023,)),
    ("45017", "excel_serial", (2023,)),
    ("来年度", "relative_year", ()),
    ("R6検討中", "unreadable", (2024,)),
    ("令和6年度（検討中）", "unreadable", (2024,)),
    ("2023.1", "unreadable", (2022, 2023)),
    (2023.1, "unreadable", (2022, 2023)),
    ("令和5年初め", "unreadable", (2022, 2023)),
    ("令和", "unreadable", ()),
    ("Apr-23", "unreadable", ()),
    ("abc", "unreadable", ()),
    (True, "unreadable", ()),
    (math.inf, "unreadable", ()),
    ("9" * 5000, "unreadable", ()),
    ("九" * 5000, "unreadable", ()),
    (b"R5", "unreadable", ()),
]


@pytest.mark.parametrize(("written", "year"), PLAIN, ids=repr)
def test_a_plain_spelling_is_read_without_a_word(written: object, year: int) -> None:
    assert fiscal_year.parse(written) == fiscal_year.ParsedYear(year)


@pytest.mark.parametrize(("written", "year", "words"), WARNED, ids=repr)
def test_an_odd_spelling_is_read_with_a_warning(written: object, year: int, words: str) -> None:
    parsed = fiscal_year.parse(written)
    assert (parsed.fiscal_year, parsed.problem) == (year, None)
    assert words in parsed.warning


@pytest.mark.parametrize(("written", "problem", "candidates"), UNREAD, ids=lambda value: repr(value)[:20])
def test_what_is_not_one_year_is_not_guessed(
    written: object, problem: str, candidates: tuple[int, ...]
) -> None:
    parsed = fiscal_year.parse(written)
    assert (parsed.fiscal_year, parsed.problem, parsed.candidates) == (None, problem, candidates)
    assert parsed.warning.endswith("。")


def test_a_relative_year_is_read_where_the_day_of_writing_is_known() -> None:
    assert fiscal_year.parse("来年度", today=date(2023, 3, 31)).fiscal_year == 2023
    assert fiscal_year.parse("再来年度予定", today=date(2023, 4, 1)).fiscal_year == 2025
    assert fiscal_year.parse("今年度", today=date(2023, 4, 1)).warning


def test_an_excel_day_number_is_read_only_when_asked() -> None:
    assert fiscal_year.parse(45017, excel_serial=True).fiscal_year == 2023
    assert fiscal_year.parse(45016.0, excel_serial=True).fiscal_year == 2022
    assert fiscal_year.parse_date(45017, excel_serial=True).value == date(2023, 4, 1)
    assert fiscal_year.parse(2023, excel_serial=True).fiscal_year == 2023


@pytest.mark.parametrize(
    "written",
    ["2023-04-01", "2023/4/1", "２０２３．４．１", "R5.4.1", "令和５年４月１日", "令和五年四月一日", "20230401",
     "平成35年4月1日", "2023-04-01 00:00:00", "令和5年4月1日(土)", date(2023, 4, 1), datetime(2023, 4, 1, tzinfo=UTC)],
    ids=repr,
)  # fmt: skip
def test_a_day_is_read(written: object) -> None:
    assert fiscal_year.parse_date(written).value == date(2023, 4, 1)


@pytest.mark.parametrize(
    ("written", "problem"),
    [("令和5年4月", "not_a_date"), ("2023", "not_a_date"), ("令和5年度", "not_a_date"), ("", "missing"),
     ("未定", "not_a_year"), ("5/4/1", "era_missing"), ("令和5年2月30日", "no_such_year"), ("R5〜R6", "range"),
     (45017, "excel_serial"), ("あした", "unreadable"), (date(1905, 7, 15), "no_such_year")],
    ids=repr,
)  # fmt: skip
def test_what_is_no_day_is_said_so(written: object, problem: str) -> None:
    parsed = fiscal_year.parse_date(written)
    assert (parsed.value, parsed.problem) == (None, problem)
    assert parsed.warning.endswith("。")


def test_labels_change_with_the_era() -> None:
    labels = [fiscal_year.label(year) for year in (1988, 1989, 2018, 2019, 2020, 2023)]
    assert labels == ["昭和63年度", "平成元年度", "平成30年度", "令和元年度", "令和2年度", "令和5年度"]
    assert [fiscal_year.short_label(year) for year in (1988, 1989, 2019, 2023)] == ["S63", "H1", "R1", "R5"]
    assert fiscal_year.western_label(2023) == "2023年度"


def test_a_year_before_the_eras_known_here_has_no_label() -> None:
    with pytest.raises(ValueError, match="1925"):
        fiscal_year.label(1925)


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    assert fiscal_year.start_date(2023) == date(2023, 4, 1)
    assert fiscal_year.end_date(2023) == date(2024, 3, 31)


def test_a_new_era_is_one_row_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    new = japanese_date.Era("新元", "N", date(2040, 10, 1), date.max, 50, True)
    monkeypatch.setattr(japanese_date, "ERAS", (new, *japanese_date.ERAS))
    assert [fiscal_year.label(year) for year in (2039, 2040, 2041)] == [
        "令和21年度",
        "新元元年度",
        "新元2年度",
    ]
    assert fiscal_year.short_label(2041) == "N2"
    assert japanese_date.day_label(date(2040, 9, 30)) == "令和22年9月30日"
    assert japanese_date.day_label(date(2040, 10, 1)) == "新元元年10月1日"


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2023, 11, 30), "令和5年11月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
    ],
)
def test_a_day_is_called_by_the_era_that_it_lies_in(day: date, label: str) -> None:
    assert japanese_date.day_label(day) == label


def test_a_day_before_the_first_era_of_the_table_is_written_with_its_western_year() -> None:
    assert japanese_date.day_label(date(1926, 12, 25)) == "昭和元年12月25日"
    assert japanese_date.day_label(date(1926, 12, 24)) == "西暦1926年12月24日"
