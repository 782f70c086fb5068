"""The slide on 機能集約化アプローチ: who came to it from where, who left it, and when they mean to begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, Cell, NativeTable, Part, Row, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.words import words

VIEW, TITLE = "alternative", "機能集約化アプローチ"
STATE = "alternative"
SINCE = "この状態は令和8年度の調査から尋ねています。それより前の年度にはありません。"
FEW = "市町村の数が少なく、年度も少ないため、割合と遅れの見込みは示しません。"
NO_FORECAST = "始める予定の年度は市町村の答えの合計で、予測ではありません。予定どおり始まったかの記録は、まだありません。"
APART = "別の進め方なので、実施の見通しの線には入れていません。"
UNKNOWN_BEFORE = "前の状態がわからない"
UNDECIDED = "未定・答えなし"
MOST_NAMES = 14


@dataclass(frozen=True, eq=False)
class AlternativeData:
    """rows: queries.alternative.moves of one year and the municipalities that are left."""

    rows: pd.DataFrame
    is_asked: bool

    @property
    def considering(self) -> pd.DataFrame:
        return self.rows[self.rows["status"] == STATE]

    @property
    def is_synthetic(self) -> bool:
        return bool(self.rows["is_synthetic"].any())

    def ways(self) -> Iterator[tuple[str, str, list[str]]]:
        """Key (from.to), words and names of each way, those to the approach first."""
        rows = self.rows.assign(
            start=self.rows["from_status"].fillna("unknown"),
            label=self.rows["from_label"].fillna(UNKNOWN_BEFORE),
            is_away=self.rows["status"] != STATE,
        )
        keys = ["is_away", "start", "label", "status", "status_label"]
        for (_, start, label, status, now), own in rows.groupby(keys, sort=True):
            stays = start == status == STATE
            yield f"{start}.{status}", f"{label} → {'同じ' if stays else now}", own["name"].tolist()

    def starts(self) -> Iterator[tuple[str, str, list[str]]]:
        """Key, words and names by the year in which they mean to begin, the undecided last."""
        own = self.considering
        for year, towns in own.groupby("planned_year"):
            number = int(str(year).partition(".")[0])
            yield str(number), words.fiscal_year(number), towns["name"].tolist()
        rest = own[own["planned_year"].isna()]
        if len(rest):
            yield "none", UNDECIDED, rest["name"].tolist()


def slide(found: AlternativeData, data: DeckData, stage: Stage) -> Slide:
    """Ways and planned years as one table each, and what they do not say."""
    if not found.is_asked:
        return frame.absent(VIEW, TITLE, f"{data.label}の調査では尋ねていません。", SINCE, data, stage)
    box = stage.content
    whole = len(found.considering)
    half = box._replace(h=box.h * 0.66)
    left, right = (
        half._replace(w=half.w * 0.58),
        half._replace(x=half.x + half.w * 0.61, w=half.w * 0.39),
    )
    title: tuple[Part, ...] = (
        f"{data.label}に{TITLE}を検討しているのは",
        frame.count("alternative_towns", whole),
        "市町村",
    )
    lines: list[tuple[Part, ...]] = [(SINCE,), (f"{FEW}{APART}",), (NO_FORECAST,)]
    return frame.content(
        VIEW,
        title,
        (
            _table(
                "移り変わり",
                "前にわかっている状態 → いま",
                "alternative_way",
                found.ways(),
                left,
                (4.4, 1.4, 2.4),
            ),
            _table("予定", "始める年度", "alternative_start", found.starts(), right, (2.6, 1.9, 3.3)),
            frame.bullets(VIEW, "注", box._replace(y=box.y + box.h * 0.71, h=box.h * 0.29), lines, size=15),
        ),
        data,
        stage,
        "市町村の調査票と公表資料",
        synthetic=found.is_synthetic,
    )


def _table(
    what: str,
    head: str,
    key: str,
    parts: Iterator[tuple[str, str, list[str]]],
    box: Box,
    widths: tuple[float, ...],
) -> NativeTable:
    rows = tuple(
        Row(
            code,
            (
                Cell((label,), bold=True),
                Cell((frame.count(f"{key}.{code}", len(names)),), "right"),
                Cell((frame.listed(names, MOST_NAMES),)),
            ),
        )
        for code, label, names in parts
    )
    none = (Row("none", (Cell(("なし",)), Cell(("―",), "right"), Cell(("―",)))),)
    return table_size.fitted(
        NativeTable(
            owned(what, VIEW),
            box,
            (head, "市町村数", "市町村名"),
            rows or none,
            widths,
            15,
            f"{head}の表",
        )
    )
