"""The frames that slides are made from: Reader → Facts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.chart_data import gather_barriers, gather_plans
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.export.deck.facts import Facts
from dashboard.planning import barriers as barrier_counts
from dashboard.planning import slippage
from dashboard.queries import barriers as barrier_queries
from dashboard.queries import intake as intake_queries
from dashboard.queries import overview, progress
from dashboard.queries import slides as own
from dashboard.services import ranking as priorities
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def facts(reader: Reader, scope: Scope, as_of: date | None = None, journal: Path | None = None) -> Facts:
    """Everything that the slides of a scope need. Raises SlidesRefusedError for an unknown year or an empty scope."""
    years = overview.years(reader)
    year = scope.fiscal_year if scope.fiscal_year is not None else default_year(years)
    known = years["fiscal_year"].tolist()
    if year not in known:
        raise SlidesRefusedError(
            f"{year}年度のデータはありません。{known[0]}〜{known[-1]}年度のどれかを指定してください。"
        )
    towns = narrowed(own.towns(reader, year), scope)
    if towns.empty:
        raise SlidesRefusedError("条件に合う市町村がありません。振興局などの指定を確かめてください。")
    before = own.towns(reader, year - 1) if year - 1 in known else None
    if before is not None:
        before = before[before["municipality_code"].isin(towns["municipality_code"])]
    known_until = as_of or pd.Timestamp(overview.build(reader)["as_of"].iloc[0]).date()
    return Facts(
        fiscal_year=year,
        year=years[years["fiscal_year"] == year].iloc[0].to_dict(),
        towns=towns,
        before=before,
        year_before=years[years["fiscal_year"] == year - 1].iloc[0].to_dict() if before is not None else None,
        groups=overview.groups(reader),
        statuses=overview.statuses(reader),
        areas=own.areas(reader),
        rollout=overview.rollout(reader),
        totals=overview.reconciliation(reader, year),
        boundaries=overview.boundaries(reader),
        sources=overview.files_behind(reader, year),
        warehouse_id=reader.warehouse_id,
        built_words=words.moment(reader.built_at),
        as_of_words=words.day_short(known_until),
        scope=said(reader, scope),
        is_whole=scope.is_whole,
        asked={**asdict(scope), "resolved_year": year, "as_of": as_of.isoformat() if as_of else None},
        **extras(reader, towns, (year, years), journal, scope.plan),
    )


def narrowed(towns: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The rows that the filters leave."""
    for column, wanted in (
        ("subprefecture_code", scope.subprefectures),
        ("size_class", scope.size_classes),
        ("kind", scope.kinds),
        ("group_code", scope.groups),
    ):
        if wanted:
            towns = towns[towns[column].isin(wanted)]
    return towns.reset_index(drop=True)


def default_year(years: pd.DataFrame) -> int:
    """The newest year of which every implementing municipality is known; without one the newest."""
    complete = years[years["implementers_complete"].astype(bool)]
    return int((years if complete.empty else complete)["fiscal_year"].max())


def said(reader: Reader, scope: Scope) -> str:
    """The scope in words: 全道, 空知・石狩管内, 空知管内の町 …."""
    if scope.is_whole:
        return "全道"
    areas = own.areas(reader).set_index("code")["short_name"]
    sizes = own.size_classes(reader).set_index("code")["label_ja"]
    groups = overview.groups(reader).set_index("code")["label_ja"]
    parts = []
    if scope.subprefectures:
        parts.append("・".join(str(areas.get(code, code)) for code in scope.subprefectures) + "管内")
    if scope.size_classes:
        parts.append("・".join(str(sizes.get(code, code)) for code in scope.size_classes))
    if scope.kinds:
        parts.append("・".join(scope.kinds))
    if scope.groups:
        parts.append("・".join(str(groups.get(code, code)) for code in scope.groups))
    return "の".join(parts)


