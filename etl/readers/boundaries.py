"""The borders of the map: our own derived file, or an official 国土数値情報 N03 file if one was put there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely

from etl import sandbox
from etl.findings import Finding
from etl.geometry import Boundary, BoundaryKind, adjacent_pairs, clockwise, dissolved, rounded, thinned
from etl.readers.boundary_claims import (
    TownPlace,
    check_halls,
    check_names,
    check_overlaps,
)
from etl.readers.boundary_file import SUFFIXES, Areas, read_areas
from etl.readers.boundary_zip import BoundaryFileError

__all__ = ["Boundary", "BoundaryRead", "TownPlace", "adjacent_pairs", "read_boundaries", "to_geojson"]

OWN_FILE = "hokkaido_jma.topojson"
OWN_CREDIT = "気象庁「予報区等GISデータ」を加工して作成"
N03_CREDIT = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
OTHER_CREDIT = "{name}（提供元の出典表示に従うこと）を加工して作成"
NOT_BOUNDARIES = (".md", ".txt", ".gitkeep")

SAPPORO = "01100"
SAPPORO_NAME = "札幌市"
WARDS = {f"{code:05}" for code in range(1101, 1111)}
NORTHERN_VILLAGES = {f"{code:05}" for code in range(1695, 1701)}
NORTHERN_NAME = "北方領土（6村）"
NORTHERN_KEY = "northern"
UNSETTLED_NAME = "所属未定地"

# Of the worker that reads a dropped-in file. Our own, which comes with the program, takes 600 MB of addresses and a second.
MEMORY_MB, SECONDS = 1500, 120.0
STOPPED = "読む途中で{why}ため、読みません。北海道だけの行政区域データ（国土数値情報 N03）を入れてください。"
_Read: TypeAlias = "tuple[str, list[tuple[str | None, str, BoundaryKind, bytes]], list[Finding], bool]"

MAX_VERTICES = 28_000  # about 600 kB of GeoJSON


@dataclass(frozen=True)
class BoundaryRead:
    """`file` is relative to data/raw, as SOURCES.csv writes it; `is_official`: it is the dropped-in file."""

    features: list[Boundary]
    file: str
    credit: str
    is_official: bool
    findings: list[Finding]


def places_of(municipalities: Iterable[Mapping[str, object]]) -> dict[str, TownPlace]:
    """Name and town hall by code, from the rows of the list of municipalities."""
    return {
        str(row["code"]): TownPlace(
            str(row["name"]), shapely.Point(float(str(row["hall_lon"])), float(str(row["hall_lat"])))
        )
        for row in municipalities
    }


def read_file(path: Path, places: Mapping[str, TownPlace]) -> BoundaryRead:
    """The areas of one file that is not in use yet; none, with an error, where it would be refused."""
    if path.suffix.lower() not in SUFFIXES:
        return BoundaryRead([], path.name, "", True, [_other_format(path.name)])
    try:
        features, remarks, is_n03 = _features_apart(path, set(places), places)
    except BoundaryFileError as error:
        return BoundaryRead(
            [], path.name, "", True, [Finding("error", "BOUNDARY-REFUSED", str(error), file=path.name)]
        )
    placed = [replace(remark, file=path.name) for remark in remarks]
    return BoundaryRead(features, path.name, _credit(path, is_n03=is_n03), True, placed)


def read_boundaries(
    folder: Path,
    known_codes: set[str],
    places: Mapping[str, TownPlace] | None = None,
    left_out: Collection[str] = (),
) -> BoundaryRead:
    """One area for each of `known_codes`, in code order, then the northern villages.

    `places` (code → name and town hall) is what the areas of a dropped-in file are held against. A file that lacks a town or cannot be read is refused with an error finding and ours is used. `left_out`: names of files that lie there and do not hold (any more).
    """
    dropped, findings = _dropped_in(folder, left_out)
    received = _received_boundaries(folder, known_codes)
    for path in dropped:
        try:
            features, remarks, is_n03 = _features_apart(path, known_codes, places or {})
        except BoundaryFileError as error:
            findings.append(
                Finding(
                    "error",
                    "BOUNDARY-REFUSED",
                    f"{error} 今回は同梱の境界（{OWN_FILE}）で地図を描きました。",
                    file=_relative(path),
                )
            )
            continue
        credit = _credit(path, is_n03=is_n03)
        if not any(f.kind == "northern" for f in features) and any(
            f.kind == "northern" for f in received.features
        ):
            features += [f for f in received.features if f.kind == "northern"]
            credit += f"（北方領土は{OWN_CREDIT}）"
            message = "北方領土の6村（01695～01700）がないため、同梱の境界ファイルから北方領土を描きます。"
            remarks.append(Finding("info", "BOUNDARY-NO-NORTHERN", message))
        placed = [replace(remark, file=_relative(path)) for remark in remarks]
        return BoundaryRead(features, _relative(path), credit, True, findings + placed)
    return replace(received, findings=findings + received.findings)


def to_geojson(features: list[Boundary]) -> dict[str, Any]:
    """A FeatureCollection whose feature ids are the codes ("northern" for the six villages drawn as one)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": feature.municipality_code or NORTHERN_KEY,
                "properties": {"name": feature.name, "kind": feature.kind},
                "geometry": shapely.geometry.mapping(feature.geometry),
            }
            for feature in features
        ],
    }


