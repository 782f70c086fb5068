"""What is said of what lies before towns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.planning import coming_dates
from dashboard.words import words

TITLE = "計画の見直しと選挙の予定"
NONE = "市町村の予定の表（地域福祉計画の終期、選挙）はまだ登録されていません。「登録」で入れると、いま声をかける理由に使います（なくても候補の区分は変わりません）。"


def when(row: dict[str, Any]) -> str:
    """令和9年4月25日, or 令和8年度."""
    day = coming_dates.day_of(row)
    return words.fiscal_year(int(row["fiscal_year"])) if day is None else words.day_short(day)


def reason(row: dict[str, Any]) -> str:
    """「地域福祉計画の終期は令和8年度。次の…」."""
    return f"{row['label_ja']}は{when(row)}。{row['reason']}。"


def summary(rows: pd.DataFrame) -> str:
    now = rows[rows["is_now"].astype(bool)]["municipality_code"].nunique()
    return (
        f"まだ実施していない{words.count(rows['municipality_code'].nunique())}市町村に、これからの予定があります。"
        f"うち{words.count(now)}市町村は、いま声をかける理由になります"
        "（地域福祉計画の最後の年度とその前の年度、選挙の前の半年）。区分と順番には使いません。"
    )
