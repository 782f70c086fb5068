"""Barriers by size of town: how far the smallest and the largest lie apart."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.export.deck import frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import (
    Box,
    NativeChart,
    Part,
    Series,
    Slide,
    owned,
)
from dashboard.export.deck.stage import Stage
from dashboard.frames import record, records
from dashboard.planning import claims
from dashboard.planning.claims import Share
from dashboard.words import words

VIEW = "barriers"
MOST = 5
SOURCE_OF_SHARES = "割合は、課題を尋ねられて答えた市町村に対するもの"
SOURCE_OF_COUNTS = "単位: 市町村。課題を尋ねられて答えた市町村のうち、挙げたもの"
# The smallest towns and the largest: fill, line. No grey: that is 予定なし.
FILLS = ((theme.BLUE_900, theme.BLUE_900), (theme.WHITE, theme.BLUE_900))


def barriers(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """Share of towns that state a barrier, in the smallest and the largest class of population; those between in words.

    A class of which few towns answered is named in words: one town would move its share by more than ten points.
    Where that is true of all of them, as in one 振興局, the towns are counted together.
    """
    title = "課題と人口規模"
    if rows is None or rows.empty:
        return frame.absent(
            VIEW,
            f"{title}: {data.label}までの調査に答えがありません",
            "課題を尋ねた調査の答えが、まだありません。",
            "調査票を取り込むと（画面「回収・点検」）、人口規模ごとに課題を挙げた割合をここに示します。",
            data,
            stage,
        )
    label = str(rows["year_label"].iloc[0])
    whole = (
        rows.groupby(["barrier_code", "barrier_label", "is_provisional"], sort=False)[["stated", "counted"]]
        .sum()
        .reset_index()
    )
    whole = whole.sort_values("stated", ascending=False, kind="stable").head(MOST)
    sizes = rows.drop_duplicates("size_class")[["size_class", "size_label", "size_order"]].sort_values(
        "size_order"
    )
    cells = rows.set_index(["barrier_code", "size_class"])
    answered = rows.groupby("size_class")["counted"].max()
    asked = sizes[sizes["size_class"].map(answered) > 0]
    firm = asked[asked["size_class"].map(answered) >= words.SMALL]
    ends = firm.iloc[[0, -1]].drop_duplicates("size_class") if len(firm) else firm
    series = tuple(_series(size, whole, cells, number) for number, size in enumerate(records(ends)))
    is_together = not series
    box = stage.content
    chart_box = box._replace(w=box.w * 0.68)
    side = Box(box.x + chart_box.w + 0.25, box.y + 0.3, box.w - chart_box.w - 0.25, box.h - 0.3)
    chart = NativeChart(
        owned("グラフ", VIEW),
        chart_box,
        "bar",
        tuple(frame.option(row) for row in records(whole)),
        series or (_together(whole),),
        "0" if is_together else '0.0"％"',
        alt=_alt(label, whole, series),
        size=12,
        maximum=None if is_together else _top(series),
        legend=False,
    )
    points = _points(label, whole, (asked, firm), cells, rows)
    return frame.content(
        VIEW,
        _title(label, whole, ends, cells),
        (
            chart,
            frame.bullets(VIEW, "要点", side, points, size=14),
        ),
        data,
        stage,
        f"市町村の調査票（{label}）。{SOURCE_OF_COUNTS if is_together else SOURCE_OF_SHARES}（複数回答）",
        synthetic=bool(rows["is_synthetic"].any()),
    )


def _title(label: str, whole: pd.DataFrame, ends: pd.DataFrame, cells: pd.DataFrame) -> tuple[Part, ...]:
    """How far the smallest and the largest towns lie apart, where both are enough and far enough apart."""
    first = whole.iloc[0]
    code, name = str(first["barrier_code"]), first["barrier_label"]
    shares = [
        (size, Share(int(row["stated"]), int(row["counted"])))
        for size in records(ends)
        if (code, size["size_class"]) in cells.index
        and (row := cells.loc[(code, size["size_class"])])["counted"]
    ]
    if len(shares) > 1 and claims.is_firm_difference(shares[0][1], shares[1][1], words.SMALL):
        parts: list[Part] = [f"「{name}」は"]
        for size, share in shares:
            rate = frame.share(f"barrier_rate.{code}.{size['size_class']}", share.part, share.whole)
            parts += [f"{size['size_label']}で", *rate, "、"]
        return (*parts[:-1], f"（{label}）")
    return (
        f"{'人口規模別の課題' if len(ends) else '課題'}（{label}）: 最も多い「{name}」は",
        frame.count(f"barrier.{code}", int(first["stated"])),
        "／",
        frame.count("barrier_counted", int(first["counted"])),
        "市町村",
    )


def _together(whole: pd.DataFrame) -> Series:
    """How many of all towns, of whatever size."""
    fill, line = FILLS[0]
    return Series(
        "挙げた市町村",
        tuple(int(stated) for stated in whole["stated"]),
        fill,
        line,
        theme.INK,
        named="first",
        keys=tuple(f"barrier.{code}" for code in whole["barrier_code"]),
    )


def _series(size: dict[str, Any], whole: pd.DataFrame, cells: pd.DataFrame, number: int) -> Series:
    values: list[float | None] = []
    for code in whole["barrier_code"]:
        known = (code, size["size_class"]) in cells.index
        row = cells.loc[(code, size["size_class"])] if known else None
        values.append(
            None if row is None or not row["counted"] else round(100 * row["stated"] / row["counted"], 4)
        )
    fill, line = FILLS[number]
    return Series(
        str(size["size_label"]),
        tuple(values),
        fill,
        line,
        theme.INK,
        named="first",
        keys=tuple(f"barrier_rate.{code}.{size['size_class']}" for code in whole["barrier_code"]),
    )


def _top(series: tuple[Series, ...]) -> float:
    """The end of the axis: room for the number beside the longest bar, and for the name of its class."""
    highest = max((value for one in series for value in one.values if value is not None), default=0.0)
    return float(10 * (int(highest * 1.35) // 10 + 1))


def _points(
    label: str,
    whole: pd.DataFrame,
    sizes: tuple[pd.DataFrame, pd.DataFrame],
    cells: pd.DataFrame,
    rows: pd.DataFrame,
) -> list[tuple[Part, ...]]:
    """sizes: the classes of which a town answered, and those of them that are drawn."""
    asked, drawn = sizes
    code, name = str(whole.iloc[0]["barrier_code"]), str(whole.iloc[0]["barrier_label"])
    lines: list[tuple[Part, ...]] = []
    for size in drawn.to_dict("records"):
        row = cells.loc[(code, size["size_class"])] if (code, size["size_class"]) in cells.index else None
        if row is not None and row["counted"]:
            key = f"{code}.{size['size_class']}"
            lines.append(
                (
                    f"「{name}」は{size['size_label']}で",
                    frame.count(f"barrier_stated.{key}", int(row["stated"])),
                    "／",
                    frame.count(f"barrier_n.{key}", int(row["counted"])),
                    "市町村（",
                    *frame.share(f"barrier_rate.{key}", int(row["stated"]), int(row["counted"])),
                    "）。",
                )
            )
    answered = rows.groupby("size_class")["counted"].max()
    if drawn.empty:
        lines.append(_line_of_all(record(whole.iloc[0])))
        lines.append(("どの人口規模も答えた市町村が少ないため、規模ごとには分けていません。",))
    left = asked[~asked["size_class"].isin(drawn["size_class"])] if len(drawn) else drawn
    for size in left.to_dict("records"):
        size_class = size["size_class"]
        lines.append(
            (
                f"{size['size_label']}は、答えた市町村が",
                frame.count(f"barrier_n.{code}.{size_class}", int(answered[size_class])),
                "と少ないため図に入れていません。",
            )
        )
    if rows["is_provisional"].any():
        lines.append((frame.PROVISIONAL_NOTE,))
    if label:
        what = "数" if drawn.empty else "割合"
        lines.append((f"未回答の市町村は{what}に含めていません（{words.KNOWN_SO_FAR}）。",))
    return lines


def _line_of_all(row: dict[str, Any]) -> tuple[Part, ...]:
    code = row["barrier_code"]
    return (
        f"「{row['barrier_label']}」を挙げたのは",
        frame.count(f"barrier_stated.{code}", int(row["stated"])),
        "／",
        frame.count(f"barrier_n.{code}", int(row["counted"])),
        "市町村。",
    )


def _alt(label: str, whole: pd.DataFrame, series: tuple[Series, ...]) -> str:
    if not series:
        counts = "、".join(f"{row['barrier_label']} {row['stated']}" for row in records(whole))
        return f"{label}の調査で課題を挙げた市町村数の棒グラフ。{counts}"
    said = []
    for place, name in enumerate(whole["barrier_label"]):
        parts = [
            f"{s.name} {words.decimal(value)}％" for s in series if (value := s.values[place]) is not None
        ]
        said.append(f"{name}: " + "・".join(parts))
    return f"{label}の調査で課題を挙げた市町村の割合の、人口規模別の棒グラフ。" + "、".join(said)
