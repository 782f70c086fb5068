"""Examine every file handed over; `check` reports the result and `receive` acts on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl import sources
from etl.findings import Finding, Severity
from etl.japanese_date import day_label
from etl.survey.returned import register
from etl.survey.returned.batch import ReturnFile, read_files
from etl.survey.returned.file_name import town_in_name
from etl.survey.returned.files import IncomingFile, collect
from etl.survey.returned.previous import (
    DECIDED,
    is_intact,
    make_setting,
    previous_answers,
    registered_file,
    sorted_by_receipt,
)
from etl.survey.returned.reading import FileRead, UnderstoodReturn
from etl.survey.returned.register import RegisteredReturn
from etl.survey.returned.setting import Setting
from etl.survey.returned.succession import Counting, counting_of, follow

ProgressCallback = Callable[[int, int, str], None]
"""Called after each file with the number read, the total, and the name of the file."""


@dataclass(frozen=True)
class ExaminedFile:
    """One file handed over. `already`: the register line of an earlier file with the same bytes.

    `rejected`: why nothing of it may be loaded (empty: at least one return may). `code_in_name`: the
    municipality code taken from the file name alone, for a file that could not be read. `is_held`: it leaves blank
    what was answered before, and waits for a decision.
    """

    incoming: IncomingFile
    sha256: str
    file_read: FileRead | None
    findings: list[Finding]
    rejected: str = ""
    already: RegisteredReturn | None = None
    code_in_name: str = ""
    is_held: bool = False

    @property
    def loadable(self) -> list[UnderstoodReturn]:
        return (
            [one for one in self.file_read.returns if not one.rejected] if self.file_read is not None else []
        )


@dataclass(frozen=True)
class Examination:
    """Every file in the order of receipt: of two returns of one municipality the later one comes last."""

    setting: Setting
    files: list[ExaminedFile] = field(default_factory=list)
    passed_over: list[tuple[IncomingFile, Finding]] = field(default_factory=list)


def examine(
    paths: Sequence[Path],
    raw: Path,
    fiscal_year: int,
    scratch: Path,
    on_progress: ProgressCallback = lambda *_: None,
) -> Examination:
    """Read and check everything in `paths` against the survey of a fiscal year. Writes only into `scratch`.

    Raises FileNotFoundError (a path, the form, the municipalities), FormError, RegisterError.
    """
    setting, problems = make_setting(raw, fiscal_year)
    collected = collect(paths, scratch)
    folder = register.returns_folder(raw, fiscal_year)
    registered = {line.sha256: line for line in register.current(register.read_lines(folder))}
    first_of: dict[str, IncomingFile] = {}
    new: list[tuple[IncomingFile, str]] = []
    twins: list[tuple[IncomingFile, str]] = []
    for incoming in collected.files:
        digest = sources.sha256_of(incoming.path)
        if digest in first_of:
            twins.append((incoming, digest))
        else:
            first_of[digest] = incoming
            new.append((incoming, digest))
    last_year = previous_answers(raw, setting.forms[fiscal_year].previous_year)
    setting = replace(setting, previous=last_year.answers, previous_is_synthetic=last_year.is_synthetic)
    files = [
        ReturnFile(latest.path, latest.name, latest.original_name, _decided_code(registered.get(key)))
        for latest, key in new
    ]
    total = len(collected.files)
    examined: dict[str, ExaminedFile] = {}
    for (incoming, digest), file_read in zip(new, read_files(files, setting), strict=True):
        on_progress(total - len(new) + len(examined) + 1, total, incoming.name)
        code_in_name = "" if file_read.returns else town_in_name(incoming.original_name, setting)
        latest = _examined(incoming, digest, file_read, code_in_name)
        line = registered.get(digest)
        examined[digest] = _already(latest, line) if line is not None and line.is_loaded else latest
    before = [latest for latest in examined.values() if latest.already is not None]
    before += [_twin(incoming, examined[digest]) for incoming, digest in twins]
    fresh = [latest for latest in examined.values() if latest.already is None]
    ordered = sorted(fresh, key=lambda latest: (latest.incoming.changed, latest.incoming.name))
    return Examination(
        setting,
        [*before, *_several(ordered, list(registered.values()), setting, folder)],
        [*collected.passed_over, *problems],
    )


def _decided_code(line: RegisteredReturn | None) -> str:
    """The municipality code an officer assigned to a file that was received before; empty if none."""
    return line.municipality_code if line is not None and line.is_loaded and line.route == DECIDED else ""


def _already(examined: ExaminedFile, line: RegisteredReturn) -> ExaminedFile:
    """Keep the file's own findings and add one saying that it was received before."""
    message = f"同じ中身のファイルを{day_label(line.received)}に「{line.original_name}」として受け取っています。何もしません。"
    finding = Finding("info", "RETURN-ALREADY", message, file=examined.incoming.name, value=line.file)
    return replace(examined, findings=[finding, *examined.findings], already=line)


def _code_of(examined: ExaminedFile) -> str:
    """The municipality that a file is of; "" where it is of several, or of nobody known."""
    returns = examined.file_read.returns if examined.file_read is not None else []
    codes = {one.municipality_code for one in returns} if returns else {examined.code_in_name}
    return codes.pop() if len(codes) == 1 else ""


