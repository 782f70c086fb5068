"""What is in the warehouse, where it came from, what was remarked, corrected, compared: Reader → DataFrame."""

from __future__ import annotations

import re

import pandas as pd

from dashboard.frames import records
from dashboard.queries import personal
from dashboard.queries.corrections import COLUMNS, join
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files
from machine.lost_files import tells_of_one

PUBLISHED = r"^(codes|core|mart)_[a-z0-9_]+$"
# Code tables whose words stand beside a code: table, and its columns of code and word.
CODE_TABLES = {
    "codes_municipality": ("code", "name"),
    "codes_status": ("code", "label_ja"),
    "codes_status_group": ("code", "label_ja"),
    "codes_subprefecture": ("code", "name"),
    "codes_size_class": ("code", "label_ja"),
    "codes_barrier": ("code", "label_ja"),
    "codes_measure": ("code", "label_ja"),
}


class UnknownTableError(Exception):
    """A table that is not in the catalogue."""


def tables(reader: Reader) -> pd.DataFrame:
    """One row per table that may be taken away: table_name, description, rows (of the newest state), columns."""
    return reader.frame(
        """
        select t.table_name, t.comment as description, t.estimated_size as rows, t.column_count as columns
        from duckdb_tables() as t
        where regexp_matches(t.table_name, ?) and not t.temporary
        order by t.table_name
        """,
        [PUBLISHED],
    )


def columns(reader: Reader) -> pd.DataFrame:
    """One row per column of those tables in its order: table_name, column_name, data_type, meaning."""
    return reader.frame(
        """
        select c.table_name, c.column_name, c.data_type, c.comment as meaning
        from duckdb_columns() as c
        inner join duckdb_tables() as t on t.table_oid = c.table_oid and t.database_oid = c.database_oid
        where regexp_matches(c.table_name, ?) and not t.temporary
        order by c.table_name, c.column_index
        """,
        [PUBLISHED],
    )


def table(reader: Reader, name: str) -> pd.DataFrame:
    """All rows of a table of the catalogue, without the contacts of people. Raises UnknownTableError for any other name."""
    if not re.fullmatch(PUBLISHED, name) or name not in set(tables(reader)["table_name"]):
        raise UnknownTableError(name)
    return personal.withhold(reader, name, reader.frame(f'select * from "{name}"'))


def drawable(reader: Reader) -> dict[str, str]:
    """Tables that a map can show: `all` where they have one row per municipality, `year` where one a year."""
    named = columns(reader).groupby("table_name")["column_name"].agg(set)
    found = {"codes_municipality": "all"}
    for name, held in named.items():
        if "municipality_code" not in held:
            continue
        rows = table(reader, str(name))
        towns = rows["municipality_code"].dropna()
        if len(towns) and towns.is_unique:
            found[str(name)] = "all"
        elif (
            "fiscal_year" in held
            and len(towns)
            and not rows.duplicated(["municipality_code", "fiscal_year"]).any()
        ):
            found[str(name)] = "year"
    return found


def codes(reader: Reader) -> pd.DataFrame:
    """One row per code: code_table, code, label."""
    parts = [
        f"select '{name}' as code_table, {code} as code, {label} as label from {name}"
        for name, (code, label) in CODE_TABLES.items()
    ]
    return reader.frame(" union all ".join(parts) + " order by code_table, code")


def synthetic_sources(reader: Reader) -> pd.DataFrame:
    """One row per fictional source: file_id, file, source_id (missing for a file of which no cell is cited)."""
    return reader.frame(
        """
        select f.file_id, f.file, s.source_id
        from core_file as f
        left join core_source as s on s.file_id = f.file_id
        where f.is_synthetic
        """
    )


def files(reader: Reader) -> pd.DataFrame:
    """One row per registered file (core_file): returns after all other kinds."""
    return reader.frame("from core_file order by kind = 'return', kind, file")


def findings(reader: Reader) -> pd.DataFrame:
    """One row per finding: core_finding with name and subprefecture_name of its town, where there is one."""
    return reader.frame(
        """
        select f.*, m.name, m.kana, m.subprefecture_code, m.subprefecture_name
        from core_finding as f
        left join codes_municipality as m on m.code = f.municipality_code
        order by case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, f.finding_id
        """
    )


def lost_sources(reader: Reader) -> list[str]:
    """Why each file that was registered or received is not in the data: missing, changed, or its line unreadable."""
    rows = records(reader.frame("select file, rule, severity, message from core_finding order by finding_id"))
    lost = [(row["file"], row["message"]) for row in rows if tells_of_one(row["rule"], row["severity"])]
    return [
        raw_files.in_text(
            message if f"「{file}」" in message or file.endswith("SOURCES.csv") else f"「{file}」 {message}"
        )
        for file, message in lost
    ]


def used_files(reader: Reader) -> list[str]:
    """The place in data/raw of each file that the data were made of."""
    return [str(file) for file in reader.frame("select file from core_file where is_intact")["file"]]


def quarantine(reader: Reader) -> pd.DataFrame:
    """One row per row that was set aside (core_quarantine)."""
    return reader.frame("from core_quarantine order by file, sheet, cell")


def corrections(reader: Reader) -> pd.DataFrame:
    """One row per correction, newest first: core_correction with year_label, name of the town and the cell of the record."""
    return reader.frame(
        """
        select c.*, y.label_ja as year_label, m.name, s.file, s.cell
        from core_correction as c
        left join codes_fiscal_year as y on y.fiscal_year = c.fiscal_year
        left join codes_municipality as m on m.code = c.municipality_code
        left join core_source as s on s.source_id = c.source_id
        order by c.corrected_on desc, c.municipality_code
        """
    )


def reconciliation(reader: Reader) -> pd.DataFrame:
    """One row per published total beside our count (mart_reconciliation), with its cell and the words of its status."""
    return reader.frame(
        f"""
        select r.*, y.label_ja as year_label, s.label_ja as status_label, c.file, c.sheet, c.cell, f.title, {COLUMNS}
        from mart_reconciliation as r
        inner join codes_fiscal_year as y using (fiscal_year)
        inner join codes_status as s on s.code = r.status_code
        inner join core_source as c on c.source_id = r.source_id
        inner join core_file as f on f.file_id = c.file_id
        {join("c")}
        order by r.fiscal_year, r.as_of, r.total_code
        """
    )


def coverage(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year: mart_year_coverage, implementing (towns known), returns that count, and their round."""
    return reader.frame(
        """
        with came as (
            select
                fiscal_year,
                count(*) filter (state = 'received') as returns_received,
                count(*) as returns_asked,
                count(*) filter (state = 'received' and is_synthetic) as returns_synthetic
            from mart_return_status
            group by fiscal_year
        ),

        busy as (
            select fiscal_year, count(*) filter (status_code = 'implementing') as implementing
            from mart_status_by_year
            group by fiscal_year
        )

        select v.*, b.implementing, c.returns_received, c.returns_asked, c.returns_synthetic
        from mart_year_coverage as v
        inner join busy as b using (fiscal_year)
        left join came as c using (fiscal_year)
        order by v.fiscal_year
        """
    )


def shapes(reader: Reader) -> pd.DataFrame:
    """One row per municipality: municipality_code, geojson (text of its geometry), credit."""
    return reader.frame(
        """
        select municipality_code, geojson, credit
        from core_boundary
        where kind = 'municipality'
        order by municipality_code
        """
    )
