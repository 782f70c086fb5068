"""The same town, the same barrier again: what persisted, what is gone, what is new between two surveys."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from dashboard import theme
from dashboard.export.deck import count_words, frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import NativeChart, Part, Series, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records

VIEW = "barrier_change"
# Column: word, fill, line, ink, pattern.
PARTS = (
    ("persisted", "続いている", theme.BLUE_900, theme.BLUE_900, theme.WHITE, ""),
    ("cleared", "なくなった", theme.WHITE, theme.BLUE_600, theme.INK, ""),
    ("new", "新しく挙げた", theme.BLUE_200, theme.BLUE_600, theme.INK, theme.BLUE_600),
)


class TopBarrier(NamedTuple):
    """The barrier that most municipalities state in the newest survey, and in how many years in a row it was that."""

    code: str
    label: str
    stated: int
    years: int


def slide(data: DeckData, rows: pd.DataFrame | None, top: TopBarrier | None, stage: Stage) -> Slide:
    """A bar a barrier. top: None where two share the first place."""
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
    chart_box, side = frame.split(stage)
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
        tuple(frame.option(row) for row in records(rows)),
        series,
        alt=_alt(rows),
        size=11,
    )
    lines = _points(rows, first, top)
    if rows["is_provisional"].any():
        lines.append((frame.PROVISIONAL_NOTE,))
    return frame.content(
        VIEW,
        _title(rows, top),
        (chart, frame.bullets(VIEW, "要点", side, lines)),
        data,
        stage,
        f"市町村の調査票（{first['before_label']}と{first['label']}）。両方の年度に答えた市町村だけの比較（複数回答）",
        synthetic=bool(first["is_synthetic"]),
    )


def _title(rows: pd.DataFrame, top: TopBarrier | None) -> tuple[Part, ...]:
    """That a barrier is stated most is said of the survey as a whole; how many still state it, of those who answered both."""
    first = rows.iloc[0]
    own = rows[rows["barrier_code"] == top.code] if top is not None else rows.iloc[:0]
    if top is None or own.empty:
        return (
            f"{first['before_label']}から続く課題は「{first['barrier_label']}」が最も多い（",
            frame.count(f"changed.persisted.{first['barrier_code']}", int(first["persisted"])),
            "市町村）",
        )
    streak: tuple[Part, ...] = ("は", frame.count(f"top_years.{top.code}", top.years), "年続けて最多（")
    since = (
        "前年" if int(first["fiscal_year"]) - int(first["before_fiscal_year"]) == 1 else first["before_label"]
    )
    stayed = int(own.iloc[0]["persisted"])
    since_then: tuple[Part, ...] = (
        "、うち",
        frame.count(f"changed.persisted.{top.code}", stayed),
        f"は{since}から継続）",
    )
    if stayed == top.stated:
        since_then = (f"、どれも{since}から継続）" if stayed > 1 else f"、{since}から継続）",)
    elif not stayed:
        none = count_words.none(f"changed.persisted.{top.code}", "ない")
        since_then = (f"、{since}から続くところは", none, "）")
    return (
        f"「{top.label}」",
        *(streak if top.years > 1 else (f"が{first['label']}の最多（",)),
        frame.count(f"barrier.{top.code}", top.stated),
        "市町村",
        *since_then,
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


def _points(rows: pd.DataFrame, first: pd.Series, top: TopBarrier | None) -> list[tuple[Part, ...]]:
    gone = rows.sort_values("cleared", ascending=False, kind="stable").iloc[0]
    new = rows.sort_values("new", ascending=False, kind="stable").iloc[0]
    lines: list[tuple[Part, ...]] = [
        ("両方の年度に答えて比べられるのは", frame.count("changed_towns", int(first["towns"])), "市町村。"),
    ]
    own = rows[rows["barrier_code"] == top.code] if top is not None else rows.iloc[:0]
    if top is not None and len(own):
        lines.append(_parts_of(own.iloc[0], top))
    if first["persisted"] and (top is None or first["barrier_code"] != top.code):
        lines.append(_still_named(first, "persisted", "が続いています"))
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


def _parts_of(row: pd.Series, top: TopBarrier) -> tuple[Part, ...]:
    """Why the slide of the newest survey says another number: it counts those as well that stated it anew."""
    persisted, new = int(row["persisted"]), int(row["new"])
    rest = "ほかは前の調査と比べられません。" if top.stated > persisted + new else ""
    start: tuple[Part, ...] = (
        f"{row['label']}に「{top.label}」を挙げた",
        frame.count(f"barrier.{top.code}", top.stated),
        "市町村",
    )
    if top.stated in (persisted, new):
        how = f"{row['before_label']}にも挙げています" if persisted else "新しく挙げました"
        return (*start, f"は{'、どれも' if top.stated > 1 else ''}{how}。")
    stayed = frame.count(f"changed.persisted.{top.code}", persisted)
    come = frame.count(f"changed.new.{top.code}", new)
    if not new:
        return (*start, "のうち、", stayed, f"は{row['before_label']}にも挙げました。{rest}")
    if not persisted:
        return (*start, "のうち、", come, f"は新しく挙げました。{rest}")
    return (
        *start,
        "のうち、",
        stayed,
        f"は{row['before_label']}にも挙げ、",
        come,
        f"は新しく挙げました。{rest}",
    )


def _still_named(row: pd.Series, column: str, verb: str, before: str = "") -> tuple[Part, ...]:
    """「人材不足」は前に挙げた98のうち70市町村が続いています."""
    code = str(row["barrier_code"])
    return (
        f"{before}「{row['barrier_label']}」{'で、' if before else 'は、'}前に挙げた",
        *count_words.of_whole(
            f"changed.{column}.{code}", int(row[column]), f"changed.before.{code}", int(row["before"])
        ),
        f"{'' if row[column] == row['before'] else '市町村'}{verb}。",
    )


def _alt(rows: pd.DataFrame) -> str:
    said = [
        f"{row['barrier_label']} " + "・".join(f"{word}{int(row[column])}" for column, word, *_ in PARTS)
        for row in rows.to_dict("records")
    ]
    return "課題ごとの、続いている・なくなった・新しく挙げた市町村数の積み上げ棒グラフ。" + "、".join(said)
