"""What is said of joint groups, of a start of chosen towns and of the forecast, held against plain counts of small drawn worlds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.planning import hazard, joint_groups, what_if
from dashboard.planning.distances import Times
from dashboard.planning.settlements import SettledTown, SettlementCheck
from dashboard.services.forecast import Forecast
from dashboard.views import forecast_words, joint_words, what_if_words
from dashboard.words import words

GROUPS = ("implementing", "planned", "considering", "no_plan", "no_data")
FUNCTIONS = ("function_1", "function_2")
# A word of cause, unless it is said that there is none to be told.
CAUSE = re.compile(r"(連絡|働きかけ|支援|取組)(による|により|のため|の効果|の影響)(?!とは言えません)")


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def says_no_cause(said: Iterable[str]) -> None:
    assert not [text for text in said if CAUSE.search(text)]


@dataclass(frozen=True)
class SmallTowns:
    """Towns in pairs of neighbours, some pairs joined to the next: groups, people and answers drawn."""

    towns: pd.DataFrame
    edges: set[tuple[str, str]]
    answers: dict[tuple[str, str], str]
    bodies: pd.DataFrame

    @property
    def neighbours(self) -> pd.DataFrame:
        both = [*self.edges, *((b, a) for a, b in self.edges)]
        return pd.DataFrame(both, columns=["municipality_code", "neighbour_code"])

    def functions(self) -> pd.DataFrame:
        codes = sorted({code for code, _ in self.answers})
        rows = [[self.answers.get((code, name)) for name in FUNCTIONS] for code in codes]
        return pd.DataFrame(rows, index=codes, columns=list(FUNCTIONS), dtype=object)


@st.composite
def small_towns(draw: st.DrawFn) -> SmallTowns:
    pairs = draw(st.integers(0, 8))
    codes = [f"{place:02}" for place in range(2 * pairs)]
    people = draw(st.lists(st.sampled_from([3000.0, 3000.0, 30000.0, None]), min_size=16, max_size=16))
    groups = draw(st.lists(st.sampled_from(GROUPS), min_size=16, max_size=16))
    joined = draw(st.lists(st.booleans(), min_size=16, max_size=16))
    options = ["existing", "partly", "none", "planned", "prefecture", None]
    said = draw(st.lists(st.sampled_from(options), min_size=32, max_size=32))
    drawn = draw(
        st.lists(st.lists(st.sampled_from(codes or ["00"]), min_size=1, max_size=7, unique=True), max_size=3)
    )
    towns = pd.DataFrame(
        {"municipality_code": codes, "group_code": groups[: len(codes)], "population": people[: len(codes)]}
    ).astype({"population": "float64", "municipality_code": "object", "group_code": "object"})
    edges = {(codes[2 * n], codes[2 * n + 1]) for n in range(pairs)}
    edges |= {(codes[n], codes[n + 1]) for n in range(len(codes) - 1) if joined[n]}
    asked = [(code, name) for code in codes for name in FUNCTIONS]
    answers = {key: answer for key, answer in zip(asked, said, strict=False) if answer}
    members = [(f"枠組み{number}", code) for number, own in enumerate(drawn) for code in own if code in codes]
    return SmallTowns(towns, edges, answers, pd.DataFrame(members, columns=["body", "municipality_code"]))


@settings(max_examples=40, deadline=None)
@given(small_towns())
def test_what_is_said_of_joint_groups_is_counted_again(world: SmallTowns) -> None:
    codes = world.towns["municipality_code"].tolist()
    minutes = np.full((len(codes), len(codes)), 10.0) * ~np.eye(len(codes), dtype=bool)
    made = joint_groups.joint_groups(
        world.towns,
        world.neighbours,
        Times(tuple(codes), minutes, frozenset()),
        world.functions(),
        world.bodies,
    )
    known = joint_words.Names(
        {code: f"町{code}" for code in codes},
        dict(zip(FUNCTIONS, ("相談", "参加"), strict=True)),
        {code: 2023 for code, _ in world.answers},
        dict(zip(codes, world.towns["population"], strict=True)),
        frozenset(key for key, answer in world.answers.items() if answer == "partly"),
        not world.bodies.empty,
    )
    small = [
        row.municipality_code
        for row in world.towns.itertuples()
        if row.population == 3000 and row.group_code != "implementing"
    ]
    said = joint_words.summary(made)
    says_no_cause(said)
    if not small:
        assert said == ["人口10,000人未満で、実施しているとわかっていない市町村はありません。"]
        return
    asked = {code for code, _ in world.answers}
    assert numbers(said[0])[:3] == [10000, len(small), len(asked & set(small))]
    filled = {group.towns: _filled(group.towns, world.answers) for group in made.groups}
    useful = {towns: number for towns, number in filled.items() if number}
    if not useful:
        assert "まだありません" in said[0]
        return
    options = {one.towns: useful[one.towns] for one in made.options}
    assert len(options) == min(5, len(useful))
    assert min(options.values()) >= max([*(useful[towns] for towns in useful.keys() - options.keys()), 0])
    tied = sum(number == min(options.values()) for towns, number in useful.items() if towns not in options)
    told = re.search(
        r"補い合う(\d+)組(?:のうち、補い合うものの多い(\d+)組)?を(?:（同じ件数の組がほかに(\d+))?", said[0]
    )
    assert told
    assert [int(number or 0) for number in told.groups()] == (
        [len(useful), 0, 0] if len(useful) == len(options) else [len(useful), len(options), tied]
    )
    _check_recovery(said[1], world, [group.towns for group in made.groups], small)
    for one in made.options:
        reasons = joint_words.reasons(one, known)
        says_no_cause(reasons)
        assert numbers(reasons[0])[0] == 3000 * len(one.towns)
        assert numbers(reasons[1])[0] == useful[one.towns]
        examples = re.findall(r"町(\d\d)にない「(..)」が(.+?)に(?:、|など|（令)", reasons[1])
        assert examples
        for town, name, others in examples:
            function = FUNCTIONS[0] if name == "相談" else FUNCTIONS[1]
            assert world.answers[town, function] in ("none", "planned")
            have = dict(re.findall(r"町(\d\d)(（一部）)?", others))
            assert {code: bool(mark) for code, mark in have.items()} == {
                code: world.answers[code, function] == "partly"
                for code in one.towns
                if world.answers.get((code, function)) in ("existing", "partly")
            }


def _filled(towns: tuple[str, ...], answers: dict[tuple[str, str], str]) -> int:
    return sum(
        answers.get((town, name)) in ("none", "planned")
        and any(answers.get((other, name)) in ("existing", "partly") for other in towns)
        for town in towns
        for name in FUNCTIONS
    )


def _check_recovery(said: str, world: SmallTowns, groups: list[tuple[str, ...]], small: list[str]) -> None:
    bodies = [set(own) & set(small) for _, own in world.bodies.groupby("body")["municipality_code"]]
    judged = [own for own in bodies if 2 <= len(own) <= 5]
    if not bodies:
        assert "登録されていないため" in said
        return
    if not judged:
        assert "比べられません" in said
        return
    recovered = sum(any(2 * len(own & set(group)) > len(own) for group in groups) for own in judged)
    pairs = [pair for pair in world.edges if set(pair) <= set(small)]
    same = [any(set(pair) <= set(group) for group in groups) for pair in pairs]
    joined = [any(set(pair) <= own for own in judged) for pair in pairs]
    counted = [
        number
        for kind in (True, False)
        if joined.count(kind)
        for number in (joined.count(kind), sum(a and b == kind for a, b in zip(same, joined, strict=True)))
    ]
    found = re.search(r"枠組み(\d+)のうち、過半数が同じ組に入ったのは(\d+)です。(.*)$", said)
    assert found
    assert [int(found[1]), int(found[2]), *numbers(found[3].replace("2市町村", ""))] == [
        len(judged),
        recovered,
        *counted,
    ]


@st.composite
def chosen_towns(
    draw: st.DrawFn,
) -> tuple[pd.DataFrame, set[tuple[str, str]], set[str], dict[str, dict[str, float]]]:
    codes = [f"{place:02}" for place in range(draw(st.integers(1, 6)))]
    rows = [
        {
            "municipality_code": code,
            "subprefecture_code": draw(st.sampled_from(["01", "02"])),
            "group_code": draw(st.sampled_from(GROUPS)),
            "population": draw(st.sampled_from([1000.0, 2000.0, None])),
            "size_class": draw(st.sampled_from(["under_5k", "5k_10k"])),
        }
        for code in codes
    ]
    towns = pd.DataFrame(rows).astype({"population": "float64"})
    towns["subprefecture_name"] = towns["subprefecture_code"]
    possible = [(a, b) for a in codes for b in codes if a < b]
    edges = draw(st.sets(st.sampled_from(possible))) if possible else set()
    levels = st.dictionaries(st.sampled_from(what_if.LEVELS), st.sampled_from([100.0, 200.0]))
    amounts = draw(st.dictionaries(st.sampled_from(["under_5k", "5k_10k"]), levels))
    return towns, edges, draw(st.sets(st.sampled_from(codes))), amounts


@settings(max_examples=60, deadline=None)
@given(chosen_towns())
def test_what_is_said_of_a_start_of_chosen_towns_is_counted_again(
    world: tuple[pd.DataFrame, set[tuple[str, str]], set[str], dict[str, dict[str, float]]],
) -> None:
    towns, edges, chosen, amounts = world
    both = [*edges, *((b, a) for a, b in edges)]
    neighbours = pd.DataFrame(both, columns=["municipality_code", "neighbour_code"])
    said = what_if_words.sentences(what_if.what_if(towns, neighbours, chosen, amounts))
    says_no_cause(said)
    work = set(towns.loc[towns["group_code"] == "implementing", "municipality_code"])
    added = chosen - work
    if not added:
        assert len(said) == 1
        return
    assert numbers(said[0])[:3] == [len(work), len(added), len(work | added)]
    counts = [len({a for a, b in both if b in at_work} - at_work) for at_work in (work, work | added)]
    assert (numbers(said[1]), "のままです" in said[1]) == (
        (counts[:1], True) if counts[0] == counts[1] else (counts, False)
    )
    unknown = int((towns["group_code"] == "no_data").sum())
    told = [numbers(text)[0] for text in said if "いまの状態がわからない" in text]
    assert told == ([unknown] if unknown else [])
    unsized = int(towns["population"].isna().sum())
    shares = [text for text in said if "住む人の割合" in text]
    assert bool(shares) == (unsized < len(towns))
    assert [int(number) for text in shares for number in re.findall(r"わからない(\d+)市町村を除", text)] == (
        [unsized] if shares and unsized else []
    )
    new = towns[towns["municipality_code"].isin(added) & towns["population"].notna()]
    by_level = {
        what_if_words.LEVELS[level]: number
        for level in what_if.LEVELS
        if (number := sum(level in amounts.get(size, {}) for size in new["size_class"]))
    }
    if not by_level:
        assert said[-1].startswith("人口1人当たりの額がまだ")
    elif min(by_level.values()) < len(added):
        assert set(numbers(said[-1].replace("1年", ""))) == set(by_level.values())
        if len(set(by_level.values())) > 1:
            assert all(f"{level}は{number}市町村" in said[-1] for level, number in by_level.items())
    else:
        assert "だけの額です" not in said[-1]


@given(st.lists(st.sampled_from([50.0, 100.0, 200.0]), max_size=6), st.integers(0, 3))
def test_the_check_of_settlements_names_how_many_it_is_made_of(foretold: list[float], lonely: int) -> None:
    towns = tuple(SettledTown(str(place), amount, 100.0) for place, amount in enumerate(foretold))
    said = what_if_words.settled(SettlementCheck(len(towns) + lonely, towns))
    if towns:
        assert numbers(said.replace("3市町村以上", ""))[:2] == [len(towns) + lonely, len(towns)]
    else:
        assert "％" not in said


margins = st.dictionaries(st.sampled_from(["plan", "none", "alike"]), st.sampled_from([-0.1, 0.0, 0.1]))


@given(
    st.integers(0, 40), margins, st.lists(st.floats(0, 1), max_size=5), st.sets(st.sampled_from([2021, 2022]))
)
def test_the_forecast_shows_a_number_only_where_it_is_earned(
    starts: int, ahead: dict[str, float], chances: list[float], unlisted: set[int]
) -> None:
    empty = pd.DataFrame(columns=["code", "year", "began", *hazard.METHODS])
    judged = hazard.Judgement(empty, starts, 30, {}, ahead, hazard.calibration(empty))
    nothing = hazard.TownYears(
        np.empty((0, 7)), np.empty(0, bool), np.empty(0, np.int64), np.empty(0, np.str_)
    )
    made = Forecast(nothing, judged, pd.Series(chances, dtype=float), 2027, [2023], [2024], sorted(unlisted))
    said = forecast_words.verdict(made)
    says_no_cause([said, forecast_words.years(made)])
    beats_all = bool(ahead) and min(ahead.values()) > 0
    assert ("始める見込み" in said) == (starts >= 30 and beats_all)
    if starts < 30:
        assert numbers(said) == [starts, 30, 30 - starts]
    elif not ahead:
        assert "まだ予測できるだけの年度がありません" in said
    elif beats_all:
        assert f"まだ始めていない{len(chances)}市町村で合わせて{words.decimal(sum(chances), 1)}市町村" in said
    else:
        named = {name for name, label in hazard.METHODS.items() if f"「{label}」" in said}
        assert named == {name for name, margin in ahead.items() if margin <= 0}
    assert ("前の年度の一覧がないため" in forecast_words.years(made)) == bool(unlisted)
