"""A warehouse as large as Japan: 1,741 municipalities × 10 rounds, made from the real one by copying. 架空データ.

Shapes are copied and shifted, towns take the prefecture's place in their code (01100 → 02100 …) and a number in their
name; the rounds of each table are repeated in turn until ten years are full. The content means nothing, its size does:
all of it is flagged synthetic. 14 振興局 become 50 areas, about as many as there are prefectures.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import shapely

from etl import tiles

MUNICIPALITIES = 1741
YEARS = range(2021, 2031)
POINTER = "current"
# How far one copy lies from the next, in degrees; five copies make a row.
EAST, SOUTH, IN_A_ROW = -7.0, -5.0, 5
# What is the same however many towns there are, or would make no sense twice.
KEPT = {"mart_tile", "core_case", "core_ferry", "core_correction", "core_road_time"}
# Tables of a year without towns that each round has for itself.
BY_ROUND = (
    "core_survey",
    "codes_question",
    "codes_option",
    "codes_condition",
    "codes_question_line",
    "mart_rollout",
)
# Years beside fiscal_year that go with it.
YEARS_BESIDE = {"mart_transition": "from_fiscal_year", "mart_barrier_change": "before_fiscal_year"}


def make(curated: Path, target: Path) -> Path:
    """The published warehouse of a folder, enlarged, as the published one of a new folder. Returns the file."""
    real = curated / (curated / POINTER).read_text(encoding="utf-8").strip()
    target.mkdir(parents=True)
    path = target / real.name
    path.write_bytes(real.read_bytes())
    with duckdb.connect(str(path)) as connection:
        _enlarge(connection)
        connection.execute("checkpoint")
    (target / POINTER).write_text(path.name + "\n", encoding="utf-8")
    return path


def _enlarge(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"""
        create temp table copies as
        select
            code as old, number, lpad(cast(number + 1 as varchar), 2, '0') || substr(code, 3) as new,
            subprefecture_code as old_area,
            case number when 0 then subprefecture_code
                else cast(15 + 4 * (number - 1) + (cast(subprefecture_code as integer) - 1) // 4 as varchar) end as area
        from codes_municipality cross join range(10) as n(number)
        order by number, code limit {MUNICIPALITIES}
    """)
    _boundaries(connection)  # before the towns: it reads the real ones alone
    tables = [
        row[0]
        for row in connection.execute("""
        select table_name from information_schema.columns where table_schema = 'main'
        and (column_name = 'municipality_code' or table_name = 'codes_municipality')
        and table_name in (select table_name from duckdb_tables()) group by 1 order by 1
    """).fetchall()
    ]
    for table in tables:
        if table not in KEPT and table != "core_boundary":
            _copy(connection, table, of_towns=True)
    for table in BY_ROUND:
        _copy(connection, table, of_towns=False)
    # the last copy is not whole
    connection.execute(
        "delete from core_adjacency where neighbour_code not in (select code from codes_municipality)"
    )
    _sources(connection)
    _areas(connection)
    _count_again(connection)
    _tiles(connection)


def _tiles(connection: duckdb.DuckDBPyConnection) -> None:
    """All towns placed anew, as a build would."""
    towns = connection.execute("select * from mart_municipality order by municipality_code").df()
    neighbours = connection.execute("select * from core_adjacency order by all").df()
    placed = tiles.assign_tiles(towns, neighbours)
    connection.execute("delete from mart_tile")
    connection.register("placed", placed)
    connection.execute("insert into mart_tile by name select * from placed")
    connection.unregister("placed")


def _copy(connection: duckdb.DuckDBPyConnection, table: str, *, of_towns: bool) -> None:
    """Add to a table its rows of every copied town in every year."""
    columns = _columns(connection, table)
    town = "code" if table == "codes_municipality" else "municipality_code"
    new: dict[str, str] = {}
    joins, is_copy = "", []
    if of_towns:
        joins += f" inner join copies as c on c.old = r.{town}"
        is_copy.append("c.number > 0")
        new |= {
            name: f"if(c.number = 0, r.{name}, r.{name} || '~' || c.number)"
            for name in columns
            if name.endswith("source_id")
        }
        new |= {
            town: "c.new",
            "neighbour_code": "lpad(cast(c.number + 1 as varchar), 2, '0') || substr(r.neighbour_code, 3)",
            "code6": "c.new || '0'",
            "name": "if(c.number = 0, r.name, r.name || (c.number + 1))",
            "subprefecture_code": "c.area",
            "hall_lat": f"r.hall_lat + {SOUTH} * (c.number // {IN_A_ROW})",
            "hall_lon": f"r.hall_lon + {EAST} * (c.number % {IN_A_ROW})",
        }
    if "fiscal_year" in columns and table not in {"mart_municipality", "core_figure"}:
        years = [
            row[0]
            for row in connection.execute(f"select distinct fiscal_year from {table} order by 1").fetchall()
        ]
        connection.execute("create or replace temp table rounds (round integer, year integer)")
        if years:
            connection.executemany(
                "insert into rounds values (?, ?)",
                [(years[place % len(years)], year) for place, year in enumerate(YEARS)]
                + [(year, year) for year in years if year not in YEARS],
            )
        # a year keeps its own round
        connection.execute("update rounds set round = year where year in (select round from rounds)")
        joins += " inner join rounds as y on y.round = r.fiscal_year"
        is_copy.append("y.year <> r.fiscal_year")
        new["fiscal_year"] = "y.year"
        new["return_id"] = "r.return_id || '~' || c.number || '~' || y.year"
        beside = YEARS_BESIDE.get(table)
        if beside:
            new[beside] = f"r.{beside} + y.year - r.fiscal_year"
        if table == "mart_rollout":
            new["denominator"] = f"if(r.scope = 'national', r.denominator, {MUNICIPALITIES})"
    new["is_synthetic"] = "true"
    replaced = ", ".join(f"{how} as {name}" for name, how in new.items() if name in columns)
    connection.execute(
        f"insert into {table} select r.* replace ({replaced}) from {table} as r{joins} where {' or '.join(is_copy)}"
    )


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    return {
        row[0]
        for row in connection.execute(
            "select column_name from duckdb_columns() where table_name = ?", [table]
        ).fetchall()
    }


def _sources(connection: duckdb.DuckDBPyConnection) -> None:
    """Each copied town has sources of its own, as many as the real one."""
    connection.execute("""
        insert into core_source
        select s.* replace (s.source_id || '~' || n.number as source_id, true as is_synthetic)
        from core_source as s cross join range(1, 10) as n(number)
    """)


def _boundaries(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute("""
        select c.new, c.number, b.name, b.geojson, b.credit
        from core_boundary as b inner join copies as c on c.old = b.municipality_code where c.number > 0
    """).fetchall()
    shifted = []
    for code, number, name, geojson, credit in rows:
        by = np.array([EAST * (number % IN_A_ROW), SOUTH * (number // IN_A_ROW)])
        shape = shapely.transform(
            shapely.from_geojson(geojson), lambda points, by=by: np.round(points + by, 4)
        )
        shifted.append(
            (
                code,
                f"{name}{number + 1}",
                "municipality",
                shapely.to_geojson(shape),
                f"{credit}（写し、架空データ）",
            )
        )
    connection.executemany("insert into core_boundary values (?, ?, ?, ?, ?)", shifted)


def _areas(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        insert into codes_subprefecture by name
        select area as code, '地域' || area as name, '地域' || area as short_name, 'ちいき' || area as kana,
            min(new) as office_municipality_code, '地域' || area as office_name, cast(area as integer) as sort_order
        from copies where number > 0 group by area
    """)
    for table in ("codes_municipality", "mart_municipality"):
        connection.execute(f"""
            update {table} set subprefecture_name = s.name from codes_subprefecture as s
            where s.code = {table}.subprefecture_code
        """)