def _twin(incoming: IncomingFile, first: ExaminedFile) -> ExaminedFile:
    """The same bytes twice in one batch: the first keeps the findings, a rejection applies to both."""
    name = first.incoming.name
    line = first.already or RegisteredReturn("", first.sha256, "", first.incoming.original_name)
    message = f"「{name}」と中身がまったく同じです。1つだけ受け取ります。"
    finding = Finding("info", "RETURN-ALREADY", message, file=incoming.name, value=name)
    if first.rejected:
        message = f"「{name}」と中身がまったく同じで、同じ理由で受け取れません。{first.rejected}"
        finding = Finding("error", "RETURN-TWIN", message, file=incoming.name, value=name)
    return ExaminedFile(
        incoming, first.sha256, None, [finding], first.rejected, already=line, code_in_name=_code_of(first)
    )


def _examined(incoming: IncomingFile, digest: str, file_read: FileRead, code_in_name: str) -> ExaminedFile:
    findings = [*file_read.findings]
    for understood in file_read.returns:
        findings += understood.findings
    reasons = [understood.rejected for understood in file_read.returns if understood.rejected]
    rejected = ""
    if not any(not understood.rejected for understood in file_read.returns):
        # Remarks on single cells come first; the last error says why nothing was read.
        errors = [finding.message for finding in findings if finding.severity == "error"]
        rejected = (reasons or errors[::-1] or [finding.message for finding in findings] or ["読めません。"])[
            0
        ]
    return ExaminedFile(incoming, digest, file_read, findings, rejected, code_in_name=code_in_name)


def _several(
    ordered: list[ExaminedFile], lines: list[RegisteredReturn], setting: Setting, folder: Path
) -> list[ExaminedFile]:
    """Add findings that say which return of a municipality counts where there are several."""
    by_town: dict[str, list[tuple[ExaminedFile, UnderstoodReturn]]] = {}
    for examined in ordered:
        for understood in examined.loadable:
            by_town.setdefault(understood.municipality_code, []).append((examined, understood))
    received = _received(set(by_town), lines, setting, folder)
    added: dict[int, list[Finding]] = {}
    held: set[int] = set()

    def tell(examined: ExaminedFile, severity: Severity, rule: str, message: str, code: str) -> None:
        added.setdefault(id(examined), []).append(_about(examined, severity, rule, message, code))

    for code, files in by_town.items():
        town = setting.directory.by_code[code].name
        earlier = received.get(code)
        current = earlier[0] if earlier is not None else None
        accepted: list[ExaminedFile] = []
        withdrawn = ""
        for examined, understood in files:
            form, name = setting.forms[understood.fiscal_year], examined.incoming.name
            step = follow(current, understood, name, name, "", form)
            current = step.counting
            if step.outcome in ("less", "held"):
                rule = "RETURN-LESS" if step.outcome == "less" else "RETURN-HELD"
                held |= {id(examined)} if step.outcome == "held" else set()
                tell(examined, "warning", rule, step.message, code)
                continue
            withdrawn = step.withdrawn
            accepted.append(examined)
        for examined in accepted[:-1]:
            message = (
                f"{town}からは「{accepted[-1].incoming.name}」も届いています。更新日時の新しいそちらを使い、"
                "こちらは控えとして残します。新しいほうが正しいか確かめてください。"
            )
            tell(examined, "warning", "RETURN-TWICE", message, code)
        if len(accepted) > 1:
            message = f"{town}からは{len(accepted)}通届いています。更新日時の最も新しいこのファイルを使います。確かめてください。"
            tell(accepted[-1], "warning", "RETURN-TWICE", message, code)
        if accepted and earlier is not None:
            message = f"{town}からは{earlier[1].received_on}にも受け取っています。今回のものを使い、前のものは残します。"
            tell(accepted[-1], "info", "RETURN-REPLACES", message, code)
        if accepted and withdrawn:
            message = f"前に届いた{town}の回答で答えのあった{withdrawn}が、今回は空欄です。空欄でよいか確かめてください。"
            tell(accepted[-1], "warning", "RETURN-WITHDRAWS", message, code)
    return [
        replace(
            examined,
            findings=[*examined.findings, *added.get(id(examined), [])],
            is_held=id(examined) in held and len(examined.loadable) == 1,
        )
        for examined in ordered
    ]


def _received(
    codes: set[str], lines: list[RegisteredReturn], setting: Setting, folder: Path
) -> dict[str, tuple[Counting, RegisteredReturn]]:
    """What municipalities have answered before, read again and followed in the order of receipt, and its last line."""
    asked = [
        line
        for line in sorted_by_receipt(lines)
        if line.is_loaded
        and (line.municipality_code in codes or (line.route == "table" and codes))
        and is_intact(folder, line)
    ]
    reads = read_files([registered_file(folder, line) for line in asked], setting)
    returns = [
        (line, understood)
        for line, file_read in zip(asked, reads, strict=True)
        for understood in file_read.returns
        if understood.municipality_code in codes
    ]
    last = {understood.municipality_code: line for line, understood in returns if not understood.rejected}
    return {code: (one, last[code]) for code, one in counting_of(returns, setting.forms).items()}


def _about(examined: ExaminedFile, severity: Severity, rule: str, message: str, code: str) -> Finding:
    return Finding(
        severity,
        rule,
        message,
        file=examined.incoming.name,
        municipality_code=code,
    )