def extras(
    reader: Reader,
    towns: pd.DataFrame,
    known: tuple[int, pd.DataFrame],
    journal: Path | None,
    plan: str = "",
) -> dict[str, Any]:
    """Frames of the views that not every warehouse can give; what cannot be given is None. known: the year, all years."""
    year, years = known
    codes = set(towns["municipality_code"])
    ranking = priorities.ranking(reader, journal)
    ranking = ranking[ranking["code"].isin(codes)]
    plans = own.plans(reader)
    plans = plans[plans["municipality_code"].isin(codes)]
    moves = progress.transitions(reader)
    moves = moves[moves["municipality_code"].isin(codes) & (moves["fiscal_year"] == year)]
    chosen = gather_plans.plan_of(journal, plan)
    return {
        "barriers": barriers(reader, towns, year),
        "places": gather_barriers.places(reader, codes, year),
        "pairs": gather_barriers.pairs(reader, codes, year),
        "support": gather_barriers.support(reader, codes, year),
        "ranking": ranking if len(ranking) else None,
        "slippage": plans if len(plans) else None,
        "plan": gather_plans.outreach(reader, towns, journal, chosen),
        "route": gather_plans.route(reader, journal, chosen),
        "moves": moves if len(moves) else None,
        "changes": changes(reader, codes, year),
        "outlook": outlook(reader, codes, years),
        "returns": returns(reader, codes, year),
    }


def barriers(reader: Reader, towns: pd.DataFrame, year: int) -> pd.DataFrame | None:
    """One row a barrier and class of population of the newest survey up to a year: stated, counted, and labels."""
    rows = own.barriers(reader, year)
    rows = rows[rows["municipality_code"].isin(towns["municipality_code"])]
    if rows.empty or not rows["is_counted"].any():
        return None
    by = [
        "barrier_code",
        "barrier_label",
        "size_class",
        "size_label",
        "size_order",
        "year_label",
        "is_provisional",
    ]
    grouped = rows.assign(
        stated=(rows["is_stated"] & rows["is_counted"]).astype(int),
        counted=rows["is_counted"].astype(int),
        is_synthetic=rows["is_synthetic"] & rows["is_counted"],
    ).groupby(["sort_order", *by], sort=True)
    return grouped.agg({"stated": "sum", "counted": "sum", "is_synthetic": "max"}).reset_index()


def changes(reader: Reader, codes: set[object], year: int) -> pd.DataFrame | None:
    """One row a barrier (planning.barriers.persistence) between the newest two surveys up to a year, and labels."""
    rows = barrier_queries.changes(reader)
    rows = rows[rows["municipality_code"].isin(codes) & (rows["fiscal_year"] <= year)]
    if rows.empty:
        return None
    rows = rows[rows["fiscal_year"] == rows["fiscal_year"].max()]
    labels = progress.year_labels(reader).set_index("fiscal_year")["label_ja"]
    return barrier_counts.persistence(rows).assign(
        label=labels[rows["fiscal_year"].iloc[0]],
        before_label=labels[rows["before_fiscal_year"].iloc[0]],
        towns=int(
            rows[~rows["change"].isin(["not_comparable", "implementing"])]["municipality_code"].nunique()
        ),
        is_synthetic=bool(rows["is_synthetic"].any()),
    )


def outlook(reader: Reader, codes: set[object], years: pd.DataFrame) -> pd.DataFrame | None:
    """planning.slippage.outlook of the towns, with the number of plans that stand (pending) and of cases behind."""
    plans, begun = progress.plans(reader), progress.begun(reader)
    own_plans = plans[plans["municipality_code"].isin(codes)]
    begun = begun[begun["municipality_code"].isin(codes)]
    standing = own_plans[
        own_plans["is_current"].astype(bool)
        & ~own_plans["municipality_code"].isin(begun["municipality_code"])
    ]
    if standing.empty:
        return None
    rows = slippage.outlook(years, progress.year_labels(reader), begun, own_plans, plans)
    return rows.assign(
        pending=standing["municipality_code"].nunique(),
        cases=slippage.record(plans).resolved,
        is_synthetic=bool(plans["is_synthetic"].any() or begun["is_synthetic"].any()),
    )


def returns(reader: Reader, codes: set[object], year: int) -> pd.DataFrame | None:
    """One row a municipality of the round of a year; part: in_time, late, waiting. None where no return came."""
    rows = intake_queries.towns(reader, year)
    rows = rows[rows["municipality_code"].isin(codes)]
    if rows.empty or not (rows["state"] == "received").any():
        return None
    late = rows["days_late"].fillna(0) > 0
    part = late.map({True: "late", False: "in_time"}).where(rows["state"] == "received", "waiting")
    return rows.assign(part=part, is_synthetic=rows["is_synthetic"].fillna(False).astype(bool))
