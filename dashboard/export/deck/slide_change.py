"""The same town, the same barrier again: what persisted, what is gone, what is new between two surveys."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.export.deck import frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import NativeChart, Part, Series, Slide, owned
from dashboard.export.deck.slide_charts import split
from dashboard.export.deck.stage import Stage

VIEW = "barrier_change"
# Column: word, fill, line, ink, pattern.
PARTS = (
    ("persisted", "続いている", theme.BLUE_900, theme.BLUE_900, theme.WHITE, ""),
    ("cleared", "なくなった", theme.WHITE, theme.BLUE_600, theme.INK, ""),
    ("new", "新しく挙げた", theme.BLUE_200, theme.BLUE_600, theme.INK, theme.BLUE_600),
)


def slide(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """A bar a barrier."""
    if rows is None or rows.empty:
        return _absent(
            "比べる調査がありません", "同じ市町村に課題を続けて尋ねた調査が、まだありません。", data, stage
        )
    rows = rows.assign(whole=rows["before"] + rows["new"])
    rows = rows[rows["whole"] > 0].sort_values(["persisted", "whole"], ascending=False, kind="stable")
    if rows.empty:
        return _absent(
            "続けて答えた市町村がありません",
            "課題の欄に二つの年度とも答えた市町村が、まだありません。",
            data,
            stage,
        )
    chart_box, side = split(stage)
    first = rows.iloc[0]
    series = tuple(
        Series(
            word,
            tuple(int(value) for value in rows[column]),
            fill,
            line,
            ink,
            pattern,
            keys=tuple(f"changed.{column}.{code}" for code in rows["barrier_code"]),
        )
        for column, word, fill, line, ink, pattern in PARTS
    )
    chart = NativeChart(
        owned("グラフ", VIEW),
        chart_box,
        "bar_stacked",
        tuple(rows["barrier_label"]),
        series,
        alt=_alt(rows),
        size=11,
    )
    title: tuple[Part, ...] = (
        f"{first['before_label']}に続き{first['label']}も最も多いのは「{first['barrier_label']}」（",
        frame.count(f"changed.persisted.{first['barrier_code']}", int(first["persisted"])),
        "市町村）",
    )
    return frame.content(
        VIEW,
        title,
        (chart, frame.bullets(VIEW, "要点", side, _points(rows, first))),
        data,
        stage,
        f"市町村の調査票（{first['before_label']}と{first['label']}）。両方の年度に答えた市町村だけの比較（複数回答）",
        synthetic=bool(first["is_synthetic"]),
    )


def _absent(what: str, why: str, data: DeckData, stage: Stage) -> Slide:
    return frame.absent(
        VIEW,
        f"続いている課題: {what}",
        why,
        "調査票の課題の欄に答えが届くと、続いている課題となくなった課題をここに示します。",
        data,
        stage,
    )


def _points(rows: pd.DataFrame, first: pd.Series) -> list[tuple[Part, ...]]:
    gone = rows.sort_values("cleared", ascending=False, kind="stable").iloc[0]
    new = rows.sort_values("new", ascending=False, kind="stable").iloc[0]
    lines: list[tuple[Part, ...]] = [
        ("両方の年度に答えて比べられるのは", frame.count("changed_towns", int(first["towns"])), "市町村。"),
        _still_named(first, "persisted", "が続いています"),
    ]
    if gone["cleared"]:
        lines.append(_still_named(gone, "cleared", "でなくなりました", "最も多くなくなったのは"))
    if new["new"]:
        lines.append(
            (
                f"最も多く新しく挙がったのは「{new['barrier_label']}」（",
                frame.count(f"changed.new.{new['barrier_code']}", int(new["new"])),
                "市町村）。",
            )
        )
    lines.append(("事業を始めた市町村は、課題がなくなったとは数えていません。",))
    return lines


def _still_named(row: pd.Series, column: str, verb: str, before: str = "") -> tuple[Part, ...]:
    """「人材不足」は前に挙げた98のうち70市町村が続いています."""
    code = str(row["barrier_code"])
    return (
        f"{before}「{row['barrier_label']}」{'で、' if before else 'は、'}前に挙げた",
        frame.count(f"changed.before.{code}", int(row["before"])),
        "市町村のうち",
        frame.count(f"changed.{column}.{code}", int(row[column])),
        f"市町村{verb}。",
    )


def _alt(rows: pd.DataFrame) -> str:
    said = [
        f"{row['barrier_label']} " + "・".join(f"{word}{int(row[column])}" for column, word, *_ in PARTS)
        for row in rows.to_dict("records")
    ]
    return "課題ごとの、続いている・なくなった・新しく挙げた市町村数の積み上げ棒グラフ。" + "、".join(said)
