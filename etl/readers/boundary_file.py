"""One file of administrative areas (zipped shapefile, GeoJSON, TopoJSON) → rows of code, name, polygon."""

from __future__ import annotations

import codecs
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import pyproj
import shapely
from pyproj.exceptions import ProjError

from etl.findings import Finding
from etl.geometry import LONLAT, Geometries, repaired, to_lonlat
from etl.readers.boundary_zip import CHUNK, MAX_BYTES, SINGLE_FILES, TOO_LARGE, BoundaryFileError, unzip_layer
from machine import temporary

SUFFIXES = (".zip", *SINGLE_FILES)
SAME_AS_LONLAT = (LONLAT, "EPSG:4326", "EPSG:4612", "OGC:CRS84")
PREFECTURE = "01"
PREFECTURE_NAME = "北海道"
SHAPEFILE_CODE = (9994).to_bytes(4, "big")
BOX = (138.0, 40.0, 150.0, 47.0)  # Hokkaido with the northern territories, widely

# 国土数値情報 N03 (any year), and files that others have thinned from it
CODE_COLUMNS = ("N03_007", "code")
NAME_COLUMNS = ("N03_004", "name")
PREFECTURE_COLUMN = "N03_001"


@dataclass(frozen=True)
class Areas:
    """Rows of one file, Hokkaido only. `codes` are five digits, or "" where the file gives none."""

    codes: list[str]
    names: list[str]
    geometries: Geometries
    is_n03: bool
    findings: list[Finding] = field(default_factory=list)


