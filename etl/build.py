"""The pipeline, as one list of named steps: registered files → frames with lineage → SQL layers → published file."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from etl import corrections, dictionary, fiscal_year, geometry, publish, report, sources, tables
from etl.findings import Finding, count_by_severity
from etl.ledger import Ledger
from etl.readers import boundaries, reference, status, vocabulary
from etl.readers.context import Fact, ReadContext
from etl.sources import RegisteredFile

PIPELINE_VERSION = "1"
# What a full or unwritable disk looks like: from Python, and from DuckDB at a write or at a commit.
WRITE_ERRORS = (OSError, duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
TOTAL_COLUMNS = (
    *("total_code", "scope", "fiscal_year", "as_of", "status_code", "start_rule", "label_ja", "value"),
    *("denominator", "is_inferred", "is_plan", "known_on", "is_synthetic", "source_id", "note"),
)
LAYERS: dict[str, tuple[str, ...]] = {
    "10_codes": (
        "codes_fiscal_year",
        "codes_subprefecture",
        "codes_municipality",
        "codes_status_group",
        "codes_status",
        "codes_size_class",
        "codes_barrier",
        "codes_measure",
        "codes_function",
    ),
    "20_core": (
        "core_build",
        "core_file",
        "core_source",
        "core_lineage",
        "core_status",
        "core_figure",
        "core_published_total",
        "core_case",
        "core_barrier_measure",
        "core_support_wanted",
        "core_national_rate",
        "core_boundary",
        "core_adjacency",
        "core_correction",
        "core_quarantine",
        "core_finding",
    ),
    "30_mart": (
        "mart_status_by_year",
        "mart_year_coverage",
        "mart_figures",
        "mart_municipality",
        "mart_status_summary",
        "mart_rollout",
        "mart_reconciliation",
    ),
}
# The columns that the SQL expects of an input without a single row.
WHEN_EMPTY: dict[str, tuple[str, ...]] = {
    "status_fact": status.COLUMNS,
    "correction": corrections.COLUMNS,
    "figures": ("municipality_code", "figure_code", "reference_date", "value", "unit", "source_id"),
    "figure_definitions": ("figure_code", "label_ja"),
    "published_total": TOTAL_COLUMNS,
    "national_rate": (
        *("fiscal_year", "size_label", "min_population", "max_population", "rate_pct", "source"),
        "source_id",
    ),
    "case": (
        *("case_code", "code", "sort_order", "topic", "function_group_code", "statement", "quote"),
        *("source", "source_place", "source_id"),
    ),
    "barrier_measure": (
        *("barrier_code", "measure_code", "reason", "briefing_words", "provisional"),
        "source_id",
    ),
    "support_wanted": (
        *("item_code", "label_ja", "sort_order", "implementers_pct", "others_pct", "source"),
        "source_id",
    ),
    "measure_fact": ("measure_code", "how_held", "audience", "wording", "state_wording", "source_id"),
    "barrier_fact": ("barrier_code", "wording", "source_id"),
}
# Findings are complete only after the reconciliation, so this table is made last.
LAST_TABLE = "core_finding"


class BuildRefusedError(Exception):
    """Nothing is published; the message says why, in Japanese."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did; `as_json` is the object that `build --json` prints."""

    warehouse: str
    as_of: date
    municipalities: int
    returns: dict[str, int]
    findings: list[Finding]
    synthetic: bool
    seconds: float

    def as_json(self) -> dict[str, object]:
        return {
            "warehouse": self.warehouse,
            "as_of": self.as_of.isoformat(),
            "municipalities": self.municipalities,
            "returns": self.returns,
            "findings": count_by_severity(self.findings),
            "synthetic": self.synthetic,
            "seconds": round(self.seconds, 3),
        }


@dataclass
class Build:
    """The state that the steps share."""

    raw: Path
    connection: duckdb.DuckDBPyConnection
    context: ReadContext
    requested_as_of: date | None
    files: list[RegisteredFile] = field(default_factory=list)
    inputs: dict[str, list[Fact]] = field(default_factory=dict)
    as_of: date = date.min
    input_hash: str = ""

    def of_kind(self, *kinds: str) -> list[RegisteredFile]:
        return [source for source in self.files if source.kind in kinds]


