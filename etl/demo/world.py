"""What the demo must not contradict: the municipalities, and all that is really known of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from etl import names, sources
from etl.ledger import Ledger
from etl.readers import reference, status, vocabulary
from etl.readers.context import Fact, ReadContext
from etl.refusal import Refusal
from etl.sources import RegisteredFile

POPULATION = "population_jumin"
NEEDED = ("municipalities", "subprefectures", "figures", "published_totals", "barrier_measure")


class DemoRefusedError(Refusal):
    """Nothing was written; the message says why, in Japanese."""


@dataclass(frozen=True)
class KnownStatus:
    """One real statement on a town's state in a fiscal year."""

    fiscal_year: int
    as_of: str
    status: str
    start: int | None


@dataclass(frozen=True)
class DemoTown:
    """A municipality. `known_statuses`: published facts; `is_unclear`: a source names it without saying enough."""

    name: names.MunicipalityName
    subprefecture_code: str
    population: int
    size_class: str
    location: tuple[float, float]
    known_statuses: tuple[KnownStatus, ...]
    is_unclear: bool

    @property
    def code(self) -> str:
        return self.name.code

    @property
    def is_known(self) -> bool:
        """Is anything real known of the town, so that the demo must take care?"""
        return bool(self.known_statuses) or self.is_unclear


@dataclass(frozen=True)
class Area:
    """A (総合)振興局: 空知総合振興局, 空知, 岩見沢市."""

    code: str
    name: str
    short_name: str
    office: str


@dataclass(frozen=True)
class Total:
    """A published number of towns of one status; `start_rule` is "", "start=2023" or "start>2023"."""

    status: str
    start_rule: str
    value: int


@dataclass(frozen=True)
class World:
    """`totals`: published numbers by day (ISO); `measures_for`: barrier → measures that answer it."""

    towns: tuple[DemoTown, ...]
    areas: dict[str, Area]
    totals: dict[str, tuple[Total, ...]]
    measures_for: dict[str, frozenset[str]]


def read_world(raw: Path) -> World:
    """Read the real files that the demo builds on. Raises DemoRefusedError, FileNotFoundError."""
    files, _ = sources.read_register(raw)
    intact = [source for source in sources.in_use(files) if source.intact]
    missing = [kind for kind in NEEDED if not any(source.kind == kind for source in intact)]
    if missing:
        raise DemoRefusedError(
            f"架空データの土台になる資料（{'、'.join(missing)}）が台帳にないか、中身が変わっています。"
            "「python -m etl build」の指摘を直してから、もう一度実行してください。"
        )
    context = ReadContext(Ledger())
    towns = _newest(context, intact, "municipalities", "name")
    areas = _newest(context, intact, "subprefectures", "name")
    context.directory = reference.make_directory(towns, areas)
    return World(
        towns=_towns(context, intact, towns),
        areas={
            str(row["code"]): Area(
                str(row["code"]), str(row["name"]), str(row["short_name"]), str(row["office_name"])
            )
            for row in areas
        },
        totals=_totals(_newest(context, intact, "published_totals", "value")),
        measures_for=_measures(_newest(context, intact, "barrier_measure", "reason")),
    )


def _newest(context: ReadContext, files: list[RegisteredFile], kind: str, cited: str) -> list[Fact]:
    source = max((f for f in files if f.kind == kind), key=lambda f: (f.known_on, f.file))
    return reference.read_plain(context, source, cited)


def _towns(context: ReadContext, files: list[RegisteredFile], rows: list[Fact]) -> tuple[DemoTown, ...]:
    assert context.directory is not None
    known_statuses: dict[str, list[KnownStatus]] = defaultdict(list)
    for source in files:
        if source.kind in status.KINDS and not source.is_synthetic:
            for fact in status.read_status(context, source):
                known_statuses[str(fact["municipality_code"])].append(_known_status(fact))
    unclear = {
        str(fact["municipality_code"])
        for source in files
        if source.kind == "status_not_loaded"
        for fact in reference.read_by_municipality(context, source, "name")
    }
    figures = _newest(context, files, "figures", "value")
    population = {str(f["code"]): int(str(f["value"])) for f in figures if f["figure_code"] == POPULATION}
    listed = {str(row["code"]): row for row in rows}
    return tuple(
        DemoTown(
            name=_name(row, context),
            subprefecture_code=str(row["subprefecture_code"]),
            population=population[code],
            size_class=_size_class(population[code]),
            location=(float(str(row["hall_lat"])), float(str(row["hall_lon"]))),
            known_statuses=tuple(
                sorted(known_statuses[code], key=lambda known: (known.fiscal_year, known.as_of))
            ),
            is_unclear=code in unclear,
        )
        for code, row in listed.items()
    )


def _known_status(fact: Fact) -> KnownStatus:
    start = fact["start_fiscal_year"]
    return KnownStatus(
        fiscal_year=int(str(fact["fiscal_year"])),
        as_of=str(fact["as_of"]),
        status=str(fact["status_code"]),
        start=None if start is None else int(str(start)),
    )


def _name(row: Fact, context: ReadContext) -> names.MunicipalityName:
    assert context.directory is not None
    return context.directory.by_code[str(row["code"])]


def _size_class(population: int) -> str:
    for row in vocabulary.rows("size_class"):
        if population < int(row["max_population"] or population + 1):
            return row["code"]
    raise ValueError(f"size_class.csv has no class for {population}")


def _totals(rows: list[Fact]) -> dict[str, tuple[Total, ...]]:
    totals: dict[str, tuple[Total, ...]] = {}
    for row in rows:
        if row["scope"] == "hokkaido":
            total = Total(str(row["status_code"]), str(row["start_rule"]), int(str(row["value"])))
            totals[str(row["as_of"])] = (*totals.get(str(row["as_of"]), ()), total)
    return totals


def _measures(rows: list[Fact]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        barrier = str(row["barrier_code"])
        found[barrier] = found.get(barrier, frozenset()) | {str(row["measure_code"])}
    return found
