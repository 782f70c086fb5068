"""An address says what is shown; what it cannot say is told."""

from datetime import date

import pandas as pd
import pytest

from dashboard.queries import filters
from dashboard.views import view
from dashboard.warehouse.reader import Reader

YEARS = pd.DataFrame(
    {
        "fiscal_year": [2022, 2023, 2024],
        "implementers_complete": [True, True, False],
        "is_round_published": False,
        "stated": [179, 170, 2],
        "carried": [0, 0, 26],
        "unknown": [0, 9, 151],
    }
)


@pytest.mark.parametrize("search", ["", None, "?"])
def test_without_an_address_the_newest_complete_year_is_shown_with_every_town(
    reader: Reader, search: str | None
) -> None:
    shown = view.parse_address(search, reader)
    assert (shown.fiscal_year, shown.as_of, shown.complaint) == (2023, None, "")
    assert not shown.is_narrow
    towns = filters.towns(reader, 2023)
    assert len(view.narrow(towns, shown)) == 179


def test_all_of_an_address_is_read(reader: Reader) -> None:
    shown = view.parse_address(
        "?fy=2022&asof=2022-12-01&sub=08,02&size=under_5k&kind=町,村&group=planned&town=01581", reader
    )
    assert shown.fiscal_year == 2022
    assert shown.as_of == date(2022, 12, 1)
    assert shown.subprefectures == ("02", "08")
    assert shown.size_classes == ("under_5k",)
    assert shown.kinds == ("町", "村")
    assert shown.groups == ("planned",)
    assert shown.town == "01581"
    assert shown.complaint == ""
    assert (
        view.address(shown)
        == "?fy=2022&asof=2022-12-01&sub=02,08&size=under_5k&kind=%E7%94%BA,%E6%9D%91&group=planned"
    )
    assert view.parse_address(view.address(shown, town="01581"), reader).codes == shown.codes


@pytest.mark.parametrize("asked", ["1999", "R5", "２０２３", "2023.0", "<script>"])
def test_an_unknown_year_falls_back_and_says_so(reader: Reader, asked: str) -> None:
    shown = view.parse_address(f"?fy={asked}", reader)
    assert shown.fiscal_year == 2023
    assert "年度のデータはありません。令和5年度を表示しています（令和" in shown.complaint


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("昨日", "日付として読めません"),
        ("2023-13-45", "日付として読めません"),
        ("1999-01-01", "まだ何も知られていません"),
        ("2999-01-01", "データは"),
    ],
)
def test_a_day_that_cannot_be_shown_falls_back_to_the_newest(reader: Reader, asked: str, said: str) -> None:
    shown = view.parse_address(f"?asof={asked}", reader)
    assert shown.as_of is None
    assert said in shown.complaint
    assert "最新の内容を表示しています" in shown.complaint


@pytest.mark.parametrize(
    ("name", "word"), [("sub", "振興局"), ("size", "人口規模"), ("kind", "市・町・村"), ("group", "状態")]
)
def test_an_odd_choice_is_left_out_and_said(reader: Reader, name: str, word: str) -> None:
    shown = view.parse_address(f"?{name}=odd", reader)
    assert not shown.is_narrow
    assert shown.complaint == f"{word}の「odd」はありません。その条件を除いて表示しています。"


def test_all_choices_of_a_list_are_no_filter(reader: Reader) -> None:
    assert not view.parse_address("?kind=市,町,村", reader).is_narrow


def test_filters_leave_the_towns_of_the_raw_list(reader: Reader) -> None:
    towns = filters.towns(reader, 2023)
    shown = view.parse_address("?fy=2023&sub=12&kind=町&group=implementing,planned", reader)
    left = view.narrow(towns, shown)
    assert set(left["subprefecture_code"]) == {"12"}
    assert left["municipality_code"].tolist() == ["01631", "01634", "01642", "01643"] or len(left)
    assert set(left["group_code"]) <= {"implementing", "planned"}
    assert len(view.narrow(towns, shown, groups=False)) == len(
        towns[(towns["subprefecture_code"] == "12") & (towns["kind"] == "町")]
    )


def test_a_frame_without_towns_is_narrowed_by_its_own_columns(reader: Reader) -> None:
    frame = pd.DataFrame({"subprefecture_code": ["01", "02"], "group_code": ["planned", "no_plan"]})
    assert view.narrow(frame, view.parse_address("?sub=02", reader)).index.tolist() == [1]
    assert view.narrow(frame, view.parse_address("?sub=01&group=no_plan", reader)).empty
    assert len(view.narrow(frame, view.parse_address("?group=no_plan", reader), groups=False)) == 2


def test_where_no_year_is_complete_the_newest_is_shown() -> None:
    assert (
        filters.default_year(YEARS.assign(implementers_complete=False, stated=0, carried=0, unknown=179))
        == 2024
    )


def test_a_year_of_which_little_is_known_is_not_opened_before_its_round_is_published() -> None:
    assert filters.default_year(YEARS) == 2023
    assert filters.default_year(YEARS.assign(is_round_published=[False, False, True])) == 2024
    half = YEARS.assign(stated=[179, 170, 90], carried=[0, 0, 0], unknown=[0, 9, 89])
    assert filters.default_year(half) == 2024
    assert filters.default_year(half.assign(stated=[179, 170, 89], unknown=[0, 9, 90])) == 2023


def test_views_of_many_addresses_leave_few_behind(reader: Reader) -> None:
    searches = [f"?fy={1926 + number % 175}&town={number}" for number in range(3 * view.MOST_KEPT)]
    for search in (*searches, "?sub=" + "0" * view.LONGEST_KEPT):
        first, again = view.parse_address(search, reader), view.parse_address(search, reader)
        assert first == again
        assert first.search == search
    kept = reader.derived["views of addresses"]
    assert kept.peek((searches[-1],)) is not None
    assert kept.peek((searches[0],)) is None
    assert kept.peek(("?sub=" + "0" * view.LONGEST_KEPT,)) is None