def build(raw: Path, curated: Path, as_of: date | None = None) -> BuildReport:
    """Build and publish a warehouse of what was known by `as_of` (None: everything received).

    Raises BuildRefusedError when nothing sound can be published; the warehouse published before stays.
    """
    begun = time.perf_counter()
    try:
        with publish.building(curated) as (path, connection):
            state = Build(raw, connection, ReadContext(Ledger(), as_of=as_of), as_of)
            for _, step in STEPS:
                step(state)
            words = dictionary.render(connection)
            load_report = report.render(connection)
            synthetic = any(source.is_synthetic for source in state.files)
            count = connection.execute("select count(*) from mart_municipality").fetchall()[0][0]
            connection.execute("checkpoint")
            connection.close()
            name = publish.publish(path, curated, state.input_hash)
    except WRITE_ERRORS as error:
        raise BuildRefusedError(
            f"データを書き込めませんでした。ディスクの空きと {curated} の書き込み権限を確かめ、もう一度実行してください。"
            f"これまでのデータはそのまま使えます。（{error}）"
        ) from error
    (curated / dictionary.FILE_NAME).write_text(words, encoding="utf-8")
    (curated / report.FILE_NAME).write_text(load_report.replace("{warehouse}", name), encoding="utf-8")
    return BuildReport(
        warehouse=str(curated / name),
        as_of=state.as_of,
        municipalities=count,
        returns={"received": 0, "loaded": 0, "quarantined": 0},
        findings=state.context.findings,
        synthetic=synthetic,
        seconds=time.perf_counter() - begun,
    )


def _register(state: Build) -> None:
    try:
        state.files, found = sources.read_register(state.raw)
    except (FileNotFoundError, ValueError) as error:
        raise BuildRefusedError(str(error)) from error
    state.context.findings += found
    known = [source.known_on for source in state.files]
    state.as_of = state.requested_as_of or max(known, default=date.today())
    state.input_hash = _fingerprint(state)


def _municipalities(state: Build) -> None:
    areas = _single(state, "subprefectures", "name")
    towns = _single(state, "municipalities", "name")
    if not areas or not towns:
        reasons = "\n".join(f.message for f in state.context.findings if f.severity == "error")
        raise BuildRefusedError(f"市町村と振興局の一覧を読めないため、データを作れません。\n{reasons}")
    state.inputs["subprefectures"] = areas
    state.inputs["municipalities"] = towns
    state.context.directory = reference.make_directory(towns, areas)


def _vocabulary(state: Build) -> None:
    lists = ("status", "status_group", "size_class", "barrier", "barrier_group", "measure", "function")
    for name in lists:
        state.inputs[name] = [dict(row) for row in reference.code_list(name)]
    state.inputs["fiscal_year"] = [
        {
            "fiscal_year": year,
            "label_ja": fiscal_year.label(year),
            "short_label": fiscal_year.short_label(year),
            "western_label": fiscal_year.western_label(year),
            "start_date": fiscal_year.start_date(year).isoformat(),
            "end_date": fiscal_year.end_date(year).isoformat(),
        }
        for year in range(2015, 2041)
    ]


def _figures(state: Build) -> None:
    state.inputs["figure_definitions"] = _all(state, "figure_definitions", "figure_code")
    state.inputs["figures"] = [
        fact
        for source in state.of_kind("figures")
        for fact in reference.read_by_municipality(state.context, source, "value")
    ]


def _status_lists(state: Build) -> None:
    facts: list[Fact] = []
    for source in state.of_kind(*status.KINDS):
        facts += status.read_status(state.context, source)
    state.inputs["status_fact"] = facts


def _totals(state: Build) -> None:
    rows: list[Fact] = []
    for source in state.of_kind("published_totals"):
        for row in reference.read_plain(state.context, source, "value"):
            known_on = row.get("known_on") or source.known_on.isoformat()
            rows.append(
                {"denominator": "", "note": ""}
                | row
                | {"known_on": known_on, "is_synthetic": source.is_synthetic}
            )
    for source in state.of_kind("national_counts"):
        for row in reference.read_plain(state.context, source, "municipalities"):
            rows.append(_national(source, row))
    state.inputs["published_total"] = rows
    state.inputs["national_rate"] = _all(state, "national_rates", "rate_pct")


