"""A table of the warehouse as it is handed out, after the 機械可読性ルール (2026-03-31).

Headings are Japanese, unique and carry the unit (L2-03, L3-04); codes are text, each with its word beside it
(L3-02); days and years stand in 西暦 and in 令和 (L3-05); one value a cell; whether a row is fictional is a column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.words import words

PAIR = re.compile(r"([A-Za-z_0-9]+)=([^、。）=]+)")
UNIT = re.compile(r"（(人/km²|人|%|km²|km|世帯|度)[。）]")
ENDINGS = (
    (r"市町村数$|市町村の数$|うち実施中の数$", "市町村"),
    (r"行数$", "行"),
    (r"通数$", "通"),
    (r"指摘", "件"),
    (r"設問の数$|答えのある数$", "問"),
    (r"何日遅れたか$", "日"),
    (r"何年遅れたか$", "年"),
)
# Headings of columns whose comment is a list of codes.
CODED = {"state": "結果", "basis": "根拠", "direction": "動き", "outcome": "その後", "kind": "種類"}
CODES_OF = (
    (r"(^|_)(municipality|neighbour)_code$", "codes_municipality"),
    (r"(^|_)status_code$", "codes_status"),
    (r"(^|_)group_code$", "codes_status_group"),
    (r"(^|_)subprefecture_code$", "codes_subprefecture"),
    (r"^size_class$", "codes_size_class"),
    (r"(^|_)barrier_code$", "codes_barrier"),
    (r"(^|_)measure_code$", "codes_measure"),
)
YEARS = re.compile(r"fiscal_year$|^planned_start$|^actual_start$")
SYNTHETIC, REAL = words.SYNTHETIC, "実データ"
YES, NO = "はい", "いいえ"


@dataclass(frozen=True)
class Column:
    """One column as handed out; `source`: its name in the warehouse, `kind`: text, integer, number, date, time or yes_no."""

    heading: str
    source: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Published:
    """A table to hand out: `rows` has the headings of `columns` in their order; `codes`: heading, code, label."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    codes: pd.DataFrame
    facts: tuple[tuple[str, str], ...]

    @property
    def is_synthetic(self) -> bool:
        """Whether any row is fictional."""
        return SYNTHETIC in set(self.rows[SYNTHETIC]) if SYNTHETIC in self.rows else False


def publish(
    name: str,
    description: str,
    frame: pd.DataFrame,
    columns: pd.DataFrame,
    codes: pd.DataFrame,
    synthetic: pd.Series,
    facts: tuple[tuple[str, str], ...],
) -> Published:
    """frame: the rows; columns: column_name, data_type, meaning in their order; codes: code_table, code, label;
    synthetic: of each row whether it is fictional; facts: item and value for the sheet that explains.
    """
    made: dict[str, tuple[Column, pd.Series]] = {}
    used: list[dict[str, str]] = []
    for row in columns.itertuples():
        source, meaning = str(row.column_name), str(row.meaning or "")
        if source == "is_synthetic":
            continue
        kind = _kind(str(row.data_type))
        for column, series in _columns(source, meaning, kind, frame[source]):
            heading = _free(column.heading, source, made)
            made[heading] = (replace(column, heading=heading), series)
        labels = _labels(source, meaning, codes, set(frame[source].dropna()))
        coded = next(heading for heading, (column, _) in made.items() if column.source == source)
        used += [{"heading": coded, "code": code, "label": text} for code, text in labels.items()]
        if labels and not ("name" in frame and source in ("code", "municipality_code")):
            word = re.sub(r"の符号$|の番号$|コード$", "", coded)
            heading = _free(f"{word}（名前）", source, made)
            made[heading] = (
                Column(heading, source, "text", "", f"「{coded}」の言葉"),
                frame[source].map(labels),
            )
    said = f"その行が架空の回答などによるなら「{SYNTHETIC}」、そうでなければ「{REAL}」"
    made[SYNTHETIC] = (
        Column(SYNTHETIC, "is_synthetic", "text", "", said),
        synthetic.map({True: SYNTHETIC, False: REAL}),
    )
    rows = pd.concat([series.reset_index(drop=True) for _, series in made.values()], axis=1, keys=list(made))
    code_rows = pd.DataFrame(used, columns=["heading", "code", "label"])
    return Published(name, description, tuple(column for column, _ in made.values()), rows, code_rows, facts)


