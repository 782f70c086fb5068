"""Reads received files in the limited worker processes, two at a time, and gives them back in order.

Within a process the same bytes are read once: what is checked, received and built needs no second reading.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from etl import sandbox, sources
from etl.findings import Finding
from etl.readers import document
from etl.survey.returned.reading import FileRead, read_here
from etl.survey.returned.setting import Setting

WORKERS = 2
FEW = 12  # below this a second worker takes longer to start than it saves
MOST_REMEMBERED, MOST_SETTINGS = 5_000, 3
_Key = tuple[str, str, str, str]
_remembered: list[tuple[Setting, dict[_Key, tuple[str, FileRead]]]] = []


@dataclass(frozen=True)
class ReturnFile:
    """A file to be read. `original_name`: as it came; `decided_code`: the municipality that an officer has decided on."""

    path: Path
    name: str
    original_name: str
    decided_code: str = ""


def read_files(files: Sequence[ReturnFile], setting: Setting) -> Iterator[FileRead]:
    """One FileRead a file, in order. Whatever is in a file, it costs only that file."""
    remembered = _reads_of(setting)
    keys = [_key(file) for file in files]
    before = [remembered.get(key) if key else None for key in keys]
    unread = [file for file, known in zip(files, before, strict=True) if known is None]
    with contextlib.closing(_read_all(unread, setting)) as fresh:
        for file, key, known in zip(files, keys, before, strict=True):
            if known is not None:
                yield _renamed(known[0], known[1], file.name)
                continue
            outcome = next(fresh)
            read = _read_of(file, outcome)
            if key and not outcome.reason and len(remembered) < MOST_REMEMBERED:
                remembered[key] = file.name, read
            yield read


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


def _reads_of(setting: Setting) -> dict[_Key, tuple[str, FileRead]]:
    """What was read under an equal setting; of the last few settings."""
    for known, reads in _remembered:
        if known == setting:
            return reads
    del _remembered[: 1 - MOST_SETTINGS]
    _remembered.append((setting, {}))
    return _remembered[-1][1]


def _key(file: ReturnFile) -> _Key | None:
    """What a reading depends on beside the setting; None for a file that cannot be opened now."""
    try:
        return sources.sha256_of(file.path), file.path.suffix, file.original_name, file.decided_code
    except OSError:
        return None


def _renamed(was: str, file_read: FileRead, name: str) -> FileRead:
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
