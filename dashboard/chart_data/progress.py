"""The numbers behind the pictures of 概況 and 経過: states, moves, plans, outlook, the curve."""

from __future__ import annotations

import pandas as pd

from dashboard.chart_data import table
from dashboard.chart_data.table import Taken
from dashboard.views import progress as progress_view
from dashboard.views import year as year_facts
from dashboard.views.progress import DIRECTIONS, OUTCOMES, plans_by_outcome
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words

STATED = ("市町村の回答と公表資料（どの市町村がどの資料によるかは画面「概況」の一覧）",)
PLANNED = ("市町村の回答と名簿に示された開始予定と、その後の記録（1件ずつの出典は画面「経過」の表）",)


def bars(reader: Reader, asked: View) -> Taken:
    """One row a 振興局 and group, as the bars of 概況 stand."""
    facts = year_facts.gather(reader, asked)
    fiction = facts.shown[facts.shown["is_synthetic"].astype(bool)]
    made_up = set(zip(fiction["subprefecture_code"], fiction["group_code"], strict=True))
    rows = [
        (
            *table.years(facts.fiscal_year),
            row["subprefecture_code"],
            row["short_name"],
            row["group_label"],
            row["municipalities"],
            row["carried"],
            row["denominator"],
            "すべて" if facts.is_settled(row["group_code"]) else words.KNOWN_SO_FAR,
        )
        for row in facts.areas.to_dict("records")
    ]
    columns = (
        *table.year(),
        table.text("振興局コード", "2桁の文字"),
        table.text("振興局"),
        table.text("区分", "実施・予定・検討・予定なし・データなし"),
        table.towns("市町村数", "条件に合う市町村"),
        table.towns("うち継続", "前年度までの記載を続いているとみなした市町村"),
        table.towns("振興局の全市町村", "分母"),
        table.text("集計の範囲", f"「{words.KNOWN_SO_FAR}」は完全な一覧ではないこと。合計にしない"),
    )
    marks = [
        (row["subprefecture_code"], row["group_code"]) in made_up for row in facts.areas.to_dict("records")
    ]
    return table.taken(columns, rows, marks, STATED)


def curve(reader: Reader, asked: View, path: str) -> Taken:
    """One row a year of the whole country and of the towns that the page shows beside it."""
    if path == "/":
        overview = year_facts.gather(reader, asked)
        rows, here = overview.rollout, year_facts.curve_place(overview)
    else:
        progress = progress_view.gather(reader, asked)
        rows, here = progress.curve, "絞り込んだ市町村" if asked.is_narrow else "北海道"
    rows = rows.sort_values(["scope", "fiscal_year"])
    columns = (
        *table.year(),
        table.text("範囲", "全国、北海道、または条件で絞り込んだ市町村"),
        table.towns("実施", "重層的支援体制整備事業を実施している市町村"),
        table.towns("全市町村", "分母"),
        table.percent("実施率", "実施÷全市町村"),
        table.text("集計の範囲", f"すべて、{words.KNOWN_SO_FAR}（公表された合計がない年度）、予定の数"),
    )
    cells = [
        (
            *table.years(row["fiscal_year"]),
            "全国" if row["scope"] == "national" else here,
            row["implementing"],
            row["denominator"],
            table.rate(row["implementing"], row["denominator"]),
            "予定の数" if row["is_plan"] else "すべて" if row["is_complete"] else words.KNOWN_SO_FAR,
        )
        for row in rows.to_dict("records")
    ]
    sources = (
        "全国: 社会保障審議会福祉部会 第29回 資料1",
        "北海道: 市町村の回答と公表資料から市町村ごとに数えたもの",
    )
    return table.taken(columns, cells, rows["is_synthetic"].fillna(False).astype(bool), sources)


def flow(reader: Reader, asked: View) -> Taken:
    """One row a pair of neighbouring years and a pair of groups: a band of the picture."""
    facts = progress_view.gather(reader, asked)
    columns = (
        *table.year("前の年度"),
        *table.year(),
        table.text("前の区分"),
        table.text("区分"),
        table.text("動き", "、".join(DIRECTIONS.values())),
        table.towns("市町村数"),
    )
    rows = [
        (
            *table.years(row["fiscal_year"] - 1),
            *table.years(row["fiscal_year"]),
            facts.group(row["from_group"]),
            facts.group(row["to_group"]),
            DIRECTIONS[row["direction"]],
            row["towns"],
        )
        for row in facts.bands.to_dict("records")
    ]
    return table.taken(columns, rows, facts.bands["is_synthetic"].astype(bool), STATED)


def plans(reader: Reader, asked: View) -> Taken:
    """One row a year of a first planned start and what became of it: a part of a bar."""
    facts = progress_view.gather(reader, asked)
    counted = plans_by_outcome(facts)
    columns = (
        *table.year("開始予定の年度", "初めて示した開始予定の年度"),
        table.text("その後", "、".join(OUTCOMES.values())),
        table.towns("市町村数", "市町村ごとに、初めて示した予定を1件と数える"),
    )
    rows = [
        (*table.years(row["planned_start"]), OUTCOMES[row["outcome"]], row["plans"])
        for row in counted.to_dict("records")
    ]
    return table.taken(columns, rows, counted["is_synthetic"].astype(bool), PLANNED)


def outlook(reader: Reader, asked: View) -> Taken:
    """One row a year of the outlook: a point of each line and the band of 80 %."""
    facts = progress_view.gather(reader, asked)
    rows = facts.scenarios
    is_fiction = bool(facts.all_plans["is_synthetic"].any() or facts.begun["is_synthetic"].any())
    columns = (
        *table.year(),
        table.towns("わかっている実施"),
        table.text("わかっている実施の範囲", f"すべて、または{words.KNOWN_SO_FAR}"),
        table.towns("予定どおりなら"),
        table.number("これまでのように遅れたら", "市町村", "示された予定に、これまでの遅れ方を当てはめた数"),
        table.number("遅れたときの幅の下", "市町村", "十回に八回がおさまる幅"),
        table.number("遅れたときの幅の上", "市町村", "十回に八回がおさまる幅"),
    )
    cells = [
        (
            *table.years(row["fiscal_year"]),
            row["known"],
            "" if pd.isna(row["known"]) else "すべて" if row["is_complete"] else words.KNOWN_SO_FAR,
            row["hold"],
            *(
                None if pd.isna(row[name]) else round(float(row[name]), 1)
                for name in ("middle", "low", "high")
            ),
        )
        for row in rows.to_dict("records")
    ]
    sources = (
        "市町村の回答と公表資料に示された開始予定からの計算（画面「経過」）。予測ではなく、示された予定の合計",
    )
    return table.taken(columns, cells, [is_fiction] * len(cells), sources)
