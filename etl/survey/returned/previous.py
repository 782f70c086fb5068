"""What is known before returns are read: the forms, the municipalities, and last year's answers as they were received."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from etl import clock, corrections, names, sources
from etl import fiscal_year as years
from etl.corrections import Correction
from etl.findings import Finding
from etl.survey.form.loading import FORM_FILE, FormError, form_path, load_form
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.form.questions import Form, PlainAnswer
from etl.survey.form.versions import load_earlier
from etl.survey.returned import register
from etl.survey.returned.batch import ReturnFile, read_files
from etl.survey.returned.corrected import LoadedReturn, Rounds, follow_corrections
from etl.survey.returned.files import IncomingFile
from etl.survey.returned.reading import FileRead
from etl.survey.returned.register import RegisteredReturn
from etl.survey.returned.setting import Setting
from etl.survey.returned.succession import Counting, counting_of, follow

DECIDED = "decided"


class LastYear(NamedTuple):
    """The newest answers of the round before, by municipality code. `is_synthetic`: they are the demo's."""

    answers: dict[str, dict[str, PlainAnswer]]
    is_synthetic: bool


def previous_answers(raw: Path, year: int) -> LastYear:
    """Answers of the real returns of a round; of the demo only where there is no real return of any year.

    `year`: Form.previous_year of the form that they are to stand beside.

    Read from the files as they were received; one that is missing or changed since is left out.
    """
    folder, is_synthetic = register.returns_folder(raw, year), False
    lines = _loaded(folder)
    if not lines and not any((raw / "survey").glob(f"*/{register.RETURNS}/{register.REGISTER}")):
        folder, is_synthetic = register.returns_folder(raw, year, demo=True), True
        lines = _loaded(folder)
    if not lines:
        return LastYear({}, False)
    setting, _ = make_setting(raw, year)
    files = [registered_file(folder, line) for line in lines]
    reads = list(zip(lines, read_files(files, setting), strict=True))
    answers = newest(reads, setting.forms)
    return LastYear(_corrected(raw, year, reads, answers, setting, is_synthetic=is_synthetic), is_synthetic)


def _corrected(
    raw: Path,
    year: int,
    reads: Iterable[tuple[RegisteredReturn, FileRead]],
    answers: dict[str, dict[str, PlainAnswer]],
    setting: Setting,
    *,
    is_synthetic: bool,
) -> dict[str, dict[str, PlainAnswer]]:
    """The answers with what was corrected since; how they compare with an earlier round is of no matter here."""
    mine: dict[str, list[Correction]] = {}
    for one in corrections.registered(raw):
        if one.table == corrections.ANSWER and one.fiscal_year == year and one.municipality_code in answers:
            mine.setdefault(one.municipality_code, []).append(one)
    corrected = dict(answers)
    for code, own in mine.items():
        came: list[LoadedReturn] = []
        counting: Counting | None = None
        form = setting.forms[year]
        for line, understood in ((line, one) for line, read in reads for one in read.returns):
            if understood.rejected or understood.municipality_code != code:
                continue
            step = follow(counting, understood, line.file, line.original_name, line.use, form)
            counting = step.counting
            if step.outcome in ("replaces", "amends"):
                newest_one = Counting(understood, line.file, line.original_name)
                is_amending = step.outcome == "amends"
                came.append(LoadedReturn(line.file, line.received, newest_one, counting, is_amending))
        history = follow_corrections(came, own, Rounds(form), clock.today(), is_synthetic=is_synthetic)
        corrected[code] = dict(history.plain[-1][1])
    return corrected


def _loaded(folder: Path) -> list[RegisteredReturn]:
    """The lines that count, in the order of receipt, whose files are as they were received."""
    lines = [line for line in register.current(register.read_lines(folder)) if line.is_loaded]
    return [line for line in sorted_by_receipt(lines) if is_intact(folder, line)]


def is_intact(folder: Path, line: RegisteredReturn) -> bool:
    path = folder / line.file
    return path.is_file() and sources.sha256_of(path) == line.sha256


def make_setting(raw: Path, fiscal_year: int | None) -> tuple[Setting, list[tuple[IncomingFile, Finding]]]:
    """Forms of all years and the municipalities. A faulty form of another year is a finding.

    Raises FileNotFoundError or FormError for the form of `fiscal_year`.
    """
    forms: dict[int, Form] = {}
    earlier: dict[int, tuple[Form, ...]] = {}
    problems: list[tuple[IncomingFile, Finding]] = []
    for path in sorted((raw / "survey").glob(f"*/{FORM_FILE}")):
        try:
            form = load_form(path)
            before = load_earlier(path, form)
        except FormError as error:
            if fiscal_year is not None and path == form_path(raw, fiscal_year):
                raise
            place = IncomingFile(path, path.relative_to(raw).as_posix(), path.name)
            problems += [(place, finding) for finding in error.findings]
            continue
        forms[form.fiscal_year] = form
        earlier |= {form.fiscal_year: before} if before else {}
    if fiscal_year is not None and fiscal_year not in forms:
        raise FileNotFoundError(
            f"{years.label(fiscal_year)}の調査票がありません。画面「調査をつくる」で作るか、控えから戻してください"
        )
    directory = names.make_directory(read_municipalities(raw / MUNICIPALITIES))
    return Setting(forms, directory, fiscal_year, earlier=earlier), problems


def newest(
    reads: Iterable[tuple[RegisteredReturn, FileRead]], forms: Mapping[int, Form]
) -> dict[str, dict[str, PlainAnswer]]:
    """Municipality code → canonical answers that count, from files in the order of receipt."""
    returns = [(line, understood) for line, read in reads for understood in read.returns]
    return {code: one.understood.plain for code, one in counting_of(returns, forms).items()}


def sorted_by_receipt(lines: Iterable[RegisteredReturn]) -> list[RegisteredReturn]:
    """By day of receipt, and within a day by the order of the register."""
    return sorted(lines, key=lambda line: line.received_on)


def registered_file(folder: Path, line: RegisteredReturn) -> ReturnFile:
    """A registered file, ready to be read."""
    decided_code = line.municipality_code if line.route == DECIDED else ""
    return ReturnFile(folder / line.file, line.file, line.original_name, decided_code)
