"""Which municipality a row is about; reports rows whose municipality is ambiguous."""

from __future__ import annotations

from etl import names
from etl.findings import Finding, Severity
from etl.readers.context import ReadContext, Row, refuse, remark, text_of
from etl.sources import RegisteredFile


def municipality_of(context: ReadContext, source: RegisteredFile, row: Row) -> str:
    """The code of the town that the row is about. Raises RowRefusedError; never guesses."""
    if context.directory is None:
        raise ValueError("the municipalities have to be read before anything that names them")
    resolution = names.resolve(
        context.directory,
        text_of(row, "code"),
        text_of(row, "name"),
        subprefecture=text_of(row, "subprefecture") or None,
    )
    column = "name" if text_of(row, "name") else "code"
    if resolution.code is None:
        rule = f"MUNI-{(resolution.problem or 'unknown').upper()}"
        # what a municipality before a merger said is no value of the one of today, but is shown beside it
        today = resolution.candidate_codes[0] if resolution.problem == "former_name" else ""
        raise refuse(row, column, rule, resolution.note, municipality_code=today)
    if resolution.problem or resolution.note:
        rule = f"MUNI-{(resolution.problem or 'note').upper()}"
        severity: Severity = "warning" if resolution.problem else "info"
        finding = Finding(
            severity, rule, resolution.note, municipality_code=resolution.code, value=text_of(row, column)
        )
        remark(context, source, row, column, finding)
    return resolution.code
