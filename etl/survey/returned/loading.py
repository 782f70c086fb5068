"""Every registered return of every year as rows for the warehouse, with the cell of each value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from etl import clock, sources
from etl import fiscal_year as years
from etl.corrections import ANSWER, Correction
from etl.findings import Finding
from etl.sources import RegisteredFile
from etl.survey.returned import kept_rounds, register
from etl.survey.returned.batch import read_files
from etl.survey.returned.corrected import LoadedReturn, PlainByDay
from etl.survey.returned.corrected_rows import (
    CorrectedReturns,
    Key,
    RoundOfReturns,
    apply_corrections,
    told_without_survey,
)
from etl.survey.returned.loaded import LoadedReturns, LoadedRound
from etl.survey.returned.previous import (
    make_setting,
    newest,
    registered_file,
    sorted_by_receipt,
)
from etl.survey.returned.reading import FileRead
from etl.survey.returned.register import RegisteredReturn
from etl.survey.returned.setting import PreviousAnswers, Setting
from etl.survey.returned.succession import Counting, amending_findings, follow
from etl.survey.returned.warehouse_rows import (
    HELD,
    ReturnRow,
    answer_rows,
    path_in_raw,
    return_row,
    source_of,
)


@dataclass(frozen=True)
class _Received:
    """One registered file of one survey, where it lies, and what it gave."""

    source: RegisteredFile
    line: RegisteredReturn
    file_read: FileRead


def load_returns(
    raw: Path,
    fiscal_years: Iterable[int] | None = None,
    as_of: date | None = None,
    on_progress: Callable[[int, int, str], None] = lambda *_: None,
    corrections: Sequence[Correction] = (),
    only: str = "",
) -> LoadedReturns:
    """Read every registered return that was received by `as_of` (None: all), year by year, and correct its answers.

    The demo of a year is left out once there is a real return of that year. `only`: files of other municipalities
    alone are not read. Raises FileNotFoundError (no municipalities), RegisterError.
    """
    loaded = LoadedReturns()
    surveys = register.years_received(raw)
    requested_years = (
        surveys if fiscal_years is None else [year for year in surveys if year in set(fiscal_years)]
    )
    setting, problems = make_setting(raw, None)
    loaded.findings = [finding for _, finding in problems]
    before: dict[tuple[int, bool], PreviousAnswers] = {}
    answered: dict[int, dict[Key, PlainByDay]] = {}
    compared_with = {_previous_year(setting, year) for year in requested_years}
    for year in surveys:
        if year not in requested_years and year not in compared_with:
            continue
        last = _previous_year(setting, year)
        previous = {is_demo: before.get((last, is_demo), {}) for is_demo in (False, True)}
        corrected = loaded.corrected if year in requested_years else CorrectedReturns()
        asked = (raw, year, as_of, only, setting, previous)
        read = partial(_read_round, *asked, on_progress)
        if answered.get(last) or any(one.table == ANSWER and one.fiscal_year == year for one in corrections):
            whole, came = read()
            survey = RoundOfReturns(
                *(year, came, whole.part.returns, whole.part.answers, whole.part.findings),
                *(previous, answered.get(last, {})),
            )
            until = as_of or clock.today()
            answered[year] = apply_corrections(survey, corrections, setting, until, corrected)
        else:
            whole = kept_rounds.kept_or_read(*asked, read)
        before |= {(year, is_demo): answers for is_demo, answers in whole.newest.items()}
        if year in requested_years:
            loaded.add(whole.part)
    told_without_survey(corrections, surveys, setting, as_of or clock.today(), loaded.corrected)
    return loaded


def _previous_year(setting: Setting, year: int) -> int:
    return setting.forms[year].previous_year if year in setting.forms else year - 1


def _read_round(
    raw: Path,
    year: int,
    as_of: date | None,
    only: str,
    setting: Setting,
    previous: Mapping[bool, PreviousAnswers],
    on_progress: Callable[[int, int, str], None],
) -> tuple[LoadedRound, dict[Key, list[LoadedReturn]]]:
    """One round before corrections, and what counted of it when it came."""
    part = LoadedReturns()
    received = _read_files(raw, year, as_of, only, setting, previous, part, on_progress)
    own = {
        synthetic: [(one.line, one.file_read) for one in received if one.line.is_synthetic == synthetic]
        for synthetic in (False, True)
    }
    counting = {synthetic: newest(reads, setting.forms) for synthetic, reads in own.items()}
    came = _add_rows(part, received, year, setting, previous)
    return LoadedRound(part, counting), came


def _read_files(
    raw: Path,
    year: int,
    as_of: date | None,
    only: str,
    setting: Setting,
    previous: Mapping[bool, PreviousAnswers],
    loaded: LoadedReturns,
    on_progress: Callable[[int, int, str], None],
) -> list[_Received]:
    """Everything received of one survey, real returns against real ones of last year, the demo against the demo."""
    received: list[_Received] = []
    real = _lines(raw, year, as_of, loaded, demo=False)
    demo = _lines(raw, year, as_of, loaded, demo=True)
    if demo and any(line.is_loaded for _, line in real):
        message = f"{years.label(year)}は実際の回答を受け取ったので、架空データの回答{len(demo)}件は使っていません。"
        loaded.findings.append(Finding("info", "DEMO-LEFT-OUT", message))
        loaded.years_without_demo.append(year)
        demo = []
    for lines, is_synthetic in ((real, False), (demo, True)):
        wanted = [one for one in lines if not only or one[1].municipality_code in ("", only)]
        readable = [(folder, line) for folder, line in wanted if _is_intact(raw, folder, line, loaded)]
        own = replace(setting, fiscal_year=year, previous=previous[is_synthetic])
        if year not in setting.forms:
            readable = [] if _no_form(year, readable, loaded) else readable
        files = [
            replace(registered_file(folder, line), name=path_in_raw(raw, folder, line), sha256=line.sha256)
            for folder, line in readable
        ]
        reads = read_files(files, own)
        for count, ((folder, line), file, read) in enumerate(zip(readable, files, reads, strict=True), 1):
            on_progress(count, len(readable), file.name)
            received.append(_Received(source_of(raw, folder, line), line, read))
            loaded.findings += read.findings
            loaded.findings += [finding for one in read.returns for finding in one.findings]
    return received


def _lines(
    raw: Path, year: int, as_of: date | None, loaded: LoadedReturns, *, demo: bool
) -> list[tuple[Path, RegisteredReturn]]:
    """The registered files of one survey in the order of receipt; those set apart become rows at once."""
    folder = register.returns_folder(raw, year, demo=demo)
    lines = register.read_lines(folder)
    where = folder.relative_to(raw).as_posix()
    loaded.findings += [
        replace(finding, file=f"{where}/{finding.file}") for finding in register.unregistered(folder, lines)
    ]
    known = [one for one in register.current(lines) if as_of is None or one.received <= as_of]
    kept = []
    for line in sorted_by_receipt(replace(one, synthetic="1") if demo else one for one in known):
        if line.is_loaded:
            kept.append((folder, line))
        else:
            _set_apart(raw, folder, line, year, line.reason, loaded)
    return kept


def _is_intact(raw: Path, folder: Path, line: RegisteredReturn, loaded: LoadedReturns) -> bool:
    """Whether the file is there with the bytes that were received."""
    path = folder / line.file
    if not path.is_file():
        rule, message = "RETURN-MISSING", "受け取ったファイルがなくなっています。控えから戻してください。"
    elif sources.sha256_of(path) != line.sha256:
        rule, message = (
            "RETURN-CHANGED",
            "受け取ったときと中身が違います。読んでいません。元のファイルに戻してください。",
        )
    else:
        return True
    loaded.findings.append(
        Finding(
            "error",
            rule,
            message,
            file=path_in_raw(raw, folder, line),
            municipality_code=line.municipality_code,
        )
    )
    return False


def _no_form(year: int, lines: list[tuple[Path, RegisteredReturn]], loaded: LoadedReturns) -> bool:
    if lines:
        message = (
            f"{years.label(year)}の調査票の様式が読めないので、"
            f"受け取った{len(lines)}件を読んでいません。様式を控えから戻すか、直してください。"
        )
        loaded.findings.append(Finding("error", "FORM-UNKNOWN", message))
    return True


def _set_apart(
    raw: Path, folder: Path, line: RegisteredReturn, year: int, reason: str, loaded: LoadedReturns
) -> None:
    source = source_of(raw, folder, line)
    loaded.files.append(source)
    state = HELD if line.waits else "quarantined"
    loaded.returns.append(return_row(source, line, None, year, state, reason, 0))
    message = f"取り込まずに保留しています。理由: {reason}"
    finding = Finding("error", "RETURN-QUARANTINED", message)
    if line.waits:
        finding = Finding("warning", "RETURN-HELD", message)
    loaded.findings.append(replace(finding, file=source.file, municipality_code=line.municipality_code))


def _add_rows(
    loaded: LoadedReturns,
    received: list[_Received],
    year: int,
    setting: Setting,
    previous: Mapping[bool, PreviousAnswers],
) -> dict[Key, list[LoadedReturn]]:
    """Rows of all returns of one survey, those of one municipality numbered in the order of receipt.

    What waits for a decision, and a row of a compiled table that says less than what counts, is set apart.
    Returns what counted when it came.
    """
    came: dict[Key, list[LoadedReturn]] = {}
    counts: dict[tuple[str, bool], Counting] = {}
    versions: dict[str, int] = {}
    rows: list[ReturnRow] = []
    for item in received:
        loaded.files.append(item.source)
        if not item.file_read.returns:
            reason = next(
                (f.message for f in item.file_read.findings if f.severity != "info"), "読めません。"
            )
            rows.append(return_row(item.source, item.line, None, year, "quarantined", reason, 0))
        for number, understood in enumerate(item.file_read.returns):
            code, synthetic = understood.municipality_code, item.line.is_synthetic
            if why := understood.rejected:
                rows.append(return_row(item.source, item.line, understood, year, "quarantined", why, number))
                continue
            step = follow(
                counts.get((code, synthetic)),
                understood,
                item.source.file_id,
                item.line.original_name,
                item.line.use,
                setting.forms[understood.fiscal_year],
                previous[synthetic].get(code),
                setting.united.get(_previous_year(setting, understood.fiscal_year)),
            )
            counts[code, synthetic] = step.counting
            if step.outcome in ("less", "held"):
                state, rule = (
                    ("quarantined", "RETURN-LESS") if step.outcome == "less" else (HELD, "RETURN-HELD")
                )
                rows.append(return_row(item.source, item.line, understood, year, state, step.message, number))
                loaded.findings.append(
                    Finding("warning", rule, step.message, file=item.source.file, municipality_code=code)
                )
                continue
            whole = step.counting.understood
            versions[code] = versions.get(code, 0) + 1
            row = return_row(item.source, item.line, whole, year, "loaded", "", number, versions[code])
            rows.append(row)
            newest = Counting(understood, item.source.file_id, item.line.original_name)
            is_amending = step.outcome == "amends"
            came.setdefault((code, synthetic), []).append(
                LoadedReturn(row.return_id, row.received_on, newest, step.counting, is_amending)
            )
            loaded.answers += answer_rows(row, whole.answers, step.counting.origins)
            loaded.reasons += answer_rows(row, whole.reasons, step.counting.origins)
            if is_amending:
                alone = set(map(id, understood.findings))
                loaded.findings = [finding for finding in loaded.findings if id(finding) not in alone]
                loaded.findings += amending_findings(step.counting, item.source.file)
    loaded.returns += rows
    return came
