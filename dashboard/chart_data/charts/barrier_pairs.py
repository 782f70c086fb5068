"""Which barriers are stated together."""

from __future__ import annotations

import pandas as pd

from dashboard.chart_data import survey, table
from dashboard.chart_data.chart import SURVEY, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_together
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import barriers as counts
from dashboard.planning import lift
from dashboard.queries import barriers as queries
from dashboard.queries import recount as recounts
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def numbers(request: TableRequest) -> ChartTable:
    """One row per pair of barriers, most alike first: a cell of the matrix."""
    facts = survey.survey_view(request)
    frame = counts.pairs(facts.answers)
    labels = counts.barriers_in_order(facts.answers).set_index("barrier_code")["barrier_label"]
    columns = (
        *table.year("調査の年度"),
        table.text("課題の1つ目"),
        table.text("課題の2つ目"),
        table.towns("両方を挙げた"),
        table.towns("1つ目を挙げた"),
        table.towns("2つ目を挙げた"),
        survey.ANSWERED,
        table.number("重なり", "", "両方を挙げた市町村÷どちらかを挙げた市町村（0〜1）"),
        table.number("倍率", "倍", "両方を挙げた数が、偶然に重なる数の何倍か"),
        table.number("倍率の幅の下", "倍", "すべての組をいっしょに見ても95％の確かさになる幅"),
        table.number("倍率の幅の上", "倍", "すべての組をいっしょに見ても95％の確かさになる幅"),
        table.text("読み方", "幅が1を含むものは偶然と区別できない"),
    )
    rows = [
        (
            *table.years(facts.year["fiscal_year"]),
            labels[row["first"]],
            labels[row["second"]],
            *(row[name] for name in ("both", "first_stated", "second_stated", "counted")),
            *(
                None if pd.isna(row[name]) else words.half_up(float(row[name]), 2)
                for name in ("jaccard", "lift", "lift_low", "lift_high")
            ),
            lift.verdict(row["lift_low"], row["lift_high"]),
        )
        for row in records(frame)
    ]
    made = table.chart_table(
        columns, rows, [survey.is_any_fictional(facts.answers)] * len(rows), survey.source_of(facts)
    )
    return survey.with_cells(made, survey.stated(facts.answers), "barrier_label", "課題")


def slide(request: SlideRequest, stage: Stage) -> Slide:
    pairs = pairs_of_barriers(request.reader, request.codes, request.year)
    return slide_together.pairs(request.data, pairs, stage)


def pairs_of_barriers(reader: Reader, codes: set[str], year: int) -> pd.DataFrame | None:
    """One row per pair of barriers (planning.barriers.pairs), with first_label, second_label, year_label, is_synthetic."""
    rows = survey.newest(queries.answers(reader), codes, year)
    if rows is None:
        return None
    labels = counts.barriers_in_order(rows).set_index("barrier_code")["barrier_label"]
    pairs = counts.pairs(rows)
    pairs = pairs.assign(first_label=pairs["first"].map(labels), second_label=pairs["second"].map(labels))
    return survey.labelled(reader, pairs, rows)


def recount_verdict(context: RecountContext, key: str) -> str:
    """What may be said of a pair, by its numbers as they are counted by recount_pair."""
    _, first, second = key.split(".")
    rows = list(context.rows_in_scope(recounts.barriers, context.year))
    asked = {row["municipality_code"] for row in rows}
    stated: dict[str, set[str]] = {str(row["barrier_code"]): set() for row in rows}
    for row in rows:
        if row["is_stated"]:
            stated[str(row["barrier_code"])].add(row["municipality_code"])
    one, other = stated[first], stated[second]
    pairs = len(stated) * (len(stated) - 1) // 2
    return lift.verdict(*lift.interval(len(one & other), len(one), len(other), len(asked), pairs=pairs))


def recount_pair(context: RecountContext, key: str) -> float:
    """Municipalities that stated two barriers, and how far the two overlap."""
    kind, first, second = key.split(".")
    asked: set[str] = set()
    with_first: set[str] = set()
    with_second: set[str] = set()
    for row in context.rows_in_scope(recounts.barriers, context.year):
        asked.add(row["municipality_code"])
        if row["is_stated"] and row["barrier_code"] in (first, second):
            (with_first if row["barrier_code"] == first else with_second).add(row["municipality_code"])
    both = len(with_first & with_second)
    return {
        "pair": float(both),
        "pair_share": 100 * both / len(asked),
        "pair_overlap": both / (len(with_first | with_second) or 1),
        "pair_lift": both * len(asked) / (len(with_first) * len(with_second) or 1),
    }[kind]


CHART = Chart(
    slide_together.PAIRS,
    "一緒に挙がる課題",
    source=SURVEY,
    table=numbers,
    slide=slide,
    recounts={
        **dict.fromkeys(("pair", "pair_share", "pair_overlap", "pair_lift"), recount_pair),
        "pair_verdict": recount_verdict,
    },
    is_in_briefing=False,
)
