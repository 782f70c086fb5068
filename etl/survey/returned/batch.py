"""Reads received files in the limited worker processes, two at a time, and gives them back in order.

The same bytes are read once: what is checked, received and built needs no second reading, within a process and,
where readings are kept (see kept_results), in the next one.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from etl import kept_results, sandbox, sources
from etl.findings import Finding
from etl.kept_results import KeptResult, KeptResults, KeptRow
from etl.readers import document
from etl.survey.returned import reading_key
from etl.survey.returned.reading import FileRead, read_here
from etl.survey.returned.setting import Setting

WORKERS = 2
FEW = 12  # below this a second worker takes longer to start than it saves
MOST_REMEMBERED = 5_000
_remembered: dict[bytes, list[KeptResult]] = {}


@dataclass(frozen=True)
class ReturnFile:
    """A file to be read. `original_name`: as it came; `decided_code`: the municipality that an officer has decided on.

    `sha256`: of its bytes, where somebody has just looked; empty where nobody has.
    """

    path: Path
    name: str
    original_name: str
    decided_code: str = ""
    sha256: str = ""


def read_files(files: Sequence[ReturnFile], setting: Setting) -> Iterator[FileRead]:
    """One FileRead a file, in order. Whatever is in a file, it costs only that file."""
    base = reading_key.base_of(setting)
    keys = [_key(base, file) for file in files]
    kept = kept_results.open_kept()
    try:
        yield from _kept_or_read(files, keys, setting, kept)
    finally:
        if kept is not None:
            kept.close()


def forget(curated: Path) -> None:
    """Let go of all that was read, here and beside the warehouse: everything is read again."""
    _remembered.clear()
    kept_results.forget(curated)


def _kept_or_read(
    files: Sequence[ReturnFile], keys: Sequence[bytes | None], setting: Setting, kept: KeptResults | None
) -> Iterator[FileRead]:
    before = [_remembered_read(key, setting) if key else None for key in keys]
    asked = [key for key, known in zip(keys, before, strict=True) if key and known is None]
    rows = {row.key: row for row in kept.find(asked) if _fits(row, setting)} if kept and asked else {}
    unread = [
        file
        for file, key, known in zip(files, keys, before, strict=True)
        if known is None and key not in rows
    ]
    new: list[KeptResult] = []
    with contextlib.closing(_read_all(unread, setting)) as fresh:
        for file, key, known in zip(files, keys, before, strict=True):
            row = rows.get(key) if key and known is None else None
            known = kept.take(row) if kept and row else known
            if known is not None:
                _remember(known)
                yield _renamed(known.name, known.value, file.name)
                continue
            # What is kept and damaged was not handed over with the others.
            outcome = _outcome_alone(file, setting) if row else next(fresh)
            read = _read_of(file, outcome)
            if key and not outcome.reason:
                answers = reading_key.answers_digest(setting, read.compared)
                new.append(KeptResult(key, read.compared, answers, file.name, read))
                _remember(new[-1])
            yield read
    if kept and (new or rows):
        kept.keep(new, rows.values())


def _read_all(files: Sequence[ReturnFile], setting: Setting) -> Generator[sandbox.Outcome, None, None]:
    """The outcome of each file in order, by two workers where there are many."""
    workers = WORKERS if len(files) >= FEW else 1
    if workers == 1:
        yield from _outcomes(files, setting) if files else ()
        return
    results: queue.Queue[tuple[int, sandbox.Outcome | None]] = queue.Queue(maxsize=64)
    stop = threading.Event()
    threads = [
        threading.Thread(target=_feed, args=(files, part, workers, setting, results, stop), daemon=True)
        for part in range(workers)
    ]
    for thread in threads:
        thread.start()
    try:
        waiting: dict[int, sandbox.Outcome] = {}
        for index in range(len(files)):
            while index not in waiting:
                at, got = results.get()
                if got is None:
                    raise RuntimeError("a reading thread has ended early")
                waiting[at] = got
            yield waiting.pop(index)
    finally:
        stop.set()
        while any(thread.is_alive() for thread in threads):
            _drain(results)
            threads[0].join(0.01)


def _key(base: bytes, file: ReturnFile) -> bytes | None:
    """What a reading depends on beside last year's answers; None for a file that cannot be opened now."""
    try:
        digest = file.sha256 or sources.sha256_of(file.path)
    except OSError:
        return None
    return reading_key.key_of(base, digest, file.path.suffix, file.original_name, file.decided_code)


def _fits(read: KeptResult | KeptRow, setting: Setting) -> bool:
    """Whether what the file was compared with is still so."""
    return reading_key.answers_digest(setting, read.codes) == read.answers


def _remembered_read(key: bytes, setting: Setting) -> KeptResult | None:
    return next((read for read in _remembered.get(key, ()) if _fits(read, setting)), None)


def _remember(read: KeptResult) -> None:
    """Keep it in this process, and let go of what was read longest ago."""
    reads = [one for one in _remembered.pop(read.key, []) if one[:3] != read[:3]]
    _remembered[read.key] = [*reads, read]
    while len(_remembered) > MOST_REMEMBERED:
        del _remembered[next(iter(_remembered))]


def _renamed(was: str, file_read: FileRead, name: str) -> FileRead:
    if was == name:
        return file_read

    def placed(findings: list[Finding]) -> list[Finding]:
        return [
            understood.located(file=name) if understood.file == was else understood for understood in findings
        ]

    returns = [replace(understood, findings=placed(understood.findings)) for understood in file_read.returns]
    return replace(file_read, returns=returns, findings=placed(file_read.findings))


def read_file(file: ReturnFile, setting: Setting) -> FileRead:
    """One file, in the worker process."""
    [read] = read_files([file], setting)
    return read


def _outcomes(files: Sequence[ReturnFile], setting: Setting) -> Generator[sandbox.Outcome, None, None]:
    calls = [(file.path, file.name, file.original_name, file.decided_code, setting) for file in files]
    return sandbox.run_many(read_here, calls)


def _outcome_alone(file: ReturnFile, setting: Setting) -> sandbox.Outcome:
    with contextlib.closing(_outcomes([file], setting)) as outcomes:
        return next(outcomes)


def _feed(
    files: Sequence[ReturnFile],
    part: int,
    parts: int,
    setting: Setting,
    results: queue.Queue[tuple[int, sandbox.Outcome | None]],
    stop: threading.Event,
) -> None:
    """Read every `parts`-th file, and hand the outcomes over with their places."""
    try:
        with contextlib.closing(_outcomes(files[part::parts], setting)) as outcomes:
            for count, outcome in enumerate(outcomes):
                if stop.is_set():
                    return
                results.put((part + count * parts, outcome))
    except BaseException:
        results.put((part, None))
        raise


def _drain(results: queue.Queue[tuple[int, sandbox.Outcome | None]]) -> None:
    while not results.empty():
        results.get_nowait()


def _read_of(file: ReturnFile, outcome: sandbox.Outcome) -> FileRead:
    if outcome.reason:
        return FileRead([], [document.stopped(outcome, file.name)])
    read: FileRead = outcome.value
    return read
