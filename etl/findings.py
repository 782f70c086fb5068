"""What was found while reading: never an exception for bad input, always a record with its address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
# The rule of a file whose reading was stopped for its time or memory; it may end well another time.
READING_STOPPED = "FILE-STOPPED"
SEVERITY_LABELS: dict[Severity, str] = {"error": "エラー", "warning": "警告", "info": "情報"}


@dataclass(frozen=True)
class Finding:
    """One remark on one place of one received file.

    `rule` is an own code in capitals ("NAME-UNKNOWN") or the number of the machine-readability rule
    ("L1-07"). `message` is plain Japanese and says what to do. `cell` is an A1 address.
    """

    severity: Severity
    rule: str
    message: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    municipality_code: str = ""
    question_id: str = ""
    value: str = ""

    def located(
        self, *, file: str | None = None, sheet: str | None = None, cell: str | None = None
    ) -> Finding:
        """The same finding with its address filled in."""
        return replace(
            self,
            file=self.file if file is None else file,
            sheet=self.sheet if sheet is None else sheet,
            cell=self.cell if cell is None else cell,
        )

    def as_dict(self) -> dict[str, str]:
        return dict(zip(COLUMNS, _values_of(self), strict=True))


COLUMNS = tuple(field.name for field in fields(Finding))
_values_of = attrgetter(*COLUMNS)


def by_column(findings: Iterable[Finding]) -> dict[str, Sequence[str]]:
    """The values of each column, in the order of the findings."""
    values = list(map(_values_of, findings))
    columns = zip(*values, strict=True) if values else ((),) * len(COLUMNS)
    return dict(zip(COLUMNS, columns, strict=True))


def count_by_severity(findings: list[Finding]) -> dict[str, int]:
    """Number of findings for each of error, warning, info (zero where there is none)."""
    return {severity: sum(f.severity == severity for f in findings) for severity in SEVERITIES}


def place_ja(finding: Finding) -> str:
    return cell_place_ja(finding.file, finding.sheet, finding.cell)


def cell_place_ja(file: str, sheet: str, cell: str) -> str:
    """The address in the words of an officer: 「ファイル名」の「シート名」シート B4セル."""
    parts = (
        f"「{file}」" if file else "",
        f"「{sheet}」シート" if sheet else "",
        f"{cell}セル" if cell else "",
    )
    return " ".join(filter(None, parts))
