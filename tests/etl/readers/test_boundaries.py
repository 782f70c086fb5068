"""The borders of the map: ours as committed, and the official N03 in every form that it may be dropped in."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from etl.readers.boundaries import OWN_FILE, BoundaryRead, read_boundaries, to_geojson
from etl.readers.boundary_zip import BoundaryFileError, unzip_layer
from tests.etl.readers.n03_files import (
    TOWNS,
    VILLAGES,
    n03_rows,
    write_geojson,
    write_topojson,
    write_zip,
)

RAW = Path(__file__).parents[3] / "data" / "raw"
WRITERS = {
    "N03-24_01.zip": write_zip,
    "N03-24_01.geojson": write_geojson,
    "N03-24_01.topojson": write_topojson,
}


@pytest.fixture(scope="module")
def halls() -> dict[str, shapely.Point]:
    with (RAW / "reference" / "municipalities.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {
            row["code"]: shapely.Point(float(row["hall_lon"]), float(row["hall_lat"]))
            for row in csv.DictReader(stream)
        }


@pytest.fixture(scope="module")
def ours(halls: dict[str, shapely.Point], tmp_path_factory: pytest.TempPathFactory) -> BoundaryRead:
    """Our file alone: an N03 file that an office dropped into the repository must not change these tests."""
    folder = tmp_path_factory.mktemp("ours") / "boundaries"
    folder.mkdir()
    shutil.copy(RAW / "boundaries" / OWN_FILE, folder)
    return read_boundaries(folder, set(halls))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """data/raw/boundaries with a small file of ours: three towns and 北方領土 as one."""
    folder = tmp_path / "boundaries"
    folder.mkdir()
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": shapely.geometry.mapping(shapely.box(142 + n, 43, 143 + n, 44)),
        }
        for n, (code, name) in enumerate([*TOWNS.items(), (None, "北方領土（6村）")])
    ]
    (folder / OWN_FILE).write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8"
    )
    return folder


def test_every_town_has_a_valid_polygon_with_its_hall_inside(
    ours: BoundaryRead, halls: dict[str, shapely.Point]
) -> None:
    areas = {f.municipality_code: f.geometry for f in ours.features if f.kind == "municipality"}
    assert sorted(areas) == sorted(halls)
    assert len(areas) == 179
    assert all(area.is_valid for area in areas.values())
    assert [code for code, hall in halls.items() if not areas[code].contains(hall)] == []


def test_our_towns_share_their_borders_without_overlap(ours: BoundaryRead) -> None:
    assert shapely.coverage_is_valid([f.geometry for f in ours.features])


def test_our_names_are_those_of_the_master(ours: BoundaryRead) -> None:
    with (RAW / "reference" / "municipalities.csv").open(encoding="utf-8-sig", newline="") as stream:
        names = {row["code"]: row["name"] for row in csv.DictReader(stream)}
    assert {f.municipality_code: f.name for f in ours.features if f.kind == "municipality"} == names


def test_the_northern_territories_are_one_area_without_a_code(ours: BoundaryRead) -> None:
    (northern,) = [f for f in ours.features if f.kind == "northern"]
    assert northern.municipality_code is None
    assert northern.name == "北方領土（6村）"
    assert northern.geometry.is_valid


def test_the_islands_are_there(ours: BoundaryRead) -> None:
    everything = shapely.union_all([f.geometry for f in ours.features])
    islands = {
        "利尻": (141.24, 45.18),
        "礼文": (141.03, 45.37),
        "奥尻": (139.47, 42.15),
        "天売": (141.315, 44.425),
        "焼尻": (141.42, 44.437),
        "松前大島": (139.36, 41.51),
        "国後": (145.9, 44.1),
        "択捉": (147.9, 45.0),
        "色丹": (146.75, 43.8),
    }
    assert [name for name, place in islands.items() if not everything.contains(shapely.Point(place))] == []


def test_our_file_is_small_and_says_its_source(ours: BoundaryRead) -> None:
    assert (RAW / ours.file).stat().st_size <= 400_000
    assert ours.file == f"boundaries/{OWN_FILE}"
    assert "気象庁" in ours.credit
    assert not ours.is_official
    assert ours.findings == []


def test_the_note_of_origin_tells_the_hash_of_our_file() -> None:
    digest = hashlib.sha256((RAW / "boundaries" / OWN_FILE).read_bytes()).hexdigest()
    assert digest in (RAW / "boundaries" / "ORIGIN.md").read_text(encoding="utf-8")


def test_exterior_rings_run_clockwise_and_holes_the_other_way(folder: Path) -> None:
    rows = n03_rows()
    ring = shapely.box(141.1, 42.85, 141.2, 42.9)
    rows = [(v, shape.difference(ring) if shape.contains(ring) else shape) for v, shape in rows]
    write_geojson(folder / "N03.geojson", rows)
    parts = shapely.get_parts([f.geometry for f in read_boundaries(folder, set(TOWNS)).features])
    assert not any(part.exterior.is_ccw for part in parts)
    holes = [hole for part in parts for hole in part.interiors]
    assert [hole.is_ccw for hole in holes] == [True]


def test_geojson_carries_the_code_as_id(ours: BoundaryRead) -> None:
    collection = to_geojson(ours.features)
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= 600_000
    assert len({feature["id"] for feature in collection["features"]}) == 180
    assert collection["features"][0]["id"] == "01100"
    assert collection["features"][0]["properties"] == {"name": "札幌市", "kind": "municipality"}
    assert collection["features"][-1]["id"] == "northern"


@pytest.mark.parametrize("name", WRITERS)
def test_an_official_file_is_used_instead_of_ours(folder: Path, name: str) -> None:
    WRITERS[name](folder / name, n03_rows())
    read = read_boundaries(folder, set(TOWNS))
    assert read.file == f"boundaries/{name}"
    assert read.is_official
    assert read.credit == "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
    assert {f.municipality_code: f.name for f in read.features if f.kind == "municipality"} == TOWNS
    assert {f.municipality_code: f.name for f in read.features if f.kind == "northern"} == VILLAGES
    assert [(f.severity, f.rule) for f in read.findings] == [("info", "BOUNDARY-UNSETTLED")]
    assert "2件" in read.findings[0].message
    assert read.findings[0].file == f"boundaries/{name}"


@pytest.mark.parametrize("name", WRITERS)
def test_the_ten_wards_become_one_sapporo_and_several_rows_one_town(folder: Path, name: str) -> None:
    WRITERS[name](folder / name, n03_rows())
    areas = {f.municipality_code: f.geometry for f in read_boundaries(folder, set(TOWNS)).features}
    assert areas["01100"].equals(shapely.box(141.0, 43.0, 142.0, 43.2))
    assert shapely.get_num_geometries(areas["01202"]) == 2


@pytest.mark.parametrize("encoding", ["CP932", "UTF-8"])
def test_a_zip_with_japanese_names_is_read_in_either_encoding(folder: Path, encoding: str) -> None:
    write_zip(folder / "北海道_行政区域.zip", n03_rows(), encoding=encoding)
    read = read_boundaries(folder, set(TOWNS))
    assert read.file == "boundaries/北海道_行政区域.zip"
    assert [f.name for f in read.features if f.municipality_code == "01202"] == ["函館市"]


def test_of_two_official_files_the_newest_by_name_is_used(folder: Path) -> None:
    write_geojson(folder / "N03-22_01.geojson", n03_rows())
    write_geojson(folder / "N03-24_01.geojson", n03_rows())
    read = read_boundaries(folder, set(TOWNS))
    assert read.file == "boundaries/N03-24_01.geojson"
    (several,) = [f for f in read.findings if f.rule == "BOUNDARY-SEVERAL"]
    assert several.file == "boundaries/N03-22_01.geojson"
    assert "N03-24_01.geojson" in several.message


def test_a_file_without_the_northern_villages_takes_them_from_ours(folder: Path) -> None:
    write_geojson(folder / "N03.geojson", [row for row in n03_rows() if row[0][4] not in VILLAGES])
    read = read_boundaries(folder, set(TOWNS))
    assert [f.name for f in read.features if f.kind == "northern"] == ["北方領土（6村）"]
    assert "国土数値情報" in read.credit
    assert "気象庁" in read.credit
    assert "BOUNDARY-NO-NORTHERN" in {f.rule for f in read.findings}


def test_a_file_that_lacks_a_town_is_refused_and_ours_is_used(folder: Path) -> None:
    write_geojson(folder / "N03.geojson", [row for row in n03_rows() if row[0][4] != "01403"])
    read = read_boundaries(folder, set(TOWNS))
    assert read.file == f"boundaries/{OWN_FILE}"
    assert not read.is_official
    (refused,) = read.findings
    assert (refused.severity, refused.file) == ("error", "boundaries/N03.geojson")
    assert "01403" in refused.message


def test_a_code_that_the_master_does_not_know_is_said_and_left_out(folder: Path) -> None:
    values = ("北海道", "石狩振興局", "厚田郡", "厚田村", "01301")
    write_geojson(folder / "N03.geojson", [*n03_rows(), (values, shapely.box(144, 43, 144.1, 43.1))])
    read = read_boundaries(folder, set(TOWNS))
    (unknown,) = [f for f in read.findings if f.severity == "warning"]
    assert "01301 厚田村" in unknown.message
    assert "01301" not in {f.municipality_code for f in read.features}


def test_codes_that_lost_their_leading_zero_are_found(folder: Path) -> None:
    path = write_geojson(folder / "N03.geojson", n03_rows())
    collection = json.loads(path.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        code = feature["properties"]["N03_007"]
        feature["properties"]["N03_007"] = None if code is None else int(code)
    path.write_text(json.dumps(collection), encoding="utf-8")
    read = read_boundaries(folder, set(TOWNS))
    assert read.is_official
    assert len(read.features) == len(TOWNS) + len(VILLAGES)


def test_a_shapefile_without_its_coordinate_system_is_taken_as_jgd2011_and_said(folder: Path) -> None:
    write_zip(folder / "N03.zip", n03_rows(), crs=None)
    read = read_boundaries(folder, set(TOWNS))
    assert read.is_official
    assert [f.severity for f in read.findings if f.rule == "BOUNDARY-NO-CRS"] == ["warning"]


def test_plane_coordinates_are_brought_back_to_degrees(folder: Path) -> None:
    to_plane = Transformer.from_crs("EPSG:6668", "EPSG:6680", always_xy=True).transform
    rows = [(v, shapely.transform(s, to_plane, interleaved=False)) for v, s in n03_rows()]
    write_zip(folder / "N03.zip", rows, crs="EPSG:6680")
    read = read_boundaries(folder, set(TOWNS))
    assert read.is_official
    assert "BOUNDARY-CRS" in {f.rule for f in read.findings}
    sapporo = read.features[0].geometry
    assert shapely.hausdorff_distance(sapporo, shapely.box(141.0, 43.0, 142.0, 43.2)) < 2e-5


def test_swapped_longitude_and_latitude_are_refused(folder: Path) -> None:
    swapped = [(v, shapely.transform(s, lambda xy: xy[:, ::-1])) for v, s in n03_rows()]
    write_geojson(folder / "N03.geojson", swapped)
    read = read_boundaries(folder, set(TOWNS))
    assert not read.is_official
    assert "北海道の範囲" in read.findings[0].message


def test_a_self_crossing_polygon_is_mended_and_said(folder: Path) -> None:
    bow = shapely.Polygon([(144, 43), (144.2, 43.2), (144.2, 43), (144, 43.2)])
    values = ("北海道", "渡島総合振興局", None, "函館市", "01202")
    write_geojson(folder / "N03.geojson", [*n03_rows(), (values, bow)])
    read = read_boundaries(folder, set(TOWNS))
    (invalid,) = [f for f in read.findings if f.rule == "BOUNDARY-INVALID"]
    assert "01202" in invalid.message
    assert all(f.geometry.is_valid for f in read.features)


def test_a_row_without_a_shape_is_said(folder: Path) -> None:
    path = write_geojson(folder / "N03.geojson", n03_rows())
    collection = json.loads(path.read_text(encoding="utf-8"))
    properties = dict(zip(("N03_001", "N03_004", "N03_007"), ("北海道", "函館市", "01202"), strict=True))
    collection["features"].append({"type": "Feature", "properties": properties, "geometry": None})
    path.write_text(json.dumps(collection), encoding="utf-8")
    read = read_boundaries(folder, set(TOWNS))
    assert read.is_official
    assert "BOUNDARY-EMPTY" in {f.rule for f in read.findings}


def test_another_prefecture_alone_is_refused(folder: Path) -> None:
    write_geojson(folder / "N03-02.geojson", [row for row in n03_rows() if row[0][0] == "青森県"])
    read = read_boundaries(folder, set(TOWNS))
    assert read.file == f"boundaries/{OWN_FILE}"
    assert "北海道（コード01）の行がありません" in read.findings[0].message


def test_a_file_with_other_columns_is_refused_with_the_columns_it_has(folder: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"市町村": "札幌市"},
        "geometry": shapely.geometry.mapping(shapely.box(141, 43, 142, 44)),
    }
    (folder / "a.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    read = read_boundaries(folder, set(TOWNS))
    assert "N03_007" in read.findings[0].message
    assert "市町村" in read.findings[0].message


@pytest.mark.parametrize(
    "content", [b"", b"<html>404</html>", b'{"type": "FeatureCollection", "feat', b"PK\x03\x04"]
)
@pytest.mark.parametrize("name", ["N03.zip", "N03.geojson", "N03.topojson", "N03.json"])
def test_a_broken_file_is_an_error_that_names_it_and_ours_is_used(
    folder: Path, name: str, content: bytes
) -> None:
    (folder / name).write_bytes(content)
    read = read_boundaries(folder, set(TOWNS))
    (refused,) = read.findings
    assert (refused.severity, refused.rule, refused.file) == (
        "error",
        "BOUNDARY-REFUSED",
        f"boundaries/{name}",
    )
    assert len(read.features) == len(TOWNS) + 1


def test_a_truncated_zip_is_refused(folder: Path) -> None:
    path = write_zip(folder / "N03.zip", n03_rows())
    path.write_bytes(path.read_bytes()[:-200])
    assert read_boundaries(folder, set(TOWNS)).findings[0].rule == "BOUNDARY-REFUSED"


def test_a_zip_that_unzips_to_more_than_500_mb_is_refused_unopened(folder: Path) -> None:
    path = write_zip(folder / "N03.zip", n03_rows())
    content = bytearray(path.read_bytes())
    directory = content.find(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 600 * 1024 * 1024)
    path.write_bytes(bytes(content))
    read = read_boundaries(folder, set(TOWNS))
    assert not read.is_official
    assert "500 MB" in read.findings[0].message


def test_the_limit_holds_for_all_parts_together(tmp_path: Path) -> None:
    (tmp_path / "boundaries").mkdir()
    path = write_zip(tmp_path / "boundaries" / "N03.zip", n03_rows())
    with pytest.raises(BoundaryFileError, match="MB"):
        unzip_layer(path, tmp_path, max_bytes=2000)


def test_files_of_other_forms_are_named_and_left(folder: Path) -> None:
    (folder / "N03.xml").write_text("<gml/>", encoding="utf-8")
    (folder / "ORIGIN.md").write_text("由来", encoding="utf-8")
    read = read_boundaries(folder, set(TOWNS))
    assert [(f.rule, f.file) for f in read.findings] == [("BOUNDARY-OTHER-FILE", "boundaries/N03.xml")]


def test_without_any_file_there_is_no_map_and_an_error(folder: Path) -> None:
    (folder / OWN_FILE).unlink()
    read = read_boundaries(folder, set(TOWNS))
    assert read.features == []
    assert [(f.severity, f.rule) for f in read.findings] == [("error", "BOUNDARY-NONE")]


def test_a_heavy_file_is_thinned_for_the_browser_with_common_borders(folder: Path) -> None:
    rows = [(values, shapely.segmentize(shape, 1e-4)) for values, shape in n03_rows()]
    wobbly = [(values, shapely.transform(shape, _wobble)) for values, shape in rows]
    write_zip(folder / "N03.zip", wobbly)
    read = read_boundaries(folder, set(TOWNS))
    text = json.dumps(to_geojson(read.features), ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= 600_000
    assert "BOUNDARY-THINNED" in {f.rule for f in read.findings}
    assert shapely.coverage_is_valid([f.geometry for f in read.features])


def _wobble(xy: np.ndarray) -> np.ndarray:
    return xy + 1e-4 * np.sin(xy[:, ::-1] * 7000)
