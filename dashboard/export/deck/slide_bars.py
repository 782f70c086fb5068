"""The states by 振興局: a native chart, and what it says in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.export.deck import count_words, frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import (
    NativeChart,
    Part,
    Series,
    Slide,
    owned,
)
from dashboard.export.deck.stage import Stage
from dashboard.frames import record, records
from dashboard.planning import claims
from dashboard.words import words

VIEW = "status_bars"
Counts = dict[Any, int]  # municipalities by (振興局, group)


def bars(data: DeckData, stage: Stage) -> Slide:
    """Stacked bars: one 振興局 a bar, one status group a segment."""
    chart_box, side = frame.split(stage)
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
    lines: list[tuple[Part, ...]] = []
    if len(areas) > 1:
        lines.append(
            (
                f"{data.so_far}実施市町村があるのは",
                frame.count("areas", len(areas)),
                "振興局のうち",
                frame.count("areas_implementing", len(with_some)),
                "。",
            )
        )
    else:
        lines += [_group_line(data, group) for group in records(data.groups)]
    if without and len(areas) > 1:
        none = "まだないのは" if data.is_complete else f"{words.KNOWN_SO_FAR}にないのは"
        lines.append((f"{none}{frame.listed(without, len(areas))}。",))
    most = _most(areas, counted, "considering")
    if most and len(areas) > 1:
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
        owned("グラフ", VIEW),
        chart_box,
        "bar_stacked",
        tuple(areas["short_name"]),
        tuple(series),
        alt=_bars_alt(data, areas, counted),
        size=12 if len(areas) > 7 else 14,
    )
    return frame.content(
        VIEW,
        _bars_title(data, areas, counted, len(with_some)),
        (chart, frame.bullets(VIEW, "要点", side, lines)),
        data,
        stage,
        "市町村の回答と公表資料（一覧は巻末）。単位: 市町村。行政順",
        synthetic=data.synthetic_towns,
    )


def _group_line(data: DeckData, group: dict[str, Any]) -> tuple[Part, ...]:
    code, total = str(group["code"]), len(data.towns)
    number = len(data.codes(code))
    if data.is_unknown(code):
        return (f"{group['label_ja']}の市町村があるかは{count_words.UNKNOWN}。",)
    if not number:
        of = "の" if code == "no_data" or data.is_settled(code) else "とわかっている"
        return (f"{group['label_ja']}{of}市町村は", count_words.none(f"group.{code}"), "。")
    shares = count_words.share_in_brackets(f"share.{code}", number, total)
    return (f"{group['label_ja']}は", frame.count(f"group.{code}", number), "市町村", *shares, "。")


def _bars_title(data: DeckData, areas: pd.DataFrame, counted: Counts, with_some: int) -> tuple[Part, ...]:
    """A count that may still grow tells of the areas that have a town, never of those that have none."""
    if len(areas) == 1:
        area = record(areas.iloc[0])
        number, key = counted.get((area["code"], "implementing"), 0), f"area.{area['code']}.implementing"
        where = f"{data.label}の{data.scope if not data.is_whole else area['short_name']}: "
        if not number:
            if data.is_unknown("implementing"):
                return (f"{where}実施している市町村は、資料がなく{count_words.UNKNOWN}",)
            begun = "実施とわかっている" if data.so_far else "実施している"
            return (f"{where}{begun}市町村は", count_words.none(key, "ない"))
        of_whole = count_words.of_whole(key, number, "denominator", len(data.towns))
        return (f"{where}{data.so_far}実施は", *of_whole)
    if not with_some:
        none = count_words.none("areas_implementing", "ない")
        return (f"{data.label}の振興局別: {data.so_far}実施市町村のある振興局は", none)
    if not data.is_complete:
        return (
            f"{data.label}の振興局別: ",
            frame.count("areas", len(areas)),
            "のうち",
            frame.count("areas_implementing", with_some),
            f"に{data.so_far}実施市町村",
        )
    if with_some == len(areas):
        return (
            frame.count("areas_implementing", with_some),
            f"振興局のすべてに実施市町村がある（{data.label}）",
        )
    return (
        frame.count("areas_without", len(areas) - with_some),
        f"振興局にはまだ実施市町村がない（{data.label}）",
    )


def _most(areas: pd.DataFrame, counted: Counts, group: str) -> tuple[str, int, str] | None:
    names = dict(zip(areas["code"], areas["short_name"], strict=True))
    best = claims.most({code: int(counted.get((code, group), 0)) for code in names})
    return None if best is None else (str(names[best]), int(counted[best, group]), str(best))


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
