"""What 課題 says of a few towns, held against a slow count of what it claims."""

import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.planning import barriers
from dashboard.views import barrier_words

BARRIERS = {
    "staff": "人材不足",
    "need": "ニーズが少ない",
    "linked": "連携が取れている",
    "load": "事務負担",
    "effect": "効果",
}
ONE = st.dictionaries(st.sampled_from(list(BARRIERS)), st.one_of(st.none(), st.integers(1, 3)), max_size=5)


def answers(towns: list[dict[str, int | None]]) -> pd.DataFrame:
    """A row per town and barrier: stated, and at which place among 「特に大きなもの」."""
    rows = [
        (2023, code, label, False, place, f"{town:05d}", True, code in said, said.get(code))
        for town, said in enumerate(towns)
        for place, (code, label) in enumerate(BARRIERS.items())
    ]
    columns = ["fiscal_year", *barriers.BARRIER, "municipality_code", "is_counted", "is_stated", "rank"]
    columns[1:5] = ["barrier_code", "barrier_label", "is_provisional", "sort_order"]
    return pd.DataFrame(rows, columns=columns)


@given(st.lists(ONE, min_size=1, max_size=4))
def test_only_stated_barriers_are_named_and_all_that_tie(towns: list[dict[str, int | None]]) -> None:
    said = barrier_words.most_stated(barriers.shares(answers(towns)), "令和5年度", len(towns))
    number = {label: sum(code in town for town in towns) for code, label in BARRIERS.items()}
    named = {
        label: int(stated)
        for label, stated in re.findall(r"「([^」]+)」(\d+)（", said.partition("です。")[0])
    }
    assert named == {label: number[label] for label in named}
    assert all(named.values()), "nobody stated it"
    left = [count for label, count in number.items() if label not in named]
    assert not named or max(left, default=0) < min(named.values())
    assert len(named) <= 3 or len([n for n in named.values() if n > min(named.values())]) < 3
    assert bool(named) == any(number.values())
    points = {
        label: sum({1: 3, 2: 2, 3: 1}.get(town.get(code) or 0, 0) for town in towns)
        for code, label in BARRIERS.items()
    }
    heaviest = [label for label, score in points.items() if score and score == max(points.values())]
    told = re.search(r"最も高いのは((?:「[^」]+」)+)", said)
    assert sorted(re.findall("「([^」]+)」", told[1]) if told else []) == sorted(heaviest)


def test_a_village_area_where_two_towns_answered_names_no_barrier_that_nobody_stated() -> None:
    said = barrier_words.most_stated(
        barriers.shares(answers([{"staff": None}, {"need": None}])), "令和5年度", 2
    )
    assert said == (
        "令和5年度の調査では、課題の設問に答えた2市町村のうち、多く挙げられたのは"
        "「人材不足」1（50.0％＊）、「ニーズが少ない」1（50.0％＊）です。"
    )
