"""The tile map: one equal tile per municipality, as close as possible to its town hall.

Municipalities are first spread so that no two are closer than a tile while true neighbours attract each other,
then each is assigned a grid cell by optimal assignment (the Hungarian method: least sum of squared distances),
and finally single tiles are swapped until each 振興局 is as contiguous as possible. Islands keep a strait.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

COLUMNS = ("municipality_code", "column", "row")
Cell = tuple[int, int]
SIDES: tuple[Cell, ...] = ((1, 0), (-1, 0), (0, 1), (0, -1))
AROUND: tuple[Cell, ...] = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0))
KM_PER_DEGREE = 111.3
# A tile is as large as a town would be if all were equal, by a little more, so that no hole is left inland.
TILE_SHARE = 1.14
STEPS, CLEARANCE, PUSH = 60, 1.05, 0.35
PULL, PULL_WITHIN, HOME = 0.05, 0.2, 0.05
REACH = 4


def assign_tiles(towns: pd.DataFrame, neighbours: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality in the order given: municipality_code, column, row (whole numbers from 0, row 0 in the north).

    towns: municipality_code, subprefecture_code, hall_lat, hall_lon (degrees), area_km2 (may be unknown); neighbours:
    municipality_code, neighbour_code, both ways. Deterministic. An island is a group of towns that no boundary joins to the most.
    """
    codes = towns["municipality_code"].tolist()
    areas = towns["subprefecture_code"].tolist()
    place_of = {code: number for number, code in enumerate(codes)}
    pairs = _pairs(neighbours, place_of)
    kilometres = _kilometres(towns)
    home = kilometres / (TILE_SHARE * float(np.sqrt(_mean_area(towns, kilometres))))
    mainland, islands = _islands(len(codes), pairs)
    spread = _spread(home, pairs, np.array(areas))
    cells = dict(zip(mainland, _assign(spread[mainland]), strict=True))
    cells = _joined(cells, areas, spread)
    for group in islands:
        _moor(group, home, cells)
    column = [cells[number][0] for number in range(len(codes))]
    row = [cells[number][1] for number in range(len(codes))]
    places = codes, np.array(column, dtype=int) - min(column), np.array(row, dtype=int) - min(row)
    return pd.DataFrame(dict(zip(COLUMNS, places, strict=True)))


def measure(tiles: pd.DataFrame, towns: pd.DataFrame, neighbours: pd.DataFrame) -> dict[str, float]:
    """How true the tiles are: pieces too many of all 振興局 (islands apart), share of neighbours that still touch
    (corners count), cells wide and high, empty cells shut in by tiles.
    """
    cells = [(int(x), int(y)) for x, y in zip(tiles["column"], tiles["row"], strict=True)]
    pairs = _pairs(neighbours, {code: number for number, code in enumerate(towns["municipality_code"])})
    mainland, _ = _islands(len(cells), pairs)
    areas = towns["subprefecture_code"].tolist()
    by_area: dict[str, set[Cell]] = {}
    for number in mainland:
        by_area.setdefault(areas[number], set()).add(cells[number])
    touching = [max(abs(cells[a][0] - cells[b][0]), abs(cells[a][1] - cells[b][1])) <= 1 for a, b in pairs]
    wide, high = max(x for x, _ in cells) + 1, max(y for _, y in cells) + 1
    free = {(x, y) for x in range(-1, wide + 1) for y in range(-1, high + 1)} - set(cells)
    shut_in = sum(len(piece) for piece in _pieces(free) if (-1, -1) not in piece)
    return {
        "extra_pieces": sum(len(_pieces(part)) - 1 for part in by_area.values()),
        "neighbours_touching": sum(touching) / len(touching) if touching else 1.0,
        "columns": wide,
        "rows": high,
        "holes": shut_in,
    }


def _pairs(neighbours: pd.DataFrame, place_of: dict[str, int]) -> list[tuple[int, int]]:
    both = zip(neighbours["municipality_code"], neighbours["neighbour_code"], strict=True)
    return sorted((place_of[a], place_of[b]) for a, b in both if a < b and a in place_of and b in place_of)


