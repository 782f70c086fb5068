"""The tile map: every town once, 振興局 whole, islands apart, the same each time."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from etl import tiles

Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def towns(query: Query) -> pd.DataFrame:
    columns = ["municipality_code", "name", "subprefecture_code", "hall_lat", "hall_lon", "area_km2"]
    rows = query(f"select {', '.join(columns)} from mart_municipality order by municipality_code")
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="module")
def neighbours(query: Query) -> pd.DataFrame:
    columns = ["municipality_code", "neighbour_code"]
    return pd.DataFrame(
        query(f"select {', '.join(columns)} from core_adjacency order by all"), columns=columns
    )


@pytest.fixture(scope="module")
def placed(query: Query) -> pd.DataFrame:
    columns = ["municipality_code", "column", "row"]
    rows = query('select municipality_code, "column", "row" from mart_tile order by municipality_code')
    return pd.DataFrame(rows, columns=columns)


def test_every_town_has_a_tile_of_its_own(placed: pd.DataFrame, towns: pd.DataFrame) -> None:
    assert placed["municipality_code"].tolist() == towns["municipality_code"].tolist()
    assert not placed.duplicated(["column", "row"]).any()
    assert (placed["column"].min(), placed["row"].min()) == (0, 0)


def test_every_subprefecture_is_one_piece_and_most_neighbours_still_touch(
    placed: pd.DataFrame, towns: pd.DataFrame, neighbours: pd.DataFrame
) -> None:
    measured = tiles.measure(placed, towns, neighbours)
    assert measured["extra_pieces"] == 0
    assert measured["neighbours_touching"] >= 0.78
    assert measured["columns"] <= 23
    assert measured["rows"] <= 20
    assert measured["holes"] <= 4


def test_islands_keep_a_strait(placed: pd.DataFrame, towns: pd.DataFrame) -> None:
    cells = placed.assign(name=towns["name"]).set_index("name")[["column", "row"]]
    islands = {"奥尻町", "礼文町", "利尻町", "利尻富士町"}
    land = cells.drop(list(islands))
    for name in islands:
        apart = (land - cells.loc[name]).abs().max(axis=1).min()
        assert apart >= 2, name
    assert (cells.loc["利尻町"] - cells.loc["利尻富士町"]).abs().sum() == 1


def test_tiles_lie_as_the_towns_lie(placed: pd.DataFrame, towns: pd.DataFrame) -> None:
    both = placed.assign(lat=towns["hall_lat"], lon=towns["hall_lon"])
    assert both["column"].corr(both["lon"], method="spearman") > 0.95
    assert both["row"].corr(both["lat"], method="spearman") < -0.95
    named = both.assign(name=towns["name"]).set_index("name")
    assert named.loc["稚内市", "row"] < named.loc["旭川市", "row"] < named.loc["函館市", "row"]
    assert named.loc["函館市", "column"] < named.loc["札幌市", "column"] < named.loc["根室市", "column"]


def test_placing_again_gives_the_same(
    placed: pd.DataFrame, towns: pd.DataFrame, neighbours: pd.DataFrame
) -> None:
    again = tiles.assign_tiles(towns, neighbours)
    pd.testing.assert_frame_equal(placed.astype({"municipality_code": object}), again, check_dtype=False)


def test_towns_without_a_neighbour_are_placed_too() -> None:
    towns = pd.DataFrame(
        {
            "municipality_code": ["1", "2", "3"],
            "subprefecture_code": ["01", "01", "02"],
            "hall_lat": [43.0, 43.01, 43.5],
            "hall_lon": [141.0, 141.0, 141.9],
            "area_km2": [400.0, 400.0, 400.0],
        }
    )
    alone = pd.DataFrame({"municipality_code": ["1", "2"], "neighbour_code": ["2", "1"]})
    placed = tiles.assign_tiles(towns, alone)
    assert not placed.duplicated(["column", "row"]).any()
    assert tiles.measure(placed, towns, alone)["neighbours_touching"] == 1.0


def test_towns_of_unknown_area_are_placed_too(towns: pd.DataFrame, neighbours: pd.DataFrame) -> None:
    placed = tiles.assign_tiles(towns.assign(area_km2=None), neighbours)
    assert not placed.duplicated(["column", "row"]).any()
    assert tiles.measure(placed, towns, neighbours)["neighbours_touching"] >= 0.7
