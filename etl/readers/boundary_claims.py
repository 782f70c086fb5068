"""Holds the areas of a boundary file against the municipalities: code, name and town hall must speak of one town, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from etl import names
from etl.findings import Finding
from etl.geometry import Geometries
from etl.readers.boundary_zip import BoundaryFileError

HALL_MARGIN_DEG = 0.05  # a hall on a pier or in a thinned bay: about 4 km
BORDER_MARGIN_DEG = 0.005  # a border that was drawn coarsely beside a hall: about 400 m
SHARED_SQUARE_DEG = (
    3e-4  # about 2.7 km²: careless borders overlap by less, the smallest town has fifteen times as much
)
MOST_NAMED = 5
SECOND_FILE = "境界ファイルを入手し直すか、コードと名前を直したものを入れてください。"


@dataclass(frozen=True)
class TownPlace:
    """A municipality of the list: its name and where its town hall stands."""

    name: str
    hall: Any  # shapely Point in degrees


def check_names(
    keys: Sequence[str], area_names: Sequence[str], places: Mapping[str, TownPlace]
) -> list[Finding]:
    """Raises BoundaryFileError where a code stands beside another town's name; a name of nobody is a warning."""
    codes_of: dict[str, set[str]] = {}
    for code, place in places.items():
        codes_of.setdefault(names.normalise(place.name), set()).add(code)
    swapped: dict[str, None] = {}
    strange: dict[str, None] = {}
    for key, area_name in zip(keys, area_names, strict=True):
        name = names.normalise(area_name)
        if key not in places or not name or key in codes_of.get(name, set()) or name.endswith("区"):
            continue
        shown = f"コード{key}（{places[key].name}）の区域の名前が「{area_name}」"
        (swapped if name in codes_of else strange)[shown] = None
    if swapped:
        raise BoundaryFileError(f"コードと名前が合いません: {_listed(list(swapped))}。{SECOND_FILE}")
    if not strange:
        return []
    message = f"市町村の一覧と違う名前の区域があります: {_listed(list(strange))}。コードで描きました。確かめてください。"
    return [Finding("warning", "BOUNDARY-NAME", message)]


def check_halls(areas: Mapping[str, Any], places: Mapping[str, TownPlace]) -> None:
    """Raises BoundaryFileError where a town hall stands outside the area of its town."""
    keys = [key for key in places if key in areas]
    halls = np.array([places[key].hall for key in keys], dtype=object)
    own = np.array([areas[key] for key in keys], dtype=object)
    tree = shapely.STRtree(own)
    shown = []
    for index in np.flatnonzero(~shapely.dwithin(own, halls, BORDER_MARGIN_DEG)):
        inside = tree.query(halls[index], predicate="within")
        if not len(inside) and shapely.dwithin(own[index], halls[index], HALL_MARGIN_DEG):
            continue
        holder = f"（{places[keys[inside[0]]].name}の区域の中）" if len(inside) else ""
        shown.append(f"{_name(keys[index], places)}の役場が、その区域の外にあります{holder}")
    if not shown:
        return
    raise BoundaryFileError(f"区域の位置が市町村と合いません: {_listed(shown)}。{SECOND_FILE}")


def check_overlaps(
    geometries: Geometries, keys: Sequence[str], areas: Mapping[str, Any], places: Mapping[str, TownPlace]
) -> list[Finding]:
    """Raises BoundaryFileError where two towns have the same ground; a warning where a town has its own twice.

    `geometries` are the rows of the file, `areas` what dissolving them left to each town.
    """
    owners = np.asarray(keys)
    row_areas = shapely.area(geometries)
    twice: list[str] = []
    shared: dict[str, None] = {}
    for key, area in areas.items():
        is_own = owners == key
        if row_areas[is_own].sum() - shapely.area(area) < SHARED_SQUARE_DEG:
            continue
        whole = shapely.union_all(geometries[is_own])
        others = geometries[~is_own]
        near = shapely.STRtree(others).query(whole, predicate="intersects")
        common = shapely.area(shapely.intersection(others[near], whole)) > SHARED_SQUARE_DEG
        for other in dict.fromkeys(owners[~is_own][near[common]]):
            shared["と".join(sorted((_name(key, places), _name(str(other), places))))] = None
        if row_areas[is_own].sum() - shapely.area(whole) > SHARED_SQUARE_DEG:
            twice.append(_name(key, places))
    if shared:
        raise BoundaryFileError(
            f"同じ土地が2つの市町村の区域に入っています: {_listed(list(shared))}。{SECOND_FILE}"
        )
    if not twice:
        return []
    message = (
        f"同じ市町村の区域が重なって2回以上入っています: {_listed(twice)}。"
        "重なりを除いて1回だけ描きました。確かめてください。"
    )
    return [Finding("warning", "BOUNDARY-TWICE", message)]


def _name(key: str, places: Mapping[str, TownPlace]) -> str:
    return f"{places[key].name}（{key}）" if key in places else key


def _listed(texts: Sequence[str]) -> str:
    more = f" ほか{len(texts) - MOST_NAMED}件" if len(texts) > MOST_NAMED else ""
    return "、".join(texts[:MOST_NAMED]) + more
