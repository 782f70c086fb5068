"""The warehouse as of a day is the one that would have been built that day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.warehouse import as_of
from dashboard.warehouse.reader import Reader, Warehouse
from tests.commands import run_main
from tests.dashboard.conftest import publish_copy

DAY = "2022-12-12"
TABLES = "select table_name from duckdb_tables() where not internal and (table_name like 'mart_%' or table_name like 'core_%')"
# Registers of what was received (whole on every day), and what names the build itself.
NOT_FACTS = {"core_build", "core_file", "core_source", "core_quarantine", "core_lineage"}


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("as_of"))).reader()


def test_every_mart_and_fact_as_of_a_day_equals_a_build_as_of_it(
    demo: Reader, demo_raw: Path, tmp_path: Path
) -> None:
    done = run_main("etl", "build", "--raw", demo_raw, "--curated", tmp_path, "--as-of", DAY)
    assert done.returncode == 0, done.stderr
    built = Warehouse(tmp_path).reader()
    then = demo.at(date.fromisoformat(DAY))
    tables = sorted(set(built.frame(TABLES)["table_name"]) - NOT_FACTS)
    assert {"mart_municipality", "mart_rollout", "core_answer"} <= set(tables)
    for table in tables:
        if table == "core_finding":  # numbered by the build; findings on lists are not of a day
            query = "select * exclude (finding_id) from core_finding where file like 'survey/%' order by all"
        else:
            query = f"from {table} order by all"
        assert then.frame(query).equals(built.frame(query)), table
    assert then.frame("select as_of from core_build").equals(built.frame("select as_of from core_build"))


def test_the_days_are_apart_and_the_newest_is_untouched(demo: Reader) -> None:
    query = "select count(*) as n from core_status"
    newest = demo.frame(query)["n"].item()
    earlier = demo.at(date(2022, 12, 1)).frame(query)["n"].item()
    assert earlier < newest
    assert demo.frame(query)["n"].item() == newest
    assert demo.at(date(2022, 12, 1)) is demo.at(date(2022, 12, 1))
    assert demo.at(None) is demo
    assert demo.at(date(2022, 12, 1)).at(date(2023, 4, 1)).as_of == date(2023, 4, 1)


def test_many_questions_at_once_get_the_answers_of_their_days(demo_curated: Path) -> None:
    query = "select count(*) as n, (select as_of from core_build) as day from core_status"
    days = [date(2022, 3, 31), date(2022, 10, 1), date(2022, 12, 12), date(2023, 4, 1)]
    asked = Warehouse(demo_curated).reader()
    alone = {day: asked.at(day).frame(query).iloc[0].tolist() for day in days}
    together = Warehouse(demo_curated).reader()
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda day: (day, together.at(day).frame(query).iloc[0].tolist()), days * 16))
    assert all(answer == alone[day] for day, answer in said)


def test_only_so_many_days_are_remembered(demo: Reader) -> None:
    for number in range(1, 29):
        demo.at(date(2023, 2, number))
    assert len(demo.days) <= 24


def test_every_table_that_says_when_it_was_known_is_shown_as_of_the_day(demo: Reader) -> None:
    told = demo.frame(
        "select table_name from duckdb_columns() where column_name = 'known_on' and table_name like 'core_%'"
    )
    assert set(told["table_name"]) - {"core_file", "core_source"} <= set(as_of.KNOWN)
    assert {"core_status", "mart_status_by_year"} <= set(as_of.views(duckdb_of(demo), date(2023, 4, 1)))


def duckdb_of(reader: Reader) -> duckdb.DuckDBPyConnection:
    return reader.connection
