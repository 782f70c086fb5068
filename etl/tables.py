"""Runs one SQL file: makes its table (or macro and table) and writes its comments into the warehouse.

The head of a file says what the table is and what each column means, in Japanese:

    -- 1行 = 1市町村。市町村の一覧
    -- @code 標準地域コード（5桁）
    select …

A file whose head has the line `-- macro: as_of_day` is also published as a table macro `<name>_at(as_of_day)`;
the table of the same name is that macro on the day of the warehouse (core_build.as_of), made of the tables before it.

A file whose head has the line `-- function: row` makes no table: it is a rule that others read, an expression over
the row of a table, published as the macro of the file's name.

A file whose head has the line `-- as: codes_question of awaited_question` has no query and no columns of its own: they are
those of the other file of its layer, of the input that is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

SQL_ROOT = Path(__file__).parent / "sql"
INPUT = "input_"
Rows = Sequence[Mapping[str, object]]
Columns = Mapping[str, Sequence[object]]
AS_OF = "(select as_of from core_build)"
_OTHER_ON_THE_DAY, _DAY = re.compile(r"\b(\w+)_at\(as_of_day\)"), re.compile(r"\bas_of_day\b")
_INPUT_NAME = re.compile(rf"\b(?:from|join) {INPUT}(\w+)")


class TableDefinitionError(Exception):
    """A SQL file whose head does not describe exactly the columns that it makes."""


@dataclass(frozen=True)
class TableFile:
    """One SQL file: its name is the name of the table."""

    name: str
    layer: str
    description: str
    columns: dict[str, str]
    query: str
    is_macro: bool
    parameter: str = ""


def read_table_file(path: Path) -> TableFile:
    description: list[str] = []
    columns: dict[str, str] = {}
    is_macro, parameter = False, ""
    like, given = None, ""
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("--"):
            break
        text = line[2:].strip()
        if text == "macro: as_of_day":
            is_macro = True
        elif text.startswith("function: "):
            parameter = text.partition(": ")[2]
        elif text.startswith("as: "):
            other, _, given = text.removeprefix("as: ").partition(" of ")
            like = read_table_file(path.with_name(f"{other}.sql"))
        elif text.startswith("@"):
            column, _, meaning = text[1:].partition(" ")
            columns[column] = meaning.strip()
        else:
            description.append(text)
    query = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
    if like is not None:
        columns, query = like.columns, _INPUT_NAME.sub(f"from {INPUT}{given}", like.query)
    return TableFile(path.stem, path.parent.name, "".join(description), columns, query, is_macro, parameter)


def table_files(layer: str) -> dict[str, TableFile]:
    """The files of one layer by table name."""
    files = sorted((SQL_ROOT / layer).glob("*.sql"))
    return {path.stem: read_table_file(path) for path in files}


def inputs(*layers: str) -> dict[str, list[TableFile]]:
    """The inputs of some layers (input_<name>), each with the files that read it."""
    readers: dict[str, list[TableFile]] = {}
    for layer in layers:
        for table in table_files(layer).values():
            for name in sorted(set(_INPUT_NAME.findall(table.query))):
                readers.setdefault(name, []).append(table)
    return readers


def input_columns(connection: duckdb.DuckDBPyConnection, name: str, readers: list[TableFile]) -> list[str]:
    """The columns that the files take of an input: what an input without a single row needs."""
    columns: set[str] = set()
    for table in readers:
        parsed = connection.execute("select json_serialize_sql(?)", [table.query]).fetchall()[0][0]
        nodes = list(_nodes(json.loads(parsed)))
        references = [node["column_names"] for node in nodes if node.get("class") == "COLUMN_REF"]
        for node in nodes:
            if node.get("type") == "BASE_TABLE" and node["table_name"] == f"{INPUT}{name}":
                prefix = [node["alias"]] if node["alias"] else []
                columns.update(reference[-1] for reference in references if reference[:-1] == prefix)
    return sorted(columns)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of a parsed query."""
    if isinstance(tree, dict):
        yield tree
    for child in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(child)


def give(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Rows | Columns, columns: Sequence[str] = ()
) -> None:
    """Let the SQL layers read rows as input_<name>. `columns`: what it has where there is no row, all text then."""
    by_column = rows if isinstance(rows, Mapping) else _by_column(rows)
    if any(by_column.values()):
        arrays = {column: _array(values) for column, values in by_column.items()}
        connection.register(f"{INPUT}{name}", arrays)
        return
    empty = ", ".join(f'cast(null as varchar) as "{column}"' for column in columns or by_column)
    connection.execute(f"create temp view {INPUT}{name} as select {empty} limit 0")


def _by_column(rows: Rows) -> Columns:
    """What a row does not have is unknown."""
    layouts = list(dict.fromkeys(map(tuple, rows)))
    names = list(dict.fromkeys(name for layout in layouts for name in layout))
    if len(layouts) != 1:
        return {name: [row.get(name) for row in rows] for name in names}
    return dict(zip(names, zip(*(row.values() for row in rows), strict=True), strict=True))


def _array(values: Sequence[object]) -> npt.NDArray[Any]:
    """Whole numbers are told from text without a look at each by DuckDB."""
    if type(values[0]) is int and set(map(type, values)) == {int}:
        return np.array(values, dtype=np.int64)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def create(connection: duckdb.DuckDBPyConnection, table: TableFile) -> None:
    """Create the table, and comment it and every column. Raises TableDefinitionError on a wrong head."""
    if table.parameter:
        connection.execute(f"create macro {table.name}({table.parameter}) as\n{table.query}")
        _comment(connection, {f"macro {table.name}": table.description})
        return
    if table.is_macro:
        connection.execute(f"create macro {table.name}_at(as_of_day) as table\n{table.query}")
        connection.execute(f"create table {table.name} as\n{on_the_day(table.query)}")
        about = f"{table.description}（as_of_day = その日までに把握したこと）"
        _comment(connection, {f"macro table {table.name}_at": about})
    else:
        connection.execute(f"create table {table.name} as\n{table.query}")
    made = [row[0] for row in connection.execute(f"describe {table.name}").fetchall()]
    if made != list(table.columns) or not table.description:
        raise TableDefinitionError(
            f"{table.name}: the head names {list(table.columns)}, the query makes {made}"
        )
    meanings = {f"column {table.name}.{column}": meaning for column, meaning in table.columns.items()}
    _comment(connection, {f"table {table.name}": table.description} | meanings)


def on_the_day(query: str) -> str:
    """The query of a macro on the day of the warehouse: what others are on that day stands in their tables."""
    return _DAY.sub(AS_OF, _OTHER_ON_THE_DAY.sub(r"\1", query))


def violations(connection: duckdb.DuckDBPyConnection, check: TableFile) -> list[dict[str, object]]:
    """The rows that a check returns; a sound warehouse has none."""
    cursor = connection.execute(check.query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _comment(connection: duckdb.DuckDBPyConnection, texts: Mapping[str, str]) -> None:
    quoted = ((target, text.replace("'", "''")) for target, text in texts.items())
    connection.execute(";\n".join(f"comment on {target} is '{text}'" for target, text in quoted))
