"""出典, 時点, データの更新日, definitions and notes: kept apart, as the guide of デジタル庁 asks."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components import reconciliation
from dashboard.frames import records
from dashboard.queries import overview
from dashboard.views.year import YearFacts
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

# Kind of the files that towns return; past so many they are folded.
RETURNS = "return"
MOST_RETURNS = 5


def block(facts: YearFacts) -> list[object]:
    """時点, データの更新日 and 出典 of a year."""
    newest = facts.year["newest_as_of"]
    as_of = "資料がない" if pd.isna(newest) else f"{words.day_short(newest)}までの資料による"
    reader = facts.reader
    credit = str(overview.boundaries(reader)["credit"].iloc[0])
    return [
        html.P([html.B("時点　"), f"{facts.year['label_ja']}の状態は、{as_of}"]),
        html.P([html.B("データの更新日　"), f"{words.moment(reader.built_at)}（版 {reader.warehouse_id}）"]),
        html.P(html.B("出典")),
        sources(overview.files_behind(reader, facts.fiscal_year, facts.towns["municipality_code"]), credit),
        *(
            [html.P(html.B("公表値のセル")), html.Ul(reconciliation.cells(facts.totals))]
            if len(facts.totals)
            else []
        ),
    ]


def cautions() -> html.Ul:
    """What a reader must know before quoting a number."""
    return html.Ul([html.Li(text) for text in words.CAUTIONS])


def sources(files: pd.DataFrame, credit: str) -> html.Ul:
    """files: queries.files_behind; credit: of the boundaries."""
    returns = files[files["kind"] == RETURNS]
    lists = files if len(returns) <= MOST_RETURNS else files[files["kind"] != RETURNS]
    items = [html.Li(_source(row)) for row in records(lists)]
    if len(returns) > MOST_RETURNS:
        mark = html.Span(words.SYNTHETIC, className="tag tag-synthetic")
        said = f"市町村の調査票の回答 {words.count(len(returns))}件"
        folded = html.Ul([html.Li(_source(row)) for row in records(returns)])
        summary = html.Summary([said, mark if returns["is_synthetic"].any() else None])
        items.append(html.Li(html.Details([summary, folded])))
    return html.Ul([*items, html.Li(f"地図の境界: {credit}")])


def definitions(statuses: pd.DataFrame, groups: pd.DataFrame) -> html.Dl:
    """statuses, groups: the code tables."""
    parts: list[object] = []
    for group in records(groups):
        inside = statuses[statuses["group_code"] == group["code"]]
        parts.append(html.Dt([f"{group['symbol']} {group['label_ja']}"]))
        parts += [html.Dd([html.B(f"{row['label_ja']}　"), row["description"]]) for row in records(inside)]
    return html.Dl(parts, className="definitions")


def updated(reader: Reader, newest: object) -> list[object]:
    """When the data was made, up to which day things are known; behind 「この画面について」 its version. newest: day of the warehouse."""
    day = pd.Timestamp(str(newest)).date() if reader.as_of is None else reader.as_of
    known = f"時点 {words.day_short(day)}までに把握した内容"
    fictional = html.Span("架空データを含む版", className="tag tag-synthetic")
    return [
        html.Span(
            [
                f"データの更新日 {words.moment(reader.built_at)}",
                fictional if overview.is_fictional(reader) else None,
            ]
        ),
        html.Span(
            [
                html.B(known) if reader.as_of else known,
                html.Details(
                    [
                        html.Summary("この画面について", className="screen-only"),
                        html.Span(f"データの版 {reader.warehouse_id}", className="version-id"),
                    ],
                    className="version-about screen-only",
                ),
            ]
        ),
    ]


def _source(row: dict[str, Any]) -> list[object]:
    said: list[object] = [words.with_publisher(row["title"], row["publisher"] or "")]
    if pd.notna(row["as_of"]):
        said.append(f"　時点 {words.day_short(row['as_of'])}")
    said.append(html.Span(raw_files.file_words(row["file"]), className="cell-place"))
    if row["is_synthetic"]:
        said.append(html.Span(words.SYNTHETIC, className="tag tag-synthetic"))
    return said