def _kilometres(towns: pd.DataFrame) -> np.ndarray:
    """East and south of the equator and Greenwich, true at the mean latitude."""
    lat, lon = towns["hall_lat"].to_numpy(float), towns["hall_lon"].to_numpy(float)
    east = lon * np.cos(np.radians(lat.mean())) * KM_PER_DEGREE
    return np.column_stack([east, -lat * KM_PER_DEGREE])


def _mean_area(towns: pd.DataFrame, kilometres: np.ndarray) -> float:
    """Mean area per municipality in km2; if no area is known, an equal share of the bounding box of all town halls."""
    known = float(towns["area_km2"].astype(float).mean())
    around = float(np.prod(np.ptp(kilometres, axis=0))) / len(towns)
    return known if known > 0 else max(around, 1.0)


def _islands(size: int, pairs: list[tuple[int, int]]) -> tuple[list[int], list[list[int]]]:
    """The largest group of towns that boundaries join, and the others."""
    head = list(range(size))

    def find(number: int) -> int:
        while head[number] != number:
            number = head[number]
        return number

    for a, b in pairs:
        head[find(a)] = find(b)
    groups: dict[int, list[int]] = {}
    for number in range(size):
        groups.setdefault(find(number), []).append(number)
    ordered = sorted(groups.values(), key=lambda group: (-len(group), group[0]))
    return ordered[0], ordered[1:]


def _spread(home: np.ndarray, pairs: list[tuple[int, int]], areas: np.ndarray) -> np.ndarray:
    """Positions in tiles: too near pushed apart, true neighbours drawn together, all held to their place."""
    spots = home.copy()
    if not pairs:
        return spots
    first, second = np.array(pairs).T
    strength = np.where(areas[first] == areas[second], PULL_WITHIN, PULL)[:, None]
    for _ in range(STEPS):
        force = HOME * (home - spots)
        close = _close(spots)
        if len(close):
            apart = spots[close[:, 0]] - spots[close[:, 1]]
            length = np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9)
            push = apart / length * (CLEARANCE - length) * PUSH
            np.add.at(force, close[:, 0], push)
            np.add.at(force, close[:, 1], -push)
        between = spots[second] - spots[first]
        length = np.maximum(np.linalg.norm(between, axis=1, keepdims=True), 1e-9)
        pull = np.clip(length - 1, 0, None) / length * strength * between
        np.add.at(force, first, pull)
        np.add.at(force, second, -pull)
        spots = spots + force
    return spots


def _close(spots: np.ndarray) -> np.ndarray:
    """Pairs of towns, each once, that lie nearer to one another than they shall."""
    order = np.argsort(spots[:, 0], kind="stable")
    across = spots[order, 0]
    # from west to east, each with those that follow it within reach
    number = np.arange(len(spots))
    following = np.searchsorted(across, across + CLEARANCE, side="right") - number - 1
    first = np.repeat(number, following)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(following) - following, following)
    near = np.linalg.norm(spots[order[first]] - spots[order[second]], axis=1) <= CLEARANCE
    return np.column_stack([order[first[near]], order[second[near]]])


def _assign(spots: np.ndarray) -> list[Cell]:
    """A cell for each spot, all different, with the least sum of squared distances."""
    # here, and the solver of sparse graphs: only a build places tiles, and scipy.optimize takes longer to load
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    west, north = np.floor(spots.min(axis=0)).astype(int) - 2
    east, south = np.ceil(spots.max(axis=0)).astype(int) + 2
    across, down = np.meshgrid(np.arange(west, east + 1), np.arange(north, south + 1))
    grid = np.column_stack([across.ravel(), down.ravel()])
    cost = ((spots[:, None, :] - grid[None, :, :]) ** 2).sum(axis=2)
    _, chosen = min_weight_full_bipartite_matching(csr_array(cost + 1.0))  # a weight of 0 would be no edge
    return [(int(x), int(y)) for x, y in grid[chosen]]


