"""One value that may be corrected: what it is, what stands there now and where, and how a new one is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.frames import record, records
from dashboard.journal.entered_day import entered_day
from dashboard.queries import corrections
from dashboard.views import answered_state
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

ANSWER, STATUS, FIGURE, TOTAL = "answer", "status", "figure", "published_total"
STATUS_CODE, START_YEAR, VALUE = "status_code", "start_fiscal_year", "value"
BLANK, UNDECIDED, NO_DATA = "空欄", "未定", "データなし"
STATES = {
    "blank": BLANK,
    "undecided": UNDECIDED,
    "none": "特になし",
    "not_applicable": "該当なし",
    "unreadable": "読めない（要確認）",
}
# The record of corrections, as it lies there and as people call it.
FIRST_YEAR, LAST_YEAR = 2015, 2040


@dataclass(frozen=True)
class ValueKey:
    """Which value: as the button beside it carries it (answer|01452|2023|staff_full_time).

    Of a published total `municipality_code` is its own code (hokkaido_2023_implementing).
    """

    table: str
    municipality_code: str
    fiscal_year: int | None
    item: str

    def __str__(self) -> str:
        year = "" if self.fiscal_year is None else str(self.fiscal_year)
        return "|".join((self.table, self.municipality_code, year, self.item))


@dataclass(frozen=True)
class CorrectableValue:
    """`kind`: as of a question, or status, start_year, figure; `text`: as a person reads it, which the record holds.

    `parts`: what the fields begin with (one, or one for each rank or part of a contact); `options`: labels to choose from;
    `is_untold`: an answer of a town of which no return has come, and which has not told it yet. `beside`: what becomes of
    the state of the year, or of the answer on it, when this is corrected.
    """

    key: ValueKey
    town: str
    label: str
    kind: str
    text: str
    place: str
    unit: str
    options: tuple[str, ...]
    parts: dict[str, Any]
    is_synthetic: bool
    corrections: tuple[dict[str, Any], ...]
    is_untold: bool = False
    beside: str = ""

    @property
    def heading(self) -> str:
        year = "" if self.key.fiscal_year is None else f"{words.fiscal_year(self.key.fiscal_year)} "
        return f"{self.town} {year}{self.label}"


def read_key(text: str) -> ValueKey | None:
    """The key that a button carries; None for anything else."""
    table, _, rest = text.partition("|")
    code, _, rest = rest.partition("|")
    year_text, _, item = rest.partition("|")
    year = int(year_text) if year_text.isdecimal() else None
    if table not in (ANSWER, STATUS, FIGURE, TOTAL) or not item:
        return None
    if year is None and table in (ANSWER, STATUS):
        return None
    return ValueKey(table, code, year, item)


def status_key(row: Mapping[str, Any], item: str) -> ValueKey | None:
    """The record that the state of a year rests on (a row of mart_status_by_year).

    A state that is carried over is the one of the year in which it was stated. Where nothing is known, the state can
    be told and nothing else: None for its start year.
    """
    if row["basis"] == "none":
        return first_key(row) if item == STATUS_CODE else None
    column = "stated_fiscal_year" if row["basis"] == "carried" else "fiscal_year"
    return ValueKey(STATUS, str(row["municipality_code"]), int(str(row[column])), item)


def first_key(row: Mapping[str, Any]) -> ValueKey:
    """The state of a year of which no record says anything (a row with municipality_code and fiscal_year)."""
    return ValueKey(STATUS, str(row["municipality_code"]), int(str(row["fiscal_year"])), STATUS_CODE)


def total_key(total_code: str) -> ValueKey:
    return ValueKey(TOTAL, total_code, None, VALUE)


def gather(reader: Reader, key: ValueKey) -> CorrectableValue | None:
    """The value as it is now, of a state the answer that it rests on; None where there is none that could be corrected."""
    beside = ""
    if key.fiscal_year is not None and key.table in (ANSWER, STATUS):
        place = (key.municipality_code, key.fiscal_year)
        half = answered_state.other_half(reader, *place, key.item, is_answer=key.table == ANSWER)
        key = ValueKey(ANSWER, *place, half.answer) if half.answer else key
        beside = half.beside
    town = "公表値" if key.table == TOTAL else corrections.town_name(reader, key.municipality_code)
    found = {ANSWER: _answer, STATUS: _status, FIGURE: _figure, TOTAL: _total}[key.table](reader, key)
    if not town or found is None:
        return None
    made = corrections.of_value(reader, key.table, key.municipality_code, key.fiscal_year, key.item)
    return CorrectableValue(key=key, town=town, corrections=tuple(records(made)), beside=beside, **found)


def new_text(value: CorrectableValue, parts: Mapping[str, Any], *, is_blank: bool) -> str:
    """The new value as one text, from what was chosen or typed. Raises ValueError with what to do, in Japanese."""
    if is_blank:
        return BLANK
    if value.kind == "contact":
        lines = [f"{part}：{str(text).strip()}" for part, text in parts.items() if str(text or "").strip()]
        text = "\n".join(lines)
    elif value.kind == "ranked":
        chosen = [(part, str(label)) for part, label in parts.items() if label]
        if len({label for _, label in chosen}) < len(chosen):
            raise ValueError("同じものが2つの順位にあります。1つずつ選んでください。")
        text = "、".join(f"{part}位 {label}" for part, label in chosen)
    elif value.kind == "multiple":
        listed = parts.get("") or []
        text = "、".join(label for label in value.options if label in listed)
    else:
        text = str(parts.get("") or "").strip()
    if not text:
        raise ValueError("訂正後の値を入れてください。答えがないときは「空欄にする」を選びます。")
    if value.kind == "integer" and unicodedata.normalize("NFKC", text).isdecimal():
        text = f"{int(text)}{value.unit}"
    if value.kind == "date":
        text = entered_day("訂正後の値", text).isoformat()
    if text == value.text:
        raise ValueError("訂正前と同じです。訂正後の値を入れてください。")
    return text


def _answer(reader: Reader, key: ValueKey) -> dict[str, Any] | None:
    rows = corrections.answer(reader, key.municipality_code, int(key.fiscal_year or 0), key.item)
    if rows.empty:
        return None
    first = record(rows.iloc[0])
    kind, unit = str(first["kind"]), "" if pd.isna(first["unit"]) else str(first["unit"])
    listed = corrections.options(reader, int(key.fiscal_year or 0), key.item)
    labels = dict(zip(listed["option_code"], listed["label_ja"], strict=True))
    values = records(rows) if first["answer_state"] == "answered" else []
    text = answer_text(kind, unit, values, labels) if values else STATES[str(first["answer_state"])]
    return {
        "label": f"{first['number']} {first['wording']}",
        "kind": kind,
        "text": text,
        "place": raw_files.of_row(first),
        "unit": unit,
        "options": (*years(), UNDECIDED) if kind == "fiscal_year" else tuple(labels.values()),
        "parts": _parts(kind, values, labels),
        "is_synthetic": bool(first["is_synthetic"]),
        "is_untold": bool(first["is_untold"]),
    }


def answer_text(kind: str, unit: str, values: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> str:
    """An answer in one text, as the record of corrections holds it."""
    if kind == "ranked":
        return "、".join(f"{int(row['rank'])}位 {row['text']}" for row in values)
    if kind in ("single", "multiple"):
        return "、".join(str(row["text"]) for row in values)
    if kind == "contact":
        named = [(labels.get(str(row["option_code"]), ""), str(row["value"])) for row in values]
        return "\n".join(f"{label}：{text}" if label else text for label, text in named)
    if kind == "fiscal_year":
        return words.fiscal_year(int(values[0]["value"]))
    if kind == "integer":
        return f"{values[0]['value']}{unit}"
    return "\n".join(str(row["value"]) for row in values)


def _parts(kind: str, values: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> dict[str, Any]:
    if kind == "contact":
        known = {str(row["option_code"]): row["value"] for row in values}
        return {label: known.get(code, "") for code, label in labels.items()}
    if kind == "ranked":
        by_rank = {int(row["rank"]): row["text"] for row in values}
        return {str(rank): by_rank.get(rank) for rank in range(1, max([3, *by_rank]) + 1)}
    if kind == "multiple":
        return {"": [row["text"] for row in values]}
    if not values:
        return {"": None}
    if kind == "fiscal_year":
        return {"": words.fiscal_year(int(values[0]["value"]))}
    if kind == "single":
        return {"": values[0]["text"]}
    return {"": "\n".join(str(row["value"]) for row in values)}


def _status(reader: Reader, key: ValueKey) -> dict[str, Any] | None:
    rows = corrections.status(reader, key.municipality_code, int(key.fiscal_year or 0))
    if rows.empty or key.item not in (STATUS_CODE, START_YEAR):
        return None
    row = record(rows.iloc[0])
    is_state = key.item == STATUS_CODE
    if row["basis"] != "stated":
        return _first_status(reader, row) if is_state else None
    start = BLANK if pd.isna(row["start_fiscal_year"]) else words.fiscal_year(int(row["start_fiscal_year"]))
    text = str(row["status_label"]) if is_state else start
    options = tuple(corrections.statuses(reader)["label_ja"]) if is_state else years()
    return {
        "label": "状態" if is_state else "開始（予定）年度",
        "kind": "status" if is_state else "fiscal_year",
        "text": text,
        "place": raw_files.of_row(row, "" if is_state or text == BLANK else "start_"),
        "unit": "",
        "options": options,
        "parts": {"": None if text == BLANK else text},
        "is_synthetic": bool(row["is_synthetic"]),
    }


def _first_status(reader: Reader, row: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a year of which no record says anything, to be told for the first time."""
    return {
        "label": "状態",
        "kind": "status",
        "text": str(row["status_label"]) if row["basis"] == "none" else NO_DATA,
        "place": "",
        "unit": "",
        "options": tuple(corrections.statuses(reader)["label_ja"]),
        "parts": {"": None},
        "is_synthetic": False,
    }


