"""Small towns in groups: near, joined, filling what another lacks; held against joint bodies that the method does not know."""

from itertools import pairwise

import numpy as np
import pandas as pd

from dashboard.planning import joint_groups as grouping
from dashboard.planning import survey_answers
from dashboard.planning.distances import Times

# a row of seven towns, ten minutes from one to the next; g implements, f is large
CODES = list("abcdefg")
TOWNS = pd.DataFrame(
    {
        "municipality_code": CODES,
        "group_code": [*["considering"] * 6, "implementing"],
        "population": [3000.0] * 5 + [30000.0, 4000.0],
    }
)
STEPS = list(pairwise(CODES))
NEIGHBOURS = pd.DataFrame(STEPS + [(b, a) for a, b in STEPS], columns=["municipality_code", "neighbour_code"])
NOBODY = pd.DataFrame(columns=["body", "municipality_code"])


def times(minutes: float = 10.0) -> Times:
    at = np.arange(len(CODES))
    return Times(tuple(CODES), np.abs(at[:, None] - at[None, :]) * minutes, frozenset())


def answers(**said: str) -> pd.DataFrame:
    """By town its answers: h (have) or l (lack) or - (unknown), a letter a function."""
    names = {"h": "existing", "l": "none", "-": None, "p": "prefecture"}
    rows = {code: [names[letter] for letter in letters] for code, letters in said.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["one", "two"])


def test_a_town_that_is_large_or_implements_is_in_no_group_and_nobody_is_in_two() -> None:
    made = grouping.joint_groups(TOWNS, NEIGHBOURS, times(), answers(a="hl", b="lh"), NOBODY)
    assert made.towns == ("a", "b", "c", "d", "e")
    inside = [code for group in made.groups for code in group.towns]
    assert sorted(inside) == sorted(set(inside))
    assert made.groups[0].towns == ("a", "b", "c", "d", "e")
    assert made.options[0].filled == (("a", "two", ("b",)), ("b", "one", ("a",)))
    assert made.recovery is None


def test_groups_are_within_an_hour_and_the_cut_holds_together_what_complements() -> None:
    said = answers(a="hh", b="hh", c="ll", d="ll", e="ll")
    made = grouping.joint_groups(TOWNS, NEIGHBOURS, times(25), said, NOBODY)
    assert all(group.minutes <= 60 for group in made.groups)
    assert any({"b", "c"} <= set(group.towns) for group in made.groups)
    far = grouping.joint_groups(TOWNS, NEIGHBOURS, times(61), said, NOBODY)
    assert (far.groups, far.options) == ((), ())


def test_towns_that_do_not_border_on_each_other_are_not_joined() -> None:
    apart = NEIGHBOURS[~NEIGHBOURS.apply(lambda row: set(row) == {"b", "c"}, axis=1)]
    made = grouping.joint_groups(TOWNS, apart, times(1), answers(a="hl", b="lh"), NOBODY)
    assert [group.towns for group in made.groups] == [("a", "b"), ("c", "d", "e")]


def test_what_the_prefecture_does_and_what_is_unknown_fills_nothing() -> None:
    made = grouping.joint_groups(TOWNS, NEIGHBOURS, times(), answers(a="pl", b="l-", c="--"), NOBODY)
    assert made.groups
    assert not made.options


def test_a_newer_round_without_an_answer_to_a_function_leaves_the_older_answers_and_their_cells() -> None:
    row = {"municipality_code": "a", "question_id": "function_1", "answer_state": "answered"}
    old = row | {"fiscal_year": 2023, "option_code": "none", "cell": "C5"}
    blank = row | {"fiscal_year": 2026, "option_code": None, "answer_state": "blank", "cell": "C9"}
    twice = old | {"option_code": "existing", "cell": "C6"}
    rows = survey_answers.function_rows(pd.DataFrame([old, twice, blank]))
    assert rows[["fiscal_year", "cell"]].values.tolist() == [[2023, "C5"]]
    assert survey_answers.functions(pd.DataFrame([old, twice, blank])).loc["a", "function_1"] == "none"


def test_joint_bodies_do_not_move_the_groups_and_are_recovered_or_not() -> None:
    said = answers(a="hl", b="lh")
    apart = NEIGHBOURS[~NEIGHBOURS.apply(lambda row: set(row) == {"b", "c"}, axis=1)]
    bodies = pd.DataFrame(
        [("甲", "a"), ("甲", "b"), ("乙", "b"), ("乙", "c"), ("丙", "f"), ("丙", "g")],
        columns=["body", "municipality_code"],
    )
    made = grouping.joint_groups(TOWNS, apart, times(1), said, bodies)
    without = grouping.joint_groups(TOWNS, apart, times(1), said, NOBODY)
    assert [one.towns for one in made.groups] == [one.towns for one in without.groups]
    assert made.recovery == grouping.Recovery(2, 1, 1, 1, 2, 2)
    assert made.options[0].bodies == {"甲": ("a", "b")}
    assert made.groups[1].beside == ()


def test_planted_groups_are_found_again_on_worlds_with_a_known_truth() -> None:
    """20 grids of 36 towns in blocks of four, near inside and farther across; half of the answers are unknown."""
    inside, across = [], []
    for seed in range(20):
        generator = np.random.default_rng(seed)
        codes = [f"{row}{column}" for row in range(6) for column in range(6)]
        block = np.array([int(code[0]) // 2 * 3 + int(code[1]) // 2 for code in codes])
        minutes = np.where(block[:, None] == block[None, :], 12.0, 45.0) + generator.uniform(0, 10, (36, 36))
        minutes = np.maximum(minutes, minutes.T) * ~np.eye(36, dtype=bool)
        pairs = [
            (a, b)
            for a in codes
            for b in codes
            if abs(int(a[0]) - int(b[0])) + abs(int(a[1]) - int(b[1])) == 1
        ]
        said = generator.choice(["existing", "none", None, None], (36, 4))
        made = grouping.joint_groups(
            pd.DataFrame({"municipality_code": codes, "group_code": "considering", "population": 3000.0}),
            pd.DataFrame(pairs, columns=["municipality_code", "neighbour_code"]),
            Times(tuple(codes), minutes, frozenset()),
            pd.DataFrame(said, index=codes, columns=list("wxyz")),
            NOBODY,
        )
        place = {code: number for number, group in enumerate(made.groups) for code in group.towns}
        planted = dict(zip(codes, block, strict=True))
        for a, b in pairs:
            same = place.get(a, a) == place.get(b, b)
            (inside if planted[a] == planted[b] else across).append(same)
    assert np.mean(inside) > 0.9
    assert np.mean(across) < 0.1
