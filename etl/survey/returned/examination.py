"""One look at everything that a person hands over: what check reports and what receive acts on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl import sources
from etl.findings import Finding, Severity
from etl.survey.returned import register
from etl.survey.returned.batch import ReturnFile, read_files
from etl.survey.returned.file_name import town_in_name
from etl.survey.returned.files import IncomingFile, collect
from etl.survey.returned.marks import mark_findings
from etl.survey.returned.previous import (
    DECIDED,
    is_intact,
    last_years_answers,
    less_message,
    make_setting,
    registered_file,
    says_less,
)
from etl.survey.returned.reading import FileRead, UnderstoodReturn
from etl.survey.returned.register import RegisteredReturn
from etl.survey.returned.setting import Setting

ProgressCallback = Callable[[int, int, str], None]
"""Hears of the progress: how many files of how many, and the one just read."""


@dataclass(frozen=True)
class ExaminedFile:
    """One file that was handed over. `already`: the line of the register where the same bytes came before.

    `rejected`: why nothing of it may be loaded (empty: at least one return may). `named`: the code of the town
    that the file name alone speaks of, for a file that could not be read.
    """

    incoming: IncomingFile
    sha256: str
    read: FileRead | None
    findings: list[Finding]
    rejected: str = ""
    already: RegisteredReturn | None = None
    named: str = ""

    @property
    def loadable(self) -> list[UnderstoodReturn]:
        return [one for one in self.read.returns if not one.rejected] if self.read is not None else []


@dataclass(frozen=True)
class Examination:
    """Every file, in the order in which they are to be received: of two returns of one town the later one last."""

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
    known = {line.sha256: line for line in register.current(register.read_lines(folder))}
    seen: dict[str, IncomingFile] = {}
    new: list[tuple[IncomingFile, str]] = []
    twins: list[tuple[IncomingFile, str]] = []
    for incoming in collected.files:
        digest = sources.sha256_of(incoming.path)
        if digest in seen:
            twins.append((incoming, digest))
        else:
            seen[digest] = incoming
            new.append((incoming, digest))
    last_year = last_years_answers(raw, fiscal_year)
    setting = replace(setting, previous=last_year.answers, previous_is_synthetic=last_year.is_synthetic)
    files = [ReturnFile(one.path, one.name, one.original_name, _told(known.get(key))) for one, key in new]
    total = len(collected.files)
    done: dict[str, ExaminedFile] = {}
    for (incoming, digest), file, read in zip(new, files, read_files(files, setting), strict=True):
        on_progress(total - len(new) + len(done) + 1, total, incoming.name)
        named = "" if read.returns else town_in_name(incoming.original_name, setting)
        one = _examined(incoming, digest, file, read, named)
        line = known.get(digest)
        done[digest] = _already(one, line) if line is not None and line.is_loaded else one
    before = [one for one in done.values() if one.already is not None]
    before += [_twin(incoming, done[digest]) for incoming, digest in twins]
    fresh = [one for one in done.values() if one.already is None]
    ordered = sorted(fresh, key=lambda one: (one.incoming.changed, one.incoming.name))
    return Examination(
        setting,
        [*before, *_several(ordered, list(known.values()), setting, folder)],
        [*collected.passed_over, *problems],
    )


def _told(line: RegisteredReturn | None) -> str:
    """The municipality that an officer has decided on for a file that was received before."""
    return line.municipality_code if line is not None and line.is_loaded and line.route == DECIDED else ""


def _already(one: ExaminedFile, line: RegisteredReturn) -> ExaminedFile:
    """The file's own findings stand; that it came before is said beside them."""
    message = f"同じ中身のファイルを{line.received_on}に「{line.original_name}」として受け取っています。何もしません。"
    finding = Finding("info", "RETURN-ALREADY", message, file=one.incoming.name, value=line.file)
    return replace(one, findings=[finding, *one.findings], already=line)


