"""What is said of the state of a town beside what was said of it before."""

from __future__ import annotations

import duckdb

from etl import fiscal_year
from etl.findings import Finding


def history_findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A warning where what is said of a town does not follow from what was: ended but never begun, begun in another year."""
    rows = connection.execute(
        """
        select
            s.municipality_code, m.name, s.status_code, s.fiscal_year, s.start_fiscal_year,
            max_by(b.start_fiscal_year, b.fiscal_year), c.file, c.sheet, c.cell, c.raw_text
        from core_status as s
        inner join codes_municipality as m on m.code = s.municipality_code
        inner join core_source as c on c.source_id = s.source_id
        left join core_status as b
            on b.municipality_code = s.municipality_code and b.status_code = 'implementing' and not b.is_synthetic
            and b.fiscal_year < s.fiscal_year and (s.status_code = 'ended' or b.start_fiscal_year is not null)
        where s.status_code in ('implementing', 'ended') and not s.is_synthetic and s.precedence < 4 group by all
        having if(s.status_code = 'ended', count(b.source_id) = 0, s.start_fiscal_year <> max_by(b.start_fiscal_year, b.fiscal_year))
        order by all
        """
    ).fetchall()
    return [
        Finding(
            "warning",
            "STATUS-HISTORY",
            f"{name}は{fiscal_year.label(year)}に「終了」とありますが、実施していたという資料がありません。"
            "「実施予定なし」の誤りでないかを市町村に確かめ、違っていれば訂正してください。"
            if status == "ended"
            else f"{name}の{fiscal_year.label(year)}の開始年度（{fiscal_year.label(start)}）が、前の資料（{fiscal_year.label(known)}）と違います。"
            "どちらが正しいかを市町村に確かめ、違っていれば訂正してください。",
            file=file,
            sheet=sheet,
            cell=cell,
            municipality_code=code,
            value=text,
        )
        for code, name, status, year, start, known, file, sheet, cell, text in rows
    ]
