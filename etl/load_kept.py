"""The steps that read registered files other than returns, as one whose outcome is kept until one of the files changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from etl import kept_results, load, sources
from etl.findings import READING_STOPPED
from etl.ledger import FileCount, Ledger
from etl.state import Build
from etl.survey.returned.warehouse_rows import KIND

STEPS: tuple[Callable[[Build], None], ...] = (
    load.read_figures,
    load.read_status_lists,
    load.read_totals,
    load.read_activities,
    load.read_knowledge,
    load.read_travel,
    load.read_joint_bodies_and_dates,
)


def read_listed_files(state: Build) -> None:
    """Fill the inputs that no return gives; the municipalities have been read."""
    files = [source for source in state.files if source.kind != KIND]

    def key() -> bytes:
        listed = [(str(replace(source, path=Path())), sources.sha256_of(source.path)) for source in files]
        learned = list(map(str, state.context.learned))
        towns = state.inputs["municipalities"], state.inputs["subprefectures"]
        return kept_results.key_of("listed files", state.context.as_of, learned, towns, listed)

    def lasts(made: dict[str, Any]) -> bool:
        """No file has changed while it was read, and every one could be."""
        return not any(one.rule == READING_STOPPED for one in made["findings"]) and key() == was

    was = key()
    kept = kept_results.kept_or_made(was, lambda: _read(state, files), lasts, place="listed files")
    state.inputs |= kept["inputs"]
    state.context.findings += kept["findings"]
    counts = {file: FileCount(*count) for file, count in kept["counts"].items()}
    state.context.ledger.add(Ledger(kept["cells"], kept["quarantined"], counts, kept["links"]))


def _read(state: Build, files: list[sources.RegisteredFile]) -> dict[str, Any]:
    """What the steps give, as values that may be kept."""
    context = replace(state.context, ledger=Ledger(), findings=[])
    alone = replace(state, context=context, files=files, inputs={})
    for step in STEPS:
        step(alone)
    ledger = context.ledger
    return {
        "inputs": alone.inputs,
        "findings": context.findings,
        "cells": ledger.cells,
        "quarantined": ledger.quarantined,
        "counts": {file: astuple(count) for file, count in ledger.counts.items()},
        "links": ledger.links,
    }
