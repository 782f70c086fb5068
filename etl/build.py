"""The pipeline, as one list of named steps: registered files → rows with lineage → SQL layers → published file."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl import (
    dictionary,
    layers,
    learned_headings,
    load,
    load_kept,
    load_returns,
    load_rounds,
    publish,
    report,
)
from etl.findings import Finding, count_by_severity
from etl.ledger import Ledger
from etl.readers.context import ReadContext
from etl.state import Build, BuildRefusedError
from etl.survey.returned import batch

__all__ = ["STEPS", "BuildRefusedError", "BuildReport", "build"]

# What a full or unwritable disk looks like: from Python, and from DuckDB at a write or at a commit.
WRITE_ERRORS = (
    OSError,
    sqlite3.Error,
    duckdb.IOException,
    duckdb.TransactionException,
    duckdb.FatalException,
)
# After how many new objects Python looks for circles of them (its own default is 700).
ALLOCATIONS = 200_000
SUPERSEDED = "この間に、あとから始まったデータ作りが先に終わりました。新しいそちらをそのまま使います。"

STEPS: tuple[tuple[str, Callable[[Build], None]], ...] = (
    ("資料の台帳", load.read_register),
    ("市町村", load.read_municipalities),
    ("符号表", load.read_vocabulary),
    ("調査票以外の資料", load_kept.read_listed_files),
    ("調査票", load_returns.read_returns),
    ("調査の段階", load_rounds.read_rounds),
    ("訂正", load.read_corrections),
    ("境界", load.read_boundaries),
    ("符号と事実の表", layers.make_codes_and_core),
    ("集計の表", layers.make_marts),
    ("タイル地図", layers.make_tiles),
    ("点検", layers.run_checks),
)


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


def build(raw: Path, curated: Path, as_of: date | None = None, *, from_scratch: bool = False) -> BuildReport:
    """Build and publish a warehouse of what was known by `as_of` (None: everything received).

    `from_scratch`: every file is read again, also those of which the reading is kept.
    Raises BuildRefusedError when nothing sound can be published; the warehouse published before stays.
    """
    begun = time.perf_counter()
    if from_scratch:
        batch.forget(curated)
    try:
        with _few_collections(), publish.building(curated) as (path, connection, turn):
            state = Build(
                raw, connection, ReadContext(Ledger(), as_of=as_of, learned=learned_headings.read(raw)), as_of
            )
            # one transaction: the hundreds of tables and comments are written down once, not each for itself
            connection.begin()
            for _, step in STEPS:
                step(state)
            connection.commit()
            words = dictionary.render(connection)
            load_report = report.render(connection)
            synthetic = any(source.is_synthetic for source in state.files)
            count = connection.execute("select count(*) from mart_municipality").fetchall()[0][0]
            connection.execute("checkpoint")
            connection.close()
            with publish.in_turn(curated, turn) as is_newest:
                if is_newest:
                    name = publish.publish(path, curated, state.input_hash)
                    (curated / dictionary.FILE_NAME).write_text(words, encoding="utf-8")
                    told = load_report.replace("{warehouse}", name)
                    (curated / report.FILE_NAME).write_text(told, encoding="utf-8")
                else:
                    path.unlink()
                    name = publish.current(curated).name
                    state.context.findings.append(Finding("info", "BUILD-SUPERSEDED", SUPERSEDED))
    except WRITE_ERRORS as error:
        raise BuildRefusedError(
            f"データを書き込めませんでした。ディスクの空きと {curated} の書き込み権限を確かめ、もう一度実行してください。"
            f"これまでのデータはそのまま使えます。（{error}）"
        ) from error
    return BuildReport(
        warehouse=str(curated / name),
        as_of=state.as_of,
        municipalities=count,
        returns=_count_returns(state),
        findings=state.context.findings,
        synthetic=synthetic,
        seconds=time.perf_counter() - begun,
    )


@contextmanager
def _few_collections() -> Iterator[None]:
    """Rows by the hundred thousand without a circle among them: Python need not look for one all the time."""
    usual = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _count_returns(state: Build) -> dict[str, int]:
    """Returns received, by outcome; each municipality in a compiled table counts as one return."""
    states = [row.state for row in state.returns.returns]
    return {
        "received": len(states),
        "loaded": states.count("loaded"),
        "quarantined": states.count("quarantined"),
        "held": states.count("held"),
    }
