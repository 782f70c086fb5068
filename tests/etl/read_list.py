"""Reads one received list as a build reads it, without building anything: the facts and what is found."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from etl import names, sources
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers import reference
from etl.readers.context import Fact, ReadContext
from etl.readers.status import read_status
from etl.sources import RegisteredFile
from tests.etl.raw_copy import RAW

AS_OF = date(2024, 4, 1)


def status_list(path: Path, as_of: date = AS_OF) -> tuple[list[Fact], list[Finding]]:
    """The facts of a status list in the order of its rows, and the findings about it."""
    context = ReadContext(Ledger(), directory=directory())
    return read_status(context, received(path, "status_list", as_of)), context.findings


def received(path: Path, kind: str, as_of: date | None = None) -> RegisteredFile:
    """A file as the register would name it."""
    return RegisteredFile(
        file=path.name,
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        kind=kind,
        title=path.stem,
        publisher="",
        received_from="",
        received_on=AS_OF,
        known_on=AS_OF,
        as_of=as_of,
        coverage="partial",
        licence="",
        url="",
        is_synthetic=False,
        note="",
        intact=True,
    )


@cache
def directory() -> names.Directory:
    registered = {source.kind: source for source in sources.read_register(RAW)[0]}
    context = ReadContext(Ledger())
    towns = reference.read_plain(context, registered["municipalities"], "name")
    areas = reference.read_plain(context, registered["subprefectures"], "name")
    return reference.make_directory(towns, areas)
