"""The tables of データ: sources, load report, findings, corrections, dictionary."""

from __future__ import annotations

import dash_ag_grid as dag
import pandas as pd

from dashboard.words import raw_files, words
from dashboard.components.grids import TOWN, town_grid
from dashboard.components.grids import DASH, NUMBER, SEVERITIES, SEVERITY_CLASSES, WORDS, day, number, text

KINDS = {
    "activities": "道の取組",
    "attendance": "取組への参加",
    "barrier_measure": "課題と支援の対応",
    "barriers": "課題",
    "boundaries": "境界",
    "briefing": "道の説明資料",
    "cases": "先行事例",
    "corrections": "正誤",
    "ferries": "離島航路",
    "figure_definitions": "統計の定義",
    "figures": "統計",
    "functions": "事業の内容",
    "known_questions": "ほかの調べの設問",
    "measures": "道の支援",
    "municipalities": "市町村の一覧",
    "national_counts": "全国の数",
    "national_rates": "全国の割合",
    "published_totals": "公表された数",
    "return": "調査票",
    "statements": "説明資料の記述",
    "status_announcement": "市町村の公表",
    "status_list": "実施市町村の名簿",
    "status_not_loaded": "読み込まない資料",
    "subprefectures": "振興局の一覧",
    "support_wanted": "求める支援",
    "travel_factors": "移動係数",
}
REAL = "実データ"

# What became of a correction.
STATES = {
    "applied": "● 使っている",
    "stale": "× 使っていない（誤の値が今の記録と合わない）",
    "withdrawn": "・ 取り消した",
}


def sources(files: pd.DataFrame) -> dag.AgGrid:
    """One row per registered file: where it is from, under which licence, its dates and its hash."""
    shown = _files(files)
    columns = [
        text("title", "資料", 320, pinned="left"),
        text("kind", "種類", 150),
        text("publisher", "作成者", 190, valueFormatter=DASH),
        text("licence", "利用条件", 280, valueFormatter=DASH),
        day("as_of", "表す時点"),
        day("received_on", "受領日"),
        day("known_on", "把握日"),
        text("received_from", "受け取り方", 260, valueFormatter=DASH),
        text("synthetic", "架空の別", 110),
        text("url", "掲載場所", 260, valueFormatter=DASH),
        text("note", "注記", 420, valueFormatter=DASH),
        text("file", "ファイル", 300),
        text("sha256", "指紋（SHA-256）", 300, cellClass="cell-code"),
    ]
    return town_grid("data-sources", columns, shown, 560, "資料はありません")


def load(files: pd.DataFrame) -> dag.AgGrid:
    """One row per file: rows read = loaded + set aside + not known yet on the day."""
    shown = _files(files)
    total = files["rows_loaded"] + files["rows_quarantined"] + files["rows_not_yet_known"]
    shown["sum"] = (files["rows_read"] == total).map({True: "✓ 合う", False: "× 合わない"})
    columns = [
        text("file", "ファイル", 380, pinned="left"),
        text("kind", "種類", 150),
        text("encoding", "文字コード", 116, valueFormatter=DASH),
        number("rows_read", "読んだ（行）", 128, NUMBER),
        number("rows_loaded", "取り込んだ（行）", 144, NUMBER),
        number("rows_quarantined", "保留（行）", 144, NUMBER),
        number("rows_not_yet_known", "時点より後（行）", 148, NUMBER),
        text("sum", "内訳の合計", 120, cellClassRules={"cell-error": "String(params.value).startsWith('×')"}),
        text("intact", "登録時の中身", 150),
        day("received_on", "受領日"),
        text("synthetic", "架空の別", 110),
    ]
    return town_grid("data-load", columns, shown, 520, "資料はありません")


def quarantine(rows: pd.DataFrame) -> dag.AgGrid:
    """One row per row set aside, with its reason."""
    columns = [
        text("file", "ファイル", 260),
        text("sheet", "シート", 120, valueFormatter=DASH),
        text("cell", "セル", 84, valueFormatter=DASH),
        text("raw_text", "書かれていた文字", 320, valueFormatter=DASH),
        text("reason", "取り込まなかった理由", 480, flex=1, **WORDS),
    ]
    shown = rows.assign(file=raw_files.files(rows["file"]))
    return town_grid("data-quarantine", columns, shown, 360, "保留した行はありません")