def _count_again(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables that count towns."""
    connection.execute("delete from mart_status_summary")
    connection.execute("""
        insert into mart_status_summary by name
        with states as (
            select y.fiscal_year, unnest([m.subprefecture_code, '00']) as area, y.group_code, y.is_synthetic
            from mart_status_by_year as y inner join codes_municipality as m on m.code = y.municipality_code
        ),
        counted as (
            select fiscal_year, area, group_code, count(*) as towns, count(*) filter (is_synthetic) as synthetic
            from states group by all
        )
        select y.fiscal_year, a.code as subprefecture_code, a.name as subprefecture_name, g.code as group_code,
            g.label_ja as group_label, g.sort_order, coalesce(c.towns, 0) as municipalities,
            sum(coalesce(c.towns, 0)) over (partition by y.fiscal_year, a.code) as denominator,
            coalesce(c.synthetic, 0) as synthetic_municipalities
        from (select distinct fiscal_year from states) as y
        cross join (select '00' as code, '全道' as name union all select code, name from codes_subprefecture) as a
        cross join codes_status_group as g
        left join counted as c on c.fiscal_year = y.fiscal_year and c.area = a.code and c.group_code = g.code
    """)
    connection.execute("create temp table known as select * from mart_year_coverage")
    connection.execute("delete from mart_year_coverage")
    connection.execute("""
        insert into mart_year_coverage by name
        select y.fiscal_year, c.label_ja, coalesce(any_value(k.implementers_complete), false) as implementers_complete,
            bool_and(y.basis = 'stated') as all_answered, count(*) filter (y.basis = 'stated') as stated,
            count(*) filter (y.basis = 'carried') as carried, count(*) filter (y.basis = 'none') as unknown,
            count(*) filter (y.is_synthetic) as synthetic, max(y.as_of) as newest_as_of
        from mart_status_by_year as y
        inner join codes_fiscal_year as c using (fiscal_year)
        left join known as k using (fiscal_year)
        group by y.fiscal_year, c.label_ja
    """)
