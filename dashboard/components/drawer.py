"""One town, over any page: its state through the years and the cells that say so."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard import theme
from dashboard.components import correcting
from dashboard.export.town_list import BASIS
from dashboard.frames import records
from dashboard.queries import overview
from dashboard.views.corrections import START_YEAR, STATUS_CODE
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

SHEET, PLAN = "/town", "/plan"
# What stands beside an announced state and says what it rests on.
BESIDE = {"phrase_read": "読み取った文", "published_in": "掲載場所", "confidence": "確からしさ"}


def title(reader: Reader, code: str) -> str:
    """Heading of the drawer; an unknown code is said as such."""
    town = overview.town(reader, code)
    if town.empty:
        return "市町村が見つかりません"
    row = town.iloc[0]
    return f"{row['name']}（{row['kana']}）"


def content(reader: Reader, code: str, fiscal_year: int) -> list[object]:
    """Figures and neighbours (in the year that is asked for), status by year, then every statement with its file, sheet, cell and the text as written."""
    town = overview.town(reader, code)
    if town.empty:
        return [
            html.P(
                f"コード「{code[:12]}」の市町村は道内の179市町村にありません。地図か表から選び直してください。"
            )
        ]
    row = town.iloc[0]
    years = overview.town_years(reader, code)
    parts: list[object] = [
        _facts(row, _neighbours(reader, code, fiscal_year)),
        html.P(
            [
                html.A("市町村カルテを開く", href=f"{SHEET}?town={code}", className="button button-small"),
                " ",
                html.A("計画に入れる", href=f"{PLAN}?add={code}", className="button button-small"),
            ]
        ),
    ]
    if years["is_synthetic"].any():
        parts.append(html.P("架空データを含みます。", className="banner-synthetic"))
    parts += [
        html.H3("年度ごとの状態"),
        _table(("年度", "状態", "開始年度", "根拠"), [_year(one) for one in records(years)]),
        html.H3("出典（書かれているセル）"),
    ]
    return [*parts, *statements(reader, code)]


def statements(reader: Reader, code: str) -> list[object]:
    """Every statement about the state of the town with file, sheet, cell, text as written, and what it rests on."""
    said = overview.town_statements(reader, code)
    if said.empty:
        return [html.P("この市町村の状態を書いた資料はまだありません。予定なしという意味ではありません。")]
    beside = overview.town_lineage(reader, code)
    return [_statement(one, beside[beside["fact"] == one["source_id"]]) for one in records(said)]


def _facts(row: pd.Series, neighbours: str) -> html.Dl:
    pairs = [
        ("コード", f"{row['municipality_code']}（6桁 {row['code6']}）"),
        ("振興局", row["subprefecture_name"]),
        (
            "人口",
            "―"
            if pd.isna(row["population"])
            else f"{words.count(row['population'])}人（国勢調査速報 {words.day_short(row['population_as_of'])}）",
        ),
        (
            "65歳以上",
            "―" if pd.isna(row["aging_rate_pct"]) else f"{words.decimal(row['aging_rate_pct'], 1)}％",
        ),
        ("隣り合う市町村", neighbours),
    ]
    return html.Dl(
        [part for name, said in pairs for part in (html.Dt(name), html.Dd(said))], className="facts"
    )


def _neighbours(reader: Reader, code: str, fiscal_year: int) -> str:
    around = overview.neighbours(reader, code, fiscal_year)
    if around.empty:
        return "なし（陸の境界で接する市町村がない）"
    implementing = around[around["group_code"] == "implementing"]["name"].tolist()
    names = f"（{'、'.join(implementing)}）" if implementing else ""
    return f"{len(around)}市町村のうち、{words.fiscal_year(fiscal_year)}に実施 {len(implementing)}{names}"


def _year(row: dict[str, object]) -> list[object]:
    style = theme.GROUPS[str(row["group_code"])]
    mark = html.Span(
        str(row["symbol"]),
        className="mark",
        style={"background": style.fill, "color": style.ink, "borderColor": style.line},
    )
    basis = BASIS[str(row["basis"])]
    if row["basis"] == "carried":
        basis = f"{row['stated_label']}の記載を継続とみなす"
    start = row["start_label"] if isinstance(row["start_label"], str) else "―"
    if isinstance(row.get("start_file"), str):
        start = f"{start}（{row['start_stated_label']}の記載 {raw_files.of_row(row, 'start_')}）"
    buttons = correcting.status_buttons(row)
    beside: dict[str, list[Any]] = {
        item: [correcting.mark(row) if row.get("corrected_item") == item else None, buttons[item]]
        for item in (STATUS_CODE, START_YEAR)
    }
    state = [mark, str(row["status_label"]), *beside[STATUS_CODE], correcting.own_year_button(row)]
    return [f"{row['year_label']}", state, [start, *beside[START_YEAR]], basis]


def _statement(row: dict[str, object], beside: pd.DataFrame) -> html.Div:
    is_told = row["file"] == raw_files.CORRECTIONS  # by word of mouth: on the day of 把握日
    marks = [html.Span(words.SYNTHETIC, className="tag tag-synthetic")] if row["is_synthetic"] else []
    return html.Div(
        [
            html.P([html.B(f"{row['year_label']}　{row['status_label']}"), *marks]),
            html.Blockquote(f"「{row['raw_text']}」"),
            html.P(
                [
                    html.Span(words.with_publisher(str(row["title"]), str(row["publisher"] or ""))),
                    html.Br(),
                    raw_files.of_row(row),
                ]
            ),
            html.P(
                f"時点 {words.day_short(row['as_of'])}　把握日 {words.day_short(row['known_on'])}　"  # type: ignore[arg-type]
                + ("" if is_told else f"受領 {words.day_short(row['received_on'])}"),  # type: ignore[arg-type]
                className="note",
            ),
            *[
                html.P(f"{BESIDE[column]}: 「{text}」（{cell}）", className="note")
                for column, text, cell in beside[["column_name", "raw_text", "cell"]].itertuples(index=False)
                if column in BESIDE
            ],
            html.P(str(row["note"]), className="note") if row["note"] else None,
        ],
        className="statement",
    )


def _table(headings: tuple[str, ...], rows: list[list[object]]) -> html.Table:
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col") for text in headings])),
            html.Tbody(
                [
                    html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]])
                    for row in rows
                ]
            ),
        ],
        className="plain",
    )
