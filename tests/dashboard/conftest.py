"""Readers of a warehouse built from the committed raw files, and of one in which every town has answered."""

import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard.warehouse.reader import Reader, Warehouse
from etl import tables

# What 179 fictional towns answered for 2022, in the order of their codes.
FICTIONAL = ["implementing"] * 7 + ["planned"] * 12 + ["undecided"] * 77 + ["no_plan"] * 83
COUNT_AGAIN = """
update mart_status_summary as s
set municipalities = (
        select count(*) from mart_status_by_year as y
        inner join codes_municipality as m on m.code = y.municipality_code
        where y.fiscal_year = s.fiscal_year and y.group_code = s.group_code
            and s.subprefecture_code in ('00', m.subprefecture_code)
    )
"""


@pytest.fixture(scope="session")
def warehouse(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """On a copy: one process opens a file in one way only, and other tests open the built one in theirs."""
    return Warehouse(publish_copy(built_curated, tmp_path_factory.mktemp("published")))


def publish_copy(built: Path, curated: Path) -> Path:
    name = (built / "current").read_text(encoding="utf-8").strip()
    shutil.copy(built / name, curated / name)
    (curated / "current").write_text(f"{name}\n", encoding="utf-8")
    return curated


@pytest.fixture(scope="session")
def reader(warehouse: Warehouse) -> Reader:
    return warehouse.reader()


@pytest.fixture(scope="session")
def fictional_curated(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse in which 2022 is answered by every town, all of it fictional."""
    curated = publish_copy(built_curated, tmp_path_factory.mktemp("fictional"))
    name = (curated / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(curated / name)) as connection:
        codes = [
            row[0] for row in connection.execute("select code from codes_municipality order by 1").fetchall()
        ]
        for code, status in zip(codes, FICTIONAL, strict=True):
            connection.execute(
                """
                update mart_status_by_year as y
                set status_code = s.code, group_code = s.group_code, basis = 'stated', is_synthetic = true,
                    is_implementing = s.group_code = 'implementing'
                from codes_status as s
                where s.code = ? and y.municipality_code = ? and y.fiscal_year = 2022
                """,
                [status, code],
            )
        connection.execute("update mart_year_coverage set all_answered = true where fiscal_year = 2022")
        connection.execute(COUNT_AGAIN)
        moves = tables.table_files("30_mart")["mart_transition"]
        connection.execute(f"create or replace table mart_transition as {tables.on_the_day(moves.query)}")
    return curated


@pytest.fixture(scope="session")
def fictional(fictional_curated: Path) -> Reader:
    return Warehouse(fictional_curated).reader()
