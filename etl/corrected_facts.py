"""Corrections of statuses, figures and published totals, applied to the facts that were read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from etl import corrected_states as states
from etl import fiscal_year, names
from etl.corrections import (
    ANSWER,
    FIGURE,
    STATUS,
    TABLES,
    TOTAL,
    Correction,
    CorrectionOutcome,
    invalid,
    stale_message,
    wrong_kind,
)
from etl.findings import Finding
from etl.japanese_date import day_label
from etl.readers import vocabulary
from etl.readers.context import Fact, ReadContext
from etl.sources import RegisteredFile

STATUS_CODE, START_YEAR, VALUE = states.STATUS_CODE, states.START_YEAR, "value"
# The columns of a status and of a total, and how they are called. A figure is named by its code or its name.
ITEMS = {STATUS: {STATUS_CODE: "状態", START_YEAR: "開始年度"}, TOTAL: {VALUE: "値"}}
INPUTS = {STATUS: "status_fact", TOTAL: "published_total", FIGURE: "figures"}
# How a start year that is not known is written.
EMPTY = frozenset({"空欄", "―", "－", "なし"})


def apply(
    context: ReadContext,
    written: list[Correction],
    inputs: dict[str, list[Fact]],
    as_of: date,
    answers: Mapping[str, CorrectionOutcome],
    files: Mapping[str, RegisteredFile],
) -> list[Fact]:
    """Apply corrections to the facts in `inputs`; rows of core_correction.

    A state of a year of which nothing was known is a fact of its own; a corrected one is a new version of the fact (the old one stays, so earlier days still show it); a corrected
    figure or total replaces the value and keeps the old one in the record. `answers`: what became of the corrections
    of answers (row_id → outcome); `files`: file_id → file.
    """
    records: list[Fact] = []
    for one in written:
        if one.corrected_on is not None and one.corrected_on > as_of:
            continue  # not known yet on that day
        if one.table == ANSWER:
            outcome = answers.get(one.row_id, CorrectionOutcome(invalid(one)))
        else:
            problem = invalid(one)
            outcome = (
                CorrectionOutcome(problem) if problem else _apply_one(context, one, inputs, as_of, files)
            )
        is_withdrawn = one.withdrawn_on is not None and one.withdrawn_on <= as_of
        if outcome.problem and not is_withdrawn:
            context.findings.append(
                Finding(
                    "warning",
                    "CORRECTION-STALE",
                    outcome.problem,
                    file=files[one.file_id].file,
                    sheet=one.ref.sheet,
                    cell=one.ref.cell,
                    municipality_code=one.municipality_code,
                    value=one.after,
                )
            )
        state = "withdrawn" if is_withdrawn else "stale" if outcome.problem else "applied"
        records.append(_record(one, outcome, state))
    return records


def _record(one: Correction, outcome: CorrectionOutcome, state: str) -> Fact:
    is_withdrawn = state == "withdrawn"
    return {
        "row_id": one.row_id,
        "table_name": one.table,
        "table_label": TABLES.get(one.table, one.table),
        "municipality_code": one.municipality_code,
        "fiscal_year": "" if one.fiscal_year is None else str(one.fiscal_year),
        "column_name": outcome.item or one.item,
        "item_label": outcome.item_label or one.item,
        "value_from": one.before,
        "value_to": one.after,
        "reason": one.reason,
        "told_by": one.told_by,
        "corrected_on": one.corrected_on.isoformat() if one.corrected_on else None,
        "withdrawn_on": one.withdrawn_on.isoformat() if is_withdrawn and one.withdrawn_on else None,
        "withdrawn_reason": one.withdrawn_reason if is_withdrawn else "",
        "state": state,
        "is_synthetic": one.is_synthetic,
        "old_source_id": outcome.old_source_id,
        "source_id": one.source_id,
    }


def _apply_one(
    context: ReadContext,
    one: Correction,
    inputs: dict[str, list[Fact]],
    as_of: date,
    files: Mapping[str, RegisteredFile],
) -> CorrectionOutcome:
    item, label = _item(one, inputs)
    if not item:
        return CorrectionOutcome(label)
    if problem := _unreadable_value(one.table, item, one.after):
        return CorrectionOutcome(problem, item, label)
    facts = [
        fact
        for fact in inputs[INPUTS[one.table]]
        if _is_target(fact, one, item)
        and str(fact.get("known_on", "")) <= as_of.isoformat()
        and (not fact.get("until") or str(fact["until"]) > str(one.corrected_on))
    ]
    known_then = [fact for fact in facts if str(fact.get("known_on", "")) <= str(one.corrected_on)]
    if item == STATUS_CODE and not known_then and states.is_first(one):
        told, problem = states.first(one, _coded(one.table, item, one.after), facts, inputs, as_of)
        inputs[INPUTS[STATUS]] += told
        return CorrectionOutcome(problem, item, label)
    if not facts and one.table == STATUS and item == START_YEAR:
        return CorrectionOutcome("この年度の状態がまだありません。先に状態を入れてください。", item, label)
    if not facts:
        return CorrectionOutcome(
            "訂正の対象になる記録がありません。市町村コードと年度を確かめてください。", item, label
        )
    fact = _newest(facts, files)
    found = CorrectionOutcome("", item, label, str(fact["source_id"]))
    if problem := wrong_kind(one, is_synthetic=_is_synthetic(fact, files)):
        return replace(found, problem=problem)
    known_on = str(fact.get("known_on", ""))
    if one.table == STATUS and one.corrected_on is not None and one.corrected_on.isoformat() < known_on:
        day, known_day = day_label(one.corrected_on), day_label(date.fromisoformat(known_on))
        return replace(
            found,
            problem=f"連絡日（{day}）が、訂正する値の把握日（{known_day}）より前です。連絡日を確かめてください。",
        )
    before, after = (_coded(one.table, item, text) for text in (one.before, one.after))
    now = fact[item if one.table == STATUS else VALUE]
    if not _says(fact, item if one.table == STATUS else VALUE, before, inputs):
        return replace(found, problem=stale_message(one.before, _display_value(one.table, item, now)))
    if one.table != STATUS:
        if one.holds_on(as_of):
            fact[VALUE] = after
            fact["source_id"] = one.source_id
        return found
    if one.withdrawn_on is not None and one.corrected_on is not None and one.withdrawn_on <= one.corrected_on:
        return found
    value: object = (int(after) if after else None) if item == START_YEAR else after
    is_withdrawn = one.withdrawn_on is not None and one.withdrawn_on <= as_of
    until = str(one.withdrawn_on) if is_withdrawn else ""
    version = {
        item: value,
        "precedence": states.PRECEDENCE,
        "source_id": one.source_id,
        "note": f"訂正: {one.reason}",
    }
    start_cell = one.source_id if item == START_YEAR else states.start_cell(context, fact)
    if start_cell:
        context.ledger.link("core_status", one.source_id, START_YEAR, start_cell)
    known_on = str(one.corrected_on)
    # What a correction was made from may be withdrawn itself, or give way: from then on it is made from what stands then.
    while end := str(fact.get("until") or ""):
        last = min(filter(None, (end, until)))
        inputs[INPUTS[STATUS]].append(fact | version | {"known_on": known_on, "until": last})
        if last == until:
            return found
        facts = [
            other
            for other in facts
            if str(other["known_on"]) <= end and (not other.get("until") or str(other["until"]) > end)
        ]
        if not facts:
            return replace(found, problem=_given_way(end))
        known_on, fact = end, _newest(facts, files)
        if str(fact[item]) == str(value):
            return found
        if not _says(fact, item, before, inputs):
            return replace(found, problem=_given_way(end))
    inputs[INPUTS[STATUS]].append(fact | version | {"known_on": known_on, "until": until})
    return found


def _given_way(end: str) -> str:
    day = day_label(date.fromisoformat(end))
    return f"訂正した記録が{day}に取り消されたか、新しい資料に替わったので、この訂正は使っていません。まだ必要なら、今の値を訂正してください。"


def _newest(facts: list[Fact], files: Mapping[str, RegisteredFile]) -> Fact:
    """The fact that is shown of several about the same."""
    order = {id(fact): place for place, fact in enumerate(facts)}
    return max(
        facts,
        key=lambda one: (
            not _is_synthetic(one, files),
            *(str(one.get(column, "")) for column in ("precedence", "reference_date", "as_of", "known_on")),
            order[id(one)],
        ),
    )


def _says(fact: Fact, column: str, before: str, inputs: Mapping[str, list[Fact]]) -> bool:
    """Whether a fact has the value of before a correction; a start year that it leaves out may be one of an earlier year."""
    now = fact[column]
    if now is None and column == START_YEAR and before in states.starts_before(fact, inputs[INPUTS[STATUS]]):
        return True
    return str("" if now is None else now) == before


def _is_synthetic(fact: Fact, files: Mapping[str, RegisteredFile]) -> bool:
    source = files.get(str(fact["source_id"]).partition("!")[0])
    return bool(fact.get("is_synthetic")) or (source is not None and source.is_synthetic)


def _item(one: Correction, inputs: Mapping[str, list[Fact]]) -> tuple[str, str]:
    """The column or figure that a row is about, and its name; ("", why not) where there is none such."""
    if one.table == FIGURE:
        known = {
            str(row["figure_code"]): str(row["label_ja"]) for row in inputs.get("figure_definitions", [])
        }
        by_name = {label: code for code, label in known.items()}
        code = one.item if one.item in known else by_name.get(one.item, one.item)
        return code, known.get(code, code)
    if one.table == TOTAL:
        labels = [
            str(fact["label_ja"])
            for fact in inputs[INPUTS[TOTAL]]
            if fact["total_code"] == one.municipality_code
        ]
        is_known = one.item in {VALUE, ITEMS[TOTAL][VALUE], ""}
        return (VALUE, labels[0] if labels else one.municipality_code) if is_known else ("", _unknown(one))
    columns = ITEMS[STATUS]
    code = next((code for code, label in columns.items() if one.item in (code, label)), "")
    return (code, columns[code]) if code else ("", _unknown(one))


def _unknown(one: Correction) -> str:
    columns = "、".join(f"{label}（{code}）" for code, label in sorted(ITEMS[one.table].items()))
    return f"表「{TABLES[one.table]}」で訂正できる列は {columns} です（書かれていた列: 「{one.item}」）。"


def _unreadable_value(table: str, column: str, value: str) -> str:
    """Why the corrected value cannot be stored, in Japanese; empty when it can."""
    if table == STATUS and column == STATUS_CODE:
        known = vocabulary.labels("status")
        if _coded(table, column, value) not in known:
            return f"訂正後の状態「{value}」は分かりません。次のどれかで書いてください: {'、'.join(known.values())}"
    elif column == START_YEAR:
        year = fiscal_year.parse(value)
        if value and value not in EMPTY and year.fiscal_year is None:
            return f"訂正後の開始年度が読めません。{year.warning}"
    elif not re.fullmatch(r"\d+(\.\d+)?", _coded(table, column, value)):
        return f"訂正後の値「{value}」が数ではありません。単位や区切りを付けずに半角の数字で書いてください。"
    return ""


def _display_value(table: str, column: str, value: object) -> str:
    """A stored value in the words of an officer."""
    if value is None:
        return "空欄"
    if table == STATUS and column == STATUS_CODE:
        return vocabulary.labels("status").get(str(value), str(value))
    if column == START_YEAR:
        return fiscal_year.label(int(str(value)))
    return str(value)


def _is_target(fact: Fact, one: Correction, item: str) -> bool:
    if one.table == TOTAL:
        return fact["total_code"] == one.municipality_code
    if fact["municipality_code"] != one.municipality_code:
        return False
    if one.table == FIGURE:
        return fact["figure_code"] == item
    return fact["fiscal_year"] == one.fiscal_year or str(fact["fiscal_year"]) == str(one.fiscal_year)


def _coded(table: str, column: str, text: str) -> str:
    """A status may be written as its code or in words, a year in any spelling, a number with its commas."""
    if table == STATUS and column == STATUS_CODE:
        return vocabulary.spellings("status").get(names.normalise(text), text)
    if column == START_YEAR:
        if text in EMPTY:
            return ""
        year = fiscal_year.parse(text).fiscal_year if text else None
        return text if year is None else str(year)
    return re.sub(r"(?<=\d),(?=\d{3})", "", names.normalise(text))
