"""The towns without a rank: those of which too little is known, and those whose start is watched."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.frames import records
from dashboard.planning import spec
from dashboard.views import view
from dashboard.views.outreach import OutreachView
from dashboard.words import words

# What is missing → how to get it. In the order in which it is worth getting.
HOW = {
    "stage": "調査票を送り、届いたものを「回収・点検」で受け取る",
    "barriers": "調査票を送り、届いたものを「回収・点検」で受け取る",
    "support": "調査票を送り、届いたものを「回収・点検」で受け取る",
    "functions": "調査票を送り、届いたものを「回収・点検」で受け取る",
    "repeated": "前の年度の調査票も取り込む",
    "return": "調査票を1通でも受け取る",
    "attendance": "取組みの参加者名簿を取り込む（「登録」の画面）",
    "never": "取組みの参加者名簿を取り込む（「登録」の画面）",
    "contact": "市町村カルテか計画で、連絡の記録をつける",
    "aging_65": "この時点で知っていた人口・年齢の統計を取り込む（「登録」の画面）",
    "aging_75": "この時点で知っていた人口・年齢の統計を取り込む（「登録」の画面）",
    "smallness": "この時点で知っていた人口・年齢の統計を取り込む（「登録」の画面）",
    "households": "この時点で知っていた人口・年齢の統計を取り込む（「登録」の画面）",
    "peers": "この時点で知っていた人口・年齢の統計を取り込む（「登録」の画面）",
    "neighbours": "陸続きの隣がない市町村では分からない",
}

SHARE = "分かっている重み"


def insufficient(shown: OutreachView) -> list[Any]:
    """判断材料不足: how many, what is missing of them and how to get it, and each of them."""
    frame = _filtered(shown.ranking.insufficient, shown)
    if frame.empty:
        return [
            _title("insufficient-title", "判断材料不足", 0),
            html.P("ありません。", className="note is-none"),
        ]
    missing = Counter(code for unknown in frame["unknown"] for code in unknown)
    labels = {criterion.code: criterion.label for criterion in spec.criteria()}
    ways: dict[str, list[str]] = {}
    for code, way in HOW.items():
        if missing[code]:
            ways.setdefault(way, []).append(f"{labels[code]}（{missing[code]}市町村）")
    share = words.share_of(spec.rules().known_share)
    rows = [
        html.Tr(
            [
                html.Th(_town(shown, row["code"], row["name"]), scope="row"),
                html.Td(words.share_of(row["known_share"]), className="number"),
                html.Td("・".join(labels[code] for code in row["unknown"])),
            ]
        )
        for row in records(frame)
    ]
    return [
        _title("insufficient-title", "判断材料不足", len(frame)),
        html.P(
            f"重みのうち分かっている項目が{share}に満たないため、区分しません。"
            "分からないことを0点とは数えません。次のものを集めると、区分できます。"
        ),
        html.Table(
            [
                html.Thead(html.Tr([html.Th("足りないもの", scope="col"), html.Th("集め方", scope="col")])),
                html.Tbody(
                    [html.Tr([html.Td("・".join(names)), html.Td(way)]) for way, names in ways.items()]
                ),
            ],
            className="plain",
        ),
        html.Details(
            [
                html.Summary(f"{words.count(len(frame))}市町村の一覧"),
                _table(("市町村", SHARE, "分からない項目"), rows),
            ]
        ),
    ]


def watched(shown: OutreachView) -> list[Any]:
    """開始予定の確認: towns that have fixed a start or prepare for it, the most pressing first."""
    frame = _filtered(shown.material.watch(shown.ranking), shown)
    if frame.empty:
        return [_title("watch-title", "開始予定の確認", 0), html.P("ありません。", className="note is-none")]
    rows = [
        html.Tr(
            [
                html.Th(_town(shown, row["code"], row["name"]), scope="row"),
                html.Td(row["status_label"]),
                html.Td(
                    "―" if pd.isna(row["start_fiscal_year"]) else words.fiscal_year(row["start_fiscal_year"])
                ),
                html.Td(_state(row)),
                html.Td("―" if pd.isna(row["said_on"]) else words.day_short(row["said_on"])),
            ]
        )
        for row in records(frame)
    ]
    return [
        _title("watch-title", "開始予定の確認", len(frame)),
        html.P(
            "開始年度を決めた市町村と、移行準備中の市町村です。候補には入れず、予定どおり進んでいるかを見ます。"
        ),
        _table(("市町村", "状態", "開始年度", "進み具合", "時点"), rows),
    ]


def _state(row: dict[str, Any]) -> list[Any]:
    symbol = {"overdue": "？ ", "put_off": "▲ ", "no_year": "・ ", "coming": "● "}[row["state"]]
    more = f"（最初の予定は{words.fiscal_year(int(row['first_stated']))}）" if row["years_put_off"] else ""
    mark = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    return [f"{symbol}{row['state_label']}{more}", mark]


def _filtered(frame: pd.DataFrame, shown: OutreachView) -> pd.DataFrame:
    left = shown.view.codes
    return frame if left is None else frame[frame["code"].isin(left)]


def _town(shown: OutreachView, code: str, name: str) -> dcc.Link:
    return dcc.Link(name, href=f"/town{view.address(shown.view, town=code)}")


def _title(title_id: str, text: str, count: int) -> html.H2:
    return html.H2([text, html.Span(f" {words.count(count)}市町村", className="note")], id=title_id)


def _table(heads: tuple[str, ...], rows: list[html.Tr]) -> html.Div:
    head = html.Thead(
        html.Tr([html.Th(text, scope="col", className="number" if text == SHARE else "") for text in heads])
    )
    return html.Div(
        html.Table([head, html.Tbody(rows)], className="plain"),
        className="scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": "一覧"},
    )
