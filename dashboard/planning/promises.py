"""Was a promise kept? Judged from what came back after it; shown beside, never written over, what people entered.

A promise is about the round of a fiscal year. A round counts where it became known after the promise was made and
describes a day (基準日) that is not before it; that the 調査票 came counts by the day on which it came:
held in that round or before → kept; not held in that round → broken; held only later → kept_late; held, and then
in a later round no more → reopened; nothing of that round yet → open. `manual` kinds are judged by people alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.words import eras

LABELS = {
    "kept": "回答で確認済み",
    "kept_late": "期限の後に確認",
    "broken": "回答では未確認",
    "reopened": "いったん確認、その後に変更",
    "open": "次の回答待ち",
    "manual": "人が判断",
}
SYMBOLS = {"kept": "✓", "kept_late": "✓", "broken": "×", "reopened": "↺", "open": "…", "manual": "―"}
UNKNOWN_STATUS = {"no_answer", "unknown"}
IMPLEMENTING = {"implementing"}
COLUMNS = (
    *("record_id", "judgement", "judgement_label", "reason", "round", "known_on"),
    *("file", "sheet", "cell", "written", "is_synthetic"),
)


@dataclass(frozen=True)
class Evidence:
    """What one round says of one promise. `holds`: None where it says nothing."""

    fiscal_year: int
    holds: bool | None
    statement: str
    known_on: date | None
    row: Mapping[str, Any]


def judge(
    promises: pd.DataFrame, kinds: pd.DataFrame, statuses: pd.DataFrame, answers: pd.DataFrame
) -> pd.DataFrame:
    """One row per promise, in their order: the judgement, why in Japanese, and the cell that it rests on.

    promises: record_id, municipality_code, promised_on, promise_kind, fiscal_year, target. kinds: code, rule,
    question_id, holds, target_kind. statuses: municipality_code, fiscal_year, year_label, status_code,
    status_label, start_fiscal_year, as_of, known_on, file, sheet, cell, written, is_synthetic; within a year the most
    authoritative first. answers: municipality_code, fiscal_year, year_label, question_id, option_code,
    said, answer_state, as_of, known_on, file, sheet, cell, written, is_synthetic.
    """
    by_code = {str(row["code"]): row for row in kinds.to_dict("records")}
    rows = []
    for promise in promises.to_dict("records"):
        kind = by_code.get(str(promise["promise_kind"]))
        if kind is None or kind["rule"] == "manual" or _empty(promise["fiscal_year"]):
            rows.append(_row(promise, "manual", "調査票では判断できない確認事項です。"))
            continue
        rows.append(_judgement_row(promise, _evidence(promise, kind, statuses, answers)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _judgement_row(promise: Mapping[Any, Any], found: list[Evidence]) -> dict[str, Any]:
    asked = int(promise["fiscal_year"])
    held = [one for one in found if one.holds]
    failed = [one for one in found if one.holds is False]
    if held:
        first = held[0]
        back = [one for one in failed if one.fiscal_year > held[-1].fiscal_year]
        if back:
            return _row(promise, "reopened", f"{back[0].statement}（{held[-1].statement}）", back[0])
        judgement = "kept" if first.fiscal_year <= asked else "kept_late"
        return _row(promise, judgement, first.statement, first)
    due = [one for one in failed if one.fiscal_year >= asked]
    if due:
        return _row(promise, "broken", due[0].statement, due[0])
    if failed:
        return _row(
            promise, "open", f"{failed[-1].statement} 期限は{eras.fiscal_year(asked)}の調査まで。", failed[-1]
        )
    unclear = [one for one in found if one.holds is None]
    if unclear:
        return _row(promise, "open", unclear[-1].statement, unclear[-1])
    return _row(
        promise,
        "open",
        f"この確認事項の後の状態を書いた{eras.fiscal_year(asked)}の調査票は、まだありません。",
    )


def _evidence(
    promise: Mapping[Any, Any], kind: Mapping[Any, Any], statuses: pd.DataFrame, answers: pd.DataFrame
) -> list[Evidence]:
    """By round, oldest first, of what became known after the promise and describes no day before it."""
    code, since = promise["municipality_code"], pd.Timestamp(promise["promised_on"])
    is_of_receipt = kind["rule"] == "returned"
    status = _after(statuses, code, since, is_of_receipt=is_of_receipt)
    answer = _after(answers, code, since, is_of_receipt=is_of_receipt)
    years = sorted({*status["fiscal_year"].tolist(), *answer["fiscal_year"].tolist()})
    found = []
    for year in years:
        one = _of_round(
            promise,
            kind,
            status[status["fiscal_year"] == year].to_dict("records"),
            answer[answer["fiscal_year"] == year].to_dict("records"),
        )
        if one is not None:
            found.append(one)
    return found


def _of_round(
    promise: Mapping[Any, Any],
    kind: Mapping[Any, Any],
    statuses: list[dict[Any, Any]],
    answers: list[dict[Any, Any]],
) -> Evidence | None:
    rule, holds = str(kind["rule"]), set(str(kind["holds"]).split("|"))
    known = [row for row in statuses if row["status_code"] not in UNKNOWN_STATUS]
    if rule == "status_in" and known:
        row = known[0]
        return _round_evidence(
            row, row["status_code"] in holds, f"{row['year_label']}は「{row['status_label']}」。"
        )
    if rule == "start_year" and known:
        row = known[0]
        if _empty(row["start_fiscal_year"]):
            return _round_evidence(
                row, False, f"{row['year_label']}は開始年度の記載がない（「{row['status_label']}」）。"
            )
        return _round_evidence(
            row,
            True,
            f"{row['year_label']}に、開始年度を{eras.fiscal_year(int(row['start_fiscal_year']))}と記載。",
        )
    if rule == "returned" and answers:
        return _round_evidence(answers[0], True, f"{answers[0]['year_label']}の調査票が届いた。")
    if rule not in ("option_in", "option_absent"):
        return None
    question = str(kind["question_id"]).replace("{target}", str(promise["target"] or ""))
    rows = [row for row in answers if row["question_id"] == question]
    if not rows:
        return None
    return _of_options(promise, rule, holds, rows, known)


def _of_options(
    promise: Mapping[Any, Any],
    rule: str,
    holds: set[str],
    rows: list[dict[Any, Any]],
    known: list[dict[Any, Any]],
) -> Evidence:
    first, label = rows[0], rows[0]["year_label"]
    given = [row for row in rows if row["answer_state"] in ("answered", "none")]
    if rule == "option_in":
        if not given:
            return _round_evidence(first, None, f"{label}は、この設問が空欄です。")
        return _round_evidence(
            given[0], given[0]["option_code"] in holds, f"{label}は「{given[0]['said']}」。"
        )
    if not given:
        if known and known[0]["status_code"] in IMPLEMENTING:
            return _round_evidence(known[0], True, f"{label}は実施中で、課題の設問の対象外。")
        return _round_evidence(first, None, f"{label}は、課題の設問が空欄です。")
    named = [row for row in given if row["option_code"] == promise["target"]]
    if named:
        return _round_evidence(named[0], False, f"{label}も「{named[0]['said']}」を課題に挙げた。")
    others = "、".join(str(row["said"]) for row in given)
    return _round_evidence(given[0], True, f"{label}は、この課題を挙げていない（挙げたのは「{others}」）。")


def _after(frame: pd.DataFrame, code: object, since: pd.Timestamp, *, is_of_receipt: bool) -> pd.DataFrame:
    known = pd.to_datetime(frame["known_on"])
    described = known if is_of_receipt else pd.to_datetime(frame["as_of"]).fillna(known)
    return frame[(frame["municipality_code"] == code) & (known > since) & (described >= since)]


def _round_evidence(row: Mapping[Any, Any], holds: bool | None, said: str) -> Evidence:
    known = None if _empty(row["known_on"]) else pd.Timestamp(row["known_on"]).date()
    return Evidence(int(row["fiscal_year"]), holds, said, known, row)


def _row(
    promise: Mapping[Any, Any], judgement: str, reason: str, rests_on: Evidence | None = None
) -> dict[str, Any]:
    row: Mapping[str, Any] = rests_on.row if rests_on else {}
    place = {name: None if _empty(row.get(name)) else str(row[name]) for name in COLUMNS[6:10]}
    return {
        "record_id": promise["record_id"],
        "judgement": judgement,
        "judgement_label": LABELS[judgement],
        "reason": reason,
        "round": rests_on.fiscal_year if rests_on else None,
        "known_on": rests_on.known_on if rests_on else None,
        **place,
        "is_synthetic": bool(row.get("is_synthetic", False)),
    }


def _empty(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value
