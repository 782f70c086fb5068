"""LOAD_REPORT.md, and the findings that only the finished tables can show."""

from __future__ import annotations

import json
from datetime import date

import duckdb

from etl import fiscal_year
from etl.findings import SEVERITY_LABELS, Finding, Severity, cell_place_ja
from etl.japanese_date import day_label

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


def reconciliation_findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning for each published total that differs from the count of the towns on record."""
    rows = connection.execute(
        "select r.label_ja, r.as_of, r.published, r.computed, s.file, s.sheet, s.cell, s.raw_text "
        "from mart_reconciliation as r inner join core_source as s using (source_id) where r.state = 'mismatch'"
    ).fetchall()
    return [
        Finding(
            "warning",
            "TOTAL-MISMATCH",
            f"公表値「{label}」{_dated(as_of)}は{published}ですが、市町村ごとの記録から数えると{computed}です。"
            "どちらが正しいかを確かめ、名簿を登録し直すか、訂正を記録してください。",
            file=file,
            sheet=sheet,
            cell=cell,
            value=text,
        )
        for label, as_of, published, computed, file, sheet, cell, text in rows
    ]


def disagreement_findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning where two sources disagree on one municipality and year, with the one used and both cells."""
    rows = connection.execute(
        """
        select
            a.municipality_code, m.name, a.fiscal_year,
            ca.label_ja, a.start_fiscal_year, a.as_of, sa.file, sa.sheet, sa.cell,
            cb.label_ja, b.start_fiscal_year, b.as_of, sb.file, sb.sheet, sb.cell, sb.raw_text
        from core_status as a
        inner join core_status as b
            on b.municipality_code = a.municipality_code and b.fiscal_year = a.fiscal_year
            and b.is_synthetic = a.is_synthetic and b.precedence < a.precedence and a.precedence < 4
            and b.as_of >= a.as_of
            and (b.status_code <> a.status_code or b.start_fiscal_year <> a.start_fiscal_year)
        inner join codes_municipality as m on m.code = a.municipality_code
        inner join codes_status as ca on ca.code = a.status_code
        inner join codes_status as cb on cb.code = b.status_code
        inner join core_source as sa on sa.source_id = a.source_id
        inner join core_source as sb on sb.source_id = b.source_id
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-DISAGREE",
            f"{name}の{fiscal_year.label(year)}の状態が資料により違います。"
            f"{_place(*place_a)}では「{_said(label_a, start_a)}」{_dated(day_a)}、"
            f"{_place(*place_b)}では「{_said(label_b, start_b)}」{_dated(day_b)}です。"
            f"名簿は市町村の公表より、公表は調査票より優先する決まりにより{'、時点は前ですが' if day_a < day_b else ''}"
            f"「{place_a[0]}」を使いました。市町村に確かめ、違っていれば値を訂正してください。",
            file=place_b[0],
            sheet=place_b[1],
            cell=place_b[2],
            municipality_code=code,
            value=text,
        )
        for code, name, year, *of_a, label_b, start_b, day_b, file_b, sheet_b, cell_b, text in rows
        for label_a, start_a, day_a, *place_a in [of_a]
        for place_b in [(file_b, sheet_b, cell_b)]
    ]


def not_listed_findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning for each town that says it implements and is missing from the complete list of the same year."""
    rows = connection.execute(
        """
        select s.municipality_code, m.name, s.fiscal_year, c.file, c.as_of, b.file, b.sheet, b.cell, b.raw_text
        from core_status as s
        inner join core_complete_list as c on c.fiscal_year = s.fiscal_year and c.is_synthetic = s.is_synthetic
        inner join codes_municipality as m on m.code = s.municipality_code
        inner join core_source as b on b.source_id = s.source_id
        where
            s.status_code = 'implementing' and s.precedence < 3
            and not exists (
                select 1 from core_status as listed
                inner join core_source as l on l.source_id = listed.source_id
                where
                    l.file = c.file and listed.municipality_code = s.municipality_code
                    and listed.fiscal_year = s.fiscal_year
            )
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-NOT-LISTED",
            f"{name}は{_place(file, sheet, cell)}で{fiscal_year.label(year)}に実施中と答えていますが、"
            f"実施市町村の全てが載るはずの名簿「{listed}」{_dated(as_of)}にありません。実施中として数えています。"
            "名簿の時点より後に始めたのか、どちらかの誤りかを確かめてください。",
            file=file,
            sheet=sheet,
            cell=cell,
            municipality_code=code,
            value=text,
        )
        for code, name, year, listed, as_of, file, sheet, cell, text in rows
    ]


def _place(file: str, sheet: str, cell: str) -> str:
    return f"「{file}」" + (f"「{sheet}」シート" if sheet else "") + (f"{cell}セル" if cell else "")


def _dated(day: date) -> str:
    return f"（{day_label(day)}時点）"


def _said(label: str, start: int | None) -> str:
    return label if start is None else f"{label}（{fiscal_year.label(start)}開始）"


def vanished_findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning for each town that implemented and is missing from a later list of all implementing towns."""
    rows = connection.execute(
        """
        select m.code, m.name, c.file, c.fiscal_year, max(s.fiscal_year)
        from core_status as s
        inner join core_complete_list as c on s.fiscal_year < c.fiscal_year and not c.is_synthetic
        inner join codes_municipality as m on m.code = s.municipality_code
        where
            s.status_code = 'implementing' and not s.is_synthetic
            and not exists (
                select 1 from core_status as later
                where
                    later.municipality_code = s.municipality_code and not later.is_synthetic
                    and later.fiscal_year > s.fiscal_year and later.fiscal_year <= c.fiscal_year
            )
        group by all
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-VANISHED",
            f"{name}は{fiscal_year.label(before)}に実施中でしたが、実施市町村の全てが載るはずのこの名簿"
            f"（{fiscal_year.label(year)}）にありません。この年度は実施していないものとして数えます（検討などの状況はわかりません）。事業を終えたのか、"
            "名簿の漏れかを確かめ、終えたときは「終了」と書いた名簿を登録してください。",
            file=file,
            municipality_code=code,
        )
        for code, name, file, year, before in rows
    ]


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
