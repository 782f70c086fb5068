"""Some municipalities beside all of 北海道: shares of each state as two bars, and the counts behind them."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.export.deck import count_words, frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Cell, NativeChart, NativeTable, Part, Row, Series, Slide, owned
from dashboard.export.deck.stage import Stage

VIEW = "compare"
WHOLE = "全道"
TITLE = "全道との比較"


def compare(data: DeckData, everyone: pd.DataFrame, stage: Stage) -> Slide:
    """everyone: the municipalities of 北海道 in the year, with their group_code."""
    if data.is_whole:
        return frame.absent(
            VIEW,
            f"{TITLE}: 振興局などで絞った資料に入れます",
            "この資料は全道の市町村のものです。",
            "振興局などで絞ると、その市町村と全道の割合を並べて示します。",
            data,
            stage,
        )
    inside, outside = len(data.towns), len(everyone)
    whole = everyone["group_code"].value_counts().to_dict()
    series, rows = [], []
    for group in data.groups.to_dict("records"):
        code, style = str(group["code"]), theme.GROUPS[str(group["code"])]
        name = f"{group['symbol']} {group['label_ja']}"
        here, there = len(data.codes(code)), int(whole.get(code, 0))
        unknown = data.is_unknown(code)
        series.append(
            Series(
                name,
                (100 * here / inside, 100 * there / outside),
                style.fill,
                style.line if code != "no_data" else theme.GREY_400,
                style.ink,
                theme.BLUE_900 if style.pattern else "",
                label="none",
                keys=(f"share.{code}", f"whole_share.{code}"),
            )
        )
        counts: tuple[tuple[Part, ...], ...] = (
            (count_words.NOTHING_TOLD if unknown else frame.count(f"group.{code}", here),),
            (count_words.NOTHING_TOLD,)
            if unknown
            else count_words.share_of_enough(f"share.{code}", here, inside),
            (frame.count(f"whole_group.{code}", there),),
            frame.share(f"whole_share.{code}", there, outside),
        )
        rows.append(Row(code, (Cell((name,), bold=True), *(Cell(parts, "right") for parts in counts))))
    total = (frame.count("denominator", inside), "", frame.count("whole_total", outside), "")
    rows.append(Row("total", (Cell(("計",), bold=True), *(Cell((part,), "right") for part in total))))
    box = stage.content
    top = box._replace(h=box.h * 0.42)
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(y=box.y + top.h + 0.15, h=box.h - top.h - 0.15),
            (
                "区分",
                f"{data.scope}\n市町村数",
                f"{data.scope}\n割合",
                f"{WHOLE}\n市町村数",
                f"{WHOLE}\n割合",
            ),
            tuple(rows),
            (1.6, 1.0, 1.0, 1.0, 1.0),
            13,
            f"{data.scope}と{WHOLE}の区分ごとの市町村数と割合の表",
        )
    )
    chart = NativeChart(
        owned("グラフ", VIEW),
        top,
        "bar_stacked",
        (data.scope, WHOLE),
        tuple(series),
        '0.0"％"',
        alt=f"{data.scope}と{WHOLE}の区分ごとの割合の帯グラフ。数は下の表",
        maximum=100.0,
    )
    here, there = len(data.codes("implementing")), int(whole.get("implementing", 0))
    return frame.content(
        VIEW,
        _title(data, (here, inside), (there, outside)),
        (chart, table),
        data,
        stage,
        "市町村の回答と公表資料（一覧は巻末）",
        synthetic=bool(everyone["is_synthetic"].any()),
        behind={f"group.{group}": data.codes(group) for group in theme.GROUP_ORDER},
    )


def _title(data: DeckData, here: tuple[int, int], there: tuple[int, int]) -> tuple[Part, ...]:
    """here, there: implementing municipalities, and all, of the scope and of 全道."""
    whole = frame.share("whole_share.implementing", *there)
    if not here[0]:
        begun = "実施とわかっている" if data.so_far else "実施している"
        if data.is_unknown("implementing"):
            return (
                f"{data.label}: {data.scope}の実施は資料がなく{count_words.UNKNOWN}（{WHOLE}は",
                *whole,
                "）",
            )
        return (
            f"{data.label}: {data.scope}に{begun}市町村は",
            count_words.none("group.implementing", "ない"),
            f"（{WHOLE}は",
            *whole,
            "）",
        )
    so_far = f"{data.so_far}の" if data.so_far else ""
    if count_words.is_few(here[1]):
        of_whole = count_words.of_whole("group.implementing", here[0], "denominator", here[1])
        return (f"{data.label}の{so_far}実施: {data.scope}は", *of_whole, f"、{WHOLE}は", *whole)
    rate = frame.share("share.implementing", *here)
    return (f"{data.label}の{so_far}実施率: {data.scope}は", *rate, f"、{WHOLE}は", *whole)