def findings(rows: pd.DataFrame) -> dag.AgGrid:
    """One row per finding, errors first."""
    shown = rows.assign(severity=rows["severity"].map(SEVERITIES),
        message=rows["message"].map(raw_files.in_text),
        file=raw_files.files(rows["file"]))
    columns = [
        text("severity", "重さ", 104, pinned="left", cellClassRules=SEVERITY_CLASSES),
        text("name", "市町村", 112, **{**TOWN, "pinned": "left"}),
        text("message", "指摘と、すること", 520, minWidth=380, flex=2, **WORDS),
        text("value", "書かれていた値", 170, valueFormatter=DASH),
        text("file", "ファイル", 280, valueFormatter=DASH),
        text("sheet", "シート", 110, valueFormatter=DASH),
        text("cell", "セル", 84, valueFormatter=DASH),
        text("subprefecture_name", "振興局", 170, valueFormatter=DASH),
        text("rule", "決まりの記号", 150),
    ]
    return town_grid("data-findings", columns, shown, 560, "指摘はありません")


def corrections(rows: pd.DataFrame) -> dag.AgGrid:
    """One row per correction: what, from, to, why, by whom, when, applied or not."""
    shown = rows.assign(
        applied=rows["state"].map(STATES),
        corrected_on=_days(rows["corrected_on"]),
        withdrawn=(
            _days(rows["withdrawn_on"]).fillna("") + " " + rows["withdrawn_reason"].fillna("")
        ).str.strip(),
        year=rows["year_label"],
        kind=rows["is_synthetic"].map({True: words.SYNTHETIC, False: ""}),
        place=raw_files.of_frame(rows),
    )
    columns = [
        day("corrected_on", "訂正の日"),
        text("name", "市町村", 112, **{**TOWN, "pinned": None}),
        text("year", "年度", 110, valueFormatter=DASH),
        text("table_label", "表", 110),
        text("item_label", "項目", 260, **WORDS),
        text("value_from", "誤", 170),
        text("value_to", "正", 170),
        text("reason", "理由", 300, flex=1, **WORDS),
        text("told_by", "連絡した人", 170),
        text(
            "applied", "今の値に", 200, cellClassRules={"cell-error": "String(params.value).startsWith('×')"}
        ),
        text("withdrawn", "取消し（日・理由）", 200, valueFormatter=DASH, **WORDS),
        text("kind", "架空", 110, valueFormatter=DASH),
        text("place", "記録のセル", 240),
    ]
    return town_grid("data-corrections", columns, shown, 420, "正誤の記録はありません")


def acts(rows: pd.DataFrame, names: dict[str, str]) -> dag.AgGrid:
    """One row per act (views.act_history.kept), the newest first; names: of the municipalities by code."""
    shown = rows.assign(
        at=rows["written_at"].map(words.moment),
        name=rows["town"].map(names),
        file=raw_files.files(rows["file"]),
    )
    columns = [
        text("at", "日時", 190),
        text("written_by", "だれが", 150),
        text("what", "したこと", 420, flex=2, minWidth=320, **WORDS),
        text("reason", "理由", 260, flex=1, valueFormatter=DASH, **WORDS),
        text("name", "市町村", 112, valueFormatter=DASH),
        text("file", "ファイル", 300, valueFormatter=DASH),
    ]
    return town_grid("data-acts", columns, shown, 520, "作業の記録はまだありません")


def dictionary(tables: pd.DataFrame, columns_: pd.DataFrame) -> dag.AgGrid:
    """One row per column of a table, with its meaning."""
    shown = columns_.merge(tables[["table_name", "description"]], on="table_name")
    columns = [
        text("table_name", "表", 210, pinned="left"),
        text("column_name", "列", 220),
        text("data_type", "型", 110),
        text("meaning", "意味", 460, flex=2, minWidth=340),
        text("description", "表の内容", 360, flex=1),
    ]
    return town_grid("data-dictionary", columns, shown, 600, "条件に合う列はありません")


def _files(files: pd.DataFrame) -> pd.DataFrame:
    return files.assign(
        kind=files["kind"].map(lambda kind: KINDS.get(kind, kind)),
        synthetic=files["is_synthetic"].map({True: words.SYNTHETIC, False: REAL}),
        file=raw_files.files(files["file"]),
        intact=files["is_intact"].map({True: "✓ 同じ", False: "× 変わっている"}),
        **{name: _days(files[name]) for name in ("as_of", "received_on", "known_on")},
    )


def _days(values: pd.Series) -> pd.Series:
    formatted: pd.Series = pd.to_datetime(values).dt.strftime("%Y-%m-%d")
    return formatted
