"""The values behind the bands once more, in plain Python from the raw files: nothing of etl, the warehouse or dashboard.

Answers are found by the words beside their cell, where the program goes by the addresses in the hidden sheet; borders
by arcs that two towns share, where it measures; implementers by the newest list that names a town.
"""

import csv
import json
import math
import tomllib
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[3]
PLANNING = ROOT / "dashboard" / "planning"
SHEET = "調査票"
STAGES = {
    "実施予定・検討中（時期未定）": "undecided",
    "実施予定なし": "no_plan",
    "検討中": "undecided",
}
ON_THE_WAY = {"実施中", "移行準備事業を実施", "実施予定（開始年度決定）"}
POINTS = {"ある": 1.0, "一部ある": 0.5, "予定がある": 0.25, "ない": 0.0}
RUN_BY_THE_PREFECTURE = "第1号ニ"
BARRIERS, WISHES = "実施していない理由や課題", "道に望む支援"
NOTHING = {"特に課題はない", "特にない"}


class RawReturn(NamedTuple):
    """One returned workbook: its round, its town, the day of its folder, and its rows of number, wording and answer."""

    year: int
    code: str
    received: str
    rows: list[tuple[str, str, str]]

    def answer(self, wording: str) -> str:
        return next((answer for _, asked, answer in self.rows if asked.startswith(wording)), "")

    def chosen(self, wording: str) -> set[str]:
        """The options with a mark below a question of several."""
        number = next((number for number, asked, _ in self.rows if asked.startswith(wording)), "")
        below = [row for row in self.rows if row[0].startswith(f"{number}-")] if number else []
        return {asked for _, asked, answer in below if answer and "「その他」の内容" not in asked}


