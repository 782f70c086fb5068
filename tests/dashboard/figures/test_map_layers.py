"""Classes of the map: every town in one, silence never taken for an answer, no geometry in the figure."""

from itertools import combinations

import pandas as pd
import pytest

from dashboard import theme
from dashboard.figures import map_bands, map_layers, map_numbers
from dashboard.figures.map_classes import Layer

TOWNS = pd.DataFrame(
    {
        "municipality_code": ["01100", "01202", "01203", "01204", "01205"],
        "name": ["甲市", "乙市", "丙市", "丁市", "戊市"],
        "population": [900, 5000, 9999, 30000, 2000000],
        "aging_rate_pct": [20.0, 30.0, 40.0, 50.0, None],
        "hall_lat": [43.0, 43.1, 43.2, 43.3, 43.4],
        "hall_lon": [141.0, 141.1, 141.2, 141.3, 141.4],
    }
)
GROUPS = pd.DataFrame(
    {
        "code": ["implementing", "planned", "considering", "no_plan", "no_data"],
        "label_ja": ["実施", "予定", "検討", "予定なし", "データなし"],
    }
)
BARRIERS = pd.DataFrame({"code": ["funding"], "label_ja": ["財源の確保が困難"], "is_provisional": [True]})
FUNCTIONS = pd.DataFrame(
    {
        "code": ["f1_i", "f2"],
        "item": ["第1号イ", "第2号"],
        "label_ja": ["相談支援【介護】", "参加支援"],
        "existing_scheme": ["地域包括支援センターの運営", None],
        "prefecture_kinds": ["町|村", None],
    }
)
SIZES = pd.DataFrame(
    {
        "label_ja": ["5千人未満", "1万人未満", "3万人未満", "10万人未満", "10万人以上"],
        "min_population": [0, 5000, 10000, 30000, 100000],
        "sort_order": [1, 2, 3, 4, 5],
    }
)
REASONS = pd.DataFrame(
    {"code": ["no_goals"], "label_ja": ["実施計画に目標がない"], "description": ["目標がない"]}
)
ASKED = frozenset({"status", "start", "return", "barrier_funding", "function_f1_i", "function_f2"})


@pytest.fixture
def layers() -> dict[str, Layer]:
    return map_layers.catalogue(GROUPS, BARRIERS, FUNCTIONS, SIZES, TOWNS, REASONS, ASKED)


def rows(*classes: tuple[str, str, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(classes, columns=["municipality_code", "class_code", "value"])
    return frame.assign(is_synthetic=True)


def names(layer: Layer, classified: pd.DataFrame) -> list[str]:
    return [layer.classes[place].code for place in classified["place"]]


def test_a_question_that_was_never_asked_is_no_layer(layers: dict[str, Layer]) -> None:
    assert set(layers) == {*ASKED, "population", "aging"}


def test_a_town_without_an_answer_is_no_data_and_never_a_no(layers: dict[str, Layer]) -> None:
    layer = layers["barrier_funding"]
    said = map_layers.classify(layer, rows(("01100", "top", 1), ("01202", "not_stated", None)), TOWNS)
    assert names(layer, said) == ["top", "not_stated", "no_data", "no_data", "no_data"]
    assert said["is_synthetic"].tolist() == [True, True, False, False, False]
    assert not next(one for one in layer.classes if one.code == "no_data").in_denominator


def test_start_years_fall_into_their_class_and_late_ones_into_the_last(layers: dict[str, Layer]) -> None:
    layer = layers["start"]
    given = rows(
        ("01100", "started", 2021),
        ("01202", "future", 2025),
        ("01203", "future", 2031),
        ("01204", "none", None),
    )
    said = map_layers.classify(layer, given, TOWNS)
    assert names(layer, said) == ["2021", "2025", "2025", "none", "no_data"]


def test_figures_are_classed_by_their_bounds_and_the_suppressed_apart(layers: dict[str, Layer]) -> None:
    assert names(layers["population"], map_layers.classify(layers["population"], rows(), TOWNS)) == [
        "1",
        "2",
        "2",
        "4",
        "5",
    ]
    assert names(layers["aging"], map_layers.classify(layers["aging"], rows(), TOWNS))[-1] == "no_data"


def test_labels_of_ranges_leave_no_gap() -> None:
    assert map_numbers.range_labels((34.3, 37.7, 40.7), "％", 1) == [
        "34.3％未満",
        "34.3〜37.6％",
        "37.7〜40.6％",
        "40.7％以上",
    ]
    assert len(map_numbers.quantile_edges([1.0] * 10, 1)) == 1
    assert map_numbers.quantile_edges([], 1) == ()


def test_the_bands_stand_apart_from_towns_that_are_in_none() -> None:
    bands = pd.Series(["B", "A", "C"], index=["01100", "01202", "01203"])
    lists = pd.Series(
        ["ranked", "ranked", "ranked", "watch", "insufficient"], index=TOWNS["municipality_code"].tolist()
    )
    layer = map_bands.layer({"A": "80％以上", "B": "20％以上", "C": "ほか"})
    said = map_bands.classify(layer, bands, lists, TOWNS, frozenset({"01100"}))
    assert names(layer, said) == ["B", "A", "C", "watch", "no_data"]
    assert said["is_synthetic"].tolist() == [True, False, False, False, False]
    assert [one.code for one in layer.classes if one.in_denominator] == ["A", "B", "C"]
    none = map_bands.classify(layer, bands.iloc[:0], lists.iloc[:0], TOWNS, frozenset())
    assert set(names(layer, none)) == {"no_data"}


def test_what_the_prefecture_runs_is_a_class_of_its_own_only_where_it_may_run_it(
    layers: dict[str, Layer],
) -> None:
    run, plain = layers["function_f1_i"], layers["function_f2"]
    said = map_layers.classify(run, rows(("01100", "prefecture", None), ("01202", "none", None)), TOWNS)
    assert names(run, said)[:2] == ["prefecture", "none"]
    assert not next(one for one in run.classes if one.code == "prefecture").in_denominator
    assert "prefecture" not in plain.places


@pytest.mark.parametrize("family", theme.MAP_CLASSES)
def test_classes_of_a_layer_differ_by_mark_also_without_colour(family: str) -> None:
    styles = theme.MAP_CLASSES[family].values()
    assert all(
        (one.marker, one.size) != (other.marker, other.size) and one.symbol != other.symbol
        for one, other in combinations(styles, 2)
    )


def test_steps_of_a_number_grow_with_it() -> None:
    sizes = [style.size for style in theme.STEPS]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 5
