"""`etl addresses`: read an address list and say what it holds; no address is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from etl import clock, learned_headings, raw_writes, sources
from etl.findings import Finding
from etl.inspection import candidates
from etl.inspection.candidates import UnknownHeading
from etl.learned_headings import LearnedHeading
from etl.ledger import Ledger
from etl.readers import addresses, document, reference, tables
from etl.readers.context import Fact, ReadContext
from etl.readers.headings import find_header
from etl.sources import RegisteredFile

# How our columns are called where an officer chooses among them.
LABELS = {
    "section": "課・係",
    "person": "担当者",
    "phone": "電話",
    "mail": "メール",
    "note": "メモ",
    "name": "宛先",
}


@dataclass(frozen=True)
class AddressList:
    """rows: facts of readers.addresses; headings: those that are not read; columns: what they may mean, with labels."""

    rows: list[Fact]
    findings: list[Finding]
    headings: list[UnknownHeading]
    columns: dict[str, str]

    def as_json(self) -> dict[str, object]:
        return {
            "rows": self.rows,
            "findings": [finding.as_dict() for finding in self.findings],
            "headings": [asdict(heading) for heading in self.headings],
            "columns": self.columns,
        }


def read(path: Path, raw: Path, meanings: Sequence[tuple[str, str]] = ()) -> AddressList:
    """The addresses of a file. meanings: what headings mean, by our columns. Raises FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(f"ファイル「{path.name}」が見つかりません。場所と名前を確かめてください。")
    registered, _ = sources.read_register(raw)
    reading = {source.kind: source for source in registered}
    said = [LearnedHeading(addresses.KIND, heading, column, "") for heading, column in meanings]
    context = ReadContext(Ledger(), learned=[*learned_headings.read(raw), *said])
    towns = reference.read_plain(context, reading["municipalities"], "name")
    areas = reference.read_plain(context, reading["subprefectures"], "name")
    context.directory = reference.make_directory(towns, areas)
    context.findings.clear()
    names = {str(row["code"]): str(row["name"]) for row in areas}
    rows = addresses.read_addresses(context, _source(path), names)
    headings, columns = _headings(path, context)
    return AddressList(rows, context.findings, headings, columns)


def remember(raw: Path, meanings: Sequence[tuple[str, str]], by: str, file: str) -> None:
    """Keep what an officer said of headings, for the lists to come."""
    today = clock.today().isoformat()
    with raw_writes.locked(raw):
        known = {(one.kind, one.heading): one.column for one in learned_headings.read(raw)}
        learned_headings.append(
            raw,
            [
                LearnedHeading(addresses.KIND, heading, column, today, by, file)
                for heading, column in meanings
                if known.get((addresses.KIND, heading)) != column
            ],
        )


def _headings(path: Path, context: ReadContext) -> tuple[list[UnknownHeading], dict[str, str]]:
    """The headings that are not read, and what each may mean."""
    read_file, _ = document.read_document(path, path.name)
    columns = candidates.column_labels(addresses.KIND, context.columns) | LABELS
    if read_file is None or context.directory is None:
        return [], columns
    sheet, _ = tables.find_sheet(read_file, addresses.KIND, context.columns, None)
    header = None if sheet is None else find_header(sheet, context.columns[addresses.KIND])
    if sheet is None or header is None:
        return [], columns
    found = candidates.of_table(sheet, header, addresses.KIND, context.columns, context.directory)
    unread = [header.texts[place] for place in header.unknown]
    return [one for one in found if one.heading in unread], columns


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