def _figure(reader: Reader, key: ValueKey) -> dict[str, Any] | None:
    rows = corrections.figure(reader, key.municipality_code, key.item)
    if rows.empty:
        return None
    row = record(rows.iloc[0])
    text = "" if pd.isna(row["value"]) else f"{row['value']:.15g}"
    return {
        "label": str(row["label_ja"]),
        "kind": "figure",
        "text": text,
        "place": raw_files.of_row(row),
        "unit": str(row["unit"]),
        "options": (),
        "parts": {"": text},
        "is_synthetic": bool(row["is_synthetic"]),
    }


def _total(reader: Reader, key: ValueKey) -> dict[str, Any] | None:
    rows = corrections.total(reader, key.municipality_code)
    if rows.empty or key.item != VALUE:
        return None
    row = record(rows.iloc[0])
    day = "" if pd.isna(row["as_of"]) else f"（{words.day_short(row['as_of'])}時点）"
    return {
        "label": f"{words.fiscal_year(int(row['fiscal_year']))} {row['label_ja']}{day}",
        "kind": "figure",
        "text": str(row["value"]),
        "place": raw_files.of_row(row),
        "unit": "市町村",
        "options": (),
        "parts": {"": str(row["value"])},
        "is_synthetic": bool(row["is_synthetic"]),
    }


def years() -> tuple[str, ...]:
    """Fiscal years to choose from, as they are written."""
    return tuple(words.fiscal_year(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
