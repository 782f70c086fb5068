"""The tables of 回収・点検: files and findings of an upload, towns, missing returns, findings on record."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import pandas as pd

from dashboard.components.returns_columns import (
    DASH,
    WORDS,
    finding_columns,
    grid,
    link,
    number,
    records,
    starts,
    text,
)
from dashboard.components.returns_view import Round
from dashboard.intake import Batch

SEVERITIES = {"error": "× エラー", "warning": "▲ 警告", "info": "・ 参考"}
CHECKED = {"ok": "● 問題なし", "findings": "▲ 指摘あり", "rejected": "× 受け付けられません"}
RECEIVED = {
    "loaded": "● 受け取りました",
    "quarantined": "× 別に置きました",
    "already": "・ 受け取り済み（同じ中身）",
}
PERCENT = {"function": "params.value == null ? '―' : d3.format('.1f')(params.value)"}
TOWN_UNKNOWN = "（不明）"


def batch_files(batch: Batch, names: dict[str, str]) -> dag.AgGrid:
    """One row a file of an upload, to be ticked for receiving; the row id is the name in our folder."""
    rows = file_rows(batch, names)
    may_choose = batch.stage in ("checked", "failed")
    chosen = set(batch.chosen) or {row["id"] for row in rows if row["status"] in ("ok", "findings")}
    columns = [
        text("shown", "ファイル", 300, flex=2),
        text("town", "市町村", 120),
        text("state", "点検の結果", 190, cellClassRules=starts("×")),
        number("errors", "エラー", 92),
        number("warnings", "警告", 84),
        text("outcome", "受け取り", 210, valueFormatter=DASH, cellClassRules=starts("×")),
        text("reason", "理由", 300, flex=2, valueFormatter=DASH, **WORDS),
    ]
    if may_choose:
        columns = [column for column in columns if column["field"] != "outcome"]
    selection = {
        "mode": "multiRow",
        "checkboxes": True,
        "headerCheckbox": True,
        "enableClickSelection": False,
        "selectAll": "filtered",
    }
    files = grid(
        "intake-files",
        columns,
        rows,
        280,
        {"rowSelection": selection} if may_choose else {},
        "params.data.id",
    )
    if may_choose:
        files.selectedRows = [row for row in rows if row["id"] in chosen]
    return files


def batch_findings(batch: Batch, names: dict[str, str], questions: dict[str, str]) -> dag.AgGrid:
    """One row a finding of the check of an upload, errors first; questions: words of a question by its id."""
    order = {label: place for place, label in enumerate(SEVERITIES.values())}
    rows = [
        {
            **{key: finding.get(key) for key in ("sheet", "cell", "value", "message", "rule")},
            "severity": SEVERITIES.get(str(finding.get("severity")), str(finding.get("severity"))),
            "question": questions.get(str(finding.get("question")), finding.get("question")),
            "town": names.get(str(report.get("municipality") or ""), TOWN_UNKNOWN),
            "file": _shown(batch, report),
        }
        for report in batch.checked.get("files", [])
        for finding in report.get("findings", [])
    ]
    rows.sort(key=lambda row: (order.get(row["severity"], len(order)), row["town"]))
    return grid("intake-findings", finding_columns(), rows, 360)


def file_rows(batch: Batch, names: dict[str, str]) -> list[dict[str, Any]]:
    """One record a file: what the check said of it, and what became of it."""
    checked = {_held(batch, report): report for report in batch.checked.get("files", [])}
    received = {_held(batch, report): report for report in batch.received.get("files", [])}
    rows = []
    for held in batch.files:
        report, outcome = checked.get(held.name, {}), received.get(held.name)
        findings = report.get("findings", [])
        errors = [one for one in findings if one.get("severity") == "error"]
        status = str(report.get("status", ""))
        reason = str(outcome.get("reason") or "") if outcome else ""
        if not reason and status == "rejected" and errors:
            reason = str(errors[0].get("message", ""))
        left_out = "選ばれませんでした" if batch.chosen and held.name not in batch.chosen else ""
        code = str((outcome or {}).get("municipality") or report.get("municipality") or "")
        rows.append(
            {
                "id": held.name,
                "shown": held.shown,
                "town": names.get(code, TOWN_UNKNOWN),
                "status": status,
                "state": CHECKED.get(status, "―"),
                "errors": len(errors),
                "warnings": sum(one.get("severity") == "warning" for one in findings),
                "outcome": RECEIVED.get(str(outcome.get("state")), "") if outcome else left_out,
                "reason": reason,
            }
        )
    return rows


def towns(facts: Round) -> dag.AgGrid:
    """One row a municipality of the round, with its letter and its annotated copy."""
    frame = facts.towns
    base = f"/returns/{facts.fiscal_year}"
    asked = (frame["errors"] + frame["warnings"]) > 0
    came = frame["state"] == "received"
    shown = frame.assign(
        state_ja=came.map({True: "● 受領", False: "― 未着"}),
        received_on=pd.to_datetime(frame["received_on"]).dt.strftime("%Y-%m-%d"),
        query=(base + "/query/" + frame["municipality_code"] + ".docx").where(asked & came),
        copy=(base + "/copy/" + frame["municipality_code"]).where(asked & came & (frame["route"] != "table")),
    )
    columns = [
        text("municipality_code", "コード", 92),
        text("name", "市町村", 120, pinned="left", cellClass="cell-link"),
        text("subprefecture_name", "振興局", 170),
        text("state_ja", "状態", 100),
        text("received_on", "受領日", 112, valueFormatter=DASH),
        number("days_late", "遅れ（日）", 106, DASH),
        number("versions", "通数", 84),
        number("completeness_pct", "必須の記入率（％）", 160, PERCENT),
        number("answered", "答えた数", 106, DASH),
        number("required", "必須の数", 106, DASH),
        number("errors", "エラー", 92),
        number("warnings", "警告", 84),
        link("query", "疑義照会", 116, "Word"),
        link("copy", "赤ペン入りの写し", 150, "Excel"),
        text("file", "ファイル", 320, valueFormatter=DASH),
    ]
    return grid(
        "returns-towns", columns, records(shown, columns), 460, row_id="params.data.municipality_code"
    )


def waiting(facts: Round) -> dag.AgGrid:
    """One row a town of which nothing counts yet, with the letter that asks for it."""
    days = facts.days_over
    shown = facts.waiting.assign(
        deadline=facts.deadline.isoformat(),
        days=days if days > 0 else None,
        letter=f"/returns/{facts.fiscal_year}/reminder/" + facts.waiting["municipality_code"] + ".docx",
    )
    columns = [
        text("name", "市町村", 112, pinned="left", cellClass="cell-link"),
        text("subprefecture_name", "振興局", 172, minWidth=172),
        text("deadline", "期限", 108),
        number("days", "経過日数", 104, DASH),
        link("letter", "督促", 106, "Word"),
        text("unreadable_reason", "届いたが読めなかった理由", 190, flex=1, valueFormatter=DASH),
    ]
    rows = records(shown, [*columns, {"field": "municipality_code"}])
    return grid("returns-waiting", columns, rows, None, row_id="params.data.municipality_code")


def findings(facts: Round) -> dag.AgGrid:
    """One row a finding on what was received in the round, errors first."""
    frame = facts.findings
    question = frame["number"].fillna("") + " " + frame["wording"].fillna("")
    shown = frame.assign(
        severity=frame["severity"].map(SEVERITIES),
        town=frame["name"].fillna(TOWN_UNKNOWN),
        question=question.str.strip(),
    )
    columns = finding_columns()
    return grid("returns-findings", columns, records(shown, columns), 420)


def _held(batch: Batch, report: dict[str, Any]) -> str:
    """Our name of the file that a report is about: the pipeline may write a path, or a file inside a zip."""
    said = str(report.get("file", "")).replace("\\", "/")
    names = {held.name for held in batch.files}
    return next((part for part in reversed(said.split("/")) if part in names), said)


def _shown(batch: Batch, report: dict[str, Any]) -> str:
    name = _held(batch, report)
    return next((held.shown for held in batch.files if held.name == name), name)
