"""An issued and filled form, changed by hand before it is sent back: for the tests of what must not pass in silence."""

from __future__ import annotations

import random
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl

from etl.findings import Finding
from etl.readers import document
from etl.readers.grid import Document, position
from etl.survey.form.questions import PlainAnswer
from etl.survey.returned.model import ReturnRead
from etl.survey.returned.reading import FileRead, read_here, read_return
from etl.survey.returned.setting import Setting
from etl.survey.sheet.workbook import Template
from tests.etl.survey import return_truth as truth
from tests.etl.survey.messes_sheets import Sheet, form_sheet

CODE = "01452"
TOWNS = {town.code: town for town in truth.towns()}


@cache
def setting() -> Setting:
    return truth.make_setting()


@cache
def answers() -> dict[str, PlainAnswer]:
    """Of a town with two reasons, 人材不足 (C22) and 財源の確保が困難 (C24)."""
    return truth.random_answers(setting().forms[2023], random.Random(62))


@cache
def _template() -> Template:
    return truth.template_of(setting().forms[2023])


def chosen(question: str) -> tuple[str, ...]:
    """The options that are marked."""
    given = answers().get(question, ())
    return given if isinstance(given, tuple) else ()


def changed(
    folder: Path,
    change: Callable[[Sheet], None],
    code: str = CODE,
    name: str = "",
    given: dict[str, PlainAnswer] | None = None,
) -> Path:
    """The filled workbook of a town, issued without last year's answers, after `change` was made to its sheet."""
    path = truth.filled_workbook(_template(), TOWNS[code], given or answers(), folder)
    book = openpyxl.load_workbook(path)
    change(form_sheet(book))
    book.save(path)
    return path.rename(path.with_name(name)) if name else path


def read(path: Path, held: Setting | None = None) -> FileRead:
    return read_here(path, path.name, path.name, "", held or setting())


def findings(found: FileRead) -> list[Finding]:
    return [*found.findings, *(finding for one in found.returns for finding in one.findings)]


def told(path: Path) -> list[tuple[str, str, str]]:
    """Rule, cell and question of every warning and error."""
    return loud(findings(read(path)))


def loud(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [
        (finding.rule, finding.cell, finding.question_id) for finding in found if finding.severity != "info"
    ]


def in_memory(code: str = CODE, **cells: object) -> ReturnRead:
    """The return of a town with other values in some cells, without the way over a file: for long tables."""
    base = _issued(code)
    sheet = base.sheets[0]
    rows = [list(row) for row in sheet.rows]
    for cell, value in cells.items():
        row, column = position(cell)
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    changed_sheet = replace(sheet, rows=rows)
    read_again = replace(base, sheets=[changed_sheet, *base.sheets[1:]])
    [found] = read_return(read_again, setting(), base.path.name).returns
    return found


@cache
def _issued(code: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = changed(Path(folder), put(), code)
        found, _ = document.read_here(path, path.name)
    assert found is not None
    return found


def put(**cells: object) -> Callable[[Sheet], None]:
    """A change that writes into cells: put(D27="○")."""

    def change(sheet: Sheet) -> None:
        for cell, value in cells.items():
            sheet[cell].value = value

    return change


def with_formula(path: Path, cell: str, formula: str) -> Path:
    """The same file with a formula beside the value that is stored in a cell, as Excel leaves it."""
    target = path.with_name(f"f_{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                tag = re.compile(rb'(<c r="%s"[^>]*>)(<v>)' % cell.encode())
                content, count = tag.subn(rb"\1<f>%s</f>\2" % formula.encode(), content)
                assert count == 1
            new.writestr(name, content)
    return target.replace(path)
