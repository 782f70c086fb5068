"""Our borders beside the official ones of 国土数値情報 N03, where that file lies beside the project."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from etl.geometry import LONLAT, PLANE, adjacent_pairs
from etl.readers.boundaries import OWN_FILE, BoundaryRead, read_boundaries

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
N03 = ROOT.parent / "shared" / "data" / "n03_2022_hokkaido_simplified.topojson"

pytestmark = pytest.mark.skipif(not N03.is_file(), reason="no N03 file beside the project to compare with")


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> tuple[BoundaryRead, BoundaryRead]:
    """Ours, and N03 as an office would drop it in."""
    with (RAW / "reference" / "municipalities.csv").open(encoding="utf-8-sig", newline="") as stream:
        codes = {row["code"] for row in csv.DictReader(stream)}
    folder = tmp_path_factory.mktemp("compared") / "boundaries"
    folder.mkdir()
    shutil.copy(RAW / "boundaries" / OWN_FILE, folder)
    ours = read_boundaries(folder, codes)
    shutil.copy(N03, folder)
    return ours, read_boundaries(folder, codes)


def test_the_official_file_is_used_when_dropped_in(reads: tuple[BoundaryRead, BoundaryRead]) -> None:
    ours, official = reads
    assert official.is_official
    assert "国土数値情報" in official.credit
    assert {f.severity for f in official.findings} <= {"info"}
    assert [f.municipality_code for f in official.features] == [f.municipality_code for f in ours.features]


def test_every_town_lies_where_n03_has_it(reads: tuple[BoundaryRead, BoundaryRead]) -> None:
    ours, official = ({f.municipality_code: _on_plane(f.geometry) for f in r.features} for r in reads)
    shares = {
        code: shapely.area(shapely.intersection(area, official[code]))
        / shapely.area(shapely.union(area, official[code]))
        for code, area in ours.items()
        if code is not None
    }
    assert len(shares) == 179
    assert {code: share for code, share in shares.items() if share < 0.93} == {}
    assert np.mean(list(shares.values())) >= 0.98


def test_the_neighbours_are_the_same_445_pairs(reads: tuple[BoundaryRead, BoundaryRead]) -> None:
    ours, official = ({(a, b) for a, b, _ in adjacent_pairs(r.features)} for r in reads)
    assert len(official) == 2 * 445
    assert ours == official


def _on_plane(geometry: shapely.Geometry) -> shapely.Geometry:
    to_plane = Transformer.from_crs(LONLAT, PLANE, always_xy=True)
    return shapely.transform(geometry, to_plane.transform, interleaved=False)