def _credit(path: Path, *, is_n03: bool) -> str:
    return N03_CREDIT if is_n03 or "n03" in path.name.lower() else OTHER_CREDIT.format(name=path.name)


def _other_format(file: str) -> Finding:
    message = (
        "この形式は地図の境界として読みません。国土数値情報 N03 の zip（シェープファイル）、GeoJSON、"
        "TopoJSON のどれかを、フォルダーに入れずに置いてください。"
    )
    return Finding("warning", "BOUNDARY-OTHER-FILE", message, file=file)


def _dropped_in(folder: Path, left_out: Collection[str]) -> tuple[list[Path], list[Finding]]:
    """The file to use instead of ours (none or one), the newest by name, and what else lies in the folder."""
    findings = []
    candidates = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name in (OWN_FILE, *left_out) or path.name.startswith("."):
            continue
        if path.suffix.lower() in NOT_BOUNDARIES:
            continue
        if path.is_file() and path.suffix.lower() in SUFFIXES:
            candidates.append(path)
            continue
        findings.append(_other_format(_relative(path)))
    for unused in candidates[:-1]:
        findings.append(
            Finding(
                "warning",
                "BOUNDARY-SEVERAL",
                f"境界ファイルが{len(candidates)}つあるため、名前順で最後の「{candidates[-1].name}」を使い、"
                "このファイルは使いません。使わないファイルは別の場所に移してください。",
                file=_relative(unused),
            )
        )
    return candidates[-1:], findings


def _received_boundaries(folder: Path, known_codes: set[str]) -> BoundaryRead:
    path = folder / OWN_FILE
    try:
        if not path.is_file():
            raise BoundaryFileError(
                f"同梱の境界ファイル（{OWN_FILE}）がありません。配布物から戻してください。"
            )
        features, remarks, _ = _features(path, known_codes, {})
    except BoundaryFileError as error:
        finding = Finding("error", "BOUNDARY-NONE", f"{error} 地図を描けません。", file=_relative(path))
        return BoundaryRead([], _relative(path), OWN_CREDIT, False, [finding])
    placed = [replace(remark, file=_relative(path)) for remark in remarks]
    return BoundaryRead(features, _relative(path), OWN_CREDIT, False, placed)


def features_here(path: Path, known_codes: set[str], halls: list[tuple[str, str, bytes]]) -> _Read:
    """What the worker does: the refusal ("" for none), code, name, kind and WKB of each area, remarks, whether it is N03.

    halls: code, name and town hall (WKB).
    """
    places = {code: TownPlace(name, shapely.from_wkb(hall)) for code, name, hall in halls}
    try:
        features, remarks, is_n03 = _features(path, known_codes, places)
    except BoundaryFileError as error:
        return str(error), [], [], False
    rows = [(one.municipality_code, one.name, one.kind, shapely.to_wkb(one.geometry)) for one in features]
    return "", rows, remarks, is_n03


