"""Targets of the prefecture beside what is known of their years."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal as journals
from dashboard.chart_data import state_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_targets
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import targets as picture
from dashboard.frames import records
from dashboard.planning import targets as planned
from dashboard.planning.targets import DIGITS, SHARE, gap_of
from dashboard.queries import progress
from dashboard.services import targets
from dashboard.views import target_words
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def numbers(request: TableRequest) -> ChartTable:
    """One row per target. Raises NoNumbersError where there is none, or the journal cannot be read."""
    try:
        rows = targets.evaluated(request.reader, request.journal)
    except journals.JournalError as error:
        raise NoNumbersError(str(error)) from error
    if rows.empty:
        raise NoNumbersError(target_words.NONE)
    columns = (
        table.text("範囲", "全道、振興局の管内、または人口規模"),
        table.text("指標"),
        *table.year("目標の年度", "目標を定めた年度"),
        table.number("目標値", "", "指標が割合なら％、ほかは市町村"),
        table.number("実績", "", "目標値と同じ単位。目標の年度がこれからなら、最も新しい年度の値"),
        *table.year("実績の年度", "実績の年度"),
        table.text("実績の範囲", f"すべて、または{words.KNOWN_SO_FAR}"),
        table.towns("資料のあるもの", "その年度の状態がわかる市町村"),
        table.towns("全市町村", "分母"),
        table.text("いまの見方"),
        table.text("目標を定めた計画"),
        table.text("記入者"),
    )
    cells = [
        (
            row["place"],
            row["measure"],
            *table.years(row["fiscal_year"]),
            row["value"],
            None if pd.isna(row["actual"]) else words.half_up(row["actual"], DIGITS[True]),
            *table.years(row["reached_year"]),
            "すべて" if row["is_complete"] else words.KNOWN_SO_FAR,
            row["answered"],
            row["towns"],
            target_words.verdict(row),
            row["source"],
            row["written_by"],
        )
        for row in records(rows)
    ]
    sources = ("目標: 「経過」に書き入れたもの（目標を定めた計画の列）", f"実績: {ANSWERS}")
    counts = table.chart_table(columns, cells, rows["is_synthetic"].astype(bool), sources)
    return replace(counts, behind=_counted(request.reader, rows))


def _counted(reader: Reader, rows: pd.DataFrame) -> ChartTable:
    """Each municipality of which the year of a target knows the state, with its cell."""
    states = progress.states(reader)
    known = states[states["state_group"] != "no_data"]
    counted = [
        ((f"{row['place']}の{row['measure']}",), str(town), int(row["reached_year"]))
        for row in records(rows)
        if row["state"] != "no_data"
        for own in [planned.within(known, row)]
        for town in own.loc[own["fiscal_year"] == row["reached_year"], "municipality_code"]
    ]
    return state_cells.behind(reader, (table.text("指標"),), dict.fromkeys(counted))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_targets.slide(request.data, said(request.reader, request.journal), stage)


def said(reader: Reader, journal: Path | None) -> pd.DataFrame:
    """services.targets.evaluated with aim, actual_said and verdict in words. Raises SlidesRefusedError."""
    try:
        rows = targets.evaluated(reader, journal)
    except journals.JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    told = records(rows)
    return rows.assign(
        aim=[target_words.quantity(row["measure"], row["value"]) for row in told],
        actual_said=[_actual(row) for row in told],
        verdict=[target_words.verdict(row) for row in told],
    )


def _actual(row: dict[str, Any]) -> str:
    if pd.isna(row["actual"]):
        return "―"
    year = words.fiscal_year(int(row["reached_year"]))
    return f"{target_words.actual(row)}（{year}）"


def recount_target(context: RecountContext, key: str) -> float | str:
    """By hand from the record in the journal and the rows of single municipalities, whatever the scope of the slide."""
    kind, _, own = key.partition(".")
    made = context.once("targets", lambda: _by_hand(context))
    if kind == "targets_all":
        return len(made)
    if kind == "targets_reached":
        reached: int = sum(row["state"] == "reached" for row in made.values())
        return reached
    row = made[own]
    if kind == "target_aim":
        return target_words.quantity(row["measure"], row["value"])
    if kind == "target_actual":
        return _actual(row)
    return target_words.verdict(row) if kind == "target_verdict" else int(row[kind.removeprefix("target_")])


def _by_hand(context: RecountContext) -> dict[str, dict[str, Any]]:
    states = context.all_states()
    newest, first = (edge(int(state["fiscal_year"]) for state in states) for edge in (max, min))
    found: dict[str, dict[str, Any]] = {}
    for target in records(journals.targets(context.journal)):
        year = min(int(target["fiscal_year"]), newest)
        groups = [
            state["group_code"]
            for state in states
            if state["fiscal_year"] == year
            and target["subprefecture_code"] in (None, "", state["subprefecture_code"])
            and target["size_class"] in (None, "", state["size_class"])
        ]
        row: dict[str, Any] = {**target, "towns": len(groups), "reached_year": year, "answered": 0}
        row |= {"is_complete": context.is_final("hokkaido", year), "actual": None, "state": "no_data"}
        told = len(groups) - groups.count("no_data")
        if int(target["fiscal_year"]) >= first and (told or (groups and row["is_complete"])):
            begun = groups.count("implementing")
            row["known"], row["answered"] = begun, told
            row["actual"] = 100 * begun / len(groups) if target["measure"] == SHARE else begun
            row["gap"] = gap_of(target["measure"], float(target["value"]), row["actual"])
            late = "short" if row["is_complete"] else "open"
            missing = "ahead" if int(target["fiscal_year"]) > newest else late
            row["state"] = missing if row["gap"] else "reached"
        found[str(target["record_id"])] = row
    return found


KINDS = ("target_aim", "target_actual", "target_answered", "target_towns", "target_verdict")
CHART = Chart(
    slide_targets.VIEW,
    slide_targets.TITLE,
    source=f"目標は道の計画、実績は{ANSWERS}",
    figure=picture.figure,
    event_marks="above",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys((*KINDS, "targets_all", "targets_reached"), recount_target),
    is_in_briefing=False,
)
