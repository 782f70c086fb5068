"""Reads received files in the limited worker processes, two at a time, and gives them back in order."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl import sandbox
from etl.readers import document
from etl.survey.returned_reading import FileRead, read_here
from etl.survey.returned_setting import Setting

WORKERS = 2
FEW = 12  # below this a second worker takes longer to start than it saves


@dataclass(frozen=True)
class ReturnFile:
    """A file to be read. `original_name`: as it came; `told`: the municipality that an officer has decided on."""

    path: Path
    name: str
    original_name: str
    told: str = ""


def read_files(files: Sequence[ReturnFile], setting: Setting) -> Iterator[FileRead]:
    """One FileRead a file, in order. Whatever is in a file, it costs only that file."""
    workers = WORKERS if len(files) >= FEW else 1
    if workers == 1:
        for file, outcome in zip(files, _outcomes(files, setting), strict=True):
            yield _read_of(file, outcome)
        return
    done: queue.Queue[tuple[int, sandbox.Outcome | None]] = queue.Queue(maxsize=64)
    stop = threading.Event()
    threads = [
        threading.Thread(target=_feed, args=(files, part, workers, setting, done, stop), daemon=True)
        for part in range(workers)
    ]
    for thread in threads:
        thread.start()
    try:
        waiting: dict[int, sandbox.Outcome] = {}
        for index, file in enumerate(files):
            while index not in waiting:
                at, got = done.get()
                if got is None:
                    raise RuntimeError("a reading thread has ended early")
                waiting[at] = got
            yield _read_of(file, waiting.pop(index))
    finally:
        stop.set()
        while any(thread.is_alive() for thread in threads):
            _drain(done)
            threads[0].join(0.01)


def read_file(file: ReturnFile, setting: Setting) -> FileRead:
    """One file, in the worker process."""
    [read] = read_files([file], setting)
    return read


def _outcomes(files: Sequence[ReturnFile], setting: Setting) -> Generator[sandbox.Outcome, None, None]:
    calls = [(file.path, file.name, file.original_name, file.told, setting) for file in files]
    return sandbox.run_many(read_here, calls)


def _feed(
    files: Sequence[ReturnFile],
    part: int,
    parts: int,
    setting: Setting,
    done: queue.Queue[tuple[int, sandbox.Outcome | None]],
    stop: threading.Event,
) -> None:
    """Read every `parts`-th file, and hand the outcomes over with their places."""
    try:
        with contextlib.closing(_outcomes(files[part::parts], setting)) as outcomes:
            for count, outcome in enumerate(outcomes):
                if stop.is_set():
                    return
                done.put((part + count * parts, outcome))
    except BaseException:
        done.put((part, None))
        raise


def _drain(done: queue.Queue[tuple[int, sandbox.Outcome | None]]) -> None:
    while not done.empty():
        done.get_nowait()


def _read_of(file: ReturnFile, outcome: sandbox.Outcome) -> FileRead:
    if outcome.reason:
        return FileRead([], [document.stopped(outcome, file.name)])
    read: FileRead = outcome.value
    return read
