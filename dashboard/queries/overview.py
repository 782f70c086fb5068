"""One function a view of the warehouse: Reader → DataFrame. No rule about data lives here."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dashboard.queries import unstated
from dashboard.queries.corrections import COLUMNS, join
from dashboard.warehouse.reader import Reader


def build(reader: Reader) -> pd.DataFrame:
    """One row: as_of (date up to which things are known), input_hash, pipeline_version."""
    return reader.frame("from core_build")


def is_fictional(reader: Reader) -> bool:
    """Whether a fictional file is among what was known by the day of the reader."""
    frame = reader.frame(
        """
        select count(*) as files
        from core_file as f, core_build as b
        where f.is_synthetic and f.is_intact and f.known_on <= b.as_of
        """
    )
    return bool(frame["files"].item())


def groups(reader: Reader) -> pd.DataFrame:
    """One row per status group in its order: code, label_ja, sort_order, symbol, description."""
    return reader.frame("from codes_status_group order by sort_order")


def statuses(reader: Reader) -> pd.DataFrame:
    """One row per status in its order: code, label_ja, group_code, description."""
    return reader.frame("from codes_status order by sort_order")


def years(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year with facts: its labels, how far its state is known (mart_year_coverage), and
    is_round_published: whether its round is 速報 or 確定.
    """
    return reader.frame(
        """
        select
            v.*, c.short_label, c.western_label, coalesce(r.state in ('preliminary', 'final'), false) as is_round_published
        from mart_year_coverage as v
        inner join codes_fiscal_year as c using (fiscal_year)
        left join (
            select fiscal_year, arg_max(state, sort_order) as state
            from core_round
            where entered_on <= coalesce(?, entered_on)
            group by fiscal_year
        ) as r using (fiscal_year)
        order by v.fiscal_year
        """,
        [reader.as_of],
    )


