"""Barriers by size of town, and whom to approach next with the reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import (
    Box,
    Cell,
    NativeChart,
    NativeTable,
    Number,
    Part,
    Row,
    Series,
    Slide,
    owned,
)
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.words import words

BARRIERS, RANKING = "barriers", "ranking"
MOST_BARRIERS, MOST_TOWNS = 5, 10
SMALL_N = 10
# From the smallest towns to the largest, dark to light; those but the first two carry a line. No grey: that is 予定なし.
FILLS = (theme.BLUE_900, theme.BLUE_600, theme.BLUE_400, theme.BLUE_200, theme.WHITE)


def barriers(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """Share of towns that state a barrier, by class of population: a column a class, and n beside.

    A class of which few towns answered is named in words: one town would move its share by more than ten points.
    """
    title = "課題と人口規模"
    if rows is None or rows.empty:
        return frame.absent(
            BARRIERS,
            f"{title}: {data.label}までの調査に答えがありません",
            "課題を尋ねた調査の答えが、まだありません。",
            "調査票を取り込むと（画面「回収・点検」）、人口規模ごとに課題を挙げた割合をここに示します。",
            data,
            stage,
        )
    label = str(rows["year_label"].iloc[0])
    whole = (
        rows.groupby(["barrier_code", "barrier_label"], sort=False)[["stated", "counted"]].sum().reset_index()
    )
    whole = whole.sort_values("stated", ascending=False, kind="stable").head(MOST_BARRIERS)
    sizes = rows.drop_duplicates("size_class")[["size_class", "size_label", "size_order"]].sort_values(
        "size_order"
    )
    cells = rows.set_index(["barrier_code", "size_class"])
    answered = rows.groupby("size_class")["counted"].max()
    asked = sizes[sizes["size_class"].map(answered) > 0]
    firm = asked[asked["size_class"].map(answered) >= SMALL_N]
    drawn = firm if len(firm) else asked
    series = tuple(
        _series(size, whole, cells, number)
        for number, size in enumerate(records(sizes))
        if size["size_class"] in set(drawn["size_class"])
    )
    box = stage.content
    chart_box = box._replace(w=box.w * 0.68)
    side = Box(box.x + chart_box.w + 0.25, box.y + 0.3, box.w - chart_box.w - 0.25, box.h - 0.3)
    first = whole.iloc[0]
    said: tuple[Part, ...] = (
        f"人口規模別の課題（{label}）: 最も多い「{first['barrier_label']}」は",
        frame.count(f"barrier.{first['barrier_code']}", int(first["stated"])),
        "／",
        frame.count("barrier_counted", int(first["counted"])),
        "市町村",
    )
    chart = NativeChart(
        owned("グラフ", BARRIERS),
        chart_box,
        "column",
        tuple(whole["barrier_label"]),
        series,
        '0"％"',
        alt=_alt(label, whole, series),
        size=10,
        maximum=_top(series),
    )
    return frame.content(
        BARRIERS,
        said,
        (
            chart,
            frame.bullets(
                BARRIERS, "要点", side, _points(label, whole, (asked, drawn), cells, rows), size=14
            ),
        ),
        data,
        stage,
        f"市町村の調査票（{label}）。割合は、課題を尋ねられて答えた市町村に対するもの（複数回答）",
        synthetic=bool(rows["is_synthetic"].any()),
    )


def ranking(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """The first towns of the ranking, how sure their place is, and two reasons each."""
    if rows is None or rows.empty:
        return frame.absent(
            RANKING,
            "働きかけの候補: 順位を付けられる市町村がありません",
            "順位を付けるための材料（市町村の回答など）が、まだ足りません。",
            "調査票を取り込むと、働きかけの順位と理由をここに示します。",
            data,
            stage,
        )
    shown = rows.head(MOST_TOWNS)
    table = _ranking_table([_town(row) for row in records(shown)], stage)
    note = frame.bullets(
        RANKING,
        "注",
        Box(stage.content.x, stage.content.y + stage.content.h - 0.27, stage.content.w, 0.27),
        [
            (
                "重みは「バランス」、点は一が最大です。順位の幅は、重みを少しずつ変えて何度も並べ替えたときの幅です。順位は優劣の評価ではなく、声をかける順の目安です。",
            )
        ],
        size=10,
        least=8,
    )
    return frame.content(
        RANKING,
        (
            "働きかけの候補: ",
            frame.count("ranked", len(rows)),
            "市町村のうち上位",
            frame.count("ranking_shown", len(shown)),
        ),
        (table, note),
        data,
        stage,
        "市町村の回答、参加の記録、公式統計からの計算（画面「働きかけ」）",
        synthetic=bool(rows["is_synthetic"].any()),
    )


def _ranking_table(rows: list[Row], stage: Stage) -> NativeTable:
    """In the largest size that stays inside; on narrow paper without 参考団体, which カルテ shows as well."""
    table = NativeTable(
        owned("表", RANKING),
        stage.content._replace(h=stage.content.h - 0.35),
        ("順位", "市町村", "点", "順位の幅", "主な理由", "持っていくもの", "参考団体"),
        tuple(rows),
        (0.6, 1.3, 0.65, 0.95, 5.3, 2.3, 1.1),
        10.5,
        "働きかけの候補の順位の表。市町村、点、順位の幅、主な理由、持っていくもの、参考団体",
    )
    fitted = table_size.fitted(table)
    if not table_size.overflows(fitted):
        return fitted
    narrow = replace(
        table,
        header=table.header[:-1],
        rows=tuple(replace(row, cells=row.cells[:-1]) for row in rows),
        widths=(0.55, 1.2, 0.6, 0.95, 6.4, 2.2),
        alt=table.alt.removesuffix("、参考団体"),
    )
    return table_size.fitted(narrow)


def _town(row: dict[str, Any]) -> Row:
    code = str(row["code"])
    return Row(
        code,
        (
            Cell((Number(f"rank.{code}", float(row["rank"]), str(int(row["rank"]))),), "center", bold=True),
            Cell((str(row["name"]),), bold=True),
            Cell((Number(f"points.{code}", float(row["score"]), f"{float(row['score']):.3f}"),), "right"),
            Cell(
                (
                    Number(f"rank_low.{code}", float(row["rank_low"]), f"{row['rank_low']}"),
                    "〜",
                    Number(f"rank_high.{code}", float(row["rank_high"]), f"{row['rank_high']}"),
                ),
                "center",
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
    return "、".join(str(measure["label"]) for measure in row["measures"][:2]) or "―"


def peer(row: dict[str, Any]) -> str:
    """The first 参考団体."""
    return next((str(other["name"]) for other in row["peers"]), "―")


def _series(size: dict[str, Any], whole: pd.DataFrame, cells: pd.DataFrame, number: int) -> Series:
    values: list[float | None] = []
    for code in whole["barrier_code"]:
        known = (code, size["size_class"]) in cells.index
        row = cells.loc[(code, size["size_class"])] if known else None
        values.append(
            None if row is None or not row["counted"] else round(100 * row["stated"] / row["counted"], 4)
        )
    fill = FILLS[number % len(FILLS)]
    return Series(
        str(size["size_label"]),
        tuple(values),
        fill,
        theme.GREY_600 if number >= 2 else fill,
        theme.INK,
        keys=tuple(f"barrier_rate.{code}.{size['size_class']}" for code in whole["barrier_code"]),
    )


def _top(series: tuple[Series, ...]) -> float:
    """The end of the axis: room for the number over the highest column."""
    highest = max((value for one in series for value in one.values if value is not None), default=0.0)
    return float(10 * (int(highest * 1.12) // 10 + 1))


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
    for size in drawn.iloc[[0, -1]].drop_duplicates("size_class").to_dict("records"):
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
                    frame.percent(f"barrier_rate.{key}", int(row["stated"]), int(row["counted"])),
                    "）。",
                )
            )
    n: list[Part] = ["答えた市町村数: "]
    for size in asked.to_dict("records"):
        counted = int(rows[rows["size_class"] == size["size_class"]]["counted"].max())
        n += [
            f"{size['size_label']} ",
            frame.count(f"barrier_n.{code}.{size['size_class']}", counted),
            "（少ないため目安）、"
            if counted < SMALL_N and size["size_class"] in set(drawn["size_class"])
            else "、",
        ]
    n[-1] = str(n[-1]).rstrip("、") + "。"
    lines.append(tuple(n))
    left = asked[~asked["size_class"].isin(drawn["size_class"])]["size_label"].tolist()
    if left:
        lines.append((f"{'、'.join(left)}は、答えた市町村が少ないため図に入れていません。",))
    if rows["is_provisional"].any():
        lines.append(("選択肢のうち、道の資料にない言葉は仮のものです。",))
    if label:
        lines.append((f"未回答の市町村は割合に含めていません（{words.KNOWN_SO_FAR}）。",))
    return lines


def _alt(label: str, whole: pd.DataFrame, series: tuple[Series, ...]) -> str:
    said = []
    for place, name in enumerate(whole["barrier_label"]):
        parts = [f"{s.name} {s.values[place]:.0f}％" for s in series if s.values[place] is not None]
        said.append(f"{name}: " + "・".join(parts))
    return f"{label}の調査で課題を挙げた市町村の割合の、人口規模別の棒グラフ。" + "、".join(said)
