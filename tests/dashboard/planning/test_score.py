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


def scored(values: slow_ranking.Matrix, weights: list[float] | score.Floats) -> score.Scored:
    return score.scored(score.estimate(matrix(values)), np.array(weights))


def matrix(values: slow_ranking.Matrix) -> score.Floats:
    return np.array([[np.nan if value is None else value for value in row] for row in values])


@given(values=VALUES, weights=WEIGHTS)
@settings(max_examples=30)
def test_contributions_add_up_to_the_score_and_the_score_is_that_of_plain_loops(
    values: slow_ranking.Matrix, weights: list[float]
) -> None:
    made = scored(values, weights)
    np.testing.assert_allclose(made.contributions.sum(axis=1), made.score, atol=1e-9)
    np.testing.assert_allclose(made.score, slow_ranking.scores(values, weights), atol=1e-9)
    assert (made.score <= 1 + 1e-9).all()


@given(values=VALUES, weights=WEIGHTS, factor=st.floats(0.01, 1000))
@settings(max_examples=30)
def test_scaling_all_weights_changes_no_score_and_no_draw(
    values: slow_ranking.Matrix, weights: list[float], factor: float
) -> None:
    some, all_scaled = np.array(weights), np.array(weights) * factor
    np.testing.assert_allclose(scored(values, some).score, scored(values, all_scaled).score, atol=1e-9)
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
    made, again = scored(values, weights), scored(changed, weights)
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
    changed = [[*row] for row in values]
    changed[town][criterion] = max(before, raised)
    given_, then = scored(values, weights).score, scored(changed, weights).score
    assert score.ranks(then)[town] <= score.ranks(given_)[town]


@given(values=VALUES, weights=WEIGHTS, town=TOWN, criterion=CRITERION)
@settings(max_examples=30)
def test_an_unknown_value_stands_between_the_least_and_the_most_that_it_could_be(
    values: slow_ranking.Matrix, weights: list[float], town: int, criterion: int
) -> None:
    town %= len(values)
    estimates = score.estimate(matrix([*values, [0.0] * CRITERIA]))
    estimates.values[town, criterion] = np.nan
    estimates.keep[town, criterion] = 0.0
    unknown = score.scored(estimates, np.array(weights)).score[town]
    estimates.keep[town, criterion] = 1.0
    ends = []
    for end in (0.0, 1.0):
        estimates.values[town, criterion] = end
        ends.append(score.scored(estimates, np.array(weights)).score[town])
    assert ends[0] - 1e-9 <= unknown <= ends[1] + 1e-9


def test_of_a_town_of_which_nothing_is_known_no_weight_is_known() -> None:
    made = scored([[None] * CRITERIA], [1.0] * CRITERIA)
    assert made.known_share.tolist() == [0]
    assert made.score.tolist() == [0]


@pytest.fixture
def drawn_values() -> score.Floats:
    generator = np.random.default_rng(7)
    values = generator.random((14, CRITERIA)).round(2)
    values[generator.random(values.shape) < 0.15] = np.nan
    values[3] = values[4] = np.nan_to_num(values[4])  # two towns that are alike in everything
    return values


def test_ranks_intervals_and_shares_are_those_of_a_slow_loop_over_the_same_draws(
    drawn_values: score.Floats, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = np.array(list(spec.weights_of("balance").values()))
    estimates = score.estimate(drawn_values)
    blocks = list(stability.drawn_scores(estimates, stability.draws(score.counted(estimates, weights))))
    low, high, share = slow_ranking.intervals(np.concatenate(blocks, axis=1).T.tolist(), 4)
    made = stability.stability(estimates, weights, 4)
    assert made.rank_low.tolist() == low
    assert made.rank_high.tolist() == high
    assert made.top_share.tolist() == pytest.approx(share, abs=1e-9)
    assert made.top_share.sum() == pytest.approx(4), "the top has so many places and no more"
    plain = [[None if np.isnan(value) else float(value) for value in row] for row in drawn_values]
    point = slow_ranking.scores(plain, weights.tolist())
    assert score.ranks(score.scored(estimates, weights).score).tolist() == slow_ranking.ranks(point)


def test_the_drawn_scores_of_known_values_are_weighted_means_on_three_scales(
    drawn_values: score.Floats,
) -> None:
    values = np.nan_to_num(drawn_values)
    estimates = score.estimate(values)
    drawn = stability.draws(np.full(CRITERIA, 1 / CRITERIA))
    scores = np.concatenate(list(stability.drawn_scores(estimates, drawn)), axis=1)
    towns = len(values)
    stretched = [[(v - min(c)) / (max(c) - min(c)) for v in c] for c in values.T.tolist()]
    ordered = [
        [(sum(o < v for o in c) + sum(o <= v for o in c)) / 2 / towns for v in c] for c in values.T.tolist()
    ]
    third = -(-len(drawn) // 3)
    for draw, columns in ((0, values.T.tolist()), (third, stretched), (2 * third, ordered)):
        for town in range(towns):
            mean = sum(w * c[town] for w, c in zip(drawn[draw].tolist(), columns, strict=True))
            assert scores[town, draw] == pytest.approx(mean)


@given(
    values=st.lists(
        st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=3, max_size=3), min_size=1, max_size=7
    ),
    top=st.integers(1, 8),
)
@settings(max_examples=40)
def test_of_many_equal_towns_ranks_intervals_and_shares_are_those_of_the_slow_loop_too(
    values: slow_ranking.Matrix, top: int
) -> None:
    drawn = [[0.5, 0.5, 0.0], [0.2, 0.3, 0.5], [0.25, 0.25, 0.5], [1 / 3, 1 / 3, 1 / 3]] * 5
    scores = np.array(
        [[sum(w * (v or 0) for w, v in zip(ws, row, strict=True)) for ws in drawn] for row in values]
    )
    low, high, share = slow_ranking.intervals(scores.T.tolist(), top)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stability, "drawn_scores", lambda *_: [scores[:, :7], scores[:, 7:]])
        patched.setattr(spec, "rules", lambda: replace(RULES, draws=len(drawn)))
        made = stability.stability(score.estimate(matrix(values)), np.ones(3), top)
        ahead = made.ahead(np.arange(len(values)))
    assert made.rank_low.tolist() == low
    assert made.rank_high.tolist() == high
    assert made.top_share.tolist() == pytest.approx(share, abs=1e-12)
    assert made.top_share.sum() == pytest.approx(min(top, len(values)))
    for one in range(len(values)):
        for other in range(len(values)):
            gaps = [round(a - b, 9) for a, b in zip(scores[one], scores[other], strict=True)]
            won = [1.0 if gap > 0 else 0.5 if gap == 0 else 0.0 for gap in gaps]
            assert ahead[one, other] == pytest.approx(np.mean(won))


