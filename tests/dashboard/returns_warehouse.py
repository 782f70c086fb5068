"""Draws what came back of the R5 調査票 into a copy of the built warehouse, in the shape of its core tables.

鷹栖町: one good return with a doubt; 旭川市: two returns, the later counts; 留寿都村: a file set aside; 音更町: its
row in a compiled table; all others are silent.
"""

import shutil
from datetime import date
from pathlib import Path

import duckdb

AS_OF = date(2023, 12, 20)
FOLDER = "survey/R5/returns"
FILES = {
    "takasu": (f"{FOLDER}/2023-12-12/01452_鷹栖町.xlsx", "01452", 1, "manifest", "2023-12-12", "loaded", ""),
    "asahi1": (f"{FOLDER}/2023-12-11/旭川1.xlsx", "01204", 1, "labels", "2023-12-11", "loaded", ""),
    "asahi2": (f"{FOLDER}/2023-12-18/旭川2.xlsx", "01204", 2, "labels", "2023-12-18", "loaded", ""),
    "rusu1": (f"{FOLDER}/2023-12-10/留1.xlsx", "01397", 1, "", "2023-12-10", "quarantined", "壊れています。"),
    "rusu2": (
        f"{FOLDER}/2023-12-13/留2.xlsx",
        "01397",
        2,
        "",
        "2023-12-13",
        "quarantined",
        "パスワード付きです。",
    ),
    "nobody": (f"{FOLDER}/2023-12-13/回答.xlsx", None, 1, "", "2023-12-13", "quarantined", "壊れています。"),
    "tokachi": (f"{FOLDER}/2023-12-14/十勝.xlsx", "01631", 1, "table", "2023-12-14", "loaded", ""),
}
# file, severity, rule, cell, question, value, message
FINDINGS = [
    ("takasu", "warning", "YEAR-RANGE", "D12", "start_year", "令和7～8年度", "年度を1つだけ書いてください。"),
    ("takasu", "error", "NUMBER-RANGE", "D40", "staff_full_time", "1～2人", "1つの数で書いてください。"),
    ("takasu", "info", "L1-06", "D41", "staff_concurrent", " 3", "空白があります。"),
    ("takasu", "warning", "REQUIRED-BLANK", "D10", "status", "", "未回答です。"),
    ("asahi1", "error", "OLD", "D10", "status", "前", "前の回答への指摘です。"),
    ("asahi2", "info", "NEW", "D10", "status", "今", "今の回答への覚えです。"),
    ("rusu2", "error", "FILE-ENCRYPTED", "", "", "", "パスワード付きです。"),
    ("tokachi", "warning", "ANSWER-SEVERAL", "H7", "status", "検討中、予定", "1つ選んでください。"),
]
WORDS = {("takasu", "D12"): "令和７～8年度", ("takasu", "D40"): "1～2人"}
QUESTIONS = [
    ("status", 1, "1"),
    ("start_year", 2, "2"),
    ("staff_full_time", 3, "7"),
    ("staff_concurrent", 4, "7"),
]


def publish_round(built: Path, curated: Path, *, is_synthetic: bool = False) -> Path:
    """Copy the built warehouse into an empty folder and draw the round in it. The folder."""
    name = (built / "current").read_text(encoding="utf-8").strip()
    shutil.copy(built / name, curated / name)
    (curated / "current").write_text(f"{name}\n", encoding="utf-8")
    _draw(curated / name, is_synthetic=is_synthetic)
    return curated


def _draw(path: Path, *, is_synthetic: bool) -> None:
    """Write the round into a warehouse file, and the mart that follows from it."""
    with duckdb.connect(str(path)) as connection:
        for table in ("core_survey", "core_return", "core_finding", "codes_question"):
            connection.execute(f"delete from {table}")
        _insert(
            connection,
            "core_survey",
            {
                "fiscal_year": 2023,
                "form_version": "R5-1",
                "title": "令和5年度 重層的支援体制整備事業 実施状況調査票",
                "as_of": date(2023, 11, 30),
                "issued_on": date(2023, 12, 1),
                "deadline": date(2023, 12, 15),
                "sender": "北海道",
                "reply_to": "所管の（総合）振興局",
                "is_synthetic": is_synthetic,
            },
        )
        for question_id, order, number in QUESTIONS:
            _insert(
                connection,
                "codes_question",
                {
                    "fiscal_year": 2023,
                    "question_id": question_id,
                    "sort_order": order,
                    "number": number,
                    "wording": f"{question_id}の設問",
                },
            )
        for key, (file, code, version, route, received_on, state, reason) in FILES.items():
            _insert(
                connection,
                "core_return",
                {
                    "return_id": key,
                    "municipality_code": code,
                    "fiscal_year": 2023,
                    "version": version,
                    "is_current": key != "asahi1",
                    "form_version": "R5-1",
                    "route": route,
                    "file_id": key,
                    "file": file,
                    "received_on": received_on,
                    "known_on": received_on,
                    "required": 10,
                    "answered": 8,
                    "state": state,
                    "reason": reason,
                    "is_synthetic": is_synthetic,
                },
            )
        for number, (key, severity, rule, cell, question, value, message) in enumerate(FINDINGS, 9001):
            file, code, *_ = FILES[key]
            _insert(
                connection,
                "core_finding",
                {
                    "finding_id": number,
                    "severity": severity,
                    "rule": rule,
                    "file": file,
                    "sheet": "調査票" if cell else "",
                    "cell": cell,
                    "municipality_code": code,
                    "question_id": question,
                    "value": value,
                    "message": message,
                },
            )
        for (key, cell), raw_text in WORDS.items():
            _insert(
                connection,
                "core_source",
                {
                    "source_id": f"{key}!調査票!{cell}",
                    "file_id": key,
                    "file": FILES[key][0],
                    "sheet": "調査票",
                    "cell": cell,
                    "raw_text": raw_text,
                },
            )
        connection.execute(
            "create or replace table mart_return_status as from mart_return_status_at(cast(? as date))",
            [AS_OF],
        )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, object]) -> None:
    names, places = ", ".join(row), ", ".join("?" for _ in row)
    connection.execute(f"insert into {table} ({names}) values ({places})", list(row.values()))
