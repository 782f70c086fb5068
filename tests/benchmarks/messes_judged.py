"""Runs every declared mess through the readers and judges cell by cell what became of it."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl

from etl import names
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers.context import ReadContext
from etl.readers.status import read_status
from etl.survey.returned.reading import FileRead, read_here
from etl.survey.returned.setting import Setting
from tests.benchmarks.told_rows import told_of_rows
from tests.etl import read_list
from tests.etl.survey import (
    form_changes,
    messes_of_forms,
    messes_of_lists,
    messes_of_tables,
    return_truth,
    table_books,
)
from tests.etl.survey.mess import Judgement, Medium, Mess, Outcome, Told, judge

FORM, TABLE, LIST = "調査票", "取りまとめ表", "実施状況の一覧"
MESSES: dict[Medium, Sequence[Mess]] = {
    FORM: messes_of_forms.MESSES,
    TABLE: messes_of_tables.MESSES,
    LIST: messes_of_lists.MESSES,
}
TAKASU = form_changes.TOWN
Truth = Mapping[str, Mapping[str, object]]


def run(
    scratch: Path, media: Collection[str] | None = None, every: int = 1
) -> Iterator[tuple[Medium, Mess, str, Judgement]]:
    """Each mess in each of its formats: medium, mess, format and judgement; of every n-th only where asked."""
    number = 0
    for medium, messes in MESSES.items():
        for mess in messes if media is None or medium in media else ():
            for kind in mess.formats:
                number += 1
                if number % every:
                    continue
                folder = scratch / str(number)
                folder.mkdir(parents=True)
                yield medium, mess, kind, _judged(medium, mess, kind, folder)


def _judged(medium: Medium, mess: Mess, kind: str, folder: Path) -> Judgement:
    path = _spoiled(medium, mess, kind, folder)
    if medium == FORM:
        return judge(mess, {TAKASU: _form_truth()}, _form_outcome(path))
    if medium == TABLE:
        return judge(mess, _truth(medium), _table_outcome(path))
    return judge(mess, _truth(medium), _list_outcome(path))


def _spoiled(medium: Medium, mess: Mess, kind: str, folder: Path) -> Path:
    if medium == FORM:
        book, name = openpyxl.load_workbook(_issued(folder, last_year=mess.last_year)), _form_name()
    elif medium == TABLE:
        book = table_books.book_of([table_books.TABLE_HEAD, *table_books.TABLE_ROWS])
        name = f"上川.{kind}"
    else:
        book = table_books.book_of([table_books.LIST_HEAD, *table_books.LIST_ROWS])
        name = f"一覧.{kind}"
    mess.spoil(book)
    return mess.send(table_books.save_as(book, folder / name))


# ------------------------------------------------------------------ the good files


@cache
def setting() -> Setting:
    return return_truth.make_setting()


@cache
def _town() -> names.MunicipalityName:
    return next(town for town in return_truth.towns() if town.code == TAKASU)


@cache
def _form_truth() -> dict[str, object]:
    answers = return_truth.random_answers(setting().forms[2023], random.Random(62))
    return {question.id: answers.get(question.id) for question in setting().forms[2023].questions}


def _form_name() -> str:
    return f"{TAKASU}_{_town().name}_重層調査票_R5.xlsx"


@cache
def _form_bytes(*, last_year: bool) -> bytes:
    form = setting().forms[2023]
    answers = {key: value for key, value in _form_truth().items() if value is not None}
    before = return_truth.random_answers(form, random.Random(12)) if last_year else None
    with tempfile.TemporaryDirectory() as folder:
        path = return_truth.filled_workbook(
            return_truth.template_of(form),
            _town(),
            answers,
            Path(folder),
            before,  # type: ignore[arg-type]
        )
        return path.read_bytes()


def _issued(folder: Path, *, last_year: bool) -> Path:
    path = folder / "issued.xlsx"
    path.write_bytes(_form_bytes(last_year=last_year))
    return path


@cache
def _truth(medium: Medium) -> Truth:
    """What the good table or list says; the tests hold that it says all that stands in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = _spoiled(medium, Mess(13, ""), "xlsx", Path(folder))
        outcome = _table_outcome(path) if medium == TABLE else _list_outcome(path)
    assert not outcome.told, outcome.told
    return outcome.loaded


# ------------------------------------------------------------------ what the readers make of a file


def _form_outcome(path: Path) -> Outcome:
    found = read_here(path, path.name, path.name, "", setting())
    findings = _loud(found)
    loaded = {}
    for one in found.returns:
        if not one.rejected:
            wanted = {question.id: one.plain.get(question.id) for question in setting().forms[2023].questions}
            loaded[one.municipality_code] = wanted if one.fiscal_year == 2023 else {}
    told = [Told(finding.rule, TAKASU, finding.question_id or _everything(finding)) for finding in findings]
    return Outcome(loaded, tuple(told))


WHOLE = {"L1-10"}  # objects lie on a sheet
HEAD_ROWS = 14


def _everything(finding: Finding) -> str:
    """A finding without a question is about the whole file where it names no cell, or one of the head."""
    number = int("".join(filter(str.isdigit, finding.cell)) or 0)
    is_whole = number <= HEAD_ROWS or finding.severity == "error" or finding.rule in WHOLE
    return "*" if is_whole else finding.cell


def _table_outcome(path: Path) -> Outcome:
    found = read_here(path, path.name, path.name, "", setting())
    loaded: dict[str, Mapping[str, object]] = {}
    for one in found.returns:
        if not one.rejected:
            wanted = {question.id: one.plain.get(question.id) for question in setting().forms[2023].questions}
            loaded[one.municipality_code] = wanted
    return Outcome(loaded, told_of_rows(path, _loud(found)))


def _list_outcome(path: Path) -> Outcome:
    context = ReadContext(Ledger(), directory=read_list.directory())
    source = read_list.received(path, "status_list", date(2024, 4, 1))
    facts = read_status(context, source)
    loaded = {
        str(fact["municipality_code"]): {"status": fact["status_code"], "start": fact["start_fiscal_year"]}
        for fact in facts
        if fact["fiscal_year"] == 2024
    }
    findings = [finding for finding in context.findings if finding.severity != "info"]
    return Outcome(loaded, told_of_rows(path, findings))


def _loud(found: FileRead) -> list[Finding]:
    every = [*found.findings, *(finding for one in found.returns for finding in one.findings)]
    return [finding for finding in every if finding.severity != "info"]
