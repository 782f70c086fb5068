"""What the pipeline said of the files of a batch, file by file: reports of `check` and `receive` put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.intake.uploads import StoredFile

# The rule of the finding that the same bytes came before.
ALREADY = "RETURN-ALREADY"
Report = Mapping[str, Any]


@dataclass(frozen=True)
class FileLine:
    """One file: its towns (many for a compiled table), what the check said, and what became of it.

    status: ok, findings, rejected, or empty where nothing was said; outcome: loaded, quarantined, held, already, or empty;
    is_already: the same bytes came before, or stand beside it.
    """

    name: str
    sender_name: str
    towns: tuple[str, ...]
    status: str
    errors: int
    warnings: int
    reason: str
    outcome: str
    is_already: bool


def lines(files: Iterable[StoredFile], checked: Report, received: Report) -> list[FileLine]:
    """One line a file, in the order in which the files came."""
    held = {one.name: one for one in files}
    said: dict[str, list[Report]] = {name: [] for name in held}
    for report in checked.get("files", []):
        said.setdefault(name_of(report, held), []).append(report)
    outcomes = _outcomes(received, held)
    return [_line(one, said[one.name], outcomes.get(one.name)) for one in held.values()]


def name_of(report: Report, known: Iterable[str]) -> str:
    """Our name of the file that a report is about: it may be written as a path, or be a file inside a zip."""
    written = str(report.get("file", "")).replace("\\", "/")
    return next((part for part in reversed(written.split("/")) if part in set(known)), written)


def counts(received: Report) -> dict[str, int]:
    """Number of files by what became of them: loaded, quarantined, held, already."""
    given = received.get("counts", received)
    already = given.get("already", 0)
    return {
        "loaded": int(given.get("loaded", 0)),
        "quarantined": int(given.get("quarantined", 0)),
        "held": int(given.get("held", 0)),
        "already": len(already) if isinstance(already, list) else int(already),
    }


def _outcomes(received: Report, known: Iterable[str]) -> dict[str, Report]:
    """What became of each file by its name."""
    given = received.get("stored", received.get("files", []))
    found = {name_of(report, known): report for report in given if report.get("state")}
    already = received.get("already", [])
    for name in already if isinstance(already, list) else []:
        found[name_of({"file": name}, known)] = {"state": "already"}
    return found


def _line(held: StoredFile, reports: list[Report], outcome: Report | None) -> FileLine:
    findings = [finding for report in reports for finding in report.get("findings", [])]
    severities = [str(finding.get("severity")) for finding in findings]
    status = _status([str(report.get("status")) for report in reports])
    reason = str((outcome or {}).get("reason") or "")
    already = [str(one.get("message", "")) for one in findings if one.get("rule") == ALREADY]
    if not reason and status != "rejected" and already:
        reason = already[0]
    if not reason and status == "rejected" and findings:
        reason = str(findings[0].get("message", ""))
    return FileLine(
        name=held.name,
        sender_name=held.sender_name,
        towns=tuple(dict.fromkeys(str(one["municipality"]) for one in reports if one.get("municipality"))),
        status=status,
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        reason=reason,
        outcome=str((outcome or {}).get("state", "")),
        is_already=status != "rejected" and bool(already),
    )


def _status(statuses: list[str]) -> str:
    """Of a compiled table: rejected only where every town of it is."""
    if not statuses:
        return ""
    if all(one == "rejected" for one in statuses):
        return "rejected"
    return "ok" if all(one == "ok" for one in statuses) else "findings"
