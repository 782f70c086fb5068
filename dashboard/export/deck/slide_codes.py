"""Free text by code: how many answers and municipalities people confirmed, code by code."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Number, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage

VIEW = "text_codes"
TITLE = "自由記述の分類"


class CodeCount(NamedTuple):
    """A code, with the answers and municipalities that people confirmed."""

    code_id: str
    label: str
    texts: int
    towns: int


def slide(data: DeckData, counts: list[CodeCount], agreed: str, stage: Stage, *, synthetic: bool) -> Slide:
    """agreed: how far two coders agree, in words; "" where there is one coder."""
    whole = sum(one.texts for one in counts)
    if not whole:
        return frame.absent(
            VIEW,
            f"{TITLE}: 確かめた回答がまだありません",
            "「当てはまる」と確かめた自由記述がありません。",
            "画面「課題」の「自由記述の分類」で確かめると、ここに数を示します。",
            data,
            stage,
        )
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h * 0.7),
            ("分類", "当てはまる（件）", "市町村"),
            tuple(
                Row(
                    one.code_id,
                    (
                        Cell((one.label,), bold=True),
                        Cell((frame.count(f"code_texts.{one.code_id}", one.texts),), "right"),
                        Cell((frame.count(f"code_towns.{one.code_id}", one.towns),), "right"),
                    ),
                )
                for one in counts
                if one.texts
            ),
            (4.0, 1.4, 1.2),
            14,
            "自由記述の分類ごとの、確かめた回答の数と市町村の数の表",
        )
    )
    lines: list[tuple[Part, ...]] = [
        (
            "人が回答を読んで「当てはまる」と確かめたものだけを数えた。意見が分かれたものと、提案だけのものは数えない。",
        ),
        ("自由記述は任意のため、書いていない市町村に課題がないとは言えない。",),
    ]
    if agreed:
        lines.append((Number("code_agreed", 0, agreed),))
    place = box._replace(y=box.y + box.h * 0.73, h=box.h * 0.27)
    return frame.content(
        VIEW,
        (f"{TITLE}: 人が確かめた回答は延べ", frame.count("code_all", whole), "件"),
        (table, frame.bullets(VIEW, "要点", place, lines, size=14)),
        data,
        stage,
        "市町村の調査票の自由記述（画面「課題」で確かめたもの）",
        synthetic=synthetic,
    )
