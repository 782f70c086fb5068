"""The refusal of a whole file: an exception inside the reading layer, a finding outside it."""

from __future__ import annotations

from etl.findings import Finding


class RefusedError(Exception):
    """A file that cannot be read; carries the finding that says why and what to do."""

    def __init__(self, rule: str, message: str, *, sheet: str = "", cell: str = "", value: str = "") -> None:
        super().__init__(message)
        self.finding = Finding("error", rule, message, sheet=sheet, cell=cell, value=value)
