"""One look at everything that a person hands over: what check reports and what receive acts on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl import fiscal_year as years
from etl import names, sources
from etl.findings import Finding, Severity
from etl.survey import returned_register as register
from etl.survey.form import FORM_FILE, FormError, form_path, load_form
from etl.survey.issue import MUNICIPALITIES, read_municipalities
from etl.survey.questions import Answer
from etl.survey.returned_batch import ReturnFile, read_files
from etl.survey.returned_files import Incoming, collect
from etl.survey.returned_marks import mark_findings
from etl.survey.returned_reading import FileRead, Understood
from etl.survey.returned_register import Registered
from etl.survey.returned_setting import Setting

Told = Callable[[int, int, str], None]
"""Hears of the progress: how many files of how many, and the one just read."""


@dataclass(frozen=True)
class Examined:
    """One file that was handed over. `already`: the line of the register where the same bytes came before.

    `rejected`: why nothing of it may be loaded (empty: at least one return may).
    """

    incoming: Incoming
    sha256: str
    read: FileRead | None
    findings: list[Finding]
    rejected: str = ""
    already: Registered | None = None

    @property
    def loadable(self) -> list[Understood]:
        return [one for one in self.read.returns if not one.rejected] if self.read is not None else []


@dataclass(frozen=True)
class Examination:
    """Every file, in the order in which they are to be received: of two returns of one town the later one last."""

    setting: Setting
    files: list[Examined] = field(default_factory=list)
    passed_over: list[tuple[Incoming, Finding]] = field(default_factory=list)


def examine(
    paths: Sequence[Path], raw: Path, fiscal_year: int, scratch: Path, told: Told = lambda *_: None
) -> Examination:
    """Read and check everything in `paths` against the survey of a fiscal year. Writes only into `scratch`.

    Raises FileNotFoundError (a path, the form, the municipalities), FormError, RegisterError.
    """
    setting, problems = make_setting(raw, fiscal_year)
    collected = collect(paths, scratch)
    folder = register.returns_folder(raw, fiscal_year)
    known = {line.sha256: line for line in register.current(register.read_lines(folder))}
    seen: dict[str, Incoming] = {}
    new: list[tuple[Incoming, str]] = []
    done: dict[int, Examined] = {}
    for index, incoming in enumerate(collected.files):
        digest = sources.sha256_of(incoming.path)
        line = known.get(digest)
        if line is not None and line.is_loaded:
            done[index] = _already(incoming, digest, line)
        elif digest in seen:
            done[index] = _twin(incoming, digest, seen[digest])
        else:
            seen[digest] = incoming
            new.append((incoming, digest))
    setting = replace(setting, previous=_previous(raw, fiscal_year))
    files = [ReturnFile(one.path, one.name, one.original_name) for one, _ in new]
    total = len(collected.files)
    fresh: list[Examined] = []
    for (incoming, digest), file, read in zip(new, files, read_files(files, setting), strict=True):
        told(total - len(new) + len(fresh) + 1, total, incoming.name)
        fresh.append(_examined(incoming, digest, file, read))
    ordered = sorted(fresh, key=lambda one: (one.incoming.changed, one.incoming.name))
    return Examination(
        setting,
        [*done.values(), *_several(ordered, register.current(register.read_lines(folder)), setting)],
        [*collected.passed_over, *problems],
    )


def make_setting(raw: Path, fiscal_year: int | None) -> tuple[Setting, list[tuple[Incoming, Finding]]]:
    """Forms of all years and the municipalities. A faulty form of another year is a finding.

    Raises FileNotFoundError or FormError for the form of `fiscal_year`.
    """
    forms, problems = {}, []
    for path in sorted((raw / "survey").glob(f"*/{FORM_FILE}")):
        try:
            form = load_form(path)
        except FormError as error:
            if fiscal_year is not None and path == form_path(raw, fiscal_year):
                raise
            place = Incoming(path, path.relative_to(raw).as_posix(), path.name)
            problems += [(place, finding) for finding in error.findings]
            continue
        forms[form.fiscal_year] = form
    if fiscal_year is not None and fiscal_year not in forms:
        raise FileNotFoundError(
            f"{years.label(fiscal_year)}の調査票がありません。{form_path(raw, fiscal_year)} を作ってください"
        )
    directory = names.make_directory(read_municipalities(raw / MUNICIPALITIES))
    return Setting(forms, directory, fiscal_year), problems


def newest(reads: Iterable[tuple[Registered, FileRead]]) -> dict[str, dict[str, Answer]]:
    """Municipality code → canonical answers of its newest return, from files in the order of receipt."""
    found: dict[str, dict[str, Answer]] = {}
    for _, read in reads:
        for one in read.returns:
            if not one.rejected:
                found[one.municipality_code] = one.plain
    return found


def sorted_by_receipt(lines: Iterable[Registered]) -> list[Registered]:
    """By day of receipt, and within a day by the order of the register."""
    return sorted(lines, key=lambda line: line.received_on)


def registered_file(folder: Path, line: Registered) -> ReturnFile:
    """A registered file, ready to be read."""
    told = line.municipality_code if line.route == DECIDED else ""
    return ReturnFile(folder / line.file, line.file, line.original_name, told)


DECIDED = "decided"


def _previous(raw: Path, fiscal_year: int) -> dict[str, dict[str, Answer]]:
    """Last year's answers of the newest real returns; of the demo only where there is no real return at all."""
    year = fiscal_year - 1
    folder = register.returns_folder(raw, year)
    lines = [line for line in register.current(register.read_lines(folder)) if line.is_loaded]
    if not lines and not any((raw / "survey").glob(f"*/{register.RETURNS}/{register.REGISTER}")):
        folder = register.returns_folder(raw, year, demo=True)
        lines = [line for line in register.current(register.read_lines(folder)) if line.is_loaded]
    lines = [line for line in sorted_by_receipt(lines) if (folder / line.file).is_file()]
    if not lines:
        return {}
    setting, _ = make_setting(raw, year)
    files = [registered_file(folder, line) for line in lines]
    return newest(zip(lines, read_files(files, setting), strict=True))


