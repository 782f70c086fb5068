"""Which files are registered, those that were taken back included: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader

# Kinds that an officer registers; the others came with the system.
KINDS = {
    "status_list": "実施状況の名簿",
    "status_announcement": "市町村の公表",
    "published_totals": "公表された市町村数",
    "figures": "人口・世帯などの統計",
    "national_counts": "全国の市町村数",
    "activities": "道の取組みの一覧",
    "attendance": "出席簿",
    "road_times": "道路の移動時間",
    "joint_bodies": "広域の枠組み",
    "town_dates": "市町村の予定",
    "named_implementers": "実施市町村の載った別の資料",
    "boundaries": "市町村の境界",
}
COVERAGES = {
    "implementers": "実施している市町村は全て載っている",
    "plan": "翌年度に実施する市町村は全て載っている",
    "all": "全ての市町村が載っている",
    "partial": "一部の市町村だけ",
}


def registered(reader: Reader) -> pd.DataFrame:
    """One row per registered file of KINDS, the newest receipt first: file, kind, title, as_of, coverage, received_on,
    rows_loaded, withdrawn_on, withdrawn_reason, withdrawn_by (the last three missing where it is in use).
    """
    return reader.frame(
        f"""
        select * from (
            select
                file, kind, title, as_of, coverage, received_on, rows_loaded, is_synthetic,
                cast(null as date) as withdrawn_on, '' as withdrawn_reason, '' as withdrawn_by
            from core_file
            union all by name
            select
                file, kind, title, as_of, coverage, received_on, 0 as rows_loaded, is_synthetic,
                withdrawn_on, withdrawn_reason, withdrawn_by
            from core_withdrawn_file
        )
        where kind in ({", ".join(f"'{kind}'" for kind in KINDS)}) and not contains(file, '/demo/') and file <> 'boundaries/hokkaido_jma.topojson'
        order by received_on desc, file desc
        """
    )
