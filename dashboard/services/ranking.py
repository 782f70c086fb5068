"""Whom to approach next, why, with what: the ranking and all that belongs to it, for pages, slides and commands."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypedDict
from weakref import WeakKeyDictionary

import pandas as pd

from dashboard import clock
from dashboard import journal as journals
from dashboard.frames import records
from dashboard.planning import backtest as tests
from dashboard.planning import facts, measures, peers, rank, spec, watch
from dashboard.planning.inputs import RankingInputs
from dashboard.planning.rank import Ranking
from dashboard.queries import planning as queries_planning
from dashboard.warehouse.reader import Reader

TOP = 20
REMEMBERED = 12
KEYS = [
    "code",
    "name",
    "score",
    "rank",
    "rank_low",
    "rank_high",
    "top_share",
    "contributions",
    "unknown",
    "reasons",
    "measures",
    "peers",
]
# Columns that `ranking` adds to those of its callers: see ranking_rows.
MORE_KEYS = ["tied", "drops_out", "not_ordered", "band", "columns"]


class Recorded(TypedDict):
    """The part of Given that comes of the journal."""

    contacts: pd.DataFrame | None
    trouble: str
    recorded_since: date | None


@dataclass(frozen=True, eq=False)
class Material:
    """What a ranking is made from, whatever the weights. Each part is worked out once, when it is first asked for.

    same: material that differs by the contacts alone; what does not rest on them is taken over from it.
    """

    inputs: RankingInputs
    state: str = ""
    same: Material | None = None
    known_rankings: dict[object, Ranking] = field(default_factory=dict)
    known_peers: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @cached_property
    def facts(self) -> facts.Facts:
        return facts.with_contacts(self.same.facts, self.inputs) if self.same else facts.facts(self.inputs)

    @cached_property
    def likeness(self) -> peers.Likeness:
        return self.same.likeness if self.same else peers.compare(self.inputs)

    @cached_property
    def measures(self) -> dict[str, list[dict[str, object]]]:
        return self.same.measures if self.same else measures.by_town(self.inputs)

    @cached_property
    def not_given(self) -> dict[str, list[dict[str, object]]]:
        return self.same.not_given if self.same else measures.not_given(self.inputs)

    def ranking(self, weights: dict[str, float], top: int = TOP) -> Ranking:
        """The ranking by weights (by criterion); the REMEMBERED that were asked last are kept."""
        key = (tuple(weights.items()), top)
        with self.lock:  # a page asks several questions at once about the same ranking
            made = self.known_rankings.pop(key, None)
            if made is None:
                made = rank.ranking(self.inputs, self.facts, weights, top)
            self.known_rankings[key] = made
            for old in list(self.known_rankings)[:-REMEMBERED]:
                self.known_rankings.pop(old, None)
        return made

    def as_if_fresh(self, weights: dict[str, float], top: int = TOP) -> pd.DataFrame:
        """The rows of the ranking if every answer were of this year; kept with the others."""
        key = ("fresh", tuple(weights.items()), top)
        with self.lock:
            if key not in self.known_rankings:
                self.known_rankings[key] = rank.ranking(self.inputs, self.facts.as_if_fresh, weights, top)
            return self.known_rankings[key].rows

    def watch(self, ranked: Ranking) -> pd.DataFrame:
        """Towns on their way; see planning/watch.py."""
        return watch.watch(self.inputs, list(ranked.lists.index[ranked.lists == rank.WATCH]))

    def peers(self, code: str) -> list[dict[str, object]]:
        """The 参考団体 of a town; see planning/peers.py."""
        if code not in self.known_peers:
            self.known_peers[code] = peers.of_town(self.likeness, code)
        return self.known_peers[code]

    def with_contacts(self, state: str, recorded: Recorded) -> Material:
        """The same with what the journal says now."""
        given = replace(self.inputs, **recorded)
        return Material(given, state, self.same or self, known_peers=self.known_peers)


_materials: WeakKeyDictionary[Reader, dict[date, Material]] = WeakKeyDictionary()
_making = threading.Lock()


def material(reader: Reader, journal: Path | None) -> Material:
    """The material as the reader knows it, on its day or today; made once a day, its contacts as the journal has them now."""
    day = reader.as_of or clock.today()
    with _making:
        known = _materials.setdefault(reader, {})
        state = _state(
            journal
        )  # before the contacts are read: what is written in between is seen the next time
        made = known.get(day)
        if made is None:
            known.clear()
            made = Material(load_inputs(reader, journal, day), state)
        elif made.state != state:
            made = made.with_contacts(state, _recorded(journal))
        known[day] = made
        return made


def ranking(
    reader: Reader,
    journal: Path | None,
    *,
    preset: str = "balance",
    weights: dict[str, float] | None = None,
    top: int = TOP,
) -> pd.DataFrame:
    """One row per ranked town, in order: KEYS, MORE_KEYS, and known_share, fragile, fragile_factor, is_synthetic, synthetic.

    weights: by criterion, in place of those of the preset. top: of which top_share is the share.
    Raises spec.WeightsError on an unknown preset or criterion, WarehouseError.
    """
    made = material(reader, journal)
    return ranking_rows(made, made.ranking(spec.weights_of(preset, weights), top))


def ranking_rows(material: Material, ranked: Ranking) -> pd.DataFrame:
    """The rows of a ranking that is made already, with measures and peers; columns as `ranking`.

    drops_out: the criterion whose weight would take the town out of the top (criterion, label, factor on the weight),
    None where none does. not_ordered: towns of the top whose order with it is not sure (code, name, ahead: the share of
    draws in which this town stands before).
    """
    rows = ranked.rows.copy()
    labels = {criterion.code: criterion.label for criterion in spec.criteria()}
    columns: dict[str, list[Any]] = {}
    columns["drops_out"] = [
        {"criterion": code, "label": labels[code], "factor": float(factor)} if code else None
        for code, factor in zip(rows["fragile"], rows["fragile_factor"], strict=True)
    ]
    near = _not_ordered(ranked)
    columns["not_ordered"] = [near.get(code, []) for code in rows["code"]]
    columns["measures"] = [material.measures.get(code, []) for code in rows["code"]]
    columns["peers"] = [material.peers(code) for code in rows["code"]]
    rows = rows.assign(**columns)
    first = [*KEYS, *MORE_KEYS]
    return rows[[*first, *(str(column) for column in rows.columns if column not in first)]]


def _not_ordered(ranked: Ranking) -> dict[str, list[dict[str, object]]]:
    names = dict(zip(ranked.rows["code"], ranked.rows["name"], strict=True))
    near: dict[str, list[dict[str, object]]] = {}
    for pair in records(ranked.pairs):
        first, second, share = pair["code_a"], pair["code_b"], pair["share"]
        near.setdefault(first, []).append({"code": second, "name": names[second], "ahead": share})
        near.setdefault(second, []).append({"code": first, "name": names[first], "ahead": 1 - share})
    return near


def backtest(reader: Reader) -> pd.DataFrame:
    """One row per day and method: how far each would have named who began next; see planning/backtest.py."""
    began = queries_planning.really_began(reader)
    complete = queries_planning.cohort_completeness(reader).set_index("fiscal_year")["implementers_complete"]
    eras = []
    for day in queries_planning.list_days(reader)["day"]:
        known = tests.real_only(load_inputs(reader.at(day.date()), None, day.date()))
        era = tests.BacktestYear(known, {}, is_complete=False)
        said = began[began["began"] == era.next_year].groupby("municipality_code")["document"]
        eras.append(
            replace(
                era,
                began={str(town): frozenset(documents) for town, documents in said},
                is_complete=bool(complete.get(era.next_year, False)),
            )
        )
    return tests.backtest(eras, TOP)


def load_inputs(reader: Reader, journal: Path | None, day: date) -> RankingInputs:
    """What was known on a day, and the contacts on record."""
    return RankingInputs(
        day=day,
        towns=queries_planning.towns(reader),
        answers=queries_planning.answers(reader),
        returns=queries_planning.returns(reader),
        attendance=queries_planning.attendance(reader),
        activities=queries_planning.activities(reader),
        adjacency=queries_planning.adjacency(reader),
        reported_statuses=queries_planning.reported_statuses(reader),
        barrier_measure=queries_planning.barrier_measure(reader),
        measures=queries_planning.measures(reader),
        cases=queries_planning.cases(reader),
        **_recorded(journal),
    )


def _recorded(journal: Path | None) -> Recorded:
    """The contacts on record; None where no journal is kept or none can be read: unknown rather than none."""
    nothing: Recorded = {"contacts": None, "trouble": "", "recorded_since": None}
    try:
        if not journals.is_there(journal):
            return nothing
        begun = journals.first_written_at(journal, "contact")
        since = begun.astimezone(clock.JST).date() if begun else None
        return {**nothing, "contacts": journals.contacts(journal), "recorded_since": since}
    except journals.JournalError as error:
        return {**nothing, "trouble": str(error)}


def _state(journal: Path | None) -> str:
    """Another word whenever the journal says something else: asked of its records, whoever wrote them."""
    try:
        return journals.version_of(journal)
    except journals.JournalError as error:
        return str(error)
