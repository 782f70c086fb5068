"""DICTIONARY.md: the meaning of every table and column, written from the comments in the warehouse."""

from __future__ import annotations

import duckdb

FILE_NAME = "DICTIONARY.md"
LAYER_TITLES = {"codes": "符号表（codes_）", "core": "事実の表（core_）", "mart": "集計の表（mart_）"}
HEAD = """# データ辞書

倉庫（DuckDB）の全ての表と列の意味です。この文書は `python -m etl build` が表の注釈から作ります。手で書き換えません。

- 年度は開始年の西暦の整数です（2023 = 令和5年度）。市町村は標準地域コードの文字列です（"01100"）。
- 全ての事実は `source_id` で元のファイル・シート・セルまでたどれます（`python -m etl trace`）。
- 空（NULL）は「分からない・書かれていない」です。0 とは違います。
"""


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """The dictionary as Markdown: a section a layer, a table a table."""
    tables = connection.execute(
        "select table_name, comment from duckdb_tables() where not internal and not temporary order by table_name"
    ).fetchall()
    macros = dict(
        connection.execute(
            "select function_name, comment from duckdb_functions() "
            "where function_type = 'table_macro' and not internal order by function_name"
        ).fetchall()
    )
    columns: dict[str, list[tuple[str, str, str]]] = {}
    for table, name, kind, comment in connection.execute(
        "select table_name, column_name, data_type, comment from duckdb_columns() "
        "where not internal order by table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append((name, kind, comment or ""))
    lines = [HEAD]
    for prefix, title in LAYER_TITLES.items():
        lines.append(f"## {title}\n")
        for table, comment in tables:
            if table.partition("_")[0] != prefix:
                continue
            lines.append(f"### {table}\n\n{comment}\n")
            if f"{table}_at" in macros:
                lines.append(
                    f"任意の日の状態は `select * from {table}_at(date '2022-12-01')` で得られます。\n"
                )
            lines.append("| 列 | 型 | 意味 |\n|---|---|---|")
            lines += [f"| {name} | {kind} | {text} |" for name, kind, text in columns[table]]
            lines.append("")
    return "\n".join(lines)
