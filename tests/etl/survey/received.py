"""A small data/raw to receive into, and returns to hand over: helpers for the tests of check and receive."""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from etl import tables
from etl.survey.form.questions import Form, PlainAnswer
from etl.survey.receive import LoadedReturns
from etl.survey.sheet.workbook import Template
from tests.etl.survey import return_truth as truth

TOWNS = {town.code: town for town in truth.towns()}
TAKASU, HIGASHIKAWA, KUTCHAN, TOMARI = "01452", "01458", "01400", "01403"


def make_raw(folder: Path) -> Path:
    """data/raw with the municipalities and the two questionnaires, and nothing received."""
    for place in ("reference/municipalities.csv", "survey/R4/form.toml", "survey/R5/form.toml"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(truth.RAW / place, folder / place)
    return folder


def keep_towns(raw: Path, *codes: str) -> None:
    """Leave only these municipalities, so that few workbooks are issued."""
    place = raw / "reference" / "municipalities.csv"
    lines = place.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if line.startswith(codes)]
    place.write_text("\n".join([lines[0], *kept]), encoding="utf-8")


@cache
def template(year: int = 2023) -> Template:
    return truth.template_of(form(year))


@cache
def form(year: int = 2023) -> Form:
    return truth.make_setting().forms[year]


def answers(seed: int, year: int = 2023) -> dict[str, PlainAnswer]:
    """Answers without fault of a town that implements nothing yet."""
    for one in range(seed * 1000, seed * 1000 + 1000):
        found = truth.random_answers(form(year), random.Random(one))
        if found["status"] in ("no_plan", "undecided"):
            return found
    raise LookupError(seed)


def hand_in(
    folder: Path, code: str, seed: int = 1, name: str = "", year: int = 2023, **changed: PlainAnswer
) -> Path:
    """The filled-in workbook of a town; `changed` answers in place of those of the seed."""
    given = answers(seed, year) | changed
    path = truth.filled_workbook(template(year), TOWNS[code], given, folder)
    return path.rename(folder / name) if name else path


def lines(raw: Path, year: str = "R5") -> list[dict[str, str]]:
    """The register of returns as written."""
    path = raw / "survey" / year / "returns" / "REGISTER.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def tree(folder: Path) -> dict[str, str]:
    """Every file with the hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def states(raw: Path) -> dict[str, str]:
    """Original name → state, of every line of the register."""
    return {line["original_name"]: line["state"] for line in lines(raw)}


def in_use(loaded: LoadedReturns) -> set[str]:
    """The return_id of each return that counts, by the rule of the warehouse."""
    connection = duckdb.connect()
    tables.create(connection, tables.table_files("20_core")["core_return_is_current"])
    connection.register("core_return", pd.DataFrame([asdict(row) for row in loaded.returns]))
    rule = "select return_id from core_return qualify core_return_is_current(core_return)"
    return {str(row[0]) for row in connection.execute(rule).fetchall()}


def names(paths: Iterable[Path]) -> list[str]:
    return sorted(path.name for path in paths)
