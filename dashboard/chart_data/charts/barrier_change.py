"""What became of each barrier between two surveys."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from dashboard.chart_data import survey, table
from dashboard.chart_data.chart import SURVEY, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_change
from dashboard.export.deck.model import Slide
from dashboard.export.deck.slide_change import TopBarrier
from dashboard.export.deck.stage import Stage
from dashboard.figures import barrier_change_bars
from dashboard.frames import records
from dashboard.planning import barriers as counts
from dashboard.planning import claims
from dashboard.queries import barriers as queries
from dashboard.queries import progress
from dashboard.queries import recount as recounts
from dashboard.warehouse.reader import Reader


def numbers(request: TableRequest) -> ChartTable:
    """One row per barrier: what became of it between two surveys."""
    facts = survey.survey_view(request)
    frame = counts.persistence(facts.changes)
    columns = (
        *table.year("調査の年度"),
        table.text("課題"),
        survey.OPTION,
        *(table.towns(word) for word in ("前回挙げた", "続いている", "なくなった", "新しく挙げた")),
        *(
            table.towns(
                f"{word}うち応える支援に参加",
                "2回の調査の間に、その課題に応える道の支援に参加した記録のある市町村",
            )
            for word in ("続いている", "なくなった")
        ),
    )
    rows = [
        (
            *table.years(facts.year["fiscal_year"]),
            row["barrier_label"],
            table.yes(row["is_provisional"]),
            *(row[name] for name in ("before", "persisted", "cleared", "new")),
            *(
                row[f"{kind}_addressed"] if row["has_measure"] and row[kind] else None
                for kind in ("persisted", "cleared")
            ),
        )
        for row in records(frame)
    ]
    made = table.chart_table(
        columns, rows, survey.fictional_rows(facts.changes, frame, "barrier_code"), survey.source_of(facts)
    )
    both = [facts.year["fiscal_year"], *facts.changes["before_fiscal_year"].unique()]
    counted = survey.stated(facts.series[facts.series["fiscal_year"].isin(both)])
    return survey.with_cells(made, counted, "barrier_label", "課題")


def slide(request: SlideRequest, stage: Stage) -> Slide:
    changes = changes_between(request.reader, request.codes, request.year)
    top = top_barrier(queries.answers(request.reader), request.codes, request.year)
    return slide_change.slide(request.data, changes, top, stage)


def top_barrier(answers: pd.DataFrame, codes: set[str], year: int) -> TopBarrier | None:
    """answers: one row per municipality, survey and barrier. None without answers, or where two share the first place."""
    rows = survey.newest(answers, codes, year)
    if rows is None:
        return None
    own = answers[answers["municipality_code"].isin(codes) & (answers["fiscal_year"] <= year)]
    own = own[own["is_counted"].astype(bool) & own["is_stated"].astype(bool)]
    stated: dict[int, dict[str, int]] = {}
    counted = own.groupby(["fiscal_year", "barrier_code"]).size().rename("towns").reset_index()
    for row in records(counted):
        stated.setdefault(int(row["fiscal_year"]), {})[str(row["barrier_code"])] = int(row["towns"])
    newest = stated.get(int(rows["fiscal_year"].iloc[0]), {})
    code = claims.most(newest)
    if code is None:
        return None
    labels = counts.barriers_in_order(rows).set_index("barrier_code")["barrier_label"]
    return TopBarrier(code, str(labels[code]), newest[code], claims.years_on_top(stated, code))


def changes_between(reader: Reader, codes: set[str], year: int) -> pd.DataFrame | None:
    """One row per barrier (planning.barriers.persistence) between the newest two surveys up to a year, and labels."""
    rows = queries.changes(reader)
    rows = rows[rows["municipality_code"].isin(codes) & (rows["fiscal_year"] <= year)]
    if rows.empty:
        return None
    rows = rows[rows["fiscal_year"] == rows["fiscal_year"].max()]
    labels = progress.year_labels(reader).set_index("fiscal_year")["label_ja"]
    return counts.persistence(rows).assign(
        label=labels[rows["fiscal_year"].iloc[0]],
        before_label=labels[rows["before_fiscal_year"].iloc[0]],
        fiscal_year=int(rows["fiscal_year"].iloc[0]),
        before_fiscal_year=int(rows["before_fiscal_year"].iloc[0]),
        towns=int(
            rows[~rows["change"].isin(["not_comparable", "implementing"])]["municipality_code"].nunique()
        ),
        is_synthetic=bool(rows["is_synthetic"].any()),
    )


def recount_change(context: RecountContext, key: str) -> float:
    """Municipalities by what became of a barrier between the newest two surveys."""
    rows = context.rows_in_scope(recounts.barrier_changes, context.year)
    if key == "changed_towns":
        apart = ("not_comparable", "implementing")
        return len({row["municipality_code"] for row in rows if row["change"] not in apart})
    _, kind, barrier = key.split(".")
    wanted = ("persisted", "cleared") if kind == "before" else (kind,)
    return float(sum(row["barrier_code"] == barrier and row["change"] in wanted for row in rows))


def recount_top_years(context: RecountContext, key: str) -> float:
    """In how many years in a row, up to the newest survey, a barrier was stated by most."""
    stated: dict[int, Counter[str]] = {}
    for row in context.rows_in_scope(recounts.barriers_stated):
        if row["fiscal_year"] <= context.year:
            stated.setdefault(int(row["fiscal_year"]), Counter())[row["barrier_code"]] += 1
    return claims.years_on_top(stated, key.partition(".")[2])


CHART = Chart(
    slide_change.VIEW,
    "続いている課題",
    source=f"{SURVEY}、道の取組への参加の記録",
    figure=barrier_change_bars.figure,
    table=numbers,
    slide=slide,
    recounts={
        **dict.fromkeys(("changed", "changed_towns"), recount_change),
        "top_years": recount_top_years,
    },
)
