"""Bands, chances to begin and travel times once more, in plain Python from raw facts, with draws of their own."""

import heapq
import math
import random
from collections.abc import Callable, Iterable

from python_calamine import CalamineWorkbook

from tests.dashboard.planning.raw_facts import PLANNING, RawFacts, toml

LISTS = (
    "status/2021-04-01_implementers_r3.csv",
    "status/2022-04-01_implementers_r4.xlsx",
    "status/2022-11-30_plan_r5.xlsx",
    "status/2023-04-01_implementers_r5.csv",
)
FEW = 10
WHOLE_SCALE = [number / 10 for number in range(11)]
Row = list[float | None]
Ways = Callable[[str], Iterable[tuple[str, float]]]


def keep(facts: RawFacts, town: str, criterion: str, fiscal_year: int) -> float:
    """The chance that a value still holds: none where unknown, of an old answer half as much every so many years."""
    if facts.values[town].get(criterion) is None:
        return 0.0
    rule = toml(PLANNING / "rules.toml")["facts"]
    answered = facts.answered[town].get(criterion)
    age = 0 if answered is None else max(0, fiscal_year - answered - rule["answer_fresh_years"])
    return float(0.5 ** (age / rule["answer_half_life_years"]))


def top_shares(facts: RawFacts, preset: str, fiscal_year: int, top: int, draws: int) -> dict[str, float]:
    """By town the share of draws in which it is among the top; towns of which too little is known are not drawn."""
    weights = next(row for row in toml(PLANNING / "presets.toml")["presets"] if row["code"] == preset)[
        "weights"
    ]
    rules = toml(PLANNING / "rules.toml")
    names = [row["code"] for row in toml(PLANNING / "criteria.toml")["criteria"]]
    known = {
        name: [v for town in facts.values if (v := facts.values[town].get(name)) is not None]
        for name in names
    }
    total = sum(weights.values())
    towns = [
        town
        for town, values in facts.values.items()
        if sum(weight for name, weight in weights.items() if values.get(name) is not None)
        >= rules["ranking"]["known_share"] * total - 1e-9
    ]
    names = [name for name in names if known[name] and weights.get(name)]
    pools = {name: WHOLE_SCALE if len(known[name]) < FEW else known[name] for name in names}
    relied = {(town, name): keep(facts, town, name, fiscal_year) for town in towns for name in names}
    scales = [scaled(facts, towns, names, pools, kind) for kind in range(3)]
    chance = random.Random(2)
    inside = dict.fromkeys(towns, 0.0)
    for draw in range(draws):
        values, drawn_from = scales[draw % 3]
        gammas = [
            chance.gammavariate(
                weights[name] / sum(weights[n] for n in names) * rules["stability"]["concentration"], 1
            )
            for name in names
        ]
        scores = []
        for town in towns:
            points = 0.0
            for name, gamma in zip(names, gammas, strict=True):
                holds = chance.random() < relied[town, name]
                points += gamma * (values[town, name] if holds else chance.choice(drawn_from[name]))
            scores.append((points, town))
        for town, part in among(scores, top).items():
            inside[town] += part
    return {town: number / draws for town, number in inside.items()}


def among(scores: list[tuple[float, str]], top: int) -> dict[str, float]:
    """1 for each that is among the top; those that tie at its edge share the places left."""
    edge = sorted((points for points, _ in scores), reverse=True)[min(top, len(scores)) - 1]
    above = [town for points, town in scores if points > edge + 1e-11]
    tied = [town for points, town in scores if abs(points - edge) <= 1e-11]
    return dict.fromkeys(above, 1.0) | dict.fromkeys(tied, min(1.0, (top - len(above)) / len(tied)))


def scaled(
    facts: RawFacts, towns: list[str], names: list[str], pools: dict[str, list[float]], kind: int
) -> tuple[dict[tuple[str, str], float], dict[str, list[float]]]:
    """Values and pools as they are (0), from the least to the most observed (1), by their order (2)."""
    drawn_from = {name: [rescaled(value, pool, kind) for value in pool] for name, pool in pools.items()}
    made = {
        (town, name): rescaled(value, pools[name], kind)
        for town in towns
        for name in names
        if (value := facts.values[town].get(name)) is not None
    }
    return made, drawn_from


def rescaled(value: float, pool: list[float], kind: int) -> float:
    low, high = min(pool), max(pool)
    if kind == 0 or pool is WHOLE_SCALE or low == high:
        return value
    if kind == 1:
        return (value - low) / (high - low)
    return (sum(other < value for other in pool) + sum(other <= value for other in pool)) / 2 / len(pool)


def named_towns(facts: RawFacts) -> dict[str, set[str]]:
    """By list the codes of the towns that it names, in whatever column and form (five digits or six)."""
    found = {}
    for file in LISTS:
        if file.endswith(".xlsx"):
            book = CalamineWorkbook.from_path(facts.raw / file)
            cells = [
                str(cell).removesuffix(".0") for row in book.get_sheet_by_index(0).to_python() for cell in row
            ]
        else:
            content = (facts.raw / file).read_bytes()
            text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp932")
            cells = [cell for line in text.splitlines() for cell in line.split(",")]
        codes = {cell.zfill(5)[:5] for cell in cells if cell.isdigit() and len(cell) in (4, 5, 6)}
        found[file] = codes & set(facts.towns)
    return found


