"""One town in one fictional round: what all that it answers follows from."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from etl.demo.draw import stream
from etl.demo.states import State
from etl.demo.world import DemoTown, World
from etl.survey.form.questions import Form, PlainAnswer


@dataclass(frozen=True)
class Situation:
    """`before`: the town's answers of the round before, None in the first; `attended`: measures up to the day
    of the round; `attended_since`: those since the day of the round before.
    """

    world: World
    town: DemoTown
    form: Form
    state: State
    before: Mapping[str, PlainAnswer] | None
    attended: frozenset[str]
    attended_since: frozenset[str]
    seed: int

    @property
    def year(self) -> int:
        return self.form.fiscal_year

    @property
    def is_city(self) -> bool:
        return self.town.name.kind == "市"

    @property
    def is_small(self) -> bool:
        return self.town.size_class in ("under_5k", "5k_10k")

    def was(self, question_id: str) -> PlainAnswer | None:
        return self.before.get(question_id) if self.before else None

    def rng(self, *key: object) -> random.Random:
        """Chance for something of this town in this round."""
        return stream(self.seed, *key, self.town.code, self.year)

    def lasting(self, *key: object) -> random.Random:
        """Chance for something of this town that stays the same in all rounds."""
        return stream(self.seed, *key, self.town.code)
