"""Which barriers a town states: by size and stage at first, then persisting, cleared or new.

vocabulary/demo_barriers.csv gives, for each barrier, the chance by size class, a factor by stage, the chance that
it is stated again in the next round, and the same for a town that in between took part in a measure that answers
the barrier (knowledge/barrier_measure.csv). A barrier not stated before appears with NEW × its first chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from etl.demo.draw import clip, stream
from etl.demo.world import DemoTown, World
from etl.readers import vocabulary

NEW = 0.15
# Towns with a plan that say that nothing stands in the way.
NOTHING_IN_THE_WAY = {"planned": 0.06, "preparing": 0.06}
ALWAYS_POSSIBLE = "staff_shortage"
STAGE_COLUMN = {"preparing": "planned", "planned": "planned", "undecided": "undecided"}


def first_barriers(town: DemoTown, stage: str, year: int, seed: int) -> tuple[str, ...]:
    """Codes in the order of the list; ("none",) where the town sees none. Never empty."""
    found = [
        row["code"]
        for row in vocabulary.rows("demo_barriers")
        if _rng(seed, town, row["code"], year).random() < _chance(row, town, stage)
    ]
    return _or_none(found, town, stage, year, seed)


def next_barriers(
    world: World,
    town: DemoTown,
    stage: str,
    before: Iterable[str],
    attended: frozenset[str],
    year: int,
    seed: int,
) -> tuple[str, ...]:
    """As first_barriers, given those of the round before and the measures taken part in since."""
    stated = set(before)
    codes = []
    for row in vocabulary.rows("demo_barriers"):
        code = row["code"]
        if code in stated:
            helped = attended & world.measures_for.get(code, frozenset())
            chance = float(row["after_support" if helped else "persists"])
        else:
            chance = NEW * _chance(row, town, stage)
        if _rng(seed, town, code, year).random() < chance:
            codes.append(code)
    return _or_none(codes, town, stage, year, seed)


def ranked(town: DemoTown, barriers: Iterable[str], ranks: int, seed: int) -> tuple[str, ...]:
    """The greatest first. A town weighs a barrier alike in all rounds, so that ranks change with the list."""
    chances = {row["code"]: float(row[town.size_class]) for row in vocabulary.rows("demo_barriers")}

    def weight(code: str) -> float:
        return chances.get(code, 0.0) + stream(seed, "weight", town.code, code).uniform(0, 0.6)

    return tuple(sorted(barriers, key=lambda code: (-weight(code), code))[:ranks])


def _chance(row: dict[str, str], town: DemoTown, stage: str) -> float:
    return clip(float(row[town.size_class]) * float(row[STAGE_COLUMN.get(stage, "no_plan")]), 0.0, 0.95)


def _or_none(codes: list[str], town: DemoTown, stage: str, year: int, seed: int) -> tuple[str, ...]:
    rng = stream(seed, "nothing", town.code, year)
    if rng.random() < NOTHING_IN_THE_WAY.get(stage, 0.0):
        return ("none",)
    return tuple(codes) or (ALWAYS_POSSIBLE,)


def _rng(seed: int, town: DemoTown, code: str, year: int) -> random.Random:
    return stream(seed, "barrier", town.code, code, year)
