"""The route of the plan: the stops on a small map of native shapes, and a table by day with the hours."""

from __future__ import annotations

from datetime import date

from dashboard import theme
from dashboard.export.deck import frame, route_sketch, table_size
from dashboard.export.deck.deck_data import DeckData, RouteData
from dashboard.export.deck.model import (
    Box,
    Cell,
    NativeTable,
    Number,
    Part,
    Row,
    Slide,
    owned,
)
from dashboard.export.deck.stage import Stage
from dashboard.export.route_svg import COLOURS
from dashboard.frames import record, records
from dashboard.words import words

VIEW = route_sketch.VIEW
MOST_LEFT = 8


def slide(data: DeckData, route: RouteData | None, stage: Stage) -> Slide:
    """Map on the left, table by day on the right, what is left out below it."""
    if route is None:
        return frame.absent(
            VIEW,
            "訪問経路: まだ作られていません",
            "訪問の経路は、まだ作られていません。"
            if data.is_whole
            else "この条件に合う訪問の経路は、まだ作られていません。",
            "画面「計画」で「訪問」の市町村を計画に入れて「経路を作る」を押すと、日ごとの順と時刻をここに示します。",
            data,
            stage,
        )
    box = stage.content
    picture = box._replace(w=box.w * 0.47)
    side = Box(box.x + picture.w + 0.25, box.y, box.w - picture.w - 0.25, box.h - 0.75)
    table = _table(route, side)
    notes = frame.bullets(
        VIEW,
        "注",
        Box(side.x, side.y + side.h + 0.05, side.w, 0.7),
        _notes(route),
        size=10,
        least=9,
    )
    visited, chosen = len(route.visits), len(route.visits) + len(route.left_out)
    title: tuple[Part, ...] = (
        f"訪問経路: {route.office}から",
        frame.count("route_days", int(route.visits["day"].nunique())),
        "日で",
        frame.count("route_towns", visited),
        "市町村",
        *(("（訪問先", frame.count("route_chosen", chosen), "のうち）") if chosen > visited else ()),
    )
    return frame.content(
        VIEW,
        title,
        (route_sketch.sketch(route, picture), table, notes),
        data,
        stage,
        f"計画の記録と移動時間の推計（画面「計画」）、境界は{route.boundaries['credit'].iloc[0]}",
        synthetic=route.is_synthetic,
        behind={"route_towns": tuple(route.visits["code"])},
        scope="" if set(route.visits["code"]) <= set(data.towns["municipality_code"]) else "全道",
    )


def _table(route: RouteData, box: Box) -> NativeTable:
    rows: list[Row] = []
    for day, stops in route.visits.groupby("day", sort=True):
        first = stops.iloc[0]
        rows.append(_day(int(day), record(first)))  # type: ignore[arg-type]
        rows += [_stop(row) for row in records(stops)]
    table = NativeTable(
        owned("表", VIEW),
        box,
        ("日・順", "市町村", "移動", "到着", "終了"),
        tuple(rows),
        (1.5, 2.2, 1.1, 1.1, 1.1),
        12,
        "訪問の順の表。日ごとに、市町村、前の場所からの移動時間、到着と終了の時刻（推計）",
        air=0.2,
    )
    return table_size.fitted(table)


def _day(day: int, first: dict[str, object]) -> Row:
    on: date = first["date"]  # type: ignore[assignment]
    look = (day - 1) % len(COLOURS)

    def cell(*parts: Part, bold: bool = True) -> Cell:
        return Cell(parts, bold=bold, fill=theme.GREY_50)

    return Row(
        f"day{day}",
        (
            Cell(
                (Number(f"route_day.{day}", day, str(day)), "日目"),
                bold=True,
                colour=COLOURS[look],
                fill=theme.GREY_50,
            ),
            cell(Number(f"route_date.{day}", 0, words.day_short(on))),
            cell(""),
            cell(Number(f"route_begins.{day}", 0, str(first["begins"])), "発", bold=False),
            cell(Number(f"route_back.{day}", 0, str(first["back"])), "着", bold=False),
        ),
    )


def _stop(row: dict[str, object]) -> Row:
    code = str(row["code"])
    return Row(
        code,
        (
            Cell((Number(f"route_order.{code}", int(row["order"]), str(row["order"])),), "center"),  # type: ignore[call-overload]
            Cell((str(row["name"]),), bold=True),
            Cell(
                (frame.count(f"route_minutes.{code}", int(row["travel_minutes"])), "分"),  # type: ignore[call-overload]
                "right",
            ),
            Cell((Number(f"route_arrive.{code}", 0, str(row["arrive"])),), "right"),
            Cell((Number(f"route_leave.{code}", 0, str(row["leave"])),), "right"),
        ),
    )


def _notes(route: RouteData) -> list[tuple[Part, ...]]:
    lines: list[tuple[Part, ...]] = [
        (
            f"計画「{route.title[:30]}」。移動と到着・終了の時刻は推計です"
            + ("（係数は仮の値）" if route.is_provisional else "")
            + "。根拠と印刷用の表は画面「計画」にあります。",
        )
    ]
    for why, said in route_sketch.LEFT.items():
        names = route.left_out[route.left_out["reason"] == why]["name"].tolist()
        if names:
            lines.append((f"{said}: {frame.listed(names, MOST_LEFT)}。",))
    return lines
