"""Targets of the prefecture beside what is known of their years."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.words import words

VIEW = "targets"
TITLE = "目標と実績"
MOST = 9
NOTE = f"実施している市町村がすべてわかる年度のほかは、{words.KNOWN_SO_FAR}の数です。目標に届いていなくても、未達とは限りません。"


def slide(data: DeckData, rows: pd.DataFrame, stage: Stage) -> Slide:
    """rows: services.targets.evaluated, with aim, actual_said and verdict in words."""
    if rows.empty:
        return frame.absent(
            VIEW,
            f"{TITLE}: 目標がまだ書き入れられていません",
            "道の計画の目標値が書き入れられていません。",
            "画面「経過」の「目標と実績」に書き入れると、実績と並べて示します。",
            data,
            stage,
        )
    shown = rows.sort_values("fiscal_year", ascending=False, kind="stable").head(MOST).sort_index()
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h * 0.78),
            ("目標", "年度", "目標値", "わかっている実績", "資料のある\n市町村", "いまの見方"),
            tuple(Row(str(row["record_id"]), _cells(row)) for row in records(shown)),
            (2.6, 1.1, 1.1, 1.7, 1.2, 3.0),
            13,
            "目標と、その年度のわかっている実績の表",
        )
    )
    note = frame.bullets(
        VIEW, "要点", box._replace(y=box.y + box.h * 0.82, h=box.h * 0.18), [(NOTE,)], size=13
    )
    sources = "、".join(dict.fromkeys(str(source) for source in shown["source"]))
    reached = int((rows["state"] == "reached").sum())
    return frame.content(
        VIEW,
        (
            f"{TITLE}: 目標",
            frame.count("targets_all", len(rows)),
            "のうち、達成しているとわかるもの",
            frame.count("targets_reached", reached),
        ),
        (table, note),
        data,
        stage,
        f"目標: {sources}。実績: 市町村の回答と公表資料",
        synthetic=bool(rows["is_synthetic"].any()),
        scope="全道",
    )


def _cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    own = row["record_id"]
    return (
        Cell((f"{row['place']}の{row['measure']}",), bold=True),
        Cell((words.fiscal_year(int(row["fiscal_year"])),), "center"),
        Cell((Number(f"target_aim.{own}", 0, row["aim"]),), "right"),
        Cell((Number(f"target_actual.{own}", 0, row["actual_said"]),), "right"),
        Cell(
            (
                frame.count(f"target_answered.{own}", int(row["answered"])),
                "／",
                frame.count(f"target_towns.{own}", int(row["towns"])),
            ),
            "right",
        ),
        Cell((Number(f"target_verdict.{own}", 0, row["verdict"]),)),
    )
