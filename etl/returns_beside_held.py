"""Returns beside what is held, before they are received: what the build will say of them and lists, announcements, earlier years."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etl import clock, trial_warehouse
from etl.findings import Finding
from etl.ledger import Ledger
from etl.load_returns import PRECEDENCE, START_YEAR, STATUS
from etl.readers.context import Fact
from etl.sources import RegisteredFile
from etl.survey.returned.examination import Examination, ExaminedFile
from etl.survey.returned.reading import AnswerCell, UnderstoodReturn
from etl.survey.returned.warehouse_rows import KIND


@dataclass
class _Said:
    """What returns say of their states, with the cells that they say it in."""

    ledger: Ledger = field(default_factory=Ledger)
    files: dict[str, RegisteredFile] = field(default_factory=dict)
    states: list[Fact] = field(default_factory=list)
    answers: list[Fact] = field(default_factory=list)


def findings(examination: Examination, curated: Path) -> list[Finding]:
    """What stands between the returns and what is held; nothing where no warehouse is published."""
    said = _Said()
    today = clock.today()
    for examined in examination.files:
        for understood in examined.loadable:
            form = examination.setting.forms[understood.fiscal_year]
            _add(said, examined, understood, form.as_of, today)
    if not said.states:
        return []
    with trial_warehouse.opened(curated) as connection:
        if connection is None:
            return []
        trial_warehouse.add_states(connection, said.states, said.ledger, said.files, said.answers)
        own = {entry.file for entry in said.files.values()}
        return [one for one in trial_warehouse.findings(connection, own) if one.file in own]


def _add(said: _Said, examined: ExaminedFile, understood: UnderstoodReturn, as_of: date, today: date) -> None:
    status = _answer(understood, STATUS)
    if status is None:
        return
    entry = _entry(examined, today)
    said.files[entry.file_id] = entry
    cells = [status]
    start = _answer(understood, START_YEAR)
    if start is not None and start.value.isdigit():
        cells.append(start)
    ids = [said.ledger.cite_cell(entry.file_id, one.sheet, one.cell, one.text) for one in cells]
    if len(ids) > 1:
        said.ledger.link("core_status", ids[0], "start_fiscal_year", ids[1])
    whose = {"municipality_code": understood.municipality_code, "fiscal_year": understood.fiscal_year}
    said.answers += [
        {**whose, "question_id": one.question_id, "source_id": source_id, "known_on": today.isoformat()}
        for one, source_id in zip(cells, ids, strict=True)
    ]
    said.states.append(
        {
            **whose,
            "as_of": as_of.isoformat(),
            "status_code": status.option_code,
            "start_fiscal_year": int(cells[1].value) if len(cells) > 1 else None,
            "source_id": ids[0],
            "known_on": today.isoformat(),
            "precedence": PRECEDENCE,
            "is_synthetic": False,
            "note": "",
        }
    )


def _answer(understood: UnderstoodReturn, question: str) -> AnswerCell | None:
    answered = (one for one in understood.answers if one.question_id == question and one.state == "answered")
    return next(answered, None)


def _entry(examined: ExaminedFile, today: date) -> RegisteredFile:
    incoming = examined.incoming
    return RegisteredFile(
        *(incoming.name, incoming.path, examined.sha256, KIND, incoming.original_name, "", ""),
        *(today, today, None, "", "", ""),
        is_synthetic=False,
        note="",
        intact=True,
    )
