"""Shared borders: what counts as a neighbour; cleaning, thinning and rounding keep borders common."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely

from etl.geometry import Boundary, adjacent_pairs, clockwise, dissolved, repaired, rounded, thinned
from etl.readers.boundaries import OWN_FILE, read_boundaries

RAW = Path(__file__).parents[2] / "data" / "raw"
METRE = 1 / 111_000  # in degrees of latitude


@pytest.fixture(scope="module")
def hokkaido(tmp_path_factory: pytest.TempPathFactory) -> list[Boundary]:
    folder = tmp_path_factory.mktemp("ours") / "boundaries"
    folder.mkdir()
    shutil.copy(RAW / "boundaries" / OWN_FILE, folder)
    with (RAW / "reference" / "municipalities.csv").open(encoding="utf-8-sig", newline="") as stream:
        codes = {row["code"] for row in csv.DictReader(stream)}
    return read_boundaries(folder, codes).features


def test_hokkaido_has_445_pairs_of_neighbours(hokkaido: list[Boundary]) -> None:
    assert len(adjacent_pairs(hokkaido)) == 2 * 445


def test_adjacency_is_symmetric_and_nobody_is_his_own_neighbour(hokkaido: list[Boundary]) -> None:
    pairs = adjacent_pairs(hokkaido)
    assert {(a, b, km) for a, b, km in pairs} == {(b, a, km) for a, b, km in pairs}
    assert all(a != b for a, b, _ in pairs)
    assert pairs == sorted(pairs)


def test_only_the_two_islands_of_one_town_have_no_neighbour(hokkaido: list[Boundary]) -> None:
    linked = {a for a, _, _ in adjacent_pairs(hokkaido)}
    assert {f.name for f in hokkaido if f.municipality_code not in linked} == {
        "奥尻町",
        "礼文町",
        "北方領土（6村）",
    }


def test_the_two_towns_of_rishiri_are_neighbours_of_each_other_alone(hokkaido: list[Boundary]) -> None:
    pairs = {(a, b) for a, b, _ in adjacent_pairs(hokkaido)}
    assert {pair for pair in pairs if "01518" in pair or "01519" in pair} == {
        ("01518", "01519"),
        ("01519", "01518"),
    }


def test_the_shared_length_is_in_kilometres() -> None:
    west = _town("01001", shapely.box(142.0, 43.0, 142.1, 43.1))
    east = _town("01002", shapely.box(142.1, 43.05, 142.2, 43.2))
    assert [(a, b) for a, b, _ in adjacent_pairs([west, east])] == [("01001", "01002"), ("01002", "01001")]
    assert adjacent_pairs([west, east])[0][2] == pytest.approx(5.56, abs=0.05)


def test_a_common_corner_is_no_border() -> None:
    one = _town("01001", shapely.box(142.0, 43.0, 142.1, 43.1))
    other = _town("01002", shapely.box(142.1, 43.1, 142.2, 43.2))
    assert adjacent_pairs([one, other]) == []


@pytest.mark.parametrize(("metres", "neighbours"), [(-2, 2), (2, 2), (200, 0)])
def test_a_hair_gap_or_overlap_does_not_part_neighbours_but_water_does(
    metres: float, neighbours: int
) -> None:
    south = _town("01001", shapely.box(142.0, 43.0, 142.1, 43.1))
    north = _town("01002", shapely.box(142.0, 43.1 + metres * METRE, 142.1, 43.2))
    assert len(adjacent_pairs([south, north])) == neighbours


def test_the_northern_villages_are_nobodys_neighbours() -> None:
    town = _town("01001", shapely.box(142.0, 43.0, 142.1, 43.1))
    village = Boundary("01696", "泊村", "northern", shapely.box(142.1, 43.0, 142.2, 43.1))
    assert adjacent_pairs([town, village]) == []


def test_dissolving_joins_parts_and_closes_hair_gaps() -> None:
    parts = np.array(
        [
            shapely.box(142.0, 43.0, 142.1, 43.1),
            shapely.box(142.1, 43.0, 142.2, 43.1),
            shapely.union_all(
                [shapely.box(142.0, 43.100001, 142.2, 43.2), shapely.box(142.0, 43.1, 142.05, 43.15)]
            ),
        ],
        dtype=object,
    )
    towns = dissolved(parts, ["01001", "01001", "01002"])
    assert list(towns) == ["01001", "01002"]
    assert shapely.coverage_is_valid(list(towns.values()))
    assert towns["01001"].geom_type == "Polygon"


def test_mending_leaves_sound_polygons_as_they_are() -> None:
    box = shapely.box(142.0, 43.0, 142.1, 43.1)
    bow = shapely.Polygon([(142, 43), (142.1, 43.1), (142.1, 43), (142, 43.1)])
    mended = repaired(np.array([box, bow], dtype=object))
    assert mended[0] is box
    assert shapely.is_valid(mended).all()


def test_thinning_keeps_borders_common_and_drops_only_islets(hokkaido: list[Boundary]) -> None:
    areas = np.array([f.geometry for f in hokkaido], dtype=object)
    light, islets = thinned(areas, 6_000)
    assert shapely.get_num_coordinates(light).sum() <= 6_000
    assert shapely.coverage_is_valid(light)
    assert shapely.is_valid(light).all()
    assert 0 < islets < 20
    thin = [Boundary(f.municipality_code, f.name, f.kind, g) for f, g in zip(hokkaido, light, strict=True)]
    assert len(adjacent_pairs(thin)) == 2 * 445


def test_light_areas_are_not_thinned(hokkaido: list[Boundary]) -> None:
    areas = np.array([f.geometry for f in hokkaido], dtype=object)
    light, islets = thinned(areas, 1_000_000)
    assert light is areas
    assert islets == 0


def test_rounding_keeps_areas_sound() -> None:
    slope = shapely.Polygon([(142, 43), (142.1, 43.0000004), (142.1, 43.1)])
    sliver = shapely.Polygon([(142, 43), (142.1, 42.9), (142.1, 43.0000004)])
    result = rounded(np.array([slope, sliver], dtype=object), decimals=3)
    assert shapely.is_valid(result).all()
    assert shapely.coverage_is_valid(result)
    assert (np.round(shapely.get_coordinates(result), 3) == shapely.get_coordinates(result)).all()


def test_rings_are_turned_clockwise() -> None:
    assert not clockwise(shapely.box(142.0, 43.0, 142.1, 43.1, ccw=True)).exterior.is_ccw


def _town(code: str, geometry: shapely.Geometry) -> Boundary:
    return Boundary(code, code, "municipality", geometry)
