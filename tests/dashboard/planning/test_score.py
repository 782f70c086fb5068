"""The score holds what it promises, for any towns and any weights."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.planning import score, spec, stability
from tests.dashboard.planning import slow_ranking

CRITERIA, RULES = len(spec.codes()), spec.rules()
NUMBERS = st.floats(0, 1, allow_subnormal=False)
VALUES = st.lists(
    st.lists(st.one_of(st.none(), NUMBERS), min_size=CRITERIA, max_size=CRITERIA), min_size=2, max_size=9
)
WEIGHTS = st.lists(st.one_of(st.just(0.0), st.floats(0.1, 10)), min_size=CRITERIA, max_size=CRITERIA).filter(
    lambda given_: sum(given_) > 0
)
TOWN, CRITERION = st.integers(0, 8), st.integers(0, CRITERIA - 1)


def matrix(values: slow_ranking.Matrix) -> score.Floats:
    return np.array([[np.nan if value is None else value for value in row] for row in values])


@given(values=VALUES, weights=WEIGHTS)
@settings(max_examples=30)
def test_contributions_add_up_to_the_score_and_the_score_is_that_of_plain_loops(
    values: slow_ranking.Matrix, weights: list[float]
) -> None:
    made = score.scored(matrix(values), np.array(weights))
    for town, row in enumerate(values):
        expected = slow_ranking.score(row, weights)
        if expected is None:
            assert np.isnan(made.score[town])
        else:
            assert abs(made.contributions[town].sum() - made.score[town]) < 1e-9
            assert abs(made.score[town] - expected) < 1e-9
            assert 0 <= made.score[town] <= 1 + 1e-12


@given(values=VALUES, weights=WEIGHTS, factor=st.floats(0.01, 1000))
@settings(max_examples=30)
def test_scaling_all_weights_changes_no_score_and_no_draw(
    values: slow_ranking.Matrix, weights: list[float], factor: float
) -> None:
    some, all_scaled = np.array(weights), np.array(weights) * factor
    made, again = score.scored(matrix(values), some), score.scored(matrix(values), all_scaled)
    np.testing.assert_allclose(made.score, again.score, atol=1e-9)
    np.testing.assert_allclose(score.shares(some), score.shares(all_scaled), atol=1e-11)


@given(values=VALUES, weights=WEIGHTS, criterion=CRITERION, other=st.one_of(st.none(), NUMBERS))
@settings(max_examples=30)
def test_a_criterion_of_weight_0_changes_nothing(
    values: slow_ranking.Matrix, weights: list[float], criterion: int, other: float | None
) -> None:
    weights = [*weights]
    weights[criterion] = 0.0
    if not sum(weights):
        return
    changed = [[*row] for row in values]
    for row in changed:
        row[criterion] = other
    made = score.scored(matrix(values), np.array(weights))
    again = score.scored(matrix(changed), np.array(weights))
    np.testing.assert_array_equal(made.score, again.score)
    np.testing.assert_array_equal(made.known_share, again.known_share)
    np.testing.assert_array_equal(made.contributions, again.contributions)


@given(values=VALUES, weights=WEIGHTS, town=TOWN, criterion=CRITERION, raised=NUMBERS)
@settings(max_examples=30)
def test_raising_a_criterion_of_a_town_never_lowers_its_rank(
    values: slow_ranking.Matrix, weights: list[float], town: int, criterion: int, raised: float
) -> None:
    town %= len(values)
    before = values[town][criterion]
    if before is None:
        return
    given_ = np.nan_to_num(score.scored(matrix(values), np.array(weights)).score, nan=0.0)
    changed = [[*row] for row in values]
    changed[town][criterion] = max(before, raised)
    then = np.nan_to_num(score.scored(matrix(changed), np.array(weights)).score, nan=0.0)
    assert score.ranks(then)[town] <= score.ranks(given_)[town]


@given(values=VALUES, weights=WEIGHTS, town=TOWN, criterion=CRITERION)
@settings(max_examples=30)
def test_an_unknown_criterion_stands_for_the_mean_of_the_known_ones_and_gains_no_more(
    values: slow_ranking.Matrix, weights: list[float], town: int, criterion: int
) -> None:
    town %= len(values)
    row = [*values[town]]
    row[criterion] = None
    unknown = slow_ranking.score(row, weights)
    if unknown is None:
        return
    made = {
        filled: score.scored(
            matrix([[*row[:criterion], filled, *row[criterion + 1 :]]]), np.array(weights)
        ).score[0]
        for filled in (0.0, unknown, 1.0)
    }
    with_unknown = score.scored(matrix([row]), np.array(weights)).score[0]
    assert made[0.0] - 1e-9 <= with_unknown <= made[1.0] + 1e-9
    assert abs(made[unknown] - with_unknown) < 1e-9


def test_a_town_of_which_nothing_is_known_has_no_score() -> None:
    made = score.scored(np.full((1, CRITERIA), np.nan), np.ones(CRITERIA))
    assert np.isnan(made.score[0])
    assert made.known_share[0] == 0


@pytest.fixture
def drawn_values() -> score.Floats:
    generator = np.random.default_rng(7)
    values = generator.random((12, CRITERIA)).round(2)
    values[generator.random(values.shape) < 0.15] = np.nan
    values[3] = values[4]  # two towns that are alike in everything
    return values


def test_ranks_intervals_and_shares_are_those_of_a_slow_loop_over_the_same_draws(
    drawn_values: score.Floats, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = np.array(list(spec.weights_of("balance").values()))
    drawn = stability.draws(weights)
    plain = [[None if np.isnan(value) else float(value) for value in row] for row in drawn_values]
    low, high, share = slow_ranking.intervals(plain, drawn.tolist(), 4)
    made = stability.stability(drawn_values, weights, 4)
    assert made.rank_low.tolist() == low
    assert made.rank_high.tolist() == high
    assert made.top_share.tolist() == pytest.approx(share, abs=1e-9)
    scores = [slow_ranking.score(row, weights.tolist()) or 0.0 for row in plain]
    assert score.ranks(score.scored(drawn_values, weights).score).tolist() == slow_ranking.ranks(scores)
    monkeypatch.setattr(stability, "BLOCK", 50)
    blocks = stability.stability(drawn_values, weights, 4)
    assert blocks.top_share.tolist() == pytest.approx(share, abs=1e-9)


@given(
    values=st.lists(
        st.lists(st.sampled_from([None, 0.0, 0.5, 1.0]), min_size=3, max_size=3), min_size=1, max_size=7
    ),
    top=st.integers(1, 8),
)
@settings(max_examples=40)
def test_of_many_equal_towns_ranks_intervals_and_shares_are_those_of_the_slow_loop_too(
    values: slow_ranking.Matrix, top: int
) -> None:
    values = [row for row in values if any(value is not None for value in row)] or [[0.0, 0.0, 0.0]]
    drawn = [[0.5, 0.5, 0.0], [0.2, 0.3, 0.5], [0.25, 0.25, 0.5], [1 / 3, 1 / 3, 1 / 3]] * 5
    values = [
        [0.5 if place == 2 and row[:2] == [None, None] else one for place, one in enumerate(row)]
        for row in values
    ]
    low, high, share = slow_ranking.intervals(values, drawn, top)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stability, "draws", lambda _: np.array(drawn))
        patched.setattr(spec, "rules", lambda: replace(RULES, draws=len(drawn)))
        made = stability.stability(matrix(values), np.ones(3), top)
        order = np.arange(len(values))
        ahead = stability.ahead(matrix(values), np.ones(3), order)
    assert made.rank_low.tolist() == low
    assert made.rank_high.tolist() == high
    assert made.top_share.tolist() == pytest.approx(share, abs=1e-12)
    assert made.top_share.sum() == pytest.approx(min(top, len(values))), (
        "the top has so many places and no more"
    )
    for one in range(len(values)):
        for other in range(one + 1, len(values)):
            pair = [
                [slow_ranking.score(values[town], weights) or 0.0 for town in (one, other)]
                for weights in drawn
            ]
            won = [1.0 if a > b + 1e-12 else 0.5 if abs(a - b) <= 1e-12 else 0.0 for a, b in pair]
            assert ahead[one, other] == pytest.approx(np.mean(won))
            assert ahead[other, one] == pytest.approx(1 - np.mean(won))


def test_of_nine_equal_towns_none_is_surely_the_first() -> None:
    values = np.zeros((40, CRITERIA))
    values[:9] = 1.0
    weights = np.zeros(CRITERIA)
    weights[0] = 1.0
    made = stability.stability(values, weights, 20)
    assert score.ranks(score.scored(values, weights).score).tolist() == [1] * 9 + [10] * 31
    assert {
        (int(low), int(high)) for low, high in zip(made.rank_low[:9], made.rank_high[:9], strict=True)
    } == {(1, 9)}
    assert (made.top_share[:9] == 1).all()
    assert set(made.rank_low[9:].tolist()) == {10}
    assert set(made.rank_high[9:].tolist()) == {40}
    assert made.top_share[9:] == pytest.approx(11 / 31)
    assert stability.ahead(values, weights, np.arange(2)).tolist()[0][1] == 0.5


def test_the_draws_are_the_same_each_time_and_stand_around_the_chosen_weights() -> None:
    weights = np.array(list(spec.weights_of("almost").values()))
    drawn = stability.draws(weights)
    assert drawn.shape == (10_000, CRITERIA)
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), score.shares(weights), atol=0.002)
    assert not drawn[:, weights == 0].any()
    stability._draws.cache_clear()
    np.testing.assert_array_equal(stability.draws(weights), drawn)


def test_a_criterion_of_weight_0_shifts_no_draw_of_the_others(drawn_values: score.Floats) -> None:
    weights = np.array(list(spec.weights_of("balance").values()))
    weights[2] = 0
    changed = drawn_values.copy()
    changed[:, 2] = np.nan
    made, again = (stability.stability(values, weights, 4) for values in (drawn_values, changed))
    assert made.rank_low.tolist() == again.rank_low.tolist()
    assert made.top_share.tolist() == again.top_share.tolist()


def test_who_leaves_the_top_by_a_changed_weight_does_leave_it(drawn_values: score.Floats) -> None:
    weights = np.array(list(spec.weights_of("balance").values()))
    places = score.ranks(score.scored(drawn_values, weights).score)
    left = stability.leaving(drawn_values, weights, 4)
    assert any(left), "none of the towns leaves; the test would show nothing"
    for town, found in enumerate(left):
        if found is None:
            continue
        assert places[town] <= 4
        changed = weights.copy()
        changed[found[0]] *= found[1]
        assert score.ranks(score.scored(drawn_values, changed).score)[town] > 4


def test_of_two_towns_the_shares_of_being_ahead_are_counted_over_all_draws(
    drawn_values: score.Floats,
) -> None:
    weights = np.array(list(spec.weights_of("balance").values()))
    share = stability.ahead(drawn_values, weights, np.arange(12))
    upper = np.triu_indices(12, k=1)
    np.testing.assert_allclose(share[upper] + share.T[upper], 1)
    assert share[3, 4] == share[4, 3] == 0.5, "of two equal towns neither stands before"
    drawn = stability.draws(weights)[:200]
    plain = [[None if np.isnan(value) else float(value) for value in row] for row in drawn_values]
    wins = [
        (slow_ranking.score(plain[0], w) or 0) > (slow_ranking.score(plain[1], w) or 0)
        for w in drawn.tolist()
    ]
    assert abs(np.mean(wins) - share[0, 1]) < 0.1


def test_no_towns_have_no_ranking() -> None:
    made = stability.stability(np.zeros((0, CRITERIA)), np.ones(CRITERIA), 20)
    assert made.rank_low.size == made.top_share.size == 0
