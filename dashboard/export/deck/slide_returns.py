"""How far the round of the 調査票 has come, by 振興局: in time, late, still missing."""

from __future__ import annotations

import pandas as pd

from dashboard.export.deck import count_words, frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import NativeChart, Part, Series, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.figures.return_rate import PARTS

VIEW = "returns"
MOST_NAMES = 10


def slide(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """Stacked bars: one 振興局 a bar."""
    if rows is None or rows.empty:
        return frame.absent(
            VIEW,
            f"調査票の回収: {data.label}の調査票は届いていません",
            f"{data.label}の調査票は、まだ届いていません。",
            "届いた調査票を画面「回収・点検」で取り込むと、振興局ごとの回収の様子をここに示します。",
            data,
            stage,
        )
    chart_box, side = frame.split(stage)
    areas = data.areas[data.areas["code"].isin(rows["subprefecture_code"])]
    counted = rows.groupby(["subprefecture_code", "part"]).size()
    series = tuple(
        Series(
            part.label,
            tuple(int(counted.get((area, part.column), 0)) for area in areas["code"]),
            part.fill,
            part.line,
            part.ink,
            keys=tuple(f"returned.{part.column}.{area}" for area in areas["code"]),
        )
        for part in PARTS
    )
    waiting = rows[rows["part"] == "waiting"]
    received, late = len(rows) - len(waiting), int((rows["part"] == "late").sum())
    chart = NativeChart(
        owned("グラフ", VIEW),
        chart_box,
        "bar_stacked",
        tuple(areas["short_name"]),
        series,
        alt="振興局別の調査票の回収の積み上げ棒グラフ。"
        + "、".join(
            f"{area.short_name} "
            + "・".join(f"{part.label}{int(counted.get((area.code, part.column), 0))}" for part in PARTS)
            for area in areas.itertuples()
        ),
        size=12 if len(areas) > 7 else 14,
    )
    lines = [
        _line("期限の後に届いた", "returned_late", late),
        _line("まだ届いていない", "returned_waiting", len(waiting)),
    ]
    if len(waiting):
        lines.append((f"未着: {frame.listed(waiting['name'].tolist(), MOST_NAMES)}。",))
        lines.append(("未着は「予定なし」とは数えていません。",))
    return frame.content(
        VIEW,
        _title(data.label, received, len(rows)),
        (chart, frame.bullets(VIEW, "要点", side, lines)),
        data,
        stage,
        f"市町村の調査票（{data.label}）の受領の記録。単位: 市町村。行政順",
        synthetic=bool(rows["is_synthetic"].any()),
    )


def _title(label: str, received: int, whole: int) -> tuple[Part, ...]:
    start = f"{label}の調査票: "
    if not received:
        return (f"{start}届いたものは", count_words.none("returned_all", "ない"))
    of_whole = count_words.of_whole("returned_all", received, "denominator", whole)
    share = (
        () if count_words.is_few(whole) else count_words.share_in_brackets("returned_share", received, whole)
    )
    return (start, *of_whole, "から受領", *share)


def _line(what: str, key: str, number: int) -> tuple[Part, ...]:
    if not number:
        return (f"{what}市町村は", count_words.none(key), "。")
    return (f"{what}のは", frame.count(key, number), "市町村。")