def heading_of(source: str, meaning: str) -> tuple[str, str]:
    """Heading (without unit) and unit of a column, from the comment that stands beside it in the warehouse."""
    found = UNIT.search(meaning)
    label = re.split(r"[（。]", meaning, maxsplit=1)[0].strip()
    if "=" in label or not label:
        label = CODED.get(source, "区分")
    label = re.sub(r"なら真$", "", label)
    label = re.sub(r"れば真$", "る", label)
    unit = found.group(1) if found else ""
    for ending, named in ENDINGS:
        if not unit and re.search(ending, label):
            unit = named
    return label, unit


def rows_with(frame: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Of each row whether it is fictional: by its own column, else by its cell, its file.

    sources: file_id, file, source_id of what is fictional.
    """
    if "is_synthetic" in frame:
        return frame["is_synthetic"].astype("boolean").fillna(False).astype(bool)
    for column in ("synthetic_municipalities", "synthetic"):
        if column in frame:
            return frame[column].fillna(0) > 0
    for column in ("source_id", "file_id", "file"):
        if column in frame:
            return frame[column].isin(sources[column].dropna())
    return pd.Series(False, index=frame.index)


def _columns(source: str, meaning: str, kind: str, series: pd.Series) -> list[tuple[Column, pd.Series]]:
    """A column of the warehouse as it is handed out: a day or a year also in 令和, yes and no in words."""
    label, unit = heading_of(source, meaning)
    if kind == "yes_no":
        said = series.astype(object).map(lambda value: "" if pd.isna(value) else YES if value else NO)
        return [(Column(label, source, kind, "", meaning), said)]
    is_year = kind == "integer" and bool(YEARS.search(source))
    if kind == "date" or is_year:
        first = Column(f"{label}（西暦）", source, kind, "年度" if is_year else "", meaning)
        second = Column(f"{label}（和暦）", source, "text", "", f"{meaning}（令和など）")
        return [(first, series), (second, series.astype(object).map(_year if is_year else _day))]
    return [(Column(f"{label}（{unit}）" if unit else label, source, kind, unit, meaning), series)]


def _free(heading: str, source: str, made: dict[str, tuple[Column, pd.Series]]) -> str:
    """The heading, or one that tells it from another of the same words."""
    return f"{heading}（{source}）" if heading in made else heading


def _kind(data_type: str) -> str:
    if data_type == "BOOLEAN":
        return "yes_no"
    if data_type == "DATE" or data_type.startswith("TIMESTAMP"):
        return "date"
    if data_type in ("DOUBLE", "FLOAT") or data_type.startswith("DECIMAL"):
        return "number"
    return "integer" if data_type.endswith(("INT", "INTEGER")) else "text"


def _labels(source: str, meaning: str, codes: pd.DataFrame, present: set[Any]) -> dict[str, str]:
    """Words of the codes that occur in a column; empty where it is no code."""
    for pattern, table in CODES_OF:
        if re.search(pattern, source) and not ("group" in source and "状態グループ" not in meaning):
            rows = codes[(codes["code_table"] == table) & codes["code"].isin(present)]
            found: dict[str, str] = dict(zip(rows["code"], rows["label"], strict=True))
            return found | ({"00": "全道"} if "00" in present else {})
    listed = {code: text.strip() for code, text in PAIR.findall(meaning) if not code.isdigit()}
    return {code: text for code, text in listed.items() if code in present}


def _day(value: Any) -> str:
    return "" if pd.isna(value) else words.day_short(date(value.year, value.month, value.day))


def _year(value: Any) -> str:
    return "" if pd.isna(value) else words.fiscal_year(int(value))
