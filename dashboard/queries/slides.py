"""What slides need of the warehouse beyond what the pages ask for: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.warehouse.reader import Reader


def towns(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality (179, 行政順): its state in a year, with the codes that filters go by."""
    return reader.frame(
        """
        select
            m.municipality_code, m.name, m.kana, m.kind, m.subprefecture_code, m.subprefecture_name,
            m.hall_lat, m.hall_lon, m.population, m.size_class, m.size_class_label,
            y.status_code, s.label_ja as status_label, y.group_code, y.start_fiscal_year,
            f.label_ja as start_label, y.basis, y.is_synthetic, y.source_id
        from mart_status_by_year as y
        inner join mart_municipality as m using (municipality_code)
        inner join codes_status as s on s.code = y.status_code
        left join codes_fiscal_year as f on f.fiscal_year = y.start_fiscal_year
        where y.fiscal_year = ?
        order by m.municipality_code
        """,
        [fiscal_year],
    )


def areas(reader: Reader) -> pd.DataFrame:
    """One row a 振興局 in 行政順: code, name, short_name."""
    return reader.frame("select code, name, short_name from codes_subprefecture order by sort_order")


def codes_of_area(reader: Reader, area: str) -> set[str]:
    """Codes of the municipalities of a 振興局."""
    rows = reader.frame("select code from codes_municipality where subprefecture_code = ?", [area])
    return set(rows["code"].astype(str))


def size_classes(reader: Reader) -> pd.DataFrame:
    """One row per class of population, smallest first: code, label_ja."""
    return reader.frame("select code, label_ja from codes_size_class order by sort_order")


def evidence(reader: Reader) -> pd.DataFrame:
    """One row per municipality and year: status, start year and the cell that they rest on."""
    return reader.frame(
        """
        select municipality_code, fiscal_year, status_code, start_fiscal_year, source_id
        from mart_status_by_year
        where source_id is not null
        order by fiscal_year, municipality_code
        """
    )


def known_files(reader: Reader) -> list[str]:
    """The files that the warehouse rests on, by their id."""
    return [str(value) for value in reader.frame("select file_id from core_file order by file_id")["file_id"]]


def status_sources(reader: Reader) -> pd.DataFrame:
    """One row per cell that a state of any year rests on: source_id, file, title, kind, received_on, cell, raw_text."""
    return reader.frame(
        """
        select
            c.source_id, f.file_id, f.file, f.title, f.kind, f.publisher, f.is_synthetic,
            f.received_on, c.known_on, c.sheet, c.cell, c.raw_text
        from core_source as c
        inner join core_file as f using (file_id)
        where c.source_id in (select source_id from mart_status_by_year)
        """
    )


def corrections(reader: Reader) -> pd.DataFrame:
    """One row per correction that holds: municipality_code, fiscal_year, value_from, value_to, reason, corrected_on."""
    return reader.frame("select * from core_correction where is_applied")


def barriers(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality and barrier of the newest survey up to a year: whether it was asked and stated it."""
    return reader.frame(
        """
        select
            b.municipality_code, b.barrier_code, b.barrier_label, b.sort_order, b.is_provisional,
            b.is_counted, b.is_stated, b.is_synthetic,
            m.size_class, z.label_ja as size_label, z.sort_order as size_order, y.label_ja as year_label
        from mart_barrier as b
        inner join mart_municipality as m using (municipality_code)
        inner join codes_size_class as z on z.code = m.size_class
        inner join codes_fiscal_year as y on y.fiscal_year = b.fiscal_year
        where b.fiscal_year = (select max(fiscal_year) from mart_barrier where fiscal_year <= ? and is_counted)
        order by b.municipality_code, b.sort_order
        """,
        [fiscal_year],
    )


def plans(reader: Reader) -> pd.DataFrame:
    """One row per municipality that stated a start: the first that it stated and what became of it (mart_plan), with the labels."""
    return reader.frame(
        """
        select p.municipality_code, m.name, p.planned_start, y.label_ja as start_label, p.outcome, p.is_synthetic
        from mart_plan as p
        inner join codes_municipality as m on m.code = p.municipality_code
        inner join codes_fiscal_year as y on y.fiscal_year = p.planned_start
        where p.is_first
        order by p.planned_start, p.municipality_code
        """
    )
