"""The tile map: every town once, 振興局 whole, islands apart, the same each time."""

import pandas as pd
import pytest

from dashboard.planning import tiles
from dashboard.queries import map as map_queries
from dashboard.warehouse import Reader


@pytest.fixture(scope="module")
def towns(reader: Reader) -> pd.DataFrame:
    return map_queries.towns(reader)


@pytest.fixture(scope="module")
def neighbours(reader: Reader) -> pd.DataFrame:
    return map_queries.neighbours(reader)


@pytest.fixture(scope="module")
def placed(towns: pd.DataFrame, neighbours: pd.DataFrame) -> pd.DataFrame:
    return tiles.place(towns, neighbours)


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
    pd.testing.assert_frame_equal(placed, tiles.place(towns, neighbours))


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
    placed = tiles.place(towns, alone)
    assert not placed.duplicated(["column", "row"]).any()
    assert tiles.measure(placed, towns, alone)["neighbours_touching"] == 1.0
