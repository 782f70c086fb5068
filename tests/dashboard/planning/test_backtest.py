"""The backtest against small histories, and against the real one of Hokkaido."""

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from dashboard.planning import backtest
from dashboard.planning.inputs import RankingInputs
from dashboard.services import ranking
from dashboard.warehouse.reader import Reader
from tests.dashboard.planning.small_world import small_world


def eras_of(world: RankingInputs, began: set[str]) -> list[backtest.BacktestYear]:
    return [backtest.BacktestYear(world, dict.fromkeys(began, frozenset({"名簿"})), is_complete=True)]


def row_of(table: pd.DataFrame, method: str) -> pd.Series:
    return table.set_index("method").loc[method]


@given(
    candidates=st.integers(1, 60), began=st.integers(0, 12), named=st.integers(1, 20), hits=st.integers(0, 5)
)
@settings(max_examples=40)
def test_the_chance_of_a_lot_is_the_hypergeometric_one(
    candidates: int, began: int, named: int, hits: int
) -> None:
    began, named = min(began, candidates), min(named, candidates)
    expected = hypergeom(candidates, began, named).sf(hits - 1)
    assert backtest.at_least(hits, candidates, began, named) == pytest.approx(expected, abs=1e-9)


def test_wilson_is_the_interval_of_the_textbook() -> None:
    low, high = backtest.wilson(3, 3)
    z = 1.6448536269514722
    assert (low, high) == (pytest.approx(3 / (3 + z * z)), pytest.approx(1.0))
    assert backtest.wilson(0, 0) == (0.0, 1.0)
    assert sum(backtest.wilson(5, 10)) == pytest.approx(1.0)


def test_towns_that_are_equal_at_the_edge_count_in_part() -> None:
    figures = pd.Series({"a": 2.0, "b": 1.0, "c": 1.0, "d": 1.0, "e": 0.0})
    assert backtest.hits_among(figures, frozenset("a"), 2) == 1
    assert backtest.hits_among(figures, frozenset("bc"), 2) == pytest.approx(2 / 3)
    assert backtest.hits_among(figures, frozenset("e"), 2) == 0
    assert backtest.hits_among(figures, frozenset("e"), 9) == 1


def test_where_everything_was_known_the_ranking_is_held_against_who_began() -> None:
    world = small_world(towns=12)
    table = backtest.backtest(eras_of(world, {"00002", "00003"}), names=4)
    assert table["can_verify"].loc[table["method"] != "plans"].all()
    score = row_of(table, "score")
    assert score["began"] == 2
    assert score["named"] == 4
    assert score["hits"] in (0, 1, 2)
    assert score["low"] <= score["rate"] <= score["high"]
    assert "2件だけ" in backtest.few(table)


def test_fictional_inputs_and_the_journal_count_for_nothing() -> None:
    world = small_world(towns=12, fictional=True)
    real = backtest.real_only(world)
    assert real.answers.empty
    assert real.contacts is None
    assert (real.towns["status_code"] == "unknown").sum() > 0
    table = backtest.backtest(eras_of(real, {"00002"}), names=4)
    score = row_of(table, "score")
    assert not score["can_verify"]
    assert "検討の段階" in score["why_not"]
    assert math.isnan(score["hits"])
    assert "検証できません" in backtest.few(table)


def test_stated_plans_are_held_against_what_came_of_them() -> None:
    world = small_world(towns=12)
    towns = world.towns.copy()
    towns.loc[towns["municipality_code"].isin(["00002", "00005"]), ["status_code", "start_fiscal_year"]] = [
        "planned",
        2023,
    ]
    planned = replace(world, towns=towns)
    plans = row_of(backtest.backtest(eras_of(planned, {"00002", "00003"}), names=4), "plans")
    assert (plans["named"], plans["hits"], plans["rate"]) == (2, 1, 0.5)


def test_the_real_history_says_what_it_cannot_test_and_no_plan_is_confirmed_by_its_own_document(
    reader: Reader,
) -> None:
    table = ranking.backtest(reader)
    assert table["day"].map(str).unique().tolist() == ["2021-04-01", "2022-04-01", "2022-11-30", "2023-04-01"]
    assert not table.loc[table["method"] == "score", "can_verify"].any()
    assert table.loc[table["method"] == "score", "why_not"].str.contains("検討の段階").all()
    plans = table[(table["method"] == "plans") & table["can_verify"]].iloc[0]
    assert (plans["day"], plans["named"], plans["hits"], plans["began"]) == (date(2022, 11, 30), 2, 2, 2)
    assert "同じ資料だけが開始を示す1市町村を除く" in plans["note"]
    assert not table.loc[table["next_fiscal_year"] == 2024, "is_complete"].any()
