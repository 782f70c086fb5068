"""What a route is made from: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader, WarehouseError


def places(reader: Reader) -> pd.DataFrame:
    """One row per municipality: municipality_code, name, kana, subprefecture_code, its name, hall_lat, hall_lon."""
    return reader.frame(
        """
        select
            code as municipality_code, name, kana, kind, subprefecture_code, subprefecture_name,
            hall_lat, hall_lon
        from codes_municipality
        order by code
        """
    )


def offices(reader: Reader) -> pd.DataFrame:
    """One row a 振興局: code, name, short_name, office_municipality_code, office_name."""
    return reader.frame("from codes_subprefecture order by sort_order")


def neighbours(reader: Reader) -> pd.DataFrame:
    """One row per pair of neighbours (both ways): municipality_code, neighbour_code."""
    return reader.frame("select municipality_code, neighbour_code from core_adjacency")


def factors(reader: Reader) -> pd.DataFrame:
    """One row per factor of the estimate: factor_code, month, value, is_provisional, file and cell.

    Raises WarehouseError where there are none.
    """
    found = reader.frame(
        """
        select f.*, s.file, s.cell
        from core_travel_factor as f
        left join core_source as s using (source_id)
        order by f.factor_code, f.month
        """
    )
    if found.empty:
        raise WarehouseError("移動時間の見込みに使う係数が登録されていません。登録してください。")
    return found


def ferries(reader: Reader) -> pd.DataFrame:
    """One row per municipality that is reached by ship (core_ferry)."""
    return reader.frame("from core_ferry")


def road_times(reader: Reader) -> pd.DataFrame:
    """One row per pair of towns with a real time (core_road_time)."""
    return reader.frame("from core_road_time")


def states(reader: Reader) -> pd.DataFrame:
    """One row per municipality in its newest state: municipality_code, group_code, status_label."""
    return reader.frame(
        "select municipality_code, group_code, group_label, status_label, is_synthetic from mart_municipality"
    )


def means(reader: Reader) -> pd.DataFrame:
    """One row per means of outreach: code, label_ja, staff_days, is_visit."""
    return reader.frame("from codes_outreach_means order by sort_order")


def measures(reader: Reader) -> pd.DataFrame:
    """One row per measure of the prefecture: code, label_ja, short_label."""
    return reader.frame("select code, label_ja, short_label from codes_measure order by sort_order")
