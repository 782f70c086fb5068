"""What a headline may say of numbers, and that it says nothing where they do not bear it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.planning import claims
from dashboard.planning.claims import Share

WHOLE = st.integers(1, 2_000)


@pytest.mark.parametrize(
    ("here", "there", "words"),
    [
        (Share(10, 179), Share(189, 1741), "の約半分"),
        (Share(20, 179), Share(194, 1741), "とほぼ同じ"),
        (Share(60, 179), Share(194, 1741), "の約3倍"),
        (Share(15, 179), Share(189, 1741), ""),
        (Share(0, 179), Share(189, 1741), ""),
        (Share(13, 179, is_final=False), Share(473, 1741), ""),
        (Share(13, 179), Share(260, 1741, is_final=False), ""),
    ],
)
def test_a_ratio_has_a_plain_word_only_where_it_is_near_one_and_both_counts_are_all_there_is(
    here: Share, there: Share, words: str
) -> None:
    assert claims.ratio(here, there) == words


@given(WHOLE, WHOLE, st.data())
def test_a_ratio_never_says_more_than_a_twentieth_beside_the_truth(
    here_whole: int, there_whole: int, data: st.DataObject
) -> None:
    here = Share(data.draw(st.integers(0, here_whole)), here_whole)
    there = Share(data.draw(st.integers(0, there_whole)), there_whole)
    said = claims.ratio(here, there)
    if said:
        plain = next(value for value, words in claims.RATIOS if words == said)
        true = here.part * there.whole / (here.whole * there.part)
        assert abs(true - plain) <= plain * claims.NEAR + 1e-9


@given(WHOLE, WHOLE, st.data())
def test_a_gap_is_what_a_reader_gets_who_subtracts_the_written_shares(
    here_whole: int, there_whole: int, data: st.DataObject
) -> None:
    here = Share(data.draw(st.integers(0, here_whole)), here_whole)
    there = Share(data.draw(st.integers(0, there_whole)), there_whole)
    points = claims.gap(here, there)
    assert points is not None
    assert abs(points - (here.percent - there.percent)) < 0.05
    if points:
        assert claims.side(points) == ("高い" if here.percent > there.percent else "低い")


def test_no_gap_is_claimed_of_a_count_that_may_still_grow() -> None:
    assert claims.gap(Share(13, 179, is_final=False), Share(473, 1741)) is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)))
def test_what_is_called_most_has_more_than_every_other(counts: dict[str, int]) -> None:
    first = claims.most(counts)
    if first is not None:
        assert all(counts[first] > number for key, number in counts.items() if key != first)
    out = claims.standing_out(counts)
    assert out is None or (out == first and 3 * counts[out] >= sum(counts.values()))


def test_a_tie_and_a_handful_stand_out_of_nothing() -> None:
    assert claims.most({"a": 3, "b": 3}) is None
    assert claims.most({}) is None
    assert claims.standing_out({"a": 3, "b": 1}) is None
    assert claims.standing_out({"a": 4, "b": 2}) == "a"


def test_years_on_top_are_counted_back_from_the_newest_and_end_at_a_gap_a_tie_or_another() -> None:
    stated = {2020: {"a": 5, "b": 1}, 2022: {"a": 5, "b": 1}, 2023: {"a": 4, "b": 3}}
    assert claims.years_on_top(stated, "a") == 2
    assert claims.years_on_top(stated, "b") == 0
    assert claims.years_on_top({2022: {"a": 1, "b": 1}, 2023: {"a": 2, "b": 1}}, "a") == 1
    assert claims.years_on_top({}, "a") == 0


def test_shares_of_few_towns_or_near_each_other_are_not_held_against_each_other() -> None:
    assert claims.is_firm_difference(Share(58, 81), Share(3, 10), 10)
    assert not claims.is_firm_difference(Share(58, 81), Share(2, 8), 10)
    assert not claims.is_firm_difference(Share(58, 81), Share(6, 10), 10)
