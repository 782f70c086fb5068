"""What every slide of a year and scope rests on: Reader → SlideRequest."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import pandas as pd

from dashboard.chart_data.chart import SlideRequest
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.export.deck.deck_data import DeckData
from dashboard.frames import records
from dashboard.queries import filters, overview
from dashboard.queries import slides as queries
from dashboard.services import events
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def slide_request(
    reader: Reader, scope: Scope, as_of: date | None = None, journal: Path | None = None
) -> SlideRequest:
    """reader: of the day of as_of. Raises SlidesRefusedError for an unknown year or a scope without municipalities.

    What one slide alone needs is gathered by that slide (Chart.slide), once it is drawn.
    """
    years = overview.years(reader)
    year = scope.fiscal_year if scope.fiscal_year is not None else filters.default_year(years)
    known = years["fiscal_year"].tolist()
    if year not in known:
        raise SlidesRefusedError(
            f"{words.fiscal_year(year)}のデータはありません。"
            f"{words.fiscal_year(known[0])}〜{words.fiscal_year(known[-1])}のどれかを指定してください。"
        )
    towns = filters.narrow(queries.towns(reader, year), scope).reset_index(drop=True)
    if towns.empty:
        raise SlidesRefusedError("条件に合う市町村がありません。振興局などの指定を確かめてください。")
    before = queries.towns(reader, year - 1) if year - 1 in known else None
    if before is not None:
        before = before[before["municipality_code"].isin(towns["municipality_code"])]
    known_until = as_of or pd.Timestamp(overview.build(reader)["as_of"].iloc[0]).date()
    data = DeckData(
        fiscal_year=year,
        year=_row_of(years, year),
        towns=towns,
        before=before,
        year_before=_row_of(years, year - 1) if before is not None else None,
        groups=overview.groups(reader),
        areas=queries.areas(reader),
        warehouse_id=reader.warehouse_id,
        built_words=words.moment(reader.built_at),
        as_of_words=words.day_short(known_until),
        scope=scope_label(reader, scope),
        is_whole=scope.is_whole,
        events=_events(reader, journal),
        view_state={**asdict(scope), "resolved_year": year, "as_of": as_of.isoformat() if as_of else None},
    )
    return SlideRequest(reader, scope, journal, data)


def scope_label(reader: Reader, scope: Scope) -> str:
    """The scope in words: 全道, 空知・石狩管内, 空知管内の町 …."""
    if scope.is_whole:
        return "全道"
    areas = queries.areas(reader).set_index("code")["short_name"]
    sizes = queries.size_classes(reader).set_index("code")["label_ja"]
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


def _events(reader: Reader, journal: Path | None) -> pd.DataFrame:
    rows = events.standing(reader, journal)
    return rows.assign(sentence=[events.sentence(row) for row in records(rows)])


def _row_of(years: pd.DataFrame, year: int) -> dict[str, object]:
    return records(years[years["fiscal_year"] == year])[0]
