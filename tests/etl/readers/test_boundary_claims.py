"""A dropped-in boundary file whose code, name and town hall do not speak of one town is refused, and ours is used."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from etl.readers.boundaries import OWN_FILE, BoundaryRead, TownPlace, read_boundaries, to_geojson
from tests.etl.readers.n03_files import write_geojson

RAW = Path(__file__).parents[3] / "data" / "raw"
HAKODATE, OTARU, SUNAGAWA = "01202", "01203", "01226"
Row = tuple[tuple[str | None, ...], Any]
Spoil = Callable[[dict[str, Row]], list[Row]]


@pytest.fixture(scope="module")
def places() -> dict[str, TownPlace]:
    with (RAW / "reference" / "municipalities.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {
            row["code"]: TownPlace(row["name"], shapely.Point(float(row["hall_lon"]), float(row["hall_lat"])))
            for row in csv.DictReader(stream)
        }


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory, places: dict[str, TownPlace]) -> dict[str, Row]:
    """Our own areas as rows of an N03 file: code → columns and polygon."""
    folder = tmp_path_factory.mktemp("own") / "boundaries"
    folder.mkdir()
    shutil.copy(RAW / "boundaries" / OWN_FILE, folder)
    collection = json.loads(json.dumps(to_geojson(read_boundaries(folder, set(places)).features)))
    return {
        one["id"]: (
            ("北海道", None, None, places[one["id"]].name, one["id"]),
            shapely.geometry.shape(one["geometry"]),
        )
        for one in collection["features"]
        if one["id"] in places
    }


def read(rows: list[Row], places: dict[str, TownPlace], tmp_path: Path) -> BoundaryRead:
    folder = tmp_path / "boundaries"
    folder.mkdir()
    shutil.copy(RAW / "boundaries" / OWN_FILE, folder)
    write_geojson(folder / "N03-26_01.geojson", rows)
    return read_boundaries(folder, set(places), places)


def renamed(row: Row, *, code: str | None = None, name: str | None = None) -> Row:
    values, shape = row
    return (*values[:3], name or values[3], code or values[4]), shape


def codes_swapped(rows: dict[str, Row]) -> list[Row]:
    changed = {HAKODATE: renamed(rows[HAKODATE], code=OTARU), OTARU: renamed(rows[OTARU], code=HAKODATE)}
    return list({**rows, **changed}.values())


def areas_swapped(rows: dict[str, Row]) -> list[Row]:
    """Codes and names kept, the ground exchanged: only the town halls tell."""
    changed = {HAKODATE: (rows[HAKODATE][0], rows[OTARU][1]), OTARU: (rows[OTARU][0], rows[HAKODATE][1])}
    return list({**rows, **changed}.values())


def neighbours_swapped_without_names(rows: dict[str, Row]) -> list[Row]:
    nameless = {code: ((*values[:3], None, values[4]), shape) for code, (values, shape) in rows.items()}
    first, second = nameless[SUNAGAWA], nameless["01227"]
    return list({**nameless, SUNAGAWA: (first[0], second[1]), "01227": (second[0], first[1])}.values())


def ground_of_two(rows: dict[str, Row]) -> list[Row]:
    """歌志内市 lies a second time, as a part of 砂川市."""
    return [*rows.values(), (rows[SUNAGAWA][0], rows["01227"][1])]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (codes_swapped, ["コードと名前が合いません", "コード01202（函館市）の区域の名前が「小樽市」"]),
        (areas_swapped, ["区域の位置が市町村と合いません", "函館市（01202）の役場"]),
        (neighbours_swapped_without_names, ["区域の位置が市町村と合いません", "砂川市（01226）の役場"]),
        (ground_of_two, ["同じ土地が2つの市町村", "砂川市（01226）", "歌志内市（01227）"]),
    ],
)
def test_areas_of_the_wrong_town_are_refused(
    spoil: Spoil, words: list[str], official: dict[str, Row], places: dict[str, TownPlace], tmp_path: Path
) -> None:
    result = read(spoil(official), places, tmp_path)
    assert not result.is_official
    [finding] = [one for one in result.findings if one.rule == "BOUNDARY-REFUSED"]
    assert all(word in finding.message for word in words)


def test_every_pair_of_neighbouring_codes_that_is_swapped_is_seen(
    official: dict[str, Row], places: dict[str, TownPlace], tmp_path: Path
) -> None:
    codes = sorted(official)
    for number, (first, second) in enumerate(zip(codes[::40], codes[1::40], strict=False)):
        swapped = {
            first: renamed(official[first], code=second),
            second: renamed(official[second], code=first),
        }
        folder = tmp_path / str(number)
        folder.mkdir()
        assert not read(list({**official, **swapped}.values()), places, folder).is_official


def test_the_same_area_twice_is_drawn_once_and_said(
    official: dict[str, Row], places: dict[str, TownPlace], tmp_path: Path
) -> None:
    result = read([*official.values(), official[HAKODATE]], places, tmp_path)
    assert result.is_official
    assert [(one.severity, one.rule) for one in result.findings if one.severity != "info"] == [
        ("warning", "BOUNDARY-TWICE")
    ]
    codes = [feature.municipality_code for feature in result.features if feature.kind == "municipality"]
    assert len(codes) == len(set(codes)) == 179


def test_a_right_file_is_not_accused(
    official: dict[str, Row], places: dict[str, TownPlace], tmp_path: Path
) -> None:
    result = read(list(official.values()), places, tmp_path)
    assert result.is_official
    assert [one.rule for one in result.findings if one.severity != "info"] == []