def _national(source: RegisteredFile, row: Fact) -> Fact:
    return {
        "total_code": f"national_{row['fiscal_year']}_{row['status']}",
        "scope": "national",
        "fiscal_year": row["fiscal_year"],
        "as_of": "",
        "status_code": row["status"],
        "start_rule": "",
        "label_ja": vocabulary.labels("status")[str(row["status"])],
        "value": row["municipalities"],
        "denominator": row.get("denominator", ""),
        "is_inferred": "0",
        "is_plan": row["is_plan"],
        "known_on": source.known_on.isoformat(),
        "is_synthetic": source.is_synthetic,
        "source_id": row["source_id"],
        "note": row["source"],
    }


def _knowledge(state: Build) -> None:
    state.inputs["case"] = _all(state, "cases", "statement")
    state.inputs["barrier_measure"] = _all(state, "barrier_measure", "reason")
    state.inputs["support_wanted"] = _all(state, "support_wanted", "label_ja")
    state.inputs["measure_fact"] = _all(state, "measures", "name")
    state.inputs["barrier_fact"] = _all(state, "barriers", "wording")


def _corrections(state: Build) -> None:
    state.inputs["correction"] = [
        row
        for source in state.of_kind("corrections")
        for row in corrections.apply(state.context, source, state.inputs, state.as_of)
    ]


def _boundaries(state: Build) -> None:
    codes = {str(row["code"]) for row in state.inputs["municipalities"]}
    read = boundaries.read_boundaries(state.raw / "boundaries", codes)
    state.context.findings += read.findings
    if not read.features:
        raise BuildRefusedError(
            "市町村の境界データを読めないため、地図を作れません。data/raw/boundaries を確かめてください。"
        )
    shapes = boundaries.to_geojson(read.features)["features"]
    state.inputs["boundary"] = [
        {
            "municipality_code": feature.municipality_code or "",
            "name": feature.name,
            "kind": feature.kind,
            "geojson": report.compact_json(shape["geometry"]),
            "credit": read.credit,
        }
        for feature, shape in zip(read.features, shapes, strict=True)
    ]
    state.inputs["adjacency"] = [
        {"municipality_code": code, "neighbour_code": neighbour, "shared_km": km}
        for code, neighbour, km in geometry.adjacent_pairs(read.features)
    ]


def _codes_and_core(state: Build) -> None:
    ledger = state.context.ledger
    state.inputs["build"] = [
        {"as_of": state.as_of, "input_hash": state.input_hash, "pipeline_version": PIPELINE_VERSION}
    ]
    later = _count_later(state)
    state.inputs["file"] = [_file_row(state, source, later) for source in state.files]
    frames = {name: pd.DataFrame(rows) for name, rows in state.inputs.items()}
    frames |= {
        "source": ledger.sources_frame(),
        "lineage": ledger.links_frame(),
        "quarantine": ledger.quarantine_frame(),
    }
    for name, frame in frames.items():
        _give(state, name, frame)
    for layer in ("10_codes", "20_core"):
        _create(state, layer)


def _marts(state: Build) -> None:
    _create(state, "30_mart")
    state.context.findings += report.reconciliation_findings(state.connection)
    state.context.findings += report.disagreement_findings(state.connection)
    findings = sorted(set(state.context.findings), key=lambda f: (f.file, f.sheet, f.cell, f.rule, f.message))
    state.context.findings = findings
    rows = [f.as_dict() | {"finding_id": number} for number, f in enumerate(findings, start=1)]
    _give(state, "finding", pd.DataFrame(rows, columns=["finding_id", *Finding("info", "", "").as_dict()]))
    tables.create(state.connection, tables.table_files("20_core")[LAST_TABLE])


