"""The tables of 回収・点検: files and findings of an upload, towns, missing returns, findings on record."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import pandas as pd

from dashboard.components import correcting, grids
from dashboard.components.grids import DASH, SEVERITIES, SEVERITY_CLASSES, WORDS, day, number, records, text
from dashboard.intake import reports
from dashboard.intake.jobs import Batch
from dashboard.views.corrections import ANSWER, ValueKey, first_key
from dashboard.views.returns import ReturnsRound
from dashboard.words import raw_files, words

CHECKED = {"ok": "● 問題なし", "findings": "▲ 指摘あり", "rejected": "× 受け付けられません"}
RECEIVED = {
    "loaded": "● 受け取りました",
    "quarantined": "× 保留しました",
    "held": "？ 決めるのを待っています",
    "already": "・ 受け取り済み（同じ中身）",
}
NOT_USED = {"quarantined": "× 保留しています", "held": "？ 決めるのを待っています"}
HELD = "届いています（使い方を決めるのを待っています）"
# The name of a received file without the folder that it is kept in.
PERCENT = {"function": "params.value == null ? '―' : decimalText(params.value, 1)"}
TOWN_UNKNOWN = "（不明）"
# A table of so few rows is as high as they are.
FEW = 8


def batch_files(batch: Batch, names: dict[str, str]) -> dag.AgGrid:
    """One row per file of an upload, to be ticked for receiving; the row id is the name in our folder."""
    rows = file_rows(batch, names)
    may_choose = batch.stage in ("checked", "failed")
    chosen = set(batch.chosen_files) or {row["id"] for row in rows if row["status"] in ("ok", "findings")}
    columns = [
        text("shown", "ファイル", 200, flex=1, **WORDS),
        text("town", "市町村", 120),
        text("state", "点検の結果", 190, cellClassRules=_starts("×")),
        number("errors", "エラー", 92),
        number("warnings", "警告", 84),
        text("outcome", "受け取り", 210, valueFormatter=DASH, cellClassRules=_starts("×")),
        text("reason", "理由", 320, flex=2, minWidth=280, valueFormatter=DASH, **WORDS),
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
    files = _grid(
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
    """One row per finding of the check of an upload, errors first; questions: words of a question by its id."""
    order = {label: place for place, label in enumerate(SEVERITIES.values())}
    rows = [
        {
            **{key: finding.get(key) for key in ("sheet", "cell", "value", "message", "rule")},
            "severity": SEVERITIES.get(str(finding.get("severity")), str(finding.get("severity"))),
            "question": questions.get(str(finding.get("question")), ""),
            "town": names.get(str(report.get("municipality") or ""), TOWN_UNKNOWN),
            "file": _sender_name(batch, report),
        }
        for report in batch.checked.get("files", [])
        for finding in report.get("findings", [])
    ]
    rows.sort(key=lambda row: (order.get(row["severity"], len(order)), row["town"]))
    return _grid("intake-findings", _finding_columns(), rows, 360)


def file_rows(batch: Batch, names: dict[str, str]) -> list[dict[str, Any]]:
    """One record a file: what the check said of it, and what became of it."""
    return [
        {
            "id": line.name,
            "shown": line.sender_name,
            "town": _towns(line.towns, names),
            "status": line.status,
            "state": RECEIVED["already"] if line.is_already else CHECKED.get(line.status, "―"),
            "errors": line.errors,
            "warnings": line.warnings,
            "outcome": "選ばれませんでした"
            if batch.chosen_files and line.name not in batch.chosen_files
            else RECEIVED.get(line.outcome, ""),
            "reason": line.reason,
        }
        for line in reports.lines(batch.files, batch.checked, batch.received)
    ]


def _towns(codes: tuple[str, ...], names: dict[str, str]) -> str:
    """The town of a file; of a compiled table how many."""
    if len(codes) > 1:
        return f"{len(codes)}市町村"
    return names.get(codes[0], TOWN_UNKNOWN) if codes else TOWN_UNKNOWN


def towns(facts: ReturnsRound) -> dag.AgGrid:
    """One row per municipality of the round, with its letter and its annotated copy."""
    frame = facts.towns
    base = f"/returns/{facts.fiscal_year}"
    asked = (frame["errors"] + frame["warnings"]) > 0
    came = frame["state"] == "received"
    shown = frame.assign(
        state_ja=came.map({True: "● 受領", False: "― 未着"}),
        received_on=pd.to_datetime(frame["received_on"]).dt.strftime("%Y-%m-%d"),
        file=raw_files.names(frame["file"]),
        query=(base + "/query/" + frame["municipality_code"] + ".docx").where(asked & came),
        copy=(base + "/copy/" + frame["municipality_code"]).where(asked & came & (frame["route"] != "table")),
    )
    columns = [
        text("name", "市町村", 112, pinned="left", cellClass="cell-link"),
        text("subprefecture_name", "振興局", 156),
        text("state_ja", "状態", 90),
        day("received_on", "受領日"),
        number("days_late", "遅れ（日）", 84),
        number("versions", "通数", 72),
        number("errors", "エラー", 78),
        number("warnings", "警告", 72),
        _link("query", "疑義照会", 88, "Word"),
        _link("copy", "赤ペン入りの写し", 96, "Excel"),
        number("completeness_pct", "必須の記入率（％）", 110, PERCENT),
        number("answered", "答えた数", 84),
        number("required", "必須の数", 84),
        text("municipality_code", "コード", 84),
        text("file", "ファイル", 320, flex=1, minWidth=320, valueFormatter=DASH),
    ]
    return _grid(
        "returns-towns", columns, records(shown, columns), 460, row_id="params.data.municipality_code"
    )


def waiting(facts: ReturnsRound) -> dag.AgGrid:
    """One row per municipality of which nothing counts yet, with the letter that asks for it."""
    days = facts.days_over
    held = facts.waiting["is_held"].astype(bool)
    shown = facts.waiting.assign(
        deadline=facts.deadline.isoformat(),
        days=days if days > 0 else None,
        letter=(
            f"/returns/{facts.fiscal_year}/reminder/" + facts.waiting["municipality_code"] + ".docx"
        ).mask(held),
        unreadable_reason=facts.waiting["unreadable_reason"].mask(held, HELD),
        told="/town?town=" + facts.waiting["municipality_code"],
        correct=[
            str(first_key({"municipality_code": code, "fiscal_year": facts.fiscal_year}))
            for code in facts.waiting["municipality_code"]
        ],
    )
    columns = [
        text("name", "市町村", 112, pinned="left", cellClass="cell-link"),
        text("subprefecture_name", "振興局", 160, minWidth=160),
        day("deadline", "期限"),
        number("days", "期限超過（日）", 92),
        _link("letter", "提出のお願い（再）" if days > 0 else "期限のお知らせ", 104, "Word"),
        text("unreadable_reason", "数えていない理由", 190, flex=1, valueFormatter=DASH),
        {
            **_link("told", "聞いた答え", 96, "カルテ"),
            "headerTooltip": "電話などで聞いた答えを、カルテの「回答の全体」で設問ごとに入れます",
        },
        {**correcting.COLUMN, "headerName": "状態", "headerTooltip": "電話などで聞いた実施状況を入れます"},
    ]
    rows = records(shown, [*columns, {"field": "municipality_code"}])
    return _grid("returns-waiting", columns, rows, None, row_id="params.data.municipality_code")


def findings(facts: ReturnsRound) -> dag.AgGrid:
    """One row per finding on what was received in the round, errors first."""
    frame = facts.findings
    question = frame["number"].fillna("") + " " + frame["wording"].fillna("")
    shown = frame.assign(
        severity=frame["severity"].map(SEVERITIES),
        town=frame["name"].fillna(TOWN_UNKNOWN),
        file=raw_files.names(frame["file"]),
        message=frame["message"].map(raw_files.in_text),
        question=question.str.strip(),
        correct=[
            str(ValueKey(ANSWER, str(code), facts.fiscal_year, str(asked)))
            if isinstance(wording, str)
            else ""
            for code, asked, wording in zip(
                frame["municipality_code"], frame["question_id"], frame["wording"], strict=True
            )
        ],
    )
    columns = [*_finding_columns(), correcting.COLUMN]
    return _grid("returns-findings", columns, records(shown, columns), 420)


def files(facts: ReturnsRound) -> dag.AgGrid:
    """One row per received file, those set apart first; one can be chosen to decide on. The row id is its place."""
    frame = facts.files
    several = frame["towns"].map("{}市町村".format).where(frame["towns"] > 1)
    used = frame["is_current"].map({True: "● 使っています", False: "・ 控え（新しいものを使っています）"})
    shown = frame.assign(
        name=raw_files.names(frame["file"]),
        town=frame["town"].fillna(several).fillna(TOWN_UNKNOWN),
        state_ja=used.where(frame["state"] == "loaded", frame["state"].map(NOT_USED)),
        received_on=pd.to_datetime(frame["received_on"]).dt.strftime("%Y-%m-%d"),
        kind=frame["is_synthetic"].map({True: words.SYNTHETIC, False: ""}),
        acts=frame["file"].map(facts.acts),
    )
    columns = [
        text("name", "ファイル", 320, flex=1, minWidth=300),
        text("town", "市町村", 120),
        day("received_on", "受領日"),
        text("state_ja", "扱い", 220, cellClassRules=_starts("×")),
        text("reason", "保留・待ちの理由", 260, flex=1, valueFormatter=DASH, **WORDS),
        text("acts", "したこと（いつ・だれが・理由）", 320, flex=1, valueFormatter=DASH, **WORDS),
        text("kind", "架空", 130, valueFormatter=DASH),
    ]
    rows = records(shown, [*columns, {"field": "file"}])
    choice = {"rowSelection": {"mode": "singleRow", "checkboxes": True, "enableClickSelection": True}}
    return _grid("returns-files", columns, rows, 320, choice, "params.data.file")


def _sender_name(batch: Batch, report: dict[str, Any]) -> str:
    """What people call the file of a report."""
    shown = {held.name: held.sender_name for held in batch.files}
    name = reports.name_of(report, shown)
    return shown.get(name, name)


def _grid(
    grid_id: str,
    columns: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    height: int | None,
    options: dict[str, Any] | None = None,
    row_id: str | None = None,
) -> dag.AgGrid:
    fits = {"domLayout": "autoHeight"} if height and len(rows) <= FEW else {}
    return grids.grid(
        grid_id,
        columns,
        rows,
        height=_height(height, len(rows)),
        listeners={"cellKeyDown": "returnsKey(params)", "cellClicked": "returnsClick(params)"},
        nothing="該当する行はありません",
        column_options=grids.WITHOUT_FILTER_BUTTONS,
        options={**fits, **(options or {})},
        row_id=row_id,
    )


def _height(pixels: int | None, rows: int) -> str | None:
    """A short table is as high as its rows; without a number the table fills its box."""
    if pixels is None:
        return "100%"
    return None if rows <= FEW else f"{pixels}px"


def _finding_columns() -> list[dict[str, Any]]:
    return [
        text("severity", "重さ", 104, pinned="left", cellClassRules=SEVERITY_CLASSES),
        text("town", "市町村", 112, pinned="left"),
        text("value", "書かれていた値", 150, valueFormatter=DASH),
        text("message", "指摘と、すること", 380, minWidth=340, flex=2, **WORDS),
        text("question", "設問", 170, valueFormatter=DASH),
        text("sheet", "シート", 92, valueFormatter=DASH),
        text("cell", "セル", 72, valueFormatter=DASH),
        text("file", "ファイル", 240, valueFormatter=DASH),
        text("rule", "決まりの記号", 130, valueFormatter=DASH),
    ]


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