def test_of_nine_equal_towns_none_is_surely_the_first() -> None:
    values = np.zeros((40, CRITERIA))
    values[:9] = 1.0
    weights = np.zeros(CRITERIA)
    weights[0] = 1.0
    estimates = score.estimate(values)
    made = stability.stability(estimates, weights, 20)
    assert score.ranks(score.scored(estimates, weights).score).tolist() == [1] * 9 + [10] * 31
    assert {
        (int(low), int(high)) for low, high in zip(made.rank_low[:9], made.rank_high[:9], strict=True)
    } == {(1, 9)}
    assert (made.top_share[:9] == 1).all()
    assert set(made.rank_low[9:].tolist()) == {10}
    assert set(made.rank_high[9:].tolist()) == {40}
    assert made.top_share[9:] == pytest.approx(11 / 31)
    assert made.ahead(np.arange(2)).tolist()[0][1] == 0.5


def test_the_draws_are_the_same_each_time_and_stand_around_the_chosen_weights() -> None:
    weights = score.shares(np.array(list(spec.weights_of("almost").values())))
    drawn = stability.draws(weights)
    assert drawn.shape == (RULES.draws, CRITERIA)
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), weights, atol=0.003)
    assert not drawn[:, weights == 0].any()
    stability._draws.cache_clear()
    np.testing.assert_array_equal(stability.draws(weights), drawn)


def test_a_criterion_of_weight_0_shifts_no_draw_of_the_others(drawn_values: score.Floats) -> None:
    weights = np.array(list(spec.weights_of("balance").values()))
    weights[2] = 0
    changed = drawn_values.copy()
    changed[:, 2] = np.where(np.isnan(changed[:, 2]), np.nan, 0.5)
    made, again = (
        stability.stability(score.estimate(values), weights, 4) for values in (drawn_values, changed)
    )
    assert made.rank_low.tolist() == again.rank_low.tolist()
    assert made.top_share.tolist() == again.top_share.tolist()


def test_who_leaves_the_top_by_a_changed_weight_does_leave_it(drawn_values: score.Floats) -> None:
    weights = np.array(list(spec.weights_of("balance").values()))
    estimates = score.estimate(drawn_values)
    places = score.ranks(score.scored(estimates, weights).score)
    left = stability.leaving(estimates, weights, 4)
    assert any(left), "none of the towns leaves; the test would show nothing"
    for town, found in enumerate(left):
        if found is None:
            continue
        assert places[town] <= 4
        changed = weights.copy()
        changed[found[0]] *= found[1]
        assert score.ranks(score.scored(estimates, changed).score)[town] > 4


def test_a_known_value_makes_an_interval_narrower_than_an_unknown_one() -> None:
    generator = np.random.default_rng(5)
    values = generator.random((40, CRITERIA))
    weights = np.ones(CRITERIA)
    known = stability.stability(score.estimate(values), weights, 20)
    values[0, :6] = np.nan
    unknown = stability.stability(score.estimate(values), weights, 20)
    width = [int(made.rank_high[0] - made.rank_low[0]) for made in (known, unknown)]
    assert width[0] < width[1]


def test_no_towns_have_no_ranking() -> None:
    made = stability.stability(score.estimate(np.zeros((0, CRITERIA))), np.ones(CRITERIA), 20)
    assert made.rank_low.size == made.top_share.size == 0
