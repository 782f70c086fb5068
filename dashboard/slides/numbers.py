"""The numbers behind a view, long and plain, for a sheet: of the very slide that the view becomes."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from dashboard import words
from dashboard.export.deck import slide_moves, slide_route, stage
from dashboard.export.deck.facts import RouteFacts
from dashboard.export.deck.model import Chart, Map, Table
from dashboard.queries import progress
from dashboard.slides import gather, make
from dashboard.slides.scope import Scope
from dashboard.warehouse import Reader

Rows = list[list[object]]
ROUTE = ["日目", "日付（西暦）", "日付（和暦）", "順", "標準地域コード", "市町村", "移動（分、推計）"]
ROUTE += ["到着（推計）", "終了（推計）", "帰着（推計）", "入らなかった理由"]
DIRECTIONS = {"advance": "前へ", "same": "同じ", "retreat": "後ろへ", "unknown": "わからない"}


def table(
    reader: Reader, view: str, scope: Scope, as_of: date | None, journal: Path | None
) -> tuple[list[str], Rows, list[str], bool]:
    """Header, rows, sources in words, and whether any of it is fictional. reader: as of the day."""
    facts = gather.facts(reader, scope, as_of, journal)
    slide = make.MAKERS[view][1](facts, stage.made())
    sources = [
        f"{row.title}（{row.publisher}）" for row in facts.sources.itertuples() if row.kind != "return"
    ]
    returns = int((facts.sources["kind"] == "return").sum())
    if returns:
        sources.append(f"市町村から届いた調査票 {returns}件")
    if view == slide_moves.VIEW:
        return (
            ["前の年度", "年度", "前の区分", "区分", "向き", "市町村数"],
            _moves(reader, facts),
            sources,
            slide.synthetic,
        )
    if view == slide_route.VIEW and facts.route is not None:
        return ROUTE, _route(facts.route), sources, slide.synthetic
    for element in slide.elements:
        if isinstance(element, Map):
            return _towns(facts), _town_rows(facts), sources, slide.synthetic
        if isinstance(element, Chart):
            rows = [
                [category, series.name, value]
                for series in element.series
                for category, value in zip(element.categories, series.values, strict=True)
            ]
            return ["項目", "系列", "値"], rows, sources, slide.synthetic
        if isinstance(element, Table):
            plain: Rows = [[cell.text for cell in row.cells] for row in element.rows]
            return list(element.header), plain, sources, slide.synthetic
    return _towns(facts), _town_rows(facts), sources, slide.synthetic


def _moves(reader: Reader, facts: gather.Facts) -> Rows:
    """Every pair of years, as the picture of the page 経過 has them."""
    rows = progress.transitions(reader)
    rows = rows[rows["municipality_code"].isin(facts.towns["municipality_code"])]
    groups = facts.groups.set_index("code")["label_ja"]
    keys = ["from_fiscal_year", "fiscal_year", "from_group", "to_group", "direction"]
    return [
        [
            int(before),
            int(year),
            str(groups[start]),
            str(groups[end]),
            DIRECTIONS[str(direction)],
            int(number),
        ]
        for (before, year, start, end, direction), number in rows.groupby(keys).size().items()
    ]


def _route(route: RouteFacts) -> Rows:
    """One row a visit, then one row a town that the route leaves out, with the reason."""
    visits: Rows = [
        [
            *(row["day"], row["date"], words.day_short(row["date"]), row["order"], row["code"], row["name"]),
            row["travel_minutes"],
            *(time.fromisoformat(str(row[name])) for name in ("arrive", "leave", "back")),
            "",
        ]
        for row in route.visits.to_dict("records")
    ]
    left: Rows = [
        [*[""] * 4, row["code"], row["name"], *[""] * 4, row["said"]] for row in route.left.to_dict("records")
    ]
    return [*visits, *left]


def _towns(_facts: object) -> list[str]:
    return ["団体コード", "市町村", "振興局", "年度", "区分", "状態", "開始年度", "架空データ"]


def _town_rows(facts: gather.Facts) -> Rows:
    groups = facts.groups.set_index("code")["label_ja"]
    return [
        [
            str(row["municipality_code"]),
            str(row["name"]),
            str(row["subprefecture_name"]),
            facts.fiscal_year,
            str(groups[row["group_code"]]),
            str(row["status_label"]),
            row["start_label"] if isinstance(row["start_label"], str) else "",
            "はい" if row["is_synthetic"] else "いいえ",
        ]
        for row in facts.towns.to_dict("records")
    ]
