"""What sources of several years and hands say of one town: newer figures that are smaller, lists against returns, files given away.

All of it is put into one data/raw and built once; each mess has a town of its own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl import add, build, publish
from etl.survey.form.questions import PlainAnswer
from etl.survey.receive import receive
from etl.survey.returned.decision import decide_file
from etl.survey.returned.register import RegisterError
from tests.etl.raw_copy import copy_raw
from tests.etl.survey import received, return_truth
from tests.etl.survey.mess import Mess, Outcome, Told
from tests.etl.survey.table_books import Row, book_of

FIRST = date(2026, 8, 1)
LONG: Row = ["code", "figure_code", "reference_date", "value", "unit", "source"]
# Town → the value of 2026 and of 2024 (None: not in that file); the committed file holds that of 2025.
NEWER = {
    "01401": (1, None),
    "01402": (999_999, None),
    "01404": (1, 999_999),
    "01405": (None, 999_999),
    "01406": (None, 1),
}
# Town → status, start and what is asked; of the complete list of 2023-04-01 are 01544, 01581, 01631 and 01642.
ANSWERED = {
    "01407": ("名簿にない町が実施中と回答", "implementing", 2021, True),
    "01408": ("名簿にない町が実施予定なしと回答", "no_plan", None, False),
    "01544": ("名簿の町が検討中と回答", "undecided", None, True),
    "01581": ("名簿の町が実施予定なしと回答", "no_plan", None, True),
    "01631": ("名簿と違う開始年度", "implementing", 2021, True),
    "01642": ("名簿のとおりの回答", "implementing", 2022, False),
}
GIVEN_AWAY = {
    "01409": ("別の町に割り当てる", "01423", ""),
    "01424": ("割り当てる町と違う町を確かめる", "01425", "01427"),
}


@dataclass(frozen=True)
class SourceCase:
    """A mess, what is true, and what came of it."""

    mess: Mess
    truth: dict[str, dict[str, object]]
    outcome: Outcome


def run(folder: Path) -> Iterator[SourceCase]:
    """Every case, from one data/raw and one build."""
    raw, curated = copy_raw(folder / "raw"), folder / "curated"
    held = _add_figures(folder, raw)
    paths = [_answered(folder, code, status, start) for code, (_, status, start, _) in ANSWERED.items()]
    receive([*paths, *(received.hand_in(folder, code) for code in GIVEN_AWAY)], raw, 2023, FIRST)
    refused = {code: _given_away(raw, code, *towns) for code, (_, *towns) in GIVEN_AWAY.items()}
    build.build(raw, curated)
    with publish.connect(curated) as warehouse:
        yield from _of_figures(warehouse, held)
        yield from _of_lists(warehouse)
        yield from _of_files(warehouse, refused)


def _add_figures(folder: Path, raw: Path) -> dict[str, int]:
    for at, year in enumerate((2026, 2024)):
        rows: list[Row] = [
            [code, "population_jumin", f"{year}-01-01", values[at], "人", f"住民基本台帳（{year}年1月1日）"]
            for code, values in NEWER.items()
            if values[at] is not None
        ]
        book_of([LONG, *rows]).save(folder / f"jumin_{year}.xlsx")
        add.add("figures", folder / f"jumin_{year}.xlsx", raw, add.Details(FIRST))
    lines = (raw / "reference" / "figures.csv").read_text(encoding="utf-8-sig").splitlines()
    own = (line.split(",") for line in lines)
    return {cells[0]: int(cells[3]) for cells in own if cells[0] in NEWER and cells[1] == "population_jumin"}


def _answered(folder: Path, code: str, status: str, start: int | None) -> Path:
    """A form without fault in which the town gives this status and start."""
    form = received.form()
    for seed in range(5_000):
        answers: dict[str, PlainAnswer] = return_truth.random_answers(form, random.Random(seed))
        if answers["status"] == status and answers.get("start_year") == start:
            return return_truth.filled_workbook(received.template(), received.TOWNS[code], answers, folder)
    raise LookupError(status, start)


def _given_away(raw: Path, code: str, to: str, instead_of: str) -> bool:
    """Whether it is refused to load the file of a town as that of another one."""
    [line] = [one for one in received.lines(raw) if one["municipality_code"] == code]
    try:
        decide_file(raw, 2023, line["file"], "loaded", "", to, instead_of)
    except RegisterError:
        return True
    return False


def _of_figures(warehouse: duckdb.DuckDBPyConnection, held: dict[str, int]) -> Iterator[SourceCase]:
    shown = dict(warehouse.execute("select municipality_code, population_jumin from mart_figures").fetchall())
    for code, (new, old) in NEWER.items():
        name = "、".join(
            f"{year}年は{value:,}人" for year, value in ((2026, new), (2024, old)) if value is not None
        )
        truth = {code: {"population": held[code] if new is None else new}}
        yield SourceCase(Mess(9, name), truth, Outcome({code: {"population": shown[code]}}, ()))


def _of_lists(warehouse: duckdb.DuckDBPyConnection) -> Iterator[SourceCase]:
    states = warehouse.execute(
        "select municipality_code, status_code from mart_status_by_year where fiscal_year = 2023"
    )
    status = dict(states.fetchall())
    for code, (name, said, _, is_asked) in ANSWERED.items():
        rules = warehouse.execute(
            "select distinct rule from core_finding where municipality_code = ? and severity <> 'info'"
            " and (rule like 'STATUS-%' or rule like 'START-%')",
            [code],
        ).fetchall()
        told = tuple(Told(str(rule), code, "status") for (rule,) in rules)
        asks = frozenset({(code, "status")}) if is_asked else frozenset()
        mess = Mess(10, name, asks=asks, harmless=not is_asked)
        yield SourceCase(mess, {code: {"status": said}}, Outcome({code: {"status": status[code]}}, told))


def _of_files(warehouse: duckdb.DuckDBPyConnection, refused: dict[str, bool]) -> Iterator[SourceCase]:
    returned = {
        str(code) for (code,) in warehouse.execute("select municipality_code from core_return").fetchall()
    }
    for code, (name, to, _) in GIVEN_AWAY.items():
        loaded = {
            town: {"return": "own" if town == code else "of another"}
            for town in (code, to)
            if town in returned
        }
        told = (Told("REGISTER", to, "*"),) if refused[code] else ()
        yield SourceCase(Mess(11, name), {code: {"return": "own"}}, Outcome(loaded, told))