class RawFacts:
    """Of one folder of raw files. Each dictionary is by code of the municipality."""

    def __init__(self, raw: Path) -> None:
        self.raw = raw

    @cached_property
    def towns(self) -> dict[str, dict[str, str]]:
        return {row["code"]: row for row in self.csv("reference/municipalities.csv")}

    @cached_property
    def figures(self) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for row in self.csv("reference/figures.csv"):
            found.setdefault(row["code"], {})[row["figure_code"]] = float(row["value"])
        return found

    @cached_property
    def returns(self) -> dict[str, list[RawReturn]]:
        """The return of each round that came last, the newest round first."""
        newest: dict[tuple[str, int], RawReturn] = {}
        for file in sorted(self.raw.glob("survey/*/demo/returns/*/*.xlsx")):
            one = self._read(file)
            if one is not None and (
                (one.code, one.year) not in newest or newest[one.code, one.year].received <= one.received
            ):
                newest[one.code, one.year] = one
        found: dict[str, list[RawReturn]] = {}
        for (code, _), one in sorted(newest.items(), key=lambda item: -item[0][1]):
            found.setdefault(code, []).append(one)
        return found

    def _read(self, file: Path) -> RawReturn | None:
        cells = CalamineWorkbook.from_path(file).get_sheet_by_name(SHEET).to_python()
        lines = [[str(cell).strip() for cell in (*line, "", "", "")] for line in cells]
        code = next((line[3] for line in lines if line[2] == "市町村コード"), "")
        year = 2018 + int(file.relative_to(self.raw).parts[1][1:])
        rows = [(line[0], line[1], line[2]) for line in lines if line[0].startswith("問")]
        return RawReturn(year, code, file.parent.name, rows)

    @cached_property
    def neighbours(self) -> dict[str, set[str]]:
        """Towns that share an arc of their outline."""
        topology = json.loads((self.raw / "boundaries/hokkaido_jma.topojson").read_text(encoding="utf-8"))
        users: dict[int, set[str]] = {}
        (layer,) = topology["objects"].values()
        for shape in layer["geometries"]:
            for arc in _numbers(shape["arcs"]):
                users.setdefault(arc if arc >= 0 else ~arc, set()).add(shape["properties"]["code"])
        found: dict[str, set[str]] = {}
        for codes in users.values():
            for one, other in combinations(sorted(codes), 2):
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return found

    @cached_property
    def implementers(self) -> set[str]:
        """Named as such by the complete list of R5 or, for a year from then on, by the town itself."""
        listed = self.csv("status/2023-04-01_implementers_r5.csv")
        own = self.csv("status/announcements.csv")
        return {row["団体コード"] for row in listed + own if row["実施状況"] == "実施中"}

    @cached_property
    def preparing(self) -> set[str]:
        own = self.csv("status/announcements.csv")
        return {row["団体コード"] for row in own if row["実施状況"] != "実施中"} - self.implementers

    @cached_property
    def stages(self) -> dict[str, str]:
        """Of the towns that neither implement nor have fixed a start, by what their newest return says."""
        found = {}
        for code in self.towns:
            said = (
                self.returns[code][0].answer("重層的支援体制整備事業の実施状況")
                if code in self.returns
                else ""
            )
            if code not in self.implementers | self.preparing and said not in ON_THE_WAY:
                found[code] = STAGES.get(said, "")
        return found

    def value(self, name: str, fact: float | str | None) -> float | None:
        """Of a criterion, by its low and high in criteria.toml."""
        rule = next(row for row in toml(PLANNING / "criteria.toml")["criteria"] if row["code"] == name)
        if fact is None or rule["shape"] == "table":
            return None if fact is None else rule["points"].get(fact)
        low, high, number = rule["low"], rule["high"], float(fact)
        if rule["shape"] == "log":
            low, high, number = math.log(low), math.log(high), math.log(number)
        return min(1.0, max(0.0, (number - low) / (high - low)))

    @cached_property
    def values(self) -> dict[str, dict[str, float | None]]:
        """By town and criterion, 0–1; None where nothing is known."""
        return {
            code: {name: self.value(name, fact) for name, fact in self._facts(code).items()}
            for code in self.stages
        }

    @cached_property
    def answered(self) -> dict[str, dict[str, int]]:
        """By town and criterion the round that its value rests on; nothing where it rests on none."""
        return {code: self._rounds(code) for code in self.stages}

    def _facts(self, code: str) -> dict[str, float | str | None]:
        figures = self.figures[code]
        barriers = self._of_barriers(code)
        functions = self._functions(code)
        wishes = self._choices(code, WISHES)
        return {
            "aging_65": 100 * figures["age_65plus"] / figures["age_known_total"],
            "aging_75": 100 * figures["age_75plus"] / figures["age_known_total"],
            "smallness": figures["population_census2025_prelim"],
            "households": figures["population_jumin"] / figures["households_jumin"],
            "stage": self.stages[code] or None,
            "barriers": barriers[0],
            "support": len(wishes[0][1] - NOTHING) if wishes else None,
            "functions": functions,
            "neighbours": len(self.neighbours[code] & self.implementers) if code in self.neighbours else None,
            "peers": self._peers(code),
            "never": self.attended.get(code, 0),
            "return": self._return(code),
            "repeated": barriers[1],
        }

    def _rounds(self, code: str) -> dict[str, int]:
        barriers, wishes = self._choices(code, BARRIERS), self._choices(code, WISHES)
        found = {"barriers": barriers[:1], "repeated": barriers[:1], "support": wishes[:1]}
        rounds = {name: rows[0][0] for name, rows in found.items() if rows}
        newest = self.returns[code][0].year if code in self.returns else 0
        return rounds | ({"stage": newest, "functions": newest} if newest else {})

    def _choices(self, code: str, wording: str) -> list[tuple[int, set[str]]]:
        """Round and options of each return that chose any; 「特にない」 beside something else is left out."""
        found = []
        for one in self.returns.get(code, []):
            chosen = one.chosen(wording)
            chosen = chosen - NOTHING or chosen
            if chosen:
                found.append((one.year, chosen))
        return found

    def _of_barriers(self, code: str) -> tuple[float | None, float | None]:
        """Share of the newest that a measure of ours answers, and share that the return before had named too."""
        rounds = [(year, chosen - NOTHING) for year, chosen in self._choices(code, BARRIERS)]
        if not rounds:
            return None, None
        now = rounds[0][1]
        answered = sum(barrier in self.answered_barriers for barrier in now) / len(now) if now else 1.0
        if len(rounds) == 1:
            return answered, None
        return answered, len(now & rounds[1][1]) / len(now) if now else 0.0

    @cached_property
    def answered_barriers(self) -> set[str]:
        with (ROOT / "etl/vocabulary/barrier.csv").open(encoding="utf-8-sig", newline="") as lines:
            labels = {row["code"]: row["label_ja"] for row in csv.DictReader(lines)}
        return {labels[row["barrier_code"]] for row in self.csv("knowledge/barrier_measure.csv")}

    def _functions(self, code: str) -> float | None:
        if code not in self.returns:
            return None
        rows = [row for row in self.returns[code][0].rows if row[1].startswith("第") and row[2]]
        points = []
        for _, wording, answer in rows:
            if (
                wording.startswith(RUN_BY_THE_PREFECTURE)
                and self.towns[code]["kind"] != "市"
                and answer == "ない"
            ):
                continue
            if answer in POINTS:
                points.append(POINTS[answer])
        return sum(points) / len(points) if len(points) >= 13 / 2 else None

    @cached_property
    def attended(self) -> dict[str, int]:
        found: dict[str, set[str]] = {}
        for row in self.csv("activities/demo/attendance.csv"):
            found.setdefault(row["団体コード"], set()).add(row["取組番号"])
        return {code: len(events) for code, events in found.items()}

    def _return(self, code: str) -> str:
        newest = max(one.year for rows in self.returns.values() for one in rows)
        deadline = toml(self.raw / f"survey/R{newest - 2018}/form.toml")["form"]["deadline"].isoformat()
        own = [one for one in self.returns.get(code, []) if one.year == newest]
        if not own:
            return "missing"
        return "late" if own[0].received > deadline else "on_time"

    def _peers(self, code: str) -> int:
        """Implementers among the ten nearest by Gower's distance: what separates two towns of the span of all."""
        rule = toml(PLANNING / "rules.toml")["peers"]
        weights = dict(rule["features"])
        kind = weights.pop("kind")
        apart = {}
        for other in self.towns:
            alike = kind * (self.towns[code]["kind"] == self.towns[other]["kind"])
            for name, weight in weights.items():
                scale, span = self.scales[name]
                alike += weight * (1 - abs(scale[code] - scale[other]) / span)
            apart[other] = round(-alike, 12)
        near = sorted((other for other in self.towns if other != code), key=lambda other: apart[other])
        return len(set(near[: rule["nearest"]]) & self.implementers)

    @cached_property
    def scales(self) -> dict[str, tuple[dict[str, float], float]]:
        """By feature: the number of each town on its scale, and the span of all."""
        own = self.figures
        scales = {
            "population": {code: math.log(own[code]["population_census2025_prelim"]) for code in self.towns},
            "area": {code: math.log(own[code]["area_km2"]) for code in self.towns},
            "aging_65": {code: own[code]["age_65plus"] / own[code]["age_known_total"] for code in self.towns},
        }
        return {name: (scale, max(scale.values()) - min(scale.values())) for name, scale in scales.items()}

    def csv(self, name: str) -> list[dict[str, str]]:
        with (self.raw / name).open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))


@cache
def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _numbers(nested: list[Any]) -> Iterator[int]:
    for one in nested:
        if isinstance(one, list):
            yield from _numbers(one)
        else:
            yield one
