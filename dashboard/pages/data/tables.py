"""何がどこまであるか and 公表値との突合, as plain tables."""

from __future__ import annotations

from dashboard.frames import records

from typing import Any

import pandas as pd
from dash import html

from dashboard.words import raw_files, words
from dashboard.components import correcting
from dashboard.components.reconciliation import STATES
from dashboard.views.corrections import total_key
from dashboard.views.view import View
from dashboard.queries import data
from dashboard.warehouse.reader import Reader

WHY_NOT = {
    "match": "同じ",
    "mismatch": "違う。名簿を登録し直すか、正誤を記録する",
    "same_source": "同じ資料から転記した市町村名のため、確かめにならない",
    "towns_not_published": "市町村の名前が公表されていないため、数えて確かめられない",
}


def coverage_table(reader: Reader, asked: View) -> list[Any]:
    rows = data.coverage(reader)
    heads = (
        "年度",
        "どこまでわかるか",
        "実施（市町村）",
        "その年度の資料",
        "継続とみなす",
        "情報なし",
        "うち架空",
        "調査票の回収",
        "資料の最も新しい時点",
    )
    body = [_coverage_row(row, row["fiscal_year"] == asked.fiscal_year) for row in records(rows)]
    files = data.files(reader)
    return [
        html.P(
            "年度ごとに、179市町村の状態をどこまで知っているかです。「わかっている範囲」の年度は、合計ではありません。",
            className="note",
        ),
        html.Div(
            html.Table(
                [html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])), html.Tbody(body)],
                className="plain numbers coverage",
            ),
            className="scroll",
            tabIndex=0,
            role="region",
            **{"aria-label": "年度ごとの範囲"},
        ),
        html.H3("入っているもの"),
        html.Ul(
            [
                html.Li(
                    f"資料 {words.count(int((files['kind'] != 'return').sum()))}、調査票 {words.count(int((files['kind'] == 'return').sum()))} のファイル。"
                    f"うち{words.SYNTHETIC} {words.count(int(files['is_synthetic'].sum()))}"
                ),
                html.Li(
                    f"読んだ行 {words.count(files['rows_read'].sum())} ＝ 取り込んだ {words.count(files['rows_loaded'].sum())} ＋ "
                    f"保留した {words.count(files['rows_quarantined'].sum())} ＋ 時点より後 {words.count(files['rows_not_yet_known'].sum())}"
                ),
                html.Li(
                    f"表 {words.count(len(data.tables(reader)))}、列 {words.count(len(data.columns(reader)))}"
                ),
                html.Li(f"データの更新日 {words.moment(reader.built_at)}（版 {reader.warehouse_id}）"),
            ],
            className="plain-list",
        ),
    ]


def _coverage_row(row: dict[str, Any], is_now: bool) -> html.Tr:
    if row["all_answered"]:
        known = "● 全市町村の状態"
    elif row["implementers_complete"]:
        known = "◆ 実施市町村は全て"
    else:
        known = f"△ {words.KNOWN_SO_FAR}"
    came = "―"
    if pd.notna(row["returns_asked"]):
        came = f"{words.count(row['returns_received'])}／{words.count(row['returns_asked'])}"
    implementing = words.count(row["implementing"])
    newest = "―" if pd.isna(row["newest_as_of"]) else words.day_short(row["newest_as_of"])
    cells = [
        known,
        implementing if row["implementers_complete"] else f"({implementing})",
        *(words.count(row[name]) for name in ("stated", "carried", "unknown", "synthetic")),
        came,
        newest,
    ]
    return html.Tr(
        [
            html.Th(f"{row['label_ja']}（{row['fiscal_year']}）", scope="row"),
            *[html.Td(cell) for cell in cells],
        ],
        className="is-now" if is_now else "",
    )


def totals(reader: Reader, _asked: View) -> list[Any]:
    rows = data.reconciliation(reader)
    heads = (
        "年度",
        "時点",
        "公表資料での呼び方",
        "公表",
        "市町村の記録",
        "状態のわかる市町村",
        "結果",
        "比べられるか",
        "出典のセル",
    )
    if rows.empty:
        return [html.P("この時点で公表された合計はありません。")]
    return [
        html.P(
            "公表された数と、市町村ごとの記録から数えた数です。公表値は全道の数なので、振興局などの条件では絞りません。"
            "「推定」は、図に項目名がなく、説明文から読み取ったものです。",
            className="note",
        ),
        html.Div(
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                    html.Tbody([_total(row) for row in records(rows)]),
                ],
                className="plain reconciliation",
            ),
            className="scroll",
            tabIndex=0,
            role="region",
            **{"aria-label": "公表値との突合"},
        ),
    ]


def _total(row: dict[str, Any]) -> html.Tr:
    sign, said = STATES[str(row["state"])]
    inferred = html.Span("推定", className="tag") if row["is_inferred"] else None
    fictional = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    known = (
        "―" if row["state"] == "towns_not_published" and not row["computed"] else words.count(row["computed"])
    )
    return html.Tr(
        [
            html.Th(row["year_label"], scope="row"),
            html.Td(words.day_short(row["as_of"])),
            html.Td([row["label_ja"], " ", inferred]),
            html.Td(
                [
                    words.count(row["published"]),
                    correcting.mark(row),
                    correcting.button(total_key(str(row["total_code"])), f"公表値「{row['label_ja']}」"),
                ],
                className="number",
            ),
            html.Td([known, fictional], className="number"),
            html.Td(f"{words.count(row['towns_known'])}／179", className="number"),
            html.Td(
                [html.Span(sign, className=f"state state-{row['state']}", **{"aria-hidden": "true"}), said]
            ),
            html.Td(WHY_NOT[str(row["state"])]),
            html.Td([html.Span(raw_files.of_row(row), className="cell-place"), html.Div(row["note"], className="note")]),
        ]
    )
