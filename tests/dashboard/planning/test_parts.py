"""Facts, criteria, measures, 参考団体 and the watch of a small world, counted by hand."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.planning import criteria, facts, likeness, measures, peers, rank, reasons, spec, watch
from tests.dashboard.planning.small_world import small_world

WORLD, BIG = small_world(), small_world(10)


def test_each_fact_is_what_a_clerk_would_count() -> None:
    raw = facts.facts(WORLD).raw
    assert raw.at["00002", "neighbours"] == 1
    assert raw.at["00003", "neighbours"] == 0
    assert raw.at["00003", "barriers"] == 1.0, "both barriers have a measure"
    assert raw.at["00002", "barriers"] == 0.5, "財源 has none"
    assert raw.at["00003", "repeated"] == 0.5
    assert raw.at["00002", "repeated"] == 0.0
    assert raw.at["00002", "support"] == 1
    assert raw.at["00003", "support"] == 0
    assert raw.at["00002", "attendance"] == 1
    assert raw.at["00001", "never"] == 1
    assert raw.at["00003", "never"] == 0
    assert raw.at["00002", "functions"] == 0.5
    assert raw["return"].to_dict()["00003"] == "late"
    assert raw["return"].to_dict()["00004"] == "missing"
    assert 2.9 < raw.at["00002", "contact"] < 3.1
    assert pd.isna(raw.at["00003", "contact"]), "records are kept since three months, and say no more"


def test_no_contact_is_claimed_to_be_missing_for_longer_than_records_are_kept() -> None:
    months = spec.rules().contact_months
    begun = WORLD.day - timedelta(days=math.ceil(months * facts.MONTH))
    for since in (None, WORLD.day, begun + timedelta(days=1)):
        raw = facts.facts(replace(WORLD, recorded_since=since)).raw["contact"]
        assert raw.drop("00002").isna().all()
        assert 2.9 < raw["00002"] < 3.1
    full = facts.facts(replace(WORLD, recorded_since=begun)).raw["contact"]
    assert (full.drop("00002") == months).all()
    criterion = next(one for one in spec.criteria() if one.code == "contact")
    assert criteria.phrase(criterion, 4.8) == "道からの連絡の記録が4か月以上ないこと"


def test_the_first_call_on_record_leaves_the_order_of_all_other_towns() -> None:
    weights = spec.weights_of("dormant")
    before = rank.ranking(
        replace(WORLD, contacts=None), facts.facts(replace(WORLD, contacts=None)), weights, 2
    )
    call = replace(WORLD, recorded_since=WORLD.day)
    after = rank.ranking(call, facts.facts(call), weights, 2)
    orders = [[code for code in one.rows["code"] if code != "00002"] for one in (before, after)]
    assert orders[0] == orders[1]
    assert not after.rows["reasons"].map("".join).str.contains("連絡の記録が").any()


def test_what_nobody_recorded_is_unknown_and_not_zero() -> None:
    bare = replace(
        WORLD,
        contacts=None,
        activities=WORLD.activities.iloc[:0],
        attendance=WORLD.attendance.iloc[:0],
        answers=WORLD.answers.iloc[:0],
        returns=WORLD.returns.iloc[:0],
        towns=WORLD.towns.assign(population=np.nan, area=np.nan, density=np.nan),
    )
    raw = facts.facts(bare).raw
    unknown = [
        "contact",
        "attendance",
        "never",
        "barriers",
        "support",
        "functions",
        "repeated",
        "return",
        "smallness",
    ]
    assert raw[[*unknown, "peers"]].isna().all().all()


def test_a_return_that_is_not_due_yet_is_unknown() -> None:
    early = replace(WORLD, returns=WORLD.returns.assign(deadline=pd.Timestamp("2022-12-20")))
    assert pd.isna(facts.facts(early).raw.at["00004", "return"])


def test_fictional_facts_are_marked_one_by_one() -> None:
    marks = facts.facts(small_world(fictional=True)).synthetic.loc["00002"]
    assert marks[["stage", "barriers", "support", "functions", "never", "return"]].all()
    assert not marks[["aging_65", "smallness", "neighbours", "peers", "contact"]].any()


@pytest.mark.parametrize("criterion", spec.criteria(), ids=lambda criterion: criterion.code)
def test_a_criterion_runs_from_0_to_1_between_the_ends_that_its_formula_names(
    criterion: spec.Criterion,
) -> None:
    if criterion.shape == "table":
        given = pd.Series([*dict(criterion.points), "something else", None])
        made = criteria.value(criterion, given)
        assert made[:-2].tolist() == [points for _, points in criterion.points]
        assert np.isnan(made[-2:]).all()
        assert all(f"={points:g}" in criterion.formula for _, points in criterion.points)
    else:
        step = (criterion.high - criterion.low) / 10
        beyond = max(criterion.low - step, 1e-9) if criterion.shape == "log" else criterion.low - step
        made = criteria.value(criterion, pd.Series([criterion.low, criterion.high, beyond, np.nan]))
        assert made[:3].tolist() == [0, 1, 0]
        assert np.isnan(made[3])
        assert f"{criterion.low:,g}" in criterion.formula
    assert criterion.source
    assert criterion.family in {family.code for family in spec.families()}


def test_every_preset_weighs_criteria_that_exist() -> None:
    for preset in spec.presets():
        assert sum(spec.weights_of(preset.code).values()) > 0
        assert spec.preset(preset.label) == preset


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("nothing", {}, "選べるのは balance（バランス）"),
        ("balance", {"colour": 1.0}, "「colour」という項目はありません"),
        ("balance", {"stage": -1.0}, "「stage」の重みは0以上"),
        ("balance", dict.fromkeys(spec.codes(), 0.0), "重みがすべて0です"),
    ],
)
def test_weights_that_cannot_be_used_are_refused_with_a_way_on(
    name: str, changed: dict[str, float], said: str
) -> None:
    with pytest.raises(spec.WeightsError, match=said):
        spec.weights_of(name, changed)


def test_what_to_bring_answers_the_heaviest_barrier_first_and_says_why() -> None:
    brought = measures.by_town(WORLD)["00003"]
    assert [one["measure"] for one in brought] == ["briefing_session", "training"]
    answer = brought[0]["answers"][0]
    assert answer["label"] == "効果がわからない"
    assert answer["reason"] == "先に始めた町を紹介する"
    assert "説明資料など（barrier_measure.csv） セル C3" in answer["source"]
    assert measures.by_town(WORLD)["00002"][0]["had"] == ["2022年6月1日「説明会2」"]


def test_a_reason_that_is_no_lack_is_answered_by_nothing() -> None:
    linked = {"effect_unclear": "linked_already"}
    world = replace(
        WORLD,
        answers=WORLD.answers.replace({"option_code": linked}),
        barrier_measure=WORLD.barrier_measure.replace({"barrier_code": linked}),
    )
    brought = measures.by_town(world)["00003"]
    assert [answer["barrier"] for one in brought for answer in one["answers"]] == ["staff_shortage"]


def test_support_that_was_asked_for_and_not_given_is_named() -> None:
    missing = measures.not_given(WORLD)
    assert [one["measure"] for one in missing["00002"]] == ["training"]
    assert "00003" not in missing, "「特にない」 is no wish"


def test_talking_points_are_the_towns_own_words_with_their_cell() -> None:
    points = measures.talking_points(WORLD, "00002")
    assert [point["text"] for point in points] == ["人が足りません。"]
    assert (points[0]["file"], points[0]["cell"]) == ("survey/R4/return.xlsx", "C75")
    assert measures.talking_points(WORLD, "00003") == []


def test_a_peer_is_told_feature_by_feature_with_its_story() -> None:
    found = peers.of_town(peers.compare(WORLD), "00002")
    assert [peer["code"] for peer in found] == ["00001"]
    peer = found[0]
    assert peer["began"] == 2021
    assert peer["barriers_before"] == ["人材不足"]
    assert [one["title"] for one in peer["measures"]] == ["説明会1"]
    assert peer["case"][0]["statement"] == "一つの窓口で受ける"
    alike = {one["feature"]: one for one in peer["alike"]}
    assert alike["kind"]["likeness"] == 1
    assert alike["functions"]["likeness"] == 0.5
    assert alike["barriers_now"]["likeness"] == 0, "財源・効果 against 人材不足"
    assert alike["barriers_then"]["likeness"] == 1
    assert alike["population"]["mine"] == "4,000人"
    weights = spec.rules().features
    known = [one for one in peer["alike"] if one["decides"]]
    assert {one["feature"] for one in known} == set(weights)
    mean = sum(one["likeness"] * weights[one["feature"]] for one in known) / sum(
        weights[one["feature"]] for one in known
    )
    assert peer["distance"] == pytest.approx(1 - mean, abs=0.001)


@given(data=st.data())
@settings(max_examples=20)
def test_peers_stay_the_same_whatever_is_deleted_of_what_implementers_answered(data: st.DataObject) -> None:
    towns = BIG.towns.assign(status_code=["implementing"] * 5 + ["undecided"] * 5)
    world = replace(BIG, towns=towns)
    gone = data.draw(st.sets(st.sampled_from(BIG.answers.index.tolist())))
    left = replace(world, answers=BIG.answers.drop(index=list(gone)))
    before, after = peers.compare(world), peers.compare(left)
    for town in towns["municipality_code"]:
        nearest, still = (
            [(one["code"], one["distance"]) for one in peers.of_town(made, town)] for made in (before, after)
        )
        assert nearest == still


def test_an_unknown_figure_stands_for_the_mean_likeness_and_brings_nobody_nearer() -> None:
    features = {"population": np.array([[0.9, 0.5, 0.1]]), "area": np.array([[0.2, np.nan, 0.4]])}
    apart = likeness.distance(features, {"population": 1.0, "area": 1.0})
    np.testing.assert_allclose(apart, [[1 - 1.1 / 2, 1 - 0.8 / 2, 1 - 0.5 / 2]])


def test_a_town_is_no_peer_of_itself() -> None:
    assert peers.of_town(peers.compare(WORLD), "00001") == []


def test_a_start_that_was_put_off_or_is_past_is_watched() -> None:
    towns = WORLD.towns.copy()
    places = towns["municipality_code"].isin(["00005", "00006", "00004", "00003"])
    towns.loc[places, "status_code"] = ["planned", "planned", "planned", "preparing"][: places.sum()]
    starts = {"00003": 2023, "00004": 2021, "00005": 2025, "00006": pd.NA}
    towns["start_fiscal_year"] = towns["municipality_code"].map(starts).astype("Int32")
    made = watch.watch(replace(WORLD, towns=towns), [*starts]).set_index("code")
    assert made["state"].to_dict() == {
        "00004": "overdue",
        "00005": "put_off",
        "00006": "no_year",
        "00003": "coming",
    }
    assert made.at["00005", "years_put_off"] == 2
    assert made.at["00005", "first_stated"] == 2023


def test_a_ranking_of_a_small_world_adds_up_and_speaks() -> None:
    made = rank.ranking(WORLD, facts.facts(WORLD), spec.weights_of("balance"), top=2)
    assert set(made.rows["code"]) == {"00002", "00003", "00004", "00005", "00006"}
    assert made.lists["00001"] == rank.OUT
    for row in made.rows.to_dict("records"):
        assert abs(sum(row["contributions"].values()) - row["score"]) < 1e-9
        assert row["reasons"][0].startswith("主な理由は、")
        assert f"{row['rank_low']}" in row["reasons"][1]


def test_no_attendance_on_a_list_is_said_as_what_the_lists_say() -> None:
    criterion = next(one for one in spec.criteria() if one.code == "never")
    said = criteria.phrase(criterion, 0)
    assert said == "研修・説明会などの出席の記録がないこと"
    assert "参加していない" not in f"{said}{criterion.label}", (
        "the town may have answered that it used the handbook"
    )


def test_certainty_is_never_rounded_up_to_certain() -> None:
    assert "99％超" in reasons.confidence_sentence(1, 3, 20, 0.9999, [])
    assert "100％" in reasons.confidence_sentence(1, 3, 20, 1.0, [])
    assert "1％未満" in reasons.confidence_sentence(30, 90, 20, 0.001, ["stage"])


def test_answers_of_before_count_less_by_age_and_are_told_in_the_past_tense_with_their_year() -> None:
    old = replace(WORLD, day=WORLD.day.replace(year=2025))
    keep = facts.facts(old).keep
    assert keep.at["00003", "barriers"] == pytest.approx(0.5), "three years old: one is free, two halve it"
    assert keep.at["00003", "stage"] == pytest.approx(0.5)
    assert keep.at["00003", "neighbours"] == 1
    assert facts.facts(WORLD).keep.at["00003", "barriers"] == 1
    weights = spec.weights_of("balance")
    now, then = (
        rank.ranking(world, facts.facts(world), weights, 2).rows["reasons"].map("".join).str.cat()
        for world in (WORLD, old)
    )
    assert "の段階にあること" in now
    assert "の回答）" not in now
    assert "の段階にあったこと" in then
    assert "令和4年度の回答）" in then
    assert "の段階にあること" not in then
