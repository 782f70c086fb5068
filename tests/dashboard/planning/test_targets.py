"""A target beside what is known: reached for sure, never missed where only a part is known."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.planning import targets
from dashboard.views import target_words


def states(*rows: tuple[int, str, int], area: str = "01", size: str = "small") -> pd.DataFrame:
    """Rows: year, group, how many municipalities."""
    told = [(year, group) for year, group, count in rows for _ in range(count)]
    frame = pd.DataFrame(told, columns=["fiscal_year", "state_group"])
    return frame.assign(subprefecture_code=area, size_class=size, is_synthetic=False)


def wanted(
    year: int, value: float, measure: str = "実施市町村数", area: str = "", size: str = ""
) -> pd.DataFrame:
    row = {"record_id": "t", "measure": measure, "fiscal_year": year, "value": value, "source": "計画"}
    return pd.DataFrame([row | {"subprefecture_code": area, "size_class": size}])


KNOWN = states(
    (2024, "implementing", 3), (2024, "no_data", 7), (2025, "implementing", 4), (2025, "no_data", 6)
)


@pytest.mark.parametrize(
    ("year", "value", "complete", "state", "gap"),
    [
        (2025, 4, {2025}, "reached", 0),
        (2025, 3, set(), "reached", 0),
        (2025, 6, {2025}, "short", 2),
        (2025, 6, set(), "open", 2),
        (2027, 6, set(), "ahead", 2),
        (2027, 4, set(), "reached", 0),
        (2025, 0, set(), "reached", 0),
    ],
)
def test_a_target_stands_as_what_is_known_of_its_year_allows(
    year: int, value: float, complete: set[int], state: str, gap: float
) -> None:
    (row,) = targets.evaluate(wanted(year, value), KNOWN, complete).to_dict("records")
    assert (row["state"], row["gap"], row["actual"]) == (state, gap, 4)
    assert (row["towns"], row["answered"], row["reached_year"]) == (10, 4, 2025)


def test_a_share_is_of_all_towns_of_the_place_and_a_place_counts_its_own_towns_alone() -> None:
    both = pd.concat(
        [KNOWN, states((2025, "implementing", 1), (2025, "no_plan", 1), area="02", size="large")]
    )
    share = targets.evaluate(wanted(2025, 50, targets.SHARE, area="02"), both, {2025}).iloc[0]
    assert (share["actual"], share["state"], share["towns"], share["answered"]) == (50.0, "reached", 2, 2)
    size = targets.evaluate(wanted(2025, 2, size="large"), both, {2025}).iloc[0]
    assert (size["actual"], size["gap"]) == (1, 1)


@given(
    groups=st.lists(st.sampled_from(["implementing", "no_plan", "no_data"]), min_size=1, max_size=4),
    value=st.one_of(st.integers(0, 5), st.decimals(0, 100, places=2)).map(float),
    year=st.integers(2024, 2027),
    is_complete=st.booleans(),
    measure=st.sampled_from(["実施市町村数", targets.SHARE]),
)
def test_the_sentence_says_of_a_few_towns_what_a_reader_counts_from_the_written_numbers(
    groups: list[str], value: float, year: int, is_complete: bool, measure: str
) -> None:
    known = states(*((2025, group, 1) for group in groups))
    complete = {2025} if is_complete else set()
    row = targets.evaluate(wanted(year, value, measure), known, complete).iloc[0].to_dict()
    said = target_words.sentence(row | {"place": "全道"})
    if year < 2025 or (not is_complete and set(groups) == {"no_data"}):
        assert "この年度の資料がなく" in said
        return
    number = groups.count("implementing")
    if measure == targets.SHARE:
        aim, part, whole, actual, mark = re.findall(
            r"目標([\d.]+)％.*?(\d+)／(\d+)（([\d.]+)％(＊?)）", said
        )[0]
        assert [int(part), int(whole), mark] == [number, len(groups), "＊"]
    else:
        aim, actual = re.findall(r"(?:目標|で|が)([\d.]+)市町村", said)[:2]
    truth = 100 * number / len(groups) if measure == targets.SHARE else number
    assert abs(float(actual) - truth) <= 0.05 + 1e-9
    missing = round(float(aim) - float(actual), 1)
    assert ("達成しています" in said) == (missing <= 0)
    if missing > 0:
        left = re.search(r"あと([\d.]+)(?:市町村|ポイント)", said)
        assert left
        assert ("ポイント" in left[0]) == (measure == targets.SHARE)
        assert float(left[1]) == missing
        assert ("達成していません" in said) == (is_complete and year == 2025)
        assert ("未達とは限りません" in said) == (not is_complete and year == 2025)


def test_ten_of_179_are_the_5_6_per_cent_that_a_plan_says() -> None:
    known = states((2025, "implementing", 10), (2025, "no_plan", 169))
    row = targets.evaluate(wanted(2025, 5.6, targets.SHARE), known, {2025}).iloc[0]
    assert (row["state"], row["gap"]) == ("reached", 0)


def test_of_a_year_before_all_data_or_a_place_without_towns_nothing_is_said() -> None:
    for target in (wanted(2020, 1), wanted(2025, 1, area="14")):
        row = targets.evaluate(target, KNOWN, {2025}).iloc[0]
        assert row["state"] == "no_data"
        assert row["actual"] is None
    assert targets.evaluate(wanted(2025, 1).iloc[:0], KNOWN, {2025}).empty


def test_the_course_of_a_series_reaches_from_the_first_known_year_to_the_last_target() -> None:
    course = targets.course(pd.concat([wanted(2025, 5), wanted(2027, 9)]), KNOWN, {2024})
    assert course["fiscal_year"].tolist() == [2024, 2025, 2026, 2027]
    assert course["actual"].fillna(-1).tolist() == [3, 4, -1, -1]
    assert course["target"].fillna(-1).tolist() == [-1, 5, -1, 9]
    assert course["is_complete"].tolist() == [True, False, False, False]
