"""Corrections (正誤): records of what was wrong, which complain when they no longer match what they correct."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from etl import clock, fiscal_year, names
from etl.findings import Finding
from etl.ledger import Ledger
from etl.municipality_code import read_code
from etl.readers import reference, vocabulary
from etl.readers.context import Fact, ReadContext
from etl.sources import OWN_RECORDS, RegisteredFile

PRECEDENCE = 4
# The tables that can be corrected, and the columns of each.
CORRECTABLE = {
    "status": {"status_code", "start_fiscal_year"},
    "published_total": {"value"},
}
# A figure is named by its code in the 項目 column (area_km2 …).
INPUTS = {"status": "status_fact", "published_total": "published_total", "figure": "figures"}


def known_until_newest_entry(source: RegisteredFile) -> RegisteredFile:
    """The office's own record, known on the newest day that is written in it (no later than today).

    Who writes a line there is not made to write that day into SOURCES.csv too.
    """
    if source.file not in OWN_RECORDS:
        return source
    rows = reference.read_plain(ReadContext(Ledger()), source, "to")
    days = [_record(row)["corrected_on"] for row in rows]
    told = [date.fromisoformat(str(day)) for day in days if day]
    return replace(source, known_on=max([source.known_on, *(day for day in told if day <= clock.today())]))


def apply(
    context: ReadContext, source: RegisteredFile, inputs: dict[str, list[Fact]], as_of: date
) -> list[Fact]:
    """Apply the corrections of one registered file to the facts in `inputs`; rows of core_correction.

    A corrected status is a new version of the fact (the old one stays, so earlier days still show it);
    a corrected figure or total replaces the value and keeps the old one in the record.
    """
    records: list[Fact] = []
    for row in reference.read_plain(context, source, "to"):
        record = _record(row)
        if record["corrected_on"] is not None and str(record["corrected_on"]) > as_of.isoformat():
            continue  # not known yet on that day
        problem = _invalid(record) or _apply_one(record, source, inputs)
        record["is_applied"] = not problem
        if problem:
            sheet, cell = str(row["source_id"]).split("!")[1:]
            context.findings.append(
                Finding(
                    "warning",
                    "CORRECTION-STALE",
                    problem,
                    file=source.file,
                    sheet=sheet,
                    cell=cell,
                    municipality_code=str(record["municipality_code"]),
                    value=str(record["value_to"]),
                )
            )
        records.append(record)
    return records


def _record(row: Fact) -> Fact:
    text = {key: str(value) for key, value in row.items()}
    day = fiscal_year.parse_date(text.get("date", ""))
    year = fiscal_year.parse(text.get("fiscal_year", ""))
    written = text.get("municipality_code", "")  # of a published total it is the name of the total
    code = read_code(written)
    return {
        "table_name": text.get("table", ""),
        "municipality_code": written if code.fault else code.code,
        "fiscal_year": "" if year.fiscal_year is None else str(year.fiscal_year),
        "column_name": text.get("column", ""),
        "value_from": text.get("from", ""),
        "value_to": text.get("to", ""),
        "reason": text.get("reason", ""),
        "told_by": text.get("told_by", ""),
        "corrected_on": day.value.isoformat() if day.value else None,
        "source_id": text["source_id"],
        "is_applied": False,
    }


def _invalid(record: Fact) -> str:
    table, column = str(record["table_name"]), str(record["column_name"])
    if table not in INPUTS:
        return f"訂正の対象の表「{table}」がありません。{'、'.join(INPUTS)} のどれかを書いてください。"
    if table in CORRECTABLE and column not in CORRECTABLE[table]:
        columns = "、".join(sorted(CORRECTABLE[table]))
        return f"表「{table}」で訂正できる列は {columns} です（書かれていた列: 「{column}」）。"
    if record["corrected_on"] is None:
        return "訂正の日付が読めません。2023-05-01 の形で書いてください。"
    if problem := _unreadable_value(table, column, str(record["value_to"])):
        return problem
    if not str(record["reason"]):
        return "訂正の理由が空です。誰から何を聞いて直したかを書いてください。"
    return ""


def _unreadable_value(table: str, column: str, value: str) -> str:
    """Why the corrected value cannot be stored, in Japanese; empty when it can."""
    if table == "status" and column == "status_code":
        known = vocabulary.labels("status")
        if _coded(table, column, value) not in known:
            return f"訂正後の状態「{value}」は分かりません。次のどれかで書いてください: {'、'.join(known.values())}"
    elif column == "start_fiscal_year":
        year = fiscal_year.parse(value)
        if value and year.fiscal_year is None:
            return f"訂正後の開始年度が読めません。{year.warning}"
    elif not re.fullmatch(r"\d+(\.\d+)?", value):
        return f"訂正後の値「{value}」が数ではありません。単位や区切りを付けずに半角の数字で書いてください。"
    return ""


def _display_value(table: str, column: str, value: object) -> str:
    """A stored value in the words of an officer."""
    if value is None:
        return "空欄"
    if table == "status" and column == "status_code":
        return vocabulary.labels("status").get(str(value), str(value))
    if column == "start_fiscal_year":
        return fiscal_year.label(int(str(value)))
    return str(value)


def _apply_one(record: Fact, source: RegisteredFile, inputs: dict[str, list[Fact]]) -> str:
    if not source.intact:
        return "訂正の記録が登録時と違うため、この訂正は使いません。登録し直してください。"
    table, column = str(record["table_name"]), str(record["column_name"])
    facts = [fact for fact in inputs[INPUTS[table]] if _is_target(fact, record, table)]
    if not facts:
        return "訂正の対象になる記録がありません。市町村コードと年度を確かめてください。"
    fact = max(
        facts,
        key=lambda f: (not f.get("is_synthetic"), str(f.get("precedence", "")), str(f.get("as_of", ""))),
    )
    before, after = (_coded(table, column, str(record[key])) for key in ("value_from", "value_to"))
    now = fact[column if table == "status" else "value"]
    if str("" if now is None else now) != before:
        return (
            f"訂正前の値が「{record['value_from']}」となっていますが、今の記録は「{_display_value(table, column, now)}」です。"
            "すでに直っていればこの訂正の行を消し、そうでなければ訂正前の値を書き直してください。"
        )
    value: object = after
    if table != "status":
        fact["value"] = after
        fact["source_id"] = record["source_id"]
        return ""
    if column == "start_fiscal_year":
        value = int(after) if after else None
    inputs[INPUTS[table]].append(
        fact
        | {
            column: value,
            "precedence": PRECEDENCE,
            "known_on": record["corrected_on"],
            "source_id": record["source_id"],
            "note": f"訂正: {record['reason']}",
        }
    )
    return ""


def _is_target(fact: Fact, record: Fact, table: str) -> bool:
    if table == "published_total":
        return fact["total_code"] == record["municipality_code"]
    if fact["municipality_code"] != record["municipality_code"]:
        return False
    if table == "figure":
        return fact["figure_code"] == record["column_name"]
    return str(fact["fiscal_year"]) == record["fiscal_year"]


def _coded(table: str, column: str, text: str) -> str:
    """A status may be written as its code or in words, a year in any spelling."""
    if table == "status" and column == "status_code":
        return vocabulary.spellings("status").get(names.normalise(text), text)
    if column == "start_fiscal_year" and text:
        year = fiscal_year.parse(text).fiscal_year
        return text if year is None else str(year)
    return text