def signs(facts: RawFacts, town: str, there: set[str], planned: set[str]) -> Row:
    """plan, stage, smallness, neighbours, peers, barriers, attendance, of what the lists alone say."""
    beside = facts.neighbours.get(town)
    neighbours = None if beside is None else min(1.0, len(beside & there) / 2)
    said = 1.0 if town in planned else None
    return [said, said, None, neighbours, None, None, None]


def logistic(rows: list[Row], began: list[bool], prior_sd: float, intercept_sd: float) -> list[float]:
    """Intercept and coefficients of standardised values, an unknown one at its mean: the mode, by ascent one at a time."""
    count = len(rows[0])
    columns = []
    for place in range(count):
        own = [row[place] for row in rows]
        known = [value for value in own if value is not None]
        mean = sum(known) / len(known) if known else 0.0
        spread = math.sqrt(sum((value - mean) ** 2 for value in known) / len(known)) if known else 0.0
        columns.append([0.0 if v is None else (v - mean) / (spread if spread > 1e-9 else 1.0) for v in own])
    rate = (sum(began) + 0.5) / (len(began) + 1)
    centre = [math.log(rate / (1 - rate))] + [0.0] * count
    spreads = [intercept_sd] + [prior_sd] * count
    design = [[1.0] * len(rows), *columns]
    found = [*centre]
    sums = [centre[0]] * len(rows)
    for _ in range(400):
        moved = 0.0
        for place, column in enumerate(design):
            chances = [1 / (1 + math.exp(-value)) for value in sums]
            slope = sum(x * (y - p) for x, y, p in zip(column, began, chances, strict=True))
            slope -= (found[place] - centre[place]) / spreads[place] ** 2
            curve = (
                sum(x * x * p * (1 - p) for x, p in zip(column, chances, strict=True)) + spreads[place] ** -2
            )
            step = slope / curve
            found[place] += step
            sums = [value + step * x for value, x in zip(sums, column, strict=True)]
            moved = max(moved, abs(step))
        if moved < 1e-10:
            break
    return found


class RawTimes:
    """Minutes from town to town in a month, by the factors and ships of the raw files."""

    def __init__(self, facts: RawFacts, month: int) -> None:
        self.facts = facts
        factors = facts.csv("planning/travel_factors.csv")
        by_code = {row["factor_code"]: float(row["value"]) for row in factors if not row["month"]}
        slower = {int(row["month"]): float(row["value"]) for row in factors if row["month"]}
        self.pace = 60 / by_code["speed"] * slower.get(month, 1.0)
        self.road = by_code["road_factor"]
        self.ships = {row["code"]: row for row in facts.csv("planning/ferries.csv")}
        self.along: dict[str, dict[str, float]] = {}
        self.known: dict[tuple[str, str], float] = {}

    def circle(self, one: str, other: str) -> float:
        """Kilometres between two town halls, by the law of cosines on a sphere of 6,371 km."""
        (a, b), (c, d) = (
            [math.radians(float(self.facts.towns[code][name])) for name in ("hall_lat", "hall_lon")]
            for code in (one, other)
        )
        cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
        return 6371 * math.acos(min(1.0, cosine))

    def direct(self, one: str, other: str) -> float:
        """Whole minutes without a stop in a third town; as long there as back."""
        pair = (min(one, other), max(one, other))
        if pair not in self.known:
            self.known[pair] = self._direct(*pair)
        return self.known[pair]

    def _direct(self, one: str, other: str) -> float:
        islands = {code: row["island"] for code, row in self.ships.items()}
        if islands.get(one) != islands.get(other):
            if one in islands and other in islands:
                return math.inf
            island, land = (one, other) if one in islands else (other, one)
            ship = self.ships[island]
            crossing = sum(float(ship[name]) for name in ("sail_minutes", "wait_minutes", "island_minutes"))
            port = ship["port_code"]
            return math.ceil((0.0 if land == port else self.by_car(land, port)) + crossing)
        return math.ceil(self.by_car(one, other))

    def by_car(self, one: str, other: str) -> float:
        if one not in self.along:
            hops = {town: self.facts.neighbours.get(town, set()) for town in self.facts.towns}
            self.along[one] = shortest(
                one, lambda town: ((next_, self.circle(town, next_)) for next_ in hops[town])
            )
        return max(self.circle(one, other) * self.road, self.along[one].get(other, 0.0)) * self.pace

    def from_town(self, start: str) -> dict[str, float]:
        """To every town, also through others."""
        everywhere = list(self.facts.towns)
        return shortest(start, lambda town: ((o, self.direct(town, o)) for o in everywhere if o != town))


def shortest(start: str, ways: Ways) -> dict[str, float]:
    """Dijkstra (1959): the least sum of lengths to each place that can be reached."""
    found: dict[str, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        length, place = heapq.heappop(waiting)
        if place in found:
            continue
        found[place] = length
        for other, more in ways(place):
            if other not in found and more < math.inf:
                heapq.heappush(waiting, (length + more, other))
    return found
