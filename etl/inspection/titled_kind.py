"""Which kind of file a title speaks of: 出席者名簿, 実施市町村一覧, 所要時間表."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The more special words first: 実施市町村数 is no list of them.
_SAYS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("corrections", "正誤(?:表|の記録)|訂正(?:の)?記録"),
        (
            "attendance",
            "(?:出席|参加|受講|来場)(?:予定)?者?(?:簿|名簿|一覧|者名簿|状況|者リスト)|出欠(?:表|簿|名簿|一覧)",
        ),
        ("activities", "(?:取組み?|取り組み|行事|研修|会議|説明会)(?:の)?(?:開催)?(?:一覧|実績|予定表)"),
        ("national_counts", "全国の?(?:実施)?(?:市町村|自治体|団体)数"),
        ("published_totals", "(?<!全国の)(?<!全国)(?:実施|公表)(?:した|された)?(?:市町村|自治体|団体)数"),
        ("named_implementers", "(?:支払|交付|補助|助成)(?:決定)?(?:額|金額|先)(?:の)?(?:一覧|内訳|調書|表)?"),
        ("road_times", "(?:移動|所要)時間|道路距離"),
        ("joint_bodies", "一部事務組合|広域連合|定住自立圏|圏域(?:の)?(?:構成|一覧)"),
        (
            "town_dates",
            "(?:計画(?:の)?期間|選挙|任期(?:満了)?|改定(?:の)?予定)(?:の?日)?(?:の)?(?:一覧|予定|調べ|表)",
        ),
        ("figures", "住民基本台帳|国勢調査|人口・?世帯数?|高齢化率|年齢階級別"),
        ("status_announcement", "(?:市町村|自治体|団体)(?:の)?公表"),
        (
            "status_list",
            "実施(?:状況|予定)?の?(?:市町村|自治体|団体)?(?:の)?(?:状況)?(?:一覧|名簿|リスト|調べ|調査)",
        ),
    )
)


def of_texts(texts: Iterable[str]) -> tuple[str, str]:
    """The kind that the first of the texts speaks of, and that text; two empty ones where none speaks of one kind alone."""
    for text in texts:
        plain = "".join(text.split())
        said = [kind for kind, words in _SAYS if words.search(plain)]
        if len(said) == 1:
            return said[0], text.strip()
    return "", ""
