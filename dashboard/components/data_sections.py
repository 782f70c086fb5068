"""The sections of データ, one shown at a time: ?sec=download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import pandas as pd
from dash import dcc, html

from dashboard import words
from dashboard.components import data_downloads, data_grids, view
from dashboard.components.reconciliation import STATES
from dashboard.components.view import View
from dashboard.queries import data
from dashboard.warehouse import Reader

PATH = "/data"
WHY_NOT = {
    "match": "同じ",
    "mismatch": "違う。名簿を登録し直すか、正誤を記録する",
    "towns_not_published": "市町村の名前が公表されていないため、数えて確かめられない",
}


def asked_section(search: str) -> str:
    """The section that the address names, else the first."""
    named = parse_qs(search.removeprefix("?")).get("sec", [""])[0]
    return named if named in SECTIONS else next(iter(SECTIONS))


def navigation(asked: View) -> html.Nav:
    """Links to the sections, which keep the rest of the address."""
    now = asked_section(asked.search)
    links = [
        dcc.Link(
            title,
            href=address(asked, sec=name),
            className="section-link",
            **{"aria-current": "true"} if name == now else {},
        )
        if name != now
        else html.A(
            title, href=address(asked, sec=name), className="section-link", **{"aria-current": "true"}
        )
        for name, (title, _) in SECTIONS.items()
    ]
    return html.Nav(links, className="section-nav", **{"aria-label": "データの中身"})


def address(asked: View, **changes: str) -> str:
    """The address of the page with some of its parts changed; an empty part goes."""
    pairs = [
        (name, value) for name, value in parse_qsl(asked.search.removeprefix("?")) if name not in changes
    ]
    pairs += [(name, value) for name, value in changes.items() if value]
    return PATH + (f"?{urlencode(pairs, safe=',')}" if pairs else "")


def section(reader: Reader, asked: View) -> html.Section:
    title, make = SECTIONS[asked_section(asked.search)]
    return html.Section(
        [html.H2(title, id="data-section-title"), *make(reader, asked)], className="panel data-section"
    )


def _what(reader: Reader, asked: View) -> list[Any]:
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
    body = [_coverage_row(row, row["fiscal_year"] == asked.fiscal_year) for row in rows.to_dict("records")]
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
                    f"別に置いた {words.count(files['rows_quarantined'].sum())} ＋ 時点より後 {words.count(files['rows_not_yet_known'].sum())}"
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
    newest = (
        "―"
        if pd.isna(row["newest_as_of"])
        else f"{row['newest_as_of']:%Y-%m-%d}（{words.era_year(row['newest_as_of'])}）"
    )
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


def _sources(reader: Reader, asked: View) -> list[Any]:
    files, later = _known_files(reader, asked)
    return [
        html.P(
            f"受け取ったままの資料 {words.count(len(files))}。指紋（SHA-256）は、中身が1文字でも変わると違う値になります。"
            f"列を絞ると種類ごとに見られます。{later}",
            className="note",
        ),
        data_grids.sources(files),
    ]


def _load(reader: Reader, asked: View) -> list[Any]:
    files, later = _known_files(reader, asked)
    aside = data.quarantine(reader)
    aside = aside[aside["file"].isin(files["file"])]
    return [
        html.P(
            f"読んだ行 ＝ 取り込んだ行 ＋ 別に置いた行 ＋ 時点より後の行。黙って捨てた行はありません。{later}",
            className="note",
        ),
        data_grids.load(files),
        html.H3(f"別に置いた行（{words.count(len(aside))}）"),
        data_grids.quarantine(aside),
    ]


def _findings(reader: Reader, asked: View) -> list[Any]:
    whole = data.findings(reader)
    rows = view.narrow(whole, asked)
    counts = rows["severity"].value_counts()
    said = "、".join(
        f"{label} {words.count(int(counts.get(code, 0)))}" for code, label in data_grids.SEVERITIES.items()
    )
    hidden = len(whole) - len(rows)
    note = (
        f"ほかに、条件に合わない市町村や、市町村のわからない指摘が{words.count(hidden)}件あります。"
        if hidden
        else ""
    )
    return [
        html.P(f"読み込みで見つかったこと {words.count(len(rows))}件（{said}）。{note}", className="note"),
        data_grids.findings(rows),
    ]


def _totals(reader: Reader, _asked: View) -> list[Any]:
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
                    html.Tbody([_total(row) for row in rows.to_dict("records")]),
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
            html.Td(f"{row['as_of']:%Y-%m-%d}"),
            html.Td([row["label_ja"], " ", inferred]),
            html.Td(words.count(row["published"]), className="number"),
            html.Td([known, fictional], className="number"),
            html.Td(f"{words.count(row['towns_known'])}／179", className="number"),
            html.Td(
                [html.Span(sign, className=f"state state-{row['state']}", **{"aria-hidden": "true"}), said]
            ),
            html.Td(WHY_NOT[str(row["state"])]),
            html.Td([html.Code(f"{row['file']} {row['cell']}"), html.Div(row["note"], className="note")]),
        ]
    )


def _corrections(reader: Reader, asked: View) -> list[Any]:
    rows = data.corrections(reader)
    kept = view.narrow(rows, asked)
    if rows.empty:
        return [
            html.P("この時点では、正誤の記録はまだありません。"),
            html.P(
                [
                    "公表した数の誤りに気づいたときは、元のファイルは直さず、",
                    html.Code("data/raw/corrections/corrections.csv"),
                    " に1行（表・団体コード・年度・項目・誤・正・理由・連絡者・連絡日）を足して取り込み直します。"
                    "ここに、今の値に効いているかどうかとともに表示されます。",
                ]
            ),
        ]
    return [
        html.P(
            f"{words.count(len(kept))}件。「誤」の値が今の記録と合わない訂正は効かず、取り込みのときに警告が出ます。",
            className="note",
        ),
        data_grids.corrections(kept),
    ]


def _dictionary(reader: Reader, _asked: View) -> list[Any]:
    tables, columns = data.tables(reader), data.columns(reader)
    return [
        html.P(
            f"表 {words.count(len(tables))}、列 {words.count(len(columns))}。codes_ は符号表、core_ は資料に書かれた事実、"
            "mart_ は画面のための集計です。見出しの下の欄に文字を入れると絞れます。",
            className="note",
        ),
        data_grids.dictionary(tables, columns),
    ]


def _known_files(reader: Reader, asked: View) -> tuple[pd.DataFrame, str]:
    """The files known on the day of the view, and what is said of later ones."""
    files = data.files(reader)
    if asked.as_of is None:
        return files, ""
    known = files[pd.to_datetime(files["known_on"]) <= pd.Timestamp(asked.as_of)]
    return (
        known,
        f"{words.day_short(asked.as_of)}より後に知った{words.count(len(files) - len(known))}は除いています。",
    )


SECTIONS: dict[str, tuple[str, Callable[[Reader, View], list[Any]]]] = {
    "what": ("何がどこまであるか", _what),
    "download": ("ダウンロード", data_downloads.section),
    "sources": ("出典", _sources),
    "load": ("取込報告", _load),
    "findings": ("指摘", _findings),
    "totals": ("公表値との突合", _totals),
    "corrections": ("正誤", _corrections),
    "dictionary": ("データ辞書", _dictionary),
}
