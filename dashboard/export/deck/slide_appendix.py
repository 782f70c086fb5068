"""Appendix: what the words mean, where the numbers come from, and which towns are behind them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.export.deck import fit, frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, Cell, NativeTable, Paragraph, Row, Slide, Text, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.words import words

DEFINITIONS, SOURCES, TOWNS = "definitions", "sources", "towns"
MOST_SOURCES = 11
KINDS = {
    "return": "区分の数に使った調査票",
    "activities": "道の取組の記録",
    "attendance": "道の取組の参加記録",
}


def definitions(data: DeckData, statuses: pd.DataFrame, stage: Stage) -> Slide:
    """Every status with its group and meaning."""
    groups = {group["code"]: f"{group['symbol']} {group['label_ja']}" for group in records(data.groups)}
    rows = tuple(
        Row(
            str(row.code),
            (
                Cell(
                    (groups[row.group_code],),
                    bold=True,
                ),
                Cell((str(row.label_ja),)),
                Cell((str(row.description),)),
            ),
        )
        for row in statuses.itertuples()
    )
    notes = (
        "数は市町村の数です。分母は"
        + ("道内179市町村（35市129町15村）" if data.is_whole else f"{data.scope}の市町村")
        + "。北方領土の6村は数えません。",
        "未回答（聞いたが答えがない）とデータなし（聞いていない・資料がない）は、「予定なし」と別に数えます。",
        "前の年度までの実施・移行準備・予定は、新しい資料が出るまで続いているとみなします。",
    )
    box = stage.content
    note_h = 1.0
    table = table_size.fitted(
        NativeTable(
            owned("表", DEFINITIONS),
            box._replace(h=box.h - note_h),
            ("図の区分", "状態", "意味"),
            rows,
            (1.7, 3.2, 7.1),
            12,
            "状態の言葉の意味の表",
        )
    )
    said = Text(
        owned("注", DEFINITIONS),
        Box(box.x, box.y + box.h - note_h + 0.1, box.w, note_h - 0.1),
        tuple(
            Paragraph((note,), size=11, bullet=True, colour=theme.INK_SOFT, space_after=2) for note in notes
        ),
    )
    return frame.content(
        DEFINITIONS,
        ("巻末1　言葉の定義",),
        (table, said),
        data,
        stage,
        "社会福祉法第106条の4ほか。状態の区分はこの資料のもの",
        synthetic=False,
    )


def sources(data: DeckData, files: pd.DataFrame, stage: Stage) -> Slide:
    """One row per source; the returns of a round together."""
    listed = _grouped(files)
    rows = [
        Row(
            str(row["key"]),
            (
                Cell((fit.cut(str(row["title"]), 11, 4.6, 2),)),
                Cell((fit.cut(str(row["publisher"]), 11, 2.6, 2),)),
                Cell((str(row["as_of"]),)),
                Cell((str(row["known_on"]),)),
                Cell((words.SYNTHETIC if row["is_synthetic"] else "",), colour="#B00000"),
            ),
        )
        for row in listed
    ]
    box = stage.content
    left_out = len(rows) - MOST_SOURCES
    table = table_size.fitted(
        NativeTable(
            owned("表", SOURCES),
            box._replace(h=box.h - 0.75),
            ("資料", "作成者", "時点", "把握日", ""),
            tuple(rows[:MOST_SOURCES]),
            (4.0, 2.4, 2.2, 2.4, 1.2),
            10.5,
            "この資料の数の出典の表",
        )
    )
    notes = [
        f"データの更新日 {data.built_words}。{data.as_of_words}までに把握した内容。データの版 {data.warehouse_id}。",
        "どの数も、かさなりの「データ」の画面で元の資料のセルまでたどれます。"
        + (f"ほか{left_out}件の資料は「データ」の画面にあります。" if left_out > 0 else ""),
    ]
    said = Text(
        owned("注", SOURCES),
        Box(box.x, box.y + box.h - 0.62, box.w, 0.62),
        tuple(Paragraph((note,), size=11, colour=theme.INK_SOFT, space_after=2) for note in notes),
    )
    return frame.content(
        SOURCES,
        ("巻末3　出典と時点",),
        (table, said),
        data,
        stage,
        "受領資料の台帳",
        synthetic=any(bool(row["is_synthetic"]) for row in listed),
    )


def towns(data: DeckData, stage: Stage) -> Slide:
    """Which towns are in each number of the year."""
    rows = []
    for group in data.groups.to_dict("records"):
        codes = data.codes(str(group["code"]))
        rows.append(
            Row(
                str(group["code"]),
                (
                    Cell((f"{group['symbol']} {group['label_ja']}",), bold=True),
                    Cell((frame.count(f"group.{group['code']}", len(codes)),), "right", bold=True),
                    Cell(("、".join(data.town_names(codes)) or "なし",)),
                ),
            )
        )
    table = table_size.fitted(
        NativeTable(
            owned("表", TOWNS),
            stage.content,
            ("区分", "市町村数", f"{data.label}の市町村（行政順）"),
            tuple(rows),
            (1.5, 1.1, 10.0),
            11,
            f"{data.label}の区分ごとの市町村名の表",
        )
    )
    return frame.content(
        TOWNS,
        ("巻末2　数に含まれる市町村",),
        (table,),
        data,
        stage,
        "市町村の回答と公表資料（巻末3）",
        synthetic=data.synthetic_towns,
        behind={f"group.{group}": data.codes(group) for group in theme.GROUP_ORDER},
    )


def _grouped(files: pd.DataFrame) -> list[dict[str, object]]:
    """Files of one kind that come by the hundred stand as one row, with their number in words."""
    listed: list[dict[str, object]] = []
    for row in files[~files["kind"].isin(KINDS)].to_dict("records"):
        listed.append(
            {
                "key": row["file_id"],
                "title": row["title"],
                "publisher": row["publisher"],
                "as_of": _day(row["as_of"]),
                "known_on": _day(row["known_on"]),
                "is_synthetic": row["is_synthetic"],
            }
        )
    for kind, label in KINDS.items():
        many = files[files["kind"] == kind]
        if many.empty:
            continue
        listed.insert(
            0,
            {
                "key": kind,
                "title": f"{label}（{words.count(len(many))}件）",
                "publisher": words.names(sorted(many["publisher"].astype(str).unique()), 2),
                "as_of": _span(many["as_of"]),
                "known_on": _span(many["known_on"]),
                "is_synthetic": bool(many["is_synthetic"].any()),
            },
        )
    return listed


def _span(days: pd.Series) -> str:
    known = days.dropna()
    if known.empty:
        return "―"
    first, last = known.min(), known.max()
    return _day(first) if first == last else f"{_day(first)}〜{_day(last)}"


def _day(value: Any) -> str:
    return "―" if pd.isna(value) else words.day_short(pd.Timestamp(str(value)).date())
