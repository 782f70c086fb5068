"""Tables that are macros on the day of the warehouse are made of other tables, and are what the macros give."""

from pathlib import Path

import pytest

from etl import publish, tables
from etl.tables import on_the_day

# No round of the demo asks what comes after adoption; tests/test_after_adoption.py fills it.
EMPTY_IN_DEMO = {"mart_adopter_reason"}
MACROS = sorted(name for name, file in tables.table_files("30_mart").items() if file.is_macro)


@pytest.mark.parametrize("name", MACROS)
def test_a_table_is_its_macro_on_the_day_of_the_warehouse(demo_curated: Path, name: str) -> None:
    with publish.connect(demo_curated) as connection:
        [(day, rows)] = connection.execute(
            f"select (select as_of from core_build), count(*) from {name}"
        ).fetchall()
        macro = f"{name}_at(date '{day}')"
        for one, other in ((name, macro), (macro, name)):
            differing = f"select count(*) from (from {one} except all from {other})"
            assert connection.execute(differing).fetchall() == [(0,)], (one, other)
    assert rows or name in EMPTY_IN_DEMO, "a table without rows would be equal to anything empty"


def test_on_the_day_others_are_read_from_their_tables() -> None:
    query = "from mart_plan_at(as_of_day) where known_on <= as_of_day and as_of_days > 1"
    day = "(select as_of from core_build)"
    assert on_the_day(query) == f"from mart_plan where known_on <= {day} and as_of_days > 1"


def test_a_table_may_be_as_another_of_another_input() -> None:
    files = tables.table_files("10_codes")
    for name in ("question", "option"):
        first, second = files[f"codes_{name}"], files[f"codes_awaited_{name}"]
        assert second.columns == first.columns
        assert second.query == first.query.replace(f"input_{name}", f"input_awaited_{name}")
        assert second.description not in ("", first.description)
