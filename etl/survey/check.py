"""`check`: what would be found in returns, without changing anything."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from etl.findings import SEVERITIES, Finding
from etl.survey.returned.examination import Examination, ExaminedFile, ProgressCallback, examine
from etl.survey.returned.files import IncomingFile
from machine import temporary

Status = Literal["ok", "findings", "rejected"]


@dataclass(frozen=True)
class FileReport:
    """One file, or one municipality of a compiled table.

    `municipality`: its code, empty where it is not told or where the findings are on the whole file.
    ok: no findings; findings: can be loaded, but wants a look; rejected: would not be loaded.
    """

    file: str
    municipality: str
    status: Status
    findings: list[Finding] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "file": self.file,
            "municipality": self.municipality,
            "status": self.status,
            "findings": [
                {
                    "severity": finding.severity,
                    "sheet": finding.sheet,
                    "cell": finding.cell,
                    "question": finding.question_id,
                    "rule": finding.rule,
                    "value": finding.value,
                    "message": finding.message,
                }
                for finding in self.findings
            ],
        }


@dataclass(frozen=True)
class CheckReport:
    """Every file that was handed over, by name."""

    files: list[FileReport]

    def as_json(self) -> dict[str, object]:
        return {"files": [one.as_json() for one in self.files]}

    @property
    def findings(self) -> list[Finding]:
        return [finding for one in self.files for finding in one.findings]


def check(
    paths: Sequence[Path],
    raw: Path,
    fiscal_year: int,
    on_progress: ProgressCallback = lambda *_: None,
    beside: Callable[[Examination], Iterable[Finding]] = lambda _: (),
) -> CheckReport:
    """Check files, folders and zips against the survey of a fiscal year; changes nothing.

    beside: what is found between the files and what is known otherwise.

    Raises FileNotFoundError, FormError, RegisterError.
    """
    with tempfile.TemporaryDirectory(prefix=temporary.prefix()) as scratch:
        examination = examine(paths, raw, fiscal_year, Path(scratch), on_progress)
        found = list(beside(examination))
        files = [
            replace(one, findings=[*one.findings, *(f for f in found if f.file == one.incoming.name)])
            for one in examination.files
        ]
        return CheckReport(reports(replace(examination, files=files)))


def reports(examination: Examination) -> list[FileReport]:
    """The examination file by file; a compiled table town by town, after what concerns the whole table."""
    found = [one for examined in examination.files for one in _of_file(examined)]
    found += [_passed_over(incoming, finding) for incoming, finding in examination.passed_over]
    return sorted(found, key=lambda one: (one.file, one.municipality))


def _of_file(examined: ExaminedFile) -> Iterable[FileReport]:
    name = examined.incoming.name
    returns = examined.file_read.returns if examined.file_read is not None else []
    if len(returns) <= 1 and not any(understood.route == "table" for understood in returns):
        towns = {understood.municipality_code for understood in returns if understood.municipality_code}
        otherwise = (examined.already and examined.already.municipality_code) or examined.code_in_name
        code = next(iter(towns), otherwise)
        yield _report(name, code, examined.findings, is_rejected=bool(examined.rejected))
        return
    by_town: dict[str, list[Finding]] = {}
    for understood in returns:
        by_town.setdefault(understood.municipality_code, [])
    for finding in examined.findings:
        by_town.setdefault(finding.municipality_code, []).append(finding)
    loadable = {understood.municipality_code for understood in examined.loadable}
    for code, findings in by_town.items():
        if code or findings:
            # What no town can be told for is refused; what is said of the whole table need not be.
            is_rejected = code not in loadable if code else any(f.severity == "error" for f in findings)
            yield _report(name, code, findings, is_rejected=is_rejected)


def _passed_over(incoming: IncomingFile, finding: Finding) -> FileReport:
    return _report(incoming.name, "", [finding], is_rejected=finding.severity == "error")


def _report(name: str, code: str, findings: list[Finding], *, is_rejected: bool) -> FileReport:
    ranked = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    # that the same file came before is no fault of it
    faults = [finding for finding in ranked if finding.rule != "RETURN-ALREADY"]
    status: Status = "rejected" if is_rejected else "findings" if faults else "ok"
    return FileReport(name, code, status, ranked)
