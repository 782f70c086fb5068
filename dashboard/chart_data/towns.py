"""The numbers behind the maps, the ranking, the bars of 回収・点検 and the route: a row a town or a 振興局."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pandas as pd

from dashboard.chart_data import gather_plans, progress, table
from dashboard.chart_data import map as map_files
from dashboard.chart_data.table import Taken
from dashboard.export.table_shape import Column
from dashboard.planning import spec
from dashboard.queries import overview
from dashboard.queries import slides as own
from dashboard.views import outreach
from dashboard.views import returns as returns_view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words

TOWN = (table.text("標準地域コード", "5桁の文字。先頭の0を落とさない"), table.text("市町村名"))


def states(reader: Reader, asked: View) -> Taken:
    """One row a town that the filters leave: its state in the year."""
    rows = own.towns(reader, asked.fiscal_year)
    if asked.codes is not None:
        rows = rows[rows["municipality_code"].isin(asked.codes)]
    groups = overview.groups(reader).set_index("code")["label_ja"]
    columns = (
        *TOWN,
        table.text("振興局"),
        *table.year(),
        table.text("区分", "実施・予定・検討・予定なし・データなし"),
        table.text("状態"),
        table.text("開始年度（和暦）", "始めた、または始める予定の年度"),
    )
    cells = [
        (
            row["municipality_code"],
            row["name"],
            row["subprefecture_name"],
            *table.years(asked.fiscal_year),
            groups[row["group_code"]],
            row["status_label"],
            row["start_label"],
        )
        for row in rows.to_dict("records")
    ]
    return table.taken(columns, cells, rows["is_synthetic"].astype(bool), progress.STATED)


def layer(reader: Reader, asked: View, journal: Path | None) -> Taken:
    """One row a town that the filters leave: class and value of the layer that the map shows."""
    shown, rows = map_files.classified(reader, asked, journal)
    rows = rows[[shown.classes[int(place)] is not map_files.OUTSIDE for place in rows["place"]]]
    columns = (
        *TOWN,
        table.text("振興局"),
        *table.year(meaning="地図の年度。年度のない項目では空"),
        table.text("項目"),
        table.text("区分", "地図の凡例の言葉"),
        table.number("値", "", f"「{shown.label}」の値。単位は項目の名前のとおり"),
    )
    cells = [
        (
            row["municipality_code"],
            row["name"],
            row["subprefecture_name"],
            *(table.years(asked.fiscal_year) if shown.by_year else (None, "")),
            shown.label,
            shown.classes[int(row["place"])].label,
            None if pd.isna(row["value"]) else float(row["value"]),
        )
        for row in rows.to_dict("records")
    ]
    return table.taken(
        columns, cells, rows["is_synthetic"].astype(bool), ("市町村の回答と公表資料（画面「地図」の出典）",)
    )


def ranking(reader: Reader, asked: View, journal: Path | None) -> Taken:
    """One row a ranked town that the filters leave, by the weights of the address."""
    shown = outreach.gather(reader, asked, journal)
    rows = shown.ranking.rows.set_index("code").loc[shown.codes].reset_index()
    about = shown.material.given.towns.set_index("municipality_code")
    columns = (
        table.whole("順位", "位", "全道での順位"),
        *TOWN,
        table.text("振興局"),
        table.text("区分"),
        table.number("点", "点", "1が最大。下の項目の点の合計"),
        table.whole("順位の幅の上", "位", "重みを少しずつ変えて何度も並べ替えたときの幅"),
        table.whole("順位の幅の下", "位", "重みを少しずつ変えて何度も並べ替えたときの幅"),
        table.percent(f"上位{shown.ranking.top}に入る割合", "重みを変えて並べ替えた回数のうち"),
        *(table.number(f"「{one.label}」の点", "点", one.label) for one in spec.criteria()),
        table.text("主な理由"),
    )
    cells = [
        (
            row["rank"],
            row["code"],
            row["name"],
            about.at[row["code"], "subprefecture_name"],
            about.at[row["code"], "group_label"],
            round(row["score"], 3),
            row["rank_low"],
            row["rank_high"],
            table.rate(row["top_share"], 1),
            *(round(row["contributions"].get(one.code, 0.0), 3) for one in spec.criteria()),
            "".join(row["reasons"]).replace(f"【{words.SYNTHETIC}】", ""),
        )
        for row in rows.to_dict("records")
    ]
    weights = "、".join(f"{one.label} {shown.choice.weights[one.code]:g}" for one in spec.criteria())
    sources = (
        "市町村の回答、参加の記録、公式統計、連絡の記録からの計算（画面「働きかけ」）",
        f"重み: {weights}",
    )
    return table.taken(columns, cells, rows["is_synthetic"].astype(bool), sources)


def returns(reader: Reader, asked: View) -> Taken:
    """One row a 振興局: when its 調査票 came."""
    year = returns_view.choose(asked.search, reader, []).fiscal_year
    found = returns_view.gather(reader, year, pd.Timestamp.today().date(), asked)
    if found is None:
        raise table.NothingTakenError("調査票がまだ1通も届いていません。")
    made_up = found.towns[found.towns["is_synthetic"].fillna(False).astype(bool)]
    columns = (
        *table.year("調査の年度"),
        table.text("振興局"),
        *(table.towns(word) for word in ("期限までに受領", "期限の後に受領", "未着", "全市町村")),
        table.percent("回収率", "受領÷全市町村"),
    )
    cells = [
        (
            *table.years(found.fiscal_year),
            row["short_name"],
            *(row[name] for name in ("in_time", "late", "waiting", "denominator")),
            table.rate(row["in_time"] + row["late"], row["denominator"]),
        )
        for row in found.areas.to_dict("records")
    ]
    marks = found.areas["subprefecture_code"].isin(made_up["subprefecture_code"])
    return table.taken(
        columns, cells, marks, ("市町村から届いた調査票の受け取りの記録（画面「回収・点検」）",)
    )


def route(reader: Reader, journal: Path | None, plan: str) -> Taken:
    """One row a visit of the route of a plan, then one row a town that the route leaves out, with the reason."""
    found = gather_plans.route(reader, journal, gather_plans.plan_of(journal, plan))
    if found is None:
        raise table.NothingTakenError("この計画には、まだ訪問経路がありません。")
    columns = (
        table.whole("何日目", "日目"),
        Column("日付（西暦）", "", "date", "", ""),
        table.text("日付（和暦）"),
        table.whole("順", "番目", "その日の何番目か"),
        *TOWN,
        table.whole("移動", "分", "前の場所からの推計の移動時間"),
        *(
            Column(f"{word}（推計）", "", "time", "", meaning)
            for word, meaning in (("到着", ""), ("終了", ""), ("帰着", "その日の帰り着く時刻"))
        ),
        table.text("入らなかった理由", "計画の訪問先のうち、経路に入らなかった市町村だけ"),
    )
    visits = [
        (
            row["day"],
            row["date"],
            words.day_short(row["date"]),
            row["order"],
            row["code"],
            row["name"],
            row["travel_minutes"],
            *(time.fromisoformat(str(row[name])) for name in ("arrive", "leave", "back")),
            "",
        )
        for row in found.visits.to_dict("records")
    ]
    left = [
        (*[None] * 4, row["code"], row["name"], *[None] * 4, row["said"])
        for row in found.left.to_dict("records")
    ]
    cells = [*visits, *left]
    sources = (f"出発地 {found.office}、計画「{found.title}」からの計算（画面「計画」）",)
    return table.taken(columns, cells, [found.is_synthetic] * len(cells), sources)