def _checks(state: Build) -> None:
    failed: list[str] = []
    for check in tables.table_files("90_checks").values():
        rows = tables.violations(state.connection, check)
        if rows:
            failed.append(f"・{check.description}（{check.name}: {len(rows)}件、例 {rows[0]}）")
    if failed:
        raise BuildRefusedError(
            "出来上がったデータが次の点検を通らないため、公開しませんでした。これまでのデータはそのまま使えます。\n"
            + "\n".join(failed)
        )
    for name in [
        row[0] for row in state.connection.execute("select view_name from duckdb_views()").fetchall()
    ]:
        if str(name).startswith("input_"):
            state.connection.unregister(str(name))


STEPS: tuple[tuple[str, Callable[[Build], None]], ...] = (
    ("資料の台帳", _register),
    ("市町村", _municipalities),
    ("符号表", _vocabulary),
    ("統計", _figures),
    ("実施状況", _status_lists),
    ("公表値", _totals),
    ("知見", _knowledge),
    ("訂正", _corrections),
    ("境界", _boundaries),
    ("符号と事実の表", _codes_and_core),
    ("集計の表", _marts),
    ("点検", _checks),
)


def _create(state: Build, layer: str) -> None:
    files = tables.table_files(layer)
    for name in LAYERS[layer]:
        if name != LAST_TABLE:
            tables.create(state.connection, files[name])


def _give(state: Build, name: str, frame: pd.DataFrame) -> None:
    if not len(frame.columns):
        frame = pd.DataFrame(columns=list(WHEN_EMPTY[name]), dtype="str")
    state.connection.register(f"input_{name}", frame)


def _single(state: Build, kind: str, cited: str) -> list[Fact]:
    """The newest registered file of a kind of which only one holds."""
    files = sorted(state.of_kind(kind), key=lambda source: (source.known_on, source.file))
    return reference.read_plain(state.context, files[-1], cited) if files else []


def _all(state: Build, kind: str, cited: str) -> list[Fact]:
    return [
        row for source in state.of_kind(kind) for row in reference.read_plain(state.context, source, cited)
    ]


def _count_later(state: Build) -> dict[str, int]:
    """Rows by file that were read but not known yet on the day of the build."""
    later: dict[str, int] = {}
    day = state.as_of.isoformat()
    by_id = {source.file_id: source.file for source in state.files}
    for name in ("status_fact", "published_total"):
        for fact in state.inputs[name]:
            if str(fact["known_on"]) > day and fact.get("scope") != "national":
                file = by_id[str(fact["source_id"]).partition("!")[0]]
                later[file] = later.get(file, 0) + 1
    return later


def _file_row(state: Build, source: RegisteredFile, later: dict[str, int]) -> Fact:
    count = state.context.ledger.count(source)
    not_yet = later.get(source.file, 0)
    return {
        "file_id": source.file_id,
        "file": source.file,
        "sha256": source.sha256,
        "kind": source.kind,
        "title": source.title,
        "publisher": source.publisher,
        "received_from": source.received_from,
        "received_on": source.received_on,
        "known_on": source.known_on,
        "as_of": source.as_of.isoformat() if source.as_of else "",
        "coverage": source.coverage,
        "licence": source.licence,
        "url": source.url,
        "is_synthetic": source.is_synthetic,
        "is_intact": source.intact,
        "encoding": count.encoding,
        "rows_read": count.read,
        "rows_loaded": count.loaded - not_yet,
        "rows_quarantined": count.quarantined,
        "rows_not_yet_known": not_yet,
        "note": source.note,
    }


def _fingerprint(state: Build) -> str:
    """Hash of all that decides the content: received bytes, their dates, the code and its tables, the day."""
    digest = hashlib.sha256(f"{PIPELINE_VERSION}|{state.as_of}".encode())
    for source in sorted(state.files, key=lambda entry: entry.file):
        digest.update(
            f"{source.file}|{sources.sha256_of(source.path)}|{source.known_on}|{source.as_of}|"
            f"{source.coverage}|{source.is_synthetic}".encode()
        )
    rules = sorted([*tables.SQL_ROOT.rglob("*.sql"), *vocabulary.VOCABULARY.glob("*.csv")])
    for path in rules:
        digest.update(path.read_bytes())
    return digest.hexdigest()