def summary(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row a 振興局 (00 = 全道) and status group of a year: municipalities, denominator, short_name."""
    return reader.frame(
        """
        select s.*, coalesce(c.short_name, '全道') as short_name
        from mart_status_summary as s
        left join codes_subprefecture as c on c.code = s.subprefecture_code
        where s.fiscal_year = ?
        order by s.subprefecture_code, s.sort_order
        """,
        [fiscal_year],
    )


def towns(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality (179, 行政順): its state in a year, figures, and the cell that says so."""
    return reader.frame(
        """
        select
            m.municipality_code, m.name, m.kana, m.kind, m.subprefecture_code, m.subprefecture_name,
            a.short_name, m.hall_lat, m.hall_lon, m.population, m.aging_rate_pct, m.size_class, m.size_class_label,
            y.status_code, s.label_ja as status_label, y.group_code, y.is_implementing, g.label_ja as group_label,
            g.symbol, g.sort_order, y.start_fiscal_year, f.label_ja as start_label,
            y.as_of, y.known_on, y.basis, y.stated_fiscal_year, y.is_synthetic,
            c.file, t.title, c.sheet, c.cell, c.raw_text
        from mart_status_by_year as y
        inner join mart_municipality as m using (municipality_code)
        inner join codes_subprefecture as a on a.code = m.subprefecture_code
        inner join codes_status as s on s.code = y.status_code
        inner join codes_status_group as g on g.code = y.group_code
        left join codes_fiscal_year as f on f.fiscal_year = y.start_fiscal_year
        left join core_source as c on c.source_id = y.source_id
        left join core_file as t on t.file_id = c.file_id
        where y.fiscal_year = ?
        order by m.municipality_code
        """,
        [fiscal_year],
    )


def states(reader: Reader) -> pd.DataFrame:
    """One row per municipality and fiscal year: municipality_code, fiscal_year, status_code, group_code, is_synthetic."""
    return reader.frame(
        """
        select municipality_code, fiscal_year, status_code, group_code, is_synthetic
        from mart_status_by_year
        order by municipality_code, fiscal_year
        """
    )


def neighbours(reader: Reader, code: str, fiscal_year: int) -> pd.DataFrame:
    """One row per neighbour of a municipality by shared boundary: municipality_code, name, group_code of the year."""
    return reader.frame(
        """
        select m.code as municipality_code, m.name, y.group_code
        from core_adjacency as a
        inner join codes_municipality as m on m.code = a.neighbour_code
        inner join mart_status_by_year as y on y.municipality_code = m.code
        where a.municipality_code = ? and y.fiscal_year = ?
        order by m.code
        """,
        [code, fiscal_year],
    )


def rollout(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year and scope (hokkaido, national): implementing, denominator, rate_pct, is_complete."""
    return reader.frame(
        """
        select r.*, c.short_label, c.label_ja, c.western_label
        from mart_rollout as r
        inner join codes_fiscal_year as c using (fiscal_year)
        order by r.scope, r.fiscal_year
        """
    )


def reconciliation(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per published total of Hokkaido in a year, beside our own count; group_code of its status."""
    return reader.frame(
        f"""
        select r.*, s.group_code, s.sort_order, c.file, c.cell, t.title, {COLUMNS}
        from mart_reconciliation as r
        inner join codes_status as s on s.code = r.status_code
        inner join core_source as c on c.source_id = r.source_id
        inner join core_file as t on t.file_id = c.file_id
        {join("c")}
        where r.scope = 'hokkaido' and r.fiscal_year = ?
        order by r.as_of, s.sort_order, r.total_code
        """,
        [fiscal_year],
    )


def files_behind(reader: Reader, fiscal_year: int, codes: Iterable[str] | None = None) -> pd.DataFrame:
    """One row per file that the view of a year rests on: title, publisher, as_of, known_on, url, licence, note.

    codes: municipalities that the view is of (None: all); what was said of others is not behind it.
    """
    own = None if codes is None else ",".join(codes)
    return reader.frame(
        """
        with used as (
            select source_id
            from mart_status_by_year
            where fiscal_year = ? and (?::varchar is null or list_contains(string_split(?, ','), municipality_code))
            union
            select source_id from mart_reconciliation where fiscal_year = ?
            union
            select source_id from mart_rollout where scope = 'national'
            union
            select population_source_id from mart_figures
        )
        select distinct f.*
        from used
        inner join core_source as c using (source_id)
        inner join core_file as f using (file_id)
        order by f.kind <> 'status_list', f.file
        """,
        [fiscal_year, own, own, fiscal_year],
    )


def town(reader: Reader, code: str) -> pd.DataFrame:
    """The row of one municipality in mart_municipality; no row for an unknown code."""
    return reader.frame("from mart_municipality where municipality_code = ?", [code])


def town_years(reader: Reader, code: str) -> pd.DataFrame:
    """One row per fiscal year of one municipality: its state, what it rests on, and the cell that says so.

    start_file, start_sheet, start_cell, start_text, start_stated_label: where a start year stands that the record of
    the state leaves out (null where that record says it, and where none is known).
    """
    return reader.frame(
        f"""
        select
            y.*, f.label_ja as year_label, f.western_label,
            {unstated.label("s.label_ja", "y.basis", "y.is_implementing")} as status_label,
            g.label_ja as group_label, g.symbol, b.label_ja as start_label, v.label_ja as stated_label,
            c.file, t.title, t.publisher, t.url, c.sheet, c.cell, c.raw_text, c.received_on,
            e.file as start_file, e.sheet as start_sheet, e.cell as start_cell, e.raw_text as start_text,
            case when e.source_id is not null then sf.label_ja end as start_stated_label,
            {COLUMNS}
        from mart_status_by_year as y
        inner join codes_fiscal_year as f using (fiscal_year)
        inner join codes_status as s on s.code = y.status_code
        inner join codes_status_group as g on g.code = y.group_code
        left join codes_fiscal_year as b on b.fiscal_year = y.start_fiscal_year
        left join codes_fiscal_year as v on v.fiscal_year = y.stated_fiscal_year
        left join codes_fiscal_year as sf on sf.fiscal_year = y.start_stated_fiscal_year
        left join core_source as c on c.source_id = y.source_id
        left join core_source as e
            on e.source_id = y.start_source_id
            and (e.file_id <> c.file_id or y.start_stated_fiscal_year <> y.stated_fiscal_year)
        {join("c")}
        left join core_file as t on t.file_id = c.file_id
        where y.municipality_code = ?
        order by y.fiscal_year
        """,
        [code],
    )


def town_statements(reader: Reader, code: str) -> pd.DataFrame:
    """One row per statement about one municipality in any file, also those that others outweigh."""
    return reader.frame(
        """
        select
            a.source_id, a.fiscal_year, a.as_of, a.known_on, a.precedence, a.is_synthetic, a.note,
            f.label_ja as year_label, s.label_ja as status_label, b.label_ja as start_label,
            t.title, t.publisher, c.file, c.sheet, c.cell, c.raw_text, c.received_on
        from core_status as a
        inner join codes_fiscal_year as f on f.fiscal_year = a.fiscal_year
        inner join codes_status as s on s.code = a.status_code
        left join codes_fiscal_year as b on b.fiscal_year = a.start_fiscal_year
        inner join core_source as c on c.source_id = a.source_id
        inner join core_file as t on t.file_id = c.file_id
        where a.municipality_code = ?
        order by a.fiscal_year, a.as_of, a.known_on, c.file, c.cell
        """,
        [code],
    )


def town_lineage(reader: Reader, code: str) -> pd.DataFrame:
    """One row per further cell that a statement about the town rests on: fact (its source_id), column_name, and the cell."""
    return reader.frame(
        """
        select f.source_id as fact, l.column_name, s.file, s.sheet, s.cell, s.raw_text
        from (select distinct source_id from core_status where municipality_code = ?) as f
        inner join core_lineage as l on l.fact_table = 'core_status' and l.fact_key = f.source_id
        inner join core_source as s on s.source_id = l.source_id
        order by f.source_id, l.column_name desc
        """,
        [code],
    )


def boundaries(reader: Reader) -> pd.DataFrame:
    """One row per area: municipality_code (null for 北方領土), name, kind, geojson (text), subprefecture_code."""
    return reader.frame(
        """
        select b.*, m.subprefecture_code
        from core_boundary as b
        left join codes_municipality as m on m.code = b.municipality_code
        order by b.municipality_code nulls last
        """
    )
