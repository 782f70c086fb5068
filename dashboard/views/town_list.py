"""The list of municipalities that a view leaves, with what stands about it: for Excel, on a page or by a command."""

from __future__ import annotations

import pandas as pd

from dashboard.export.town_list import TownList
from dashboard.queries import overview
from dashboard.views.year import YearFacts
from dashboard.words import words


def list_of(facts: YearFacts) -> TownList:
    """The towns that every filter leaves, as the list of 概況."""
    groups = facts.groups.set_index("code")["label_ja"]
    chosen = "・".join(groups[code] for code in facts.view.groups)
    newest = facts.reader.as_of or pd.Timestamp(overview.build(facts.reader)["as_of"].iloc[0]).date()
    label = str(facts.year["label_ja"])
    fiction = bool(facts.shown_towns["is_synthetic"].any())
    return TownList(
        title=f"重層的支援体制整備事業の実施状況　市町村の一覧（{label}、{facts.place_name}{f'、{chosen}' if chosen else ''}）",
        fiscal_year=facts.fiscal_year,
        towns=facts.shown_towns,
        scope={code: "" if facts.is_settled(code) else words.KNOWN_SO_FAR for code in groups.index},
        facts=(
            ("内容", f"{label}の市町村ごとの状態（{facts.place_name}）"),
            ("行数", str(len(facts.shown_towns))),
            ("状態の条件", chosen or "なし"),
            ("時点", f"{words.day_short(newest)}（{newest.isoformat()}）までに把握した内容"),
            ("データの更新日", words.moment(facts.reader.built_at)),
            ("版", facts.reader.warehouse_id),
            (words.SYNTHETIC, "含む（列「架空データ」で見分ける）" if fiction else "含まない"),
            ("空欄", "値がない、またはわからないこと。0 とは違う"),
            ("シート「一覧」", "人が読み、印刷するための表。和暦"),
            (
                "シート「機械可読」",
                "1行目が見出し、結合なし、1セル1値、西暦の日付",
            ),
            *(("注意", text) for text in words.CAUTIONS),
            ("よりどころ", "行政データにおける機械可読性に関するルール（令和8年3月31日）"),
        ),
    )
