"""Frames as queries.returns gives them, drawn by the tests: fictional returns of real towns."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard.export.letters import Survey

SURVEY = Survey(
    fiscal_year=2023,
    year_label="令和5年度",
    title="令和5年度 重層的支援体制整備事業 実施状況調査票",
    as_of=date(2023, 11, 30),
    issued_on=date(2023, 12, 1),
    deadline=date(2023, 12, 15),
    sender="北海道（重層的支援体制構築に向けた後方支援事業 担当）",
    reply_to="所管の（総合）振興局",
    is_synthetic=False,
)
TAKASU = {
    "municipality_code": "01452",
    "name": "鷹栖町",
    "kana": "たかすちょう",
    "subprefecture_code": "08",
    "subprefecture_name": "上川総合振興局",
}
RUSUTSU = {
    "municipality_code": "01397",
    "name": "留寿都村",
    "kana": "るすつむら",
    "subprefecture_code": "03",
    "subprefecture_name": "後志総合振興局",
}
IWAMIZAWA = {
    "municipality_code": "01210",
    "name": "岩見沢市",
    "kana": "いわみざわし",
    "subprefecture_code": "01",
    "subprefecture_name": "空知総合振興局",
}
TOWNS = (RUSUTSU, TAKASU, IWAMIZAWA)


def finding(**given: Any) -> dict[str, Any]:
    """One row of queries.returns.findings: a doubt about 鷹栖町's start year, but for what is given."""
    return {
        **TAKASU,
        "received_on": pd.Timestamp("2023-12-12"),
        "version": 1,
        "file": "survey/R5/returns/2023-12-12/01452_鷹栖町_重層調査票.xlsx",
        "route": "manifest",
        "finding_id": 1,
        "severity": "warning",
        "rule": "YEAR-RANGE",
        "sheet": "調査票",
        "cell": "D12",
        "question_id": "start_year",
        "number": "2",
        "section": "１　実施の状況",
        "wording": "実施を始めた年度、または始める予定の年度",
        "sort_order": 2,
        "written": "令和7～8年度",
        "message": "「令和7～8年度」は1つの年度に決まりません。年度を1つだけ書いてください。",
        "is_synthetic": False,
        **given,
    }


def findings(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def waiting(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of queries.returns.waiting: towns, each with what is given beside its name."""
    nothing = {
        "deadline": pd.Timestamp("2023-12-15"),
        "unreadable_file": None,
        "unreadable_reason": None,
        "unreadable_on": pd.NaT,
        "is_synthetic": False,
    }
    return pd.DataFrame([{**nothing, **row} for row in rows])
