"""振興局別 and the curve beside the national one: native charts, each with what it says in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.export.deck import frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, NativeChart, Part, Series, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import record
from dashboard.words import words

BARS, CURVE = "status_bars", "rollout"
Counts = dict[Any, int]  # municipalities by (振興局, group)


def bars(data: DeckData, stage: Stage) -> Slide:
    """Stacked bars: one 振興局 a bar, one status group a segment."""
    chart_box, side = split(stage)
    areas = data.areas[data.areas["code"].isin(data.towns["subprefecture_code"])]
    counted = data.towns.groupby(["subprefecture_code", "group_code"]).size().to_dict()
    series = []
    for group in data.groups.to_dict("records"):
        code = str(group["code"])
        style = theme.GROUPS[code]
        values = tuple(int(counted.get((area, code), 0)) for area in areas["code"])
        keys = tuple(f"area.{area}.{code}" for area in areas["code"])
        series.append(
            Series(
                f"{group['symbol']} {group['label_ja']}",
                values,
                style.fill,
                style.line if code != "no_data" else theme.GREY_400,
                style.ink,
                theme.BLUE_900 if style.pattern else "",
                keys=keys,
            )
        )
    with_some = {area for area in areas["code"] if counted.get((area, "implementing"), 0)}
    without = areas[~areas["code"].isin(with_some)]["short_name"].tolist()
    lines: list[tuple[Part, ...]] = [
        (
            f"{data.so_far}実施市町村があるのは",
            frame.count("areas", len(areas)),
            "振興局のうち",
            frame.count("areas_implementing", len(with_some)),
            "。",
        )
    ]
    if without:
        lines.append((f"まだないのは{frame.listed(without, len(areas))}。",))
    most = _most(areas, counted, "considering")
    if most:
        lines.append(
            (
                "検討が最も多いのは",
                f"{most[0]}（",
                frame.count(f"area.{most[2]}.considering", most[1]),
                "市町村）。",
            )
        )
    silent = len(data.codes("no_data"))
    if silent:
        lines.append(
            (
                "未回答・データなしは",
                frame.count("group.no_data", silent),
                "市町村。「予定なし」には数えていません。",
            )
        )
    chart = NativeChart(
        owned("グラフ", BARS),
        chart_box,
        "bar_stacked",
        tuple(areas["short_name"]),
        tuple(series),
        alt=_bars_alt(data, areas, counted),
        size=12 if len(areas) > 7 else 14,
    )
    title = (
        f"{data.label}の振興局別: ",
        frame.count("areas", len(areas)),
        "のうち",
        frame.count("areas_implementing", len(with_some)),
        f"に{data.so_far}実施市町村",
    )
    return frame.content(
        BARS,
        title,
        (chart, frame.bullets(BARS, "要点", side, lines)),
        data,
        stage,
        "市町村の回答と公表資料（一覧は巻末）。単位: 市町村。行政順",
        synthetic=data.synthetic_towns,
    )


def curve(data: DeckData, rollout: pd.DataFrame, stage: Stage) -> Slide:
    """Share of implementing municipalities by year: 北海道 and 全国."""
    chart_box, side = split(stage)
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
        series.append(Series(name, values, colour, hollow=hollow, marker=marker, label=label, keys=keys))  # type: ignore[arg-type]
    here = record(_rows_of_year(rows, "hokkaido", data.fiscal_year).iloc[0])
    national = _rows_of_year(rows, "national", data.fiscal_year)
    there = None if national.empty else record(national.iloc[0])
    title: tuple[Part, ...] = (f"{data.label}の実施率: 北海道は{data.so_far}", rate("hokkaido", here))
    lines: list[tuple[Part, ...]] = [("北海道: ", *share("hokkaido", here), f"（{data.label}）。")]
    if there is not None:
        planned = "（予定）" if there["is_plan"] else ""
        title = (*title, "、全国は", rate("national", there), planned)
        lines.append(("全国: ", *share("national", there), f"（{data.label}{planned}）。"))
    lines.append(
        (f"白抜きの点は、北海道は{words.KNOWN_SO_FAR}（公表された合計がない年度）、全国は予定です。",)
    )
    lines.append(
        ("令和6年度より後の北海道は、市町村が自ら公表したものと回答だけで、完全な一覧ではありません。",)
    )
    top = float(rows["rate_pct"].max())
    chart = NativeChart(
        owned("グラフ", CURVE),
        chart_box,
        "line",
        tuple(f"{row.label_ja}" for row in years.itertuples()),
        tuple(series),
        '0.0"％"',
        alt=_curve_alt(rows),
        size=12,
        maximum=float(5 * (int(top * 1.15) // 5 + 1)),
    )
    return frame.content(
        CURVE,
        title,
        (chart, frame.bullets(CURVE, "要点", side, lines)),
        data,
        stage,
        "全国は社会保障審議会福祉部会 第29回 資料1、北海道は市町村ごとの記録から数えたもの",
        synthetic=bool(rows["is_synthetic"].any()),
        scope="全道",
    )


def split(stage: Stage, share: float = 0.68) -> tuple[Box, Box]:
    """A picture on the left, words on the right."""
    box = stage.content
    left = box._replace(w=box.w * share)
    return left, Box(box.x + left.w + 0.3, box.y + 0.35, box.w - left.w - 0.3, box.h - 0.35)


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


def _most(areas: pd.DataFrame, counted: Counts, group: str) -> tuple[str, int, str] | None:
    best = max(areas.itertuples(), key=lambda area: counted.get((area.code, group), 0), default=None)
    number = 0 if best is None else int(counted.get((best.code, group), 0))
    return (str(best.short_name), number, str(best.code)) if number and best is not None else None


def _bars_alt(data: DeckData, areas: pd.DataFrame, counted: Counts) -> str:
    groups = list(data.groups.itertuples())
    said = [
        f"{area.short_name} "
        + "・".join(
            f"{group.label_ja}{int(counted.get((area.code, group.code), 0))}"
            for group in groups
            if counted.get((area.code, group.code), 0)
        )
        for area in areas.itertuples()
    ]
    return f"{data.label}の振興局別の市町村数の積み上げ棒グラフ。" + "、".join(said)


def _curve_alt(rows: pd.DataFrame) -> str:
    said = []
    for scope, name in (("hokkaido", "北海道"), ("national", "全国")):
        own = rows[rows["scope"] == scope]
        said.append(
            name + " " + "、".join(f"{row.label_ja} {row.rate_pct:.1f}％" for row in own.itertuples())
        )
    return "実施率の推移の折れ線グラフ。" + "。".join(said)
