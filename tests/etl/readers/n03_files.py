"""Draws small files in the manner of 国土数値情報 N03: wards, several rows a town, villages, 所属未定地."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
import topojson

FIELDS = ("N03_001", "N03_002", "N03_003", "N03_004", "N03_007")
TOWNS = {"01100": "札幌市", "01202": "函館市", "01403": "泊村"}
VILLAGES = {
    "01695": "色丹村",
    "01696": "泊村",
    "01697": "留夜別村",
    "01698": "留別村",
    "01699": "紗那村",
    "01700": "蘂取村",
}
WARDS = ("中央区", "北区", "東区", "白石区", "豊平区", "南区", "西区", "厚別区", "手稲区", "清田区")
JAPANESE_STEM = "行政区域"

Row = tuple[tuple[str | None, ...], Any]


def n03_rows() -> list[Row]:
    """Ten wards side by side, 函館市 in two rows, 泊村 at both, the villages, 所属未定地 and 青森県."""
    rows: list[Row] = []
    for number, ward in enumerate(WARDS):
        west = 141.0 + number / 10
        rows.append(
            (
                ("北海道", "石狩振興局", "札幌市", ward, f"{1101 + number:05}"),
                shapely.box(west, 43.0, west + 0.1, 43.2),
            )
        )
    rows.append(
        (("北海道", "渡島総合振興局", None, "函館市", "01202"), shapely.box(141.0, 42.8, 141.5, 43.0))
    )
    rows.append(
        (("北海道", "渡島総合振興局", None, "函館市", "01202"), shapely.box(140.0, 42.0, 140.2, 42.1))
    )
    rows.append(
        (("北海道", "後志総合振興局", "古宇郡", "泊村", "01403"), shapely.box(141.5, 42.8, 142.0, 43.0))
    )
    for number, (code, name) in enumerate(VILLAGES.items()):
        west = 146.0 + number / 10
        rows.append(
            (("北海道", "根室振興局", "色丹郡", name, code), shapely.box(west, 44.0, west + 0.1, 44.1))
        )
    rows.append((("北海道", None, None, "所属未定地", None), shapely.box(143.0, 42.0, 143.1, 42.1)))
    rows.append((("北海道", None, None, "所属未定地", "01000"), shapely.box(143.2, 42.0, 143.3, 42.1)))
    rows.append((("青森県", None, None, "青森市", "02201"), shapely.box(140.6, 40.6, 140.9, 40.9)))
    rows.append((("青森県", None, None, "所属未定地", None), shapely.box(141.2, 40.6, 141.3, 40.9)))
    return rows


def write_geojson(path: Path, rows: list[Row]) -> Path:
    path.write_text(json.dumps(_collection(rows), ensure_ascii=False), encoding="utf-8")
    return path


def write_topojson(path: Path, rows: list[Row]) -> Path:
    path.write_text(topojson.Topology(_collection(rows), prequantize=False).to_json(), encoding="utf-8")
    return path


def write_zip(path: Path, rows: list[Row], *, crs: str | None = "EPSG:6668", encoding: str = "CP932") -> Path:
    """A zipped shapefile as the ministry sent it for years: names in cp932 and no .cpg that says so."""
    scratch = path.parent.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    pyogrio.raw.write(
        scratch / "N03.shp",
        geometry=shapely.to_wkb(np.array([shape for _, shape in rows], dtype=object)),
        field_data=[np.array([values[i] for values, _ in rows], dtype=object) for i in range(len(FIELDS))],
        fields=list(FIELDS),
        geometry_type="Polygon",
        crs=crs or "EPSG:6668",
        encoding=encoding,
    )
    placeholder = "A" * len(JAPANESE_STEM.encode("cp932"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in (".shp", ".shx", ".dbf", *([".prj"] if crs else [])):
            archive.write(scratch / f"N03{suffix}", f"{placeholder}/{placeholder}{suffix}")
        archive.writestr(f"{placeholder}/{placeholder}_prefecture.shp", b"another layer")
        archive.writestr(f"__MACOSX/._{placeholder}.shp", b"litter")
    path.write_bytes(path.read_bytes().replace(placeholder.encode(), JAPANESE_STEM.encode("cp932")))
    return path


def _collection(rows: list[Row]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(FIELDS, values, strict=True)),
            "geometry": shapely.geometry.mapping(shape),
        }
        for values, shape in rows
    ]
    return {"type": "FeatureCollection", "features": features}
