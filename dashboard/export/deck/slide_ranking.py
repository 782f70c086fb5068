"""Whom to approach next: the first towns by band, how sure that is, and their reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.export.deck import count_words, fit, frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import (
    Box,
    Cell,
    NativeTable,
    Number,
    Row,
    Slide,
    owned,
)
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import measures
from dashboard.words import words

NOTE = (
    "重みは「バランス」です。重み・分からない値・目盛りを変えて何度も並べ直し、上位に入った割合で区分します。"
    "案内する支援の（仮）は、課題と支援の対応が仮のものです。区分の中は市町村コードの順で、順位や優劣の評価ではありません。"
)
VIEW = "ranking"
MOST_TOWNS = 10
HEADER = ("区分", "市町村", "上位に入る割合", "主な理由", "案内する支援", "参考団体")
LEFT_OUT = f"「{HEADER[-1]}」の列（市町村カルテにあります）"
# Of the height, beyond what any table keeps free: its reasons are long, and break anew in each font.
ROOM = 0.85


def ranking(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """The first towns of the ranking, how sure their place is, and two reasons each."""
    if rows is None or rows.empty:
        return frame.absent(
            VIEW,
            "訪問・相談の候補: 区分できる市町村がありません",
            "区分するための材料（市町村の回答など）が、まだ足りません。",
            "調査票を取り込むと、訪問・相談の候補と理由をここに示します。",
            data,
            stage,
        )
    box = stage.content
    high = 0.1 + fit.height(NOTE, table_size.LEAST, box.w - 0.25)
    table = _ranking_table(
        [_town(row) for row in records(rows.sort_values(["band", "code"]).head(MOST_TOWNS))],
        box._replace(h=(box.h - high) * ROOM),
    )
    place = Box(box.x, box.y + box.h - high, box.w, high)
    note = frame.bullets(VIEW, "注", place, [(NOTE,)], size=10, least=table_size.LEAST)
    slide = frame.content(
        VIEW,
        (
            "訪問・相談の候補: ",
            *count_words.of_whole("ranking_shown", min(len(rows), MOST_TOWNS), "ranked", len(rows)),
        ),
        (table, note),
        data,
        stage,
        "市町村の回答、参加の記録、公式統計からの計算（画面「働きかけ」）",
        synthetic=bool(rows["is_synthetic"].any()),
    )
    return slide if HEADER[-1] in table.header else replace(slide, left_out=(LEFT_OUT,))


def _ranking_table(rows: list[Row], box: Box) -> NativeTable:
    """In the largest size that stays inside; on narrow paper without 参考団体, which カルテ shows as well,
    unless the table goes on over the next slide all the same.
    """
    table = NativeTable(
        owned("表", VIEW),
        box,
        HEADER,
        tuple(rows),
        (0.5, 0.95, 1.05, 6.55, 2.2, 0.95),
        10.5,
        "訪問・相談の候補の表。区分、市町村、上位に入る割合、主な理由、案内する支援、参考団体",
    )
    fitted = table_size.fitted(table)
    if not table_size.overflows(fitted):
        return fitted
    narrow = replace(
        table,
        header=table.header[:-1],
        rows=tuple(replace(row, cells=row.cells[:-1]) for row in rows),
        widths=(0.6, 1.2, 1.05, 6.8, 2.2),
        alt=table.alt.removesuffix("、参考団体"),
    )
    smaller = table_size.fitted(narrow)
    return fitted if table_size.overflows(smaller) else smaller


def _town(row: dict[str, Any]) -> Row:
    code = str(row["code"])
    return Row(
        code,
        (
            Cell((Number(f"band.{code}", 0, str(row["band"])),), "center", bold=True),
            Cell((str(row["name"]),), bold=True),
            Cell(
                (
                    Number(
                        f"top_share.{code}",
                        words.half_up(100 * row["top_share"]),
                        words.share_of(row["top_share"]),
                    ),
                ),
                "right",
            ),
            Cell((Number(f"reason.{code}", 0, reason(row)),)),
            Cell((Number(f"bring.{code}", 0, bring(row)),)),
            Cell((Number(f"peer.{code}", 0, peer(row)),)),
        ),
    )


def reason(row: dict[str, Any]) -> str:
    """Why the town stands where it stands, without the mark, which the whole slide carries."""
    said = str(row["reasons"][0]).removeprefix(f"【{words.SYNTHETIC}】")
    return said.removeprefix("主な理由は、").removesuffix("です。")


def bring(row: dict[str, Any]) -> str:
    """The first measures of the prefecture that answer what the town said."""
    return "、".join(measures.label(measure) for measure in row["measures"][:2]) or "―"


def peer(row: dict[str, Any]) -> str:
    """The first 参考団体."""
    return next((str(other["name"]) for other in row["peers"]), "―")
