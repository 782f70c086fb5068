"""Deriving our borders, tried on a made wheel: archives inside a module, areas inside those."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import shapely

from etl.readers.boundaries import OWN_FILE, read_boundaries
from tools.derive_boundaries import main


def test_areas_in_a_wheel_become_towns_with_common_borders(tmp_path: Path) -> None:
    areas = [
        _area("0120601", "釧路市釧路", shapely.box(144.0, 43.0, 144.2, 43.2)),
        _area("0120602", "釧路市阿寒", shapely.box(144.2, 43.0, 144.4, 43.2)),
        _area("0166100", "釧路町", shapely.box(144.4, 43.0, 144.6, 43.2)),
        _area("0220100", "青森市", shapely.box(140.6, 40.6, 140.9, 40.9)),
        _area("hoppo", "根室地方", shapely.box(146.0, 44.0, 146.5, 44.3)),
    ]
    folder = tmp_path / "boundaries"
    folder.mkdir()
    assert main([str(_wheel(tmp_path, areas)), "--out", str(folder / OWN_FILE)]) == 0
    read = read_boundaries(folder, {"01206", "01661"})
    assert [f.name for f in read.features] == ["釧路市", "釧路町", "北方領土（6村）"]
    assert shapely.coverage_is_valid([f.geometry for f in read.features])
    assert read.features[0].geometry.equals(shapely.box(144.0, 43.0, 144.4, 43.2))


def test_waste_of_broken_coasts_is_dropped_and_islands_stay(tmp_path: Path) -> None:
    town = shapely.box(144.0, 43.0, 144.2, 43.2)
    island = shapely.box(144.3, 43.1, 144.31, 43.11)
    lobe = shapely.box(144.2, 43.2, 144.202, 43.202)
    rock = shapely.box(144.3, 43.0, 144.301, 43.001)
    areas = [
        _area("0120600", "釧路市", shapely.MultiPolygon([town, island, lobe, rock])),
        _area("hoppo", "根室地方", shapely.box(146.0, 44.0, 146.5, 44.3)),
    ]
    folder = tmp_path / "boundaries"
    folder.mkdir()
    main([str(_wheel(tmp_path, areas)), "--out", str(folder / OWN_FILE)])
    kept = read_boundaries(folder, {"01206"}).features[0].geometry
    assert kept.equals(shapely.MultiPolygon([town, island]))


def _area(code: str, name: str, geometry: shapely.Geometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": shapely.geometry.mapping(geometry),
    }


def _wheel(folder: Path, areas: list[dict[str, Any]]) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("landslides_0.json", json.dumps({"type": "FeatureCollection", "features": areas}))
    path = folder / "made-0.1-cp39-abi3-any.whl"
    module = b"\x7fELF code PK\x05\x06 by chance " + inner.getvalue() + b" more code"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("made/made.abi3.so", module)
    return path
