"""The share of implementing municipalities by year, 北海道 beside 全国: a native chart, and what it says in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.export.deck import chart_room, event_marks, fit, frame, line_labels
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import (
    Box,
    NativeChart,
    Number,
    Paragraph,
    Part,
    Series,
    Sketch,
    Slide,
    Stroke,
    Text,
    owned,
)
from dashboard.export.deck.stage import Stage
from dashboard.frames import record, records
from dashboard.planning import claims
from dashboard.planning.claims import Share
from dashboard.words import words

VIEW = "rollout"
# Inches between an arrow and the points that it joins, and below which there is no room for one.
ARROW_SPACE, SHORTEST_ARROW = 0.1, 0.13
ARROW_WIDE, LABEL_SIZE = 0.16, 12
SIZE = 12


def curve(data: DeckData, rollout: pd.DataFrame, stage: Stage) -> Slide:
    """Share of implementing municipalities by year: 北海道 and 全国."""
    chart_box, side = frame.split(stage)
    rows = rollout.sort_values("fiscal_year")
    years = rows.drop_duplicates("fiscal_year")
    series = []
    for scope, name, colour, marker, label in (
        ("national", "全国", theme.GREY_600, "square", "above"),
        ("hokkaido", "北海道", theme.BLUE_900, "circle", "below"),
    ):
        own = rows[rows["scope"] == scope].set_index("fiscal_year")
        values = tuple(
            float(own["rate_pct"].loc[year]) if year in own.index else None for year in years["fiscal_year"]
        )
        hollow = tuple(
            year in own.index and (not bool(own.at[year, "is_complete"]) or bool(own.at[year, "is_plan"]))
            for year in years["fiscal_year"]
        )
        keys = tuple(f"rate.{scope}.{year}" for year in years["fiscal_year"])
        series.append(
            Series(name, values, colour, hollow=hollow, marker=marker, label=label, named="last", keys=keys)  # type: ignore[arg-type]
        )
    here = record(_rows_of_year(rows, "hokkaido", data.fiscal_year).iloc[0])
    national = _rows_of_year(rows, "national", data.fiscal_year)
    there = None if national.empty else record(national.iloc[0])
    title: tuple[Part, ...] = (f"{data.label}の実施率: 北海道は{data.so_far}", rate("hokkaido", here))
    lines: list[tuple[Part, ...]] = [("北海道: ", *share("hokkaido", here), f"（{data.label}）。")]
    if there is not None:
        planned = "（予定）" if there["is_plan"] else ""
        title = (*title, "、全国は", rate("national", there), planned)
        lines.append(("全国: ", *share("national", there), f"（{data.label}{planned}）。"))
    points = claims.gap(counted_share(here), counted_share(there)) if there is not None else None
    if points:
        title = (
            "実施率は全国より",
            Number("rate_gap", abs(points), words.decimal(abs(points), 1)),
            "ポイント",
            Number("rate_side", 0, claims.side(points)),
            f"（{data.label}: 北海道",
            rate("hokkaido", here),
            "、全国",
            rate("national", there or {}),
            "）",
        )
    lines.append(
        (f"白抜きの点は、北海道は{words.KNOWN_SO_FAR}（公表された合計がない年度）、全国は予定です。",)
    )
    lines.append(
        ("令和6年度より後の北海道は、市町村が自ら公表したものと回答だけで、完全な一覧ではありません。",)
    )
    top = float(5 * (int(float(rows["rate_pct"].max()) * 1.15) // 5 + 1))
    shown = years["fiscal_year"].astype(int).tolist()
    area = chart_box
    events = event_marks.of_chart(data.events, shown, area)
    chart_box = event_marks.above_list(area, events)
    over = event_marks.row_height(events)
    plot = Box(chart_box.x + 0.2, chart_box.y + over, chart_box.w - 1.7, chart_box.h - over - 0.7)
    categories, axis_title = frame.year_axis([str(label) for label in years["label_ja"]], plot.w, SIZE)
    bare = NativeChart(
        owned("グラフ", VIEW),
        chart_box,
        "line",
        categories,
        tuple(series),
        '0.0"％"',
        alt=_curve_alt(rows),
        axis_title=axis_title,
        size=SIZE,
        maximum=top,
        plot=plot,
        legend=False,
    )
    place = years["fiscal_year"].tolist().index(data.fiscal_year)
    arrow = _difference(points, here, there, bare, place) if points else ()
    chart, boxes = line_labels.spread(bare, [one.box for one in arrow])
    boxes = (*boxes, *(one.box for one in arrow))
    slide = frame.content(
        VIEW,
        title,
        (
            chart,
            *arrow,
            *event_marks.elements(VIEW, events, shown, plot, area, boxes),
            frame.bullets(VIEW, "要点", side, lines),
        ),
        data,
        stage,
        "全国は社会保障審議会福祉部会 第29回 資料1、北海道は市町村ごとの記録から数えたもの",
        synthetic=bool(rows["is_synthetic"].any()),
        scope="全道",
    )
    return replace(slide, left_out=event_marks.left_out(data.events, shown, events))


def _difference(
    points: float,
    here: dict[str, object],
    there: dict[str, object] | None,
    chart: NativeChart,
    place: int,
) -> tuple[Sketch | Text, ...]:
    """An arrow between the two values of a year with the points between them; none where there is no room for it."""
    plot, top = chart_room.plot(chart), chart_room.top(chart)
    x = plot.x + plot.w * (place + 0.5) / len(chart.categories)
    heights = [
        plot.y + plot.h * (1 - counted_share(row).percent / top) for row in (here, there) if row is not None
    ]
    upper, lower = min(heights) + ARROW_SPACE, max(heights) - ARROW_SPACE
    if lower - upper < SHORTEST_ARROW:
        return ()
    points_said = Number("rate_gap", abs(points), words.decimal(abs(points), 1))
    said: tuple[Part, ...] = ("差", points_said, "ポイント")
    high = LABEL_SIZE * fit.LINE / 72
    wide = fit.width(f"差{points_said.text}ポイント", LABEL_SIZE) + 0.08
    middle, beside = (upper + lower) / 2 - high / 2, ARROW_WIDE / 2 + 0.04
    places = [
        Box(start, middle + step * high / 4, wide, high)
        for step in (0, -1, 1, -2, 2, -3, 3, -4, 4)
        for start in (x + beside, x - beside - wide)
    ]
    box = next((one for one in places if line_labels.is_free(chart, one)), None)
    if box is None:
        return ()
    label = Text(
        owned("差の数", VIEW),
        box,
        (Paragraph(said, size=LABEL_SIZE, bold=True),),
        fill="#FFFFFFC8",
        anchor="middle",
        over=owned("グラフ", VIEW),
    )
    half = ARROW_WIDE / 2
    strokes = (
        Stroke(owned("矢印", VIEW), ((x, upper), (x, lower)), theme.INK, 1.5, is_arrow=True),
        *(
            Stroke(owned(f"矢印の{end}", VIEW), ((x - half, y), (x + half, y)), theme.INK, 1.0)
            for end, y in (("上", upper), ("下", lower))
        ),
    )
    shaft = Box(x - half, upper, ARROW_WIDE, lower - upper)
    alt = "北海道と全国の実施率の差を示す矢印"
    return (Sketch(owned("差", VIEW), shaft, (), strokes, (), (), alt, owned("グラフ", VIEW)), label)


def counted_share(row: dict[str, Any]) -> Share:
    """The share of a row of the roll-out; final where the count is all there is and no plan."""
    is_final = bool(row["is_complete"]) and not bool(row["is_plan"])
    return Share(int(row["implementing"]), int(row["denominator"]), is_final)


def rate(scope: str, row: dict[str, object]) -> Part:
    return frame.percent(f"rate.{scope}", float(row["implementing"]), float(row["denominator"]))  # type: ignore[arg-type]


def share(scope: str, row: dict[str, object]) -> tuple[Part, ...]:
    """「10／179市町村（5.6％）」."""
    return (
        frame.count(f"implementing.{scope}", int(row["implementing"])),  # type: ignore[call-overload]
        "／",
        frame.count(f"denominator.{scope}", int(row["denominator"])),  # type: ignore[call-overload]
        "市町村（",
        rate(scope, row),
        "）",
    )


def _rows_of_year(rows: pd.DataFrame, scope: str, year: int) -> pd.DataFrame:
    return rows[(rows["scope"] == scope) & (rows["fiscal_year"] == year)]


def _curve_alt(rows: pd.DataFrame) -> str:
    said = []
    for scope, name in (("hokkaido", "北海道"), ("national", "全国")):
        own = rows[rows["scope"] == scope]
        rates = [f"{row['label_ja']} {words.decimal(row['rate_pct'], 1)}％" for row in records(own)]
        said.append(f"{name} {'、'.join(rates)}")
    return "実施率の推移の折れ線グラフ。" + "。".join(said)
