"""Whether a compiled table or a list with a mess was read as it was meant: right, reported, wrong or lost in silence."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers import status
from etl.readers.context import ReadContext
from etl.sources import RegisteredFile, sha256_of
from etl.survey.returned.reading import read_here
from etl.survey.returned.setting import Setting
from tests.etl.survey import messes_tables
from tests.etl.survey.messes_tables import Table

STATUS_CODES = dict(zip(messes_tables.STATES, ("implementing", "no_plan", "undecided"), strict=True))
# What a table that does not ask everything draws, mess or not.
OF_EVERY_SMALL_TABLE = frozenset({"TABLE-QUESTIONS", "REQUIRED-BLANK", "NOT-ASKED"})
AS_OF = date(2023, 4, 1)


@dataclass
class TableVerdict:
    """Rows by what became of them. `accusations`: errors and warnings, which a right table must not draw."""

    right: int
    reported: int
    wrong: list[str]
    lost: list[str]
    accusations: list[Finding]


def write(table: Table, folder: Path, kind: str) -> Path:
    """The file that is sent: a workbook, or the CSV of its first sheet."""
    if kind == "xlsx":
        return table.write(folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{table.stem}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        width = max(map(len, table.cells()))
        csv.writer(stream).writerows([*row, *[None] * (width - len(row))] for row in table.cells())
    return path


def judge(table: Table, path: Path, setting: Setting, *, compiled: bool) -> TableVerdict:
    """Read the file as the program does and hold it against what the sender meant."""
    loaded, findings = (_compiled if compiled else _listed)(path, setting)
    loud = [one for one in findings if one.severity != "info" and one.rule not in OF_EVERY_SMALL_TABLE]
    verdict = TableVerdict(0, 0, [], [], loud)
    for code in {*table.meant, *table.foreign}:
        is_right = code not in table.foreign and loaded.get(code) == STATUS_CODES[table.meant[code]]
        if is_right:
            verdict.right += 1
        elif loud:
            verdict.reported += 1
        else:
            (verdict.wrong if code in loaded else verdict.lost).append(code)
    return verdict


def _compiled(path: Path, setting: Setting) -> tuple[dict[str, object], list[Finding]]:
    read = read_here(path, path.name, path.name, "", setting)
    findings = [*read.findings, *(finding for one in read.returns for finding in one.findings)]
    loaded = {one.municipality_code: one.plain.get("status") for one in read.returns if not one.rejected}
    return dict(loaded), findings


def _listed(path: Path, setting: Setting) -> tuple[dict[str, object], list[Finding]]:
    context = ReadContext(Ledger(), directory=setting.directory)
    source = RegisteredFile(
        file=path.name,
        path=path,
        sha256=sha256_of(path),
        kind="status_list",
        title=path.stem,
        publisher="",
        received_from="",
        received_on=date(2024, 5, 1),
        known_on=date(2024, 5, 1),
        as_of=AS_OF,
        coverage="partial",
        licence="",
        url="",
        is_synthetic=False,
        note="",
        intact=True,
    )
    facts = status.read_status(context, source)
    return {str(fact["municipality_code"]): fact["status_code"] for fact in facts}, context.findings
