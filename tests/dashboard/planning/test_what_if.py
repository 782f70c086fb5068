"""If some towns began: counted once, of what is known alone, and no amount where none was entered."""

import pandas as pd
import pytest

from dashboard.planning import what_if

TOWNS = pd.DataFrame(
    {
        "municipality_code": ["a", "b", "c", "d"],
        "subprefecture_code": ["01", "01", "02", "02"],
        "subprefecture_name": ["甲", "甲", "乙", "乙"],
        "group_code": ["implementing", "considering", "no_data", "no_plan"],
        "population": [1000.0, 2000.0, 3000.0, None],
        "size_class": ["small", "small", "large", "large"],
    }
)
PAIRS = [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"), ("c", "d"), ("d", "c")]
NEIGHBOURS = pd.DataFrame(PAIRS, columns=["municipality_code", "neighbour_code"])
AMOUNTS = {"small": {"low": 100.0, "middle": 200.0, "high": 400.0}}


def test_who_implements_already_adds_nothing_and_each_area_is_counted() -> None:
    made = what_if.what_if(TOWNS, NEIGHBOURS, ["a", "b", "b", "c"], {})
    assert (made.now, made.added) == (1, 2)
    assert made.areas[["code", "now", "added", "towns"]].to_numpy().tolist() == [
        ["01", 1, 1, 2],
        ["02", 0, 1, 2],
    ]
    assert (made.beside_now, made.beside_then) == (1, 1)  # b; then d alone
    assert (made.people_now, made.people_then) == (pytest.approx(1 / 6), pytest.approx(1.0))
    assert made.grants.empty


def test_costs_are_people_times_the_amount_of_their_size_and_shared_as_the_data_say() -> None:
    made = what_if.what_if(TOWNS, NEIGHBOURS, ["b", "c", "d"], AMOUNTS)
    assert made.grants["level"].tolist() == ["low", "middle", "high"]
    assert made.grants["towns"].tolist() == [1, 1, 1], (
        "no amount is known of the size of c, no population of d"
    )
    assert made.grants["whole"].tolist() == [200_000, 400_000, 800_000]
    assert made.grants[list(what_if.PARTIES)].sum(axis=1).tolist() == made.grants["whole"].tolist()
    assert made.grants["state"].tolist() == [100_000, 200_000, 400_000]
    only_low = what_if.what_if(TOWNS, NEIGHBOURS, ["b"], {"small": {"low": 100.0}})
    assert only_low.grants["level"].tolist() == ["low"]


def test_of_nobody_nothing_changes() -> None:
    made = what_if.what_if(TOWNS, NEIGHBOURS, [], AMOUNTS)
    assert (made.added, made.beside_now) == (0, made.beside_then)
    assert made.people_now == made.people_then
    assert made.grants.empty
    nobody = what_if.what_if(TOWNS.iloc[:0], NEIGHBOURS.iloc[:0], [], {})
    assert (nobody.now, nobody.people_now) == (0, None)


def test_the_shares_make_a_whole_and_say_that_they_are_to_be_confirmed() -> None:
    rules = what_if.rules()
    assert sum(rules.shares.values()) == pytest.approx(1.0)
    assert "要確認" in rules.source or rules.is_confirmed
