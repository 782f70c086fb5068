"""The step that turns the records of rounds (round.csv beside each form) into rows of core_round."""

from __future__ import annotations

from dataclasses import asdict

from etl.findings import Finding
from etl.fiscal_year import parse
from etl.readers.context import Fact
from etl.state import Build
from etl.survey.returned import round_record


def read_rounds(state: Build) -> None:
    """Fill the input of core_round."""
    state.inputs["round"] = _rounds(state)


def _rounds(state: Build) -> list[Fact]:
    """The states that each round with a form went through, as far as asked; one whose record cannot be read is a finding."""
    rows: list[Fact] = []
    for path in sorted(state.raw.glob(f"survey/*/{round_record.FILE}")):
        fiscal_year = parse(path.parent.name).fiscal_year
        if fiscal_year is None:
            continue
        try:
            entries = round_record.read(state.raw, fiscal_year)
        except round_record.RoundRefusedError as problem:
            file = path.relative_to(state.raw).as_posix()
            state.context.findings.append(Finding("error", "ROUND-UNREADABLE", str(problem), file=file))
            continue
        rows += [
            {
                **asdict(entry),
                "fiscal_year": fiscal_year,
                "sort_order": number,
                "state_label": round_record.STATES[entry.state],
                "published": f"{path.parent.relative_to(state.raw).as_posix()}/{entry.published}"
                if entry.published
                else "",
            }
            for number, entry in enumerate(entries, start=1)
            if state.requested_as_of is None or entry.entered_on <= state.requested_as_of.isoformat()
        ]
    return rows
