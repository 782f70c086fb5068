"""How what is known of one town is said, alike on the page 市町村カルテ and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.words import words

BASIS = {"stated": "この年度の資料", "carried": "継続とみなす", "none": "資料なし"}
STATES = {
    "blank": "未回答",
    "not_asked": "記入しない設問",
    "unknown_if_asked": "未回答",
    "undecided": "未定",
    "none": "特になし",
    "not_applicable": "該当なし",
    "unreadable": "読めない（要確認）",
}
MARKS = {"existing": "●", "partly": "◐", "planned": "○", "none": "―"}
NO_RETURN = "回答なし"
CONTACT = {"department": "担当課・係", "person": "担当者", "phone": "電話", "email": "メール"}
# Decimals and unit.
Form = tuple[int, str]
# Column of queries.town_sheet.all_figures: label, how it is written, figure_code whose cell is shown (None: computed).
FIGURES: tuple[tuple[str, str, Form, str | None], ...] = (
    ("population", "人口（国勢調査 速報）", (0, "人"), "population_census2025_prelim"),
    ("population_jumin", "人口（住民基本台帳）", (0, "人"), "population_jumin"),
    ("households", "世帯数（住民基本台帳）", (0, "世帯"), "households_jumin"),
    ("aging_rate_pct", "65歳以上の割合", (1, "％"), "age_65plus"),
    ("age_75plus_rate_pct", "75歳以上の割合", (1, "％"), "age_75plus"),
    ("area_km2", "面積", (1, "km²"), "area_km2"),
    ("density_per_km2", "人口密度", (1, "人/km²"), None),
)


def figure(value: Any, form: Form) -> str:
    """A figure as it is written; 秘匿・不明 where there is none."""
    return "秘匿・不明" if pd.isna(value) else words.decimal(value, form[0]) + form[1]


def size(label: object) -> str:
    """A size class as it is written; 人口規模 不明 of a town of which no population is known."""
    return "人口規模 不明" if pd.isna(label) else str(label)  # type: ignore[call-overload]


def answer(row: Mapping[str, Any]) -> str:
    """What was answered (a row of queries.town_sheet.answers), or why there is nothing."""
    if row["answer_state"] != "answered":
        return STATES.get(str(row["answer_state"]), str(row["answer_state"]))
    if row["kind"] == "fiscal_year" and str(row["value"]).isdigit():
        return words.fiscal_year(int(str(row["value"])))
    if row["kind"] == "date":
        return words.day_written(str(row["value"]))
    unit = "" if pd.isna(row["unit"]) else str(row["unit"])
    return f"{row['text']}{unit}{'（道が実施）' if row['is_by_prefecture'] else ''}"


def function_mark(row: Mapping[str, Any]) -> str:
    """The sign of what was answered of a function; of what the prefecture does in the town's place one of its own."""
    return "／" if row["is_by_prefecture"] else MARKS.get(str(row["option_code"]), "")


def basis(row: Mapping[str, object]) -> str:
    """What the state of a year rests on (a row of queries.town_years)."""
    ruled_out: Any = row.get("is_implementing")
    if row["basis"] == "none" and pd.notna(ruled_out) and not ruled_out:
        return "実施市町村の名簿"
    said = BASIS[str(row["basis"])]
    return f"{row['stated_label']}の記載を{said}" if row["basis"] == "carried" else said


def why_bring(measure: Mapping[str, object]) -> str:
    """What a measure answers to: the barriers that it meets, or a wish."""
    answers: list[Mapping[str, object]] = measure["answers"]  # type: ignore[assignment]
    said = "、".join(f"「{one['label']}」" for one in answers)
    return f"（{said}に応える）" if said else "（望む支援）"
