"""Corrected answers as rows for the warehouse, and what stood there before them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from etl import fiscal_year as years
from etl.corrections import ANSWER, Correction, CorrectionOutcome, invalid
from etl.findings import Finding
from etl.survey.form.questions import Form
from etl.survey.returned.corrected import (
    History,
    LoadedReturn,
    PlainByDay,
    Rounds,
    Version,
    follow_corrections,
)
from etl.survey.returned.reading import AnswerCell
from etl.survey.returned.setting import PreviousAnswers, Setting
from etl.survey.returned.told import follow_told
from etl.survey.returned.warehouse_rows import AnswerRow, ReturnRow, answer_rows

# Municipality code, and whether it is the demo's.
Key = tuple[str, bool]


@dataclass(frozen=True)
class FindingBefore:
    """A finding that a correction has settled. `known_on`: "" for one that is as old as its file."""

    finding: Finding
    known_on: str
    until: str


@dataclass(frozen=True)
class CompletenessBefore:
    """How many required questions a return had and answered, before a correction."""

    return_id: str
    required: int
    answered: int
    known_on: str
    until: str


@dataclass
class CorrectedReturns:
    """`outcomes`: row_id → what became of a correction of an answer; `findings_since`: finding → the day (ISO) from
    which it is there, for those that a correction has brought; `told`: answers told before a return of them came.
    """

    outcomes: dict[str, CorrectionOutcome] = field(default_factory=dict)
    findings_since: dict[Finding, str] = field(default_factory=dict)
    findings_before: list[FindingBefore] = field(default_factory=list)
    completeness_before: list[CompletenessBefore] = field(default_factory=list)
    told: list[AnswerRow] = field(default_factory=list)


@dataclass(frozen=True)
class RoundOfReturns:
    """One survey as it was loaded: what came, its rows, and what was answered in the round before."""

    fiscal_year: int
    came: Mapping[Key, Sequence[LoadedReturn]]
    returns: list[ReturnRow]
    answers: list[AnswerRow]
    findings: list[Finding]
    previous: Mapping[bool, PreviousAnswers]
    corrected_previous: Mapping[Key, PlainByDay]


def apply_corrections(
    survey: RoundOfReturns,
    corrections: Sequence[Correction],
    setting: Setting,
    until: date,
    corrected: CorrectedReturns,
) -> dict[Key, PlainByDay]:
    """Put the corrections of one survey into its rows (in place); the answers by day of whoever was corrected."""
    mine: dict[str, list[Correction]] = {}
    for one in corrections:
        if one.table == ANSWER and one.fiscal_year == survey.fiscal_year:
            mine.setdefault(one.municipality_code, []).append(one)
    keys = {code: [key for key in survey.came if key[0] == code] for code in mine}
    wanted = {key for found in keys.values() for key in found} | (
        set(survey.corrected_previous) & set(survey.came)
    )
    answered: dict[Key, PlainByDay] = {}
    form = setting.forms.get(survey.fiscal_year)
    for code, own in mine.items():
        real = survey.came.get((code, False), ())
        if real or not keys[code]:
            mine[code] = _told(code, own, form, setting, until, corrected, real[0] if real else None)
    for key in sorted(wanted):
        if form is None:
            continue
        code, is_synthetic = key
        rounds = Rounds(
            form,
            setting.forms.get(form.previous_year),
            survey.previous[is_synthetic].get(code),
            survey.corrected_previous.get(key, ()),
        )
        own = mine.get(code, [])
        history = follow_corrections(survey.came[key], own, rounds, until, is_synthetic=is_synthetic)
        corrected.outcomes.update(history.outcomes)
        _put(survey, survey.came[key], history, corrected)
        if own:
            answered[key] = history.plain
    return answered


def told_without_survey(
    corrections: Iterable[Correction],
    surveys: Container[int | None],
    setting: Setting,
    until: date,
    corrected: CorrectedReturns,
) -> None:
    """What was told of rounds of which nothing came."""
    mine: dict[tuple[str, int | None], list[Correction]] = {}
    for one in corrections:
        if one.table == ANSWER and one.fiscal_year not in surveys:
            mine.setdefault((one.municipality_code, one.fiscal_year), []).append(one)
    for (code, year), own in mine.items():
        form = None if year is None else setting.forms.get(year)
        _told(code, own, form, setting, until, corrected, None)


def _told(
    code: str,
    own: Sequence[Correction],
    form: Form | None,
    setting: Setting,
    until: date,
    corrected: CorrectedReturns,
    first: LoadedReturn | None,
) -> list[Correction]:
    """Take what was told before the first return; the rest, which are corrections of returns."""
    if form is None or code not in setting.directory.by_code:
        for one in own:
            corrected.outcomes[one.row_id] = CorrectionOutcome(invalid(one) or _nothing_asked(one))
        return []
    found = follow_told(code, own, form, until, first)
    corrected.told += found.rows
    corrected.outcomes.update(found.outcomes)
    return [one for one in own if one.row_id not in found.outcomes]


def _nothing_asked(one: Correction) -> str:
    year = "" if one.fiscal_year is None else years.label(one.fiscal_year)
    return (
        f"{year or 'この年度'}の調査票がないか、この市町村がないので、訂正の対象になる記録がありません。"
        "市町村コードと年度を確かめてください。"
    )


def _put(
    survey: RoundOfReturns, came: Sequence[LoadedReturn], history: History, corrected: CorrectedReturns
) -> None:
    for one in came:
        versions = history.versions[one.return_id]
        place, row = next(
            (place, row) for place, row in enumerate(survey.returns) if row.return_id == one.return_id
        )
        newest = versions[-1].counting.understood
        survey.returns[place] = replace(row, required=newest.required, answered=newest.answered)
        survey.answers[:] = [answer for answer in survey.answers if answer.return_id != one.return_id]
        survey.answers.extend(_answers(row, versions))
        for version, day, until in _spans(versions):
            understood = version.counting.understood
            if until:
                corrected.completeness_before.append(
                    CompletenessBefore(one.return_id, understood.required, understood.answered, day, until)
                )
        _put_findings(survey, one, row, versions, corrected)


def _answers(row: ReturnRow, versions: Sequence[Version]) -> list[AnswerRow]:
    """The rows of every question, one set for each span of days in which it was answered in one way."""
    spans: dict[str, list[tuple[str, list[AnswerCell], str]]] = {}
    for version, day, _ in _spans(versions):
        counting = version.counting
        cells: dict[str, list[AnswerCell]] = {}
        for cell in counting.understood.answers:
            cells.setdefault(cell.question_id, []).append(cell)
        for question, own in cells.items():
            said = spans.setdefault(question, [])
            origin = counting.origins.get(question, "")
            if not said or said[-1][1:] != (own, origin):
                said.append((day, own, origin))
    rows: list[AnswerRow] = []
    for question, said in spans.items():
        for place, (day, own, origin) in enumerate(said):
            until = said[place + 1][0] if place + 1 < len(said) else ""
            rows += [
                answer._replace(known_on=day, until=until)
                for answer in answer_rows(row, own, {question: origin} if origin else {})
            ]
    return rows


def _put_findings(
    survey: RoundOfReturns,
    one: LoadedReturn,
    row: ReturnRow,
    versions: Sequence[Version],
    corrected: CorrectedReturns,
) -> None:
    as_loaded = {replace(finding, file=row.file) for finding in one.counting.understood.findings}
    survey.findings[:] = [finding for finding in survey.findings if finding not in as_loaded]
    begun: dict[Finding, str] = {}
    for version, day, until in _spans(versions):
        told = {replace(finding, file=row.file) for finding in version.counting.understood.findings}
        for finding in begun.keys() - told:
            corrected.findings_before.append(FindingBefore(finding, begun.pop(finding), day))
        begun = {finding: begun.get(finding, day) for finding in told}
        if until:
            continue
        survey.findings.extend(told)
        corrected.findings_since.update({finding: since for finding, since in begun.items() if since})


def _spans(versions: Sequence[Version]) -> list[tuple[Version, str, str]]:
    """Each version with the day from which it holds ("": from the receipt on) and the one until which ("": still)."""
    days = ["", *(version.known_on.isoformat() for version in versions[1:]), ""]
    return list(zip(versions, days[:-1], days[1:], strict=True))
