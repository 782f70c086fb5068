"""The outreach plan: whom we go to, how, who, by when, with what."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records

VIEW = "plan"
MOST_ROWS = 14


def slide(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """The newest plan of the journal: one row per municipality."""
    if rows is None or rows.empty:
        return frame.absent(
            VIEW,
            "働きかけの計画: まだ作られていません",
            "この条件に合う働きかけの計画は、まだ記録されていません。",
            "画面「計画」で市町村を選んで計画を作ると、手段・担当・期限と案内する支援をここに示します。",
            data,
            stage,
        )
    shown = rows.head(MOST_ROWS)
    table = NativeTable(
        owned("表", VIEW),
        stage.content,
        ("市町村", "振興局", "手段", "担当", "期限", "案内する支援", "状態"),
        tuple(_row(row) for row in records(shown)),
        (1.6, 1.4, 1.1, 1.4, 2.0, 3.3, 1.0),
        12,
        "働きかけの計画の表。市町村、手段、担当、期限、案内する支援、状態",
    )
    table = table_size.fitted(table)
    title = (
        f"働きかけの計画「{frame_title(rows)}」: ",
        frame.count("plan_items", len(rows)),
        "市町村",
        *(
            ("（うち", frame.count("plan_items_shown", len(shown)), "を表示）")
            if len(shown) < len(rows)
            else ()
        ),
    )
    return frame.content(
        VIEW,
        title,
        (table,),
        data,
        stage,
        "働きかけの計画の記録（画面「計画」）",
        synthetic=bool(rows["is_synthetic"].any()),
    )


def frame_title(rows: pd.DataFrame) -> str:
    return str(rows["plan_title"].iloc[0])[:30]


def _row(row: dict[str, object]) -> Row:
    def said(name: str) -> Cell:
        value = row.get(name)
        return Cell(("" if value is None or pd.isna(value) else str(value),))  # type: ignore[call-overload]

    return Row(
        str(row["municipality_code"]),
        (
            replace(said("name"), bold=True),
            *(said(name) for name in ("area", "means", "owner", "due", "measure", "state")),
        ),
    )
