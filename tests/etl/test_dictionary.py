"""The words beside the columns: complete, generated, and not stale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import layers, tables
from tests.etl.raw_copy import ROOT


def test_the_committed_dictionary_is_the_generated_one(real_curated: Path) -> None:
    committed = (ROOT / "data" / "curated" / "DICTIONARY.md").read_text(encoding="utf-8")
    assert committed == (real_curated / "DICTIONARY.md").read_text(encoding="utf-8")


def test_every_table_and_column_has_its_meaning_in_the_warehouse(
    query: Callable[..., list[tuple[Any, ...]]],
) -> None:
    assert query("select table_name from duckdb_tables() where comment is null or comment = ''") == []
    assert (
        query(
            "select table_name, column_name from duckdb_columns() "
            "where not internal and (comment is null or comment = '')"
        )
        == []
    )


def test_every_sql_file_is_in_the_pipeline_and_named_as_its_table() -> None:
    for layer, names in layers.LAYERS.items():
        assert sorted(names) == sorted(tables.table_files(layer))


def test_an_input_has_the_columns_that_the_sql_takes_of_it() -> None:
    inputs = tables.inputs("10_codes", "20_core")
    assert "tile" not in inputs

    def columns(name: str) -> list[str]:
        return tables.input_columns(duckdb.connect(), name, inputs[name])

    assert columns("attendance") == [
        "activity_id",
        "is_synthetic",
        "municipality_code",
        "persons",
        "source_id",
    ]
    assert columns("barrier_fact") == ["barrier_code", "source_id", "wording"]
    assert {"start_fiscal_year", "precedence"} <= set(columns("status_fact"))


def test_a_column_without_words_is_an_error() -> None:
    table = tables.TableFile("t", "30_mart", "表", {"a": "あ"}, "select 1 as a, 2 as b", is_macro=False)
    with pytest.raises(tables.TableDefinitionError, match="b"):
        tables.create(duckdb.connect(), table)


def test_a_check_returns_the_rows_that_break_it() -> None:
    connection = duckdb.connect()
    connection.execute(
        "create table core_adjacency as select '01100' as municipality_code, '01202' as neighbour_code"
    )
    check = tables.table_files("90_checks")["neighbours_are_mutual"]
    assert tables.violations(connection, check) == [{"municipality_code": "01100", "neighbour_code": "01202"}]
