"""ダウンロード: every table of the catalogue, in each format that can hold it."""

from __future__ import annotations

from dashboard.frames import records

from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import pandas as pd
from dash import dcc, html

from dashboard.queries import overview
from dashboard.words import words
from dashboard.views.view import View
from dashboard.queries import data
from dashboard.warehouse.reader import Reader

ADDRESS = "/data/download"
LAYERS = {
    "mart": ("集計", "画面に出ている数。ふだんはここから選びます"),
    "core": ("事実", "資料に書かれていたことを、出典のセルとともに1つずつ"),
    "codes": ("符号表", "符号と言葉"),
}
FORMATS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "geojson": "GeoJSON"}


def section(reader: Reader, asked: View) -> list[Any]:
    """Tables by layer, with links; which rows they give is said above."""
    tables, columns = data.tables(reader), data.columns(reader)
    held = columns.groupby("table_name")["column_name"].agg(set).to_dict()
    maps = data.drawable(reader)
    whole = parse_qs(asked.search.removeprefix("?")).get("rows", [""])[0] == "all"
    rows: list[Any] = []
    for layer, (title, about) in LAYERS.items():
        part = tables[tables["table_name"].str.startswith(f"{layer}_")]
        head = html.Th(
            [html.B(title), html.Span(f"　{about}", className="note")], scope="colgroup", colSpan=7
        )
        rows.append(html.Tr(head, className="layer"))
        rows += [_row(asked, row, held[row["table_name"]], maps) for row in records(part)]
    heads = ("内容", "表の名前", "行数", *FORMATS.values())
    return [
        html.P(_explanation(reader, asked, whole), className="data-scope"),
        _switch(asked, whole),
        html.P(
            "Excel は機械可読性に関するルールに沿ったシート（データ・定義・符号表・説明）です。CSV は UTF-8（BOMあり）で、"
            "= + - @ などで始まる文字の前に ' を付けて、表計算ソフトが式として動かさないようにしています。"
            "架空データの行は、どの形式でも列で見分けられます。",
            className="note",
        ),
        html.Table(
            [html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])), html.Tbody(rows)],
            className="plain downloads",
        ),
    ]


def _explanation(reader: Reader, asked: View, whole: bool) -> str:
    as_of = pd.Timestamp(overview.build(reader)["as_of"].iloc[0]).date()
    said = f"{words.day_short(as_of)}までに知っていた内容を保存します。"
    if asked.is_narrow and not whole:
        return (
            f"{said}市町村のある表は、上の条件に合う{words.count(len(asked.codes or ()))}市町村の行だけです。"
        )
    return f"{said}すべての市町村の行です。"


def _switch(asked: View, whole: bool) -> dcc.Link | None:
    if not asked.is_narrow:
        return None
    pairs = [(name, value) for name, value in parse_qsl(asked.search.removeprefix("?")) if name != "rows"]
    if not whole:
        pairs.append(("rows", "all"))
    text = "条件に合う市町村の行だけにする" if whole else "条件に関係なく、すべての行にする"
    return dcc.Link(text, href=f"/data?{urlencode(pairs, safe=',')}", className="button button-quiet")


def _row(asked: View, row: dict[str, Any], held: set[str], maps: dict[str, str]) -> html.Tr:
    name = str(row["table_name"])
    description = str(row["description"]).removeprefix("1行 = ")
    personal = "raw_text" in held or {"question_id", "value"} <= held
    offered = {"csv", "xlsx", "parquet"} | ({"geojson"} if name in maps else set())
    return html.Tr(
        [
            html.Th(
                [
                    description,
                    " ",
                    html.Span("連絡先・自由記述を含む", className="tag") if personal else None,
                ],
                scope="row",
            ),
            html.Td(html.Code(name)),
            html.Td(words.count(row["rows"]), className="number"),
            *[html.Td(_link(asked, name, kind, maps) if kind in offered else "―") for kind in FORMATS],
        ]
    )


def _link(asked: View, name: str, kind: str, maps: dict[str, str]) -> html.A:
    label = FORMATS[kind]
    if kind == "geojson" and maps.get(name) == "year":
        label += f"（{words.fiscal_year(asked.fiscal_year)}）"
    pairs = [
        (key, value) for key, value in parse_qsl(asked.search.removeprefix("?")) if key not in ("sec", "town")
    ]
    if "fy" not in dict(pairs):
        pairs.append(("fy", str(asked.fiscal_year)))
    return html.A(
        label,
        href=f"{ADDRESS}/{name}.{kind}?{urlencode(pairs, safe=',')}",
        **{"aria-label": f"{name} を {FORMATS[kind]} で保存"},
    )
