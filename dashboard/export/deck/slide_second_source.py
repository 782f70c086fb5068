"""What another official source says of who implements, beside what is known here: counts, then where the two differ."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records

VIEW = "second_source"
TITLE = "別の資料との突合"
MOST_NAMES = 30


def slide(data: DeckData, rows: pd.DataFrame, states: Mapping[str, tuple[str, str]], stage: Stage) -> Slide:
    """rows: queries.second_source.compared of the year and scope; states: state → sign and words."""
    if rows.empty:
        return frame.absent(
            VIEW,
            f"{TITLE}: {data.label}の別の資料はありません",
            "実施市町村の載った別の資料（事業の支払額の一覧など）が、まだ登録されていません。",
            "画面「登録」で入れると、こちらの状態と並べて示します。",
            data,
            stage,
        )
    by_state = {state: rows[rows["state"] == state] for state in states}
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h * 0.75),
            ("比べた結果", "市町村", "市町村名"),
            tuple(
                Row(
                    state,
                    (
                        Cell((f"{sign} {said}",), bold=True),
                        Cell((frame.count(f"second.{state}", len(by_state[state])),), "right"),
                        Cell((frame.listed(by_state[state]["name"].tolist(), MOST_NAMES) or "なし",)),
                    ),
                )
                for state, (sign, said) in states.items()
            ),
            (3.2, 0.9, 5.6),
            13,
            "別の資料とこちらの状態を比べた表。結果ごとの市町村数と名前",
        )
    )
    titles = "、".join(dict.fromkeys(str(row["title"]) for row in records(rows)))
    lines: list[tuple[Part, ...]] = [
        (f"別の資料: {titles}。こちらの状態は、別の資料では変えていません。",),
        ("別の資料に載っていないことは、実施していないことを示すとは限りません。",),
    ]
    place = box._replace(y=box.y + box.h * 0.79, h=box.h * 0.21)
    return frame.content(
        VIEW,
        (
            f"{data.label}の{TITLE}: 一致",
            frame.count("second.agree", len(by_state["agree"])),
            "、違い",
            frame.count("second.differ", len(by_state["differ"])),
        ),
        (table, frame.bullets(VIEW, "要点", place, lines, size=13)),
        data,
        stage,
        f"{titles}、市町村の回答と公表資料",
        synthetic=bool(rows["is_synthetic"].astype(bool).any()),
        behind={f"second.{state}": tuple(own["municipality_code"]) for state, own in by_state.items()},
    )
