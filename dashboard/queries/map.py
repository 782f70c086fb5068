"""What the map draws: one long table of layers, and what a cell says of one town in one layer."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def layers(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year, municipality and layer that varies by year (mart_map_layer without its cells)."""
    return reader.frame(
        """
        select fiscal_year, municipality_code, layer, class_code, value, is_synthetic
        from mart_map_layer
        order by layer, fiscal_year, municipality_code
        """
    )


def status_words(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year and municipality (行政順): status_label, start_label (null: no start year), basis."""
    return reader.frame(
        """
        select y.fiscal_year, y.municipality_code, s.label_ja as status_label, f.label_ja as start_label, y.basis
        from mart_status_by_year as y
        inner join codes_status as s on s.code = y.status_code
        left join codes_fiscal_year as f on f.fiscal_year = y.start_fiscal_year
        order by y.fiscal_year, y.municipality_code
        """
    )


def towns(reader: Reader) -> pd.DataFrame:
    """One row per municipality (179, 行政順): names, 振興局, where its hall is, population, 65+ share, area, kind, size."""
    return reader.frame(
        """
        select
            m.municipality_code, m.name, m.kana, m.kind, m.subprefecture_code, m.subprefecture_name,
            s.short_name as subprefecture_short, m.size_class, m.size_class_label,
            m.population, m.population_as_of, m.aging_rate_pct, m.area_km2, m.hall_lat, m.hall_lon
        from mart_municipality as m
        inner join codes_subprefecture as s on s.code = m.subprefecture_code
        order by m.municipality_code
        """
    )


def neighbours(reader: Reader) -> pd.DataFrame:
    """One row per pair of municipalities that share a boundary, both ways: municipality_code, neighbour_code."""
    return reader.frame(
        """
        select municipality_code, neighbour_code from core_adjacency order by municipality_code, neighbour_code
        """
    )


def tiles(reader: Reader) -> pd.DataFrame:
    """One row per municipality (行政順) of the tile map: municipality_code, column, row (from 0, row 0 in the north)."""
    return reader.frame('select municipality_code, "column", "row" from mart_tile order by municipality_code')


def neighbours_touching(reader: Reader) -> float:
    """Which part of the pairs that share a boundary still touch on the tile map (corners count); 1 without any pair."""
    found = reader.frame(
        """
        select avg(cast(greatest(abs(a."column" - b."column"), abs(a."row" - b."row")) <= 1 as integer)) as share
        from core_adjacency as n
        inner join mart_tile as a on a.municipality_code = n.municipality_code
        inner join mart_tile as b on b.municipality_code = n.neighbour_code
        """
    )
    share = found["share"].iloc[0]
    return 1.0 if pd.isna(share) else float(share)


def subprefectures(reader: Reader) -> pd.DataFrame:
    """One row a 振興局 in its order: code, name, short_name, and the middle of its town halls (lat, lon)."""
    return reader.frame(
        """
        select s.code, s.name, s.short_name, avg(m.hall_lat) as lat, avg(m.hall_lon) as lon
        from codes_subprefecture as s
        inner join codes_municipality as m on m.subprefecture_code = s.code
        group by all
        order by s.code
        """
    )


def barriers(reader: Reader) -> pd.DataFrame:
    """One row per barrier in its order: code, label_ja, is_provisional."""
    return reader.frame("select code, label_ja, is_provisional from codes_barrier order by sort_order")


def functions(reader: Reader) -> pd.DataFrame:
    """One row per function in the order of the law: code, item (第1号イ …), label_ja, existing_scheme, prefecture_kinds."""
    return reader.frame(
        "select code, item, label_ja, existing_scheme, prefecture_kinds from codes_function order by sort_order"
    )


def unmatched(reader: Reader) -> pd.DataFrame:
    """One row: what was received and stands on no map, since no municipality could be made of it."""
    return reader.frame(
        """
        select
            (
                select count(distinct (file, sheet, cell)) from core_finding
                where (rule like 'MUNI-%' or rule like 'TOWN-%') and severity = 'error'
                    and nullif(municipality_code, '') is null
            ) as rows_unmatched,
            (select count(*) from core_return where state = 'quarantined') as returns_set_aside
        """
    )


def cell(reader: Reader, municipality_code: str, layer: str, fiscal_year: int) -> pd.DataFrame:
    """The class of a town in a layer and year with the cell that says so; no row where nothing was asked."""
    return reader.frame(
        """
        select
            l.class_code, l.value, l.is_synthetic, c.file, c.sheet, c.cell, c.raw_text, c.received_on,
            t.title, t.publisher
        from mart_map_layer as l
        left join core_source as c using (source_id)
        left join core_file as t using (file_id)
        where l.municipality_code = ? and l.layer = ? and l.fiscal_year = ?
        """,
        [municipality_code, layer, fiscal_year],
    )


def figure_cells(reader: Reader, municipality_code: str, figures: tuple[str, ...]) -> pd.DataFrame:
    """One row per figure of a town: figure_code, label_ja, value, unit, reference_date and its cell."""
    marks = ", ".join("?" for _ in figures)
    return reader.frame(
        f"""
        select
            f.figure_code, f.label_ja, f.value, f.unit, f.reference_date, c.file, c.sheet, c.cell, c.raw_text,
            c.received_on, t.title, t.publisher
        from core_figure as f
        left join core_source as c using (source_id)
        left join core_file as t using (file_id)
        where f.municipality_code = ? and f.figure_code in ({marks}) and f.is_current
        order by f.figure_code
        """,
        [municipality_code, *figures],
    )


def sizes(reader: Reader) -> pd.DataFrame:
    """One row per class of population from small to large: code, label_ja, min_population, sort_order."""
    return reader.frame(
        "select code, label_ja, min_population, sort_order from codes_size_class order by sort_order"
    )
