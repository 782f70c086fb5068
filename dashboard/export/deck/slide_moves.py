"""How towns moved between two years: from each group to each, as a native table, and who they are."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard import theme
from dashboard.export.deck import fit, frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeTable, Part, Row, Slide, owned
from dashboard.export.deck.slide_charts import split
from dashboard.export.deck.stage import Stage
from dashboard.words import words

VIEW = "flow"
MOST_NAMES = 8
BOLD = 1.06
FILLS = {"advance": theme.BLUE_50, "retreat": "#FFF0F0", "same": theme.GREY_50, "unknown": theme.WHITE}


def slide(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """Rows: the group a year before; columns: the group of the year."""
    if rows is None:
        return frame.absent(
            VIEW,
            "状態の移り変わり: 比べる年度がありません",
            f"{data.label}の前の年度の資料が、まだありません。",
            "前の年度の調査票や名簿を取り込むと、どの区分からどの区分へ移ったかをここに示します。",
            data,
            stage,
        )
    left, side = split(stage, 0.6)
    counted = rows["direction"].value_counts()
    years = f"{data.before_label}から{data.label}: "
    title: tuple[Part, ...] = (
        years,
        frame.count("moved.advance", int(counted.get("advance", 0))),
        "市町村が前進、",
        frame.count("moved.retreat", int(counted.get("retreat", 0))),
        "市町村が見直し",
    )
    if set(rows["direction"]) == {"unknown"}:
        title = (f"{years}前の年度の資料がなく、移り変わりはわかりません",)
    elif set(rows["direction"]) == {"unknown", "same"}:
        title = (
            years,
            "わかるのは",
            frame.count("moved.same", int(counted["same"])),
            "市町村で、変わりません",
        )
    return frame.content(
        VIEW,
        title,
        (_table(data, rows, left), frame.bullets(VIEW, "要点", side, _points(data, rows, counted))),
        data,
        stage,
        "市町村の回答と公表資料（一覧は巻末）。単位: 市町村",
        synthetic=bool(rows["is_synthetic"].any()),
        behind={
            f"moved.{direction}": tuple(rows[rows["direction"] == direction]["municipality_code"])
            for direction in FILLS
        },
    )


def _table(data: DeckData, rows: pd.DataFrame, box: object) -> NativeTable:
    groups = data.groups.to_dict("records")
    codes = [str(group["code"]) for group in groups]
    counted = rows.groupby(["from_group", "to_group"]).size()
    lines = []
    for group in groups:
        start = str(group["code"])
        cells = [Cell((f"{group['symbol']} {group['label_ja']}",), bold=True)]
        for end in codes:
            cells.append(_cell(start, end, int(counted.get((start, end), 0))))
        whole = sum(int(counted.get((start, end), 0)) for end in codes)
        cells.append(Cell((frame.count(f"moves_from.{start}", whole),), "center", bold=True))
        lines.append(Row(start, tuple(cells)))
    foot = [
        Cell(
            (frame.count(f"moves_to.{end}", sum(int(counted.get((start, end), 0)) for start in codes)),),
            "center",
            bold=True,
        )
        for end in codes
    ]
    lines.append(
        Row(
            "total",
            (
                Cell(("計",), bold=True),
                *foot,
                Cell((frame.count("moves_all", len(rows)),), "center", bold=True),
            ),
        )
    )
    table = NativeTable(
        owned("表", VIEW),
        box._replace(h=box.h - 0.2),  # type: ignore[attr-defined]
        (
            f"{data.before_label} ↓\n{data.label} →",
            *(f"{group['symbol']}\n{group['label_ja']}" for group in groups),
            "計",
        ),
        tuple(lines),
        (1.6, *(1.15 for _ in codes), 0.8),
        14,
        f"{data.before_label}の区分（行）から{data.label}の区分（列）へ移った市町村の数の表",
        air=0.32,
    )
    while table.size > table_size.LEAST and (table_size.overflows(table) or _wraps(table)):
        table = replace(table, size=table.size - 0.5)
    return table


def _wraps(table: NativeTable) -> bool:
    """Whether a heading or the name of a row does not fit on its line."""
    rooms = [table.box.w * share / sum(table.widths) - 2 * table_size.PAD_X for share in table.widths]
    names = [(row.cells[0].text, rooms[0]) for row in table.rows]
    heads = [
        (line, room) for text, room in zip(table.header, rooms, strict=True) for line in text.split("\n")
    ]
    return any(fit.width(text, table.size) * BOLD > room for text, room in (*names, *heads))


def _cell(start: str, end: str, number: int) -> Cell:
    order = theme.GROUP_ORDER
    kind = "same" if start == end else "advance" if order.index(end) < order.index(start) else "retreat"
    if "no_data" in (start, end):
        kind = "unknown"
    mark = theme.DIRECTIONS[kind] if number and kind in ("advance", "retreat") else ""
    return Cell(
        (mark, frame.count(f"moves.{start}.{end}", number)),
        "center",
        colour="" if number else theme.GREY_600,
        fill=FILLS[kind],
    )


def _points(data: DeckData, rows: pd.DataFrame, counted: pd.Series) -> list[tuple[Part, ...]]:
    lines: list[tuple[Part, ...]] = []
    begun = rows[(rows["to_group"] == "implementing") & (rows["from_group"] != "implementing")]
    new, since = begun[begun["direction"] == "advance"], begun[begun["direction"] == "unknown"]
    if len(new):
        lines.append((f"新たに実施: {frame.listed(new['name'].tolist(), MOST_NAMES)}。",))
    if len(since):
        names = frame.listed(since["name"].tolist(), MOST_NAMES)
        lines.append((f"実施（{data.before_label}の資料がなく、始めた年度はわかりません）: {names}。",))
    for direction, said in (("advance", "実施のほかに進展した"), ("retreat", "見直した")):
        moved = rows[
            (rows["direction"] == direction) & ~rows["municipality_code"].isin(new["municipality_code"])
        ]
        if len(moved):
            lines.append((f"{said}: {frame.listed(moved['name'].tolist(), MOST_NAMES)}。",))
    lines.append(
        ("変わらないのは", frame.count("moved.same", int(counted.get("same", 0))), "市町村。"),
    )
    unknown = int(counted.get("unknown", 0))
    if unknown:
        lines.append(
            (
                "どちらかの年度の資料がなくわからないのは",
                frame.count("moved.unknown", unknown),
                "市町村。戻ったとは数えていません。",
            )
        )
    if not data.is_complete or not data.is_settled("no_plan"):
        lines.append((f"{data.label}の予定・検討・予定なしは{words.KNOWN_SO_FAR}です。",))
    return lines
