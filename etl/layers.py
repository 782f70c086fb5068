"""The SQL layers in their order: inputs to codes and core, marts, and the checks that must return no row."""

from __future__ import annotations

from operator import attrgetter

from duckdb import DuckDBPyRelation

from etl import across_sources, kept_results, tables
from etl.findings import by_column
from etl.load import PIPELINE_VERSION
from etl.readers.context import Fact
from etl.sources import RegisteredFile
from etl.state import Build, BuildRefusedError

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
        "codes_question",
        "codes_option",
        "codes_question_line",
        "codes_condition",
        "codes_awaited_question",
        "codes_awaited_option",
        "codes_support_measure",
        "codes_outreach_means",
        "codes_promise_kind",
        "codes_adopter_reason",
        "codes_town_event",
        "codes_former_name",
    ),
    "20_core": (
        "core_build",
        "core_file",
        "core_withdrawn_file",
        "core_source",
        "core_lineage",
        "core_survey",
        "core_form",
        "core_round",
        "core_return_is_current",
        "core_return",
        "core_return_before",
        "core_answer",
        "core_answer_before",
        "core_answer_told",
        "core_change_reason",
        "core_activity",
        "core_attendance",
        "core_status",
        "core_status_before",
        "core_complete_list",
        "core_figure",
        "core_published_total",
        "core_case",
        "core_briefing_line",
        "core_statement",
        "core_known_question",
        "core_barrier_measure",
        "core_support_wanted",
        "core_national_rate",
        "core_travel_factor",
        "core_ferry",
        "core_road_time",
        "core_joint_body",
        "core_town_date",
        "core_named_implementer",
        "core_boundary",
        "core_adjacency",
        "core_correction",
        "core_quarantine",
        "core_finding",
        "core_finding_before",
    ),
    "30_mart": (
        "mart_status_by_year",
        "mart_year_coverage",
        "mart_figures",
        "mart_municipality",
        "mart_status_summary",
        "mart_transition",
        "mart_plan",
        "mart_rollout",
        "mart_reconciliation",
        "mart_answer",
        "mart_adopter_reason",
        "mart_question_state",
        "mart_barrier",
        "mart_barrier_change",
        "mart_support",
        "mart_return_status",
        "mart_map_layer",
        "mart_tile",
    ),
}
# Findings are complete only after the reconciliation; what counts them is made after them.
FINDINGS = ("core_finding", "core_finding_before")
AFTER_FINDINGS = ("mart_return_status", "mart_map_layer")
# DuckDB gives a thread no less than this (one row group): where answers are fewer, a second thread only costs.
ROWS_OF_A_THREAD = 122_880
# The tiles are placed from the table of the municipalities.
TILES = "mart_tile"


def make_codes_and_core(state: Build) -> None:
    ledger = state.context.ledger
    if len(state.columns["answer"]["source_id"]) < ROWS_OF_A_THREAD:
        state.connection.execute("set threads = 1")
    state.inputs["build"] = [
        {"as_of": state.as_of, "input_hash": state.input_hash, "pipeline_version": PIPELINE_VERSION}
    ]
    later = _count_later(state)
    state.inputs["file"] = [_file_row(state, source, later) for source in state.files]
    state.inputs["withdrawn_file"] = list(map(_withdrawn_row, state.withdrawn))
    given: dict[str, tables.Rows | tables.Columns] = {
        **state.inputs,
        **state.columns,
        "source": ledger.cited(),
        "lineage": ledger.links,
        "quarantine": ledger.quarantined,
    }
    for name, readers in tables.inputs("10_codes", "20_core").items():
        if all(reader.name in FINDINGS for reader in readers):
            continue
        rows = given.get(name, [])
        columns = () if rows else tables.input_columns(state.connection, name, readers)
        tables.give(state.connection, name, rows, columns)
    for layer in ("10_codes", "20_core"):
        _create(state, layer)