def _joined(cells: dict[int, Cell], areas: list[str], spots: np.ndarray) -> dict[int, Cell]:
    """Tiles that lie apart from their 振興局 change places, each time the exchange that mends most for least."""
    cells = dict(cells)
    while True:
        at = {cell: number for number, cell in cells.items()}
        cells_of: dict[str, set[Cell]] = {}
        for number, cell in cells.items():
            cells_of.setdefault(areas[number], set()).add(cell)
        best: tuple[float, int, Cell] | None = None
        for strayed in _strays(cells_of):
            for number, target in ((at[cell], cell) for cell in sorted(strayed)):
                best = min(
                    filter(None, [best, _best_exchange(number, target, at, cells_of, areas, spots)]),
                    default=None,
                )
        if best is None:
            return cells
        _, number, target = best
        other = at.get(target)
        if other is not None:
            cells[other] = cells[number]
        cells[number] = target


def _near(cell: Cell, reach: int) -> list[Cell]:
    steps = range(-reach, reach + 1)
    return [(cell[0] + dx, cell[1] + dy) for dy in steps for dx in steps if (dx, dy) != (0, 0)]


def _strays(cells_of: dict[str, set[Cell]]) -> list[set[Cell]]:
    strayed = []
    for area in sorted(cells_of):
        strayed += sorted(_pieces(cells_of[area]), key=lambda piece: (-len(piece), min(piece)))[1:]
    return strayed


def _best_exchange(
    number: int,
    cell: Cell,
    at: dict[Cell, int],
    cells_of: dict[str, set[Cell]],
    areas: list[str],
    spots: np.ndarray,
) -> tuple[float, int, Cell] | None:
    """The exchange of a tile that leaves fewer pieces: (change in cost, tile, its new cell)."""
    own_area = areas[number]
    best: tuple[float, int, Cell] | None = None
    for target in _near(cell, REACH):
        other = at.get(target)
        if other is not None and areas[other] == own_area:
            continue
        sides = [(target[0] + dx, target[1] + dy) for dx, dy in SIDES]
        if not any(side in cells_of[own_area] and side != cell for side in sides):
            continue
        change = _change(cells_of[own_area], cell, target)
        cost = _squared(spots[number], target) - _squared(spots[number], cell)
        if other is not None:
            change += _change(cells_of[areas[other]], target, cell)
            cost += _squared(spots[other], cell) - _squared(spots[other], target)
        if change < 0 and (best is None or cost < best[0]):
            best = (cost, number, target)
    return best


def _change(part: set[Cell], out: Cell, into: Cell) -> int:
    return len(_pieces((part - {out}) | {into})) - len(_pieces(part))


def _moor(group: list[int], home: np.ndarray, cells: dict[int, Cell]) -> None:
    """Cells for the towns of an island: nearest to where they lie, a strait away from every other tile."""
    taken = set(cells.values())
    shore = {(x + dx, y + dy) for x, y in taken for dx, dy in (*AROUND, (0, 0))}
    # the land was drawn together, so an island moves as the coast that is nearest to it did
    ashore = np.array(sorted(cells))
    nearest = ashore[np.argsort(((home[ashore] - home[group].mean(axis=0)) ** 2).sum(axis=1))[:3]]
    drift = np.array([cells[number] for number in nearest]).mean(axis=0) - home[nearest].mean(axis=0)
    moored: set[Cell] = set()
    for number in group:
        spot = home[number] + drift
        reach = range(-6, 7)
        open_sea = [
            (round(spot[0]) + dx, round(spot[1]) + dy)
            for dx in reach
            for dy in reach
            if (round(spot[0]) + dx, round(spot[1]) + dy) not in shore | moored
        ]
        beside = [
            cell for cell in open_sea if any((cell[0] + dx, cell[1] + dy) in moored for dx, dy in SIDES)
        ]
        cells[number] = min(beside or open_sea, key=lambda cell: (_squared(spot, cell), cell))
        moored.add(cells[number])


def _squared(spot: np.ndarray, cell: Cell) -> float:
    return float((spot[0] - cell[0]) ** 2 + (spot[1] - cell[1]) ** 2)


def _pieces(cells: Iterable[Cell]) -> list[set[Cell]]:
    """The parts that hang together by their sides."""
    remaining = set(cells)
    pieces = []
    while remaining:
        piece = {min(remaining)}
        remaining -= piece
        edge = list(piece)
        while edge:
            x, y = edge.pop()
            for dx, dy in SIDES:
                beside = (x + dx, y + dy)
                if beside in remaining:
                    remaining.remove(beside)
                    piece.add(beside)
                    edge.append(beside)
        pieces.append(piece)
    return pieces
