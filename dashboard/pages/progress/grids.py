"""The tables of 経過: towns behind a band, and every stated start with what became of it."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import pandas as pd

from dashboard import theme
from dashboard.components.grids import DASH, TOWN, YEAR_OR_DASH, number, text, town_grid
from dashboard.export.town_list import BASIS
from dashboard.frames import records
from dashboard.views.progress import DIRECTIONS, OUTCOMES, ProgressView
from dashboard.words import raw_files, words

EVIDENCE = {
    "started": "始めたと書かれている",
    "replanned": "新しい開始予定が書かれている",
    "not_started": "開始予定の年度以降も、始めていないと書かれている",
    "same_source": "開始の記載が予定と同じ資料にしかなく、確かめにならない",
    "not_listed": "その後の年度の実施市町村の名簿にない",
    "dropped": "開始予定の年度が来る前に、予定を取り下げている",
    "none": "その後の資料がない",
}


def moves(facts: ProgressView, height: int) -> dag.AgGrid:
    """One row per municipality behind the band, or that moved, with the cells of both years."""
    frame = facts.chosen_transitions
    shown = frame.assign(
        direction=frame["direction"].map(lambda code: f"{theme.DIRECTIONS[code]} {DIRECTIONS[code]}"),
        from_basis=frame["from_basis"].map(BASIS),
        basis=frame["basis"].map(BASIS),
        from_place=raw_files.of_frame(frame, "from_"),
        place=raw_files.of_frame(frame),
        synthetic=_synthetic(frame),
    )
    columns = [
        text("name", "市町村", 112, **TOWN),
        text("subprefecture_name", "振興局", 150),
        text("direction", "動き", 108),
        text("from_label", "前の年度の状態", 246),
        text("to_label", "次の年度の状態", 246),
        text("basis", "次の年度の根拠", 140),
        text("from_text", "前: 書かれていた文字", 150, valueFormatter=DASH),
        text("raw_text", "次: 書かれていた文字", 150, valueFormatter=DASH),
        text("from_place", "前: 出典のセル", 200, flex=1, minWidth=180, valueFormatter=DASH),
        text("place", "次: 出典のセル", 200, flex=1, minWidth=180, valueFormatter=DASH),
        text("synthetic", "架空の別", 110),
    ]
    return town_grid("progress-moves", columns, shown, height, "条件に合う市町村はありません")


def plans(facts: ProgressView, height: int) -> dag.AgGrid:
    """One row per municipality and statement of a planned start."""
    frame = facts.plans
    shown = frame.assign(
        outcome=frame["outcome"].map(lambda code: f"{theme.OUTCOMES[code].marker} {OUTCOMES[code]}"),
        slip=[_slip(row) for row in records(frame)],
        evidence=frame["evidence"].map(EVIDENCE),
        first=frame["is_first"].map({True: "初めて", False: "予定を更新"}),
        place=raw_files.of_frame(frame),
        evidence_place=raw_files.of_frame(frame, "evidence_"),
        synthetic=_synthetic(frame),
    )
    columns = [
        text("name", "市町村", 112, **TOWN),
        text("subprefecture_name", "振興局", 150),
        number("stated_fiscal_year", "示した年度", 134, YEAR_OR_DASH),
        number("planned_start", "開始予定", 134, YEAR_OR_DASH),
        number("actual_start", "実際の開始", 134, YEAR_OR_DASH),
        text("outcome", "その後", 140, cellClassRules={"cell-error": "String(params.value).startsWith('▼')"}),
        text("slip", "遅れ（年）", 84, valueFormatter=DASH),
        text("evidence", "判断の根拠", 240),
        number("evidence_fiscal_year", "根拠の年度", 134, YEAR_OR_DASH),
        text("first", "初めての予定か", 130),
        text("raw_text", "予定: 書かれていた文字", 180, valueFormatter=DASH),
        text("place", "予定: 出典のセル", 260, valueFormatter=DASH),
        text("evidence_text", "根拠: 書かれていた文字", 180, valueFormatter=DASH),
        text("evidence_place", "根拠: 出典のセル", 260, valueFormatter=DASH),
        text("synthetic", "架空の別", 110),
    ]
    return town_grid("progress-plans", columns, shown, height, "開始予定の年度を示した市町村はありません")


def _slip(row: dict[str, Any]) -> str:
    """1, 2以上, 0, -1: as far as it is known."""
    if pd.isna(row["slip_years"]):
        return ""
    return f"{int(row['slip_years'])}{'以上' if row['slip_is_minimum'] else ''}"


def _cell_label(frame: pd.DataFrame, file: str, sheet: str, cell: str) -> pd.Series:
    """status/x.xlsx「R4」B5, empty where there is no cell."""
    named = frame[sheet].fillna("").map(lambda name: f"「{name}」" if name else " ")
    place = frame[file].fillna("") + named + frame[cell].fillna("")
    return place.where(frame[file].notna(), "")


def _synthetic(frame: pd.DataFrame) -> pd.Series:
    return frame["is_synthetic"].map({True: words.SYNTHETIC, False: "実データ"})
