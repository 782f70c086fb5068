"""What is said of what lies before towns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.frames import records
from dashboard.planning import coming_dates
from dashboard.words import words

TITLE = "計画の見直しと選挙の予定"
NONE = "市町村の予定の表（地域福祉計画の終期、選挙、合併）はまだ登録されていません。「登録」で入れると、いま声をかける理由に使います（なくても候補の区分は変わりません）。"


def when(row: dict[str, Any]) -> str:
    """令和9年4月25日, or 令和8年度."""
    day = coming_dates.day_of(row)
    return words.fiscal_year(int(row["fiscal_year"])) if day is None else words.day_short(day)


def reason(row: dict[str, Any]) -> str:
    """「地域福祉計画の終期は令和8年度。次の…」."""
    return f"{row['label_ja']}は{when(row)}。{row['reason']}。"


UNCHANGED = "地図、集計、調査票は、合併の前の市町村ごとのままです（市町村の数も変わりません）。"


def merger(row: dict[str, Any], mergers: pd.DataFrame) -> str:
    """令和10年4月1日に合併する予定です（同じ期日の市町村: 東神楽町）. mergers: services.coming_dates.mergers."""
    at_once = mergers[mergers["on_day"].eq(row["on_day"]) & mergers["on_day"].notna()]
    others = [name for name in at_once["name"] if name != row["name"]]
    beside = f"（同じ期日の市町村: {'・'.join(others)}）" if others else ""
    done = f"合併しました{beside}。{UNCHANGED}" if row["is_past"] else f"合併する予定です{beside}。"
    return f"{when(row)}に{done}"


def merged(mergers: pd.DataFrame) -> list[str]:
    """Day by day the municipalities that have been merged, with the cells that say so."""
    said = []
    past = mergers[mergers["is_past"].astype(bool)]
    for day in sorted({when(row) for row in records(past)}):
        own = [row for row in records(past) if when(row) == day]
        cells = dict.fromkeys(f"{row['file']} {row['cell']}" for row in own)
        mark = words.SYNTHETIC_MARK if any(row["is_synthetic"] for row in own) else ""
        said.append(f"{day}: {'・'.join(row['name'] for row in own)}（{'、'.join(cells)}）{mark}")
    return said


def summary(rows: pd.DataFrame) -> str:
    now = rows[rows["is_now"].astype(bool)]["municipality_code"].nunique()
    return (
        f"まだ実施していない{words.count(rows['municipality_code'].nunique())}市町村に、これからの予定があります。"
        f"うち{words.count(now)}市町村は、いま声をかける理由になります"
        "（地域福祉計画の最後の年度とその前の年度、選挙の前の半年、合併の年度とその前の年度）。区分と順番には使いません。"
    )
