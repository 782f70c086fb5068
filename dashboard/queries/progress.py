"""How towns moved from year to year, what they had planned, and what became of it: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.queries import unstated
from dashboard.warehouse.reader import Reader


def states(reader: Reader) -> pd.DataFrame:
    """One row per municipality and year: state_group, its group in that year, status_code, whether that is synthetic, population."""
    return reader.frame(
        """
        select
            s.municipality_code, s.fiscal_year, s.group_code as state_group, s.status_code, s.is_synthetic,
            m.subprefecture_code, m.kind, m.size_class, m.population
        from mart_status_by_year as s
        inner join mart_municipality as m using (municipality_code)
        order by s.fiscal_year, s.municipality_code
        """,
    )


def stated(reader: Reader) -> pd.DataFrame:
    """One row per municipality and year of which a paper states the state: group_code, as_of (date), is_synthetic."""
    frame = reader.frame(
        """
        select municipality_code, fiscal_year, group_code, as_of, is_synthetic
        from mart_status_by_year
        where basis = 'stated' and as_of is not null
        order by municipality_code, fiscal_year
        """
    )
    return frame.assign(as_of=frame["as_of"].dt.date)


def state_cells(reader: Reader) -> pd.DataFrame:
    """One row per municipality and year: name, state_label, is_synthetic, and the cell that says so (file, sheet, cell, raw_text)."""
    return reader.frame(
        f"""
        select
            s.municipality_code, m.name, s.fiscal_year, s.group_code, s.is_synthetic,
            {unstated.label("c.label_ja", "s.basis", "s.is_implementing")} as state_label,
            k.file, k.sheet, k.cell, k.raw_text
        from mart_status_by_year as s
        inner join mart_municipality as m using (municipality_code)
        inner join codes_status as c on c.code = s.status_code
        left join core_source as k on k.source_id = s.source_id
        order by s.fiscal_year, s.municipality_code
        """
    )


def rates_by_size(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year and size class of which the nation's rate is known: core_national_rate, and its cell."""
    return reader.frame(
        """
        select r.*, c.file, c.sheet, c.cell
        from core_national_rate as r
        inner join core_source as c using (source_id)
        where c.known_on <= (select as_of from core_build)
        order by r.fiscal_year, r.min_population
        """
    )


def transitions(reader: Reader) -> pd.DataFrame:
    """One row per municipality and pair of neighbouring years (mart_transition), with both cells.

    from_group, to_group: groups of the two years.
    """
    return reader.frame(
        f"""
        select
            t.municipality_code, m.name, m.kana, m.subprefecture_code, m.subprefecture_name, m.kind, m.size_class,
            t.from_fiscal_year, t.fiscal_year, t.from_group_code as from_group, t.group_code as to_group,
            t.status_code as to_status,
            {unstated.label("a.label_ja", "t.from_basis", "t.from_is_implementing")} as from_label,
            {unstated.label("b.label_ja", "t.basis", "t.is_implementing")} as to_label, t.direction, t.from_is_implementing, t.is_implementing, t.from_basis, t.basis, t.is_synthetic,
            fc.file as from_file, fc.sheet as from_sheet, fc.cell as from_cell, fc.raw_text as from_text,
            tc.file, tc.sheet, tc.cell, tc.raw_text
        from mart_transition as t
        inner join mart_municipality as m using (municipality_code)
        inner join codes_status as a on a.code = t.from_status_code
        inner join codes_status as b on b.code = t.status_code
        left join core_source as fc on fc.source_id = t.from_source_id
        left join core_source as tc on tc.source_id = t.source_id
        order by t.fiscal_year, t.municipality_code
        """,
    )


def plans(reader: Reader) -> pd.DataFrame:
    """One row per municipality and statement of a planned start (mart_plan), with the cells of plan and evidence."""
    return reader.frame(
        """
        select
            p.*, m.name, m.kana, m.subprefecture_code, m.subprefecture_name, m.kind, m.size_class,
            s.label_ja as status_label, pf.title, pc.file, pc.sheet, pc.cell, pc.raw_text,
            ef.title as evidence_title, ec.file as evidence_file, ec.sheet as evidence_sheet,
            ec.cell as evidence_cell, ec.raw_text as evidence_text
        from mart_plan as p
        inner join mart_municipality as m using (municipality_code)
        inner join codes_status as s on s.code = p.status_code
        left join core_source as pc on pc.source_id = p.source_id
        left join core_file as pf on pf.file_id = pc.file_id
        left join core_source as ec on ec.source_id = p.evidence_source_id
        left join core_file as ef on ef.file_id = ec.file_id
        order by p.municipality_code, p.stated_fiscal_year
        """,
    )


def implementing(reader: Reader) -> pd.DataFrame:
    """One row per municipality and fiscal year in which it implements, as every other view counts: is_synthetic."""
    return reader.frame(
        """
        select s.municipality_code, s.fiscal_year, s.is_synthetic, m.subprefecture_code, m.kind, m.size_class
        from mart_status_by_year as s
        inner join mart_municipality as m using (municipality_code)
        where s.status_code = 'implementing'
        order by s.fiscal_year, s.municipality_code
        """,
    )


def unnamed_plans(reader: Reader) -> pd.DataFrame:
    """One row per published total of plans of which the towns were not published: label_ja, published, as_of, cell."""
    return reader.frame(
        """
        select r.label_ja, r.published, r.computed, r.as_of, r.is_inferred, c.file, c.sheet, c.cell
        from mart_reconciliation as r
        inner join core_source as c on c.source_id = r.source_id
        where r.status_code = 'planned' and r.state = 'towns_not_published' and r.published > 0
        order by r.as_of, r.total_code
        """
    )


def national(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year of the whole country and of Hokkaido (mart_rollout), with the published cell."""
    return reader.frame(
        """
        select r.*, y.short_label, y.label_ja, y.western_label, c.file, c.sheet, c.cell, f.title
        from mart_rollout as r
        inner join codes_fiscal_year as y using (fiscal_year)
        left join core_source as c on c.source_id = r.source_id
        left join core_file as f on f.file_id = c.file_id
        order by r.scope, r.fiscal_year
        """
    )


def year_labels(reader: Reader) -> pd.DataFrame:
    """One row per fiscal year: fiscal_year, label_ja, short_label."""
    return reader.frame(
        "select fiscal_year, label_ja, short_label from codes_fiscal_year order by fiscal_year"
    )
