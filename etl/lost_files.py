"""The files that were registered or received and cannot go into the data as they are now."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl import load
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers.context import ReadContext
from etl.state import Build
from machine.lost_files import tells_of_one


def findings(raw: Path) -> list[Finding]:
    """Why each is not, as a build would find it now. Raises BuildRefusedError where the register cannot be read."""
    with duckdb.connect() as connection:
        state = Build(raw, connection, ReadContext(Ledger()), None)
        load.read_register(state)
    return [one for one in state.context.findings if tells_of_one(one.rule, one.severity)]