def _already(incoming: Incoming, digest: str, line: Registered) -> Examined:
    message = f"同じ中身のファイルを{line.received_on}に「{line.original_name}」として受け取っています。何もしません。"
    finding = Finding("info", "RETURN-ALREADY", message, file=incoming.name, value=line.file)
    return Examined(incoming, digest, None, [finding], already=line)


def _twin(incoming: Incoming, digest: str, first: Incoming) -> Examined:
    message = f"「{first.name}」と中身がまったく同じです。1つだけ受け取ります。"
    finding = Finding("info", "RETURN-ALREADY", message, file=incoming.name, value=first.name)
    line = Registered("", digest, "", first.original_name)
    return Examined(incoming, digest, None, [finding], already=line)


def _examined(incoming: Incoming, digest: str, file: ReturnFile, read: FileRead) -> Examined:
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
    return Examined(incoming, digest, read, findings, rejected)


def _several(ordered: list[Examined], lines: list[Registered], setting: Setting) -> list[Examined]:
    """Says which return of a town counts, where there is more than one."""
    earlier = {line.municipality_code: line for line in lines if line.is_loaded and line.municipality_code}
    by_town: dict[str, list[Examined]] = {}
    for one in ordered:
        for understood in one.loadable:
            by_town.setdefault(understood.municipality_code, []).append(one)
    added: dict[int, list[Finding]] = {}
    for code, files in by_town.items():
        town = setting.directory.by_code[code].name
        for one in files[:-1]:
            message = (
                f"{town}からは「{files[-1].incoming.name}」も届いています。更新日時の新しいそちらを使い、"
                "こちらは控えとして残します。新しいほうが正しいか確かめてください。"
            )
            added.setdefault(id(one), []).append(_about(one, "warning", "RETURN-TWICE", message, code))
        if len(files) > 1:
            message = f"{town}からは{len(files)}通届いています。更新日時の最も新しいこのファイルを使います。確かめてください。"
            added.setdefault(id(files[-1]), []).append(
                _about(files[-1], "warning", "RETURN-TWICE", message, code)
            )
        if code in earlier:
            message = f"{town}からは{earlier[code].received_on}にも受け取っています。今回のものを使い、前のものは残します。"
            added.setdefault(id(files[-1]), []).append(
                _about(files[-1], "info", "RETURN-REPLACES", message, code)
            )
    return [replace(one, findings=[*one.findings, *added.get(id(one), [])]) for one in ordered]


def _about(one: Examined, severity: Severity, rule: str, message: str, code: str) -> Finding:
    return Finding(
        severity,
        rule,
        message,
        file=one.incoming.name,
        municipality_code=code,
    )
