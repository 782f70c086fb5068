"""The tables of 回収・点検: files and findings of an upload, towns, missing returns, findings on record."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import pandas as pd

from dashboard.components.grid_words import LOCALE
from dashboard.components.returns_view import Round
from dashboard.intake import Batch

SEVERITIES = {"error": "× エラー", "warning": "▲ 警告", "info": "・ 参考"}
SEVERITY_CLASSES = {"cell-error": "params.value == '× エラー'", "cell-warning": "params.value == '▲ 警告'"}
CHECKED = {"ok": "● 問題なし", "findings": "▲ 指摘あり", "rejected": "× 受け付けられません"}
RECEIVED = {
    "loaded": "● 受け取りました",
    "quarantined": "× 別に置きました",
    "already": "・ 受け取り済み（同じ中身）",
}
DASH = {"function": "params.value == null || params.value === '' ? '―' : params.value"}
PERCENT = {"function": "params.value == null ? '―' : d3.format('.1f')(params.value)"}
WORDS: dict[str, Any] = {"wrapText": True, "autoHeight": True, "cellClass": "cell-words"}
FEW = 8
TOWN_UNKNOWN = "（不明）"


def batch_files(batch: Batch, names: dict[str, str]) -> dag.AgGrid:
    """One row a file of an upload, to be ticked for receiving; the row id is the name in our folder."""
    rows = file_rows(batch, names)
    may_choose = batch.stage in ("checked", "failed")
    chosen = set(batch.chosen) or {row["id"] for row in rows if row["status"] in ("ok", "findings")}
    columns = [
        _text("shown", "ファイル", 300, flex=2),
        _text("town", "市町村", 120),
        _text("state", "点検の結果", 190, cellClassRules=_starts("×")),
        _number("errors", "エラー", 92),
        _number("warnings", "警告", 84),
        _text("outcome", "受け取り", 210, valueFormatter=DASH, cellClassRules=_starts("×")),
        _text("reason", "理由", 300, flex=2, valueFormatter=DASH, **WORDS),
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
    grid = _grid(
        "intake-files",
        columns,
        rows,
        280,
        {"rowSelection": selection} if may_choose else {},
        "params.data.id",
    )
    if may_choose:
        grid.selectedRows = [row for row in rows if row["id"] in chosen]
    return grid


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
    return _grid("intake-findings", _finding_columns(), rows, 360)


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
        _text("municipality_code", "コード", 92),
        _text("name", "市町村", 120, pinned="left", cellClass="cell-link"),
        _text("subprefecture_name", "振興局", 170),
        _text("state_ja", "状態", 100),
        _text("received_on", "受領日", 112, valueFormatter=DASH),
        _number("days_late", "遅れ（日）", 106, DASH),
        _number("versions", "通数", 84),
        _number("completeness_pct", "必須の記入率（％）", 160, PERCENT),
        _number("answered", "答えた数", 106, DASH),
        _number("required", "必須の数", 106, DASH),
        _number("errors", "エラー", 92),
        _number("warnings", "警告", 84),
        _link("query", "疑義照会", 116, "Word"),
        _link("copy", "赤ペン入りの写し", 150, "Excel"),
        _text("file", "ファイル", 320, valueFormatter=DASH),
    ]
    return _grid(
        "returns-towns", columns, _records(shown, columns), 460, row_id="params.data.municipality_code"
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
        _text("name", "市町村", 112, pinned="left", cellClass="cell-link"),
        _text("subprefecture_name", "振興局", 150, flex=1),
        _text("deadline", "期限", 108),
        _number("days", "経過日数", 104, DASH),
        _link("letter", "督促", 106, "Word"),
        _text("unreadable_reason", "届いたが読めなかった理由", 240, valueFormatter=DASH),
    ]
    rows = _records(shown, [*columns, {"field": "municipality_code"}])
    return _grid("returns-waiting", columns, rows, None, row_id="params.data.municipality_code")


def findings(facts: Round) -> dag.AgGrid:
    """One row a finding on what was received in the round, errors first."""
    frame = facts.findings
    question = frame["number"].fillna("") + " " + frame["wording"].fillna("")
    shown = frame.assign(
        severity=frame["severity"].map(SEVERITIES),
        town=frame["name"].fillna(TOWN_UNKNOWN),
        question=question.str.strip(),
    )
    columns = _finding_columns()
    return _grid("returns-findings", columns, _records(shown, columns), 420)


def _finding_columns() -> list[dict[str, Any]]:
    return [
        _text("severity", "重さ", 104, pinned="left", cellClassRules=SEVERITY_CLASSES),
        _text("town", "市町村", 112, pinned="left"),
        _text("sheet", "シート", 110, valueFormatter=DASH),
        _text("cell", "セル", 80, valueFormatter=DASH),
        _text("value", "書かれていた値", 160, valueFormatter=DASH),
        _text("message", "指摘と、すること", 420, minWidth=340, flex=2, **WORDS),
        _text("question", "設問", 180, valueFormatter=DASH),
        _text("rule", "規則", 130, valueFormatter=DASH),
        _text("file", "ファイル", 240, valueFormatter=DASH),
    ]


def _held(batch: Batch, report: dict[str, Any]) -> str:
    """Our name of the file that a report is about: the pipeline may write a path, or a file inside a zip."""
    said = str(report.get("file", "")).replace("\\", "/")
    names = {held.name for held in batch.files}
    return next((part for part in reversed(said.split("/")) if part in names), said)


def _shown(batch: Batch, report: dict[str, Any]) -> str:
    name = _held(batch, report)
    return next((held.shown for held in batch.files if held.name == name), name)


def _grid(
    grid_id: str,
    columns: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    height: int | None,
    options: dict[str, Any] | None = None,
    row_id: str | None = None,
) -> dag.AgGrid:
    words = {**LOCALE, "noRowsToShow": "該当する行はありません"}
    return dag.AgGrid(
        id=grid_id,
        columnDefs=columns,
        rowData=rows,
        **({"getRowId": row_id} if row_id else {}),
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "filter": True,
            "floatingFilter": True,
            "suppressHeaderMenuButton": True,
            "suppressFloatingFilterButton": True,
            "useValueFormatterForExport": False,
        },
        dashGridOptions={
            "localeText": words,
            "rowHeight": 34,
            "headerHeight": 36,
            "floatingFiltersHeight": 36,
            "animateRows": False,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
            "tooltipShowDelay": 300,
            "theme": {"function": "kasanariTheme(themeQuartz)"},
            **({"domLayout": "autoHeight"} if height and len(rows) <= FEW else {}),
            **(options or {}),
        },
        eventListeners={"cellKeyDown": ["returnsKey(params)"], "cellClicked": ["returnsClick(params)"]},
        className="towns-grid",
        style={"height": _height(height, len(rows))},
    )


def _height(pixels: int | None, rows: int) -> str | None:
    """A short table is as high as its rows; without a number the table fills its box."""
    if pixels is None:
        return "100%"
    return None if rows <= FEW else f"{pixels}px"


def _records(frame: pd.DataFrame, columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shown = frame[[column["field"] for column in columns]].astype(object)
    records: list[dict[str, Any]] = shown.where(shown.notna(), None).to_dict("records")
    return records


def _text(field: str, heading: str, width: int, **more: Any) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "minWidth": min(width, 120),
        "filter": "agTextColumnFilter",
        "tooltipField": field,
        **more,
    }


def _number(field: str, heading: str, width: int, formatter: dict[str, str] | None = None) -> dict[str, Any]:
    shaped = {"valueFormatter": formatter} if formatter else {}
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "filter": "agNumberColumnFilter",
        "type": "rightAligned",
        **shaped,
    }


def _link(field: str, heading: str, width: int, label: str) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "filter": False,
        "floatingFilter": False,
        "sortable": False,
        "cellRenderer": "ReturnsLink",
        "cellRendererParams": {"label": label},
    }


def _starts(symbol: str) -> dict[str, str]:
    return {"cell-error": f"String(params.value).startsWith('{symbol}')"}