def read_areas(path: Path) -> Areas:
    """Every polygon of Hokkaido in the file, valid and in degrees of JGD2011.

    Raises BoundaryFileError for a file that cannot be read or holds nothing of Hokkaido.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BoundaryFileError(TOO_LARGE)
    with tempfile.TemporaryDirectory(prefix=temporary.prefix()) as scratch:
        layer = unzip_layer(path, Path(scratch)) if path.suffix.lower() == ".zip" else path
        with warnings.catch_warnings(record=True) as remarks:
            warnings.simplefilter("always")
            table, geometries, crs = _read_layer(layer)
    codes = [_code(value) for value in table["code"]]
    names = [_text(value) for value in table["name"]]
    prefectures = [_text(value) for value in table["prefecture"]]
    keep = [i for i, code in enumerate(codes) if _is_here(code, prefectures[i])]
    if not any(codes[i] for i in keep):
        raise BoundaryFileError(
            "北海道（コード01）の行がありません。北海道の行政区域データを入れてください。"
        )
    codes, names = [codes[i] for i in keep], [names[i] for i in keep]
    placed, about_crs = _placed(geometries[keep], crs)
    sound, about_shapes = _sound(placed, codes)
    about_file = [
        _warning("BOUNDARY-REMARK", f"境界ファイルの読み込み中に注意が出ました：{remark.message}")
        for remark in remarks
    ]
    return Areas(codes, names, sound, table["is_n03"], [*about_file, *about_crs, *about_shapes])


def _read_layer(layer: Path) -> tuple[dict[str, Any], Geometries, str | None]:
    """The columns code, name, prefecture as the file has them, the polygons, and the coordinate system."""
    encoding = _dbf_encoding(layer.with_suffix(".dbf")) if layer.suffix == ".shp" else None
    layer = layer.resolve()  # GDAL takes a name with a colon for an address
    _refuse_foreign(layer)
    try:
        info = pyogrio.read_info(layer, encoding=encoding)
        code_column = _column(info["fields"], CODE_COLUMNS)
        name_column = _column(info["fields"], NAME_COLUMNS)
        frame = geopandas.read_file(
            layer,
            engine="pyogrio",
            encoding=encoding,
            columns=[c for c in (code_column, name_column, PREFECTURE_COLUMN) if c in info["fields"]],
            force_2d=True,
            where=_only_prefecture(info, code_column),
        )
        geometries = np.asarray(frame.geometry, dtype=object)
    except BoundaryFileError:
        raise
    except (RuntimeError, ValueError, UnboundLocalError, shapely.errors.ShapelyError) as error:
        # pyogrio's own errors are RuntimeErrors, text in another encoding is a ValueError, and a broken .prj
        # makes pyogrio 0.13 stumble over a variable of its own
        message = "地図の境界ファイルとして読めません（壊れているか、形式が違います）。入手し直してください"
        raise BoundaryFileError(f"{message}（{error}）。") from error
    table = {
        "code": list(frame[code_column]),
        "name": list(frame[name_column]),
        "prefecture": list(frame.get(PREFECTURE_COLUMN, [""] * len(geometries))),
        "is_n03": code_column == CODE_COLUMNS[0],
    }
    # GeoJSON and TopoJSON are in degrees by their standards; a shapefile without .prj says nothing
    crs = _crs_name(frame.crs) if frame.crs is not None else None
    return table, geometries, crs or (None if layer.suffix == ".shp" else LONLAT)


def _refuse_foreign(layer: Path) -> None:
    """GDAL opens a file by what it holds, whatever its name: 64 formats, some of which fetch from the network.

    Raises BoundaryFileError for all but a shapefile (ESRI Shapefile Technical Description, file code 9994) and JSON.
    """
    with layer.open("rb") as stream:
        head = stream.read(CHUNK)
    is_shapefile = head.startswith(SHAPEFILE_CODE)
    is_json = head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n").startswith(b"{")
    if not (is_shapefile if layer.suffix.lower() == ".shp" else is_json):
        raise BoundaryFileError(
            "中身が Shapefile でも GeoJSON・TopoJSON でもないので、読みません。国土数値情報 N03 のものを入れてください。"
        )


def _crs_name(crs: pyproj.CRS) -> str:
    """EPSG:6668 and the like; the whole definition where the file names none."""
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.to_wkt())


def _placed(geometries: Geometries, crs: str | None) -> tuple[Geometries, list[Finding]]:
    """Degrees of JGD2011 from whatever the file says it is in."""
    findings = []
    if crs is None:
        message = "座標系の記載（.prj）がないため、JGD2011 の緯度経度とみなしました。"
        findings.append(
            _warning("BOUNDARY-NO-CRS", message + "位置がずれていないか、地図で確かめてください。")
        )
    elif crs not in SAME_AS_LONLAT:
        try:
            geometries = to_lonlat(geometries, crs)
        except ProjError as error:
            message = f"座標系「{crs}」を緯度経度に直せません。JGD2011 のファイルを入れてください。"
            raise BoundaryFileError(message) from error
        message = f"座標系「{crs}」から JGD2011 の緯度経度に直しました。"
        findings.append(Finding("info", "BOUNDARY-CRS", message))
    west, south, east, north = shapely.total_bounds(geometries)
    if not (BOX[0] <= west and BOX[1] <= south and east <= BOX[2] and north <= BOX[3]):
        extent = f"東経{west:.1f}～{east:.1f}、北緯{south:.1f}～{north:.1f}"
        raise BoundaryFileError(f"座標が北海道の範囲にありません（{extent}）。座標系を確かめてください。")
    return geometries, findings


def _sound(geometries: Geometries, codes: list[str]) -> tuple[Geometries, list[Finding]]:
    """Valid polygons; rows without one become empty and are said."""
    areal = np.isin(
        shapely.get_type_id(geometries), [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON]
    )
    missing = ~areal | shapely.is_empty(geometries)
    geometries = np.where(missing, shapely.Polygon(), geometries)
    broken = ~shapely.is_valid(geometries)
    findings = []
    if missing.any():
        message = f"図形のない行が{missing.sum()}行あり、読み飛ばしました（{_listed(codes, missing)}）。"
        findings.append(_warning("BOUNDARY-EMPTY", message))
    if broken.any():
        message = f"線が自分と交わるなど壊れた図形が{broken.sum()}件あり、直して使いました"
        findings.append(_warning("BOUNDARY-INVALID", f"{message}（{_listed(codes, broken)}）。"))
    return repaired(geometries), findings


def _dbf_encoding(dbf: Path) -> str:
    """UTF-8 or cp932: whichever reads the records with fewer faults (fixed widths may cut a character)."""
    with dbf.open("rb") as stream:
        head = stream.read(32)
        stream.seek(int.from_bytes(head[8:10], "little"))
        records = stream.read(4 * CHUNK)
    faults = {name: records.decode(name, "replace").count("\ufffd") for name in ("utf-8", "cp932")}
    return min(faults, key=lambda name: faults[name])


def _only_prefecture(info: dict[str, Any], code_column: str) -> str | None:
    """A filter that spares reading the rest of Japan; codes stored as numbers are filtered later."""
    fields = list(info["fields"])
    if info["dtypes"][fields.index(code_column)] != "object":
        return None
    wanted = [f"LIKE '{PREFECTURE}%'", "LIKE '1___'", "IS NULL", "= ''"]
    where = " OR ".join(f"{code_column} {condition}" for condition in wanted)
    return (
        where if PREFECTURE_COLUMN not in fields else f"{where} OR {PREFECTURE_COLUMN} = '{PREFECTURE_NAME}'"
    )


def _is_here(code: str, prefecture: str) -> bool:
    return code.startswith(PREFECTURE) if code else prefecture in ("", PREFECTURE_NAME)


def _column(fields: Sequence[str], candidates: tuple[str, ...]) -> str:
    for name in candidates:
        if name in fields:
            return name
    raise BoundaryFileError(
        f"列 {' または '.join(candidates)} がありません（ある列：{'、'.join(fields) or 'なし'}）。"
        "国土数値情報 N03（行政区域）のファイルを入れてください。"
    )


def _code(value: object) -> str:
    """Five digits; a number that lost its leading zero gets it back."""
    text = _text(value).removesuffix(".0")
    return text.zfill(5) if text.isdecimal() else text


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()


def _listed(codes: list[str], selected: Any) -> str:
    labels = sorted({codes[i] or "コードなし" for i in np.flatnonzero(selected)})
    return "、".join(labels[:10]) + (f" ほか{len(labels) - 10}件" if len(labels) > 10 else "")


def _warning(rule: str, message: str) -> Finding:
    return Finding("warning", rule, message)
