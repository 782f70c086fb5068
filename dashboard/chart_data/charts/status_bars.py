"""The states by 振興局, as stacked bars."""

from __future__ import annotations

from dataclasses import replace

from dashboard.chart_data import state_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext, number_behind
from dashboard.chart_data.sources import STATED
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_bars
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import subprefecture_bars
from dashboard.frames import records
from dashboard.views import year as year_facts
from dashboard.words import words


def numbers(request: TableRequest) -> ChartTable:
    """One row per 振興局 and group, in the order of the bars of 概況."""
    facts = year_facts.gather(request.reader, request.view)
    fiction = facts.shown_towns[facts.shown_towns["is_synthetic"].astype(bool)]
    made_up = set(zip(fiction["subprefecture_code"], fiction["group_code"], strict=True))
    rows = [
        (
            *table.years(facts.fiscal_year),
            row["subprefecture_code"],
            row["short_name"],
            row["group_label"],
            row["municipalities"],
            row["carried"],
            row["denominator"],
            "すべて" if facts.is_settled(row["group_code"]) else words.KNOWN_SO_FAR,
        )
        for row in records(facts.areas)
    ]
    columns = (
        *table.year(),
        table.text("振興局コード", "2桁の文字"),
        table.text("振興局"),
        table.text("区分", "実施・予定・検討・予定なし・データなし"),
        table.towns("市町村数", "条件に合う市町村"),
        table.towns("うち継続", "前年度までの記載を続いているとみなした市町村"),
        table.towns("振興局の全市町村", "分母"),
        table.text("集計の範囲", f"「{words.KNOWN_SO_FAR}」は完全な一覧ではないこと。合計にしない"),
    )
    marks = [(row["subprefecture_code"], row["group_code"]) in made_up for row in records(facts.areas)]
    made = table.chart_table(columns, rows, marks, STATED)
    counted = facts.shown_towns.assign(fiscal_year=facts.fiscal_year)
    return replace(made, behind=state_cells.of_frame(request.reader, counted))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_bars.bars(request.data, stage)


def recount_areas(context: RecountContext, key: str) -> float:
    """振興局 in the scope, those with an implementing municipality, or those without."""
    rows = context.states(context.year)
    all_of_them = {row.subprefecture for row in rows}
    with_some = {row.subprefecture for row in rows if row.group == "implementing"}
    return len({"areas": all_of_them, "areas_without": all_of_them - with_some}.get(key, with_some))


CHART = Chart(
    slide_bars.VIEW,
    "振興局別の状態",
    source=ANSWERS,
    figure=subprefecture_bars.figure,
    table=numbers,
    slide=slide,
    recounts={
        "area": number_behind,
        "areas": recount_areas,
        **dict.fromkeys(("areas_implementing", "areas_without"), recount_areas),
    },
)
