"""LOAD_REPORT.md: what was read, what the published totals say to it, and what was found."""

from __future__ import annotations

import json

import duckdb

from etl.findings import SEVERITY_LABELS, Severity, cell_place_ja

FILE_NAME = "LOAD_REPORT.md"
MOST_ALIKE = 50
# Kinds whose rows the steps of the load do not read, and what they are there for.
NOT_ROWS = {
    "boundaries": "地図の境界",
    "status_not_loaded": "取り込まない資料",
}
STATE_LABELS = {
    "match": "一致",
    "mismatch": "不一致",
    "same_source": "同じ資料のため確かめにならない",
    "towns_not_published": "市町村名が公表されておらず突合できない",
}


def compact_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """The load report as Markdown; `{warehouse}` stands where the name of the file will be."""
    as_of = connection.execute("select as_of from core_build").fetchall()[0][0]
    lines = [
        "# 取込報告",
        "",
        "- データ: `{warehouse}`",
        f"- 基準日: {as_of} までに把握したこと",
        "",
        "## 資料ごとの行数",
        "",
        "読んだ行数 = 取り込んだ行数 + 保留した行数 + 時点より後の行数 です。",
        "",
        "| 資料 | 種類 | 受領日 | 文字コード | 読んだ | 取り込んだ | 保留した | 時点より後 | 架空 |",
        "|---|---|---|---|--:|--:|--:|--:|---|",
    ]
    for row in connection.execute(
        "select file, kind, received_on, encoding, rows_read, rows_loaded, rows_quarantined, "
        "rows_not_yet_known, is_synthetic from core_file order by file"
    ).fetchall():
        counts = [f"― {NOT_ROWS[row[1]]}", "―", "―", "―"] if row[1] in NOT_ROWS else map(str, row[4:8])
        cells = [*map(str, row[:4]), *counts, "架空データ" if row[8] else ""]
        lines.append(f"| {' | '.join(cells)} |")
    lines += _withdrawn(connection)
    lines += [
        "",
        "## 公表値との突合",
        "",
        "| 公表値 | 時点 | 公表 | 記録から | 結果 |",
        "|---|---|--:|--:|---|",
    ]
    for label, day, published, computed, state in connection.execute(
        "select label_ja, as_of, published, computed, state from mart_reconciliation order by all"
    ).fetchall():
        lines.append(f"| {label} | {day} | {published} | {computed} | {STATE_LABELS[state]} |")
    lines += ["", "## 指摘", "", *_findings(connection), ""]
    return "\n".join(lines)


def _withdrawn(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select file, kind, withdrawn_on, withdrawn_reason, withdrawn_by from core_withdrawn_file"
    ).fetchall()
    if not rows:
        return []
    head = [
        "",
        "## 登録を取り消した資料",
        "",
        "| 資料 | 種類 | 取り消した日 | 理由 | 取り消した人 |",
        "|---|---|---|---|---|",
    ]
    return [*head, *(f"| {' | '.join(str(cell).replace('|', '｜') for cell in row)} |" for row in rows)]


def _findings(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select severity, rule, message, file, sheet, cell from core_finding order by finding_id"
    ).fetchall()
    if not rows:
        return ["指摘はありません。"]
    order: list[Severity] = ["error", "warning", "info"]
    lines: list[str] = []
    for severity in order:
        found = [row[1:] for row in rows if row[0] == severity]
        if found:
            lines += ["", f"### {SEVERITY_LABELS[severity]}（{len(found)}件）", ""]
            lines += _readable(found)
    return lines


def _readable(findings: list[tuple[str, str, str, str, str]]) -> list[str]:
    """One line per finding (rule, message, file, sheet, cell); per kind and file only the first few, then the number of further ones."""
    alike: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for rule, message, file, sheet, cell in findings:
        alike.setdefault((file, rule), []).append((message, sheet, cell))
    lines: list[str] = []
    for (file, rule), group in alike.items():
        lines += [
            f"- {cell_place_ja(file, sheet, cell)} {message}（{rule}）"
            for message, sheet, cell in group[:MOST_ALIKE]
        ]
        if len(group) > MOST_ALIKE:
            more = f"同じ指摘がほか{len(group) - MOST_ALIKE}件あります（{rule}）。全件は表 core_finding にあります。"
            lines.append(f"- 「{file}」 {more}")
    return lines