def _twin(incoming: IncomingFile, first: ExaminedFile) -> ExaminedFile:
    """The same bytes twice in one batch: the findings stand with the first, a reason to reject it with both."""
    name = first.incoming.name
    line = first.already or RegisteredReturn("", first.sha256, "", first.incoming.original_name)
    message = f"「{name}」と中身がまったく同じです。1つだけ受け取ります。"
    finding = Finding("info", "RETURN-ALREADY", message, file=incoming.name, value=name)
    if first.rejected:
        message = f"「{name}」と中身がまったく同じで、同じ理由で受け取れません。{first.rejected}"
        finding = Finding("error", "RETURN-TWIN", message, file=incoming.name, value=name)
    return ExaminedFile(
        incoming, first.sha256, None, [finding], first.rejected, already=line, named=first.named
    )


def _examined(
    incoming: IncomingFile, digest: str, file: ReturnFile, read: FileRead, named: str
) -> ExaminedFile:
    findings = [*read.findings]
    findings += mark_findings(file.path, file.name, read.kind, read.flags, read.fill_colours, read.places)
    for one in read.returns:
        findings += one.findings
    reasons = [one.rejected for one in read.returns if one.rejected]
    rejected = ""
    if not any(not one.rejected for one in read.returns):
        # Remarks on single cells come first; the last error says why nothing was read.
        errors = [finding.message for finding in findings if finding.severity == "error"]
        rejected = (reasons or errors[::-1] or [finding.message for finding in findings] or ["読めません。"])[
            0
        ]
    return ExaminedFile(incoming, digest, read, findings, rejected, named=named)


def _several(
    ordered: list[ExaminedFile], lines: list[RegisteredReturn], setting: Setting, folder: Path
) -> list[ExaminedFile]:
    """Says which return of a town counts, where there is more than one."""
    earlier = {line.municipality_code: line for line in lines if line.is_loaded and line.municipality_code}
    by_town: dict[str, list[tuple[ExaminedFile, UnderstoodReturn]]] = {}
    for one in ordered:
        for understood in one.loadable:
            by_town.setdefault(understood.municipality_code, []).append((one, understood))
    received = _received(by_town, earlier, setting, folder)
    added: dict[int, list[Finding]] = {}

    def tell(one: ExaminedFile, severity: Severity, rule: str, message: str, code: str) -> None:
        added.setdefault(id(one), []).append(_about(one, severity, rule, message, code))

    for code, files in by_town.items():
        town = setting.directory.by_code[code].name
        current, name = received.get(code), earlier[code].original_name if code in earlier else ""
        kept: list[ExaminedFile] = []
        for one, understood in files:
            if current is not None and says_less(understood, current):
                message = less_message(understood, one.incoming.name, current, name)
                tell(one, "warning", "RETURN-LESS", message, code)
                continue
            current, name = understood, one.incoming.name
            kept.append(one)
        for one in kept[:-1]:
            message = (
                f"{town}からは「{kept[-1].incoming.name}」も届いています。更新日時の新しいそちらを使い、"
                "こちらは控えとして残します。新しいほうが正しいか確かめてください。"
            )
            tell(one, "warning", "RETURN-TWICE", message, code)
        if len(kept) > 1:
            message = f"{town}からは{len(kept)}通届いています。更新日時の最も新しいこのファイルを使います。確かめてください。"
            tell(kept[-1], "warning", "RETURN-TWICE", message, code)
        if kept and code in earlier:
            message = f"{town}からは{earlier[code].received_on}にも受け取っています。今回のものを使い、前のものは残します。"
            tell(kept[-1], "info", "RETURN-REPLACES", message, code)
    return [replace(one, findings=[*one.findings, *added.get(id(one), [])]) for one in ordered]


def _received(
    by_town: dict[str, list[tuple[ExaminedFile, UnderstoodReturn]]],
    earlier: dict[str, RegisteredReturn],
    setting: Setting,
    folder: Path,
) -> dict[str, UnderstoodReturn]:
    """What the towns of compiled tables have answered before, read again: a table must not replace more than it says."""
    asked = [
        code
        for code, files in by_town.items()
        if code in earlier and any(understood.route == "table" for _, understood in files)
    ]
    lines = [earlier[code] for code in asked if is_intact(folder, earlier[code])]
    reads = read_files([registered_file(folder, line) for line in lines], setting)
    return {one.municipality_code: one for read in reads for one in read.returns if not one.rejected}


def _about(one: ExaminedFile, severity: Severity, rule: str, message: str, code: str) -> Finding:
    return Finding(
        severity,
        rule,
        message,
        file=one.incoming.name,
        municipality_code=code,
    )
