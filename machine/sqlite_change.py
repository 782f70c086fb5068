"""A change of a SQLite file: whole, or none of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def change(connection: sqlite3.Connection) -> Iterator[None]:
    """Within the block the file is written by this connection alone; a block that raises leaves it as it was."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
