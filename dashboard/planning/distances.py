"""How long a car (and a ship) takes between towns: an estimate, unless a table of real times says otherwise.

Road length is the longer of great circle × road factor, and the way from neighbour to neighbour by land, so that
no way leads across a bay. Time is length / speed × the factor of the month. Islands: car to the port, waiting,
ship, car. What is estimated is called 推計 wherever it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

EARTH_KM = 6371.0
WITHIN_TOWN_MINUTES = 10.0  # between two places of one town, as the office and the town hall
Minutes = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Factors:
    """`winter`: factor by month (1–12); a month without one has 1."""

    road_factor: float
    speed_kmh: float
    winter: dict[int, float]
    is_provisional: bool = True

    def of_month(self, month: int) -> float:
        return self.winter.get(month, 1.0)


@dataclass(frozen=True, eq=False)
class Times:
    """minutes[i, j] from codes[i] to codes[j], whole minutes, never longer than a way through a third town.

    `measured`: pairs of which a table of real times was used.
    """

    codes: tuple[str, ...]
    minutes: Minutes
    measured: frozenset[tuple[str, str]]

    def between(self, start: str, end: str) -> float:
        """Minutes; within one town WITHIN_TOWN_MINUTES."""
        if start == end:
            return WITHIN_TOWN_MINUTES
        return float(self.minutes[self.codes.index(start), self.codes.index(end)])


def factors(frame: pd.DataFrame) -> Factors:
    """From rows of core_travel_factor: factor_code, month, value, is_provisional."""
    by_code = {str(code): frame[frame["factor_code"] == code] for code in frame["factor_code"].unique()}
    winter = by_code.get("winter", frame.iloc[:0])
    return Factors(
        road_factor=float(by_code["road_factor"]["value"].iloc[0]),
        speed_kmh=float(by_code["speed"]["value"].iloc[0]),
        winter={int(m): float(v) for m, v in zip(winter["month"], winter["value"], strict=True)},
        is_provisional=bool(frame["is_provisional"].any()),
    )


def times(
    places: pd.DataFrame,
    neighbours: pd.DataFrame,
    ferries: pd.DataFrame,
    road_times: pd.DataFrame,
    factors: Factors,
    month: int,
) -> Times:
    """Times between all places in a month.

    places: one row per municipality with municipality_code, hall_lat, hall_lon. neighbours: municipality_code,
    neighbour_code (both ways). ferries: municipality_code, island, port_code, sail_minutes, wait_minutes,
    island_minutes. road_times: from_code, to_code, month (empty = every month), minutes.
    """
    codes = tuple(str(code) for code in places["municipality_code"])
    at = {code: number for number, code in enumerate(codes)}
    circle = great_circle_km(places["hall_lat"].to_numpy(float), places["hall_lon"].to_numpy(float))
    pace = 60.0 / factors.speed_kmh * factors.of_month(month)
    minutes = np.maximum(circle * factors.road_factor, _by_land(circle, neighbours, at)) * pace
    measured = _put_measured(minutes, road_times, at, month)
    _put_ferries(minutes, ferries, at)
    np.fill_diagonal(minutes, 0.0)
    from scipy.sparse.csgraph import shortest_path  # here: 11 MB for those who plan no route

    closed = shortest_path(np.ceil(minutes), method="FW")
    return Times(codes, np.asarray(closed, dtype=np.float64), frozenset(measured))


def slowest(known: Sequence[Times]) -> Times:
    """Of several months the longest time of each way, so that a day keeps its hours in any of them.

    No way through a third town is shorter, since it is so in none of them.
    """
    first = known[0]
    if len(known) == 1:
        return first
    minutes = np.max([one.minutes for one in known], axis=0)
    return Times(first.codes, minutes, frozenset().union(*(one.measured for one in known)))


def great_circle_km(latitudes: Minutes, longitudes: Minutes) -> Minutes:
    """Length of the great circle between all pairs (haversine)."""
    lat, lon = np.radians(latitudes), np.radians(longitudes)
    half = (
        np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
        + np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    )
    found: Minutes = 2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return found


def _by_land(circle: Minutes, neighbours: pd.DataFrame, at: dict[str, int]) -> Minutes:
    """Kilometres from hall to hall of neighbouring towns; 0 where no land leads there (the circle then holds)."""
    pairs = [
        (at[a], at[b])
        for a, b in zip(neighbours["municipality_code"], neighbours["neighbour_code"], strict=True)
        if a in at and b in at
    ]
    if not pairs:
        return np.zeros_like(circle)
    rows, columns = np.array(pairs).T
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    graph = coo_matrix((circle[rows, columns], (rows, columns)), shape=circle.shape)
    found: Minutes = dijkstra(graph.tocsr(), directed=False)
    return np.where(np.isfinite(found), found, 0.0)


def _put_measured(
    minutes: Minutes, road_times: pd.DataFrame, at: dict[str, int], month: int
) -> set[tuple[str, str]]:
    """Real times over the estimate; of the month before those of every month. One way holds for both unless given."""
    of_month: dict[tuple[str, str], float] = {}
    of_any: dict[tuple[str, str], float] = {}
    for row in road_times.to_dict("records"):
        pair = (str(row["from_code"]), str(row["to_code"]))
        if pair[0] not in at or pair[1] not in at:
            continue
        if row["month"] is None or pd.isna(row["month"]):
            of_any[pair] = float(row["minutes"])
        elif int(row["month"]) == month:
            of_month[pair] = float(row["minutes"])
    given = {**of_any, **of_month}
    turned = {(end, start): value for (start, end), value in given.items() if (end, start) not in given}
    for (start, end), value in {**given, **turned}.items():
        minutes[at[start], at[end]] = value
    return {*given, *turned}


def _put_ferries(minutes: Minutes, ferries: pd.DataFrame, at: dict[str, int]) -> None:
    """Island towns: by land only to towns of the same island, to all others by ship."""
    rows = [row for row in ferries.to_dict("records") if row["municipality_code"] in at]
    islands = {str(row["municipality_code"]): str(row["island"]) for row in rows}
    road = minutes.copy()
    for row in rows:
        code = str(row["municipality_code"])
        crossing = float(row["sail_minutes"]) + float(row["wait_minutes"]) + float(row["island_minutes"])
        for other, number in at.items():
            if other == code or islands.get(other) == islands[code]:
                continue
            port = at.get(str(row["port_code"]))
            way = math.inf if port is None or other in islands else float(road[number, port]) + crossing
            back = math.inf if port is None or other in islands else float(road[port, number]) + crossing
            minutes[number, at[code]] = way
            minutes[at[code], number] = back
