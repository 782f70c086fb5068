"""The comparison with the nation at equal size: expected numbers, exact spans, and nothing said that silence could turn."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from dashboard.planning import size_adjusted

RATES = pd.DataFrame(
    {
        "size_label": ["1万人以上3万人未満", "1万人未満"],
        "min_population": [10000, 0],
        "max_population": [30000, 10000],
        "rate_pct": [50.0, 20.0],
    }
)


def towns(*rows: tuple[float | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["population", "state_group"])
    return frame.assign(is_synthetic=False)


def test_the_distribution_is_that_of_counting_every_outcome() -> None:
    chances = [0.1, 0.1, 0.5, 0.9]
    slow = np.zeros(5)
    for outcome in product((0, 1), repeat=4):
        slow[sum(outcome)] += np.prod([p if hit else 1 - p for p, hit in zip(chances, outcome, strict=True)])
    np.testing.assert_allclose(size_adjusted.distribution(chances), slow)
    assert size_adjusted.distribution([]).tolist() == [1.0]


def test_the_span_leaves_less_than_a_fortieth_on_either_side_and_is_no_wider_than_needed() -> None:
    for chances in ([0.092] * 127, [0.092] * 127 + [0.179] * 30, [0.5], [0.0] * 4, [1.0] * 4, [0.3] * 9):
        terms = size_adjusted.distribution(chances)
        low, high = size_adjusted.span(chances)
        assert terms[:low].sum() <= 0.025 + 1e-12
        assert terms[high + 1 :].sum() <= 0.025 + 1e-12
        assert terms[: low + 1].sum() > 0.025
        assert terms[high:].sum() > 0.025
    assert size_adjusted.span([0.092] * 127) == (6, 18)


def test_a_town_of_which_nothing_is_known_is_none_that_does_not_implement() -> None:
    made = towns(
        (3000, "implementing"),
        (9999, "no_data"),
        (10000, "planned"),
        (29999, "no_plan"),
        (30000, "implementing"),
    )
    rows = size_adjusted.compare(made, RATES, is_complete=False).set_index("code")
    assert rows["towns"].to_dict() == {"0": 2, "10000": 2, "total": 4, "other": 1}
    assert rows.loc[["0", "10000", "total"], "expected"].tolist() == pytest.approx([0.4, 1.0, 1.4])
    assert rows["unknown"].to_dict() == {"0": 1, "10000": 1, "total": 2, "other": 0}
    assert rows.at["other", "verdict"] == ""
    whole = size_adjusted.compare(made, RATES, is_complete=True).set_index("code")
    assert whole["unknown"].eq(0).all()


@pytest.mark.parametrize(
    ("begun", "silent", "is_complete", "said"),
    [
        (30, 0, True, "more"),
        (30, 10, False, "more"),
        (8, 0, True, "within"),
        (8, 2, False, "open"),
        (0, 0, True, "fewer"),
        (0, 1, False, "fewer"),
        (0, 40, False, "open"),
    ],
)
def test_more_or_fewer_is_said_only_where_no_answer_of_the_silent_could_turn_it(
    begun: int, silent: int, is_complete: bool, said: str
) -> None:
    rest = 40 - begun - silent
    made = towns(
        *[(500, "implementing")] * begun, *[(500, "no_data")] * silent, *[(500, "considering")] * rest
    )
    (row,) = size_adjusted.compare(made, RATES, is_complete=is_complete).to_dict("records")
    assert row["verdict"] == said


def test_without_towns_rates_or_populations_nothing_is_compared() -> None:
    assert size_adjusted.compare(towns(), RATES, is_complete=True).empty
    (row,) = size_adjusted.compare(towns((None, "implementing")), RATES, is_complete=True).to_dict("records")
    assert (row["code"], row["known"]) == ("other", 1)
    (other,) = size_adjusted.compare(towns((10, "no_plan")), RATES.iloc[:0], is_complete=True).to_dict(
        "records"
    )
    assert other["code"] == "other"
    assert size_adjusted.year_of(pd.DataFrame({"fiscal_year": []}), 2023) is None
    assert size_adjusted.year_of(pd.DataFrame({"fiscal_year": [2023, 2025]}), 2023) == 2023
    assert size_adjusted.year_of(pd.DataFrame({"fiscal_year": [2023, 2025]}), 2024) == 2025


def test_in_200_worlds_at_the_rate_of_the_nation_more_or_fewer_is_said_in_few() -> None:
    draws = np.random.default_rng(15).random((200, 127)) < 0.2
    said = [
        size_adjusted.compare(
            towns(*[(500, "implementing" if hit else "no_plan") for hit in world]), RATES, is_complete=True
        )["verdict"].iloc[0]
        for world in draws
    ]
    assert 0 < sum(one != "within" for one in said) <= 14, "at most about one in twenty by chance"
