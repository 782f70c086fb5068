"""The step that turns the forms of rounds, and the record beside each, into rows of core_form and core_round."""

from __future__ import annotations

from dataclasses import asdict

from etl.findings import Finding
from etl.fiscal_year import parse
from etl.readers.context import Fact
from etl.state import Build
from etl.survey.form.loading import FORM_FILE, FormError, load_form
from etl.survey.returned import round_record


def read_rounds(state: Build) -> None:
    """Fill the inputs of core_form and core_round."""
    state.inputs["form"] = _forms(state)
    state.inputs["round"] = _rounds(state)


def _forms(state: Build) -> list[Fact]:
    """The head of every form that can be read; one that cannot be is a finding."""
    rows: list[Fact] = []
    for path in sorted(state.raw.glob(f"survey/*/{FORM_FILE}")):
        try:
            form = load_form(path)
        except FormError as problem:
            file = path.relative_to(state.raw).as_posix()
            state.context.findings.append(Finding("warning", "FORM-UNREADABLE", str(problem), file=file))
            continue
        rows.append(
            {
                "fiscal_year": form.fiscal_year,
                "form_version": form.version,
                "title": form.title,
                "as_of": form.as_of.isoformat(),
                "issued_on": form.issued_on.isoformat(),
                "deadline": form.deadline.isoformat(),
            }
        )
    return rows


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
