"""A frame as Parquet, by DuckDB alone, with the types that the columns have in the warehouse."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
}


def write(frame: pd.DataFrame, types: dict[str, str], synthetic: pd.Series, path: Path) -> None:
    """Write the frame, each column cast to its type, and `is_synthetic` where the frame has none.

    types: DuckDB's name of the type by column.
    """
    whole = frame.copy(deep=False)
    if "is_synthetic" not in whole:
        whole["is_synthetic"] = synthetic.astype(bool)
    chosen = ", ".join(
        f"cast({quoted(name)} as {types.get(str(name), 'BOOLEAN')}) as {quoted(name)}"
        for name in whole.columns
    )
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.register("given", whole)
        connection.execute(f"copy (select {chosen} from given) to {literal(str(path))} (format parquet)")


def quoted(name: object) -> str:
    return '"' + str(name).replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