def _features_apart(
    path: Path, known_codes: set[str], places: Mapping[str, TownPlace]
) -> tuple[list[Boundary], list[Finding], bool]:
    """The areas of a file of which nothing is known yet, read where memory and time have an end.

    Raises BoundaryFileError.
    """
    halls = [(code, place.name, shapely.to_wkb(place.hall)) for code, place in places.items()]
    outcome = sandbox.run_limited(
        features_here, (path, known_codes, halls), memory_mb=MEMORY_MB, timeout_s=SECONDS
    )
    if outcome.reason:
        is_late = outcome.reason == "timeout"
        why = f"{SECONDS:.0f}秒を過ぎた" if is_late else "止まった（大きすぎるか、壊れている）"
        raise BoundaryFileError(STOPPED.format(why=why))
    read: _Read = outcome.value
    refused, rows, remarks, is_n03 = read
    if refused:
        raise BoundaryFileError(refused)
    features = [Boundary(code, name, kind, shapely.from_wkb(shape)) for code, name, kind, shape in rows]
    return features, remarks, is_n03


def _features(
    path: Path, known_codes: set[str], places: Mapping[str, TownPlace]
) -> tuple[list[Boundary], list[Finding], bool]:
    """Dissolved, thinned, rounded, clockwise areas of one file."""
    areas = read_areas(path)
    keys, findings = _keys(areas, known_codes)
    findings += check_names(keys, areas.names, places)
    used = np.array([bool(key) for key in keys]) & ~shapely.is_empty(areas.geometries)
    by_key = dissolved(areas.geometries[used], [key for key, use in zip(keys, used, strict=True) if use])
    missing = sorted(known_codes - set(by_key))
    if missing:
        message = f"{len(missing)}市町村の境界がありません（コード {_short_list(missing)}）。"
        raise BoundaryFileError(message + "北海道全体の最新の行政区域データを入れてください。")
    if places:
        check_halls(by_key, places)
        used_keys = [key for key, is_used in zip(keys, used, strict=True) if is_used]
        findings += check_overlaps(areas.geometries[used], used_keys, by_key, places)
    names = {key: name for key, name in zip(keys, areas.names, strict=True) if key}
    names |= {SAPPORO: SAPPORO_NAME, NORTHERN_KEY: NORTHERN_NAME}
    geometries = np.array(list(by_key.values()), dtype=object)
    light, islets = thinned(geometries, MAX_VERTICES)
    if light is not geometries:
        before, after = (int(shapely.get_num_coordinates(g).sum()) for g in (geometries, light))
        message = f"画面で軽く描けるよう、境界の点を{before:,}から{after:,}に間引きました。"
        message += f"ごく小さな島・岩{islets:,}個は描きません。" if islets else ""
        findings.append(Finding("info", "BOUNDARY-THINNED", message))
    features = [
        Boundary(
            None if key == NORTHERN_KEY else key,
            names[key],
            "northern" if key == NORTHERN_KEY or key in NORTHERN_VILLAGES else "municipality",
            clockwise(geometry),
        )
        for key, geometry in zip(by_key, rounded(light), strict=True)
    ]
    return features, areas.findings + findings, areas.is_n03


def _keys(areas: Areas, known_codes: set[str]) -> tuple[list[str], list[Finding]]:
    """What each row is part of: the code of a town or northern village, "northern", or "" if left out."""
    keys, unsettled, unknown = [], 0, set()
    for code, name in zip(areas.codes, areas.names, strict=True):
        if not code and name == NORTHERN_NAME:
            keys.append(NORTHERN_KEY)
        elif not code or code.endswith("000") or UNSETTLED_NAME in name:
            keys.append("")
            unsettled += 1
        elif code in WARDS:
            keys.append(SAPPORO)
        elif code in known_codes or code in NORTHERN_VILLAGES:
            keys.append(code)
        else:
            keys.append("")
            unknown.add(f"{code} {name}".strip())
    findings = []
    if unsettled:
        message = f"どの市町村にも属さない土地（所属未定地）が{unsettled}件あり、地図に描きません。"
        findings.append(Finding("info", "BOUNDARY-UNSETTLED", message))
    if unknown:
        message = (
            f"市町村の一覧にないコードの区域が{len(unknown)}件あり、地図に描きません（{_short_list(sorted(unknown))}）。"
            "境界ファイルの年を確かめてください。"
        )
        findings.append(Finding("warning", "BOUNDARY-UNKNOWN-CODE", message))
    return keys, findings


def _short_list(texts: list[str]) -> str:
    return "、".join(texts[:10]) + (f" ほか{len(texts) - 10}件" if len(texts) > 10 else "")


def _relative(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
