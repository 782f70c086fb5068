"""Support wanted, here and in the nation, beside support received."""

from __future__ import annotations

from typing import Any

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
from dashboard.queries import barriers as queries
from dashboard.queries import recount as recounts
from dashboard.warehouse.reader import Reader


def numbers(request: TableRequest) -> ChartTable:
    """One row per kind of support: wanted, in the nation, and received."""
    facts = survey.survey_view(request)
    frame = counts.support(facts.support)
    national = {row["item_code"]: row for row in records(queries.national_support(facts.reader))}
    parts = (
        ("wanted", "counted", ""),
        *(
            (f"wanted_{kind}", f"counted_{kind}", word)
            for kind, word in (("implementers", "実施市町村で"), ("others", "未実施市町村で"))
        ),
    )
    columns = (
        *table.year("調査の年度"),
        table.text("支援"),
        *(
            column
            for _, _, word in parts
            for column in (
                table.towns(f"{word}望んだ市町村"),
                table.towns(f"{word}答えた市町村"),
                table.percent(f"{word}望んだ割合"),
            )
        ),
        table.percent("全国の実施市町村で望んだ割合", "国の調査"),
        table.percent("全国の未実施市町村で望んだ割合", "国の調査"),
        *(
            table.towns(f"望んだうち{word}")
            for word in ("参加の記録あり", "受けたと回答", "調査後に参加", "未提供")
        ),
        table.text("当たる道の支援策がある"),
    )
    rows: list[tuple[Any, ...]] = [
        (
            *table.years(facts.year["fiscal_year"]),
            row["support_label"],
            *(
                value
                for wanted, counted, _ in parts
                for value in (row[wanted], row[counted], table.rate(row[wanted], row[counted]))
            ),
            *(
                national.get(row["support_code"], {}).get(column)
                for column in ("implementers_pct", "others_pct")
            ),
            *(row[name] if row["has_measure"] else None for name in ("before", "said", "after", "without")),
            table.yes(row["has_measure"]),
        )
        for row in records(frame)
    ]
    nation = national.get("any", {})
    any_row = (
        *table.years(facts.year["fiscal_year"]),
        "何らかの支援が必要",
        *(
            value
            for part, base in counts.any_wanted(facts.support).values()
            for value in (part, base, table.rate(part, base))
        ),
        *(nation.get(column) for column in ("implementers_pct", "others_pct")),
        *[None] * 4,
        "",
    )
    marks = [
        survey.is_any_fictional(facts.support),
        *survey.fictional_rows(facts.support, frame, "support_code"),
    ]
    made = table.chart_table(columns, [any_row, *rows], marks, survey.source_of(facts))
    counted = facts.support["is_counted"].astype(bool) & facts.support["is_wanted"].astype(bool)
    return survey.with_cells(made, facts.support[counted], "support_label", "望んだ支援")


def slide(request: SlideRequest, stage: Stage) -> Slide:
    support = support_wanted(request.reader, request.codes, request.year)
    return slide_together.support(request.data, support, stage)


def support_wanted(reader: Reader, codes: set[str], year: int) -> pd.DataFrame | None:
    """One row per kind of support (planning.barriers.support), with the shares of the nation, year_label, is_synthetic."""
    rows = survey.newest(queries.support(reader), codes, year)
    if rows is None:
        return None
    columns = ["item_code", "implementers_pct", "others_pct"]
    nation = queries.national_support(reader)[columns].drop_duplicates("item_code")
    support = counts.support(rows).merge(nation, how="left", left_on="support_code", right_on="item_code")
    return survey.labelled(reader, support, rows)


def recount_support(context: RecountContext, key: str) -> float:
    """Municipalities by the support that they want and received."""
    _, code, what = key.split(".")
    rows = [
        row for row in context.rows_in_scope(recounts.support, context.year) if row["support_code"] == code
    ]
    if what in ("before", "said", "after", "without"):
        return sum(_received(row) == what for row in rows if row["is_wanted"])
    kind, _, who = what.partition("_")
    if who:
        rows = [row for row in rows if (row["group_code"] == "implementing") == (who == "implementers")]
    wanted = sum(bool(row["is_wanted"]) for row in rows)
    return {"wanted": wanted, "counted": len(rows), "share": 100 * wanted / (len(rows) or 1)}[kind]


def _received(row: dict[str, Any]) -> str:
    """How a municipality that wants a support came by it: on record before the survey, said so, on record later, not at all."""
    if row["events_before"] > 0:
        return "before"
    if row["says_received"] is True or str(row["says_received"]) == "True":
        return "said"
    return "after" if row["events_after"] > 0 else "without"


def recount_national(context: RecountContext, key: str) -> float:
    """The share of the nation's survey."""
    _, code, who = key.split(".")
    return next(
        float(row[f"{who}_pct"])
        for row in context.rows(recounts.national_support)
        if row["item_code"] == code
    )


CHART = Chart(
    slide_together.SUPPORT,
    "望む支援と受けた支援",
    source=f"{SURVEY}、国の調査、道の取組への参加の記録",
    table=numbers,
    slide=slide,
    recounts={"support": recount_support, "support_national": recount_national},
    is_in_briefing=False,
)
