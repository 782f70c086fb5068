"""The steps that read the registered files into rows with lineage; each fills inputs of the SQL layers."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath

from etl import (
    clock,
    corrected_facts,
    corrections,
    fiscal_year,
    kept_results,
    report,
    sources,
    tables,
)
from etl.add_kinds import BOUNDARIES
from etl.csv_bytes import CsvBytesError
from etl.findings import Finding
from etl.japanese_date import day_label
from etl.readers import (
    activities,
    briefing,
    figures,
    joint_bodies,
    named_implementers,
    reference,
    status,
    town_dates,
    travel,
    vocabulary,
)
from etl.readers.context import Fact
from etl.sources import RegisteredFile
from etl.state import Build, BuildRefusedError
from etl.survey import receive

PIPELINE_VERSION = "1"


def read_register(state: Build) -> None:
    try:
        state.registered, found = sources.read_register(state.raw)
    except (FileNotFoundError, CsvBytesError, receive.RegisterError) as error:
        raise BuildRefusedError(str(error)) from error
    in_use = sources.in_use(state.registered, state.requested_as_of)
    state.files = [corrections.known_until_newest_entry(source) for source in in_use]
    state.withdrawn = [source for source in state.registered if source not in in_use]
    state.context.findings += [*found, *map(_withdrawn_finding, state.withdrawn)]
    demo, found = activities.demo_files(state.raw)
    state.files += demo
    state.context.findings += found
    written = [
        one for source in state.of_kind(corrections.KIND) for one in corrections.read(state.context, source)
    ]
    state.corrections = [*written, *state.proposed]
    tried = state.proposed_source
    if tried is not None and tried.file_id not in {source.file_id for source in state.files}:
        state.files.append(tried)
    state.returns = receive.load_returns(
        state.raw, as_of=state.requested_as_of, corrections=state.corrections, only=state.only
    )
    state.files += state.returns.files
    state.context.findings += state.returns.findings
    known = [source.known_on for source in state.files]
    state.as_of = state.requested_as_of or max(known, default=clock.today())
    state.input_hash = _fingerprint(state)


def _withdrawn_finding(source: RegisteredFile) -> Finding:
    day = day_label(source.withdrawn_on) if source.withdrawn_on else ""
    by = f"、{source.withdrawn_by}" if source.withdrawn_by else ""
    message = f"{day}に登録を取り消したので、読んでいません（理由: {source.withdrawn_reason}{by}）。"
    return Finding("info", "SRC-WITHDRAWN", message, file=source.file)


def read_municipalities(state: Build) -> None:
    areas = _single(state, "subprefectures", "name")
    towns = _single(state, "municipalities", "name")
    if not areas or not towns:
        reasons = "\n".join(f.message for f in state.context.findings if f.severity == "error")
        raise BuildRefusedError(f"市町村と振興局の一覧を読めないため、データを作れません。\n{reasons}")
    state.inputs["subprefectures"] = areas
    state.inputs["municipalities"] = towns
    state.context.directory = reference.make_directory(towns, areas)


def read_vocabulary(state: Build) -> None:
    lists = (
        *("status", "status_group", "size_class", "barrier", "barrier_group"),
        *("measure", "function", "support_measure"),
        *("outreach_means", "promise_kind", "adopter_reason", "town_event"),
    )
    for name in lists:
        state.inputs[name] = [dict(row) for row in reference.code_list(name)]
    state.inputs["former_name"] = [dict(row) for row in reference.code_list("former_names")]
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


def read_figures(state: Build) -> None:
    state.inputs["figure_definitions"] = _all(state, "figure_definitions", "figure_code")
    state.inputs["figures"] = [
        fact for source in state.of_kind("figures") for fact in figures.read_figures(state.context, source)
    ]


def read_status_lists(state: Build) -> None:
    facts: list[Fact] = []
    for source in state.of_kind(*status.KINDS):
        facts += ({"until": ""} | fact for fact in status.read_status(state.context, source))
    state.inputs["status_fact"] = facts


def read_totals(state: Build) -> None:
    rows: list[Fact] = []
    for source in state.of_kind("published_totals"):
        for row in reference.read_plain(state.context, source, "value"):
            known_on = row.get("known_on") or source.known_on.isoformat()
            rows.append(
                {"denominator": "", "note": "", "source": ""}
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
        "source": row["source"],
        "note": row["source"],
    }


def read_activities(state: Build) -> None:
    events, taken_part = activities.read_activities(state.context, state.files)
    state.inputs["activity"] = events
    state.inputs["attendance"] = taken_part


def read_knowledge(state: Build) -> None:
    state.inputs["case"] = _all(state, "cases", "statement")
    state.inputs["barrier_measure"] = _all(state, "barrier_measure", "reason")
    state.inputs["support_wanted"] = _all(state, "support_wanted", "label_ja")
    state.inputs["measure_fact"] = _all(state, "measures", "name")
    state.inputs["barrier_fact"] = _all(state, "barriers", "wording")
    state.inputs["function_fact"] = _all(state, "functions", "function_name")
    state.inputs["known_question"] = _all(state, "known_questions", "wording")
    lines = [
        line
        for source in state.of_kind(briefing.KIND)
        for line in briefing.read_lines(state.context.ledger, source)
    ]
    state.inputs["briefing_line"] = lines
    state.inputs["statement"] = [
        fact
        for source in state.of_kind(briefing.STATEMENTS)
        for fact in briefing.read_statements(state.context, source, lines)
    ]


def read_travel(state: Build) -> None:
    state.inputs["travel_factor"] = _single(state, "travel_factors", "value")
    state.inputs["ferry"] = [
        fact
        for source in state.of_kind("ferries")
        for fact in reference.read_by_municipality(state.context, source, "sail_minutes")
    ]
    state.inputs["road_time"] = [
        fact
        for source in state.of_kind("road_times")
        for fact in travel.read_road_times(state.context, source)
    ]


def read_joint_bodies_and_dates(state: Build) -> None:
    """What towns have in common and before them, and which of them another source names as implementing."""
    for name, kind, read in (
        ("joint_body", joint_bodies.KIND, joint_bodies.read_joint_bodies),
        ("named_implementer", named_implementers.KIND, named_implementers.read_named_implementers),
        ("town_date", town_dates.KIND, town_dates.read_town_dates),
    ):
        state.inputs[name] = [f for source in state.of_kind(kind) for f in read(state.context, source)]


def read_corrections(state: Build) -> None:
    files = {source.file_id: source for source in state.files}
    answers = state.returns.corrected.outcomes
    state.inputs["correction"] = corrected_facts.apply(
        state.context, state.corrections, state.inputs, state.as_of, answers, files
    )


def read_boundaries(state: Build) -> None:
    folder, left_out = state.raw / "boundaries", _boundaries_left_out(state)
    towns = state.inputs["municipalities"]
    files = sorted((path.name, sources.sha256_of(path)) for path in folder.iterdir() if path.is_file())
    key = kept_results.key_of("boundaries", [path.name for path in folder.iterdir()], files, left_out, towns)
    areas, neighbours, findings = kept_results.kept_or_made(
        key, lambda: _areas_and_neighbours(folder, left_out, towns)
    )
    state.context.findings += findings
    if not areas:
        raise BuildRefusedError(
            "市町村の境界データを読めないため、地図を作れません。市町村の境界を登録しなおすか、控えから戻してください。"
        )
    state.inputs["boundary"], state.inputs["adjacency"] = areas, neighbours


def _areas_and_neighbours(
    folder: Path, left_out: list[str], towns: list[Fact]
) -> tuple[list[Fact], list[Fact], list[Finding]]:
    from etl import geometry  # what is kept needs neither
    from etl.readers import boundaries

    places = boundaries.places_of(towns)
    boundary_read = boundaries.read_boundaries(folder, set(places), places, left_out)
    shapes = boundaries.to_geojson(boundary_read.features)["features"]
    areas: list[Fact] = [
        {
            "municipality_code": feature.municipality_code or "",
            "name": feature.name,
            "kind": feature.kind,
            "geojson": report.compact_json(shape["geometry"]),
            "credit": boundary_read.credit,
        }
        for feature, shape in zip(boundary_read.features, shapes, strict=True)
    ]
    neighbours: list[Fact] = [
        {"municipality_code": code, "neighbour_code": neighbour, "shared_km": km}
        for code, neighbour, km in geometry.adjacent_pairs(boundary_read.features)
    ]
    return areas, neighbours, boundary_read.findings


def _boundaries_left_out(state: Build) -> list[str]:
    """Registered files of boundaries that do not hold: taken back, not known yet, or followed by a newer one."""
    registered = [source for source in state.registered if source.kind == BOUNDARIES]
    known = sorted(
        (source for source in state.of_kind(BOUNDARIES) if source.known_on <= state.as_of),
        key=lambda source: (source.known_on, source.file),
    )
    return [PurePath(source.file).name for source in registered if source not in known[-1:]]


def _single(state: Build, kind: str, cited: str) -> list[Fact]:
    """The newest registered file of a kind of which only one holds."""
    files = sorted(state.of_kind(kind), key=lambda source: (source.known_on, source.file))
    return reference.read_plain(state.context, files[-1], cited) if files else []


def _all(state: Build, kind: str, cited: str) -> list[Fact]:
    return [
        row for source in state.of_kind(kind) for row in reference.read_plain(state.context, source, cited)
    ]


def _fingerprint(state: Build) -> str:
    """Hash of all that decides the content: received bytes, their dates, the code and its tables, the day."""
    digest = hashlib.sha256(f"{PIPELINE_VERSION}|{state.as_of}".encode())
    for source in sorted(state.files, key=lambda entry: entry.file):
        digest.update(
            f"{source.file}|{sources.sha256_of(source.path)}|{source.known_on}|{source.as_of}|"
            f"{source.coverage}|{source.is_synthetic}".encode()
        )
    ours = (sources.LEARNED_HEADINGS, "survey/*/form.toml", "survey/*/versions/*.toml", "boundaries/*")
    for path in sorted(path for pattern in ours for path in state.raw.glob(pattern)):
        digest.update(path.read_bytes())
    rules = sorted([*tables.SQL_ROOT.rglob("*.sql"), *vocabulary.VOCABULARY.glob("*.csv")])
    for path in rules:
        digest.update(path.read_bytes())
    return digest.hexdigest()
