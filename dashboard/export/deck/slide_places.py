"""Barriers by how many towns stated them and at which place: the picture of the page 課題."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.export.deck import count_words, frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import NativeChart, Part, Series, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import claims

VIEW = "barrier_places"
# As on the screen (figures/barrier_bars.py): dark to light, empty without a place. Column: word, fill, line, ink.
PARTS = (
    ("first", "1位", theme.BLUE_900, theme.BLUE_900, theme.WHITE),
    ("second", "2位", theme.BLUE_400, theme.BLUE_600, theme.INK),
    ("third", "3位", theme.BLUE_200, theme.BLUE_600, theme.INK),
    ("unplaced", "順位なし", theme.WHITE, theme.GREY_600, theme.INK),
)
MOST_SAID = 3


def slide(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """A bar a barrier, a segment a place."""
    if rows is None or rows.empty:
        return frame.absent(
            VIEW,
            f"挙げた市町村数: {data.label}までの調査に答えがありません",
            "課題を尋ねた調査の答えが、まだありません。",
            "調査票を取り込むと（画面「回収・点検」）、課題ごとの市町村数をここに示します。",
            data,
            stage,
        )
    rows = rows.assign(
        unplaced=(rows["stated"] - rows[["first", "second", "third"]].sum(axis=1)).clip(lower=0)
    )
    label, counted = str(rows["year_label"].iloc[0]), int(rows["counted"].max())
    chart_box, side = frame.split(stage)
    names = [frame.option(row) for row in records(rows)]
    series = tuple(
        Series(
            word,
            tuple(int(value) for value in rows[column]),
            fill,
            line,
            ink,
            keys=tuple(f"barrier_place.{code}.{column}" for code in rows["barrier_code"]),
        )
        for column, word, fill, line, ink in PARTS
    )
    chart = NativeChart(
        owned("グラフ", VIEW),
        chart_box,
        "bar_stacked",
        tuple(names),
        series,
        alt=_alt(label, rows),
        size=11,
    )
    top = rows.sort_values("stated", ascending=False, kind="stable").iloc[0]
    is_most = claims.most(dict(zip(rows["barrier_code"], rows["stated"], strict=True))) is not None
    title: tuple[Part, ...] = (
        f"{label}の調査: 「{top['barrier_label']}」を挙げたのは",
        frame.count(f"barrier.{top['barrier_code']}", int(top["stated"])),
        "／",
        frame.count("barrier_counted", counted),
        "市町村で最多" if is_most else "市町村",
    )
    return frame.content(
        VIEW,
        title,
        (chart, frame.bullets(VIEW, "要点", side, _points(rows), size=14)),
        data,
        stage,
        f"市町村の調査票（{label}）。単位: 市町村（複数回答）。順位は「特に大きなもの」の設問",
        synthetic=bool(rows["is_synthetic"].any()),
    )


def _points(rows: pd.DataFrame) -> list[tuple[Part, ...]]:
    lines: list[tuple[Part, ...]] = []
    for row in rows.sort_values("stated", ascending=False, kind="stable").head(MOST_SAID).to_dict("records"):
        code = row["barrier_code"]
        lines.append(
            (
                f"「{row['barrier_label']}」を挙げたのは",
                frame.count(f"barrier.{code}", int(row["stated"])),
                "市町村",
                *count_words.share_in_brackets(
                    f"barrier_rate.{code}", int(row["stated"]), int(row["counted"])
                ),
                *_first(str(code), int(row["first"])),
            )
        )
    lines.append(("色は「特に大きなもの」に選んだ順位です。割合の分母は、尋ねられて答えた市町村です。",))
    if rows["is_provisional"].any():
        lines.append((frame.PROVISIONAL_NOTE,))
    return lines


def _alt(label: str, rows: pd.DataFrame) -> str:
    said = "、".join(
        f"{row.barrier_label} {row.stated}（1位{row.first}・2位{row.second}・3位{row.third}）"
        for row in rows.itertuples()
    )
    return f"{label}の調査で課題ごとに挙げた市町村数の積み上げ棒グラフ。{said}"


def _first(code: str, number: int) -> tuple[Part, ...]:
    key = f"barrier_place.{code}.first"
    if not number:
        return ("、1位に選んだところは", count_words.none(key), "。")
    return ("、1位に選んだのは", frame.count(key, number), "。")