def make_marts(state: Build) -> None:
    _create(state, "30_mart")
    state.context.findings += across_sources.findings(state.connection)
    # A set would put those that differ in nothing of the key into another order in every process.
    findings = sorted(
        dict.fromkeys(state.context.findings), key=attrgetter("file", "sheet", "cell", "rule", "message")
    )
    state.context.findings = findings
    corrected = state.returns.corrected
    since = corrected.findings_since
    before = sorted(
        corrected.findings_before, key=lambda one: (one.until, tuple(one.finding.as_dict().values()))
    )
    columns: tables.Columns = {
        "finding_id": range(1, len(findings) + len(before) + 1),
        **by_column([*findings, *(one.finding for one in before)]),
        "known_on": [since.get(one, "") if since else "" for one in findings]
        + [one.known_on for one in before],
        "until": [""] * len(findings) + [one.until for one in before],
    }
    tables.give(state.connection, "finding", columns)
    for name in FINDINGS:
        tables.create(state.connection, tables.table_files("20_core")[name])
    for name in AFTER_FINDINGS:
        tables.create(state.connection, tables.table_files("30_mart")[name])


def make_tiles(state: Build) -> None:
    """The tile map: each municipality's place (etl.tiles), worked out here so that no page has to."""
    towns = state.connection.sql(
        "select municipality_code, subprefecture_code, hall_lat, hall_lon, area_km2 from mart_municipality order by 1"
    )
    neighbours = state.connection.sql(
        "select municipality_code, neighbour_code from core_adjacency order by all"
    )
    key = kept_results.key_of("tiles", towns.fetchall(), neighbours.fetchall())
    rows = kept_results.kept_or_made(key, lambda: _placed(towns, neighbours))
    tables.give(state.connection, "tile", rows)
    tables.create(state.connection, tables.table_files("30_mart")[TILES])


def run_checks(state: Build) -> None:
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
        if str(name).startswith(tables.INPUT):
            state.connection.unregister(str(name))


def _create(state: Build, layer: str) -> None:
    files = tables.table_files(layer)
    for name in LAYERS[layer]:
        if name not in (*FINDINGS, TILES, *AFTER_FINDINGS):
            tables.create(state.connection, files[name])


def _placed(towns: DuckDBPyRelation, neighbours: DuckDBPyRelation) -> list[Fact]:
    from etl import tiles  # what is kept needs neither this nor pandas

    return [
        dict(zip(tiles.COLUMNS, row, strict=True))
        for row in tiles.assign_tiles(towns.df(), neighbours.df()).values.tolist()
    ]


def _count_later(state: Build) -> dict[str, int]:
    """Rows by file that were read but not known yet on the day of the build."""
    later: dict[str, int] = {}
    day = state.as_of.isoformat()
    by_id = {source.file_id: source.file for source in state.files}
    for name in ("status_fact", "published_total"):
        for fact in state.inputs[name]:
            if str(fact["known_on"]) > day:
                file = by_id[str(fact["source_id"]).partition("!")[0]]
                later[file] = later.get(file, 0) + 1
    return later


def _withdrawn_row(source: RegisteredFile) -> Fact:
    return {
        "file": source.file,
        "kind": source.kind,
        "title": source.title,
        "received_on": source.received_on,
        "as_of": source.as_of.isoformat() if source.as_of else "",
        "coverage": source.coverage,
        "withdrawn_on": source.withdrawn_on,
        "withdrawn_reason": source.withdrawn_reason,
        "withdrawn_by": source.withdrawn_by,
        "is_synthetic": source.is_synthetic,
    }


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
        "source_group": source.source_group,
        "is_synthetic": source.is_synthetic,
        "is_intact": source.intact,
        "encoding": count.encoding,
        "rows_read": count.read,
        "rows_loaded": count.loaded - not_yet,
        "rows_quarantined": count.quarantined,
        "rows_not_yet_known": not_yet,
        "note": source.note,
    }
