"""The number of implementing municipalities beside what the nation's rates by size would give."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.export.deck import count_words, frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.words import words

VIEW = "size_adjusted"
TITLE = "人口規模をそろえた比較"


def slide(
    data: DeckData, rows: pd.DataFrame, said: dict[str, str], label: str, source: str, stage: Stage
) -> Slide:
    """rows: planning.size_adjusted.compare; said: by code what may be said of it; label: of the year of the rates."""
    if rows.empty or rows["expected"].isna().all():
        return frame.absent(
            VIEW,
            f"{TITLE}: 比べられる市町村がありません",
            "人口規模ごとの全国の実施率がないか、その規模の市町村がありません。",
            "国が率を示すと、全国と同じ率だった場合の数をここに示します。",
            data,
            stage,
        )
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h * 0.55),
            (
                "人口規模",
                "市町村",
                "全国の率",
                "全国と\n同じ率なら",
                "偶然の幅",
                "わかっている\n実施",
                "わからない",
            ),
            tuple(Row(str(row["code"]), _cells(row)) for row in records(rows)),
            (2.6, 1.0, 1.1, 1.3, 1.4, 1.4, 1.2),
            14,
            "人口規模ごとの、全国と同じ率だった場合の数と、わかっている実施の数の表",
        )
    )
    lines: list[tuple[Part, ...]] = [
        (f"{row['label']}: ", Number(f"sized_verdict.{row['code']}", 0, said[str(row["code"])]), "。")
        for row in records(rows)
        if row["verdict"]
    ]
    lines.append(
        (
            "偶然の幅は、全国と同じ率でも動く範囲（20回に19回）。わからない市町村は「実施なし」とみなしていません。",
        )
    )
    words_box = box._replace(y=box.y + box.h * 0.6, h=box.h * 0.4)
    first = record_of_most(rows)
    return frame.content(
        VIEW,
        (
            f"{label}の実施: {first['label']}は全国と同じ率なら",
            _decimal("sized_expected", first, 1),
            *_known(str(first["code"]), int(first["known"])),
        ),
        (table, frame.bullets(VIEW, "要点", words_box, lines, size=14)),
        data,
        stage,
        source,
        synthetic=bool(rows["is_synthetic"].any()),
    )


def record_of_most(rows: pd.DataFrame) -> dict[str, Any]:
    """The class with the most municipalities of those that can be compared."""
    own = rows[rows["rate_pct"].notna()].sort_values("towns", ascending=False, kind="stable")
    return records(own)[0]


def _cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    code = row["code"]
    empty = Cell(("―",), "right")
    is_compared = not pd.isna(row["expected"])
    rate = empty if pd.isna(row["rate_pct"]) else Cell((_decimal("sized_rate", row, 1), "％"), "right")
    span = (
        (
            frame.count(f"sized_low.{code}", int(row["low"])),
            "〜",
            frame.count(f"sized_high.{code}", int(row["high"])),
        )
        if is_compared
        else ("―",)
    )
    return (
        Cell((str(row["label"]),), bold=True),
        Cell((frame.count(f"sized_towns.{code}", int(row["towns"])),), "right"),
        rate,
        Cell((_decimal("sized_expected", row, 1),), "right") if is_compared else empty,
        Cell(span, "right"),
        Cell((frame.count(f"sized_known.{code}", int(row["known"])),), "right"),
        Cell((frame.count(f"sized_unknown.{code}", int(row["unknown"])),), "right"),
    )


def _decimal(kind: str, row: dict[str, Any], digits: int) -> Number:
    value = float(row[kind.removeprefix("sized_")] if kind != "sized_rate" else row["rate_pct"])
    return Number(f"{kind}.{row['code']}", words.half_up(value, digits), words.decimal(value, digits))


def _known(code: str, known: int) -> tuple[Part, ...]:
    if not known:
        return ("、わかっている実施は", count_words.none(f"sized_known.{code}", "ない"))
    return ("、わかっているのは", frame.count(f"sized_known.{code}", known))
