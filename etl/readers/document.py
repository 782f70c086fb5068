"""From a received file to its cells, by guard, worker process and reader; bad input becomes findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from etl import kept_results, sandbox, sources
from etl.findings import Finding
from etl.readers import csv_text, guard, marks, workbook
from etl.readers.colours import Rgb
from etl.readers.grid import Document
from etl.readers.refusal import RefusedError

DocumentRead = tuple[Document | None, list[Finding]]

STOPPED: dict[sandbox.Reason, str] = {
    "memory": "読み込みに必要なメモリが大きすぎるため、止めました。",
    "timeout": "読み込みに時間がかかりすぎるため、止めました。",
    "died": "読み込みの途中で処理が落ちました。",
    "failed": "読み込めない作りになっています。",
}
# Rules of the reader of text that say that there is none.
NO_TEXT = ("FILE-ENCODING", "FILE-NOT-A-TABLE")


def read_document(path: Path, name_for_findings: str) -> DocumentRead:
    """The document of a file and the findings about it; None and an error finding when it is refused.

    Reading happens in the warm worker process of etl.sandbox, so that a hostile file hurts nobody. What a file gave is
    kept, unless its reading was stopped.
    """

    def read() -> tuple[str, DocumentRead]:
        outcome = sandbox.run_limited(read_here, (path, name_for_findings))
        return name_for_findings, _read_of(outcome, name_for_findings)

    try:
        key = kept_results.key_of("document", sources.sha256_of(path), path.suffix)
    except OSError:  # the reader says so
        return read()[1]
    was, (document, findings) = kept_results.kept_or_made(key, read, lasts=_was_not_stopped)
    placed = [
        finding.located(file=name_for_findings) if finding.file == was else finding for finding in findings
    ]
    return None if document is None else replace(document, path=path), placed


def _was_not_stopped(made: tuple[str, DocumentRead]) -> bool:
    return all(finding.rule != "FILE-STOPPED" for finding in made[1][1])


def read_many(files: Iterable[tuple[Path, str]]) -> Iterator[DocumentRead]:
    """As read_document for each (path, name for findings), in order and much quicker than one by one."""
    listed = list(files)
    for outcome, (_, name) in zip(sandbox.run_many(read_here, listed), listed, strict=True):
        yield _read_of(outcome, name)


def read_here(
    path: Path, name_for_findings: str, known_colours: frozenset[Rgb] = frozenset()
) -> DocumentRead:
    """The reading itself, in this process: for the worker. A refused file gives None and its finding.

    What people put on and over the cells is among the findings, whatever reads the document afterwards.
    `known_colours`: those of a form of ours, which tell nothing.
    """
    try:
        inspection = guard.inspect(path)
        if inspection.kind == "csv":
            text = _text_of(path, inspection)
            document, found = Document(path, "csv", text.encoding, [text.sheet]), text.findings
        else:
            document, found = workbook.read_workbook(path, inspection, known_colours)
    except RefusedError as refusal:
        return None, [refusal.finding.located(file=name_for_findings)]
    found = [*inspection.findings, *found, *marks.findings(document.marks)]
    return document, [finding.located(file=name_for_findings) for finding in found]


def _text_of(path: Path, inspection: guard.Inspection) -> csv_text.CsvText:
    """The text of a file that is no package. What is named a workbook and is no text either is a broken workbook."""
    try:
        return csv_text.read_csv(inspection.content)
    except RefusedError as refusal:
        extension = path.suffix.lower()
        if extension not in guard.BOOK_EXTENSIONS or refusal.finding.rule not in NO_TEXT:
            raise
        message = (
            f"拡張子は「{extension}」ですが、中身はExcelブックでも文字でもありません。ファイルが壊れています。"
            "送り主に、もう一度送ってもらってください。"
        )
        raise RefusedError("FILE-BROKEN", message) from refusal


def stopped(outcome: sandbox.Outcome, name: str) -> Finding:
    """The finding on a file whose reading did not end well."""
    reason = STOPPED[outcome.reason] if outcome.reason else ""
    message = (
        f"{reason}ファイルが壊れているか、極端に大きい表です。"
        "Excelで開いて、必要なシートだけを新しいブックに貼り付けて保存したものをもらってください。"
    )
    return Finding("error", "FILE-STOPPED", message, file=name, value=outcome.detail)


def _read_of(outcome: sandbox.Outcome, name: str) -> DocumentRead:
    if outcome.reason:
        return None, [stopped(outcome, name)]
    read: DocumentRead = outcome.value
    return read
