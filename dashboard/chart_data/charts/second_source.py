"""Implementers that another official source names, beside what is known here."""

from __future__ import annotations

from dashboard.chart_data import table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_second_source
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.queries import recount as recounts
from dashboard.queries import second_source
from dashboard.views import second_source_words as say
from dashboard.views import view
from dashboard.words import raw_files

SOURCE = "登録された別の資料と、市町村の回答・公表資料"


def numbers(request: TableRequest) -> ChartTable:
    """One row per source, year and municipality. Raises NoNumbersError where no such source is registered."""
    rows = view.narrow(second_source.compared(request.reader), request.view, groups=False)
    if rows.empty:
        raise NoNumbersError(say.NONE)
    columns = (
        table.text("別の資料"),
        *table.year(),
        *table.MUNICIPALITY,
        table.text("比べた結果"),
        table.number("別の資料の金額", "", "資料に書かれたとおりの単位"),
        table.text("別の資料のセル"),
        table.text("こちらの状態"),
        table.text("こちらの出典"),
    )
    cells = [
        (
            row["title"],
            *table.years(row["fiscal_year"]),
            row["municipality_code"],
            row["name"],
            say.STATES[row["state"]][1],
            row["amount"],
            raw_files.of_row(row),
            row["status_label"],
            raw_files.of_row(row, "known_"),
        )
        for row in records(rows)
    ]
    return table.chart_table(columns, cells, rows["is_synthetic"].astype(bool), (SOURCE,))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    rows = second_source.compared(request.reader)
    own = rows[(rows["fiscal_year"] == request.year) & rows["municipality_code"].isin(request.codes)]
    return slide_second_source.slide(request.data, own.reset_index(drop=True), say.STATES, stage)


def recount_states(context: RecountContext, key: str) -> float | str:
    """By hand from the rows as registered and the states of single municipalities."""
    state = key.partition(".")[2]
    groups = {
        row["municipality_code"]: row["group_code"]
        for row in context.all_states()
        if int(row["fiscal_year"]) == context.year and row["municipality_code"] in context.codes
    }
    own = [
        row for row in context.rows(recounts.named_implementers) if int(row["fiscal_year"]) == context.year
    ]
    found = 0
    for file in {row["file_id"] for row in own}:
        named = {row["municipality_code"] for row in own if row["file_id"] == file and row["is_named"]}
        for code, group in groups.items():
            is_ours = group == "implementing"
            if code in named:
                said = "agree" if is_ours else "named_unknown" if group == "no_data" else "differ"
            else:
                said = "not_named" if is_ours else ""
            found += said == state
    return found


CHART = Chart(
    slide_second_source.VIEW,
    slide_second_source.TITLE,
    source=SOURCE,
    table=numbers,
    slide=slide,
    recounts={"second": recount_states},
    is_in_briefing=False,
)
