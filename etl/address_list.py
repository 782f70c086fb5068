"""`etl addresses`: read an address list and say what it holds; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl import clock, sources
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers import addresses, reference
from etl.readers.context import Fact, ReadContext
from etl.sources import RegisteredFile


@dataclass(frozen=True)
class AddressList:
    """rows: facts of readers.addresses."""

    rows: list[Fact]
    findings: list[Finding]

    def as_json(self) -> dict[str, object]:
        return {"rows": self.rows, "findings": [finding.as_dict() for finding in self.findings]}


def read(path: Path, raw: Path) -> AddressList:
    """The addresses of a file. Raises FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(f"ファイル「{path.name}」が見つかりません。場所と名前を確かめてください。")
    registered, _ = sources.read_register(raw)
    reading = {source.kind: source for source in registered}
    context = ReadContext(Ledger())
    towns = reference.read_plain(context, reading["municipalities"], "name")
    areas = reference.read_plain(context, reading["subprefectures"], "name")
    context.directory = reference.make_directory(towns, areas)
    context.findings.clear()
    names = {str(row["code"]): str(row["name"]) for row in areas}
    rows = addresses.read_addresses(context, _source(path), names)
    return AddressList(rows, context.findings)


def _source(path: Path) -> RegisteredFile:
    today = clock.today()
    return RegisteredFile(
        file=path.name,
        path=path,
        sha256=sources.sha256_of(path),
        kind=addresses.KIND,
        title=path.stem,
        publisher="",
        received_from="",
        received_on=today,
        known_on=today,
        as_of=None,
        coverage="",
        licence="",
        url="",
        is_synthetic=False,
        note="",
        intact=True,
    )
