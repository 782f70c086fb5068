"""The kinds of files that `etl add` registers."""

from __future__ import annotations

BOUNDARIES = "boundaries"
# What the system falls back on; an officer neither registers it nor takes it back.
OUR_BOUNDARIES = f"{BOUNDARIES}/hokkaido_jma.topojson"

# kind → (folder under data/raw, the column that stands for the row)
KINDS: dict[str, tuple[str, str]] = {
    "status_list": ("status", "status"),
    "status_announcement": ("status", "status"),
    "published_totals": ("status", "value"),
    "figures": ("reference", "value"),
    "national_counts": ("reference", "municipalities"),
    "corrections": ("corrections", "to"),
    "activities": ("activities", "title"),
    "attendance": ("activities", "persons"),
    "road_times": ("planning", "minutes"),
    "joint_bodies": ("planning", "body"),
    "town_dates": ("planning", "event"),
    "named_implementers": ("status", "mark"),
    BOUNDARIES: ("boundaries", "name"),
}
# What each kind is called by those who keep it.
LABELS: dict[str, str] = {
    "status_list": "実施状況の名簿",
    "status_announcement": "市町村の公表",
    "published_totals": "公表された市町村数",
    "figures": "人口・世帯などの統計",
    "national_counts": "全国の市町村数",
    "corrections": "正誤の記録",
    "activities": "道の取組みの一覧",
    "attendance": "出席簿",
    "road_times": "道路の移動時間",
    "joint_bodies": "広域の枠組み（一部事務組合・広域連合・圏域）",
    "town_dates": "市町村の予定（計画の期間・選挙・合併）",
    "named_implementers": "実施市町村の載った別の資料（支払額の一覧など）",
    BOUNDARIES: "市町村の境界（国土数値情報 N03 など）",
}
# Kinds of which nothing is known without the day that they are of.
DATED = frozenset({"status_list", "named_implementers"})
# Kinds whose tables come in more than one form, and the kinds of table that they are (etl/vocabulary/columns.csv).
TABLES: dict[str, tuple[str, ...]] = {
    "figures": ("figures", "figures_wide"),
    "attendance": ("attendance", "attendance_meeting", "attendance_people"),
    BOUNDARIES: (),
}


def table_kinds(kind: str) -> tuple[str, ...]:
    """The kinds of table that a file of this kind may hold."""
    return TABLES.get(kind, (kind,))
