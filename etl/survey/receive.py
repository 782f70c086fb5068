"""`receive`: store returns unchanged: copy, hash and register them; quarantine unreadable files with the reason."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from etl import raw_writes
from etl.findings import Finding
from etl.japanese_date import day_label
from etl.survey.check import FileReport, reports
from etl.survey.returned import register, round_record
from etl.survey.returned.examination import Examination, ExaminedFile, ProgressCallback, examine
from etl.survey.returned.loaded import LoadedReturns
from etl.survey.returned.loading import load_returns
from etl.survey.returned.reading import read_return
from etl.survey.returned.register import QUARANTINE, RegisteredReturn, RegisterError, State
from etl.survey.returned.warehouse_rows import AnswerRow, ReturnRow
from machine import temporary

__all__ = [
    "AnswerRow",
    "LoadedReturns",
    "ReceiveReport",
    "ReceivedFile",
    "RegisterError",
    "ReturnRow",
    "load_returns",
    "read_return",
    "receive",
]


@dataclass(frozen=True)
class ReceivedFile:
    """One file that was copied and registered now. `stored`: its place under the folder of returns.

    `state`: held where it waits for somebody to decide whether it replaces or amends the earlier return.
    """

    file: str
    stored: str
    state: State | Literal["held"]
    reason: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class ReceiveReport:
    """What was received. `already`: files of which the same bytes had come before; `files`: as `check` reports them."""

    received_on: date
    received: tuple[ReceivedFile, ...]
    already: tuple[str, ...]
    passed_over: tuple[str, ...]
    files: list[FileReport] = field(default_factory=list)

    @property
    def loaded(self) -> int:
        return sum(one.state == "loaded" for one in self.received)

    @property
    def quarantined(self) -> int:
        return sum(one.state == "quarantined" for one in self.received)

    @property
    def held(self) -> int:
        return sum(one.state == "held" for one in self.received)

    @property
    def findings(self) -> list[Finding]:
        return [finding for one in self.files for finding in one.findings]

    def as_json(self) -> dict[str, object]:
        """As check's, with what was stored and counts."""
        return {
            "received_on": self.received_on.isoformat(),
            "received": len(self.received),
            "loaded": self.loaded,
            "quarantined": self.quarantined,
            "held": self.held,
            "already": list(self.already),
            "passed_over": list(self.passed_over),
            "stored": [
                {
                    "file": received.file,
                    "stored": received.stored,
                    "state": received.state,
                    "reason": received.reason,
                    "municipalities": list(received.municipalities),
                }
                for received in self.received
            ],
            "files": [received.as_json() for received in self.files],
        }


def receive(
    paths: Sequence[Path],
    raw: Path,
    fiscal_year: int,
    received_on: date,
    on_progress: ProgressCallback = lambda *_: None,
    *,
    synthetic: bool = False,
) -> ReceiveReport:
    """Take in files, folders and zips as returns of a fiscal year, received on a day.

    Each file is copied as it is into survey/R5/returns/<day>/, a bad one into …/<day>/quarantine/, and gets a
    line in REGISTER.csv. The files handed over are only read. Raises FileNotFoundError, FormError, RegisterError,
    RoundRefusedError for a day on which nothing can have come.
    """
    with tempfile.TemporaryDirectory(prefix=temporary.prefix()) as scratch:
        examination = examine(paths, raw, fiscal_year, Path(scratch), on_progress)
        if not synthetic:
            round_record.check_day("received", "受領日", received_on, raw, fiscal_year)
        folder = register.returns_folder(raw, fiscal_year)
        with raw_writes.locked(raw):
            closed = _closed(raw, fiscal_year)
            received, already = _store(examination, folder, received_on, closed, synthetic=synthetic)
    return ReceiveReport(
        received_on=received_on,
        received=tuple(received),
        already=tuple(already),
        passed_over=tuple(incoming.name for incoming, _ in examination.passed_over),
        files=reports(examination),
    )


def _store(
    examination: Examination, folder: Path, received_on: date, closed: str, *, synthetic: bool
) -> tuple[list[ReceivedFile], list[str]]:
    """Copy and register what is new; somebody else may have received the same meanwhile.

    closed: why nothing more changes the round by itself, or "".
    """
    known = {line.sha256: line for line in register.current(register.read_lines(folder))}
    lines: list[RegisteredReturn] = []
    received: list[ReceivedFile] = []
    already: list[str] = []
    for examined in examination.files:
        before = known.get(examined.sha256)
        is_news = before is None or (not before.is_loaded and not examined.rejected)
        if examined.already is not None or not is_news:
            already.append(examined.incoming.name)
            continue
        day = received_on.isoformat()
        name = register.safe_name(examined.incoming.original_name)
        place = f"{day}/{QUARANTINE}/{name}" if examined.rejected else f"{day}/{name}"
        stored = register.store(examined.incoming.path, folder, place, examined.sha256)
        line = _line(examined, stored, day, synthetic=synthetic)
        if closed and line.is_loaded:
            line = replace(line, state="quarantined", reason=closed)
        lines.append(line)
        towns = tuple(understood.municipality_code for understood in examined.loadable)
        state: State | Literal["held"] = "held" if examined.is_held or line.waits else line.state
        reasons = [finding.message for finding in examined.findings if finding.rule == "RETURN-HELD"]
        reason = reasons[0] if examined.is_held and reasons else line.reason
        received.append(ReceivedFile(examined.incoming.name, stored, state, reason, towns))
    if lines:
        register.append(folder, lines)
    return received, already


def _closed(raw: Path, fiscal_year: int) -> str:
    """Why a return of a round that is final waits for a decision; "" while the round takes in."""
    entries = round_record.read(raw, fiscal_year)
    if round_record.state_of(entries) != "final":
        return ""
    day = day_label(date.fromisoformat(entries[-1].entered_on))
    return (
        f"{register.AFTER_CLOSING}（{day}）取り込むと確定した数が変わり、変わったところは正誤表に載ります。"
    )


def _line(examined: ExaminedFile, stored: str, day: str, *, synthetic: bool) -> RegisteredReturn:
    returns = examined.file_read.returns if examined.file_read is not None else []
    is_table = any(understood.route == "table" for understood in returns)
    return RegisteredReturn(
        file=stored,
        sha256=examined.sha256,
        received_on=day,
        original_name=examined.incoming.original_name,
        municipality_code=""
        if is_table
        else returns[0].municipality_code
        if returns
        else examined.code_in_name,
        route=returns[0].route if returns else "",
        state="quarantined" if examined.rejected else "loaded",
        reason=examined.rejected,
        synthetic="1" if synthetic else "0",
        archive=examined.incoming.archive,
    )
